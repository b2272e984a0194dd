"""We offer to pay earlier for less; the supplier looks, says yes once in the portal, and the run takes it."""

from datetime import date
from decimal import Decimal as D

import pytest
from django.db import transaction
from django.utils import translation

from kvit.companies import links
from kvit.companies.permissions import automation
from kvit.core.errors import Refused
from kvit.core.permissions import Actor
from kvit.events.models import Event
from kvit.ledger import allocations, open_items
from kvit.ledger.allocations import Pair
from kvit.payables import discounts
from kvit.payables.models import Discount
from kvit.payments import early_offers
from kvit.payments.early_offers import Terms
from kvit.payments.models import EarlyOffer
from kvit.tasks import following
from kvit.tasks.models import Task
from tests.builders import IBANS, a_company, breaches
from tests.scenarios.portal.visiting import Visitor, invited, words_of
from tests.scenarios.runs.paying import MONDAY, Payer

pytestmark = pytest.mark.django_db(transaction=True)
TO_APRIL = 56
TERMS = Terms(D(2), date(2026, 3, 30), date(2026, 3, 23))
APRIL = date(2026, 4, 5)


@pytest.fixture
def firm():
    return Payer()


@pytest.fixture(autouse=True)
def english_afterwards():
    """A page of the portal speaks the supplier's language; the next story is told in English again."""
    with translation.override("en"):
        yield


@pytest.fixture
def bill(firm):
    return firm.bill("1000.00", terms_days=TO_APRIL)


def guest(firm, party) -> Actor:
    return links.guest(invited(firm.company, party, by=firm.clerk).link, name=party.name)


def says_yes(firm, bill, *, pays="1185.80", on=MONDAY, by=None):
    offer = EarlyOffer.objects.get(bill=bill)
    by = by or guest(firm, bill.party)
    return early_offers.accept(firm.company, bill.party, offer.public_id, pays=pays, by=by, on=on)


def test_the_worked_example_of_docs_rules_early_offers(firm, bill):
    early_offers.offer(firm.company, bill, TERMS, by=firm.clerk, on=MONDAY)
    [seen] = early_offers.open_to(firm.company, bill.party, on=MONDAY)
    assert (seen.pays.amount, seen.takes_off.amount, seen.open.amount) == (D("1185.80"), D("24.20"), 1210)
    [told] = early_offers.of_bill(firm.company, bill)
    assert (told["status"], told["yearly_return"]) == ("open", "26.6")
    assert not Discount.objects.exists(), "an offer alone changes nothing"
    says_yes(firm, bill)
    event = Event.objects.get(name="bill.early_accepted")
    assert (event.facts["takes_off"], event.facts["yearly"]) == ("24.20", "26.6")
    with transaction.atomic():
        following.follow(event)()
    assert Task.objects.get(kind="bill.early_accepted").owner_id == firm.clerk.id
    with pytest.raises(Refused, match=r"early_offer\.over"):
        says_yes(firm, bill)
    [one] = firm.propose(until=APRIL).items.all()
    assert (one.pays, one.discount, one.until_on) == (D("1185.80"), D("24.20"), date(2026, 3, 30))
    assert one.pay_on < date(2026, 3, 30) <= one.until_on
    run = firm.release(one.run)
    firm.export(run)
    [line] = firm.statement(("-1185.80", IBANS["RO"], bill.number), on=one.pay_on)
    firm.settle(line, on=one.pay_on)
    with transaction.atomic():
        following.follow(Event.objects.get(name="run.item_paid"))()
    assert (firm.owed(), Task.objects.get(kind="bill.early_accepted").status) == (0, "done")
    assert breaches() == []


def credited(firm, bill, net):
    """A credit note of the supplier settles that much of the bill."""
    note = firm.credited(bill, net)
    credit, item = (open_items.of_document(firm.company, "bill", document_id=one.pk) for one in (note, bill))
    with transaction.atomic():
        allocations.allocate(
            firm.company, Pair(credit, item, credit.balance), by=automation("test", firm.company), on=MONDAY
        )


def test_what_was_promised_on_the_rest_of_a_bill_is_paid_as_promised(firm, bill):
    credited(firm, bill, "100.00")
    early_offers.offer(firm.company, bill, TERMS, by=firm.clerk, on=MONDAY)
    says_yes(firm, bill, pays="1067.22")
    [one] = firm.propose(until=APRIL).items.all()
    assert (one.pays, one.discount) == (D("1067.22"), D("21.78"))
    assert one.pay_on <= TERMS.pay_on


