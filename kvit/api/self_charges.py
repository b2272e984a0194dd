"""VAT that we charged ourselves: the list, one, its document. It is charged at its bill."""

from datetime import date
from typing import Literal

from django.http import HttpResponse
from ninja import Query, Router
from pydantic import Field

from kvit.api import files, lists
from kvit.api.asking import Asking
from kvit.api.operations import reads
from kvit.api.values import Amount, Id, Shown
from kvit.billing import self_charge_pages
from kvit.companies.permissions import require
from kvit.payables import outside, self_charge_queries
from kvit.payables.models import SelfCharge

router = Router()


class SelfChargedRow(Shown):
    """The VAT of one treatment, by the article that makes its buyer owe it."""

    treatment: Literal["services", "acquisition", "domestic"]
    law: str
    rate: Amount
    base: Amount
    vat: Amount


class SelfChargeShown(Shown):
    """VAT that we charged ourselves, in company currency."""

    id: Id
    bill: Id
    bill_number: str
    number: str | None = Field(description="Of the document; null where the law wants none.")
    issued_on: date
    tax_point_on: date
    counts_on: date = Field(description="The day of its entry.")
    until_on: date = Field(description="The last day that the law gives for it.")
    currency: str
    rate: Amount | None = Field(description="What the bill's currency was worth; null in the company's own.")
    rate_on: date | None
    corrects: Id | None
    rows: list[SelfChargedRow]


def found(request: Asking, id: str) -> SelfCharge:
    """The asker's one of that id."""
    require(request.actor, "bill.view", request.company)
    return self_charge_queries.find(request.company, id)


@reads(router, "/self_charges", gives=lists.Listed[SelfChargeShown])
def listed(request: Asking, *, asked: Query[lists.Paging]) -> object:
    """All of it, the newest first."""
    require(request.actor, "bill.view", request.company)
    page = self_charge_queries.listed(request.company, size=asked.limit, after=asked.after)
    return lists.of_page(page, lambda some: [outside.self_charge(request.company, one) for one in some])


@reads(router, "/self_charges/{id}", gives=SelfChargeShown)
def show(request: Asking, id: str) -> object:
    """One of it."""
    return outside.self_charge(request.company, found(request, id))


@reads(router, "/self_charges/{id}/pdf", media_type=files.PDF)
def pdf(request: Asking, id: str) -> HttpResponse:
    """The document as PDF/A-3, as it was frozen."""
    row = found(request, id)
    content = self_charge_pages.pdf(request.company, row)
    return files.answer(content, name=self_charge_pages.file_name(row), media_type=files.PDF)
