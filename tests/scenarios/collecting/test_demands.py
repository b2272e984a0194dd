"""A final demand names all that is overdue and nothing that is held back, once while its days run."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from kvit.archive.tests import paper
from kvit.arrangements import disputes
from kvit.capture import mailboxes
from kvit.collecting import demand_papers, demands, fee_runs
from kvit.collecting.demands import Asked
from kvit.collecting.models import Demand
from kvit.core.errors import Refused
from kvit.dunning import campaigns, pauses, procedures
from kvit.dunning.models import Pause
from kvit.ledger import open_items
from kvit.payments import incoming
from kvit.ports import registry
from kvit.ports.mailbox import FakeMailboxes
from tests.builders import a_company, a_customer, breaches, the_owner
from tests.scenarios.collecting.test_late_fees import LATER, SOLD, change, issue, paid, sold

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    return a_company("RO", on=SOLD)


@pytest.fixture
def customer(company):
    return a_customer(company, language="ro")


def demand(company, customer, on=LATER, **asked):
    return demands.make(company, customer, Asked(**asked), by=the_owner(company), on=on)


def disputed(company, invoice, amount):
    said = disputes.Asked(position=1, reason="damaged", text="Two legs are broken.", amount=Decimal(amount))
    return disputes.open(company, invoice, said, by=the_owner(company), on=LATER)


def unused(company, customer, amount):
    """Money of the customer's that settles nothing yet."""
    raw = {"amount": amount, "customer": customer.public_id, "paid_on": LATER.isoformat()}
    return incoming.record_all(company, [raw], by=the_owner(company), on=LATER)


def hold(company, customer, **facts):
    asked = pauses.Asked(**{"kind": "hold", "reason": "a talk", **facts})
    return pauses.begin(company, customer, asked, by=the_owner(company), on=LATER)


def test_it_names_each_document_with_the_interest_to_its_day(company, customer):
    first, second = sold(company, customer), sold(company, customer, net="100.00")
    sold(company, customer, on=date(2026, 4, 1))
    paid(company, second, "21.00")
    made = demand(company, customer)
    assert [one["number"] for one in made.lines] == [first.number, second.number], "the third is not due yet"
    assert (made.number, made.amount, made.last_on) == ("FD-2026-00001", Decimal("1310.00"), LATER + timedelta(15))
    # 1210 × 0.145 × 47 / 365 = 22.5922; 121 × 0.145 × 28 / 365 + 100 × 0.145 × 19 / 365 = 1.3459 + 0.7548
    assert [one["interest"] for one in made.lines] == ["22.59", "2.10"]
    assert made.interest == Decimal("24.69")
    assert breaches() == []


def test_a_late_fee_is_demanded_too_and_its_interest_is_not_reckoned_again(company, customer):
    sold(company, customer)
    [fee] = issue(company, customer, rules=("interest",))
    made = demand(company, customer, on=date(2026, 5, 10))
    assert [one["number"] for one in made.lines][1] == fee.number
    # 1210 × 0.145 × 20 / 365 = 9.6137, of 21 April to 10 May
    assert [one["interest"] for one in made.lines] == ["9.61", "0"]


def test_one_at_a_time_and_never_rewritten(company, customer):
    sold(company, customer)
    made = demand(company, customer)
    with pytest.raises(Refused, match=r"demand\.running"):
        demand(company, customer, on=made.last_on)
    assert demand(company, customer, on=made.last_on + timedelta(1)).number == "FD-2026-00002"
    with pytest.raises(DatabaseError), transaction.atomic():
        Demand.objects.filter(pk=made.pk).update(amount=1)


def test_a_promise_stands_and_what_is_held_back_is_left_out(company, customer):
    first, second = sold(company, customer), sold(company, customer, net="100.00")
    item = open_items.of_document(company, "invoice", document_id=first.pk)
    hold(company, customer, kind="promise", item=item, until=date(2026, 4, 30))
    assert [one["number"] for one in demand(company, customer).lines] == [second.number]
    assert Pause.objects.get(company=company, kind="promise").ended_on is None
    hold(company, customer)
    with pytest.raises(Refused, match=r"demand\.held"):
        demand(company, customer, on=date(2026, 6, 30))


def test_nothing_overdue_and_too_many_days_are_refused(company, customer):
    with pytest.raises(Refused, match=r"demand\.nothing"):
        demand(company, customer)
    sold(company, customer)
    with pytest.raises(Refused, match=r"demand\.days"):
        demand(company, customer, days=91)


