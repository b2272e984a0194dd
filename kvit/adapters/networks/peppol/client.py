"""The REST surface of a phoss Access Point: submit a document, ask what became of it (its wiki, API Specification)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from kvit.adapters.networks.calls import Caller, Heard, Lost, read_json
from kvit.ports.failures import Declined, Unreachable
from kvit.ports.network import Access

TOKEN = "X-Token"  # noqa: S105 the header's name
NEEDED = ("sender", "receiver", "document_type", "process", "country")


@dataclass(frozen=True)
class Sent:
    """What the access point knows of a document that it was given. `content` is its answer as it came."""

    status: str
    response: str  # the Message Level Status of the other side's access point
    error: str
    completed_at: str
    content: bytes


@dataclass(frozen=True)
class Refusal:
    """It did not take the document, and why."""

    message: str


class Client:
    """One company's talk with its access point. Raises Unreachable, Declined and Lost as `Caller` does."""

    def __init__(self, access: Access, *, caller: Caller) -> None:
        self._base = access.settings.get("address", "").rstrip("/")
        self._token = access.secrets.get("token", "")
        self._caller = caller

    def submit(self, content: bytes, *, instance: str, facts: Mapping[str, str]) -> Refusal | None:
        """Hand a document over under the id of its envelope; None where the access point has it."""
        path = "/".join(quote(facts[name], safe="") for name in NEEDED)
        heard = self._call("POST", f"submit/{path}", params={"sbdhInstanceID": instance}, content=content)
        if heard.status == 404:
            raise Unreachable("network.unreachable", network="Peppol", reason="sending is turned off there")
        if heard.status in (400, 422):
            return Refusal(_said(heard))
        if heard.status >= 300:
            raise Lost(f"HTTP {heard.status}")
        _json(heard)
        return None

    def status(self, instance: str) -> Sent | None:
        """What became of the document of that envelope; None where the access point never saw it."""
        heard = self._call("GET", f"status/{quote(instance, safe='')}")
        if heard.status == 404 and "html" not in heard.media_type:
            return None
        told = _json(heard)
        if heard.status != 200 or not isinstance(told, dict) or not told.get("status"):
            raise Lost(f"HTTP {heard.status}")
        return Sent(
            status=str(told["status"]),
            response=str(told.get("mlsStatus") or ""),
            error=str(told.get("errorDetails") or ""),
            completed_at=str(told.get("completedDT") or ""),
            content=heard.content,
        )

    def _call(
        self, method: str, place: str, *, params: Mapping[str, str] | None = None, content: bytes | None = None
    ) -> Heard:
        if not self._base or not self._token:
            raise Declined("network.access_ended", network="Peppol")
        headers = {TOKEN: self._token, "Accept": "application/json"}
        if content is not None:
            headers["Content-Type"] = "application/xml"
        return self._caller.call(
            method, f"{self._base}/api/outbound/{place}", headers=headers, params=params, content=content
        )


def _json(heard: Heard) -> Any:
    try:
        return read_json(heard.content)
    except ValueError as error:  # a page of something in between
        raise Lost(f"HTTP {heard.status}, {heard.media_type or 'no JSON'}") from error


def _said(heard: Heard) -> str:
    """The words of a refusal: a JSON text, or the report of a sending that failed."""
    told = _json(heard)
    if isinstance(told, str):
        return told
    found = told.get("errorDetails") or told.get("sendingException") if isinstance(told, dict) else ""
    return str(found or f"HTTP {heard.status}")
