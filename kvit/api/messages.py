"""Mails: sending a document, what became of each mail, and what a person or program says about it."""

from typing import Annotated, Literal

from ninja import Query, Router
from pydantic import Field

from kvit.api import lists
from kvit.api.asking import Asking
from kvit.api.happened import SubjectShown
from kvit.api.operations import changes, reads
from kvit.api.values import Given, Id, MailGiven, Moment, Shown
from kvit.billing import proforma_pages, proforma_sending
from kvit.companies.permissions import require
from kvit.messages import outbox, outside, queries
from kvit.messages.models import Message
from kvit.receivables import printing, sending
from kvit.receivables import queries as receivables
from kvit.receivables.models import Invoice
from kvit.sales import queries as sales
from kvit.sales.models import Proforma

router = Router()


class MessageShown(Shown):
    """One mail to one address."""

    id: Id
    kind: str
    status: Literal["queued", "sent", "kept", "unknown", "failed", "bounced"]
    to: str
    subject: str
    about: SubjectShown
    failure: str = Field(description="What went wrong, in the language of the request.")
    queued_at: Moment
    sent_at: Moment | None


class OfStatus(lists.Paging):
    """Which mails."""

    status: Annotated[str, Field(max_length=20, description="queued, sent, kept, unknown, failed or bounced.")] = ""


class SendGiven(MailGiven):
    """To whom, and with which words; the customer's own addresses where none is named."""

    message: Annotated[str, Field(max_length=4000, description="In place of the usual first sentence.")] = ""


class BounceGiven(Given):
    """What their server said."""

    reason: Annotated[str, Field(max_length=200)]


def found(request: Asking, id: str) -> Message:
    """The asker's mail of that id."""
    require(request.actor, "message.view", request.company)
    return queries.find(request.company, id)


def _invoice(request: Asking, id: str) -> Invoice:
    require(request.actor, "invoice.view", request.company)
    return receivables.find(request.company, id)


def _print_ahead(request: Asking, id: str, *, given: SendGiven) -> None:
    """The PDF is set before the transaction begins: it takes a while."""
    row = _invoice(request, id)
    if row.status == "issued":
        printing.pdf(request.company, row)


@changes(router, "/invoices/{id}/send", gives=lists.Listed[MessageShown], key_required=True, ahead=_print_ahead)
def send(request: Asking, id: str, *, given: SendGiven) -> object:
    """Queue an issued document for its customer by mail, with the PDF and the e-invoice."""
    sent = sending.send(
        request.company,
        _invoice(request, id),
        to=given.to,
        message=given.message,
        again=given.again,
        by=request.actor,
        on=request.today,
    )
    return lists.of_all([outside.shown(one) for one in sent])


def _proforma(request: Asking, id: str) -> Proforma:
    require(request.actor, "invoice.view", request.company)
    return sales.find(request.company, id)


def _print_proforma_ahead(request: Asking, id: str, *, given: SendGiven) -> None:
    """As `_print_ahead`."""
    row = _proforma(request, id)
    if row.status == "issued":
        proforma_pages.pdf(request.company, row)


@changes(
    router, "/proformas/{id}/send", gives=lists.Listed[MessageShown], key_required=True, ahead=_print_proforma_ahead
)
def send_proforma(request: Asking, id: str, *, given: SendGiven) -> object:
    """Queue an issued proforma for its customer by mail, with the PDF."""
    sent = proforma_sending.send(
        request.company,
        _proforma(request, id),
        to=given.to,
        message=given.message,
        again=given.again,
        by=request.actor,
        on=request.today,
    )
    return lists.of_all([outside.shown(one) for one in sent])


@reads(router, "/messages", gives=lists.Listed[MessageShown])
def listed(request: Asking, *, asked: Query[OfStatus]) -> object:
    """Mails, the newest first."""
    require(request.actor, "message.view", request.company)
    rows = queries.listed(request.company, status=asked.status, size=asked.limit, after=asked.after)
    return lists.of_page(rows, lambda some: [outside.shown(one) for one in some])


@reads(router, "/messages/{id}", gives=MessageShown)
def show(request: Asking, id: str) -> object:
    """One mail."""
    return outside.shown(found(request, id))


@changes(router, "/messages/{id}/retry", gives=MessageShown, key_required=True)
def retry(request: Asking, id: str) -> object:
    """Send it again under the same Message-ID."""
    return outside.shown(outbox.retry(request.company, found(request, id), by=request.actor, on=request.today))


@changes(router, "/messages/{id}/confirm", gives=MessageShown)
def confirm(request: Asking, id: str) -> object:
    """A mail whose fate was unknown has arrived."""
    return outside.shown(outbox.confirm(request.company, found(request, id), by=request.actor, on=request.today))


@changes(router, "/messages/{id}/bounce", gives=MessageShown)
def bounce(request: Asking, id: str, *, given: BounceGiven) -> object:
    """It came back."""
    row = found(request, id)
    return outside.shown(outbox.bounce(request.company, row, reason=given.reason, by=request.actor, on=request.today))
