"""The door itself: every noun under /api/v1, its description and its docs page."""

from typing import Any

from django.http import HttpRequest
from ninja import NinjaAPI
from ninja.openapi.docs import Swagger
from ninja.parser import Parser

from kvit.api import errors, invoices
from kvit.api.asking import ByKey, BySession
from kvit.core.errors import Refused
from kvit.core.parsing.json_documents import read_json

MOST_BYTES = 5 * 1024 * 1024
DESCRIPTION = "Everything that people do in Kvit, for programs. Guides: docs/user/api.md and docs/user/webhooks.md."


class StrictJson(Parser):
    """JSON that means one thing only, said to be JSON, and not endless."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The document. Refuses `request.not_json`, `request.too_large` and what `read_json` refuses."""
        if request.content_type != "application/json":
            raise Refused("request.not_json", found=(request.content_type or "")[:60])
        if len(request.body) > MOST_BYTES:
            raise Refused("request.too_large", most=MOST_BYTES)
        return read_json(request.body)


def build() -> NinjaAPI:
    """The API with all its operations."""
    api = NinjaAPI(
        title="Kvit",
        version="1",
        description=DESCRIPTION,
        urls_namespace="api",
        auth=[ByKey(), BySession()],
        parser=StrictJson(),
        docs=Swagger(settings={"persistAuthorization": False}),
    )
    errors.listen(api)
    for tag, room in (("Invoices", invoices),):
        api.add_router("", room.router, tags=[tag])
    return api


api = build()
