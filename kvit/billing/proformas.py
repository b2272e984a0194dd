"""Proformas: drafted, issued, and made an invoice by one act. Their table and what needs nothing else is in `sales`.

`docs/rules/proformas.md`.
"""

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from kvit.companies.models import Company
from kvit.companies.permissions import require
from kvit.core import lifecycle
from kvit.core.errors import Refused
from kvit.core.formatting import format_exact
from kvit.core.parsing.told import Told
from kvit.core.permissions import Actor
from kvit.events import events
from kvit.parties import customers
from kvit.parties.models import Party
from kvit.receivables import drafts, invoices, previews, requests, semantic
from kvit.receivables.models import Invoice
from kvit.receivables.papers import Paper
from kvit.sales import proformas
from kvit.sales.models import Proforma

OWN = ("customer", "external_id", "issue_on", "valid_until")
"""What a request says of the proforma and not of the invoice it becomes."""
SUMS = ("net", "vat", "gross", "payable", "currency", "language")

discard = proformas.discard
withdraw = proformas.withdraw


@transaction.atomic
def draft(company: Company, raw: object, *, by: Actor, on: date) -> Proforma:
    """A proforma by the JSON of an invoice draft, with `valid_until` beside it.

    Refuses what drafting an invoice refuses, and `proforma.known`.
    """
    require(by, "proforma.draft", company)
    told = _read(raw)
    external = told.text("external_id")
    known = Proforma.objects.filter(company=company, external_id=external).exclude(status="discarded")
    if external and known.exists():
        raise Refused("proforma.known", external_id=external)
    row = Proforma(company=company, created_by_id=by.id if by.kind == "user" else None)
    _put(company, row, told, by=by, on=on)
    row.save(force_insert=True)
    events.record("proforma.drafted", row, by=by, on=on)
    return row


@transaction.atomic
def edit(company: Company, proforma: Proforma, raw: object, *, version: int | None, by: Actor, on: date) -> Proforma:
    """The draft as this request has it. Refuses `proforma.not_draft`, and `proforma.changed` under another version."""
    require(by, "proforma.draft", company)
    row = proformas.locked(company, proforma)
    lifecycle.after(lifecycle.PROFORMA, row.status, "edit")
    if version is not None and row.version != version:
        raise Refused("proforma.changed", proforma=row.public_id)
    _put(company, row, _read(raw), by=by, on=on)
    row.version += 1
    row.save()
    events.record("proforma.edited", row, by=by, on=on)
    return row


@transaction.atomic
def issue(company: Company, proforma: Proforma, *, by: Actor, on: date) -> Proforma:
    """Number it in its own series and copy what it prints of seller and buyer. Nothing is posted.

    Refuses `proforma.not_draft`, `proforma.no_lines`, `series.missing`, `series.out_of_order`.
    """
    require(by, "proforma.issue", company)
    row = proformas.locked(company, proforma)
    lifecycle.after(lifecycle.PROFORMA, row.status, "issue")
    paper, _ = previews.computed(company, raw_draft(row), on=on)
    if not paper.lines:
        raise Refused("proforma.no_lines")
    _put_sums(row, paper)
    accounts = invoices.accounts_of(company)
    row.seller = semantic.seller_snapshot(company, iban=accounts.get(row.currency) or next(iter(accounts.values()), ""))
    row.buyer = semantic.buyer_snapshot(row.party)
    proformas.number(company, row, by=by, on=on)
    return row


@transaction.atomic
def convert(company: Company, proforma: Proforma, *, by: Actor, on: date) -> Invoice:
    """The invoice's draft, once: prices as agreed, VAT by the law of the day, its `proforma` naming where it is from.

    An expired one may still be invoiced: that is the seller's choice. Refuses `proforma.not_issued`; the database
    refuses a second invoice of the same proforma. Discarding the draft makes the proforma free again.
    """
    require(by, "proforma.convert", company)
    row = proformas.locked(company, proforma)
    lifecycle.after(lifecycle.PROFORMA, row.status, "invoice")
    invoice = drafts.draft_all(company, [raw_draft(row)], by=by, on=on)[0]
    invoice.proforma = row
    invoice.save(update_fields=["proforma"])
    proformas.invoiced(company, row, invoice=invoice.public_id, by=by, on=on)
    return invoice


def raw_draft(row: Proforma) -> dict[str, object]:
    """The invoice draft that this proforma stands for."""
    return {**row.draft, "customer": row.party.public_id}


def _read(raw: object) -> Told:
    told = Told(raw, requests.DRAFT_FIELDS | {"valid_until"})
    told.one_of("kind", known=("invoice",))
    return told


def _put(company: Company, row: Proforma, told: Told, *, by: Actor, on: date) -> None:
    row.party = _party(company, told, by=by, on=on)
    row.external_id = told.text("external_id")
    row.valid_until = told.day("valid_until")
    asked = {name: value for name, value in told.raw.items() if name not in OWN}
    paper, _ = previews.computed(company, {**asked, "customer": row.party.public_id}, on=on)
    row.draft = {**asked, "currency": paper.row.currency, "lines": _agreed(asked, paper)}
    _put_sums(row, paper)


def _agreed(asked: Mapping[str, object], paper: Paper) -> list[dict[str, object]]:
    """The lines with names, units and prices as they are now: a price list that changes later does not reach them."""
    lines = asked.get("lines") or []
    assert isinstance(lines, list)
    return [
        {
            **line,
            "name": computed.name,
            "description": computed.description,
            "unit": computed.unit,
            "price": format_exact(computed.price),
        }
        for line, computed in zip(lines, paper.lines, strict=True)
    ]


def _put_sums(row: Proforma, paper: Paper) -> None:
    for name in SUMS:
        setattr(row, name, getattr(paper.row, name))


def _party(company: Company, told: Told, *, by: Actor, on: date) -> Party:
    customer = told.raw.get("customer")
    if isinstance(customer, Mapping):
        return customers.take(company, customer, by=by, on=on)
    if not isinstance(customer, str) or not customer:
        told.missing("customer")
    return customers.find(company, customer)
