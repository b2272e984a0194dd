"""An invoice is drafted, checked, numbered, booked and frozen: all of it or nothing."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from kvit.archive import documents, files
from kvit.archive.models import File
from kvit.companies import series
from kvit.core.einvoice import ubl_write
from kvit.core.errors import Refused
from kvit.events.models import Event, Work
from kvit.ledger import periods
from kvit.ledger.models import Entry, EntryLine, OpenItem
from kvit.parties import customers
from kvit.ports import registry
from kvit.ports.judge import FakeJudge, Verdict
from kvit.receivables import invoices
from kvit.receivables.models import Invoice, InvoiceLine
from tests.builders import (
    DAY,
    a_company,
    a_customer,
    a_draft,
    a_line,
    an_invoice,
    balance_of,
    breaches,
    somebody,
    the_owner,
)

pytestmark = pytest.mark.django_db


def test_an_issued_invoice_is_numbered_booked_and_frozen():
    company = a_company()
    invoice = an_invoice(company, a_line("100.00", vat="21", quantity="3"))

    assert (invoice.status, invoice.number, invoice.issued_on) == ("issued", "KV-2026-00001", DAY)
    assert (invoice.net, invoice.vat, invoice.gross, invoice.payable) == (300, 63, 363, 363)
    lines = {line.account.code: line.amount for line in EntryLine.objects.filter(company=company)}
    assert lines == {"4111": 363, "707": -300, "4427": -63}
    assert balance_of(invoice) == 363
    xml = documents.content(company, "invoice", document_id=invoice.pk, form="ubl")
    assert b"<cbc:ID>KV-2026-00001</cbc:ID>" in xml and ubl_write.NUMBER_PLACEHOLDER.encode() not in xml
    assert Event.objects.filter(name="invoice.issued", subject_id=invoice.pk).count() == 1
    assert Work.objects.filter(event__name="invoice.issued", handler="").count() == 1


def test_the_due_day_is_a_working_day():
    company = a_company()
    invoice = an_invoice(company, on=date(2026, 4, 1), terms_days=30)
    assert invoice.due_on == date(2026, 5, 4), "1 May is a holiday in Romania, and 2 and 3 May are a weekend"


def test_drafts_are_issued_in_date_order():
    company = a_company()
    late = a_draft(company, issue_on="2026-03-05")
    early = a_draft(company, issue_on="2026-03-03")
    outcome = invoices.issue_all(company, [late.public_id, early.public_id], by=the_owner(company), on=DAY)
    assert [(row.number, row.issued_on.day) for row in outcome.issued] == [("KV-2026-00001", 3), ("KV-2026-00002", 5)]


def test_a_date_before_the_last_issue_is_refused_and_stops_nobody_else():
    company = a_company()
    an_invoice(company, on=date(2026, 3, 10))
    early = a_draft(company, issue_on="2026-03-09")
    right = a_draft(company, issue_on="2026-03-10")
    outcome = invoices.issue_all(company, [early.public_id, right.public_id, "inv_NONE"], by=the_owner(company), on=DAY)
    assert [row.number for row in outcome.issued] == ["KV-2026-00002"]
    assert {public_id: refusal.code for public_id, refusal in outcome.refused} == {
        early.public_id: "series.out_of_order",
        "inv_NONE": "invoice.unknown",
    }
    assert Invoice.objects.get(pk=early.pk).number is None


def test_what_two_judges_refuse_stays_a_draft():
    company = a_company()
    nowhere = a_customer(company, country="", name="Fără țară", vat_id="", address={})
    nowhere.country = ""
    nowhere.save()
    draft = a_draft(company, customer=nowhere)
    with pytest.raises(Refused) as refusal:
        invoices.issue(company, draft, by=the_owner(company), on=DAY)
    assert refusal.value.code == "invoice.findings"
    assert "customer.country_missing" in refusal.value.facts["rules"]
    assert Invoice.objects.get(pk=draft.pk).status == "draft"
    assert not Entry.objects.filter(company=company).exists()


def test_a_judge_that_did_not_run_is_no_pass():
    company = a_company()
    real = registry.use("judge")
    silent = FakeJudge({b"<": Verdict("not_validated", "fake", "1")})
    registry.register("judge", silent)
    try:
        with pytest.raises(Refused) as refusal:
            invoices.issue(company, a_draft(company), by=the_owner(company), on=DAY)
    finally:
        registry.register("judge", real)
    assert refusal.value.code == "invoice.not_validated"
    assert not Invoice.objects.filter(status="issued").exists()


def test_a_locked_period_takes_no_invoice():
    company = a_company()
    draft = a_draft(company, issue_on="2026-02-27")
    periods.lock(company, until=date(2026, 2, 28), by=the_owner(company), on=DAY)
    with pytest.raises(Refused) as refusal:
        invoices.issue(company, draft, by=the_owner(company), on=DAY)
    assert refusal.value.code == "period.locked"


def test_a_viewer_issues_nothing():
    company = a_company()
    draft = a_draft(company)
    with pytest.raises(Refused) as refusal:
        invoices.issue(company, draft, by=somebody(company, "viewer"), on=DAY)
    assert refusal.value.code == "permission.denied"


def test_the_owner_of_another_company_issues_nothing_here():
    company, other = a_company(), a_company("BG")
    draft = a_draft(company)
    with pytest.raises(Refused) as refusal:
        invoices.issue(company, draft, by=the_owner(other), on=DAY)
    assert refusal.value.code == "permission.denied"
    outcome = invoices.issue_all(other, [draft.public_id], by=the_owner(other), on=DAY)
    assert outcome.refused[0][1].code == "invoice.unknown"


def test_a_known_external_id_changes_its_draft_until_it_is_issued():
    company = a_company()
    draft = a_draft(company, a_line("100.00"), external_id="order-7")
    again = a_draft(company, a_line("80.00"), external_id="order-7")
    assert again.pk == draft.pk and Invoice.objects.get(pk=draft.pk).net == 80
    invoices.issue(company, again, by=the_owner(company), on=DAY)
    with pytest.raises(Refused) as refusal:
        a_draft(company, external_id="order-7")
    assert refusal.value.code == "invoice.known"


def test_a_draft_that_changed_while_it_was_judged_is_not_issued(monkeypatch):
    company = a_company()
    draft = a_draft(company)
    judged = invoices.judgements.judge_all

    def change_meanwhile(*given, **named):
        Invoice.objects.filter(pk=draft.pk).update(version=99)
        return judged(*given, **named)

    monkeypatch.setattr(invoices.judgements, "judge_all", change_meanwhile)
    with pytest.raises(Refused) as refusal:
        invoices.issue(company, draft, by=the_owner(company), on=DAY)
    assert refusal.value.code == "invoice.changed"


def test_pain_20_nothing_of_an_issued_document_can_change():
    company = a_company()
    customer = a_customer(company)
    invoice = an_invoice(company, customer=customer)
    before = documents.content(company, "invoice", document_id=invoice.pk, form="ubl")
    changes = [
        lambda: Invoice.objects.filter(pk=invoice.pk).update(note="changed"),
        lambda: Invoice.objects.filter(pk=invoice.pk).delete(),
        lambda: InvoiceLine.objects.filter(invoice=invoice).update(net=1),
        lambda: InvoiceLine.objects.filter(invoice=invoice).delete(),
        lambda: InvoiceLine.objects.filter(invoice=invoice).first().save(),
        lambda: EntryLine.objects.filter(company=company).update(amount=0),
        lambda: Entry.objects.filter(company=company).update(posted_on=date(2020, 1, 1)),
        lambda: OpenItem.objects.filter(company=company).update(amount=Decimal(1)),
        lambda: Event.objects.update(name="nothing.happened"),
        lambda: Event.objects.all()._raw_delete(using="default"),
        lambda: File.objects.update(sha256="0" * 64),
    ]
    for change in changes:
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
    for table in ("receivables_invoice", "ledger_entryline", "events_event"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table}")

    moved = {"external_id": "", "name": "Alfa SRL"}
    customers.take(company, {**moved, "external_id": customer.external_id or "A1"}, by=the_owner(company), on=DAY)
    customer.street = "Altundeva"
    customer.save()
    assert Invoice.objects.get(pk=invoice.pk).buyer["street"] == "Calea Victoriei"
    assert documents.content(company, "invoice", document_id=invoice.pk, form="ubl") == before


def test_a_damaged_file_is_named():
    company = a_company()
    invoice = an_invoice(company)
    file = documents.find(company, "invoice", document_id=invoice.pk, form="ubl").file
    place = files.place(file.sha256)
    place.write_bytes(place.read_bytes().replace(b"KV-2026", b"KV-2027"))
    with pytest.raises(Refused) as refusal:
        documents.content(company, "invoice", document_id=invoice.pk, form="ubl")
    assert refusal.value.code == "archive.damaged" and refusal.value.facts["file"] == file.public_id


def test_a_series_without_a_pattern_is_missing():
    company = a_company()
    company.series.filter(kind="invoice").update(active=False)
    with pytest.raises(Refused) as refusal:
        invoices.issue(company, a_draft(company), by=the_owner(company), on=DAY)
    assert refusal.value.code == "series.missing"


def test_a_new_pattern_numbers_from_the_next_document_on():
    company = a_company()
    an_invoice(company)
    series.change(company, "invoice", pattern="AN{year}-{n:04}", by=the_owner(company), on=DAY)
    assert an_invoice(company).number == "AN2026-0001"


def test_numbers_start_again_each_year_and_stay_gap_free():
    company = a_company()
    numbers = [an_invoice(company, on=day).number for day in (date(2026, 12, 30), date(2026, 12, 31), date(2027, 1, 4))]
    assert numbers == ["KV-2026-00001", "KV-2026-00002", "KV-2027-00001"]


def test_an_invoice_in_another_currency_keeps_its_rate_and_its_vat_in_lei():
    company = a_company()
    from kvit.ledger import rates
    from kvit.ledger.rates import Quote

    quote = Quote(date(2026, 2, 27), "EUR", Decimal("5.0981"), "BNR")
    rates.record_all(company, [quote], by=the_owner(company), on=DAY)
    invoice = an_invoice(company, a_line("100.00", vat="21"), currency="EUR")
    assert (invoice.gross, invoice.vat_accounting, invoice.rate_source) == (121, Decimal("107.06"), "BNR")
    receivable = EntryLine.objects.get(company=company, account__role="receivable")
    assert (receivable.amount, receivable.base_amount) == (121, Decimal("616.87"))


def test_a_currency_without_a_rate_is_refused():
    company = a_company()
    with pytest.raises(Refused) as refusal:
        a_draft(company, currency="USD")
    assert refusal.value.code == "rate.missing"


def test_a_gift_alone_in_its_batch_is_issued_and_owes_nothing():
    company = a_company()
    gift = an_invoice(company, a_line("100", vat="21", discount_percent="100"))
    assert gift.number and gift.payable == 0
    assert not OpenItem.objects.filter(document_id=gift.pk).exists() and breaches() == []
