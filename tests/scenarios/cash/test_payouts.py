"""Cash that leaves a desk: a bill, a cost, the bank; and what a person counts in it."""

from decimal import Decimal

import pytest

from kvit.banking import bookings, statements
from kvit.banking.models import StatementLine
from kvit.cashbook import cancelling, ceilings, desks, payouts, queries
from kvit.cashbook.models import Desk
from kvit.cashbook.payouts import BillPaid, Cost, Move
from kvit.companies.permissions import automation
from kvit.core.bank_rules import Target
from kvit.core.errors import Refused
from kvit.ledger import accounts
from kvit.ledger.models import OpenItem
from kvit.payments.models import Payment
from kvit.wording import over_desk
from tests.builders import DAY, IBANS, a_company, breaches, somebody, the_owner
from tests.scenarios.cash.till import LATER, a_desk, book_of, counted, posted, sold, took
from tests.scenarios.runs.paying import MONDAY, TUESDAY, Payer

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    return a_company("RO")


def moved(company, desk, kind, amount, *, on=DAY):
    return payouts.move(company, desk, Move(kind=kind, amount=Decimal(amount)), by=the_owner(company), on=on)


def cost(company, desk, amount, *, account="628", purpose="taxi", by=None, **facts):
    asked = Cost(amount=Decimal(amount), account=account, purpose=purpose, **facts)
    return payouts.pay_cost(company, desk, asked, by=by or the_owner(company), on=DAY)


def test_cash_brought_to_the_bank_is_on_the_way_until_the_banks_line_is_booked(company):
    """`docs/rules/cash.md`, the second half of the example: 500.00 of 1,410.00."""
    desk = a_desk(company)
    took(company, desk, "1210.00", document=sold(company).number)
    line = moved(company, desk, "deposit", "500.00")
    assert (line.number, line.balance, desk.transit.code) == ("DPA-000001", 910, "581.1")
    day = queries.day_book(company, desk, on=DAY).day
    assert (day.opening, day.came, day.went, day.closing) == (0, 1410, 500, 910)
    assert queries.on_the_way(company) == {"RON": Decimal(500)}
    content = b"Data;Suma;Moneda;Platitor;Cont partener;Detalii\n03.03.2026;500.00;RON;;;depunere numerar\n"
    statements.load(company, content, name="extras.csv", account=IBANS["RO"], by=the_owner(company), on=LATER)
    bank_line = StatementLine.objects.get(company=company)
    bookings.book(company, bank_line, Target(account="581.1"), by=the_owner(company), on=LATER)
    assert queries.on_the_way(company) == {} and posted(company, "5121") == 500
    back = moved(company, desk, "withdrawal", "90.00", on=LATER)
    assert (back.number, back.balance) == ("DIA-000001", 1000)
    assert breaches() == []


def test_nobody_takes_out_what_is_not_in_the_desk(company):
    desk = a_desk(company, holds="100.00")
    with pytest.raises(Refused) as refused:
        cost(company, desk, "100.01")
    assert (refused.value.code, refused.value.facts["left"]) == ("cash.not_enough", "100.0000")
    cost(company, desk, "100.00")
    assert book_of(desk) == [("opening", 100, 100), ("expense", -100, 0)] and posted(company, "628") == 100
    assert breaches() == []


def test_a_cost_needs_a_purpose_and_an_account_that_may_bear_it(company):
    desk = a_desk(company)
    with pytest.raises(Refused, match="field.missing"):
        cost(company, desk, "1.00", purpose=" ")
    for account in ("4427", "5311"):
        with pytest.raises(Refused, match="bank_rule.not_bookable"):
            cost(company, desk, "1.00", account=account)
    with pytest.raises(Refused, match="field.bad_value"):
        cost(company, desk, "1.005")


def test_a_romanian_firm_pays_out_ten_thousand_a_day_to_all_businesses(company):
    """Legea 70/2015 art. 3 alin. (1) lit. c): 5,000 to each, 10,000 to all; who is not named counts."""
    desk = a_desk(company, holds="20000.00")
    with pytest.raises(Refused) as refused:
        cost(company, desk, "10000.01")
    assert refused.value.facts["law"] == "Legea 70/2015 art. 3 alin. (1) lit. c)"
    cost(company, desk, "5000.00")
    cost(company, desk, "5000.00", purpose="tools")
    with pytest.raises(Refused, match="cash.over_day"):
        cost(company, desk, "0.01", purpose="more")


