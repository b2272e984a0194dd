"""Lets a customer pay on a page of somebody who takes cards, and tells what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Literal, Protocol

from kvit.core.money import Money

Outcome = Literal["open", "paid", "failed", "expired", "unknown", "absent"]
"""`unknown`: nobody knows whether it was opened. `absent`: the gateway never saw it."""


@dataclass(frozen=True)
class Access:
    """A company's way in: secrets by their names."""

    secrets: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Basket:
    """What is to be paid. `key` is the same however often it is asked for; `told_at` is where events are sent to."""

    key: str
    amount: Money
    text: str
    return_url: str
    told_at: str
    language: str


@dataclass(frozen=True, kw_only=True)
class Charge:
    """How a checkout stands: its page while it is open; what was paid, what the gateway kept of it, and when."""

    outcome: Outcome
    reference: str = ""
    page: str = ""
    amount: Money | None = None
    fee: Decimal = Decimal(0)
    paid_at: datetime | None = None


@dataclass(frozen=True)
class Told:
    """A signed event: its id at the gateway, our key, and how the checkout stood when it was sent."""

    id: str
    key: str
    charge: Charge


class Gateway(Protocol):
    """Raises Declined (a person must look) or Unreachable (it certainly did not happen)."""

    name: str
    pages: str
    """The origin on which its pages are: a browser of ours may be sent there."""
    needs: tuple[str, ...]
    """The names of the secrets that a company gives."""

    def open_checkout(self, access: Access, basket: Basket) -> Charge:
        """Open its page, once per key. What broke off after it may have arrived is `unknown`, never raised."""
        ...

    def ask(self, access: Access, key: str) -> Charge:
        """How the checkout of the key stands; changes nothing there."""
        ...

    def read_event(self, access: Access, *, body: bytes, headers: Mapping[str, str]) -> Told:
        """The event, its signature proven. Declines `gateway.forged`. Names of headers are in small letters."""
        ...
