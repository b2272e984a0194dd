"""What Kvit understood of an amount or a day, told while one types."""

from django.http import HttpResponse
from django.utils.html import escape
from django.views.decorators.http import require_GET

from kvit.web.current import Request
from kvit.web.fields import DayField, MoneyField


@require_GET
def echo(request: Request) -> HttpResponse:
    """The echo alone; empty where it is what was typed, or cannot be read yet."""
    kind = request.GET.get("kind", "")
    typed = next((value for name, value in request.GET.items() if name not in ("kind", "currency")), "")
    if kind == "day":
        day = DayField(required=False)
        day.today = request.today
        return HttpResponse(escape(day.echo(typed)))
    return HttpResponse(escape(MoneyField(currency=request.company.currency, required=False).echo(typed)))