def test_what_the_bill_itself_offers_is_gone_once_a_part_is_settled(firm, bill):
    discounts.agree(firm.company, bill, percent=D(3), until=TERMS.pay_on, by=firm.clerk, on=MONDAY)
    early_offers.offer(firm.company, bill, TERMS, by=firm.clerk, on=MONDAY)
    credited(firm, bill, "100.00")
    says_yes(firm, bill, pays="1067.22")
    [one] = firm.propose(until=APRIL).items.all()
    assert one.percent == 2


def test_an_offer_that_takes_off_nothing_any_more_is_not_shown(firm, bill):
    early_offers.offer(firm.company, bill, TERMS, by=firm.clerk, on=MONDAY)
    credited(firm, bill, "999.90")
    assert early_offers.open_to(firm.company, bill.party, on=MONDAY) == []


def test_the_supplier_looks_without_changing_anything_and_accepts_by_a_press(firm, bill, monkeypatch):
    monkeypatch.setattr("kvit.portal.guests.whose.today", lambda zone: MONDAY)
    early_offers.offer(firm.company, bill, TERMS, by=firm.clerk, on=MONDAY)
    offer = EarlyOffer.objects.get()
    visitor = Visitor()
    visitor.enter(invited(firm.company, bill.party, by=firm.clerk).url)
    page = visitor.get(f"/portal/bills/{bill.public_id}")
    assert "1.185,80" in words_of(page)
    accept = f"/portal/offers/{offer.public_id}/accept"
    visitor.get(accept, status=405)
    assert not Discount.objects.exists()
    visitor.post(accept, pays="1.00", status=409)
    visitor.post(accept, pays="1185.80")
    assert Discount.objects.get().bill == bill
    visitor.post(accept, pays="1185.80", status=409)
    assert accept not in visitor.get(f"/portal/bills/{bill.public_id}")


def test_nobody_accepts_late_what_is_paid_already_or_what_is_another_suppliers(firm, bill):
    early_offers.offer(firm.company, bill, TERMS, by=firm.clerk, on=MONDAY)
    with pytest.raises(Refused, match=r"early_offer\.expired"):
        says_yes(firm, bill, on=date(2026, 3, 24))
    with pytest.raises(Refused, match=r"early_offer\.changed"):
        says_yes(firm, bill, pays="1210.00")
    with pytest.raises(Refused, match=r"permission\.denied"):
        says_yes(firm, bill, by=firm.clerk)
    theirs = firm.bill("10", seller=a_company("RO", name="Altul SRL", vat_id="RO1590082"))
    offer = EarlyOffer.objects.get()
    with pytest.raises(Refused, match=r"early_offer\.unknown"):
        early_offers.accept(
            firm.company, theirs.party, offer.public_id, pays="1185.80", by=guest(firm, theirs.party), on=MONDAY
        )
    firm.propose(until=date(2026, 5, 1))
    with pytest.raises(Refused, match=r"early_offer\.in_payment"):
        says_yes(firm, bill)
    assert not Discount.objects.exists()


def test_what_is_not_earlier_or_offered_twice_is_refused_and_withdrawn_is_over(firm, bill):
    for wrong, code in (
        (Terms(D(2), date(2026, 4, 27), MONDAY), "not_earlier"),
        (Terms(D(2), MONDAY, MONDAY), "not_earlier"),
        (Terms(D(2), TERMS.pay_on, date(2026, 3, 31)), "answer_late"),
        (Terms(D("0.0001"), TERMS.pay_on, MONDAY), "nothing_open"),
    ):
        with pytest.raises(Refused, match=rf"early_offer\.{code}"):
            early_offers.offer(firm.company, bill, wrong, by=firm.clerk, on=MONDAY)
    made, refused = early_offers.offer_all(firm.company, bill.party, TERMS, by=firm.clerk, on=MONDAY)
    assert (len(made), refused) == (1, [])
    again, [(_, why)] = early_offers.offer_all(firm.company, bill.party, TERMS, by=firm.clerk, on=MONDAY)
    assert (again, why.code) == ([], "early_offer.known")
    early_offers.withdraw(firm.company, made[0].public_id, by=firm.clerk, on=MONDAY)
    assert early_offers.open_to(firm.company, bill.party, on=MONDAY) == []
    with pytest.raises(Refused, match=r"early_offer\.over"):
        says_yes(firm, bill)
