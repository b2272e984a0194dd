"""Writing drafts: the rows of a request with its sums, ready to be checked; and changing or discarding them."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from kvit.catalog import queries as catalog
from kvit.catalog.models import Product
from kvit.catalog.prices import PriceBook
from kvit.companies.models import Company
from kvit.companies.permissions import require
from kvit.core.errors import Refused
from kvit.core.permissions import Actor
from kvit.events import events
from kvit.ledger import rates
from kvit.parties import customers
from kvit.parties.models import Party
from kvit.receivables import advances, beside, points, requests, sums
from kvit.receivables.advances import Written
from kvit.receivables.filling import Filled, fill
from kvit.receivables.models import Invoice, InvoiceExtra, InvoiceLine, InvoiceVat
from kvit.receivables.requests import DraftRequest
from kvit.sales import proformas

COPIED = [
    "external_id",
    "kind",
    "currency",
    "issue_on",
    "prices_include_vat",
    "tax_point_on",
    "delivered_on",
    "period_from",
    "period_to",
    "order_ref",
    "contract_ref",
    "buyer_reference",
    "place_of_issue",
    "beside",
    "remarks",
    "attachment",
    "other_parties",
    "note",
    "language",
]


@transaction.atomic
def draft_all(company: Company, raws: Sequence[object], *, by: Actor, on: date) -> list[Invoice]:
    """A draft for each request, all or none. A known `external_id` changes its draft, or is refused once issued.

    Refuses `invoice.known`, what `requests.read` and `customers.take` refuse, and `rate.missing`.
    """
    require(by, "invoice.draft", company)
    asked = [requests.read(raw) for raw in raws]
    advances.hold(company, asked)
    products = products_of(company, asked)
    book = PriceBook(company, products)
    parties = _Parties(company, by=by, on=on)
    known = _known_drafts(company, asked)
    rows, written = [], []
    for request in asked:
        party = parties.of(request.customer)
        filled = fill(company, party, request, products=products, on=on, book=book)
        row = known.get(request.external_id) or Invoice(company=company, created_at=timezone.now())
        whole = put_together(row, filled, company=company, party=party, on=on, products=products)
        row.created_by_id = row.created_by_id or (by.id if by.kind == "user" else None)
        rows.append(row)
        written.append(whole)
    _save(rows, written, products)
    events.record_all("invoice.drafted", rows, by=by, on=on)
    return rows


@transaction.atomic
def edit(company: Company, draft: Invoice, raw: object, *, version: int | None, by: Actor, on: date) -> Invoice:
    """The draft as this request has it. Refuses `invoice.not_draft`, and `invoice.changed` under another version."""
    require(by, "invoice.draft", company)
    request = requests.read(raw)
    advances.hold(company, [request])
    row = locked_draft(company, draft)
    if version is not None and row.version != version:
        raise Refused("invoice.changed", invoice=row.public_id)
    products = products_of(company, [request])
    party = _Parties(company, by=by, on=on).of(request.customer)
    filled = fill(company, party, request, products=products, on=on)
    written = put_together(row, filled, company=company, party=party, on=on, products=products)
    _save([row], [written], products)
    events.record("invoice.edited", row, by=by, on=on)
    return row


@transaction.atomic
def discard(company: Company, draft: Invoice, *, by: Actor, on: date, version: int | None = None) -> None:
    """Throw a draft away; its row stays with its status, it never had a number. Refuses as `edit` does."""
    require(by, "invoice.draft", company)
    row = locked_draft(company, draft)
    if version is not None and row.version != version:
        raise Refused("invoice.changed", invoice=row.public_id)
    row.status = "discarded"
    row.version += 1
    row.save(update_fields=["status", "version"])
    advances.let_go(row)
    points.let_go(company, row)
    if row.proforma is not None:
        proformas.reopen(company, row.proforma, by=by, on=on)
    events.record("invoice.discarded", row, by=by, on=on)


def locked_draft(company: Company, draft: Invoice) -> Invoice:
    """The row under lock. Refuses `invoice.not_draft`."""
    row = Invoice.objects.select_for_update().filter(company=company, pk=draft.pk).first()
    if row is None or row.status != "draft":
        raise Refused("invoice.not_draft", invoice=draft.public_id)
    return row


class _Parties:
    """The customers of a list of requests, each looked up once."""

    def __init__(self, company: Company, *, by: Actor, on: date) -> None:
        self.company, self.by, self.on = company, by, on
        self.known: dict[str, Party] = {}

    def of(self, customer: str | Mapping[str, object]) -> Party:
        if isinstance(customer, Mapping):
            return customers.take(self.company, customer, by=self.by, on=self.on)
        if customer not in self.known:
            self.known[customer] = customers.find(self.company, customer)
        return self.known[customer]


def products_of(company: Company, asked: Sequence[DraftRequest]) -> dict[str, Product]:
    """Products by every name a request may use for them: public id, external id, code."""
    return catalog.referred(company, {line.product for request in asked for line in request.lines})


def _known_drafts(company: Company, asked: Sequence[DraftRequest]) -> dict[str, Invoice]:
    names = [request.external_id for request in asked if request.external_id]
    if len(set(names)) != len(names):
        raise Refused("invoice.twice_in_request", external_id=next(n for n in names if names.count(n) > 1))
    rows = Invoice.objects.select_for_update().filter(company=company, external_id__in=names)
    known = {row.external_id: row for row in rows.exclude(status="discarded").order_by("pk")} if names else {}
    for row in known.values():
        if row.status == "issued":
            raise Refused("invoice.known", external_id=row.external_id, number=row.number or "")
    return known


def put_together(
    row: Invoice, filled: Filled, *, company: Company, party: Party, on: date, products: Mapping[str, Product]
) -> Written:
    """What the filled request says, and what it comes to, onto the row. Refuses what `advances.put_on`
    and `beside.put_on` refuse."""
    request = filled.request
    if row.credits and (row.party_id != party.pk or row.currency != request.currency):
        row.credits = []  # they are of another customer or in another currency
    for name in COPIED:
        setattr(row, name, getattr(request, name))
    row.party = party
    row.type_code = "380"
    row.deliver_to = dict(request.deliver_to)
    terms = party.terms_days if party.terms_days is not None else company.terms_days
    row.terms_days = terms if request.terms_days is None else request.terms_days
    row.vat_on_payment = company.vat_on_payment
    row.filled = [asdict(note) for note in filled.notes]
    row.retention_rate = party.retention_rate if request.retention_rate is None else request.retention_rate
    row.surcharge = party.surcharge
    rate = rates.rate_on(company, request.currency, on=request.issue_on or on)
    row.rate, row.rate_source, row.rate_on = (rate.rate, rate.source, rate.valid_on) if rate else (None, "", None)
    told: dict[str, Any] = {"rate": rate, "retention": Decimal(row.retention_rate), "surcharge": row.surcharge}
    totals = sums.compute(request, company, **told)
    if row.pk and (less := points.taken_off(company, row, request, totals, on=on)):
        request = replace(request, extras=(*request.extras, *less))
        totals = sums.compute(request, company, **told)
    written = advances.put_on(row, request, totals, products=products)
    sums.put(row, written.totals)
    beside.put_on(row)
    return written


def _save(rows: Sequence[Invoice], written: Sequence[Written], products: dict[str, Product]) -> None:
    old = [row for row in rows if row.pk]
    for row in old:
        row.version += 1
        row.save()
    if old:
        for part in (InvoiceLine, InvoiceExtra, InvoiceVat):
            part.objects.filter(invoice__in=old).delete()
    Invoice.objects.bulk_create(row for row in rows if not row.pk)
    lines, extras, vats = [], [], []
    for row, one in zip(rows, written, strict=True):
        own = sums.line_rows(row, one.request, one.totals, products=products)
        own_extras = sums.extra_rows(row, one.request, one.totals)
        lines += own
        extras += own_extras
        vats += sums.vat_rows(row, one.totals, [*own, *own_extras])
    InvoiceLine.objects.bulk_create(lines)
    InvoiceExtra.objects.bulk_create(extras)
    InvoiceVat.objects.bulk_create(vats)
    advances.keep(rows, written)
