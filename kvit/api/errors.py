"""What is answered when something was not done: one envelope, whatever went wrong, in the language of the request."""

import json
import logging
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import (
    BadRequest,
    ObjectDoesNotExist,
    RequestDataTooBig,
    SuspiciousOperation,
    ValidationError,
)
from django.db import DataError, IntegrityError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError
from ninja.errors import ValidationError as Unreadable
from pydantic import BaseModel, Field

from kvit.core.errors import Refused
from kvit.core.families import Family, family
from kvit.tables import refusal_of
from kvit.wording import sentence

log = logging.getLogger(__name__)

STATUSES = {
    "api_key.bad": 401,
    "request.no_key": 401,
    "request.method_unknown": 405,
    "request.no_csrf": 403,
    "request.not_found": 404,
    "request.version_old": 412,
    "request.too_large": 413,
    "json.too_big": 413,
    "request.not_json": 415,
    "request.too_many": 429,
    "request.failed": 500,
    "database.busy": 503,
    "request.in_flight": 409,
    "request.conflict": 409,
    "request.key_missing": 400,
    "request.key_bad": 400,
    "request.unreadable": 400,
    "key.reused": 422,
    **dict.fromkeys(
        (
            "json.not_utf8",
            "json.malformed",
            "json.too_deep",
            "json.key_twice",
            "json.no_number",
            "json.number_too_long",
            "json.bad_letter",
        ),
        400,
    ),
}
"""Codes that say how programs talk to Kvit have the status of HTTP; all others that of their family."""
TYPES = {401: "authentication_error", 403: "permission_error", 409: "conflict_error", 412: "conflict_error"}
TYPES |= {429: "rate_limit_error", 500: "api_error", 503: "api_error"}
IDEMPOTENCY = {"key.reused", "request.in_flight", "request.key_missing", "request.key_bad"}
WANTED = {
    "string_type": "text",
    "too_long": "{max_length} at most",
    "too_short": "{min_length} at least",
    "string_too_long": "{max_length} characters at most",
    "string_too_short": "{min_length} characters at least",
    "literal_error": "{expected}",
    "less_than_equal": "{le} at most",
    "greater_than_equal": "{ge} at least",
    "int_parsing": "a whole number",
    "int_type": "a whole number",
    "bool_type": "true, false",
    "bool_parsing": "true, false",
    "list_type": "a list",
    "field.not_amount": 'a number as text, such as "49.90"',
    "field.not_day": "2026-03-01",
    "field.not_moment": "2026-03-01T08:30:00Z",
}
"""What would fit, by what pydantic calls its finding; the same words as the rooms use."""
NOTHING_FITS = "another value"


class OneError(BaseModel):
    """One thing that is wrong, at one place."""

    code: str
    message: str
    param: str | None = Field(None, description="The field, as a path: `lines/1/price`. Lists count from 1.")


class Error(BaseModel):
    """What was not done, why, and where."""

    type: str = Field(description="How to take it: `invalid_request_error`, `compliance_error`, `conflict_error`, …")
    code: str = Field(description="Which refusal, `noun.reason`: stable, made for programs.")
    message: str = Field(description="A sentence for people, in the language of `Accept-Language`.")
    param: str | None = None
    request_id: str
    facts: dict[str, Any] = Field(default_factory=dict)
    errors: list[OneError] = Field(default_factory=list, description="Every field or finding, each with its sentence.")


class Problem(BaseModel):
    """The envelope of everything that is not an answer."""

    error: Error


def status_of(refused: Refused) -> int:
    """The HTTP status of a refusal."""
    return STATUSES.get(refused.code) or family(refused.code).http_status


def problem(request: HttpRequest, refused: Refused, *, errors: Sequence[Mapping[str, object]] = ()) -> HttpResponse:
    """The refusal as an answer."""
    status = status_of(refused)
    error = error_of(request, refused, errors=errors)
    answer = JsonResponse({"error": error}, status=status, json_dumps_params={"ensure_ascii": False, "default": str})
    if status == 401:
        answer.headers["WWW-Authenticate"] = "Bearer"
    if status in (429, 503):
        answer.headers["Retry-After"] = str(refused.facts.get("seconds", 1))
    return answer


