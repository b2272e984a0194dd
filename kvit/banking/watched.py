"""The watched folder for bank statements: what lies there whole is taken in, then moved beside it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.conf import settings

from kvit.banking import statements
from kvit.banking.statements import Loaded
from kvit.capture import folders
from kvit.companies.models import Company
from kvit.companies.permissions import require
from kvit.core.errors import Refused
from kvit.core.formats.statement import account_of
from kvit.core.permissions import Actor
from kvit.ledger import accounts


@dataclass(frozen=True)
class FoundStatement:
    """A file of the folder, and what it brought, or why it could not be taken in."""

    name: str
    loaded: Loaded | None = None
    refusal: Refused | None = None


def of(company: Company) -> Path:
    """The folder that is watched for the company's statements, once somebody made it."""
    return Path(settings.KVIT_DATA_DIR) / "bank" / company.public_id


def take(company: Company, *, by: Actor, on: date) -> Iterator[FoundStatement]:
    """Take in each whole file; a line that came before is known, so what was killed in between comes again unharmed.

    Whose account a table is of is told by our IBAN in its name. Refuses what `folders.passed` refuses.
    """
    require(by, "bank.import", company)
    ours = [one.iban for one in accounts.banks(company)]

    def keep(content: bytes, name: str) -> FoundStatement:
        account = next((iban for iban in ours if iban in account_of(name)), "")
        try:
            return FoundStatement(name, statements.load(company, content, name=name, by=by, on=on, account=account))
        except Refused as refusal:
            return FoundStatement(name, refusal=refusal)

    if of(company).is_dir():
        yield from folders.passed(
            of(company), keep=keep, unreadable=lambda name, refusal: FoundStatement(name, refusal=refusal)
        )
