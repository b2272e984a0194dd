"""A bill of which a part agrees with its order: that part is paid, the rest waits for goods, credit or a person."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction
from django.db.utils import DatabaseError

from kvit.archive import files
from kvit.archive.models import Document
from kvit.banking import reconciliation
from kvit.core.errors import Refused
from kvit.core.money import Money
from kvit.jobs import worker
from kvit.ledger.models import Entry
from kvit.payables import bills, discounts, holds, outside, queries
from kvit.payables.models import BillHold
from kvit.payments import early_offers, offsets, runs
from kvit.payments.early_offers import Terms
from kvit.payments.models import Remittance, RunItem
from kvit.payments.offsets import Wanted
from kvit.receivables import credit_notes
from kvit.receivables.models import Invoice
from kvit.reports import supplier_bills
from kvit.tasks.models import Task
from tests.builders import IBANS, SELLERS, a_customer, a_line, an_invoice, breaches, somebody, the_owner
from tests.scenarios.bills.supplied import DAY, added, invoiced
from tests.scenarios.purchasing.ordered import came, ordered
from tests.scenarios.runs.paying import MONDAY, TUESDAY, UNTIL, Payer
from tests.scenarios.runs.test_doors import browser

pytestmark = pytest.mark.django_db(transaction=True)


class Buyer(Payer):
    """The firm that pays, which ordered a hundred boards of its supplier."""

    def __init__(self):
        super().__init__()
        self.bill("10.00", terms_days=100)  # a supplier who is known
        self.buyer = somebody(self.company, "accountant")
        self.order = ordered(self.company, self.seller, clerk=self.clerk, approver=self.ana)

    def billed(self, *lines, **facts):
        """The bill for that order, looked at and approved."""
        content = invoiced(self.seller, *lines, order_ref=self.order.number, **facts)
        bill = added(self.company, content, by=self.clerk)
        assert bill.status == "to_approve"
        self.approve(bill)
        return bill

    def approve(self, bill):
        bills.approve(self.company, bill, version=self.read(bill).version, by=self.ana, on=DAY)
        self.confirm()

    def came(self, *quantities):
        came(self.company, self.order, *quantities, by=self.clerk)
        self.work()

    def work(self):
        worker.until_idle()

    def read(self, bill):
        return queries.find(self.company, bill.public_id)

    def parts(self, bill):
        told = outside.whole(self.company, self.read(bill))["parts"]
        return told and (told["state"], told["goes_on"], told["held"])

    def paid(self, amount, bill):
        """A run pays just that for the bill, and the bank's line of it is settled."""
        run = self.propose()
        row = run.items.get(number=bill.number)
        assert row.pays == Decimal(amount)
        self.release(run)
        assert f">{amount}</InstdAmt>".encode() in self.export(run)
        line = self.statement((f"-{amount}", IBANS["RO"], bill.number), on=TUESDAY)[-1]
        self.settle(line)
        return line

    def credit(self, bill, position):
        """The supplier's credit note over a line of the bill, approved by who accepts that nobody ordered it."""
        issued = Invoice.objects.get(company=self.seller, number=bill.number)
        who = {"by": the_owner(self.seller), "on": DAY}
        note = credit_notes.issue(self.seller, issued, reason="return", quantities={position: Decimal(1)}, **who)
        kept = Document.objects.get(company=self.seller, document_kind="invoice", document_id=note.pk, form="ubl")
        found = added(self.company, files.read(kept.file), by=self.clerk)
        bills.accept(self.company, found, name="order", reason="as agreed", by=self.ana, on=DAY)
        self.approve(found)
        return found


@pytest.fixture
def buyer():
    return Buyer()


def run_items(bill):
    return [(one.status, one.pays) for one in RunItem.objects.filter(number=bill.number).order_by("pk")]


def boards(quantity="100", price="10"):
    return {**a_line(price), "name": "Oak boards", "quantity": quantity, "price": price, "unit": "C62"}


TRANSPORT = {**a_line("50"), "name": "Transport"}