def error_of(
    request: HttpRequest, refused: Refused, *, errors: Sequence[Mapping[str, object]] = ()
) -> dict[str, object]:
    """What stands in the envelope."""
    facts = dict(refused.facts)
    found = facts.pop("findings", None)
    if isinstance(found, list):
        errors = [
            {"code": one["rule"], "message": sentence(one["rule"], one["facts"]), "param": one["place"] or None}
            for one in found
        ]
    field = facts.get("field")
    return {
        "type": _type_of(refused.code, status_of(refused)),
        "code": refused.code,
        "message": sentence(refused.code, refused.facts),
        "param": errors[0]["param"] if errors else field if isinstance(field, str) else None,
        "request_id": getattr(request, "request_id", ""),
        "facts": facts,
        "errors": list(errors),
    }


def _type_of(code: str, status: int) -> str:
    if code in IDEMPOTENCY:
        return "idempotency_error"
    if family(code) is Family.FINDINGS:
        return "compliance_error"
    return TYPES.get(status, "invalid_request_error")


def unreadable(request: HttpRequest, error: Unreadable) -> HttpResponse:
    """Every field that could not be read, each with its sentence."""
    found = [_field(one) for one in error.errors]
    return problem(request, Refused("request.invalid", count=len(found)), errors=found)


def _field(one: Mapping[str, Any]) -> dict[str, object]:
    # ("body", "given", "lines", 0, "price"): the source and the argument's name mean nothing outside.
    place = [str(part + 1) if isinstance(part, int) else part for part in one["loc"]]
    inner = place[2:] if one["loc"][0] == "body" else place[1:]
    param = "/".join(part for part in inner if not part.startswith("<"))
    refused = _refusal(one, param or "/")
    return {"code": refused.code, "message": sentence(refused.code, refused.facts), "param": param or None}


def _refusal(one: Mapping[str, Any], field: str) -> Refused:
    """What pydantic found, as the rooms would have refused it."""
    if one["type"] == "missing":
        return Refused("field.missing", field=field)
    if one["type"] == "extra_forbidden":
        return Refused("field.unknown", field=field, known=(one.get("ctx") or {}).get("known", []))
    if one["type"].startswith("model"):
        return Refused("field.not_an_object", field=field)
    wanted = WANTED.get(one["type"], NOTHING_FITS).format_map({"expected": "", **(one.get("ctx") or {})})
    return Refused("field.bad_value", field=field, value=_shown(one.get("input")), wanted=wanted)


def _shown(value: object) -> str:
    """What was sent, short: a list or object may be huge."""
    if isinstance(value, Mapping | list):
        return "{…}" if isinstance(value, Mapping) else "[…]"
    return json.dumps(value, ensure_ascii=False, default=str)[:40]


def of_http(request: HttpRequest, error: HttpError) -> HttpResponse:
    """What the framework refused; a body that could not be read carries our refusal as its cause."""
    cause = error.__cause__
    if isinstance(cause, Refused):
        return problem(request, cause)
    if error.status_code == 403:
        return problem(request, Refused("request.no_csrf"))
    return problem(request, Refused("request.unreadable"))


def failed(request: HttpRequest, error: Exception) -> HttpResponse:
    """A bug: told in the log with everything, and to the program with nothing but where to look."""
    log.error("request %s failed", getattr(request, "request_id", ""), exc_info=error)
    return problem(request, Refused("request.failed"))


def listen(api: NinjaAPI) -> None:
    """Answer every exception by the envelope."""
    told: dict[type[Exception], str] = {
        AuthenticationError: "request.no_key",
        ObjectDoesNotExist: "request.not_found",
        Http404: "request.not_found",
        IntegrityError: "request.conflict",
        OperationalError: "database.busy",
        DataError: "request.value_too_large",
        ValidationError: "request.value_too_large",
        RequestDataTooBig: "request.too_large",
        SuspiciousOperation: "request.unreadable",
        BadRequest: "request.unreadable",
    }
    for kind, code in told.items():
        api.add_exception_handler(kind, _answering(code))
    answers: dict[type[Exception], Any] = {
        Refused: problem,
        Unreadable: unreadable,
        HttpError: of_http,
        Exception: failed,
    }
    for kind, answer in answers.items():
        api.add_exception_handler(kind, answer)


def _answering(code: str) -> Any:
    def answer(request: HttpRequest, error: Exception) -> HttpResponse:
        if isinstance(error, IntegrityError | OperationalError):
            log.warning("request %s: %s", getattr(request, "request_id", ""), error)
        refusal = refusal_of(error)
        if refusal is not None and refusal.code == "disk.full":
            return problem(request, refusal)
        return problem(request, Refused(code))  # codes are those of `listen`, written out there

    return answer
