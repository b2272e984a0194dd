"""The REST surface of RO e-Factura (ANAF): upload, state, download, lists; tokens by OAuth2."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from kvit.adapters.networks.calls import Caller, Heard, Lost, read_json
from kvit.core.einvoice import xml
from kvit.core.errors import Refused
from kvit.ports.failures import Declined, Unreachable
from kvit.ports.network import Access

TITLE = "RO e-Factura"
HOSTS = {"test": "https://api.anaf.ro/test/FCTEL/rest", "production": "https://api.anaf.ro/prod/FCTEL/rest"}
SIGN_IN = "https://logincert.anaf.ro/anaf-oauth2/v1/authorize"
TOKENS = "https://logincert.anaf.ro/anaf-oauth2/v1/token"
NOTHING_THERE = "Nu exista mesaje"
NO_RIGHT = "Nu aveti drept"


@dataclass(frozen=True)
class Told:
    """An XML answer: the attributes of its head, and the errors in it."""

    attributes: Mapping[str, str]
    errors: tuple[str, ...]


@dataclass(frozen=True)
class Message:
    """A line of the list: `reference` is the upload's index, `download` the id under which its zip lies."""

    reference: str
    download: str
    kind: str
    details: str


@dataclass(frozen=True)
class Listed:
    """One page of the list of messages."""

    messages: tuple[Message, ...]
    pages: int


class Client:
    """One company's talk with ANAF. Raises Unreachable, Declined and Lost as `Caller` does."""

    def __init__(self, access: Access, *, caller: Caller, hosts: Mapping[str, str], tokens: str) -> None:
        self.access = access
        self.base = hosts[access.mode]
        self.tokens = tokens
        self.cif = re.sub(r"\D", "", access.holder)
        self._caller = caller

    def upload(self, content: bytes, *, consumer: bool, abroad: bool, self_billed: bool) -> Told:
        """Hand a document over; the head holds `index_incarcare`, or the errors say why it was not taken."""
        flags = {"extern": abroad, "autofactura": self_billed}
        params = {"standard": "UBL", "cif": self.cif} | {name: "DA" for name, is_so in flags.items() if is_so}
        place = "uploadb2c" if consumer else "upload"
        return _told(self._call("POST", place, params=params, content=content, media_type="text/plain"))

    def state(self, reference: str) -> Told:
        """What became of an upload: `stare`, and `id_descarcare` once there is something to fetch."""
        return _told(self._call("GET", "stareMesaj", params={"id_incarcare": reference}))

    def download(self, identifier: str) -> bytes:
        """The signed zip of a message. Raises Unreachable where ANAF says that it gives no more of it today."""
        heard = self._call("GET", "descarcare", params={"id": identifier})
        if not heard.content.startswith(b"PK"):
            raise Unreachable("network.unreachable", network=TITLE, reason=_error(heard)[:120])
        return heard.content

    def listed(self, *, since: datetime, until: datetime, page: int, kind: str = "") -> Listed:
        """One page of the messages of a span of time; `kind` is T (sent), P (received), E (errors)."""
        params = {
            "startTime": str(int(since.timestamp() * 1000)),
            "endTime": str(int(until.timestamp() * 1000)),
            "cif": self.cif,
            "pagina": str(page),
        } | ({"filtru": kind} if kind else {})
        told = _json(self._call("GET", "listaMesajePaginatieFactura", params=params))
        error = str(told.get("eroare") or "")
        if NO_RIGHT in error:
            raise Declined("network.access_ended", network=TITLE)
        if error and NOTHING_THERE not in error:
            raise Unreachable("network.unreachable", network=TITLE, reason=error[:120])
        listed, pages = told.get("mesaje") or [], str(told.get("numar_total_pagini") or 1)
        if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed) or not pages.isdecimal():
            raise Lost("a list of another kind")
        return Listed(tuple(_message(one) for one in listed), int(pages))

    def renewed(self) -> Mapping[str, Any]:
        """New tokens for the refresh token."""
        return self._tokens(grant_type="refresh_token", refresh_token=self.access.secrets.get("refresh_token", ""))

    def signed_in(self, code: str, *, return_url: str) -> Mapping[str, Any]:
        """The first tokens, for the code that ANAF gave to the person who signed in there."""
        asked = {"grant_type": "authorization_code", "code": code, "redirect_uri": return_url}
        return self._tokens(**asked, token_content_type="jwt")  # noqa: S106 the kind of token, no token

    def _tokens(self, **asked: str) -> Mapping[str, Any]:
        who = {name: self.access.secrets.get(name, "") for name in ("client_id", "client_secret")}
        content = urlencode({**asked, **who}).encode()
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        heard = self._caller.call("POST", self.tokens, headers=headers, content=content)
        told = _json(heard)
        if heard.status != 200 or "access_token" not in told:
            raise Declined("network.access_ended", network=TITLE)
        return told

    def _call(
        self, method: str, place: str, *, params: Mapping[str, str], content: bytes | None = None, media_type: str = ""
    ) -> Heard:
        token = self.access.secrets.get("access_token", "")
        if not token:
            raise Declined("network.access_ended", network=TITLE)
        headers = {"Authorization": f"Bearer {token}"} | ({"Content-Type": media_type} if media_type else {})
        return self._caller.call(method, f"{self.base}/{place}", headers=headers, params=params, content=content)


def _told(heard: Heard) -> Told:
    """The head of an XML answer. Raises Lost where it is no such answer: a page of a firewall, a cut document."""
    try:
        root = xml.parse(heard.content)
    except Refused as refused:
        raise Lost(_error(heard) or refused.code) from refused
    errors = tuple(str(one.get("errorMessage") or "") for one in root.iter("{*}Errors"))
    return Told({str(name): str(value) for name, value in root.attrib.items()}, errors)


def _json(heard: Heard) -> Mapping[str, Any]:
    try:
        told = read_json(heard.content)
    except ValueError as error:
        raise Lost(_error(heard)) from error
    if not isinstance(told, dict):
        raise Lost("no object")
    return told


def _error(heard: Heard) -> str:
    """What an answer that is none says, as far as it is text."""
    text = heard.content[:2000].decode("utf-8", "replace")
    if text.lstrip().startswith("{"):
        try:
            return str(read_json(heard.content).get("eroare") or "")
        except ValueError:
            return ""
    return " ".join(re.sub(r"<[^>]*>", " ", text).split())[:200] if text.isprintable() or "<" in text else ""


def _message(one: Mapping[str, Any]) -> Message:
    return Message(
        str(one.get("id_solicitare") or ""), str(one.get("id") or ""), str(one.get("tip") or ""),
        str(one.get("detalii") or ""),
    )  # fmt: skip
