"""Bills that are not as they should be: each is kept, told in a sentence, and books nothing that is not so."""

import io
import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal
from threading import Barrier, Thread

import pytest
from django.db import connection, transaction
from django.utils import timezone

from kvit.archive import files
from kvit.archive.models import Document
from kvit.capture import arrivals
from kvit.capture.arrivals import Incoming
from kvit.companies.permissions import automation
from kvit.core.einvoice.facturae import write as facturae
from kvit.core.einvoice.facturae.facts import Guarantee
from kvit.core.errors import Refused
from kvit.core.tests.test_facturae import FACTS as WITH_INCOME_TAX
from kvit.core.tests.test_facturae import a_document
from kvit.events import events, work
from kvit.ledger import open_items
from kvit.ledger.models import Rate
from kvit.networks.models import Arrival
from kvit.parties.models import Party
from kvit.payables import bills, queries
from kvit.payables.models import Bill
from kvit.reactions import REACTIONS
from kvit.receivables import credit_notes
from kvit.receivables.models import Invoice
from kvit.reports import books
from tests.builders import a_line, breaches, the_owner
from tests.scenarios.bills.supplied import DAY, added, approved, failed, invoiced

pytestmark = pytest.mark.django_db(transaction=True)


def said(bill, name):
    """The rules that a check of the bill named."""
    return [found["rule"] for found in bill.checks.get(name=name).findings]


@pytest.mark.parametrize(
    ("written", "instead", "rule"),
    [
        (b"RON", b"LEI", "currency.unknown"),
        (b'"RON">121.00', b'"RON">121.005', "bill.bad_amount"),
        (b'"RON">100.00', b'"RON">100000000000000.00', "bill.bad_amount"),
        (b">21</cbc:Percent>", b">2100</cbc:Percent>", "bill.bad_amount"),
    ],
)
def test_a_figure_or_currency_that_no_book_can_hold_waits_for_a_person_with_the_reason(
    company, seller, clerk, approver, written, instead, rule
):
    content = invoiced(seller)
    assert written in content
    bill = added(company, content.replace(written, instead), by=clerk)
    assert (bill.status, failed(bill), said(bill, "reading")) == ("needs_attention", ["reading"], [rule])
    with pytest.raises(Refused, match=r"bill\.incomplete"):
        bills.accept(company, bill, name="reading", reason="it is right", by=approver, on=DAY)


def test_a_bill_that_names_no_supplier_is_never_booked(company, seller, clerk, approver):
    content = invoiced(seller).replace(b"Lemn SRL", b" ")
    bill = added(company, content, by=clerk)
    assert bill.party is None and "complete" in failed(bill)
    assert said(bill, "complete") == ["bill.missing"]
    with pytest.raises(Refused, match=r"bill\.incomplete"):
        bills.accept(company, bill, name="complete", reason="we know them", by=approver, on=DAY)


def test_a_country_that_is_none_and_numbers_of_any_length_make_one_supplier(company, seller, clerk):
    content = invoiced(seller)
    long = b"RO" + b"9" * 60
    assert b"RO14399840" in content
    strange = content.replace(b"RO14399840", long)
    assert b"<cbc:IdentificationCode>RO<" in strange
    strange = strange.replace(b"<cbc:IdentificationCode>RO<", b"<cbc:IdentificationCode>Romania<")
    for number in (b"KV-2026-00001", b"KV-2026-00777"):
        added(company, strange.replace(b"KV-2026-00001", number), by=clerk)
    assert Party.objects.filter(company=company, is_supplier=True).count() == 1


