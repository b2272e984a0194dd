"""Under /api/, everything that is not an answer comes in the envelope: also what Django itself says."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from kvit.api.errors import problem
from kvit.core.errors import Refused

PLACE = "/api/"
WORDS = {404: "request.not_found", 403: "request.no_csrf", 400: "request.unreadable", 413: "request.too_large"}


class EnvelopeMiddleware:
    """Addresses and methods that are not there, and what never reached an operation."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        if not request.path.startswith(PLACE) or answer.headers.get("Content-Type", "").startswith("application/json"):
            return answer
        if answer.status_code == 405:
            told = problem(request, Refused("request.method_unknown", method=request.method))
            told.headers["Allow"] = answer.headers["Allow"]
            return told
        code = WORDS.get(answer.status_code)
        return problem(request, Refused(code)) if code else answer
