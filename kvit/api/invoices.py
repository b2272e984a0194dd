"""Invoices and credit notes: drafted, changed, checked, issued, credited; their files."""

from typing import Annotated, Literal

from django.http import HttpResponse
from ninja import Query, Router
from pydantic import Field

from kvit.api import files, lists, versions
from kvit.api.asking import Asking
from kvit.api.draft_shapes import DraftChanges, DraftGiven
from kvit.api.invoice_shapes import InvoiceHead, InvoiceShown
from kvit.api.operations import changes, reads
from kvit.api.values import Shown
from kvit.companies.permissions import require
from kvit.core.errors import Refused, errors
from kvit.receivables import asked as asked_before
from kvit.receivables import formats, invoices, outside, printing, queries, standings
from kvit.receivables.models import Invoice
from kvit.tables import page
from kvit.wording import sentence

router = Router()
Kind = Literal["invoice", "simplified", "credit_note", "corrective"]
Status = Literal[
    "draft", "issued", "discarded", "open", "partly_paid", "paid", "overpaid", "written_off", "annulled", "overdue"
]


class Narrowed(lists.Paging):
    """Which invoices."""

    kind: Annotated[Kind | None, Field(description="Which kind of document.")] = None
    status: Annotated[Status | None, Field(description="A status, a settlement, or overdue.")] = None


def found(request: Asking, id: str) -> Invoice:
    """The asker's document of that id."""
    require(request.actor, "invoice.view", request.company)
    return queries.find(request.company, id)


def shown(request: Asking, row: Invoice) -> outside.Shape:
    """The whole document as it stands today."""
    return outside.whole(request.company, queries.find(request.company, row.public_id), on=request.today)


@reads(router, "/invoices", gives=lists.Listed[InvoiceHead])
def listed(request: Asking, *, asked: Query[Narrowed]) -> object:
    """Invoices and credit notes, the newest first; discarded drafts only when asked for by their status."""
    require(request.actor, "invoice.view", request.company)
    rows = standings.listed(request.company, status=asked.status or "", kind=asked.kind or "", on=request.today)
    return lists.of_page(
        page(rows, "-id", size=asked.limit, after=asked.after),
        lambda some: outside.listed(request.company, some, on=request.today),
    )


@changes(router, "/invoices", gives=InvoiceShown, status=201)
def draft(request: Asking, *, given: DraftGiven) -> object:
    """Draft an invoice. A known `external_id` changes its draft; once it is issued it is refused (`invoice.known`)."""
    row = invoices.draft_all(request.company, [given.told()], by=request.actor, on=request.today)[0]
    return shown(request, row)


@reads(router, "/invoices/{id}", gives=InvoiceShown)
def show(request: Asking, id: str) -> object:
    """The whole document with what is owed of it."""
    return shown(request, found(request, id))


@changes(router, "/invoices/{id}", method="PATCH", gives=InvoiceShown)
def edit(request: Asking, id: str, *, given: DraftChanges) -> object:
    """Change a draft: what is not given stays, lists are given whole."""
    row = found(request, id)
    asked = {**asked_before.of(request.company, row), **given.told()}
    version = versions.asked(request)
    edited = invoices.edit(
        request.company,
        row,
        asked,
        version=row.version if version is None else version,
        by=request.actor,
        on=request.today,
    )
    return shown(request, edited)


@changes(router, "/invoices/{id}", method="DELETE", gives=None, status=204)
def discard(request: Asking, id: str) -> None:
    """Throw a draft away. What is issued stays: credit it."""
    row = found(request, id)
    version = versions.asked(request)
    invoices.discard(request.company, row, version=version, by=request.actor, on=request.today)


class FindingShown(Shown):
    """What the rules say of a document, and where."""

    rule: str
    place: str
    severity: Literal["error", "warning", "note"]
    message: str


class Checked(Shown):
    """Whether a draft can be issued as it is."""

    ready: bool
    findings: list[FindingShown]


@reads(router, "/invoices/{id}/findings", gives=Checked)
def findings(request: Asking, id: str) -> object:
    """What the rules say of a draft as it would be issued today, and what Kvit filled in by itself."""
    row = found(request, id)
    if row.status != "draft":
        raise Refused("invoice.not_draft", invoice=row.number or row.public_id)
    told = invoices.findings(request.company, row, on=request.today)
    shown = [
        {"rule": one.rule, "place": one.place, "severity": one.severity, "message": sentence(one.rule, one.facts)}
        for one in told
    ]
    return {"ready": not errors(told), "findings": shown}


def _judge_ahead(request: Asking, id: str) -> None:
    """The official judge is asked before the transaction begins; what it said is remembered for it."""
    invoices.judge_ahead(request.company, [id], by=request.actor, on=request.today)


@changes(router, "/invoices/{id}/issue", gives=InvoiceShown, key_required=True, ahead=_judge_ahead)
def issue(request: Asking, id: str) -> object:
    """Number, book and freeze a draft. What keeps it from being issued is told as findings, each with its rule."""
    row = invoices.issue(request.company, found(request, id), by=request.actor, on=request.today)
    return shown(request, row)


@reads(router, "/invoices/{id}/xml", media_type=files.XML)
def xml(request: Asking, id: str, *, asked: Query[files.Formats]) -> HttpResponse:
    """The archived e-invoice, byte for byte."""
    row = found(request, id)
    content = formats.content(request.company, row, form=asked.format)
    return files.answer(content, name=f"{row.number}.xml", media_type=files.XML)


@reads(router, "/invoices/{id}/pdf", media_type=files.PDF)
def pdf(request: Asking, id: str) -> HttpResponse:
    """The archived PDF/A-3 with the e-invoice inside; made now if that was not done yet."""
    row = found(request, id)
    return files.answer(printing.pdf(request.company, row), name=f"{row.number}.pdf", media_type=files.PDF)