def test_more_than_fifty_thousand_in_the_evening_is_told_and_not_refused(company):
    desk = a_desk(company, holds="50000.00")
    assert ceilings.warnings(company, desk, balance=Decimal(50000), on=DAY) == []
    moved(company, desk, "withdrawal", "0.01")
    [told] = ceilings.warnings(company, desk, balance=queries.balance(company, desk), on=DAY)
    assert "at most 50000.00 RON may lie in a desk" in over_desk(told) and "two working days" in over_desk(told)


def test_a_cost_that_was_wrong_is_taken_back(company):
    desk = a_desk(company)
    line = cost(company, desk, "30.00")
    back = cancelling.cancel(company, line, reason="not ours", by=the_owner(company), on=LATER)
    assert back.balance == 200 and posted(company, "628") == 0 and breaches() == []


def test_a_bill_is_paid_in_cash_by_another_person_than_who_entered_it():
    firm = Payer()
    bill = firm.bill("100.00")
    desk = a_desk(firm.company, holds="500.00")
    asked = BillPaid(amount=Decimal("50.00"), document=bill.number, person="Ion")
    for by in (firm.clerk, firm.ana):
        with pytest.raises(Refused, match="duty.kept_apart"):
            payouts.pay_bill(firm.company, desk, asked, by=by, on=MONDAY)
    line = payouts.pay_bill(firm.company, desk, asked, by=firm.owner, on=MONDAY)
    assert (line.number, line.amount, line.balance) == ("DPA-000001", -50, 450)
    item = OpenItem.objects.get(company=firm.company, document_kind="bill", document_id=bill.pk)
    payable = -item.amount
    assert -item.balance == payable - 50
    with pytest.raises(Refused, match="bill.not_payable"):
        too_much = BillPaid(amount=payable, document=bill.public_id)
        payouts.pay_bill(firm.company, desk, too_much, by=firm.owner, on=MONDAY)
    cancelling.cancel(firm.company, line, reason="wrong bill", by=firm.owner, on=MONDAY)
    item.refresh_from_db()
    assert -item.balance == payable and Payment.objects.get(company=firm.company).taken_back
    assert breaches() == []


def test_a_bill_in_a_run_or_unknown_is_not_paid_in_cash():
    firm = Payer()
    bill = firm.bill("100.00")
    desk = a_desk(firm.company, holds="500.00")
    firm.propose()
    with pytest.raises(Refused, match="run.in_another"):
        asked = BillPaid(amount=Decimal(1), document=bill.number)
        payouts.pay_bill(firm.company, desk, asked, by=firm.owner, on=MONDAY)
    with pytest.raises(Refused, match="bill.unknown"):
        payouts.pay_bill(firm.company, desk, BillPaid(amount=Decimal(1), document="none"), by=firm.owner, on=MONDAY)


def test_what_is_counted_is_booked_with_its_reason_and_its_paper(company):
    desk = a_desk(company)
    same = counted(company, desk, "200.00")
    assert (same.line, same.counted, same.book) == (None, 200, 200)
    with pytest.raises(Refused, match="reason.missing"):
        counted(company, desk, "195.00")
    short = counted(company, desk, "195.00", reason="five lei missing")
    assert (short.line.kind, short.line.amount, short.line.number) == ("shortage", -5, "DPA-000001")
    more = counted(company, desk, "196.00", reason="found one", account="6588")
    assert (more.line.kind, more.line.number, more.line.balance) == ("surplus", "DIA-000001", 196)
    assert posted(company, "6588") == 4
    with pytest.raises(Refused, match="cash.not_cancellable"):
        cancelling.cancel(company, short.line, reason="no", by=the_owner(company), on=DAY)
    assert breaches() == []


def test_a_program_without_a_person_counts_nothing(company):
    desk = a_desk(company)
    with pytest.raises(Refused, match="cash.no_person"):
        counted(company, desk, "200.00", by=automation("tick", company))


