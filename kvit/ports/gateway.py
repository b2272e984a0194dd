"""Lets a customer pay on a page of somebody who takes cards, pays back, and tells what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Literal, Protocol

from kvit.core.money import Money

Outcome = Literal["open", "pending", "paid", "failed", "expired", "unknown", "absent"]
"""`pending`: the customer has done their part, and the money is on its way. `unknown`: nobody knows whether it was
opened. `absent`: the gateway never saw it."""
RefundOutcome = Literal["pending", "done", "failed", "unknown", "absent"]
DisputeOutcome = Literal["asked", "open", "won", "lost"]
"""`asked`: the customer's bank asks, and no money has moved."""


@dataclass(frozen=True)
class Access:
    """A company's way in: secrets by their names."""

    secrets: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Basket:
    """What is to be paid. `key` is the same however often it is asked for; `told_at` is where events are sent to.

    `country` is the customer's: it says, with the currency, which ways of paying make sense. `is_kept`: the customer
    agreed that the way of paying is kept for later; `customer` is the gateway's own name of them, where it has one.
    """

    key: str
    amount: Money
    text: str
    return_url: str
    told_at: str
    language: str
    country: str = ""
    is_kept: bool = False
    customer: str = ""


@dataclass(frozen=True, kw_only=True)
class Sought:
    """A checkout that is asked about: our key, the gateway's reference as far as we know it, and when we began it.

    `customer` is the gateway's, for a charge of a kept way of paying: it has no page.
    """

    key: str
    reference: str
    begun_at: datetime
    customer: str = ""


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A way of paying that the gateway keeps for us: its own names of customer, method and mandate, never a number.

    `kind` is the gateway's word (`card`, `sepa_debit`); `expires_on` is the last day of a card.
    """

    customer: str
    method: str
    kind: str
    mandate: str = ""
    brand: str = ""
    last4: str = ""
    expires_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Due:
    """A charge of a kept way of paying, while the customer is away. `key` is our checkout; `once` says what it is for:
    the same however often it is handed over, and never that of another charge."""

    key: str
    once: str
    amount: Money
    text: str
    told_at: str
    kept: Kept


@dataclass(frozen=True, kw_only=True)
class Charge:
    """How a checkout stands: its page while it is open; what was paid, what the gateway kept of it, and when.

    `reason` is why a charge failed, in the gateway's word; `kept` the way of paying that it keeps from now on.
    """

    outcome: Outcome
    reference: str = ""
    page: str = ""
    amount: Money | None = None
    fee: Decimal = Decimal(0)
    paid_at: datetime | None = None
    reason: str = ""
    kept: Kept | None = None


@dataclass(frozen=True, kw_only=True)
class Back:
    """Money to be paid back, once per key; `charge` is the gateway's reference of the checkout it was paid by."""

    key: str
    amount: Money
    charge: str
    checkout: str
    reference: str = ""


@dataclass(frozen=True, kw_only=True)
class Refunded:
    """How a refund stands. `fee` is what the gateway kept for it; below zero, what it returned of its first fee.

    `key` is empty for one that somebody made at the gateway; `reason` is why it failed, in the gateway's words.
    """

    outcome: RefundOutcome
    reference: str = ""
    key: str = ""
    amount: Money | None = None
    fee: Decimal = Decimal(0)
    at: datetime | None = None
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Disputed:
    """How a dispute stands: what the customer's bank took, what the gateway kept for it, until when it hears evidence.

    `is_taken` says whether the money has moved yet, `is_returned` whether it came back.
    """

    outcome: DisputeOutcome
    reference: str
    amount: Money
    fee: Decimal = Decimal(0)
    reason: str = ""
    evidence_until: date | None = None
    is_taken: bool = False
    is_returned: bool = False


@dataclass(frozen=True)
class Told:
    """A signed event: its id at the gateway, our key of the checkout, and how that stands; nothing it is not about."""

    id: str
    key: str = ""
    charge: Charge | None = None
    refund: Refunded | None = None
    dispute: Disputed | None = None


class Gateway(Protocol):
    """Raises Declined (a person must look) or Unreachable (it certainly did not happen)."""

    name: str
    pages: str
    """The origin on which its pages are: a browser of ours may be sent there."""
    needs: tuple[str, ...]
    """The names of the secrets that a company gives."""
    limit: timedelta
    """How long its page stays open at the longest."""

    def open_checkout(self, access: Access, basket: Basket) -> Charge:
        """Open its page, once per key. What broke off after it may have arrived is `unknown`, never raised."""
        ...

    def charge(self, access: Access, due: Due) -> Charge:
        """Charge a kept way of paying, once per `once`. A bank's no is `failed`, and `reason` is its word.

        What broke off after it may have arrived is `unknown`, never raised.
        """
        ...

    def forget(self, access: Access, kept: Kept) -> bool:
        """Keep the way of paying no more. Looks first, so that it may be said again: whether it is gone now.

        What broke off after it may have arrived is False, never raised.
        """
        ...

    def ask(self, access: Access, sought: Sought) -> Charge:
        """How the checkout stands; changes nothing there."""
        ...

    def end(self, access: Access, sought: Sought) -> Charge:
        """Close its page, where it is open, and tell how the checkout stands then."""
        ...

    def refund(self, access: Access, back: Back) -> Refunded:
        """Pay back, once per key. What broke off after it may have arrived is `unknown`, never raised."""
        ...

    def ask_refund(self, access: Access, back: Back) -> Refunded:
        """How the refund stands; changes nothing there."""
        ...

    def ask_dispute(self, access: Access, reference: str) -> Disputed:
        """How the dispute stands; changes nothing there."""
        ...

    def read_event(self, access: Access, *, body: bytes, headers: Mapping[str, str]) -> Told:
        """The event, its signature proven. Declines `gateway.forged`. Names of headers are in small letters."""
        ...
