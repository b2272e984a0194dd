"""A customer who pays late is charged once for each day, by a document that books, is mailed, and can be taken back."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from kvit.collecting import fee_papers, fee_runs, late_fees, owed_fees, policies
from kvit.collecting.models import LateFeeLine
from kvit.collecting.owed_fees import Asked
from kvit.core.errors import Refused
from kvit.dunning import campaigns, pauses, procedures
from kvit.jobs import worker
from kvit.ledger import rates
from kvit.ledger.models import EntryLine, OpenItem
from kvit.ledger.rates import Quote
from kvit.messages.models import Message
from kvit.payments import incoming
from kvit.receivables import credit_notes
from kvit.tasks.models import Task
from tests.builders import a_company, a_customer, an_invoice, breaches, the_owner

pytestmark = pytest.mark.django_db
SOLD = date(2026, 2, 2)
DUE = date(2026, 3, 4)
"""The invoice of `SOLD`, 1,000 lei and 210 VAT, is due in 30 days."""
PAID = date(2026, 4, 1)
LATER = date(2026, 4, 20)


@pytest.fixture
def company():
    company = a_company("RO", on=SOLD)
    quotes = [Quote(date(2026, 1, 5), "EUR", Decimal("5.0000"), "BNR")]
    rates.record_all(company, quotes, by=the_owner(company), on=SOLD)
    without_bank(company)
    return company


@pytest.fixture
def customer(company):
    return a_customer(company, language="ro")


def sold(company, customer, net="1000.00", on=SOLD, **facts):
    line = {"name": "Consultanță", "quantity": "1", "unit": "H87", "price": net, "vat_category": "S", "vat_rate": "21"}
    return an_invoice(company, line, customer=customer, on=on, terms_days=30, **facts)


def paid(company, invoice, amount, on=PAID):
    told = {"amount": amount, "paid_on": on.isoformat(), "invoice": invoice.number}
    [one] = incoming.record_all(company, [told], by=the_owner(company), on=on)
    return one


def issue(company, customer, on=LATER, **asked):
    return late_fees.issue(company, customer, Asked(on, **asked), by=the_owner(company), on=on)


def without_bank(company):
    """It does not look at the bank's figures before it asks anybody for money."""
    usual, owner = procedures.every(company)[0], the_owner(company)
    procedures.change(company, usual, {**usual.told, "bank_days": None}, by=owner, on=SOLD)


def balances(company, *roles):
    lines = EntryLine.objects.filter(company=company, account__role__in=roles)
    return sum(line.base_amount for line in lines)


def test_interest_to_the_day_of_payment_and_the_sum_are_charged_in_one_document(company, customer):
    invoice = sold(company, customer)
    paid(company, invoice, "1210.00")
    [fee] = issue(company, customer)
    interest, compensation = fee.lines.order_by("pk")
    # 5 March to 1 April are 28 days: 1210 × 0.145 × 28 / 365 = 13.4592; 40 EUR at 5.0000 are 200.00.
    assert (interest.amount, interest.since, interest.until) == (Decimal("13.46"), date(2026, 3, 5), PAID)
    assert (compensation.rule, compensation.amount) == ("compensation", Decimal("200.00"))
    assert (fee.number, fee.amount, fee.due_on) == ("LF-2026-00001", Decimal("213.46"), date(2026, 5, 4))
    item = OpenItem.objects.get(company=company, document_kind="late_fee")
    assert (item.balance, item.due_on, item.document_number) == (fee.amount, fee.due_on, fee.number)
    assert balances(company, "late_interest") == Decimal("-13.46")
    assert balances(company, "compensation") == Decimal("-200.00")
    assert balances(company, "vat_output") == Decimal("-210.00"), "a late fee bears no VAT"
    assert breaches() == []


def test_nothing_is_charged_twice_and_the_database_says_so(company, customer):
    invoice = sold(company, customer)
    [first] = issue(company, customer, on=date(2026, 4, 10))
    with pytest.raises(Refused, match=r"late_fee\.nothing"):
        issue(company, customer, on=date(2026, 4, 10))
    [second] = issue(company, customer, on=LATER)
    [line] = second.lines.all()
    assert (line.rule, line.since, line.until) == ("interest", date(2026, 4, 11), LATER)
    again = {"company": company, "fee": second, "item": line.item, "rule": "interest", "amount": Decimal(1)}
    for since, until in ((date(2026, 3, 5), date(2026, 3, 5)), (date(2026, 4, 20), date(2026, 5, 1))):
        with pytest.raises(IntegrityError), transaction.atomic():
            LateFeeLine.objects.create(**again, since=since, until=until)
    with pytest.raises(IntegrityError), transaction.atomic():
        LateFeeLine.objects.create(**{**again, "rule": "compensation"}, since=LATER, until=LATER)
    assert invoice.number == line.item.document_number and first.lines.count() == 2


