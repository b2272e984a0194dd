"""Registering operations: what they take, give and may answer; a change keeps its `Idempotency-Key`."""

from collections.abc import Callable
from functools import wraps
from http.client import responses
from typing import Any

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from ninja import Router
from pydantic import TypeAdapter

from kvit.api import once, versions
from kvit.api.asking import Asking
from kvit.api.errors import Problem

View = Callable[..., Any]
Mark = Callable[[View], View]

READ_ERRORS = frozenset({400, 401, 403, 404, 422, 429, 500, 503})
CHANGE_ERRORS = READ_ERRORS | {409, 412, 413, 415}

PROBLEM = {"application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
"""What an error tells; written as a reference, as a model for each operation and status would take seconds to make."""

KEY_OPTIONAL = {
    "in": "header",
    "name": once.HEADER,
    "required": False,
    "schema": {"type": "string", "minLength": 1, "maxLength": 255},
    "description": "Makes a repeat harmless: the same key gives the first answer again, for 30 days.",
}
KEY_REQUIRED = {**KEY_OPTIONAL, "required": True}
IF_MATCH = {
    "in": "header",
    "name": "If-Match",
    "required": False,
    "schema": {"type": "string"},
    "description": "The ETag of what you read: refused with 412 when somebody changed it meanwhile.",
}


def reads(router: Router, path: str, *, gives: Any = None, media_type: str = "", method: str = "GET") -> Mark:
    """An operation that keeps nothing and answers what the view returns, as `gives` describes it; or a file.

    One that asks outside is a POST and has no key: a repeat asks anew, and the network is in no transaction.
    """
    writer = TypeAdapter(gives)
    content = {media_type: {"schema": {"type": "string", "format": "binary"}}}
    extra = {"responses": {200: {"content": content}}} if media_type else None

    def mark(view: View) -> View:
        @wraps(view)
        def answer(request: Asking, **values: Any) -> HttpResponseBase:
            result = view(request, **values)
            return result if isinstance(result, FileResponse) else _written(writer, result, 200)

        errors = READ_ERRORS if method == "GET" else CHANGE_ERRORS
        _register(router, method, path, answer, gives={200: gives}, errors=errors, extra=extra)
        return view

    return mark


def changes(
    router: Router,
    path: str,
    *,
    gives: Any,
    method: str = "POST",
    status: int = 200,
    key_required: bool = False,
    ahead: View | None = None,
) -> Mark:
    """An operation that changes something; a POST is kept by its key.

    `ahead` does slow work before the transaction of the key begins, with the arguments of the view.
    """
    writer = TypeAdapter(gives) if gives is not None else None

    def mark(view: View) -> View:
        @wraps(view)
        def answer(request: Asking, **values: Any) -> HttpResponse:
            def act() -> HttpResponse:
                with versions.matching(request):
                    return _written(writer, view(request, **values), status)

            key = once.key_of(request, required=key_required) if method == "POST" else ""
            if not key:
                return act()
            known = once.kept(request, key)
            if known is None and ahead is not None:
                ahead(request, **values)
            return known or once.once(request, key, act)

        heads = [KEY_REQUIRED if key_required else KEY_OPTIONAL] if method == "POST" else [IF_MATCH]
        _register(
            router, method, path, answer, gives={status: gives}, errors=CHANGE_ERRORS, extra={"parameters": heads}
        )
        return view

    return mark


def _register(
    router: Router,
    method: str,
    path: str,
    answer: View,
    *,
    gives: dict[int, Any],
    errors: frozenset[int],
    extra: dict[str, Any] | None = None,
) -> None:
    extra = extra or {}
    answers = {code: {"description": responses[code], "content": PROBLEM} for code in sorted(errors)}
    router.api_operation(
        [method],
        path,
        response={**gives, 400: Problem},
        operation_id=f"{answer.__module__.rpartition('.')[2]}_{answer.__name__}",
        summary=(answer.__doc__ or "").partition("\n")[0].rstrip("."),
        openapi_extra={**extra, "responses": {**answers, **extra.get("responses", {})}},
    )(answer)


def _written(writer: TypeAdapter[Any] | None, result: Any, status: int) -> HttpResponse:
    """The result as JSON, held to its own description; bytes and empty answers are written by the view itself."""
    if isinstance(result, HttpResponse):
        return result
    if writer is None:
        return HttpResponse(status=status)
    shown = writer.validate_python(result)
    answer = HttpResponse(
        writer.dump_json(shown, by_alias=True), status=status, content_type="application/json; charset=utf-8"
    )
    version = getattr(shown, "version", None)
    if isinstance(version, int):
        answer.headers["ETag"] = versions.etag(version)
    return answer
