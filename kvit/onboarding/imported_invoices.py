"""A row of invoices issued elsewhere: an open item against the opening account, paid where a settled date is given."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from kvit.companies.models import Company
from kvit.core import postings
from kvit.core.calendar import due_date_in
from kvit.core.errors import Refused
from kvit.core.money import decimals, round_half_up
from kvit.core.permissions import Actor
from kvit.core.postings import Rate
from kvit.ledger import allocations, entries, rates
from kvit.ledger.allocations import Pair
from kvit.ledger.entries import NewEntry
from kvit.ledger.models import Entry, OpenItem
from kvit.onboarding.made import Made
from kvit.onboarding.models import Import, ImportedInvoice
from kvit.parties.models import Party
from kvit.payments import offset_queries

CREDIT = frozenset(
    ["credit_note", "credit note", "credit", "cn", "381", "storno", "nota de credit", "кредитно известие"]
    + ["rectificativa", "abono", "korekta", "faktura korygująca"]
)
KIND = "imported_invoice"


def take(company: Company, values: Mapping[str, Any], *, source: Import, by: Actor, on: date) -> Made | None:
    """The open item of the row; None for one that came before. Refuses `import.changed` when it says something else."""
    external = (values.get("invoice_id") or values.get("number") or "")[:100]
    known = ImportedInvoice.objects.filter(company=company, external_id=external, taken_back=False).first()
    facts = _facts(company, values, external)
    if known is not None:
        if known.total != facts["total"] or known.issued_on != facts["issued_on"]:
            raise Refused("import.changed", invoice=external)
        return None
    party = _party(company, values)
    imported = ImportedInvoice.objects.create(company=company, source=source, party=party, **facts)
    _post(company, imported, by=by)
    return Made(KIND, imported.pk, True)


def settle(company: Company, source: Import, *, by: Actor) -> None:
    """Close what the file says was settled, on that day."""
    settled = ImportedInvoice.objects.filter(source=source).exclude(settled_on=None)
    new = list(settled.order_by("settled_on", "pk"))
    if not new:
        return
    items = {
        item.document_id: item
        for item in OpenItem.objects.filter(
            company=company, document_kind=KIND, document_id__in=[one.pk for one in new]
        )
    }
    entries.post_all(company, [_settlement(one, items[one.pk]) for one in new], by=by)
    closing = {
        item.document_id: item
        for item in OpenItem.objects.filter(
            company=company, document_kind=f"{KIND}_settled", document_id__in=[one.pk for one in new]
        )
    }
    pairs = []
    for one in new:
        owed, credit = items[one.pk], closing[one.pk]
        if owed.amount < 0:
            owed, credit = credit, owed
        pairs.append((Pair(owed, credit, owed.amount), one.settled_on or one.due_on))
    allocations.allocate_new(company, pairs, by=by)


def take_back(company: Company, imported: ImportedInvoice, *, by: Actor, on: date) -> bool:
    """Reverse its entries; False when something else settled or used its open item since, or a set-off holds it."""
    item = OpenItem.objects.select_for_update().get(
        company=company, document_kind=KIND, document_id=imported.pk, part=1
    )
    used = allocations.active(company, item)
    own = f"{KIND}_settled"
    if any(own not in (one.item.document_kind, one.against.document_kind) for one in used):
        return False
    if offset_queries.is_held(company, item):
        return False
    for one in used:
        allocations.undo(company, one, by=by, on=on)
    for entry in Entry.objects.filter(
        company=company, document_kind__in=[KIND, own], document_id=imported.pk, reverses=None
    ):
        opened = OpenItem.objects.get(line__entry=entry)
        back = entries.reverse(company, entry, on=on, by=by)
        allocations.close_reversed(company, opened, back, by=by, on=on)
    imported.taken_back = True
    imported.save(update_fields=["taken_back"])
    return True


def _facts(company: Company, values: Mapping[str, Any], external: str) -> dict[str, Any]:
    currency = (values.get("currency") or company.currency).upper()
    total = values["total"]
    if not total or round_half_up(total, decimals(currency)) != total:
        raise Refused("import.bad_total", total=str(total), currency=currency)
    is_credit = total < 0 or (values.get("type") or "").strip().casefold() in CREDIT
    issued_on = values["issue_date"]
    due_on = values.get("due_date") or due_date_in(company.country, issued_on, days=company.terms_days)
    settled_on = values.get("settled_date")
    if settled_on is not None and settled_on < issued_on:
        raise Refused("import.settled_before_issue", invoice=external)
    return {
        "external_id": external,
        "number": (values.get("number") or external)[:60],
        "is_credit": is_credit,
        "issued_on": issued_on,
        "due_on": max(due_on, issued_on),
        "settled_on": settled_on,
        "currency": currency,
        "total": abs(total),
        "reference": (values.get("rf_reference") or "")[:60],
        "discount_percent": values.get("discount_pct"),
        "discount_until": values.get("discount_until"),
    }


def _party(company: Company, values: Mapping[str, Any]) -> Party:
    """The customer by number or name; an unknown one is made, named by its number and marked incomplete."""
    parties = Party.objects.filter(company=company)
    number, name = values.get("customer_id") or "", values.get("customer_name") or ""
    found = parties.filter(external_id=number).first() if number else parties.filter(name=name).first()
    if found is not None:
        return found
    return Party.objects.create(
        company=company,
        external_id=number[:100],
        name=(name or number)[:200],
        language=company.language,
        incomplete=True,
    )


def _post(company: Company, imported: ImportedInvoice, *, by: Actor) -> None:
    rate = rates.rate_on(company, imported.currency, on=imported.issued_on)
    amount = -imported.total if imported.is_credit else imported.total
    lines = postings.for_opening(
        amount,
        rate=Rate(imported.currency, company.currency, rate.rate if rate else Decimal(1)),
        party=imported.party_id,
    )
    new = NewEntry(
        kind="opening",
        document_kind=KIND,
        document_id=imported.pk,
        document_number=imported.number,
        posted_on=imported.issued_on,
        postings=lines,
        due_on=imported.due_on,
        text=imported.party.name,
        external_id=imported.external_id,
        reference=imported.reference,
        discount=_discount(imported),
        discount_until=imported.discount_until,
    )
    entries.post(company, new, by=by)


def _discount(imported: ImportedInvoice) -> Decimal:
    """What may be taken off for paying early, rounded once; nothing of a credit note, or without a last day."""
    if imported.is_credit or not imported.discount_percent or imported.discount_until is None:
        return Decimal(0)
    return round_half_up(imported.total * imported.discount_percent / 100, decimals(imported.currency))


def _settlement(imported: ImportedInvoice, item: OpenItem) -> NewEntry:
    """The opposite of the opening, on the settled day and at the opening's own worth."""
    lines = [
        postings.Posting(
            "receivable", -item.amount, -item.base_amount, item.currency, open_item=True, party=item.party_id
        ),
        postings.Posting("opening", item.amount, item.base_amount, item.currency),
    ]
    return NewEntry(
        kind="opening",
        document_kind=f"{KIND}_settled",
        document_id=imported.pk,
        document_number=imported.number,
        posted_on=imported.settled_on or imported.due_on,
        postings=lines,
        text=imported.party.name,
    )