@pytest.mark.parametrize(("country", "language"), [("RO", "en"), ("BG", "bg"), ("ES", "es"), ("PL", "pl")])
def test_the_letter_is_kept_and_mailed_in_every_country(country, language):
    company = a_company(country, on=SOLD)
    customer = a_customer(company, language=language)
    sold(company, customer)
    made = demand(company, customer)
    assert demand_papers.pdf(company, made) == demand_papers.pdf(company, made)
    [mail] = demand_papers.send(company, made, by=the_owner(company), on=LATER)
    assert made.number in mail.subject and [one.name for one in mail.enclosures.all()] == ["FD-2026-00001.pdf"]


def test_who_answers_a_demand_reaches_the_mailbox_where_answers_are_read(company, customer):
    before = registry.use("mailboxes")
    registry.register("mailboxes", FakeMailboxes())
    try:
        box = {"host": "imap.nord.example", "user": "answers@nord.example", "password": "x", "purpose": "replies"}
        mailboxes.add(company, box, by=the_owner(company), on=SOLD)
        sold(company, customer)
        [mail] = demand_papers.send(company, demand(company, customer), by=the_owner(company), on=LATER)
    finally:
        registry.register("mailboxes", before)
    assert mail.reply_to == "answers@nord.example"


def test_what_is_disputed_is_neither_demanded_nor_bears_interest_there(company, customer):
    invoice = sold(company, customer)
    disputed(company, invoice, "210.00")
    made = demand(company, customer)
    # 1000 × 0.145 × 47 / 365 = 18.6712: on the part that is not disputed
    assert (made.amount, made.interest) == (Decimal("1000.00"), Decimal("18.67"))
    [line] = made.lines
    assert Decimal(line["disputed"]) == 210 and Decimal(line["amount"]) == 1210
    assert f"{invoice.number}: 210,00 RON" in paper.copied(demand_papers.pdf(company, made))


def test_what_is_disputed_whole_is_held_back(company, customer):
    invoice, other = sold(company, customer), sold(company, customer, net="100.00")
    disputed(company, invoice, "1210.00")
    assert [one["number"] for one in demand(company, customer).lines] == [other.number]


def test_what_the_customers_own_credit_pays_is_not_demanded(company, customer):
    first, second = sold(company, customer), sold(company, customer, net="100.00")
    unused(company, customer, "1210.00")
    made = demand(company, customer)
    assert [one["number"] for one in made.lines] == [second.number], f"{first.number} is covered, the oldest first"


def test_where_credits_pay_all_nothing_is_demanded(company, customer):
    sold(company, customer)
    unused(company, customer, "1300.00")
    with pytest.raises(Refused, match=r"demand\.held") as refusal:
        demand(company, customer)
    assert "credit" in refusal.value.facts["why"]


@pytest.mark.parametrize("both", [True, False])
def test_money_that_comes_while_it_is_written_is_not_demanded(company, customer, both):
    """It comes after the look at what is overdue and before that is held."""
    first, second = sold(company, customer), sold(company, customer, net="100.00")
    coming = [(first, "1210.00"), (second, "121.00")][: 2 if both else 1]

    def meanwhile(execute, sql, params, many, context):
        found = execute(sql, params, many, context)
        if coming and sql.startswith("SELECT") and '"ledger_openitem"."due_on" <' in sql:
            now, coming[:] = list(coming), []
            for invoice, amount in now:
                paid(company, invoice, amount, on=LATER)
        return found

    with connection.execute_wrapper(meanwhile):
        if both:
            with pytest.raises(Refused, match=r"demand\.nothing"):
                demand(company, customer)
        else:
            assert [one["number"] for one in demand(company, customer).lines] == [second.number]


def test_until_its_last_day_nothing_of_it_is_reminded_of_or_charged_by_itself(company, customer):
    usual, owner = procedures.every(company)[0], the_owner(company)
    procedures.change(company, usual, {**usual.told, "bank_days": None}, by=owner, on=SOLD)
    procedures.let(company, usual, level="auto", by=owner, on=SOLD)
    change(company, level="auto", compensation=False)
    invoice = sold(company, customer)
    made = demand(company, customer)
    other = sold(company, customer, net="100.00")
    assert made.last_on == date(2026, 5, 5)
    sent = campaigns.run(company, on=made.last_on).sent
    assert [part.item.document_number for row in sent for part in row.parts.all()] == [other.number]
    [charged] = fee_runs.run(company, on=made.last_on).issued
    assert {line.item.document_number for line in charged.lines.all()} == {other.number}
    [again] = fee_runs.run(company, on=made.last_on + timedelta(1)).issued
    assert {line.item.document_number for line in again.lines.all()} == {invoice.number}
    [sent] = campaigns.run(company, on=date(2026, 5, 8)).sent
    assert invoice.number in {part.item.document_number for part in sent.parts.all()}
    [pause] = Pause.objects.filter(company=company)
    assert (pause.reason, pause.until, pause.item.document_number) == (made.number, made.last_on, invoice.number)
