"""A bill that comes as a PDF without e-invoice, or as a scan, becomes a real bill: read, completed, booked."""

from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from kvit.capture.models import Remembered
from kvit.core.errors import Refused
from kvit.core.typed_bills import typed_bill
from kvit.events import work
from kvit.events.models import Event
from kvit.ledger import open_items
from kvit.parties.models import BankDetail, Party
from kvit.payables import bills, outside, queries
from kvit.payables.models import Bill, BillFact, BillVat
from kvit.reactions import REACTIONS
from kvit.reports import books
from tests.builders import a_company, breaches, somebody
from tests.scenarios.bills.paper import OF_ALL, ROW, WORKED, pdf, scanned, seen
from tests.scenarios.bills.supplied import DAY, added, failed, invoiced

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("reader")]


@pytest.fixture
def company():
    return a_company("RO", name="Beta SRL", vat_id="RO18547290")


def unsure(bill):
    """The fields that wait for a person."""
    return {found["place"] for found in bill.checks.get(name="fields").findings}


def completed(company, bill, *, by, **told):
    row = queries.find(company, bill.public_id)
    bills.complete(company, row, typed=typed_bill(told), version=row.version, by=by, on=DAY)
    return queries.find(company, bill.public_id)


def looked_at(company, bill, *, by):
    """The supplier was called."""
    if "supplier" in failed(bill):
        bills.accept(company, bill, name="supplier", reason="called them", by=by, on=DAY)
    return queries.find(company, bill.public_id)


def approved(company, bill, *, by):
    row = queries.find(company, bill.public_id)
    return bills.approve(company, row, version=row.version, by=by, on=DAY)


def follow_all():
    while work.run_all(REACTIONS, most=50):
        pass


def test_a_pdf_of_a_supplier_nobody_knows_waits_for_its_supplier_alone_and_is_booked_after_it(company, clerk, approver):
    seen(first=WORKED)
    bill = added(company, pdf("first"), by=clerk, name="factura.pdf")
    assert (bill.source, bill.number, bill.payable, bill.currency) == ("text", "KVT-1042", 1210, "RON")
    assert [(one.rate, one.base, one.amount) for one in bill.vat_totals.all()] == [(21, 1000, 210)]
    assert (bill.party, unsure(bill)) == (None, {"supplier"})
    bill = completed(company, bill, by=clerk, supplier=OF_ALL["supplier"])
    assert (failed(bill), bill.party.name) == (["supplier"], "Alfa SRL")
    approved(company, looked_at(company, bill, by=approver), by=approver)
    booked = {row.code: row.debit - row.credit for row in books.trial_balance(company, since=DAY, until=DAY)}
    assert booked == {"628": 1000, "4426": 210, "401": -1210}
    assert open_items.of_suppliers(company).get().balance == -1210
    assert breaches() == []


def test_the_next_pdf_of_a_known_supplier_needs_nobody_but_its_approver(company, clerk, approver):
    seen(first=WORKED, next=WORKED.replace("KVT-1042", "KVT-1077").replace("03.02", "24.02").replace("05.03", "24.03"))
    bill = completed(company, added(company, pdf("first"), by=clerk), by=clerk, supplier=OF_ALL["supplier"])
    approved(company, looked_at(company, bill, by=approver), by=approver)
    bill = added(company, pdf("next"), by=clerk)
    assert (bill.status, failed(bill), bill.party.name) == ("to_approve", [], "Alfa SRL")


