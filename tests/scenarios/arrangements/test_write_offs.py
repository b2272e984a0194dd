"""What a customer will not pay any more: asked for, agreed by another, booked, and back when the money comes."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.test.utils import CaptureQueriesContext

from kvit.approvals import policies
from kvit.approvals import queries as asked_for
from kvit.arrangements import write_off_entries, write_off_queries, write_offs
from kvit.arrangements.models import WriteOff, WriteOffItem
from kvit.core import approval
from kvit.core.approval import Group
from kvit.core.errors import Refused
from kvit.dunning import campaigns, situation
from kvit.events.models import Event
from kvit.ledger.models import Entry, EntryLine, OpenItem
from kvit.payments import incoming
from kvit.receivables import standings
from kvit.reports import ageing, kpi
from kvit.tasks.models import Task
from tests.builders import DAY, a_company, a_customer, a_line, an_invoice, balance_of, breaches, somebody, the_owner
from tests.scenarios.arrangements import debtor
from tests.scenarios.arrangements.debtor import LATE, dispute, mails, pay, settle_down, status_of, wish

pytestmark = pytest.mark.django_db
LATER = LATE + timedelta(days=60)


@pytest.fixture
def company():
    made = a_company("RO")
    debtor.let_reminders_go(made)
    return made


@pytest.fixture
def clerk(company):
    return somebody(company, "clerk")


@pytest.fixture
def approver(company):
    return somebody(company, "approver")


@pytest.fixture
def customer(company):
    return a_customer(company, language="en")


@pytest.fixture
def invoice(company, customer):
    """1,000.00 and 19 % of VAT."""
    return an_invoice(company, a_line("1000.00", vat="19"), customer=customer)


def asked(company, *invoices, by, amount=None, reason="uncollectible", text="They do not answer.", on=LATER):
    items = [(one.number, None if amount is None else Decimal(amount)) for one in invoices]
    return write_offs.ask(company, write_offs.Wish(items=items, reason=reason, text=text), by=by, on=on)


def in_account(company, role):
    """The balance of the account with that role."""
    lines = EntryLine.objects.filter(company=company, account__role=role)
    return sum((line.base_amount for line in lines), Decimal(0))


def settlement_of(invoice):
    return standings.of(invoice.company, [invoice], on=LATER)[invoice.pk].settlement


def test_the_worked_example_of_docs_rules_write_offs(company, invoice, clerk, approver):
    pay(invoice, "190.00", on=LATE)
    row = asked(company, invoice, by=clerk, reason="insolvency", text="Struck off the register on 2 May.")
    assert (row.status, row.amount, row.is_small) == ("requested", 1000, False)
    assert balance_of(invoice) == 1000 and in_account(company, "bad_debt") == 0
    with pytest.raises(Refused, match=r"write_off\.own"):
        write_offs.approve(company, row, by=clerk, on=LATER)
    write_offs.approve(company, row, by=approver, on=LATER)
    assert status_of(row) == "booked" and balance_of(invoice) == 0
    assert in_account(company, "bad_debt") == 1000 and in_account(company, "receivable") == 0
    assert in_account(company, "vat_output") == -190, "its VAT is taken back by a document, not by this"
    assert settlement_of(invoice) == "written_off"
    assert list(standings.listed(company, status="written_off", on=LATER)) == [invoice]
    assert not standings.listed(company, status="paid", on=LATER).exists()
    [event] = Event.objects.filter(company_id=company.pk, name="invoice.written_off")
    assert (event.subject_id, Decimal(event.facts["amount"])) == (invoice.pk, 1000) and event.facts[
        "why"
    ] == "insolvency"
    assert ageing.receivables(company, on=LATER).total == 0
    assert breaches() == []


def test_money_that_comes_after_all_opens_it_again_and_pays_it(company, invoice, clerk, approver):
    row = write_offs.approve(company, asked(company, invoice, by=clerk), by=approver, on=LATER)
    back = LATER + timedelta(days=30)
    with pytest.raises(Refused, match=r"reason\.missing"):
        write_off_entries.take_back(company, row, reason=" ", by=clerk, on=back)
    write_off_entries.take_back(company, row, reason="The liquidator paid.", by=clerk, on=back)
    assert status_of(row) == "reversed" and balance_of(invoice) == 1190
    assert in_account(company, "bad_debt") == 0 and settlement_of(invoice) == "open"
    pay(invoice, "1190.00", on=back)
    assert settlement_of(invoice) == "paid"
    with pytest.raises(Refused, match=r"write_off\.not_booked"):
        write_off_entries.take_back(company, row, reason="again", by=clerk, on=back)
    assert Entry.objects.filter(company=company, kind="write_off").count() == 2, "the entry and its reverse"
    assert breaches() == []


def test_until_the_yes_it_is_asked_for_and_after_it_nothing_is_sent(company, invoice, clerk, approver):
    row = asked(company, invoice, by=clerk, on=LATE)
    campaigns.run(company, on=LATE)
    assert len(mails(company)) == 1
    write_offs.approve(company, row, by=approver, on=LATE)
    for after in range(1, 90, 6):
        campaigns.run(company, on=LATE + timedelta(days=after))
    assert len(mails(company)) == 1 and not situation.of(company).debtors


def test_a_part_is_given_up_and_the_rest_is_reminded_of(company, invoice, clerk, approver):
    row = asked(company, invoice, by=clerk, amount="690.00", reason="agreement", on=LATE)
    write_offs.approve(company, row, by=approver, on=LATE)
    assert balance_of(invoice) == 500 and settlement_of(invoice) == "partly_paid"
    campaigns.run(company, on=LATE)
    assert "500.00" in mails(company)[0].subject.replace("\u00a0", " ")
    pay(invoice, "500.00", on=LATE)
    assert settlement_of(invoice) == "written_off"


def test_a_small_rest_needs_nobody_but_a_debt_is_not_cut_into_small_ones(company, customer, invoice, clerk):
    pay(invoice, "1185.50", on=LATE)
    row = asked(company, invoice, by=clerk, reason="small_rest", text="Bank fees")
    assert (row.status, row.is_small, balance_of(invoice)) == ("booked", True, 0)
    second = an_invoice(company, a_line("100.00", vat="19"), customer=customer)
    pay(second, "118.00", on=LATE)
    again = asked(company, second, by=clerk, reason="small_rest", text="Bank fees")
    assert again.status == "requested", "4.50 and 1.00 are more than 5.00 together"
    third = an_invoice(company, a_line("100.00", vat="19"), customer=a_customer(company, name="Beta", vat_id=""))
    part = asked(company, third, by=clerk, amount="3.00", reason="small_rest", text="Cut off")
    assert part.status == "requested", "what leaves something open is no rest"
    assert breaches() == []


def test_a_policy_for_write_offs_asks_whom_it_names_and_the_last_yes_books(company, invoice, clerk, approver):
    boss = somebody(company, "accountant")
    steps = tuple(
        approval.Step(position=at, group=Group(people=frozenset({who.id}))) for at, who in ((1, approver), (2, boss))
    )
    policy = approval.Policy(id="", position=1, subject_kind="write_off", steps=steps)
    policies.make(company, policy, name="Losses", by=the_owner(company), on=DAY)
    row = asked(company, invoice, by=clerk)
    assert [one.approval.subject_public_id for one in asked_for.waiting(company, person=approver.id, on=LATER)] == [
        row.public_id
    ]
    with pytest.raises(Refused, match=r"approval\.not_asked"):
        write_offs.approve(company, row, by=the_owner(company), on=LATER)
    write_offs.approve(company, row, by=approver, on=LATER)
    assert status_of(row) == "requested" and balance_of(invoice) == 1190
    write_offs.approve(company, row, by=boss, on=LATER)
    assert status_of(row) == "booked" and balance_of(invoice) == 0 and breaches() == []


def test_a_no_leaves_it_owed_and_it_may_be_asked_again(company, invoice, clerk, approver):
    row = asked(company, invoice, by=clerk)
    with pytest.raises(Refused, match=r"write_off\.known"):
        asked(company, invoice, by=clerk, amount="1.00")
    write_offs.reject(company, row, reason="Call them first.", by=approver, on=LATER)
    assert status_of(row) == "rejected" and balance_of(invoice) == 1190
    again = asked(company, invoice, by=clerk)
    write_offs.withdraw(company, again, reason="They paid by cheque.", by=clerk, on=LATER)
    assert status_of(again) == "withdrawn" and in_account(company, "bad_debt") == 0


def test_what_was_paid_while_it_waited_is_not_written_off(company, customer, invoice, clerk, approver):
    other = an_invoice(company, a_line("100.00", vat="19"), customer=customer)
    row = asked(company, invoice, other, by=clerk)
    pay(invoice, "1190.00", on=LATER)
    pay(other, "19.00", on=LATER)
    write_offs.approve(company, row, by=approver, on=LATER)
    assert [(one.amount, one.booked) for one in row.items.order_by("pk")] == [(1190, 0), (119, 100)]
    assert in_account(company, "bad_debt") == 100
    assert settlement_of(invoice) == "paid" and settlement_of(other) == "written_off" and breaches() == []


def test_a_request_lapses_once_all_of_it_is_paid(company, invoice, clerk, approver):
    row = asked(company, invoice, by=clerk)
    settle_down()
    [task] = Task.objects.filter(company=company, kind="write_off.to_decide")
    pay(invoice, "1190.00", on=LATER)
    settle_down()
    task.refresh_from_db()
    assert (status_of(row), task.status) == ("lapsed", "done")
    with pytest.raises(Refused, match=r"write_off\.not_requested"):
        write_offs.approve(company, row, by=approver, on=LATER)


def test_one_of_several_is_taken_back_alone(company, customer, clerk, approver):
    twins = [an_invoice(company, a_line("100.00", vat="19"), customer=customer) for _ in range(2)]
    row = write_offs.approve(company, asked(company, *twins, by=clerk), by=approver, on=LATER)
    item = OpenItem.objects.get(document_kind="invoice", document_id=twins[1].pk)
    write_off_entries.take_back(company, row, items=[item.public_id], reason="Paid", by=clerk, on=LATER)
    assert [balance_of(one) for one in twins] == [0, 119] and status_of(row) == "booked"
    assert in_account(company, "bad_debt") == 119
    write_off_entries.take_back(company, row, reason="Paid too", by=clerk, on=LATER)
    assert [balance_of(one) for one in twins] == [119, 119] and status_of(row) == "reversed" and breaches() == []


def test_what_is_of_others_in_a_plan_or_of_nobody_is_refused(company, customer, invoice, clerk, approver):
    theirs = an_invoice(company, a_line("5.00", vat="19"), customer=a_customer(company, name="Beta", vat_id=""))
    for told, code in (
        ({"reason": "bored"}, "write_off.bad_reason"),
        ({"text": " "}, "write_off.no_words"),
        ({"amount": "1190.01"}, "write_off.bad_amount"),
        ({"amount": "0.001"}, "write_off.bad_amount"),
    ):
        with pytest.raises(Refused) as refusal:
            asked(company, invoice, by=clerk, **told)
        assert refusal.value.code == code
    with pytest.raises(Refused, match=r"write_off\.other_customer"):
        asked(company, invoice, theirs, by=clerk)
    with pytest.raises(Refused, match=r"permission\.denied"):
        asked(company, invoice, by=somebody(company, "viewer"))
    row = asked(company, invoice, by=clerk)
    debtor.let_plans(company, "suggest")
    write_offs.withdraw(company, row, reason="a plan", by=clerk, on=LATER)
    debtor.plans.make(company, customer, wish(invoice), by=clerk, on=LATE)
    with pytest.raises(Refused, match=r"write_off\.in_plan"):
        asked(company, invoice, by=clerk)
    assert not WriteOff.objects.exclude(pk=row.pk).exists()


def test_the_loss_is_undone_with_its_write_off_alone(company, invoice, clerk, approver):
    pay(invoice, "190.00", on=LATE)
    write_offs.approve(company, asked(company, invoice, by=clerk), by=approver, on=LATER)
    item = OpenItem.objects.get(document_kind="invoice", document_id=invoice.pk)
    loss = item.allocations.get(against__document_kind="write_off")
    with pytest.raises(Refused, match=r"allocation\.of_write_off"):
        incoming.deallocate(company, loss, by=clerk, on=LATER)


def test_the_database_keeps_what_was_asked_and_asks_for_an_item_once(company, invoice, clerk, approver):
    row = asked(company, invoice, by=clerk)
    part = row.items.get()
    with pytest.raises(DatabaseError), transaction.atomic():
        WriteOff.objects.filter(pk=row.pk).update(amount=1)
    with pytest.raises(DatabaseError), transaction.atomic():
        WriteOffItem.objects.filter(pk=part.pk).update(amount=1)
    twin = WriteOff.objects.create(
        company=company, party=row.party, reason="uncollectible", text="x", currency="RON", amount=1, is_small=False,
        asked_by_id=clerk.id, asked_on=LATER,
    )  # fmt: skip
    with pytest.raises(DatabaseError), transaction.atomic():
        WriteOffItem.objects.create(company=company, write_off=twin, item=part.item, amount=1)
    write_offs.approve(company, row, by=approver, on=LATER)
    with pytest.raises(DatabaseError), transaction.atomic():
        WriteOff.objects.filter(pk=row.pk).update(status="requested", decided_on=None, amount=2)
    with connection.cursor() as cursor, pytest.raises(DatabaseError), transaction.atomic():
        cursor.execute("DELETE FROM arrangements_writeoff")


def test_the_days_to_get_paid_count_nobody_who_never_paid(company, customer, invoice, clerk, approver):
    write_offs.approve(company, asked(company, invoice, by=clerk), by=approver, on=LATER)
    figure = kpi.time_to_pay(company, since=DAY, until=LATER)
    assert figure.parts["documents"] == 0


def test_a_dispute_of_it_is_over_with_it(company, customer, invoice, clerk, approver):
    row = dispute(invoice, 1, by=debtor.guest_of(company, customer)[0])
    write_offs.approve(company, asked(company, invoice, by=clerk), by=approver, on=LATER)
    settle_down()
    assert status_of(row) == "settled"
    assert [one.booked for one in write_off_queries.standing(company)] == [1190]


def test_who_asks_twice_at_once_for_one_customer_waits(company, invoice, clerk):
    """Small rests are added up by customer, so the customer is locked before they are."""
    with CaptureQueriesContext(connection) as seen:
        asked(company, invoice, by=clerk)
    statements = [one["sql"] for one in seen]
    added_up = next(nth for nth, one in enumerate(statements) if one.startswith("SELECT") and '"booked" > 0' in one)
    locks = [one for one in statements[:added_up] if one.startswith("SELECT") and 'FROM "parties_party" WHERE' in one]
    assert any(f'"parties_party"."id" = {OpenItem.objects.get().party_id}' in one for one in locks)
    assert not connection.features.has_select_for_no_key_update or any("FOR NO KEY UPDATE" in one for one in locks)