def test_the_story_of_docs_rules_held_parts(buyer):
    buyer.came("60")
    bill = added(
        buyer.company, invoiced(buyer.seller, boards(), TRANSPORT, order_ref=buyer.order.number), by=buyer.clerk
    )
    assert (bill.status, buyer.parts(bill)) == ("to_approve", ("to_hold", "726.00", "544.50"))
    buyer.approve(bill)
    assert buyer.parts(bill) == ("held", "726.00", "544.50")
    assert Entry.objects.filter(company=buyer.company, document_kind="bill", document_id=bill.pk).count() == 1
    buyer.work()
    task = Task.objects.get(company=buyer.company, kind="bill.part_held")
    assert (task.owner_id, task.status) == (buyer.clerk.id, "open"), "who ordered looks after it"

    buyer.paid("726.00", bill)
    with pytest.raises(Refused, match=r"run\.part_held"):
        buyer.propose(until=date(2026, 5, 1))
    assert buyer.parts(bill) == ("held", "0.00", "544.50") and breaches() == []

    buyer.came("40")
    assert buyer.parts(bill) == ("held", "484.00", "60.50")
    holds.dispute(buyer.company, bill, reason="Nobody ordered a transport", by=buyer.ana, on=TUESDAY)
    assert buyer.parts(bill) == ("disputed", "484.00", "60.50")
    _, seen = supplier_bills.find(buyer.company, bill.party, bill.public_id, on=TUESDAY)
    assert (seen.held, seen.not_held) == (Money(Decimal("60.50"), "RON"), Money(Decimal(1210), "RON"))
    assert seen.held_reason == "Nobody ordered a transport"
    buyer.paid("484.00", bill)
    buyer.credit(bill, 2)
    assert buyer.parts(bill) is None, "what is credited needs not be held"
    buyer.work()
    assert not Task.objects.filter(company=buyer.company, kind__startswith="bill.", status="open", subject_id=bill.pk)
    other = buyer.bill("100.00")
    run = buyer.propose()
    assert {one.number: one.pays for one in run.items.all() if one.item.amount < 0}[bill.number] == 0
    assert run.items.get(number=other.number).pays == 121, "the credit note is the disputed bill's, no other's"
    buyer.release(run)
    assert outside.whole(buyer.company, buyer.read(bill))["settlement"] == "paid" and breaches() == []


def test_a_person_accepts_the_rest_and_never_who_added_the_bill(buyer):
    buyer.came("60")
    bill = buyer.billed(boards())
    assert buyer.parts(bill) == ("held", "726.00", "484.00")
    for actor, reason, code in ((buyer.ana, " ", r"reason\.missing"), (buyer.clerk, "it will come", "permission")):
        with pytest.raises(Refused, match=code):
            holds.accept(buyer.company, bill, reason=reason, by=actor, on=DAY)
    holds.accept(buyer.company, bill, reason="they are on their way", by=buyer.ana, on=DAY)
    assert buyer.parts(bill) is None
    with pytest.raises(Refused, match=r"bill\.nothing_held"):
        holds.dispute(buyer.company, bill, reason="too late", by=buyer.ana, on=DAY)
    assert buyer.propose().items.get(number=bill.number).pays == 1210
    assert breaches() == []


def test_the_advice_says_that_what_is_held_is_still_to_be_paid(buyer):
    buyer.came("60")
    bill = buyer.billed(boards(), TRANSPORT, terms_days=5)
    run = buyer.propose(until=TUESDAY)
    buyer.release(run)
    buyer.export(run)
    [line] = buyer.statement(("-726.00", IBANS["RO"], bill.number), on=TUESDAY)
    buyer.settle(line)
    buyer.work()
    [told] = Remittance.objects.get(company=buyer.company).lines
    assert [Decimal(told[name]) for name in ("amount", "later", "paid")] == [
        Decimal("1270.50"),
        Decimal("-544.50"),
        Decimal("726.00"),
    ]


def test_the_payment_of_a_part_is_not_undone_while_another_run_pays_the_rest(buyer):
    buyer.came("60")
    bill = buyer.billed(boards())
    line = buyer.paid("726.00", bill)
    buyer.came("40")
    run = buyer.propose()
    with pytest.raises(Refused, match=r"run\.in_another"):
        reconciliation.undo(buyer.company, line, by=buyer.clerk, on=TUESDAY)
    runs.cancel(buyer.company, run, reason="the bank took it twice", by=buyer.clerk, on=TUESDAY)
    reconciliation.undo(buyer.company, line, by=buyer.clerk, on=TUESDAY)
    assert run_items(bill) == [("sent", 726), ("removed", 484)] and breaches() == []


def test_no_earlier_payment_is_offered_while_a_part_is_held(buyer):
    buyer.came("60")
    bill = buyer.billed(boards(), terms_days=56)
    terms = Terms(Decimal(2), date(2026, 3, 30), date(2026, 3, 23))
    with pytest.raises(Refused, match=r"early_offer\.nothing_open"):
        early_offers.offer(buyer.company, bill, terms, by=buyer.clerk, on=MONDAY)
    page = browser(buyer.clerk)
    assert "Offer to pay earlier" not in page.get(f"/bills/{bill.public_id}").content.decode()
    holds.accept(buyer.company, bill, reason="it is on its way", by=buyer.ana, on=MONDAY)
    assert "Offer to pay earlier" in page.get(f"/bills/{bill.public_id}").content.decode()
    early_offers.offer(buyer.company, bill, terms, by=buyer.clerk, on=MONDAY)


