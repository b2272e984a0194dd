"""A customer who pays late: reminded once at each level, of all that is owed, and never when something forbids it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from kvit.banking import reconciliation, statements
from kvit.core.errors import Refused
from kvit.dunning import campaigns, pauses, procedures
from kvit.dunning.models import Reminded, Reminder, Suppression
from kvit.events.models import Event
from kvit.ledger.models import OpenItem
from kvit.messages.models import Message
from kvit.messages.outbox import About
from kvit.messages.tests.makers import a_message
from kvit.payments import incoming
from kvit.receivables import credit_notes, drafts, period_discounts
from kvit.tasks.models import Task
from tests.builders import DAY, IBANS, a_company, a_customer, a_line, an_invoice, breaches, the_owner

pytestmark = pytest.mark.django_db

DUE = date(2026, 4, 1)
"""A Wednesday, 30 days after the invoice of `DAY`."""


@pytest.fixture
def company():
    return a_company("RO")


@pytest.fixture
def customer(company):
    return a_customer(company, language="ro")


def let(company, *, level="auto", **changes):
    """The company's procedure at that level; what the bank knows is not looked at unless a story says so."""
    row = procedures.every(company)[0]
    by = the_owner(company)
    procedures.change(company, row, {**row.told, "bank_days": None, **changes}, by=by, on=DAY)
    return procedures.let(company, row, level=level, by=by, on=DAY)


def reminders(company):
    return [(row.reminded_on.isoformat(), row.tone) for row in Reminder.objects.filter(company=company).order_by("pk")]


def mails(company):
    return list(Message.objects.filter(company=company, kind="reminder").order_by("pk"))


def pay(company, invoice, amount="121.00", *, on):
    raw = {"amount": amount, "invoice": invoice.number, "paid_on": on.isoformat()}
    incoming.record_all(company, [raw], by=the_owner(company), on=on)


def pause(company, party, *, on=DUE, **asked):
    return pauses.begin(company, party, pauses.Asked(**asked), by=the_owner(company), on=on)


def held(company):
    return [(row.position, row.reason) for row in Suppression.objects.filter(company=company).order_by("pk")]


def test_a_late_customer_is_reminded_once_at_each_level_and_no_more_when_paid(company, customer):
    let(company)
    invoice = an_invoice(company, customer=customer)
    day = DUE - timedelta(days=5)
    while day <= DUE + timedelta(days=33):
        campaigns.run(company, on=day)
        campaigns.run(company, on=day)
        if day == date(2026, 4, 20):
            pay(company, invoice, on=day)
        day += timedelta(days=1)
    # three days before; three days after is Saturday; the 14th day keeps its distance to the second
    assert reminders(company) == [("2026-03-30", "notice"), ("2026-04-06", "friendly"), ("2026-04-17", "firm")]
    assert len(mails(company)) == 3
    assert breaches() == []


def test_pain_05_nobody_who_paid_has_a_credit_or_promised_is_reminded_and_the_reason_is_on_record(company, customer):
    let(company)
    paid = an_invoice(company, customer=customer)
    pay(company, paid, on=DUE)
    credited = a_customer(company, name="Beta SRL", external_id="beta", email="office@beta.example")
    an_invoice(company, customer=credited)
    raw = {"amount": "121.00", "customer": credited.public_id, "paid_on": DUE.isoformat()}
    incoming.record_all(company, [raw], by=the_owner(company), on=DUE)
    promising = a_customer(company, name="Gama SRL", external_id="gama", email="office@gama.example")
    an_invoice(company, customer=promising)
    pause(company, promising, kind="promise", until=date(2026, 4, 10))
    for _ in range(22):
        campaigns.run(company, on=date(2026, 4, 8))
    assert mails(company) == []
    assert sorted(held(company)) == [(2, "credit"), (2, "promise")]
    suppressed = Event.objects.filter(company_id=company.pk, name="reminder.suppressed")
    assert sorted(one.facts["customer"] for one in suppressed) == ["Beta SRL", "Gama SRL"]
    campaigns.run(company, on=date(2026, 4, 13))  # Easter Monday
    assert [mail.party.name for mail in mails(company)] == []
    campaigns.run(company, on=date(2026, 4, 14))
    assert [mail.to_address for mail in mails(company)] == ["office@gama.example"]


