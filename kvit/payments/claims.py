"""What suppliers owe us back: found by a daily look, claimed by a letter, settled by what comes back, or given up.

`docs/rules/claims.md` says what is found when, and who may give up.
"""

from collections import defaultdict
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction

from kvit.companies import hands, series
from kvit.companies.models import Company
from kvit.companies.permissions import automation, person_behind, require, require_person
from kvit.core import lifecycle, overpayments
from kvit.core.claim_lifecycle import CLAIM, OPEN
from kvit.core.errors import Refused
from kvit.core.money import Money
from kvit.core.overpayments import Credit
from kvit.core.permissions import Actor
from kvit.events import events
from kvit.events.models import Event
from kvit.ledger import allocations, open_items
from kvit.ledger.models import OpenItem
from kvit.parties import correspondence, linked, suppliers
from kvit.parties.models import Party
from kvit.payments import claim_entries
from kvit.payments.models import HELD, LIVE, Claim
from kvit.receivables import semantic

AUTOMATION = "claims"
PATTERN = "CL-{year}-{n:05}"
DAYS_TO_PAY = 14
KINDS = ("bill", "payment")


def find_all(company: Company, *, on: date) -> list[Claim]:
    """Every item that a supplier owes us by and that nobody found before; looking twice finds nothing more."""
    made: list[Claim] = []
    for (party, currency), items in sorted(_in_favour(company).items(), key=lambda one: (one[0][0].pk, one[0][1])):
        credits = [_credit(company, item) for item in items]
        owed = _owed(company, party, currency=currency)
        found = {one.key: one for one in overpayments.over(credits, owed=owed, on=on)}
        for item in items:
            if item.public_id in found:
                made += _find(company, party, item=item, over=found[item.public_id], on=on)
    return made


@transaction.atomic
def make(company: Company, claim: Claim, *, by: Actor, on: date) -> Claim:
    """Claim it: a letter under the next number, in the supplier's language, due in two weeks; what is left of the item.

    Refuses `claim.not_found`, `claim.nothing_left` and `claim.no_account` where we have no account to be paid to.
    """
    require(by, "claim.make", company)
    row = claim_entries.locked(company, claim)
    status = lifecycle.after(CLAIM, row.status, "claim")
    if row.item.balance <= 0:
        raise Refused("claim.nothing_left", document=row.document)
    iban = claim_entries.own_iban(company, row.currency)
    row.status, row.amount = status, row.item.balance
    row.number = series.next_of(company, "claim", pattern=PATTERN, on=on)
    row.language = correspondence.language_of(company, row.party)
    row.ours = semantic.seller_snapshot(company, iban=iban)
    row.theirs = semantic.buyer_snapshot(row.party)
    row.claimed_by_id, row.claimed_on, row.due_on = person_behind(by), on, on + timedelta(days=DAYS_TO_PAY)
    row.save()
    events.record("claim.made", row, by=by, on=on, facts=told(row))
    return row


@transaction.atomic
def ask_to_give_up(company: Company, claim: Claim, *, reason: str, by: Actor, on: date) -> Claim:
    """A person wants it given up, and says why; another one decides. Refuses `reason.missing`, `claim.no_person`."""
    require(by, "claim.make", company)
    if not reason.strip():
        raise Refused("reason.missing")
    row = claim_entries.locked(company, claim)
    lifecycle.after(CLAIM, row.status, "write_off")
    row.give_up_asked_by_id, row.give_up_reason = require_person(by, Refused("claim.no_person")), reason.strip()[:400]
    row.save(update_fields=["give_up_asked_by", "give_up_reason"])
    events.record("claim.give_up_asked", row, by=by, on=on, facts=told(row), reason=row.give_up_reason)
    return row


def asked_to_give_up(row: Claim) -> frozenset[int]:
    """Who wants it given up, with whoever made the key through which they said so; nobody where nobody wants it."""
    if row.give_up_asked_by_id is None:
        return frozenset()
    return hands.acted_last(row.company, "claim", row.pk, name="claim.give_up_asked") | {row.give_up_asked_by_id}


@transaction.atomic
def give_up(company: Company, claim: Claim, *, by: Actor, on: date) -> Claim:
    """Another person than who asked agrees: what is left of the item is a loss, booked and closed.

    Refuses `claim.not_asked`, `claim.own` and `claim.no_person`.
    """
    require(by, "claim.give_up", company)
    row = claim_entries.locked(company, claim)
    status = lifecycle.after(CLAIM, row.status, "write_off")
    if row.give_up_asked_by_id is None:
        raise Refused("claim.not_asked")
    if by.kind != "user":
        raise Refused("claim.no_person")
    if by.id in asked_to_give_up(row):
        raise Refused("claim.own")
    row.status, row.given_up_by_id, row.given_up_on = status, by.id, on
    row.save(update_fields=["status", "given_up_by", "given_up_on"])
    claim_entries.give_up(company, row, by=by, on=on)
    events.record("claim.given_up", row, by=by, on=on, facts=told(row), reason=row.give_up_reason)
    return row


