"""A line is disputed: that part alone is not asked for, and somebody answers (docs/rules/disputes.md)."""

import threading
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection, connections, transaction

from kvit.arrangements import beside, disputes, queries
from kvit.arrangements.models import Dispute
from kvit.capture import mailboxes
from kvit.catalog import prices, products
from kvit.core.errors import Refused
from kvit.dunning import campaigns, situation
from kvit.events.models import Event
from kvit.ledger.models import OpenItem
from kvit.ports import registry
from kvit.ports.mailbox import FakeMailboxes
from kvit.receivables import credit_notes
from kvit.reports import customer_arrangements
from kvit.sales import customer_prices
from kvit.tasks.models import Task
from tests.builders import DAY, a_company, a_customer, a_line, an_invoice, balance_of, breaches, somebody, the_owner
from tests.scenarios.arrangements import debtor
from tests.scenarios.arrangements.debtor import LATE, dispute, mails, pay, settle_down, status_of

pytestmark = pytest.mark.django_db
LAST = date(2026, 5, 4)


@pytest.fixture
def company():
    made = a_company("RO")
    debtor.let_reminders_go(made)
    return made


@pytest.fixture
def customer(company):
    return a_customer(company, language="en")


@pytest.fixture
def guest(company, customer):
    return debtor.guest_of(company, customer)[0]


@pytest.fixture
def invoice(company, customer):
    """Two lines, 119.00 and 59.50 with their VAT."""
    lines = a_line("100.00", vat="19", name="Table"), a_line("50.00", vat="19", name="Chair")
    return an_invoice(company, *lines, customer=customer)


def test_only_the_disputed_part_is_not_asked_for_and_the_letter_says_so_apart(company, invoice, guest):
    dispute(invoice, 2, by=guest, on=LATE)
    campaigns.run(company, on=LATE)
    [mail] = mails(company)
    text = mail.text.replace("\u00a0", " ")
    assert "119.00 RON" in mail.subject.replace("\u00a0", " ")
    assert f"{invoice.number}: 59.50 RON" in text and "Disputed by you, not asked for now" in text
    assert "178.50 RON" in text, "the balance of the account is all that is owed"


def test_the_worked_example_to_its_credit_note(company, invoice, guest):
    row = dispute(invoice, 2, by=guest, on=LATE)
    assert row.amount == Decimal("59.50")
    pay(invoice, "119.00", on=LATE)
    for after in range(60):
        campaigns.run(company, on=LATE + timedelta(days=after))
    assert mails(company) == [] and balance_of(invoice) == Decimal("59.50")
    [step] = situation.of(company).debtors[0].owed
    assert [brake.reason for brake in step.brakes] == ["dispute"]
    note = credit_notes.issue(company, invoice, reason="return", quantities={2: None}, by=the_owner(company), on=LAST)
    settle_down()
    assert status_of(row) == "corrected" and row.corrected_by == note and balance_of(invoice) == 0
    assert breaches() == []


def test_rejected_with_a_reason_all_of_it_is_asked_for_again(company, invoice, guest):
    row = dispute(invoice, 2, by=guest, on=LATE)
    pay(invoice, "119.00", on=LATE)
    disputes.reject(company, row, answer="The chair was whole when you signed for it.", by=the_owner(company), on=LATE)
    [mail] = mails(company, "dispute_rejected")
    assert "whole when you signed" in mail.text and "59.50" in mail.text and "Chair" in mail.text
    campaigns.run(company, on=LATE)
    assert "59.50" in mails(company)[0].subject
    with pytest.raises(Refused, match=r"dispute\.not_open"):
        disputes.reject(company, row, answer="again", by=the_owner(company), on=LATE)
    assert breaches() == []


@pytest.mark.parametrize(("paid", "told"), [("119.00", "59.50"), ("159.00", "19.50"), ("178.50", "")])
def test_the_answer_asks_for_what_is_still_open_of_the_part(company, invoice, guest, paid, told):
    row = dispute(invoice, 2, by=guest)
    pay(invoice, paid, on=LATE)
    disputes.reject(company, row, answer="The chair was whole.", by=the_owner(company), on=LATE)
    [mail] = mails(company, "dispute_rejected")
    assert ("is to be paid as well" in mail.text) == bool(told)
    assert told in mail.text and ("59.50" in mail.text) == (told == "59.50")


def test_an_answer_to_our_mail_comes_where_answers_are_read(company, invoice, guest):
    before = registry.use("mailboxes")
    registry.register("mailboxes", FakeMailboxes())
    try:
        box = {"host": "imap.nord.example", "user": "answers@nord.example", "password": "x", "purpose": "replies"}
        mailboxes.add(company, box, by=the_owner(company), on=DAY)
    finally:
        registry.register("mailboxes", before)
    disputes.reject(company, dispute(invoice, 2, by=guest), answer="It was whole.", by=the_owner(company), on=LATE)
    [mail] = mails(company, "dispute_rejected")
    assert mail.reply_to == "answers@nord.example" and "reply to this message" in mail.text


def test_many_lines_are_shown_with_what_can_be_disputed_in_few_questions(
    company, customer, django_assert_max_num_queries
):
    sold = an_invoice(company, *(a_line("10.00", vat="19", name=f"Part {at}") for at in range(12)), customer=customer)
    credit_notes.issue(company, sold, reason="return", quantities={3: None}, by=the_owner(company), on=LATE)
    with django_assert_max_num_queries(4):
        shown = customer_arrangements.lines(company, sold)
    assert [one.position for one in shown if one.most is None] == [3]
    assert {str(one.most.amount) for one in shown if one.most is not None} == {"11.90"}