def test_desks_have_their_own_accounts_and_people(company):
    first = a_desk(company)
    maria = somebody(company, "clerk")
    second = a_desk(company, holds="0", code="b2", name="Shop", responsible=_email(company, maria))
    assert (first.account.code, second.account.code, second.code) == ("5311", "5311.1", "B2")
    assert first.transit == second.transit
    with pytest.raises(Refused, match="desk.known"):
        a_desk(company, code="A")
    with pytest.raises(Refused, match="desk.bad_code"):
        a_desk(company, code="a-1")
    with pytest.raises(Refused, match="desk.account_taken"):
        a_desk(company, code="C", account="5311")
    with pytest.raises(Refused, match="desk.no_person"):
        a_desk(company, code="C", responsible="nobody@example.com")
    with pytest.raises(Refused, match="permission.denied"):
        desks.hand_over(company, second, "x", by=maria, on=DAY)
    mine = desks.hand_over(company, second, the_owner_email(company), by=the_owner(company), on=DAY)
    assert mine.responsible_id == the_owner(company).id
    one = took(company, second, "10.00", document=sold(company).number)
    two = took(company, first, "10.00", document=one.item.document_number)
    assert (one.number, two.number) == ("CHB2-000001", "CHA-000001") and breaches() == []


def _email(company, who):
    return company.memberships.get(user_id=who.id).user.email


def the_owner_email(company):
    return _email(company, the_owner(company))


def test_two_suppliers_with_one_number_are_told_apart_by_the_bills_id():
    firm = Payer()
    first = firm.bill("100.00")
    second = firm.bill("100.00", seller=a_company("RO", name="Fier SRL", vat_id="RO14186770"))
    assert first.number == second.number and first.party != second.party
    desk = a_desk(firm.company, holds="500.00")
    with pytest.raises(Refused, match=r"bill\.ambiguous"):
        asked = BillPaid(amount=Decimal(50), document=first.number)
        payouts.pay_bill(firm.company, desk, asked, by=firm.owner, on=MONDAY)
    whole = -OpenItem.objects.get(company=firm.company, document_kind="bill", document_id=second.pk).balance
    asked = BillPaid(amount=whole, document=second.public_id)
    line = payouts.pay_bill(firm.company, desk, asked, by=firm.owner, on=MONDAY)
    assert line.party == second.party
    asked = BillPaid(amount=Decimal(50), document=first.number)
    line = payouts.pay_bill(firm.company, desk, asked, by=firm.owner, on=MONDAY)
    assert line.party == first.party, "only one open bill has the number now"
    assert breaches() == []


def test_no_desk_stands_on_what_is_between_the_desks_and_the_bank(company):
    desk = a_desk(company)
    with pytest.raises(Refused, match=r"desk\.account_taken"):
        a_desk(company, code="C", account=desk.transit.code)


def test_a_company_has_ninety_nine_desks_at_most(company):
    desk = a_desk(company)
    account = accounts.beside(company, desk.account, "The last one")
    facts = {"currency": "RON", "responsible": desk.responsible, "transit": desk.transit, "opened_on": DAY}
    Desk.objects.create(company=company, nth=99, code="Z", name="The last one", account=account, **facts)
    with pytest.raises(Refused, match=r"desk\.too_many"):
        a_desk(company, code="C")


def test_cash_for_one_bill_is_counted_on_every_day():
    """Legea 70/2015 art. 3 alin. (3): a bill above 5,000 lei is not divided over days."""
    firm = Payer()
    bill = firm.bill("10000.00")
    desk = a_desk(firm.company, holds="9000.00")
    asked = BillPaid(amount=Decimal(4000), document=bill.public_id)
    payouts.pay_bill(firm.company, desk, asked, by=firm.owner, on=MONDAY)
    with pytest.raises(Refused, match=r"cash\.over_document"):
        more = BillPaid(amount=Decimal("1000.01"), document=bill.public_id)
        payouts.pay_bill(firm.company, desk, more, by=firm.owner, on=TUESDAY)
    last = BillPaid(amount=Decimal(1000), document=bill.public_id)
    payouts.pay_bill(firm.company, desk, last, by=firm.owner, on=TUESDAY)
    assert breaches() == []
