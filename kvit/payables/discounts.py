"""Early-payment discounts: what a bill offers, what was agreed with its supplier, and which of them stand."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import Q

from kvit.capture.einvoices import EInvoice
from kvit.companies.models import Company
from kvit.companies.permissions import require, require_person
from kvit.core import discounts
from kvit.core.discounts import Offer
from kvit.core.errors import Refused
from kvit.core.permissions import Actor
from kvit.core.reading.facts import Reading
from kvit.events import events
from kvit.parties import suppliers
from kvit.parties.models import Party
from kvit.payables.models import Bill, Discount
from kvit.payables.requests import ToldDiscount

SURE = ("xml", "page", "typed")
"""Where an offer comes from that may be taken: the e-invoice's own fields, a page whose sums prove it, or a person's
word.
"""


def keep_read(company: Company, bill: Bill, found: EInvoice, *, on: date) -> None:
    """What the e-invoice or its pages offer; what tells people alone is kept beside, no offer until a person agrees."""
    if bill.kind == "credit_note":
        return
    if found.pages is not None:
        _keep_of_pages(company, bill, found.pages, on=on)
    if bill.issued_on is None:
        return
    for source, read in (("xml", found.discounts), ("told", found.told_discounts)):
        for one in read:
            kept = {"percent": one.percent, "until_on": one.until(bill.issued_on), "source": source}
            Discount.objects.create(company=company, bill=bill, added_on=on, **kept)


def _keep_of_pages(company: Company, bill: Bill, pages: Reading, *, on: date) -> None:
    """Days that count from a day of issue which is not sure itself are no offer yet."""
    issued = pages.fact("issued_on")
    for one in pages.offers:
        until = one.until
        if until is None and one.days is not None and bill.issued_on is not None:
            until = discounts.terms(one.percent, one.days).until(bill.issued_on)
        if until is None or (bill.issued_on is not None and until < bill.issued_on):
            continue
        is_sure = one.sure and issued is not None and issued.sure
        Discount.objects.create(
            company=company,
            bill=bill,
            percent=one.percent,
            until_on=until,
            source="page" if is_sure else "told",
            confidence=one.confidence,
            page=one.page,
            box=list(one.box),
            paper=list(pages.sizes[one.page - 1]),
            added_on=on,
        )


def say(company: Company, bill: Bill, told: ToldDiscount, *, by: Actor, on: date) -> Discount:
    """A person says what the bill offers, or what is agreed with its supplier for every bill.

    Refuses what `agree` and `agree_always` refuse, and `bill.no_supplier`.
    """
    if not told.always:
        return agree(company, bill, percent=told.percent, days=told.days, until=told.until, by=by, on=on)
    if bill.party is None:
        raise Refused("bill.no_supplier", number=bill.number or bill.document.name)
    assert told.days is not None, "reading refuses it"
    return agree_always(company, bill.party, percent=told.percent, days=told.days, by=by, on=on)


@transaction.atomic
def agree(
    company: Company,
    bill: Bill,
    *,
    percent: Decimal,
    by: Actor,
    on: date,
    days: int | None = None,
    until: date | None = None,
) -> Discount:
    """A person says that the bill offers so many percent for money that is there by the day, or within the days.

    Refuses `discount.bad_terms`, `discount.no_day`, `discount.not_for` a credit note, `discount.known` and
    `bill.no_person`.
    """
    require(by, "bill.complete", company)
    row = Bill.objects.select_for_update().get(company=company, pk=bill.pk)
    discounts.terms(percent, days or 0)
    if row.kind == "credit_note":
        raise Refused("discount.not_for", number=row.number)
    if until is None and days is not None and row.issued_on is not None:
        until = discounts.terms(percent, days).until(row.issued_on)
    if until is None:
        raise Refused("discount.no_day", number=row.number or row.document.name)
    same = Discount.objects.filter(company=company, bill=row, percent=percent, until_on=until, ended_on=None)
    if same.filter(source__in=SURE).exists():
        raise Refused("discount.known", percent=f"{percent.normalize():f}", until=until.isoformat())
    same.update(ended_on=on)  # what its words told is an offer from now on
    kept = Discount.objects.create(
        company=company,
        bill=row,
        percent=percent,
        until_on=until,
        source="typed",
        added_by_id=require_person(by, Refused("bill.no_person")),
        added_on=on,
    )
    facts: dict[str, object] = {"number": row.number, "percent": str(percent), "until": until.isoformat()}
    events.record("bill.discount_agreed", row, by=by, on=on, facts=facts)
    return kept


def take(company: Company, bill: Bill, *, percent: Decimal, until: date, offered_by: int, on: date) -> Discount:
    """What we offered and its supplier accepted, as if the bill said it; whoever offered it is the person behind it."""
    return Discount.objects.create(
        company=company,
        bill=bill,
        percent=percent,
        until_on=until,
        source="typed",
        added_by_id=offered_by,
        added_on=on,
    )


@transaction.atomic
def agree_always(company: Company, party: Party, *, percent: Decimal, days: int, by: Actor, on: date) -> Discount:
    """So many percent within so many days are agreed with the supplier for every bill that says nothing itself.

    One a supplier: it takes the place of the one before. Refuses `discount.bad_terms`, `bill.no_person`.
    """
    require(by, "supplier.edit", company)
    agreed = discounts.terms(percent, days)
    row = Party.objects.select_for_update().get(company=company, pk=suppliers.surviving(party).pk)
    Discount.objects.filter(company=company, party=row, ended_on=None).update(ended_on=on)
    kept = Discount.objects.create(
        company=company,
        party=row,
        percent=agreed.percent,
        days=agreed.days,
        source="typed",
        added_by_id=require_person(by, Refused("bill.no_person")),
        added_on=on,
    )
    facts: dict[str, object] = {"supplier": row.name, "percent": str(percent), "days": days}
    events.record("supplier.discount_agreed", row, by=by, on=on, facts=facts)
    return kept


@transaction.atomic
def end(company: Company, public_id: str, *, of: Bill | Party, by: Actor, on: date) -> Discount:
    """What the bill or a supplier offers is no offer any more: read wrongly, or taken back by the supplier.

    Refuses `discount.unknown`.
    """
    found = Discount.objects.select_for_update(of=("self",)).select_related("bill", "party")
    party = of if isinstance(of, Party) else of.party
    theirs = Q(party__isnull=False, party=party and suppliers.surviving(party))
    if isinstance(of, Bill):
        theirs |= Q(bill=of)
    row = found.filter(theirs, company=company, public_id=public_id, ended_on=None).first()
    if row is None:
        raise Refused("discount.unknown", discount=public_id[:40])
    require(by, "bill.complete" if row.bill else "supplier.edit", company)
    row.ended_on = on
    row.save(update_fields=["ended_on"])
    subject, name = (row.bill, "bill.discount_ended") if row.bill else (row.party, "supplier.discount_ended")
    assert subject is not None, "the database holds no discount of neither"
    events.record(name, subject, by=by, on=on, facts={"percent": str(row.percent)})
    return row


def standing(company: Company, bills: Sequence[Bill]) -> dict[int, list[Offer]]:
    """The offers that may be taken, by the key of their bill: its own, else those agreed with its supplier."""
    sure = Discount.objects.filter(company=company, ended_on=None, source__in=SURE)
    found: dict[int, list[Offer]] = defaultdict(list)
    for row in sure.filter(bill__in=[bill.pk for bill in bills]).order_by("pk"):
        assert row.bill_id is not None and row.until_on is not None, "the database says so"
        found[row.bill_id].append(Offer(row.percent, row.until_on))
    agreed = {row.party_id: row for row in sure.exclude(party=None)}
    for bill in bills:
        if bill.pk in found or bill.party is None or bill.issued_on is None or bill.kind == "credit_note":
            continue
        always = agreed.get(suppliers.surviving(bill.party).pk)
        if always is not None and always.days is not None:
            found[bill.pk].append(
                Offer(always.percent, discounts.terms(always.percent, always.days).until(bill.issued_on))
            )
    return dict(found)


def of_bill(company: Company, bill: Bill) -> list[Discount]:
    """What the bill offers or tells, the latest day last."""
    rows = Discount.objects.filter(company=company, bill=bill, ended_on=None).select_related("added_by")
    return list(rows.order_by("until_on", "pk"))


def of_supplier(company: Company, party: Party) -> Discount | None:
    """What is agreed with the supplier for every bill."""
    return Discount.objects.filter(company=company, party=suppliers.surviving(party), ended_on=None).first()


def of_suppliers(company: Company, parties: Sequence[Party]) -> dict[int, Discount]:
    """What is agreed with each of these suppliers for every bill, by the supplier's key."""
    rows = Discount.objects.filter(company=company, party__in=parties, ended_on=None)
    return {row.party_id: row for row in rows if row.party_id is not None}