def test_every_field_is_kept_with_its_confidence_page_and_box(company, clerk):
    seen(first=WORKED)
    bill = added(company, pdf("first"), by=clerk)
    field = outside.whole(company, bill)["fields"]["number"]
    assert (field["value"], field["sure"], field["page"], field["source"]) == ("KVT-1042", True, 1, "text")
    left, top, right, bottom = field["box"]
    assert 0 < left < right < 595 and 0 < top < bottom < 842
    for change in (lambda: BillFact.objects.update(sure=True), lambda: BillFact.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_a_scan_of_which_nothing_is_sure_is_typed_by_one_person_and_approved_by_another(company, clerk, approver):
    scanned(photo=WORKED)
    bill = added(company, pdf("photo"), by=clerk)
    assert (bill.source, bill.status) == ("ocr", "needs_attention")
    assert unsure(bill) >= {"number", "issued_on", "payable", "supplier", "vat_totals"}
    with pytest.raises(Refused, match=r"bill\.incomplete"):
        bills.accept(company, bill, name="fields", reason="looks right", by=approver, on=DAY)
    bill = looked_at(company, completed(company, bill, by=clerk, **OF_ALL), by=approver)
    assert (bill.status, bill.gross, bill.own_payable) == ("to_approve", 1210, 1210)
    approved(company, bill, by=approver)
    assert open_items.of_suppliers(company).get().balance == -1210


def test_pages_without_a_breakdown_are_never_booked_with_the_difference_as_rounding(company, clerk, approver):
    seen(first=WORKED.replace("TVA 21%", "TVA"))
    bill = completed(company, added(company, pdf("first"), by=clerk), by=clerk, supplier=OF_ALL["supplier"])
    assert (bill.payable, unsure(bill)) == (1210, {"vat_totals"})
    with pytest.raises(Refused, match=r"bill\.incomplete"):
        bills.accept(company, bill, name="fields", reason="never mind", by=approver, on=DAY)
    bill = completed(company, bill, by=clerk, vat_totals=[{**ROW, "amount": "110.00"}])
    assert "complete" in failed(bill), "1,110 is not 1,210"


def test_an_e_invoice_without_a_breakdown_is_never_booked_either(company, seller, clerk, approver):
    content = invoiced(seller)
    start, end = content.index(b"<cac:TaxTotal>"), content.index(b"</cac:TaxTotal>") + len(b"</cac:TaxTotal>")
    bill = added(company, content[:start] + content[end:], by=clerk)
    assert "complete" in failed(bill)
    with pytest.raises(Refused, match=r"bill\.incomplete"):
        bills.accept(company, bill, name="complete", reason="never mind", by=approver, on=DAY)


def test_a_vat_that_is_not_its_rate_stops_the_bill_with_both_figures(company, clerk):
    scanned(photo=WORKED)
    row = {**ROW, "amount": "201.00"}
    told = {**OF_ALL, "vat_totals": [row], "payable": "1201.00"}
    bill = completed(company, added(company, pdf("photo"), by=clerk), by=clerk, **told)
    [found] = bill.checks.get(name="sums").findings
    assert (found["facts"]["own"], found["facts"]["payable"]) == ("1210.00", "1201.00")


def test_nobody_approves_what_they_typed_not_even_of_a_bill_that_another_person_typed_after_them(
    company, clerk, approver
):
    seen(first=WORKED)
    second = somebody(company, "accountant")
    bill = completed(company, added(company, pdf("first"), by=clerk), by=approver, supplier=OF_ALL["supplier"])
    bill = completed(company, bill, by=second, due_on="2026-03-06")
    third = somebody(company, "owner")
    bill = looked_at(company, bill, by=third)
    for person in (clerk, approver, second):
        with pytest.raises(Refused, match=r"bill\.own|permission\.denied"):
            approved(company, bill, by=person)
    for person in (approver, second):
        with pytest.raises(DatabaseError), transaction.atomic():
            Bill.objects.filter(pk=bill.pk).update(approved_by=person.id, approved_on=DAY, status="approved")
    assert approved(company, bill, by=third).status == "approved"


def test_who_typed_the_supplier_does_not_say_that_it_is_real(company, clerk, approver):
    seen(first=WORKED)
    bill = completed(company, added(company, pdf("first"), by=clerk), by=approver, supplier=OF_ALL["supplier"])
    with pytest.raises(Refused, match=r"bill\.own"):
        bills.accept(company, bill, name="supplier", reason="they are real", by=approver, on=DAY)


def test_an_account_that_is_typed_is_asked_for_and_trusted_by_nobody(company, clerk):
    scanned(photo=WORKED)
    told = {**OF_ALL, "iban": "RO49 AAAA 1B31 0075 9384 0000"}
    bill = completed(company, added(company, pdf("photo"), by=clerk), by=clerk, **told)
    [asked] = BankDetail.objects.filter(company=company, party=bill.party)
    assert (asked.iban, asked.status) == ("RO49AAAA1B31007593840000", "requested")


def test_what_changed_is_told_before_and_after(company, clerk):
    seen(first=WORKED)
    bill = completed(company, added(company, pdf("first"), by=clerk), by=clerk, number="KVT-1043", due_on=None)
    facts = Event.objects.get(company_id=company.pk, name="bill.completed").facts
    assert facts["before"] == {"number": "KVT-1042", "due_on": "2026-03-05"}
    assert facts["after"] == {"number": "KVT-1043", "due_on": None}
    assert (bill.number, bill.due_on) == ("KVT-1043", None)


def test_an_e_invoice_is_completed_by_nobody_and_neither_is_a_bill_that_was_decided(company, seller, clerk, approver):
    e_invoice = added(company, invoiced(seller), by=clerk)
    with pytest.raises(Refused, match=r"bill\.as_written"):
        completed(company, e_invoice, by=clerk, number="X-1")
    for change in (lambda: e_invoice.vat_totals.all().delete(), lambda: e_invoice.lines.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    seen(first=WORKED)
    bill = completed(company, added(company, pdf("first"), by=clerk), by=clerk, supplier=OF_ALL["supplier"])
    approved(company, looked_at(company, bill, by=approver), by=approver)
    with pytest.raises(Refused, match=r"bill\.decided"):
        completed(company, bill, by=clerk, number="X-1")
    row = {"company": company, "bill": bill, "category": "S", "rate": 21, "base": 1, "amount": Decimal("0.21")}
    for change in (lambda: bill.vat_totals.all().delete(), lambda: BillVat.objects.create(**row)):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_what_another_person_changed_meanwhile_is_not_typed_over(company, clerk):
    seen(first=WORKED)
    bill = added(company, pdf("first"), by=clerk)
    stale = queries.find(company, bill.public_id).version
    completed(company, bill, by=clerk, number="KVT-1043")
    with pytest.raises(Refused, match=r"bill\.changed"):
        bills.complete(company, bill, typed=typed_bill({"number": "X"}), version=stale, by=clerk, on=DAY)


def test_a_copy_of_an_e_invoice_that_comes_as_a_scan_is_stopped(company, clerk, approver):
    seen(first=WORKED)
    bill = completed(company, added(company, pdf("first"), by=clerk), by=clerk, supplier=OF_ALL["supplier"])
    approved(company, looked_at(company, bill, by=approver), by=approver)
    scanned(again=WORKED)
    twin = completed(company, added(company, pdf("again"), by=clerk), by=clerk, **{**OF_ALL, "number": "KVT-IO42"})
    assert "copy" in failed(twin)


def test_our_own_vat_id_is_never_the_suppliers(company, clerk):
    seen(first=WORKED.replace("CIF: RO14399840   ", "CIF: RO18547290   ").replace("CIF: RO18547290\n", "\n"))
    bill = added(company, pdf("first"), by=clerk)
    assert bill.supplier["vat_id"] != company.vat_id and bill.party is None


@pytest.mark.parametrize(
    ("title", "waits_for"),
    [("NOTĂ DE CREDIT", set()), ("PROFORMA", {"kind"}), ("EXTRAS DE CONT", {"kind"}), ("OFERTĂ", {"kind"})],
)
def test_what_calls_itself_something_else_than_an_invoice_is_no_bill_without_a_person(company, clerk, title, waits_for):
    seen(first=WORKED.replace("FACTURĂ ", f"{title} ", 1))
    bill = completed(company, added(company, pdf("first"), by=clerk), by=clerk, supplier=OF_ALL["supplier"])
    assert unsure(bill) == waits_for
    assert bill.kind == ("credit_note" if title == "NOTĂ DE CREDIT" else "bill")


def test_two_currencies_on_a_page_wait_for_a_person(company, clerk):
    seen(first=WORKED.replace("700,00           700,00", "700,00 EUR       700,00 EUR"))
    assert "currency" in unsure(added(company, pdf("first"), by=clerk))


def test_a_page_that_could_not_be_read_at_all_is_typed_and_booked(company, clerk, approver):
    scanned(blank="")
    bill = added(company, pdf("blank"), by=clerk)
    assert (bill.source, failed(bill)) == ("none", ["reading"])
    bill = looked_at(company, completed(company, bill, by=clerk, **OF_ALL), by=approver)
    assert (bill.source, bill.status) == ("typed", "to_approve")
    approved(company, bill, by=approver)
    assert breaches() == []


def test_after_one_correction_the_next_bill_of_the_supplier_reads_right_and_a_later_one_replaces_it(company, clerk):
    odd = WORKED.replace("Nr. factură:", "Simbol intern:")
    seen(first=odd, next=odd.replace("KVT-1042", "KVT-1077"), later=odd.replace("KVT-1042", "KVT-1078"))
    bill = added(company, pdf("first"), by=clerk)
    assert "number" in unsure(bill)
    completed(company, bill, by=clerk, number="KVT-1042", supplier=OF_ALL["supplier"])
    follow_all()
    after = added(company, pdf("next"), by=clerk)
    assert (after.number, failed(after)) == ("KVT-1077", ["supplier"])
    other = a_company("RO", name="Gama SRL")
    stranger = somebody(other, "clerk")
    assert added(other, pdf("later"), by=stranger).number == "", "what one company knows is not another's"
    completed(company, after, by=clerk, number="KVT-1077")
    follow_all()
    known = Remembered.objects.filter(company=company, field="number").values_list("supplier", flat=True)
    assert sorted(known) == sorted(set(known))
    assert Party.objects.filter(company=company, is_supplier=True).count() == 1