def test_a_late_fee_bears_no_interest_itself(company, customer):
    sold(company, customer)
    [fee] = issue(company, customer)
    long_after = date(2026, 6, 30)
    [one] = owed_fees.of(company, Asked(long_after))
    assert one.item.document_kind == "invoice", "the fee was due on 4 May, and is not among them"
    item = OpenItem.objects.get(company=company, document_kind="late_fee")
    on_it = {"company": company, "fee": fee, "item": item, "rule": "interest", "amount": Decimal(1)}
    with pytest.raises(IntegrityError), transaction.atomic():
        LateFeeLine.objects.create(**on_it, since=date(2026, 5, 5), until=long_after)


def test_a_credit_note_lowers_the_debt_from_the_start_and_a_part_payment_from_its_day(company, customer):
    invoice = sold(company, customer)
    credit_notes.issue(company, invoice, reason="whole", by=the_owner(company), on=date(2026, 4, 15))
    assert owed_fees.of(company, Asked(LATER)) == [], "what was credited whole was never owed"
    other = sold(company, customer)
    paid(company, other, "600.00", on=date(2026, 3, 14))
    [one] = owed_fees.of(company, Asked(date(2026, 3, 24), rules=("interest",)))
    assert [(part.base.amount, part.days) for part in one.fees[0].parts] == [(1210, 10), (610, 10)]


def test_consumers_are_charged_nothing(company):
    person = a_customer(company, name="Ion Pop", vat_id="", is_business=False)
    sold(company, person)
    assert owed_fees.of(company, Asked(LATER)) == []
    with pytest.raises(Refused, match=r"late_fee\.consumer"):
        issue(company, person)


def test_a_charge_is_taken_back_by_a_document_and_can_be_made_again(company, customer):
    sold(company, customer)
    [fee] = issue(company, customer)
    owner = the_owner(company)
    with pytest.raises(Refused, match=r"reason\.missing"):
        late_fees.cancel(company, fee, reason=" ", by=owner, on=LATER)
    back = late_fees.cancel(company, fee, reason="agreed by telephone", by=owner, on=LATER)
    assert (back.number, back.reverses, back.amount) == ("LF-2026-00002", fee, fee.amount)
    assert balances(company, "late_interest", "compensation") == 0
    assert sum(one.balance for one in OpenItem.objects.filter(company=company, document_kind="late_fee")) == 0
    for row in (fee, back):
        with pytest.raises(Refused, match=r"late_fee\.cancelled"):
            late_fees.cancel(company, row, reason="again", by=owner, on=LATER)
    [again] = issue(company, customer)
    assert again.amount == fee.amount
    assert breaches() == []


def test_a_charge_of_which_something_is_paid_stays(company, customer):
    sold(company, customer)
    [fee] = issue(company, customer)
    item = OpenItem.objects.get(company=company, document_kind="late_fee")
    told = {"amount": "10.00", "paid_on": LATER.isoformat(), "customer": customer.public_id, "invoice": fee.number}
    incoming.record_all(company, [told], by=the_owner(company), on=LATER)
    item.refresh_from_db()
    assert item.balance == fee.amount - 10
    with pytest.raises(Refused, match=r"late_fee\.paid"):
        late_fees.cancel(company, fee, reason="too late", by=the_owner(company), on=LATER)


def test_the_mail_carries_the_document_in_the_customers_language(company, customer):
    sold(company, customer)
    [fee] = issue(company, customer)
    [mail] = fee_papers.send(company, fee, by=the_owner(company), on=LATER)
    assert fee.number in mail.subject and [one.name for one in mail.enclosures.all()] == ["LF-2026-00001.pdf"]
    with pytest.raises(Refused, match=r"message\.waiting"):
        fee_papers.send(company, fee, by=the_owner(company), on=LATER)


def test_what_is_not_known_is_told_and_the_rest_is_charged(company, customer):
    sold(company, customer, on=date(2026, 6, 1))
    july = date(2026, 7, 20)
    [one] = owed_fees.of(company, Asked(july))
    assert [fee.rule for fee in one.fees] == ["compensation"]
    assert [(gap.rule, gap.refused.code) for gap in one.gaps] == [("interest", "interest.rate_missing")]
    owner = the_owner(company)
    policies.enter_rate(company, "2026/2", percent=Decimal("14.25"), source="BNR, 1 July 2026", by=owner, on=july)
    with pytest.raises(Refused, match=r"late_rate\.entered"):
        policies.enter_rate(company, "2026/2", percent=Decimal(9), source="BNR", by=owner, on=july)
    [one] = owed_fees.of(company, Asked(july))
    assert one.fees[0].parts[0].source == "BNR, 1 July 2026" and not one.gaps


