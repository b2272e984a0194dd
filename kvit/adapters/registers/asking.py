"""Asking a register for a JSON answer: reading changes nothing there, so whatever breaks off may be asked again."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kvit.adapters.networks.calls import Caller, Heard, Lost
from kvit.ports.failures import Declined, Unreachable

HEADERS = {"Content-Type": "application/json", "Accept": "application/json"}


@dataclass(frozen=True)
class Told:
    """A JSON object, and the status under which it came."""

    status: int
    answer: Mapping[str, Any] = field(default_factory=dict)


class Asker:
    """Asks one register, named as its failures name it."""

    def __init__(self, register: str, *, seconds: float) -> None:
        self.register = register
        self._caller = Caller(register, seconds=seconds)

    def ask(self, method: str, url: str, *, told: object = None) -> Told:
        """Its answer. Raises Declined where it does not answer us at all, Unreachable for all else that is no JSON."""
        content = None if told is None else json.dumps(told).encode()
        try:
            heard = self._caller.call(method, url, headers=HEADERS, content=content)
        except Declined as declined:
            raise self.declined("HTTP 401/403") from declined
        except (Unreachable, Lost) as failure:
            raise self.unreachable(_reason(failure)) from failure
        return Told(heard.status, self._read(heard))

    def declined(self, reason: str) -> Declined:
        """It refuses us, and would again."""
        return Declined("register.declined", register=self.register, reason=reason[:120])

    def unreachable(self, reason: str) -> Unreachable:
        """No answer now."""
        return Unreachable("register.unreachable", register=self.register, reason=reason[:120])

    def _read(self, heard: Heard) -> Mapping[str, Any]:
        try:
            told = json.loads(heard.content)
        except (ValueError, RecursionError) as error:  # a page of a firewall, a cut document
            raise self.unreachable(f"HTTP {heard.status}, {heard.media_type or 'no JSON'}") from error
        if not isinstance(told, dict):
            raise self.unreachable(f"HTTP {heard.status}, no JSON object")
        return told


def part(told: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """The object of that name; an empty one where the register gives none."""
    value = told.get(name)
    return value if isinstance(value, dict) else {}


def text(told: Mapping[str, Any], name: str) -> str:
    """The text of that name without blanks around it; empty where there is none, or only dashes."""
    value = told.get(name)
    written = str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""
    return "" if set(written) <= {"-"} else written


def _reason(failure: Exception) -> str:
    return str(failure.facts.get("reason", failure)) if isinstance(failure, Unreachable) else str(failure)
