"""Tells the movements of bank accounts that somebody agreed to show, and until when that holds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from kvit.core.formats.berlin_group import Balance, Transactions


@dataclass(frozen=True)
class Access:
    """A company's way in: secrets by their names."""

    secrets: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Consent:
    """How a consent stands. `page` is where the account's holder agrees; `until` is its last day, once it is given.

    `accounts` are the provider's names of the accounts that may be seen; none before it is given and once it ended.
    """

    reference: str
    page: str = ""
    is_given: bool = False
    is_ended: bool = False
    until: date | None = None
    accounts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Account:
    """A bank account as the provider names it."""

    reference: str
    iban: str
    currency: str


@dataclass(frozen=True, kw_only=True)
class Told:
    """What was told of an account, and the answer as it came, to be kept. `balance` is None where none is told."""

    transactions: Transactions
    balance: Balance | None
    content: bytes


class BankFeed(Protocol):
    """Raises Declined (a person must look; `feed.consent_ended` where the bank wants a new consent) or Unreachable."""

    name: str
    needs: tuple[str, ...]
    """The names of the secrets that a company gives."""

    def ask_consent(self, access: Access, *, bank: str, key: str, return_url: str) -> Consent:
        """Begin a consent with the bank; its holder gives it on the page. Two begun ones do no harm."""
        ...

    def consent(self, access: Access, reference: str) -> Consent:
        """How the consent stands; changes nothing there."""
        ...

    def account(self, access: Access, reference: str) -> Account:
        """Which account that is; changes nothing there."""
        ...

    def read(self, access: Access, reference: str, *, since: date) -> Told:
        """What was booked since that day, in whatever order, and what the bank says is on the account."""
        ...
