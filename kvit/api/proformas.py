"""Proformas: drafted like an invoice, numbered on their own, made into the invoice by one act."""

from datetime import date
from typing import Any, Literal

from django.http import HttpResponse
from ninja import Query, Router
from pydantic import Field

from kvit.api import files, lists, versions
from kvit.api import invoices as of_invoices
from kvit.api.asking import Asking
from kvit.api.draft_shapes import DraftGiven
from kvit.api.invoice_shapes import CustomerNamedShown, InvoiceShown
from kvit.api.operations import changes, reads
from kvit.api.values import Amount, GivenDay, Id, Moment, Shown, WhyGiven
from kvit.billing import proforma_pages, proformas
from kvit.companies.permissions import require
from kvit.core.formatting import format_plain
from kvit.sales import queries
from kvit.sales.models import Proforma

router = Router()
Status = Literal["draft", "issued", "expired", "invoiced", "withdrawn"]


class ProformaGiven(DraftGiven):
    """The draft of an invoice, and the last day on which it holds."""

    valid_until: GivenDay | None = None


class ProformaShown(Shown):
    """A proforma; `draft` is what its invoice will say."""

    id: Id
    number: str | None
    status: Literal["draft", "issued", "expired", "invoiced", "withdrawn", "discarded"]
    external_id: str
    customer: CustomerNamedShown
    issued_on: date | None
    valid_until: date | None
    currency: str
    net: Amount
    vat: Amount
    gross: Amount
    payable: Amount
    draft: dict[str, Any]
    version: int
    created_at: Moment


class OfStatus(lists.Paging):
    """Which proformas."""

    status: Status | None = Field(None, description="All that were not discarded where none is said.")


def shown(request: Asking, one: Proforma) -> dict[str, object]:
    """A proforma as programs see it."""
    plain = ("number", "external_id", "issued_on", "valid_until", "currency", "draft", "version", "created_at")
    party = one.party
    return {
        "id": one.public_id,
        "status": queries.standing(request.company, one, on=request.today),
        "customer": {"id": party.public_id, "external_id": party.external_id, "name": party.name},
        **{name: getattr(one, name) for name in plain},
        **{name: format_plain(getattr(one, name), one.currency) for name in ("net", "vat", "gross", "payable")},
    }


def found(request: Asking, id: str) -> Proforma:
    """The asker's proforma of that id."""
    require(request.actor, "invoice.view", request.company)
    return queries.find(request.company, id)


@reads(router, "/proformas", gives=lists.Listed[ProformaShown])
def listed(request: Asking, *, asked: Query[OfStatus]) -> object:
    """Proformas, the newest first."""
    require(request.actor, "invoice.view", request.company)
    page = queries.listed(
        request.company, on=request.today, status=asked.status or "", size=asked.limit, after=asked.after
    )
    return lists.of_page(page, lambda some: [shown(request, one) for one in some])


@changes(router, "/proformas", gives=ProformaShown, status=201)
def draft(request: Asking, *, given: ProformaGiven) -> object:
    """A new draft."""
    return shown(request, proformas.draft(request.company, given.told(), by=request.actor, on=request.today))


@reads(router, "/proformas/{id}", gives=ProformaShown)
def show(request: Asking, id: str) -> object:
    """One proforma."""
    return shown(request, found(request, id))


@changes(router, "/proformas/{id}", method="PUT", gives=ProformaShown)
def edit(request: Asking, id: str, *, given: ProformaGiven) -> object:
    """The draft as this request has it."""
    row, version = found(request, id), versions.asked(request)
    edited = proformas.edit(request.company, row, given.told(), version=version, by=request.actor, on=request.today)
    return shown(request, edited)


@changes(router, "/proformas/{id}", method="DELETE", gives=None, status=204)
def discard(request: Asking, id: str) -> None:
    """Throw a draft away."""
    proformas.discard(request.company, found(request, id), by=request.actor, on=request.today)


@changes(router, "/proformas/{id}/issue", gives=ProformaShown, key_required=True)
def issue(request: Asking, id: str) -> object:
    """Number it in its own series. Nothing is booked."""
    return shown(request, proformas.issue(request.company, found(request, id), by=request.actor, on=request.today))


@changes(router, "/proformas/{id}/convert", gives=InvoiceShown, status=201, key_required=True)
def convert(request: Asking, id: str) -> object:
    """The invoice's draft, once."""
    row = proformas.convert(request.company, found(request, id), by=request.actor, on=request.today)
    return of_invoices.shown(request, row)


@changes(router, "/proformas/{id}/withdraw", gives=ProformaShown)
def withdraw(request: Asking, id: str, *, given: WhyGiven) -> object:
    """It holds no longer."""
    row = found(request, id)
    proformas.withdraw(request.company, row, reason=given.reason, by=request.actor, on=request.today)
    return shown(request, found(request, id))


@reads(router, "/proformas/{id}/pdf", media_type=files.PDF)
def pdf(request: Asking, id: str) -> HttpResponse:
    """The proforma as it is printed."""
    row = found(request, id)
    content = proforma_pages.pdf(request.company, row)
    return files.answer(content, name=f"{row.number or row.public_id}.pdf", media_type=files.PDF)
