"""Payment advices: what a run paid a supplier, as they were told it."""

from datetime import date
from typing import Annotated, Literal

from django.http import HttpResponse
from ninja import Query, Router
from pydantic import Field

from kvit.api import files, lists
from kvit.api.asking import Asking
from kvit.api.operations import changes, reads
from kvit.api.values import Amount, Id, MailGiven, Shown
from kvit.companies.permissions import require
from kvit.payments import remittance_papers, remittance_queries, remittance_sending, remittance_shapes, run_queries
from kvit.payments.models import Remittance

router = Router()


class AdviceLineShown(Shown):
    """A document that was paid; a credit note below zero. The first four amounts add up to the last."""

    kind: Literal["bill", "credit_note"]
    number: str
    issued_on: date | None
    paid_on: date | None
    amount: Amount
    before: Amount = Field(description="Settled before the run.")
    discount: Amount = Field(description="Taken off for paying early.")
    later: Amount = Field(description="Left for later: still owed, or kept of a credit note.")
    paid: Amount
    transfer: str = Field(description="The end-to-end id that stands on the supplier's statement.")


class MailedShown(Shown):
    """To whom it was mailed, and what became of the mail."""

    to: str
    status: str


class RemittanceShown(Shown):
    """What a supplier is told that a run paid them."""

    id: Id
    number: str
    run: Id
    supplier: str
    language: str
    made_on: date
    paid_on: date
    currency: str
    amount: Amount
    corrected_on: date | None = Field(description="The day on which a payment of it came back.")
    lines: list[AdviceLineShown]
    mailed: list[MailedShown]


class OfRun(lists.Paging):
    """Which advices."""

    run: Annotated[str, Field(max_length=60, description="Those of this payment run.")] = ""


def found(request: Asking, id: str) -> Remittance:
    """The asker's advice of that id."""
    require(request.actor, "run.view", request.company)
    return remittance_queries.find(request.company, id)


def prepared(request: Asking, id: str, *, given: MailGiven) -> None:
    """Its document is set before the transaction begins: it takes a while."""
    remittance_papers.pdf(request.company, found(request, id))


@reads(router, "/remittances", gives=lists.Listed[RemittanceShown])
def listed(request: Asking, *, asked: Query[OfRun]) -> object:
    """Payment advices, the newest first."""
    require(request.actor, "run.view", request.company)
    run = run_queries.find(request.company, asked.run) if asked.run else None
    page = remittance_queries.listed(request.company, run=run, size=asked.limit, after=asked.after)
    return lists.of_page(page, lambda rows: remittance_shapes.listed(request.company, rows))


@reads(router, "/remittances/{id}", gives=RemittanceShown)
def show(request: Asking, id: str) -> object:
    """One payment advice."""
    return remittance_shapes.listed(request.company, [found(request, id)])[0]


@changes(router, "/remittances/{id}/send", gives=RemittanceShown, key_required=True, ahead=prepared)
def send(request: Asking, id: str, *, given: MailGiven) -> object:
    """Mail it to its supplier; a second time on purpose alone."""
    row = found(request, id)
    remittance_sending.send(request.company, row, to=given.to, again=given.again, by=request.actor, on=request.today)
    return remittance_shapes.listed(request.company, [found(request, id)])[0]


@reads(router, "/remittances/{id}/pdf", media_type="application/pdf")
def pdf(request: Asking, id: str) -> HttpResponse:
    """The document, the same bytes for ever."""
    row = found(request, id)
    content = remittance_papers.pdf(request.company, row)
    return files.answer(content, name=remittance_papers.file_name(row), media_type="application/pdf")
