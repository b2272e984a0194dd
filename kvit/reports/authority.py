"""The files that a country's authority takes of a month, each with what is to be looked at before it is filed."""

from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from tempfile import TemporaryFile
from typing import BinaryIO

from kvit.companies.models import Company
from kvit.core.errors import Finding, Refused, errors, finding_of
from kvit.core.formats import bg_purchase_ledger, bg_vat_ledger
from kvit.core.formatting import format_plain
from kvit.core.permissions import Actor
from kvit.receivables.outside import checked
from kvit.reports import bg_ledger, bg_purchases
from kvit.reports.bg_ledger import Ledger
from kvit.reports.bg_purchases import Purchases
from kvit.reports.saft import month as saft

Shape = dict[str, object]
VAT_LEDGER, VAT_PURCHASES, SAFT = "vat-ledger", "vat-purchases", "saft"


@dataclass(frozen=True)
class Filing:
    """A file of the month: its kind, what it is called, and what was found; an error keeps it from being written."""

    kind: str
    name: str
    findings: list[Finding]

    @property
    def is_ready(self) -> bool:
        return not errors(self.findings)


def has_files(company: Company) -> bool:
    """Whether the company's country has such files here."""
    return company.country == "BG"


@dataclass(frozen=True)
class Month:
    """A month's files, and the ledgers that two of them are made of."""

    ledger: Ledger
    purchases: Purchases
    filings: list[Filing]

    @property
    def cells(self) -> dict[str, Decimal]:
        """The cells of the VAT return that the two ledgers fill."""
        sales = self.ledger.cells
        return {**sales, **bg_purchase_ledger.return_cells(self.purchases.rows, sales_vat=sales["20"])}


def of_month(company: Company, first: date) -> Month:
    """The files of the month that begins with `first`. Refuses `authority.not_bulgarian`."""
    ledger, purchases = bg_ledger.of_month(company, first), bg_purchases.of_month(company, first)
    try:
        audit = saft.findings_of(company, first)
    except Refused as refused:  # a month before the euro has a ledger all the same
        audit = [finding_of(refused)]
    listed = [
        Filing(VAT_LEDGER, bg_vat_ledger.FILE_NAME, ledger.findings),
        Filing(VAT_PURCHASES, bg_purchase_ledger.FILE_NAME, purchases.findings),
        Filing(SAFT, saft.file_name(company, first), audit),
    ]
    return Month(ledger, purchases, listed)


def audit_file(company: Company, first: date, *, by: Actor, on: date) -> BinaryIO:
    """The audit file as a temporary file at its beginning, gone when it is closed: a large month is never in memory.

    It is whole before anybody gets a byte of it. Refuses what `saft.file_of` refuses.
    """
    with ExitStack() as held:
        written = held.enter_context(TemporaryFile())
        written.writelines(saft.file_of(company, first, by=by, on=on))
        written.seek(0)
        held.pop_all()
    return written


def outside(company: Company, first: date) -> Shape:
    """The month's files as programs read them, and the cells of the VAT return."""
    month = of_month(company, first)
    currency = month.ledger.currency
    return {
        "month": f"{first:%Y-%m}",
        "currency": currency,
        "return_cells": {cell: format_plain(amount, currency) for cell, amount in month.cells.items()},
        "files": [{"kind": one.kind, "name": one.name, **checked(one.findings)} for one in month.filings],
    }
