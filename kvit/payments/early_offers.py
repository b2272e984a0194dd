"""Earlier payment that we offer a supplier for a discount, and that they accept in the portal.

Rule: `docs/rules/early-offers.md`.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import Q

from kvit.companies.models import Company
from kvit.companies.permissions import require, require_person
from kvit.core import lifecycle
from kvit.core.discounts import promised, taken_off
from kvit.core.errors import Refused
from kvit.core.formats.transfers import identification
from kvit.core.formatting import format_exact, format_plain
from kvit.core.money import Money
from kvit.core.parsing.told import Told
from kvit.core.permissions import Actor
from kvit.core.run_lifecycle import EARLY_OFFER
from kvit.events import events
from kvit.ledger import open_items
from kvit.ledger.models import OpenItem
from kvit.parties import linked, suppliers
from kvit.parties.models import Party
from kvit.payables import discounts, holds
from kvit.payables.models import Bill
from kvit.payments.models import HELD, LIVE, EarlyOffer, OffsetItem, RunItem


@dataclass(frozen=True)
class Terms:
    """So many percent less for being paid on the day; to be answered by a day, that day included."""

    percent: Decimal
    pay_on: date
    answer_by: date


@dataclass(frozen=True, kw_only=True)
class Early:
    """An open offer as its supplier sees it; `seen` is the amount that they say yes to."""

    id: str
    bill_id: str
    number: str
    percent: str
    pays: Money
    takes_off: Money
    open: Money
    pay_on: date
    due_on: date
    answer_by: date
    seen: str


def terms(raw: Mapping[str, object]) -> Terms:
    """The terms as somebody tells them: `percent` with four decimals at most, `pay_on`, `answer_by`.

    Refuses what reading a field refuses.
    """
    told = Told(raw, frozenset({"percent", "pay_on", "answer_by"}))
    percent, pay_on, answer_by = told.number("percent", digits=4), told.day("pay_on"), told.day("answer_by")
    if percent is None:
        told.missing("percent")
    return Terms(percent, pay_on or told.missing("pay_on"), answer_by or told.missing("answer_by"))


@transaction.atomic
def offer(company: Company, bill: Bill, terms: Terms, *, by: Actor, on: date) -> EarlyOffer:
    """Offer the bill's supplier to pay it earlier; they see it in the portal.

    Refuses `early_offer.not_earlier`, `…answer_late`, `…nothing_open`, `…in_payment`, `…known`, `discount.bad_terms`,
    `discount.not_for` a credit note, `bill.no_person`.
    """
    require(by, "run.propose", company)
    Company.objects.select_for_update(no_key=True).get(pk=company.pk)  # as runs do: none takes the bill meanwhile
    item = _open(company, bill, on=on)
    if not on <= terms.answer_by <= terms.pay_on:
        raise Refused("early_offer.answer_late", pay_on=terms.pay_on.isoformat())
    early, yearly = promised(
        Money(-item.balance, item.currency), percent=terms.percent, pay_on=terms.pay_on, due_on=item.due_on, on=on
    )
    if EarlyOffer.objects.filter(company=company, item=item, status__in=["open", "accepted"]).exists():
        raise Refused("early_offer.known", number=bill.number)
    row = EarlyOffer.objects.create(
        company=company,
        item=item,
        bill=bill,
        party=suppliers.surviving(bill.party or item.party),
        percent=terms.percent,
        pay_on=terms.pay_on,
        answer_by_on=terms.answer_by,
        balance=-item.balance,
        offered_by_id=require_person(by, Refused("bill.no_person")),
        offered_on=on,
    )
    facts = {**_told(row), "takes_off": format_plain(early.discount.amount, item.currency), "yearly": str(yearly)}
    events.record("bill.early_offered", bill, by=by, on=on, facts=facts)
    return row


def offer_all(
    company: Company, party: Party, terms: Terms, *, by: Actor, on: date
) -> tuple[list[EarlyOffer], list[tuple[Bill, Refused]]]:
    """The same for every bill of the supplier that is open and due later: what was offered, and why the rest not."""
    records = linked.merged(company, party)
    made: list[EarlyOffer] = []
    refused: list[tuple[Bill, Refused]] = []
    owed = open_items.of_suppliers(company).filter(party__in=records, balance__lt=0, document_kind="bill")
    for bill in Bill.objects.filter(company=company, pk__in=owed.values_list("document_id", flat=True)).order_by("pk"):
        try:
            made.append(offer(company, bill, terms, by=by, on=on))
        except Refused as one:
            refused.append((bill, one))
    return made, refused


def find(company: Company, public_id: str) -> EarlyOffer:
    """The offer of that id. Refuses `early_offer.unknown`."""
    row = EarlyOffer.objects.filter(company=company, public_id=public_id).select_related("bill").first()
    if row is None:
        raise Refused("early_offer.unknown")
    return row


@transaction.atomic
def withdraw(company: Company, public_id: str, *, by: Actor, on: date) -> EarlyOffer:
    """Take it back while nobody said yes. Refuses `early_offer.unknown`, `early_offer.over`."""
    require(by, "run.propose", company)
    row = _locked(company, public_id)
    row.status = lifecycle.after(EARLY_OFFER, row.status, "withdraw")
    row.save(update_fields=["status"])
    events.record("bill.early_withdrawn", row.bill, by=by, on=on, facts=_told(row))
    return row


@transaction.atomic
def accept(company: Company, party: Party, public_id: str, *, pays: str, by: Actor, on: date) -> EarlyOffer:
    """The supplier's yes, once: from now on it is a discount of the bill as if it had offered it itself.

    Refuses `early_offer.unknown` for what is not theirs, `…over`, `…expired`, `…in_payment`, and `…changed` where what
    they would get is not what they saw (`pays`).
    """
    require(by, "portal.accept", company)
    Company.objects.select_for_update(no_key=True).get(pk=company.pk)
    row = _locked(company, public_id, party=party)
    status = lifecycle.after(EARLY_OFFER, row.status, "accept")
    if on > row.answer_by_on:
        raise Refused("early_offer.expired", until=row.answer_by_on.isoformat())
    item = _open(company, row.bill, on=on)
    owed = Money(-item.balance, item.currency)
    early, yearly = promised(owed, percent=row.percent, pay_on=row.pay_on, due_on=item.due_on, on=on)
    if pays != format_plain(early.payable.amount, item.currency):
        raise Refused("early_offer.changed")
    row.discount = discounts.take(
        company, row.bill, percent=row.percent, until=row.pay_on, offered_by=row.offered_by_id, on=on
    )
    row.status, row.accepted_on = status, on
    row.save(update_fields=["status", "accepted_on", "discount"])
    facts = {**_told(row), "takes_off": format_plain(early.discount.amount, item.currency), "yearly": str(yearly)}
    events.record("bill.early_accepted", row.bill, by=by, on=on, facts=facts)
    return row


def open_to(company: Company, party: Party, *, on: date, bill: Bill | None = None) -> list[Early]:
    """What the supplier may say yes to on the day, the earliest payment first."""
    rows = EarlyOffer.objects.filter(_of(party), company=company, status="open", answer_by_on__gte=on)
    if bill is not None:
        rows = rows.filter(bill=bill)
    return list(_seen(rows.select_related("bill", "item").order_by("pay_on", "pk"), on=on))


def of_bill(company: Company, bill: Bill) -> list[dict[str, object]]:
    """What was offered for the bill, the newest first, as programs see it, with our yearly return."""
    found = []
    for row in EarlyOffer.objects.filter(company=company, bill=bill).select_related("item").order_by("-pk"):
        owed = Money(row.balance, row.item.currency)
        early, yearly = promised(
            owed, percent=row.percent, pay_on=row.pay_on, due_on=row.item.due_on, on=row.offered_on
        )
        found.append(
            {
                "id": row.public_id,
                "status": row.status,
                "percent": format_exact(row.percent),
                "pay_on": row.pay_on,
                "answer_by": row.answer_by_on,
                "takes_off": format_plain(early.discount.amount, row.item.currency),
                "pays": format_plain(early.payable.amount, row.item.currency),
                "yearly_return": format_exact(yearly),
                "accepted_on": row.accepted_on,
            }
        )
    return found


def _seen(rows: Iterable[EarlyOffer], *, on: date) -> Iterator[Early]:
    for row in rows:
        owed = Money(-row.item.balance, row.item.currency)
        early = taken_off(owed, percent=row.percent)
        if row.pay_on <= on or early is None:
            continue
        yield Early(
            id=row.public_id,
            bill_id=row.bill.public_id,
            number=row.bill.number,
            percent=format_exact(row.percent),
            pays=early.payable,
            takes_off=early.discount,
            open=owed,
            pay_on=row.pay_on,
            due_on=row.item.due_on,
            answer_by=row.answer_by_on,
            seen=format_plain(early.payable.amount, row.item.currency),
        )


def _open(company: Company, bill: Bill, *, on: date) -> OpenItem:
    """What is still owed of the bill, of which nothing is held, and moves in no run and no set-off."""
    if bill.kind == "credit_note":
        raise Refused("discount.not_for", number=bill.number)
    item = open_items.of_document(company, "bill", document_id=bill.pk)
    if item is None or item.balance >= 0 or holds.of_bill(company, bill) is not None:
        raise Refused("early_offer.nothing_open")
    in_run = RunItem.objects.filter(company=company, item=item, status__in=LIVE).exists()
    if in_run or OffsetItem.objects.filter(company=company, item=item, status=HELD).exists():
        raise Refused("early_offer.in_payment", number=bill.number)
    return item


def _locked(company: Company, public_id: str, *, party: Party | None = None) -> EarlyOffer:
    rows = EarlyOffer.objects.select_for_update(of=("self",)).select_related("bill", "item", "party")
    if party is not None:
        rows = rows.filter(_of(party))
    row = rows.filter(company=company, public_id=public_id).first()
    if row is None:
        raise Refused("early_offer.unknown")
    return row


def _of(party: Party) -> Q:
    """The supplier's, also by a record that was merged into theirs since."""
    return Q(party=party) | Q(party__merged_into=party)


def _told(row: EarlyOffer) -> dict[str, object]:
    return {
        "key": identification(row.item.public_id),
        "number": row.bill.number,
        "supplier": row.party.name,
        "percent": format_exact(row.percent),
        "pay_on": row.pay_on.isoformat(),
        "responsible": row.offered_by.public_id,
    }
