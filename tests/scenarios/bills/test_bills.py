"""A supplier's invoice from its file to the books: read as written, checked, accepted by name, approved by another."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction
from django.db.utils import DatabaseError

from kvit.archive import files
from kvit.archive.models import Document
from kvit.capture import arrivals
from kvit.capture.arrivals import Incoming
from kvit.capture.models import CapturedDocument
from kvit.companies import companies
from kvit.companies.models import User
from kvit.companies.permissions import api_actor
from kvit.core.errors import Refused
from kvit.events import work
from kvit.events.models import Event
from kvit.ledger import open_items
from kvit.ledger.models import Entry, OpenItem
from kvit.parties import bank_details
from kvit.parties.models import BankDetail
from kvit.payables import bills, queries
from kvit.payables.models import Bill
from kvit.reactions import REACTIONS
from kvit.reports import books
from kvit.tasks.models import Task
from kvit.tasks.texts import title
from tests.builders import a_customer, a_line, an_invoice, breaches, somebody, the_owner
from tests.scenarios.bills.supplied import DAY, added, approved, failed, invoiced

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_first_bill_of_a_supplier_waits_for_a_second_person_and_is_booked_when_approved(
    company, seller, clerk, approver
):
    bill = added(company, invoiced(seller), by=clerk)
    assert (bill.number, bill.currency, bill.payable, bill.own_payable) == ("KV-2026-00001", "RON", 121, 121)
    assert (bill.status, failed(bill)) == ("needs_attention", ["supplier"])
    with pytest.raises(Refused, match=r"permission\.denied"):
        bills.accept(company, bill, name="supplier", reason="they are real", by=clerk, on=DAY)
    bill = approved(company, invoiced_bytes(bill), clerk=clerk, approver=approver)
    [item] = open_items.of_suppliers(company)
    assert (item.balance, item.party, item.due_on) == (-121, bill.party, bill.due_on)
    booked = {row.code: row.debit - row.credit for row in books.trial_balance(company, since=DAY, until=DAY)}
    assert booked == {"628": 100, "4426": 21, "401": -121}
    assert breaches() == []


def invoiced_bytes(bill):
    return files.read(bill.document.file)


def test_the_next_bill_of_a_known_supplier_needs_nobody_but_its_approver(company, seller, clerk, approver):
    approved(company, invoiced(seller), clerk=clerk, approver=approver)
    bill = added(company, invoiced(seller, a_line("70.00")), by=clerk)
    assert (bill.status, failed(bill)) == ("to_approve", [])


def test_what_a_supplier_is_owed_is_no_credit_of_a_customer(company, seller, clerk, approver):
    bill = approved(company, invoiced(seller), clerk=clerk, approver=approver)
    assert list(open_items.credits(company, bill.party)) == []
    assert list(open_items.owed(company)) == []


def test_the_same_bytes_twice_are_one_bill(company, seller, clerk, approver):
    content = invoiced(seller)
    first, again = (added(company, content, by=by, name=name) for by, name in ((clerk, "a.xml"), (approver, "b.xml")))
    assert first.pk == again.pk
    assert (CapturedDocument.objects.count(), Bill.objects.count()) == (1, 1)


def test_pain_22_a_copy_in_another_writing_is_stopped_and_who_added_it_cannot_let_it_pass(
    company, seller, clerk, approver
):
    content = invoiced(seller)
    approved(company, content, clerk=clerk, approver=approver)
    owner = the_owner(company)
    twin = added(company, content.replace(b"KV-2026-00001", b"kv 2026 OOOO1"), by=owner)
    assert (twin.status, failed(twin)) == ("needs_attention", ["copy"])
    with pytest.raises(Refused, match=r"bill\.own"):
        bills.accept(company, twin, name="copy", reason="it is another one", by=owner, on=DAY)
    bills.accept(company, twin, name="copy", reason="it is another one", by=approver, on=DAY)
    with pytest.raises(Refused, match=r"bill\.known"):
        bills.approve(company, twin, version=queries.find(company, twin.public_id).version, by=approver, on=DAY)
    assert OpenItem.objects.filter(company=company, side="payable").count() == 1


def test_pain_12_what_the_file_wants_paid_is_booked_to_the_cent_and_a_difference_stops_it_with_both_figures(
    company, seller, clerk, approver
):
    content = invoiced(seller).replace(b">121.00</cbc:PayableAmount>", b">121.01</cbc:PayableAmount>")
    bill = added(company, content, by=clerk)
    assert (bill.payable, bill.own_payable) == (Decimal("121.01"), 121)
    assert set(failed(bill)) == {"supplier", "rules", "sums"}
    for name in failed(bill):
        bills.accept(company, bill, name=name, reason="the supplier confirmed a cent", by=approver, on=DAY)
    bill = queries.find(company, bill.public_id)
    bills.approve(company, bill, version=bill.version, by=approver, on=DAY)
    assert open_items.of_suppliers(company).get().balance == Decimal("-121.01")
    assert breaches() == []


def test_nobody_approves_what_they_added_not_even_the_owner_or_through_a_key(company, seller):
    owner = the_owner(company)
    key, _ = companies.make_api_key(company, User.objects.get(pk=owner.id), name="erp", by=owner, on=DAY)
    bill = added(company, invoiced(seller), by=api_actor(key))
    for by in (owner, api_actor(key)):
        with pytest.raises(Refused, match=r"bill\.own"):
            bills.accept(company, bill, name="supplier", reason="they are real", by=by, on=DAY)
    second = somebody(company, "owner")
    bills.accept(company, bill, name="supplier", reason="they are real", by=second, on=DAY)
    for by in (owner, api_actor(key)):
        with pytest.raises(Refused, match=r"bill\.own"):
            bills.approve(company, bill, version=queries.find(company, bill.public_id).version, by=by, on=DAY)
    assert not Entry.objects.filter(company=company).exists()


def test_what_changed_since_it_was_looked_at_is_not_approved(company, seller, clerk, approver):
    bill = added(company, invoiced(seller), by=clerk)
    looked_at = bill.version
    bills.accept(company, bill, name="supplier", reason="called them", by=approver, on=DAY)
    with pytest.raises(Refused, match=r"bill\.changed"):
        bills.approve(company, bill, version=looked_at, by=approver, on=DAY)


def test_a_bill_for_somebody_else_and_one_that_is_no_invoice_stop_with_their_reason(company, clerk, seller):
    other = a_customer(seller, name="Beta SRL", vat_id="RO14399840")
    issued = an_invoice(seller, customer=other)
    kept = Document.objects.get(company=seller, document_kind="invoice", document_id=issued.pk, form="ubl")
    bill = added(company, files.read(kept.file), by=clerk)
    assert "addressee" in failed(bill)
    advert = added(company, b"<html>Cumpara acum</html>", by=clerk, name="oferta.xml")
    assert (advert.status, failed(advert)) == ("needs_attention", ["reading"])
    with pytest.raises(Refused, match=r"bill\.incomplete"):
        bills.accept(company, advert, name="reading", reason="whatever", by=the_owner(company), on=DAY)
    bills.reject(company, advert, reason="an advert", by=clerk, on=DAY)
    with pytest.raises(Refused, match=r"bill\.decided"):
        bills.reject(company, advert, reason="an advert", by=clerk, on=DAY)


def test_pain_24_an_account_is_trusted_only_after_another_person_called(company, seller, clerk, approver):
    bill = approved(company, invoiced(seller), clerk=clerk, approver=approver)
    [asked] = BankDetail.objects.filter(company=company)
    assert (asked.status, asked.iban) == ("requested", "RO49AAAA1B31007593840000")
    for by, note, code in (
        (clerk, "called +40 21 000 at ten", "permission.denied"),
        (approver, "ok", "bank_detail.note_missing"),
    ):
        with pytest.raises(Refused) as refused:
            bank_details.confirm(company, asked.public_id, note=note, by=by, on=DAY)
        assert refused.value.code == code
    own = bank_details.request(
        company, bill.party, iban="RO09BCYP0000001234567890", source="typed", by=approver, on=DAY
    )
    with pytest.raises(Refused, match=r"bank_detail\.own"):
        bank_details.confirm(company, own.public_id, note="called +40 21 000 at ten", by=approver, on=DAY)
    done = bank_details.confirm(company, asked.public_id, note="called +40 21 000 at ten", by=approver, on=DAY)
    assert done.usable_on == date(2026, 3, 9)  # Thursday and two working days
    assert bank_details.usable(company, bill.party, on=date(2026, 3, 8)) == []
    assert bank_details.usable(company, bill.party, on=date(2026, 3, 9)) == [done]


def test_what_came_and_what_was_decided_is_never_changed(company, seller, clerk, approver):
    bill = approved(company, invoiced(seller), clerk=clerk, approver=approver)
    for change in (
        lambda: Bill.objects.filter(pk=bill.pk).update(payable=1),
        lambda: bill.lines.update(net=1),
        lambda: CapturedDocument.objects.update(name="x"),
        lambda: Bill.objects.filter(pk=bill.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_a_file_that_somebody_brought_becomes_one_bill_of_theirs_whoever_reads_it(company, seller, approver):
    incoming = Incoming(content=invoiced(seller), name="factura.xml", via="folder")
    arrivals.take(company, incoming, by=approver, on=DAY)
    follow_all()
    [bill] = Bill.objects.filter(company=company)
    assert bill.added_by_id == approver.id
    with pytest.raises(Refused, match=r"bill\.own"):
        bills.accept(company, bill, name="supplier", reason="they are real", by=approver, on=DAY)
    assert Event.objects.filter(company_id=company.pk, name="bill.captured").count() == 1


def test_a_bill_that_waits_for_somebody_is_a_task_until_it_is_looked_at(company, seller, clerk, approver):
    bill = added(company, invoiced(seller), by=clerk)
    follow_all()
    [task] = Task.objects.filter(company=company, kind="bill.waiting", status="open")
    assert title(task, language="en") == "Look at the bill of Lemn SRL: a check failed"
    bills.accept(company, bill, name="supplier", reason="called them", by=approver, on=DAY)
    follow_all()
    assert not Task.objects.filter(company=company, kind="bill.waiting", status="open").exists()


def follow_all():
    while work.run_all(REACTIONS, most=50):
        pass
