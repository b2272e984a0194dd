"""Money that was paid online and went back: nobody is reminded, charged or sued before somebody decided what holds."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest
from django.db import transaction

from kvit.checkouts import charges, refunds
from kvit.checkouts.models import Chargeback
from kvit.collecting import demands, fee_runs, owed_fees, policies
from kvit.core.errors import Refused
from kvit.dunning import campaigns, pauses, procedures
from kvit.dunning.models import Suppression
from kvit.events.models import Event
from kvit.messages.models import Message
from kvit.ports.gateway import Refunded
from kvit.receivables import credit_notes
from kvit.receivables.models import Invoice
from tests.builders import DAY, breaches, the_owner
from tests.scenarios.paying import keeping, shop

pytestmark = pytest.mark.django_db
LATE = date(2026, 4, 6)
"""A Monday, five days after what was issued on `DAY` was due."""
MAY = date(2026, 5, 4)


@pytest.fixture
def store():
    with shop.opened("sandbox") as made:
        owner = the_owner(made.company)
        usual = procedures.every(made.company)[0]
        procedures.change(made.company, usual, {**usual.told, "bank_days": None}, by=owner, on=DAY)
        procedures.let(made.company, usual, level="auto", by=owner, on=DAY)
        policies.change(made.company, policies.Asked(level="auto", compensation=False), by=owner, on=DAY)
        yield made


def paid(store, *items):
    checkout = store.begin(*items)
    store.sandbox.pay(checkout.public_id)
    store.tell()
    checkout.refresh_from_db()
    return checkout


def back(store, checkout, amount):
    row = refunds.begin(store.company, checkout, amount=Decimal(amount), by=the_owner(store.company), on=DAY)
    write = refunds.hand_over(Event.objects.get(name="gateway_refund.asked", subject_id=row.pk))
    with transaction.atomic():
        write()
    row.refresh_from_db()
    assert row.status == "done"
    return row


def reminded(store, on=LATE):
    campaigns.run(store.company, on=on)
    return Message.objects.filter(company=store.company, kind="reminder").count()


def reasons(store):
    return set(Suppression.objects.filter(company=store.company).values_list("reason", flat=True))


def charged(store, on=MAY):
    return {line.item_id for fee in fee_runs.run(store.company, on=on).issued for line in fee.lines.all()}


def test_nobody_is_reminded_while_their_bank_wants_the_money_back_and_everybody_once_it_has_it(store):
    item = store.item()
    checkout = paid(store, item)
    id = store.sandbox.dispute(checkout.public_id)
    store.tell()
    item.refresh_from_db()
    assert item.balance == 100 and Chargeback.objects.get().status == "open"
    assert (reminded(store), reasons(store), charged(store)) == (0, {"chargeback"}, set())
    with pytest.raises(Refused, match=r"demand\.held") as refusal:
        demands.make(store.company, store.customer, demands.Asked(), by=the_owner(store.company), on=LATE)
    assert "bank wants the money" in refusal.value.facts["why"]
    store.sandbox.close_dispute(id, outcome="lost")
    store.tell()
    assert (reminded(store), charged(store)) == (1, {item.pk}), "the bank has it: it is owed"
    assert breaches() == []


def test_what_we_paid_back_ourselves_is_asked_for_again_only_once_a_person_says_so(store):
    item, other = store.item(), store.item("70.00")
    refund = back(store, paid(store, item), "100.00")
    owner, today = the_owner(store.company), refund.payment.paid_on
    assert reminded(store) == 1, "of the other one"
    assert (reasons(store), charged(store)) == ({"given_back"}, {other.pk})
    told = Suppression.objects.get().facts
    assert told == {"since": today.isoformat()}
    asked = pauses.Asked(kind="hold", item=other, reason="another one")
    pauses.begin(store.company, store.customer, asked, by=owner, on=today)
    assert charged(store) == set(), "what is said of another document says nothing of this one"
    asked = pauses.Asked(kind="promise", item=item, until=today)
    said = pauses.begin(store.company, store.customer, asked, by=owner, on=today)
    assert reminded(store, on=date(2026, 4, 14)) == 1, "until the day that was said"
    pauses.end(store.company, said, by=owner, on=today)
    assert (reminded(store, on=date(2026, 4, 14)), charged(store)) == (2, {item.pk})


def test_a_customers_own_promise_does_not_say_that_what_went_back_is_owed(store):
    item = store.item()
    refund = back(store, paid(store, item), "100.00")
    today = refund.payment.paid_on
    promise = pauses.promise(store.company, store.customer, until=today, by=store.guest, on=today)
    pauses.end(store.company, promise, by=the_owner(store.company), on=today)
    assert (reminded(store), reasons(store)) == (0, {"given_back"})


def test_a_credit_note_for_what_went_back_leaves_nothing_to_decide(store):
    item = store.item()
    back(store, paid(store, item), "100.00")
    invoice = Invoice.objects.get(pk=item.document_id)
    credit_notes.issue(store.company, invoice, reason="return", by=the_owner(store.company), on=DAY)
    item.refresh_from_db()
    assert (item.balance, reminded(store), charged(store)) == (0, 0, set())
    assert breaches() == []


def test_a_refund_that_the_bank_sent_back_is_a_credit_and_no_question(store):
    refund = back(store, paid(store, store.item()), "100.00")
    store.sandbox.finish_refund(refund.public_id, outcome="failed")
    store.tell()
    assert (reminded(store), reasons(store)) == (0, {"credit"})


def test_the_days_on_which_the_money_was_with_us_bear_no_interest(store):
    """100.00 paid late, 40.00 of it sent back ten days later: until it came 100.00 bear interest, since then 40.00."""
    owner, item = the_owner(store.company), store.item()
    policies.change(store.company, policies.Asked(percent=Decimal(10)), by=owner, on=DAY)
    checkout = paid(store, item)
    came = checkout.payment.paid_on
    went, asked = came + timedelta(days=10), came + timedelta(days=20)
    row = refunds.begin(store.company, checkout, amount=Decimal("40.00"), by=owner, on=went)
    told = Refunded(outcome="done", reference="re_1", at=datetime.combine(went, time(12), UTC))
    assert refunds.apply(row, told, on=went).payment.paid_on == went
    [one] = owed_fees.of(store.company, owed_fees.Asked(asked, rules=("interest",)))
    [fee] = one.fees
    until_it_came = [part for part in fee.parts if part.until <= came]
    after = [part for part in fee.parts if part.since > came]
    assert {part.base.amount for part in until_it_came} == {100} and {part.base.amount for part in after} == {40}
    assert sum(part.days for part in until_it_came) == (came - item.due_on).days
    assert (min(part.since for part in after), sum(part.days for part in after)) == (went + timedelta(days=1), 10)
    assert breaches() == []


def test_what_is_to_be_charged_by_a_saved_way_is_not_reminded_of_until_its_day(store):
    """Told on Saturday 4 April that it is charged on Tuesday the 7th: the reminder of the 6th waits."""
    keeping.kept(store)
    item = store.item("100.00")
    charge = keeping.planned(store, item, on=date(2026, 4, 4))
    assert charge.charge_on > LATE and reminded(store) == 0
    [held] = Suppression.objects.filter(company=store.company, item=item)
    assert held.reason == "charging" and held.facts["until"] == charge.charge_on.isoformat()
    charges.cancel(store.company, charge, by=the_owner(store.company), on=LATE)
    assert reminded(store) == 1
