"""A desk that is given up: its cash goes to the bank or another desk, it is counted to zero, and closed for good."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from kvit.api.tests.program import Program
from kvit.archive.tests.paper import copied
from kvit.cashbook import book_papers, cancelling, closing, handing_back, papers, payouts, queries, transfers
from kvit.cashbook.handing_back import HandedBack
from kvit.cashbook.models import CashLine, Desk
from kvit.cashbook.payouts import Cost, Move
from kvit.cashbook.transfers import Transfer
from kvit.cli.tests.inside import kvit
from kvit.core.errors import Refused
from kvit.wording import sentence
from tests.builders import DAY, a_company, a_customer, a_user, breaches, somebody, the_owner
from tests.scenarios.cash.till import LATER, a_desk, book_of, counted, in_euros, posted, sold, took

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    return a_company("RO")


def carried(company, desk, amount, to, *, on=DAY, **facts):
    asked = Transfer(amount=Decimal(amount), to=to, **facts)
    return transfers.transfer(company, desk, asked, by=the_owner(company), on=on)


def closed(company, desk, *, by=None, on=DAY):
    return closing.close(company, desk, by=by or the_owner(company), on=on)


def deposited(company, desk, amount, *, on=DAY):
    return payouts.move(company, desk, Move(kind="deposit", amount=Decimal(amount)), by=the_owner(company), on=on)


def test_cash_goes_from_one_desk_to_another_with_two_papers(company):
    """`docs/rules/cash.md`: 150.00 of the front desk's 200.00 go to the shop."""
    front, shop = a_desk(company), a_desk(company, code="S", name="Shop", holds="0")
    went = carried(company, front, "150.00", "S", person="Ion")
    came = CashLine.objects.get(kind="from_desk")
    assert (went.number, came.number, came.partner) == ("DPA-000001", "DIS-000001", went)
    assert went.purpose == "predare de numerar la casa S Shop" and came.purpose.endswith("casa A Front desk")
    assert book_of(front)[-1] == ("to_desk", -150, 50) and book_of(shop) == [("from_desk", 150, 150)]
    assert (posted(company, "5311"), posted(company, "5311.1"), posted(company, "581.1")) == (50, 150, 0)
    assert "Dispoziție de încasare" in copied(papers.pdf(company, came)) and breaches() == []


def test_a_form_that_is_sent_twice_brings_the_cash_once(company):
    front, shop = a_desk(company), a_desk(company, code="S", name="Shop", holds="0")
    once = carried(company, front, "150.00", "S", key="form-1")
    assert carried(company, front, "150.00", "S", key="form-1") == once
    assert len(book_of(shop)) == 1 and breaches() == []


@pytest.mark.parametrize("side", ["to_desk", "from_desk"])
def test_a_transfer_is_taken_back_at_both_desks_whichever_is_asked(company, side):
    front, shop = a_desk(company), a_desk(company, code="S", name="Shop", holds="0")
    carried(company, front, "150.00", "S")
    line = CashLine.objects.get(kind=side)
    back = cancelling.cancel(company, line, reason="wrong desk", by=the_owner(company), on=LATER)
    assert back.reverses == line and (queries.balance(company, front), queries.balance(company, shop)) == (200, 0)
    other = CashLine.objects.exclude(pk=line.pk).get(kind__in=("to_desk", "from_desk"), reverses=None)
    with pytest.raises(Refused, match=r"cash\.cancelled"):
        cancelling.cancel(company, other, reason="again", by=the_owner(company), on=LATER)
    assert breaches() == []


def test_a_transfer_that_cannot_be(company):
    front, euros = a_desk(company), in_euros(company)
    shop = a_desk(company, code="S", name="Shop", holds="0")
    for asked, code in (
        (("1.00", "A"), r"desk\.same"),
        (("1.00", "E"), r"desk\.other_currency"),
        (("200.01", "S"), r"cash\.not_enough"),
        (("1.00", "X"), r"desk\.unknown"),
    ):
        with pytest.raises(Refused, match=code):
            carried(company, front, *asked)
    carried(company, front, "150.00", "S")
    payouts.pay_cost(
        company, shop, Cost(amount=Decimal(100), account="628", purpose="taxi"), by=the_owner(company), on=DAY
    )
    with pytest.raises(Refused, match=r"cash\.not_enough"):
        cancelling.cancel(company, CashLine.objects.get(kind="to_desk"), reason="no", by=the_owner(company), on=DAY)
    assert queries.balance(company, euros) == 0 and breaches() == []


def test_a_desk_with_money_or_an_unfinished_day_is_not_closed(company):
    desk = a_desk(company)
    with pytest.raises(Refused) as money:
        closed(company, desk)
    assert sentence(money.value.code, money.value.facts) == (
        "There are 200.00 RON in desk A. Bring them to the bank or to another desk, then close it."
    )
    deposited(company, desk, "200.00")
    with pytest.raises(Refused) as unfinished:
        closed(company, desk)
    assert sentence(unfinished.value.code, unfinished.value.facts) == (
        "Nobody has counted desk A to zero since its last line of 2026-03-02. Count it, so that the day is finished."
    )
    counted(company, desk, "0")
    with pytest.raises(Refused, match=r"permission\.denied"):
        closed(company, desk, by=somebody(company, "accountant"))
    assert closed(company, desk, on=LATER).closed_on == LATER and breaches() == []