def test_one_message_tells_all_that_is_owed_in_the_customers_language(company, customer):
    let(company)
    first, second = an_invoice(company, customer=customer), an_invoice(company, a_line("200.00"), customer=customer)
    later = an_invoice(company, a_line("50.00"), customer=customer, on=date(2026, 4, 1))
    row = campaigns.send(company, customer, by=the_owner(company), on=date(2026, 4, 6))
    [mail] = mails(company)
    assert (row.language, mail.language) == ("ro", "ro")
    assert first.number in mail.subject and second.number in mail.subject and later.number not in mail.subject
    assert "363,00" in mail.text  # what is due: 121.00 and 242.00
    assert later.number in mail.text and "423,50" in mail.text  # the whole account: 60.50 more
    assert mail.enclosures.count() == 2


def test_a_person_decides_where_the_procedure_only_suggests(company, customer):
    let(company, level="suggest")
    an_invoice(company, customer=customer)
    campaigns.run(company, on=date(2026, 4, 6))
    campaigns.run(company, on=date(2026, 4, 7))
    [task] = Task.objects.filter(company=company, kind="reminder.due", status="open")
    assert mails(company) == [] and task.subject_public_id == customer.public_id
    campaigns.send(company, customer, by=the_owner(company), on=date(2026, 4, 7))
    task.refresh_from_db()
    assert (task.status, len(mails(company))) == ("done", 1)
    with pytest.raises(Refused) as refusal:
        campaigns.send(company, customer, by=the_owner(company), on=date(2026, 4, 7))
    assert refusal.value.code == "reminder.nothing"


def test_what_a_person_lets_pass_is_not_sent_later_and_the_next_level_comes_in_its_time(company, customer):
    let(company)
    an_invoice(company, customer=customer)
    campaigns.skip(company, customer, reason="They called.", by=the_owner(company), on=date(2026, 4, 6))
    campaigns.run(company, on=date(2026, 4, 10))
    assert mails(company) == []
    campaigns.run(company, on=date(2026, 4, 17))
    assert reminders(company) == [("2026-04-06", "friendly"), ("2026-04-17", "firm")]
    with pytest.raises(Refused):
        campaigns.skip(company, customer, reason=" ", by=the_owner(company), on=date(2026, 5, 6))


def test_who_takes_over_is_left_alone_until_they_give_it_back(company, customer):
    let(company, level="suggest")
    an_invoice(company, customer=customer)
    campaigns.run(company, on=date(2026, 4, 6))
    mine = pause(company, customer, kind="taken_over", on=date(2026, 4, 6))
    campaigns.run(company, on=date(2026, 4, 20))
    assert not Task.objects.filter(company=company, kind="reminder.due", status="open").exists()
    assert (2, "taken_over") in held(company)
    pauses.end(company, mine, by=the_owner(company), on=date(2026, 4, 21))
    campaigns.run(company, on=date(2026, 4, 21))
    assert Task.objects.filter(company=company, kind="reminder.due", status="open").exists()


def test_nothing_is_sent_by_old_figures_of_the_bank(company, customer):
    let(company, bank_days=5)
    an_invoice(company, customer=customer)
    campaigns.run(company, on=date(2026, 4, 6))
    assert (mails(company), held(company)) == ([], [(2, "bank_never")])


def test_our_own_mistake_holds_the_reminder_back(company, customer):
    let(company)
    wrong = an_invoice(company, customer=customer)
    credit_notes.draft(company, wrong, reason="return", by=the_owner(company), on=DUE)
    lost = an_invoice(company, customer=customer)
    about = About(kind="invoice", id=lost.pk, public_id=lost.public_id, name=lost.number)
    message = a_message(company, about=about)
    Message.objects.filter(pk=message.pk).update(status="bounced")
    campaigns.run(company, on=date(2026, 4, 6))
    assert (mails(company), held(company)) == ([], [(2, "correction"), (2, "undelivered")])


def test_a_discount_on_a_period_that_is_being_drafted_holds_back_what_it_lowers():
    poland = a_company("PL")
    buyer = a_customer(poland)
    let(poland)
    an_invoice(poland, a_line(vat="23"), customer=buyer)
    period = {"from": "2026-03-01", "to": "2026-03-31"}
    asked = {"customer": buyer.public_id, "period": period, "amount": "10.00", "reason": "rabat"}
    note = period_discounts.draft(poland, asked, by=the_owner(poland), on=DUE)
    campaigns.run(poland, on=date(2026, 4, 7))
    assert (mails(poland), held(poland)) == ([], [(2, "correction")])
    drafts.discard(poland, note, by=the_owner(poland), on=DUE)
    campaigns.run(poland, on=date(2026, 4, 7))
    assert len(mails(poland)) == 1


