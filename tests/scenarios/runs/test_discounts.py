"""A supplier offers two percent for ten days: taken when the money lasts, booked when the bank paid in time."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction
from django.db.utils import DatabaseError

from kvit.banking import reconciliation
from kvit.core.errors import Refused
from kvit.events.models import Event
from kvit.ledger.models import EntryLine
from kvit.payables import discounts, outside, queries
from kvit.payables.models import Discount
from kvit.payments import discount_credits, runs
from tests.builders import IBANS, a_customer, a_line, an_invoice, breaches
from tests.scenarios.bills.supplied import added, invoiced
from tests.scenarios.runs.paying import MONDAY

pytestmark = pytest.mark.django_db(transaction=True)

THURSDAY = date(2026, 3, 19)
FRIDAY = date(2026, 3, 20)
"""The last day of the offer: eighteen days after the invoice of 2 March."""
SOON = date(2026, 3, 22)
TO_APRIL = 56
"""Days from 2 March to the due day, 27 April."""


def offering(firm, *, percent="2", net="1000.00"):
    bill = firm.bill(net, terms_days=TO_APRIL)
    discounts.agree(firm.company, bill, percent=Decimal(percent), days=18, by=firm.clerk, on=MONDAY)
    return bill


def sums(firm, role):
    return sum(line.base_amount for line in EntryLine.objects.filter(company=firm.company, account__role=role))


def whole(firm, bill):
    return outside.whole(firm.company, queries.find(firm.company, bill.public_id))


def followed(firm, note):
    """What the approval of the credit note makes by itself."""
    event = Event.objects.get(company_id=firm.company.pk, name="bill.approved", subject_id=note.pk)
    with transaction.atomic():
        discount_credits.on_bill_approved(event)()


def test_the_story_of_docs_rules_discounts(firm):
    bill = offering(firm)
    run = firm.propose(until=SOON)
    [one] = run.items.all()
    assert (one.balance, one.pays, one.discount, one.why) == (1210, Decimal("1185.80"), Decimal("24.20"), "discount")
    assert one.pay_on == THURSDAY, "a bank day before the last one, so that the money is there in time"
    assert (run.plan["earns"], run.plan["lowest"], run.plan["lowest_on"]) == ("24.20", "-1185.80", "2026-03-19")
    firm.release(run)
    assert b">1185.80</InstdAmt>" in firm.export(run)
    [line] = firm.statement(("-1185.80", IBANS["RO"], bill.number), on=THURSDAY)
    match = firm.settle(line, on=THURSDAY)
    assert (whole(firm, bill)["settlement"], firm.owed()) == ("paid", 0)
    assert sums(firm, "discount_received") == Decimal("-24.20")
    assert sums(firm, "bank") == Decimal("-1185.80") and sums(firm, "payable") == 0
    assert breaches() == []

    reconciliation.undo(firm.company, match.line, by=firm.clerk, on=THURSDAY)
    assert firm.owed() == 1210 and sums(firm, "discount_received") == 0
    assert breaches() == []
    reconciliation.suggest(firm.company, by=firm.clerk, on=THURSDAY)
    firm.settle(line, on=THURSDAY)
    assert firm.owed() == 0 and sums(firm, "discount_received") == Decimal("-24.20")
    assert breaches() == []


def test_a_bank_that_paid_late_leaves_the_discount_owed_and_says_so(firm):
    bill = offering(firm)
    run = firm.propose(until=SOON)
    firm.release(run)
    firm.export(run)
    [line] = firm.statement(("-1185.80", IBANS["RO"], bill.number), on=FRIDAY)
    firm.settle(line, on=FRIDAY)
    assert (whole(firm, bill)["settlement"], firm.owed()) == ("partly_paid", Decimal("24.20"))
    told = Event.objects.get(company_id=firm.company.pk, name="run.discount_missed")
    assert told.facts == {"number": bill.number, "discount": "24.20", "until": "2026-03-20"}
    assert sums(firm, "discount_received") == 0 and breaches() == []


def test_nothing_goes_below_the_floor_and_the_next_run_remembers_it(firm):
    offering(firm)
    theirs = a_customer(firm.company)
    an_invoice(firm.company, a_line("2000.00"), customer=theirs, terms_days=40)  # money after the offer's last day
    with pytest.raises(Refused, match=r"run\.nothing_due"):
        firm.propose(until=SOON, floor=Decimal("-1185.79"))
    kept = firm.propose(until=SOON, floor=Decimal("-1185.80"))
    assert kept.items.get().discount == Decimal("24.20")
    runs.cancel(firm.company, kept, reason="again", by=firm.clerk, on=MONDAY)
    assert firm.propose(until=SOON).floor == Decimal("-1185.80")


def test_credit_notes_come_off_first_and_the_discount_is_of_the_rest(firm):
    bill = offering(firm)
    firm.credited(bill, "100.00")
    run = firm.propose(until=SOON)
    paid = run.items.get(number=bill.number)
    assert (paid.balance, paid.pays, paid.discount) == (1210, Decimal("1067.22"), Decimal("21.78"))
    firm.release(run)
    firm.export(run)
    [line] = firm.statement(("-1067.22", IBANS["RO"], bill.number), on=THURSDAY)
    firm.settle(line, on=THURSDAY)
    assert firm.owed() == 0 and sums(firm, "payable") == 0 and breaches() == []


def test_the_credit_note_for_a_discount_that_was_taken_is_not_taken_off_a_second_time(firm):
    bill = offering(firm)
    firm.release(firm.propose(until=SOON))
    [line] = firm.statement(("-1185.80", IBANS["RO"], bill.number), on=THURSDAY)
    match = firm.settle(line, on=THURSDAY)
    note = firm.credited(bill, "20.00")
    other = firm.bill("500.00", terms_days=14)
    run = firm.propose(until=SOON)
    assert [(one.number, one.pays) for one in run.items.all()] == [(other.number, 605)]
    assert [one["rule"] for one in run.left_out] == ["run.credits_a_discount"]
    runs.cancel(firm.company, run, reason="later", by=firm.clerk, on=MONDAY)

    followed(firm, note)
    assert sums(firm, "discount_received") == 0 and firm.owed() == 605, "the credit note took the place of the discount"
    assert sums(firm, "vat_input") == Decimal("210.00") - Decimal("4.20") + 105
    assert sums(firm, "expense") == 1000 - 20 + 500
    assert breaches() == []
    followed(firm, note)
    assert sums(firm, "discount_received") == 0 and breaches() == [], "once"

    reconciliation.undo(firm.company, match.line, by=firm.clerk, on=FRIDAY)
    assert sums(firm, "discount_received") == 0 and firm.owed() == 1210 - Decimal("24.20") + 605
    assert breaches() == []
    reconciliation.suggest(firm.company, by=firm.clerk, on=FRIDAY)
    firm.settle(line, on=FRIDAY)
    assert sums(firm, "discount_received") == 0 and firm.owed() == 605 and breaches() == []


def test_a_credit_note_over_another_sum_leaves_the_discount_and_stays_open(firm):
    bill = offering(firm)
    firm.release(firm.propose(until=SOON))
    [line] = firm.statement(("-1185.80", IBANS["RO"], bill.number), on=THURSDAY)
    firm.settle(line, on=THURSDAY)
    followed(firm, firm.credited(bill, "50.00"))
    assert sums(firm, "discount_received") == Decimal("-24.20") and firm.owed() == Decimal("-60.50")
    assert breaches() == []


def test_a_bill_that_is_not_due_is_in_no_run_but_for_its_offer(firm):
    firm.bill("500.00", terms_days=TO_APRIL)
    taken = offering(firm)
    assert [one.number for one in firm.propose(until=SOON).items.all()] == [taken.number]


@pytest.mark.parametrize("meanwhile", ["too late", "ended"])
def test_an_offer_gone_meanwhile_stops_the_release(firm, meanwhile):
    bill = offering(firm)
    run = firm.propose(until=SOON)
    if meanwhile == "ended":
        [one] = discounts.of_bill(firm.company, bill)
        discounts.end(firm.company, one.public_id, of=bill, by=firm.clerk, on=MONDAY)
    with pytest.raises(Refused, match=r"run\.offer_over"):
        firm.release(run, on=FRIDAY if meanwhile == "too late" else MONDAY)


def test_the_e_invoice_offers_for_programs_and_tells_people_what_a_person_agrees_to(firm):
    def of(terms, n):
        content = invoiced(firm.seller, terms_days=TO_APRIL)
        note = f"<cac:PaymentTerms><cbc:Note>{terms}</cbc:Note></cac:PaymentTerms><cac:TaxTotal>".encode()
        return added(firm.company, content.replace(b"<cac:TaxTotal>", note, 1), by=firm.clerk, name=f"{n}.xml")

    offers = discounts.of_bill(firm.company, of("#SKONTO#TAGE=14#PROZENT=2.00#", 1))
    assert [(one.source, one.percent, one.until_on) for one in offers] == [("xml", 2, MONDAY)]
    bill = of("Scont 3% la plata în 10 zile", 2)
    assert [(one.source, one.percent) for one in discounts.of_bill(firm.company, bill)] == [("told", 3)]
    assert discounts.standing(firm.company, [bill]) == {}
    discounts.agree(firm.company, bill, percent=Decimal(3), days=10, by=firm.clerk, on=MONDAY)
    assert [one.percent for one in discounts.standing(firm.company, [bill])[bill.pk]] == [3]


def test_what_is_agreed_with_a_supplier_holds_for_every_bill_that_says_nothing(firm):
    first = firm.bill("1000.00", terms_days=TO_APRIL)
    discounts.agree_always(firm.company, first.party, percent=Decimal(1), days=18, by=firm.clerk, on=MONDAY)
    discounts.agree_always(firm.company, first.party, percent=Decimal(3), days=18, by=firm.clerk, on=MONDAY)
    second = offering(firm)
    run = firm.propose(until=SOON)
    assert {one.number: one.percent for one in run.items.all()} == {first.number: 3, second.number: 2}


def test_the_database_itself_keeps_discounts_as_they_are(firm):
    bill = offering(firm)
    with pytest.raises(Refused, match=r"discount\.known"):
        discounts.agree(firm.company, bill, percent=Decimal(2), days=18, by=firm.clerk, on=MONDAY)
    for change in (
        lambda: Discount.objects.update(percent=50),
        lambda: Discount.objects.all().delete(),
        lambda: Discount.objects.update(bill=None),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_a_credit_note_offers_nothing(firm):
    bill = firm.bill("1000.00")
    note = firm.credited(bill, "100.00")
    with pytest.raises(Refused, match=r"discount\.not_for"):
        discounts.agree(firm.company, note, percent=Decimal(2), days=18, by=firm.clerk, on=MONDAY)