def test_two_rows_of_one_rate_are_kept_as_written_and_booked_together(company, seller, clerk, approver):
    content = invoiced(seller)
    start = content.index(b"<cac:TaxSubtotal>")
    row = content[start : content.index(b"</cac:TaxSubtotal>") + len(b"</cac:TaxSubtotal>")]
    halves = [
        row.replace(b">100.00<", net).replace(b">21.00</cbc:TaxAmount>", vat)
        for net, vat in ((b">40.00<", b">8.40</cbc:TaxAmount>"), (b">60.00<", b">12.60</cbc:TaxAmount>"))
    ]
    bill = added(company, content.replace(row, b"".join(halves)), by=clerk)
    assert [(one.base, one.amount) for one in bill.vat_totals.all()] == [(40, Decimal("8.40")), (60, Decimal("12.60"))]
    for name in failed(bill):
        bills.accept(company, bill, name=name, reason="the supplier splits it", by=approver, on=DAY)
    bills.approve(company, bill, version=queries.find(company, bill.public_id).version, by=approver, on=DAY)
    booked = {row.code: row.debit - row.credit for row in books.trial_balance(company, since=DAY, until=DAY)}
    assert booked == {"628": 100, "4426": 21, "401": -121}


def test_a_breakdown_that_comes_to_another_sum_than_the_bill_wants_stops_it(company, seller, clerk, approver):
    content = invoiced(seller)
    start = content.index(b"<cac:TaxSubtotal>")
    row = content[start : content.index(b"</cac:TaxSubtotal>")]
    wrong = row.replace(b">21.00</cbc:TaxAmount>", b">12.00</cbc:TaxAmount>")
    bill = added(company, content.replace(row, wrong), by=clerk)
    assert "complete" in failed(bill) and said(bill, "complete") == ["bill.breakdown_far_off"]
    [found] = bill.checks.get(name="complete").findings
    assert (found["facts"]["own"], found["facts"]["payable"]) == ("112.00", "121.00")
    with pytest.raises(Refused, match=r"bill\.incomplete"):
        bills.accept(company, bill, name="complete", reason="never mind", by=approver, on=DAY)


def test_a_breakdown_that_is_a_few_cents_off_is_booked_with_the_rounding_that_a_person_accepts(
    company, seller, clerk, approver
):
    content = invoiced(seller)
    start = content.index(b"<cac:TaxSubtotal>")
    row = content[start : content.index(b"</cac:TaxSubtotal>")]
    bill = added(
        company, content.replace(row, row.replace(b">21.00</cbc:TaxAmount>", b">20.98</cbc:TaxAmount>")), by=clerk
    )
    assert "sums" in failed(bill) and said(bill, "sums") == ["bill.breakdown_differs"]
    for name in failed(bill):
        bills.accept(company, bill, name=name, reason="their rounding", by=approver, on=DAY)
    bills.approve(company, bill, version=queries.find(company, bill.public_id).version, by=approver, on=DAY)
    booked = {row.code: row.debit - row.credit for row in books.trial_balance(company, since=DAY, until=DAY)}
    assert (booked["4426"], booked["401"], sum(booked.values())) == (Decimal("20.98"), -121, 0)


def test_a_guarantee_that_a_spanish_bill_keeps_back_is_not_booked_as_owed(company, clerk, approver):
    kept = Guarantee(reason="garantía", amount=Decimal("50.00"))
    bill = added(company, facturae.write(a_document(), replace(WITH_INCOME_TAX, guarantee=kept)), by=clerk)
    assert "complete" in failed(bill) and "bill.keeps_guarantee" in said(bill, "complete")
    with pytest.raises(Refused, match=r"bill\.incomplete"):
        bills.accept(company, bill, name="complete", reason="we pay the rest", by=approver, on=DAY)


def test_a_credit_note_of_the_supplier_lowers_what_is_owed(company, seller, clerk, approver):
    approved(company, invoiced(seller), clerk=clerk, approver=approver)
    issued = Invoice.objects.get(company=seller, status="issued")
    note = credit_notes.issue(seller, issued, reason="return", by=the_owner(seller), on=DAY)
    kept = Document.objects.get(company=seller, document_kind="invoice", document_id=note.pk, form="ubl")
    bill = added(company, files.read(kept.file), by=clerk)
    assert (bill.kind, bill.status) == ("credit_note", "to_approve")
    bills.approve(company, bill, version=bill.version, by=approver, on=DAY)
    assert sum(item.balance for item in open_items.of_suppliers(company)) == 0
    assert breaches() == []