def test_the_card_of_who_approves_says_what_of_it_goes_on_and_what_is_held(buyer):
    buyer.came("60")
    content = invoiced(buyer.seller, boards(), TRANSPORT, order_ref=buyer.order.number)
    bill = added(buyer.company, content, by=buyer.clerk)
    card = browser(buyer.ana).get(f"/approvals?bill={bill.public_id}").content.decode()
    goes_on, held = (card.index(one) for one in ("Paid once it is approved", "<dt>Held</dt>"))
    assert "726.00" in card[goes_on:held] and "544.50" in card[held : held + 200]


def test_who_accepted_the_rest_does_not_let_it_be_paid(buyer):
    buyer.came("60")
    bill = buyer.billed(boards())
    holds.accept(buyer.company, bill, reason="it will come", by=buyer.owner, on=MONDAY)
    run = buyer.propose()
    with pytest.raises(Refused, match=r"duty\.kept_apart"):
        buyer.release(run)
    buyer.release(run, by=somebody(buyer.company, "owner"))


def test_an_owner_who_added_a_bill_lets_no_part_of_it_go(buyer):
    buyer.came("60")
    content = invoiced(buyer.seller, boards(), order_ref=buyer.order.number)
    bill = added(buyer.company, content, by=buyer.owner)
    buyer.approve(bill)
    with pytest.raises(Refused, match=r"bill\.own"):
        holds.accept(buyer.company, bill, reason="it will come", by=buyer.owner, on=DAY)


def test_a_price_too_high_holds_its_line_alone_and_no_discount_is_taken_of_a_part(buyer):
    lines = ({**boards("50"), "name": "Pine boards"}, boards("50", "12"))
    pine = {"name": "Pine boards", "quantity": "50", "price": "10", "unit": "C62"}
    oak = {"name": "Oak boards", "quantity": "50", "price": "10", "unit": "C62"}
    buyer.order = ordered(buyer.company, buyer.seller, pine, oak, clerk=buyer.clerk, approver=buyer.ana)
    buyer.came("50", "50")
    bill = buyer.billed(*lines, terms_days=56)
    discounts.agree(buyer.company, bill, percent=Decimal(2), days=18, by=buyer.clerk, on=MONDAY)
    run = buyer.propose(until=UNTIL)
    row = run.items.get(number=bill.number)
    assert (row.pays, row.held, row.discount) == (605, 726, 0)
    assert breaches() == []


def test_another_credit_note_of_the_supplier_pays_nothing_of_what_is_held(buyer):
    first = buyer.bill("500.00")
    buyer.credited(first, "500.00")
    buyer.came("60")
    bill = buyer.billed(boards())
    run = buyer.propose()
    rows = {one.number: one for one in run.items.all() if one.item.amount < 0}
    assert rows[bill.number].pays == 726 and rows[first.number].pays == 0
    buyer.release(run)
    assert breaches() == []


def test_a_set_off_leaves_the_bill_out_while_a_part_is_held(buyer):
    buyer.came("60")
    bill = buyer.billed(boards())
    theirs = a_customer(buyer.company, name="Lemn SRL", vat_id=SELLERS["RO"]["vat_id"], country="RO")
    an_invoice(buyer.company, a_line("2000.00"), customer=theirs)
    offset = offsets.propose(buyer.company, theirs, wanted=Wanted(until=UNTIL), by=buyer.clerk, on=MONDAY)
    assert bill.number not in offset.items.values_list("number", flat=True)
    assert offset.amount == Decimal("12.10"), "the other bill alone"


def test_a_second_bill_for_the_goods_that_are_held_of_the_first_finds_them_billed(buyer):
    buyer.came("60")
    buyer.billed(boards())
    buyer.came("40")
    again = added(buyer.company, invoiced(buyer.seller, boards("40"), order_ref=buyer.order.number), by=buyer.clerk)
    assert again.status == "needs_attention"


def test_the_database_holds_what_is_held(buyer):
    buyer.came("60")
    bill = buyer.billed(boards())
    hold, row = BillHold.objects.get(), buyer.propose().items.get(number=bill.number)
    told = {"company": buyer.company, "bill": bill, "nth": 2, "why": "arrived", "until_on": DAY, "said_on": DAY}
    wrong = (
        lambda: BillHold.objects.filter(pk=hold.pk).update(held=0),
        lambda: hold.delete(),
        lambda: BillHold.objects.create(**told, held=hold.held + 1),
        lambda: BillHold.objects.create(**{**told, "nth": 1}, held=0),
        lambda: RunItem.objects.filter(pk=row.pk).update(pays=1210),
        lambda: RunItem.objects.filter(pk=row.pk).update(held=0),
    )
    for change in wrong:
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
