"""A refusal becomes a page, once for all views: what was not done, which rule, what to do."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from kvit.core.errors import Refused
from kvit.core.families import family
from kvit.tables import refusal_of
from kvit.web import words


class RefusalMiddleware:
    """Catches `Refused`; anything else is a bug and crashes loudly."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        exception = refusal_of(exception) or exception
        if not isinstance(exception, Refused):
            return None
        status = family(exception.code).http_status
        if getattr(request, "htmx", False):
            response = render(request, "web/refused_toast.html", {"sentence": words.refusal(exception)}, status=200)
            response.headers["HX-Retarget"] = "#toasts"
            response.headers["HX-Reswap"] = "innerHTML"
            return response
        title = {403: _("Your role does not allow this"), 404: _("Not found"), 409: _("This changed meanwhile")}
        shown = {
            "title": title.get(status, _("This was not done")),
            "sentences": [words.refusal(exception), *words.findings_of(exception)],
            "code": exception.code,
            "request_id": getattr(request, "request_id", ""),
            "back": _back(request),
            "back_word": _("Back"),
        }
        return render(request, "web/problem.html", shown, status=status)


def _back(request: HttpRequest) -> str:
    """The page somebody came from, if it is one of ours."""
    came_from = request.headers.get("Referer", "")
    here = f"{request.scheme}://{request.get_host()}"
    return came_from.removeprefix(here) if came_from.startswith(here + "/") else "/"