def test_by_itself_nothing_happens_until_the_policy_says_so(company, customer):
    invoice = sold(company, customer)
    done = fee_runs.run(company, on=LATER)
    assert not done.issued and not done.proposed and not Task.objects.filter(kind="late_fee.due").exists()
    change(company, level="suggest")
    assert fee_runs.run(company, on=LATER).proposed == [customer]
    assert fee_runs.run(company, on=LATER).proposed == [customer]
    [task] = Task.objects.filter(kind="late_fee.due", status="open")
    assert "RON" in task.facts["amounts"]
    change(company, level="auto")
    [fee] = fee_runs.run(company, on=LATER).issued
    interest = fee.lines.get(rule="interest")
    assert interest.until == date(2026, 3, 31), "still open: months that are over"
    worker.until_idle()
    assert Message.objects.filter(kind="late_fee_sent").count() == 1
    assert fee_runs.run(company, on=LATER).issued == []
    paid(company, invoice, "1210.00", on=date(2026, 4, 19))
    [rest] = fee_runs.run(company, on=LATER).issued
    assert [(one.since, one.until) for one in rest.lines.all()] == [(date(2026, 4, 1), date(2026, 4, 19))]
    assert not Task.objects.filter(kind="late_fee.due", status="open").exists()
    assert breaches() == []


def test_a_customer_who_rests_and_what_is_less_than_the_least_wait(company, customer):
    sold(company, customer)
    change(company, level="auto", least=Decimal("1000.00"))
    assert fee_runs.run(company, on=LATER).issued == []
    change(company, level="auto")
    hold = pauses.Asked(kind="hold", reason="a talk next week")
    pauses.begin(company, customer, hold, by=the_owner(company), on=LATER)
    assert fee_runs.run(company, on=LATER).issued == []


def test_a_polish_debt_bears_seventy_euro_at_the_rate_of_the_month_before():
    company = a_company("PL", on=SOLD)
    quotes = [
        Quote(date(2026, 2, 27), "EUR", Decimal("4.2000"), "NBP"),
        Quote(date(2026, 3, 2), "EUR", Decimal(5), "NBP"),
    ]
    rates.record_all(company, quotes, by=the_owner(company), on=SOLD)
    sold(company, a_customer(company), net="10000.00", on=SOLD)
    [one] = owed_fees.of(company, Asked(LATER, rules=("compensation",)))
    assert one.fees[0].amount.amount == Decimal("294.00"), "70 EUR for 12,100 PLN, at the rate of 27 February"


def test_a_polish_sum_is_read_by_what_a_credit_note_left_of_a_foreign_invoice():
    """2,460.00 of 24,600.00 EUR are left, 10,332.00 PLN at 4.20: over 5,000 and under 50,000."""
    company = a_company("PL", on=SOLD)
    rates.record_all(
        company, [Quote(date(2026, 1, 30), "EUR", Decimal("4.2000"), "NBP")], by=the_owner(company), on=SOLD
    )
    line = {"name": "Praca", "quantity": "10", "unit": "HUR", "price": "2000.00", "vat_category": "S", "vat_rate": "23"}
    invoice = an_invoice(
        company, line, customer=a_customer(company, country="DE"), on=SOLD, terms_days=30, currency="EUR"
    )
    credit_notes.issue(company, invoice, reason="quantity", quantities={1: Decimal(9)}, by=the_owner(company), on=SOLD)
    [one] = owed_fees.of(company, Asked(LATER, rules=("compensation",)))
    assert one.fees[0].amount.amount == 70


def test_a_contract_s_own_rate_and_reminder_fee_take_their_place(company, customer):
    sold(company, customer)
    change(company, compensation=False, percent=Decimal("3.65"), reminder_fee=Decimal("50.00"))
    campaigns.send(company, customer, by=the_owner(company), on=date(2026, 3, 9))
    [fee] = issue(company, customer, on=date(2026, 3, 14))
    # 1210 × 0.0365 × 10 / 365 = 1.21
    assert [(one.rule, one.amount) for one in fee.lines.order_by("pk")] == [
        ("interest", Decimal("1.21")),
        ("reminder_fee", Decimal("50.00")),
    ]


def test_a_reminder_fee_wants_a_reminder_that_was_sent_after_the_due_day(company, customer):
    sold(company, customer)
    change(company, interest=False, compensation=False, reminder_fee=Decimal("50.00"))
    owner, day = the_owner(company), date(2026, 3, 14)
    assert owed_fees.of(company, Asked(day)) == [], "nobody was reminded"
    campaigns.send(company, customer, by=owner, on=date(2026, 3, 2))
    assert owed_fees.of(company, Asked(day)) == [], "a word before the due day is no reminder of what is late"
    campaigns.skip(company, customer, reason="They called.", by=owner, on=date(2026, 3, 9))
    assert owed_fees.of(company, Asked(day)) == [], "one that was skipped did not go"
    campaigns.send(company, customer, by=owner, on=date(2026, 3, 20))
    assert owed_fees.of(company, Asked(date(2026, 3, 19))) == [], "it had not gone by then"
    [one] = owed_fees.of(company, Asked(LATER))
    assert [(fee.rule, fee.amount.amount) for fee in one.fees] == [("reminder_fee", Decimal("50.00"))]


def change(company, **asked):
    policies.change(company, policies.Asked(**asked), by=the_owner(company), on=LATER)