def test_a_bill_in_another_currency_is_booked_at_the_rate_of_its_day(company, seller, clerk, approver):
    for one in (seller, company):
        Rate.objects.create(company=one, currency="EUR", valid_on=date(2026, 1, 1), rate=5, source="BNR")
    bill = approved(company, invoiced(seller, currency="EUR"), clerk=clerk, approver=approver)
    [item] = open_items.of_suppliers(company)
    assert (bill.currency, item.balance, item.base_balance) == ("EUR", -121, -605)


def test_a_likeness_that_is_only_told_stops_nothing(company, seller, clerk, approver):
    approved(company, invoiced(seller), clerk=clerk, approver=approver)
    bill = added(company, invoiced(seller).replace(b"KV-2026-00002", b"KV-2026-00050"), by=clerk)
    copy = bill.checks.get(name="copy")
    assert (bill.status, copy.outcome, copy.stops) == ("to_approve", "failed", False)
    assert {found["severity"] for found in copy.findings} == {"warning"}


def test_a_file_that_could_not_be_read_is_filled_when_it_is_checked_anew(company, seller, clerk):
    document, _ = arrivals.take(
        company, Incoming(content=invoiced(seller), name="factura.xml", via="upload"), by=clerk, on=DAY
    )
    bill = Bill.objects.create(  # as a Kvit that could not read this format left it
        company=company, document=document, source="none", status="needs_attention", captured_at=timezone.now()
    )
    bills.check(company, bill, by=clerk, on=DAY)
    again = queries.find(company, bill.public_id)
    assert (again.source, again.number, again.payable, len(again.lines.all())) == ("xml", "KV-2026-00001", 121, 1)
    bills.check(company, again, by=clerk, on=DAY)
    assert len(queries.find(company, bill.public_id).lines.all()) == 1


def zipped(*members):
    """As ANAF hands a bill out."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as pack:
        for name, content in members:
            pack.writestr(name, content)
    return out.getvalue()


SIGNATURE = b"<Signature xmlns='http://www.w3.org/2000/09/xmldsig#'/>"


def arrived(company, content, *, mode):
    file = files.keep(company, content, media_type="application/zip", name="70.zip")
    row = Arrival.objects.create(
        company=company, network="anaf", mode=mode, reference="70", sender="18547290", file=file, at=timezone.now()
    )
    with transaction.atomic():
        events.record("document.received", row, by=automation("receive", company), on=DAY, facts={})
    while work.run_all(REACTIONS, most=50):
        pass


def test_a_bill_that_anaf_hands_out_beside_its_signature_is_read(company, seller):
    arrived(company, zipped(("4.xml", invoiced(seller)), ("semnatura_4.xml", SIGNATURE)), mode="production")
    [bill] = Bill.objects.filter(company=company)
    assert (bill.number, bill.payable, bill.added_by, bill.document.via) == ("KV-2026-00001", 121, None, "network")


def test_what_a_test_side_hands_out_is_no_bill_of_a_company_that_is_real(company, seller):
    arrived(company, zipped(("4.xml", invoiced(seller))), mode="test")
    assert not Bill.objects.filter(company=company).exists()


@pytest.mark.parametrize("members", [(), (("a.txt", b"hello"),), (("a.xml", SIGNATURE), ("b.xml", b"<x/>"))])
def test_a_zip_without_an_invoice_waits_for_a_person(company, clerk, members):
    bill = added(company, zipped(*members) if members else b"PK\x03\x04 torn", by=clerk, name="4.zip")
    assert (bill.status, failed(bill)) == ("needs_attention", ["reading"])


def test_two_first_bills_of_a_supplier_at_once_make_one_supplier(company, seller, clerk):
    contents = [invoiced(seller), invoiced(seller, a_line("70.00"))]
    start = Barrier(2)

    def add(content):
        start.wait()
        try:
            added(company, content, by=clerk)
        finally:
            connection.close()

    threads = [Thread(target=add, args=[content]) for content in contents]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Bill.objects.filter(company=company).count() == 2
    assert Party.objects.filter(company=company, is_supplier=True).count() == 1