@transaction.atomic
def keep(company: Company, claim: Claim, *, by: Actor, on: date) -> Claim:
    """It is not given up after all. Refuses `claim.not_asked`."""
    require(by, "claim.give_up", company)
    row = claim_entries.locked(company, claim)
    if row.give_up_asked_by_id is None or row.status not in OPEN:
        raise Refused("claim.not_asked")
    row.give_up_asked_by_id, row.give_up_reason = None, ""
    row.save(update_fields=["give_up_asked_by", "give_up_reason"])
    events.record("claim.kept", row, by=by, on=on, facts=told(row))
    return row


def on_settled(event: Event) -> Callable[[], None] | None:
    """What follows when an item is settled: its claim is, by the money that came back or by bills that used it up."""
    company = Company.objects.get(pk=event.company_id or 0)
    claim = Claim.objects.filter(company=company, item_id=event.subject_id, status__in=OPEN).first()
    return None if claim is None else lambda: _settle(company, claim, on=event.acted_on)


def on_reopened(event: Event) -> Callable[[], None] | None:
    """What follows when an item is open again: so is its claim."""
    company = Company.objects.get(pk=event.company_id or 0)
    claim = Claim.objects.filter(company=company, item_id=event.subject_id, status="settled").first()
    return None if claim is None else lambda: _reopen(company, claim, on=event.acted_on)


def told(row: Claim) -> dict[str, object]:
    """What its events say of it."""
    return {
        "number": row.number or row.document,
        "supplier": row.party.name,
        "reason": row.reason,
        "amount": str(row.amount),
        "currency": row.currency,
    }


def _in_favour(company: Company) -> dict[tuple[Party, str], list[OpenItem]]:
    """Items that nobody found before, by supplier and currency; none that a run or a set-off holds."""
    items = open_items.of_suppliers(company).exclude(balance=0).filter(balance__gt=0, document_kind__in=KINDS)
    items = items.filter(claim=None, amount__gt=0)
    items = items.exclude(run_items__status__in=LIVE).exclude(offset_items__status=HELD)
    found: dict[tuple[Party, str], list[OpenItem]] = defaultdict(list)
    for item in items.select_related("party__merged_into").order_by("opened_on", "pk"):
        found[suppliers.surviving(item.party), item.currency].append(item)
    return found


def _owed(company: Company, party: Party, *, currency: str) -> Money:
    items = open_items.of_suppliers(company).exclude(balance=0).filter(balance__lt=0, currency=currency)
    theirs = items.filter(party__in=linked.merged(company, party)).values_list("balance", flat=True)
    return Money(-sum(theirs, Decimal(0)), currency)


def _credit(company: Company, item: OpenItem) -> Credit:
    return Credit(
        key=item.public_id,
        kind="payment" if item.document_kind == "payment" else "credit_note",
        amount=Money(item.amount, item.currency),
        left=Money(item.balance, item.currency),
        since=item.opened_on,
        is_repeated=item.document_kind == "payment" and _is_repeated(company, item),
    )


def _is_repeated(company: Company, item: OpenItem) -> bool:
    """Whether the bill that a payment names is settled, and not by this payment."""
    if not item.document_number or item.balance != item.amount:
        return False
    bills = open_items.of_suppliers(company).filter(party=item.party, document_kind="bill", amount__lt=0, balance=0)
    return bills.filter(document_number=item.document_number).exists()


@transaction.atomic
def _find(company: Company, party: Party, *, item: OpenItem, over: overpayments.Over, on: date) -> list[Claim]:
    open_items.hold(company, [item])
    if Claim.objects.filter(company=company, item=item).exists():  # another look was first
        return []
    row = Claim.objects.create(
        company=company,
        party=party,
        item=item,
        reason=over.reason,
        document=item.document_number,
        currency=item.currency,
        amount=over.amount.amount,
        found_on=on,
    )
    events.record("claim.found", row, by=automation(AUTOMATION, company), on=on, facts=told(row))
    return [row]


def _settle(company: Company, claim: Claim, *, on: date) -> None:
    row = claim_entries.locked(company, claim)
    if row.item.balance or row.status not in OPEN:
        return
    last = allocations.active(company, row.item)[-1]
    by_money = last.against.document_kind == "payment"
    row.status = lifecycle.after(CLAIM, row.status, "settle")
    row.settled_on, row.settled_by = on, "refund" if by_money else "netting"
    row.save(update_fields=["status", "settled_on", "settled_by"])
    events.record("claim.settled", row, by=automation(AUTOMATION, company), on=on, facts=told(row))


def _reopen(company: Company, claim: Claim, *, on: date) -> None:
    row = claim_entries.locked(company, claim)
    if not row.item.balance or row.status != "settled":
        return
    row.status = lifecycle.after(CLAIM, row.status, "claim_again" if row.number else "find_again")
    row.settled_on, row.settled_by = None, ""
    row.save(update_fields=["status", "settled_on", "settled_by"])
    events.record("claim.reopened", row, by=automation(AUTOMATION, company), on=on, facts=told(row))