def test_a_task_for_who_looks_after_the_customer_and_it_is_closed_with_the_answer(company, invoice, guest):
    row = dispute(invoice, 2, by=guest, on=LATE)
    settle_down()
    task = Task.objects.get(company=company, kind="dispute.opened")
    assert (task.status, task.due_on, task.owner) == ("open", row.answer_by, company.memberships.get().user)
    disputes.withdraw(company, row, by=guest, on=LATE)
    settle_down()
    task.refresh_from_db()
    assert task.status == "done" and status_of(row) == "withdrawn"


def test_one_open_dispute_for_a_line_and_another_once_it_is_over(company, invoice, guest):
    row = dispute(invoice, 2, by=guest)
    with pytest.raises(Refused, match=r"dispute\.known"):
        dispute(invoice, 2, by=guest)
    assert Event.objects.filter(company_id=company.pk, name="dispute.opened").count() == 1
    disputes.withdraw(company, row, by=guest, on=LATE)
    assert dispute(invoice, 2, by=guest, amount=Decimal("10")).amount == 10
    dispute(invoice, 1, by=guest)
    item = OpenItem.objects.get(company=company)
    assert queries.disputed(company, [item])[item.pk].amount == Decimal("129.00")


def test_what_was_rejected_and_is_said_again_is_looked_at_and_asked_for(company, invoice, guest):
    """Else whoever says it again after every answer is never reminded."""
    by = the_owner(company)
    disputes.reject(company, dispute(invoice, 2, by=guest), answer="It was whole.", by=by, on=LATE)
    again = dispute(invoice, 2, by=guest)
    settle_down()
    assert Task.objects.filter(kind="dispute.opened", status="open").count() == 1
    [_, chair] = customer_arrangements.lines(company, invoice)
    assert chair.is_asked_for and not chair.can_dispute
    campaigns.run(company, on=LATE)
    assert "178.50" in mails(company)[0].subject
    disputes.withdraw(company, again, by=guest, on=LATE)
    dispute(invoice, 2, by=by)
    item = OpenItem.objects.get(company=company)
    assert queries.disputed(company, [item])[item.pk].amount == Decimal("59.50"), "a colleague says that it may be so"
    assert not customer_arrangements.lines(company, invoice)[1].is_asked_for
    assert breaches() == []


def test_what_was_paid_or_credited_cannot_be_disputed_and_paying_all_settles_it(company, invoice, guest):
    row = dispute(invoice, 2, by=guest)
    pay(invoice, "178.50", on=LATE)
    settle_down()
    assert status_of(row) == "settled"
    with pytest.raises(Refused, match=r"dispute\.nothing_left"):
        dispute(invoice, 1, by=guest)
    assert breaches() == []


def test_a_credit_note_of_another_line_leaves_it_open(company, invoice, guest):
    row = dispute(invoice, 2, by=guest)
    credit_notes.issue(company, invoice, reason="return", quantities={1: None}, by=the_owner(company), on=LATE)
    settle_down()
    assert status_of(row) == "open"


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"reason": "ugly"}, "dispute.bad_reason"),
        ({"text": "  "}, "dispute.no_words"),
        ({"amount": Decimal("59.51")}, "dispute.bad_amount"),
    ],
)
def test_what_is_no_dispute_is_refused(invoice, guest, asked, code):
    with pytest.raises(Refused) as refusal:
        dispute(invoice, 2, by=guest, **asked)
    assert refusal.value.code == code and not Dispute.objects.exists()


def test_the_facts_beside_it_are_the_line_the_list_price_and_the_delivery(company, customer, guest):
    by = the_owner(company)
    told = {"code": "T-1", "name": "Table", "unit": "H87", "price": "90"}
    product = products.add(company, told, by=by, on=DAY)
    cheap = prices.make_list(company, {"name": "Partners"}, by=by, on=DAY)
    prices.put_all(company, cheap, [{"product": product.public_id, "amount": "80"}], by=by, on=DAY)
    customer_prices.give_list(company, customer, cheap, by=by, on=DAY)
    customer.refresh_from_db()
    line = {"product": product.public_id, "quantity": "2", "price": "100"}
    sold = an_invoice(company, line, customer=customer, order_ref="PO-7", delivered_on="2026-03-01")
    row = queries.find_dispute(company, dispute(sold, 1, by=guest, reason="wrong_price").public_id)
    facts = beside.of(company, row)
    assert facts.listed is not None and (facts.listed.amount, facts.listed.price_list) == (Decimal(80), "Partners")
    assert facts.is_dearer and (facts.order_ref, facts.delivered_on) == ("PO-7", date(2026, 3, 1))


def test_a_colleague_notes_one_and_a_viewer_does_not(company, invoice):
    row = dispute(invoice, 1, by=somebody(company, "clerk"))
    assert row.noted_by is not None
    with pytest.raises(Refused, match=r"permission\.denied"):
        dispute(invoice, 2, by=somebody(company, "viewer"))


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
def test_an_invoice_that_is_paid_in_this_moment_is_disputed_after_that_or_not_at_all(company, invoice, guest):
    said = []

    def complain():
        try:
            dispute(invoice, 2, by=guest)
        except Refused as refused:
            said.append(refused.code)
        finally:
            connections.close_all()

    customer = threading.Thread(target=complain)
    with transaction.atomic():
        pay(invoice, "178.50", on=LATE)
        customer.start()
        customer.join(timeout=2)
        assert customer.is_alive(), "the money is not in the books yet"
    customer.join(timeout=60)
    assert said == ["dispute.nothing_left"] and not Dispute.objects.exists()
