"""Set-off signed: proposed by one, signed by another, booked when it binds, undone as a whole."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from kvit.arrangements import disputes, plans
from kvit.arrangements.disputes import Asked
from kvit.core.errors import Refused
from kvit.ledger.models import Allocation, EntryLine, OpenItem
from kvit.parties.models import Party
from kvit.payments import incoming, offset_papers, requests
from kvit.payments.models import Offset, OffsetItem, RunItem
from tests.builders import balance_of, breaches, somebody
from tests.scenarios.offsets.trading import DUE, SIGNED

pytestmark = pytest.mark.django_db(transaction=True)


def booked(company, kind="offset"):
    """The lines of its entries: by role of the account, debit above zero."""
    lines = EntryLine.objects.filter(company=company, entry__kind=kind).select_related("account")
    return [(line.account.role, line.amount) for line in lines.order_by("pk")]


def paid(firm, invoice, amount):
    told = {"invoice": invoice.number, "amount": amount, "paid_on": "2026-05-20"}
    incoming.record(firm.company, requests.read(told), by=firm.owner, on=DUE)


def test_set_off_signed(firm):
    """We owe 605.00, they owe us 363.00 and 121.00: 484.00 are settled without money, 121.00 are left to pay."""
    first, second = firm.sold("300.00"), firm.sold("100.00")
    bill = firm.bill("500.00")
    offset = firm.propose_offset()
    assert (offset.amount, offset.basis, offset.party) == (Decimal("484.00"), "declaration", bill.party)
    assert firm.balances() == [Decimal("484.00"), Decimal("605.00")], "nothing moves before it is signed"
    signed = firm.sign(offset)
    assert (signed.status, signed.number, signed.settled_on) == ("settled", "OF-2026-00001", DUE)
    assert firm.balances() == [0, Decimal("121.00")]
    assert [balance_of(one) for one in (first, second)] == [0, 0]
    assert booked(firm.company) == [("payable", Decimal("484.00")), ("receivable", Decimal("-484.00"))]
    assert breaches() == []
    run = firm.propose(on=DUE)
    assert [one.pays for one in run.items.all()] == [Decimal("121.00")], "a run pays what is left"
    assert breaches() == []


def test_records_of_one_vat_id_are_one_party(firm):
    bill = firm.bill("100.00")
    other = Party.objects.create(
        company=firm.company, name="LEMN S.R.L.", vat_id=bill.party.vat_id, country="RO", is_customer=True
    )
    merged = Party.objects.create(company=firm.company, name="Lemn veche", country="RO", merged_into=other)
    firm.sold("30.00", customer=other)
    firm.sold("40.00", customer=firm.customer)
    Party.objects.filter(pk=merged.pk).update(merged_into=None)
    firm.sold("10.00", customer=merged)
    Party.objects.filter(pk=merged.pk).update(merged_into=other)
    offset = firm.sign(firm.propose_offset())
    assert offset.amount == Decimal("96.80"), "80.00 and 21 percent, over three records"
    assert firm.balances() == [0, Decimal("24.20")]
    assert breaches() == []
    firm.cancel(offset)
    assert firm.balances() == [Decimal("96.80"), Decimal("121.00")]
    assert breaches() == []


def test_an_agreement_is_booked_on_the_day_the_party_signed_it(firm):
    firm.sold("100.00"), firm.bill("500.00")
    offset = firm.propose_offset(agreement=True)
    waiting = firm.sign(offset)
    assert (waiting.status, waiting.basis, firm.balances()[0]) == ("signed", "agreement", Decimal("121.00"))
    later = DUE + timedelta(days=9)
    for day, on in ((DUE - timedelta(days=1), later), (later + timedelta(days=1), later)):
        with pytest.raises(Refused, match="offset.bad_day"):
            firm.countersign(offset, signed=replace(SIGNED, on=day), on=on)
    with pytest.raises(Refused, match="offset.bad_file"):
        firm.countersign(offset, signed=replace(SIGNED, content=b"MZ"))
    settled = firm.countersign(offset, signed=replace(SIGNED, on=DUE + timedelta(days=4)), on=later)
    assert (settled.status, settled.settled_on) == ("settled", DUE + timedelta(days=4))
    assert settled.countersigned.media_type == "application/pdf"
    assert Allocation.objects.filter(allocated_on=DUE + timedelta(days=4)).count() == 2
    assert firm.balances() == [0, Decimal("484.00")]
    assert breaches() == []


def test_what_is_not_due_goes_by_agreement_alone(firm):
    firm.sold("100.00"), firm.bill("100.00")
    with pytest.raises(Refused, match="offset.nothing"):
        firm.propose_offset(on=date(2026, 3, 6))
    offset = firm.propose_offset(on=date(2026, 3, 6), until=DUE)
    assert (offset.basis, offset.title) == ("agreement", "Proces-verbal de compensare")


def test_four_eyes(firm):
    firm.sold(), firm.bill()
    offset = firm.propose_offset(by=firm.owner)
    with pytest.raises(Refused, match="offset.own"):
        firm.sign(offset, by=firm.owner)
    with pytest.raises(Refused, match="permission.denied"):
        firm.sign(offset, by=firm.clerk)
    with pytest.raises(Refused, match="duty.kept_apart"):
        firm.sign(offset, by=firm.ana)  # she approved the bill
    with pytest.raises(Refused, match="offset.no_person"):
        firm.sign(offset, by=replace(firm.ana, kind="api_key"))
    assert firm.sign(offset, by=somebody(firm.company, "approver")).status == "settled"
    assert breaches() == []


def test_an_item_is_in_one_live_set_off_or_run(firm):
    firm.sold("100.00"), firm.bill("100.00")
    run = firm.propose(on=DUE)
    with pytest.raises(Refused, match="offset.nothing"):
        firm.propose_offset()
    from kvit.payments import runs

    runs.cancel(firm.company, run, reason="set off instead", by=firm.clerk, on=DUE)
    offset = firm.propose_offset()
    with pytest.raises(Refused, match="run.nothing_due.*run.in_offset"):
        firm.propose(on=DUE)
    with pytest.raises(Refused, match="offset.nothing"):
        firm.propose_offset()
    row = RunItem.objects.get(run=run)
    with pytest.raises(DatabaseError, match="pays nothing that is being set off"), transaction.atomic():
        run2 = type(run).objects.create(
            company=firm.company, bank_account=run.bank_account, currency="RON", format="csv", until_on=DUE,
            proposed_on=DUE,
        )  # fmt: skip
        RunItem.objects.create(
            company=firm.company, run=run2, item=row.item, party=row.party, balance=1, pays=0, pay_on=DUE
        )
    firm.cancel(offset, by=firm.clerk)
    assert firm.propose(on=DUE).items.count() == 1, "free again"
    assert breaches() == []


def test_what_was_paid_meanwhile_is_not_signed(firm):
    invoice = firm.sold("100.00")
    firm.bill("100.00")
    offset = firm.propose_offset()
    paid(firm, invoice, "1.00")
    with pytest.raises(Refused, match="offset.items_changed"):
        firm.sign(offset)
    firm.cancel(offset, by=firm.clerk)
    again = firm.propose_offset(agreement=True)
    assert again.amount == Decimal("120.00")
    firm.sign(again)
    paid(firm, invoice, "0.01")
    with pytest.raises(Refused, match="offset.items_changed"):
        firm.countersign(again)
    assert firm.balances() == [Decimal("119.99"), Decimal("121.00")]
    assert breaches() == []


def test_what_a_set_off_holds_is_not_given_back_under_its_hands(firm):
    invoice = firm.sold("100.00")
    firm.bill("100.00")
    told = {"invoice": invoice.number, "amount": "21.00", "paid_on": "2026-05-20"}
    recorded = incoming.record(firm.company, requests.read(told), by=firm.owner, on=DUE)
    offset = firm.propose_offset()
    [allocation] = recorded.allocated
    with pytest.raises(Refused, match=r"allocation\.in_offset"):
        incoming.deallocate(firm.company, allocation, by=firm.owner, on=DUE)
    with pytest.raises(Refused, match=r"allocation\.in_offset"):
        incoming.take_back(firm.company, recorded.payment, reason="wrong", by=firm.owner, on=DUE)
    firm.cancel(offset, by=firm.clerk)
    incoming.take_back(firm.company, recorded.payment, reason="wrong", by=firm.owner, on=DUE)
    assert firm.balances()[0] == Decimal("121.00") and breaches() == []


def test_it_is_undone_as_a_whole_by_a_reversing_entry(firm):
    invoice = firm.sold("100.00")
    firm.bill("100.00")
    offset = firm.sign(firm.propose_offset())
    allocation = Allocation.objects.get(item__document_number=invoice.number)
    with pytest.raises(Refused, match="allocation.of_offset"):
        incoming.deallocate(firm.company, allocation, by=firm.owner, on=DUE)
    with pytest.raises(Refused, match="permission.denied"):
        firm.cancel(offset, by=firm.clerk)
    assert firm.cancel(offset).status == "reversed"
    assert firm.balances() == [Decimal("121.00"), Decimal("121.00")]
    assert sum(amount for role, amount in booked(firm.company) if role == "payable") == 0
    with pytest.raises(Refused, match="offset.not_settled"):
        firm.cancel(offset)
    again = firm.sign(firm.propose_offset())
    assert (again.number, firm.balances()) == ("OF-2026-00002", [0, 0])
    assert breaches() == []


def test_the_database_keeps_what_was_signed(firm):
    firm.sold(), firm.bill()
    offset = firm.sign(firm.propose_offset())
    for change in ({"amount": 1}, {"number": "X"}, {"status": "proposed"}, {"settled_on": date(2026, 1, 1)}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Offset.objects.filter(pk=offset.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        OffsetItem.objects.filter(offset=offset).update(amount=1)
    with pytest.raises(DatabaseError), transaction.atomic():
        OffsetItem.objects.filter(offset=offset).delete()
    assert offset_papers.pdf(firm.company, offset) == offset_papers.pdf(firm.company, firm.found(offset))


def test_what_the_customer_disputes_is_not_set_off_and_not_signed_for(firm):
    calm, disputed = firm.sold("100.00"), firm.sold("300.00")
    firm.bill("500.00")
    early = DUE - timedelta(days=3)
    told = Asked(position=1, reason="damaged", text="broken")
    disputes.open(firm.company, disputed, told, by=firm.owner, on=early)
    offset = firm.propose_offset()
    assert [one.number for one in offset.items.filter(item__document_kind="invoice")] == [calm.number]
    disputes.open(firm.company, calm, told, by=firm.owner, on=early)
    with pytest.raises(Refused, match=r"offset\.items_changed"):
        firm.sign(offset)
    assert balance_of(calm) == 121 and breaches() == []


def test_what_was_granted_in_instalments_is_not_set_off(firm):
    invoice = firm.sold("300.00")
    firm.bill("500.00")
    item = OpenItem.objects.get(document_kind="invoice", document_id=invoice.pk)
    wish = plans.Wish(items=[item.public_id], count=3, first_on=DUE + timedelta(days=30))
    plans.make(firm.company, firm.customer, wish, by=firm.owner, on=DUE - timedelta(days=3))
    with pytest.raises(Refused, match=r"offset\.nothing") as refusal:
        firm.propose_offset()
    assert refusal.value.facts["taken"] == [invoice.number]
