"""Where gateways tell what became of a payment: no session and no key, a signature."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from kvit.checkouts import gateways, telling
from kvit.core.errors import Refused
from kvit.ports.failures import Declined, Unreachable


@csrf_exempt
@require_POST
def take(request: HttpRequest, public_id: str) -> HttpResponse:
    """Keep the event and what follows from it, once; 204 also for one that is known. Any doubt is a 400."""
    way = gateways.by_address(public_id)
    if way is None:
        return HttpResponse(status=400)
    headers = {name.lower(): value for name, value in request.headers.items()}
    port = gateways.offered()[way.name]
    try:
        told = port.read_event(gateways.access(way), body=request.body, headers=headers)
    except (Declined, Refused):
        return HttpResponse(status=400)
    except Unreachable:  # what the event is about could not be looked up: the gateway tells it again
        return HttpResponse(status=503)
    try:
        telling.take(way, told)
    except Refused:  # nothing was kept: the gateway tells it again, and the sweep asks
        return HttpResponse(status=409)
    return HttpResponse(status=204)