def test_a_count_before_the_last_line_finishes_no_day(company):
    desk = a_desk(company, holds="0")
    counted(company, desk, "0")
    took(company, desk, "10.00", customer=a_customer(company).name)
    deposited(company, desk, "10.00")
    with pytest.raises(Refused, match=r"desk\.not_counted"):
        closed(company, desk)
    counted(company, desk, "0")
    closed(company, desk)
    assert breaches() == []


def test_nothing_is_written_at_a_closed_desk_and_its_book_and_papers_stay(company):
    desk, other = a_desk(company), a_desk(company, code="S", name="Shop", holds="5.00")
    invoice = sold(company)
    line = took(company, desk, "10.00", document=invoice.number)
    deposited(company, desk, "210.00")
    counted(company, desk, "0")
    closed(company, desk)
    owner = the_owner(company)
    for act in (
        lambda: took(company, desk, "1.00", document=invoice.number),
        lambda: counted(company, desk, "0"),
        lambda: cancelling.cancel(company, line, reason="wrong", by=owner, on=LATER),
        lambda: carried(company, other, "1.00", "A"),
        lambda: closed(company, desk),
        lambda: handing_back.hand_back(company, desk, HandedBack(amount=Decimal(1), credit="x"), by=owner, on=DAY),
    ):
        with pytest.raises(Refused, match=r"desk\.closed"):
            act()
    assert queries.day_book(company, desk, on=DAY).day.closing == 0
    assert "CHA-000001" in copied(book_papers.pdf(company, desk, on=DAY))
    assert "CHA-000001" in copied(papers.pdf(company, line))
    assert queries.desk(company, "") == other, "the only one that is open"
    with pytest.raises(Refused, match=r"desk\.known"):
        a_desk(company, code="A")
    with pytest.raises(Refused, match=r"desk\.account_taken"):
        a_desk(company, code="B", account=desk.account.code)
    assert breaches() == []


def test_the_database_itself_keeps_a_closed_desk_closed(company):
    desk = a_desk(company)
    owner = company.memberships.get().user

    def refused(act):
        with pytest.raises(IntegrityError), transaction.atomic():
            act()

    rows = Desk.objects.filter(pk=desk.pk)
    refused(lambda: rows.update(closed_on=DAY, closed_by=owner))
    deposited(company, desk, "200.00")
    refused(lambda: rows.update(closed_on=DAY))
    counted(company, desk, "0")
    closed(company, desk)
    refused(lambda: rows.update(closed_on=None, closed_by=None))
    refused(lambda: rows.update(name="Again"))
    first = CashLine.objects.get(desk=desk, kind="opening")
    first.pk, first.public_id, first.nth, first.balance = None, "csh_new", 3, first.amount
    refused(lambda: first.save(force_insert=True))
    assert breaches() == []


@pytest.fixture
def firm(client, time_machine):
    time_machine.move_to("2026-03-02 09:00:00Z", tick=False)
    owner = a_user("ana@example.com")
    client.force_login(owner)
    return a_company("RO", owner=owner, on=DAY)


def test_an_owner_closes_a_desk_on_its_page(client, firm):
    desk = a_desk(firm)
    a_desk(firm, code="S", name="Shop", holds="0")
    at = {name: reverse(name, args=[desk.public_id]) for name in ("cash_desk", "cash_transfer", "cash_desk_close")}
    assert at["cash_desk_close"] not in client.get(at["cash_desk"]).content.decode(), "there is money in it"
    told = {"amount": "200", "to": "S", "day": "today"}
    assert client.post(at["cash_transfer"], told).status_code == 302
    assert at["cash_desk_close"] in client.get(at["cash_desk"]).content.decode()
    assert client.get(at["cash_desk_close"]).status_code == 200
    answer = client.post(at["cash_desk_close"])
    assert answer.status_code == 422 and "Count it, so that the day is finished" in answer.content.decode()
    count = reverse("cash_count", args=[desk.public_id])
    assert client.post(count, {"found": "0"}).status_code == 302
    assert client.post(at["cash_desk_close"]).status_code == 302
    shown = client.get(at["cash_desk"]).content.decode()
    assert "It was closed on" in shown and "DPA-000001" in shown and at["cash_transfer"] not in shown
    assert "closed" in client.get(reverse("cash")).content.decode() and breaches() == []


def test_programs_and_the_command_line_do_the_same(firm):
    desk, program = a_desk(firm), Program(firm, firm.memberships.get().user)
    a_desk(firm, code="S", name="Shop", holds="0")
    at = f"/cash_desks/{desk.public_id}"
    line = program.post(f"{at}/transfer", {"amount": "150", "to": "S"}, status=201, key="t1")
    assert (line["kind"], line["balance"]) == ("to_desk", "50.00")
    assert program.refused("POST", f"{at}/close", status=409, key="c0")["code"] == "desk.has_money"
    assert kvit("cash", "transfer", "50", "S", "--desk", "A").answer["balance"] == "0.00"
    assert kvit("cash", "close", "--desk", "A", exit_code=7).error["code"] == "desk.not_counted"
    kvit("cash", "count", "0", "--desk", "A")
    assert program.post(f"{at}/close", status=200)["closed_on"] == "2026-03-02"
    assert kvit("cash", "close", "--desk", "A", exit_code=7).error["code"] == "desk.closed"
    assert kvit("cash", "transfer", "1", "A", exit_code=7).error["code"] == "desk.closed"
    assert program.get(f"{at}/book")["closing"] == "0.00" and breaches() == []
