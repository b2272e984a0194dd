"""Calling Stripe: forms in, JSON out, the version pinned, a key on everything that changes something."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from kvit.adapters.networks.calls import Caller, Heard, Lost, read_json
from kvit.ports.failures import Declined
from kvit.ports.gateway import Access

VERSION = "2026-10-28.endive"
"""The API's version that our shapes were read from; Stripe answers in it, whatever the account's own is."""
CONFLICT = 409


class Api:
    """Stripe's API at an address."""

    def __init__(self, address: str, *, seconds: float) -> None:
        self._address = address.rstrip("/")
        self._caller = Caller("stripe", seconds=seconds)

    def get(self, access: Access, path: str, *, asked: Mapping[str, object] | None = None) -> Any:
        """The object, or None where there is none. Raises Lost, Unreachable, Declined."""
        return self._read(self._call(access, "GET", path, asked=asked or {}))

    def post(self, access: Access, path: str, told: Mapping[str, object], *, key: str) -> Any:
        """Do it once per key. Raises Lost where nobody knows whether it was done, Unreachable, Declined."""
        heard = self._call(access, "POST", path, told=told, key=key)
        done = self._read(heard)
        if done is None:
            raise Declined("gateway.refused", gateway="stripe", reason="not found")
        return done

    def _call(
        self,
        access: Access,
        method: str,
        path: str,
        *,
        asked: Mapping[str, object] | None = None,
        told: Mapping[str, object] | None = None,
        key: str = "",
    ) -> Heard:
        headers = {"Authorization": f"Bearer {access.secrets['api_key']}", "Stripe-Version": VERSION}
        if told is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Idempotency-Key": key}
        return self._caller.call(
            method,
            self._address + path,
            headers=headers,
            params=dict(flat(asked)) if asked else None,
            content=None if told is None else urlencode(list(flat(told))).encode(),
        )

    def _read(self, heard: Heard) -> Any:
        if heard.status == 404:
            return None
        if heard.status == CONFLICT:  # the same key is in use in this moment
            raise Lost("under way")
        if heard.status >= 400:
            raise _declined(heard)
        try:
            return read_json(heard.content)
        except ValueError as error:
            raise Lost("no JSON") from error


def flat(told: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, str]]:
    """The values as a form names them: `a[b][0]`. What is None is left out."""
    for name, value in told.items():
        yield from _flat(f"{prefix}[{name}]" if prefix else name, value)


def _flat(name: str, value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        yield from flat(value, name)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for nth, one in enumerate(value):
            yield from _flat(f"{name}[{nth}]", one)
    elif isinstance(value, bool):
        yield name, "true" if value else "false"
    elif value is not None:
        yield name, str(value)


def _declined(heard: Heard) -> Declined:
    try:
        error = read_json(heard.content)["error"]
        reason = str(error.get("message") or error.get("code") or error.get("type") or "")
        code = str(error.get("decline_code") or error.get("code") or error.get("type") or "")
        intent = str((error.get("payment_intent") or {}).get("id") or "")
    except (ValueError, TypeError, AttributeError, Lost):
        reason = code = intent = ""
    told = {"reason": reason[:200] or f"HTTP {heard.status}", "why": code[:60], "intent": intent[:200]}
    return Declined("gateway.refused", gateway="stripe", **told)