def test_a_held_document_keeps_no_other_one_back(company, customer):
    let(company)
    kept, free = an_invoice(company, customer=customer), an_invoice(company, customer=customer)
    item = OpenItem.objects.get(company=company, document_id=kept.pk, document_kind="invoice")
    pause(company, customer, kind="hold", item=item, reason="damaged")
    campaigns.run(company, on=date(2026, 4, 6))
    assert [part.item.document_number for part in Reminded.objects.filter(company=company)] == [free.number]


@pytest.mark.parametrize(("matched", "heading"), [(True, "Detalii"), (False, "Detalii"), (False, "Creditor reference")])
def test_money_that_came_and_waits_to_be_matched_holds_back(company, customer, matched, heading):
    let(company)
    invoice = an_invoice(company, customer=customer)
    rows = f"Data;Suma;Moneda;Platitor;{heading}\n01.04.2026;100,00;RON;ALFA SRL;parte din {invoice.number}\n"
    told = {"name": "extras.csv", "account": IBANS["RO"], "by": the_owner(company), "on": date(2026, 4, 2)}
    statements.load(company, rows.encode(), **told)
    if matched:
        reconciliation.suggest(company, by=the_owner(company), on=date(2026, 4, 2))
    campaigns.run(company, on=date(2026, 4, 6))
    assert held(company) == [(2, "in_flight")]


def test_a_companys_own_words_are_filled_by_name_and_never_computed(company, customer):
    strange = "{{7*7}} {% raw %} ${7*7} {0.__class__} %(x)s"
    row = procedures.every(company)[0]
    levels = [{"days": 3, "tone": "friendly", "texts": {"ro": {"intro": f"Stimați domni, {{numbers}}: {strange}"}}}]
    let(company, levels=levels)
    invoice = an_invoice(company, customer=customer)
    campaigns.run(company, on=date(2026, 4, 6))
    [mail] = mails(company)
    assert f"Stimați domni, {invoice.number}: {strange}" in " ".join(mail.text.split())
    with pytest.raises(Refused) as refusal:
        wrong = {**row.told, "levels": [{"days": 3, "texts": {"ro": {"intro": "{password}"}}}]}
        procedures.change(company, row, wrong, by=the_owner(company), on=DAY)
    assert refusal.value.code == "template.unknown_placeholder"


def test_it_waits_for_the_hours_where_the_customer_is(company):
    let(company)
    abroad = a_customer(company, country="ES", name="Nórdica SL")
    an_invoice(company, customer=abroad)
    early = datetime(2026, 4, 6, 6, 30, tzinfo=UTC)  # 9:30 in Bucharest, 8:30 in Madrid
    campaigns.run(company, on=date(2026, 4, 7), at=early)
    assert mails(company) == []
    campaigns.run(company, on=date(2026, 4, 7), at=early + timedelta(hours=1))
    assert len(mails(company)) == 1


def test_a_procedure_that_is_off_sends_asks_and_notes_nothing(company, customer):
    let(company, level="off")
    an_invoice(company, customer=customer)
    campaigns.run(company, on=date(2026, 4, 6))
    assert (mails(company), held(company), Task.objects.filter(kind="reminder.due").count()) == ([], [], 0)


def test_a_level_put_before_one_that_went_lets_it_not_go_again(company, customer):
    row = let(company)
    an_invoice(company, customer=customer)
    campaigns.run(company, on=date(2026, 4, 6))
    before, *after = procedures.every(company)[0].told["levels"]
    between = {"days": 0, "tone": "notice"}
    procedures.change(
        company,
        row,
        {**row.told, "bank_days": None, "levels": [before, between, *after]},
        by=the_owner(company),
        on=DAY,
    )
    for day in (9, 14, 17):
        campaigns.run(company, on=date(2026, 4, day))
    assert reminders(company) == [("2026-04-06", "friendly"), ("2026-04-17", "firm")]
    assert breaches() == []


def test_a_document_may_have_a_procedure_of_its_own(company, customer):
    let(company)
    by = the_owner(company)
    slow = procedures.make(company, {"name": "Slow", "bank_days": None, "levels": [{"days": 30}]}, by=by, on=DAY)
    procedures.let(company, slow, level="auto", by=by, on=DAY)
    invoice = an_invoice(company, customer=customer)
    item = OpenItem.objects.get(company=company, document_id=invoice.pk, document_kind="invoice")
    procedures.choose(company, customer, slow, item=item, by=by, on=DAY)
    campaigns.run(company, on=date(2026, 4, 15))
    assert mails(company) == []
    campaigns.run(company, on=date(2026, 5, 4))
    assert reminders(company) == [("2026-05-04", "friendly")]
