"""Looked at again and again: each day late is charged once, by its own rate, and what was sent stays."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from kvit.approvals.tests.test_at_once import at_once
from kvit.archive import files
from kvit.archive.models import Document
from kvit.collecting import fee_runs, late_fees, policies
from kvit.collecting.models import LateFee, LateFeeLine
from kvit.jobs import worker
from kvit.ledger import rates
from kvit.ledger.models import OpenItem
from kvit.ledger.rates import Quote
from kvit.messages.models import Message
from kvit.receivables import printing
from kvit.receivables.models import Invoice, InvoiceLine
from tests.builders import a_company, a_customer, breaches, the_owner
from tests.scenarios.collecting.test_late_fees import DUE, LATER, SOLD, change, paid, sold, without_bank

ONE_DAY = timedelta(days=1)
PARTLY, WHOLLY, END = date(2026, 4, 10), date(2026, 7, 8), date(2026, 7, 12)
HOURLY = frozenset({DUE, DUE + ONE_DAY, date(2026, 4, 1)})
"""On these days one looks every hour, else every third day."""


def a_seller():
    """Charges by itself what the law gives; the law's rate of the second half-year is 14, say."""
    company = a_company("RO", on=SOLD)
    by = the_owner(company)
    rates.record_all(company, [Quote(date(2026, 1, 5), "EUR", Decimal("5.0000"), "BNR")], by=by, on=SOLD)
    policies.enter_rate(company, "2026/2", percent=Decimal(14), source="BNR, 1 July 2026", by=by, on=SOLD)
    without_bank(company)
    change(company, level="auto")
    return company


def days(since, until):
    return [since + timedelta(days=nth) for nth in range((until - since).days + 1)]


def as_sent(invoice):
    """All of the invoice, its lines, its files to the last byte, and what the books say was owed and when."""
    item = OpenItem.objects.get(company=invoice.company, document_kind="invoice", document_id=invoice.pk)
    papers = Document.objects.filter(company=invoice.company, document_kind="invoice", document_id=invoice.pk)
    return {
        "invoice": Invoice.objects.filter(pk=invoice.pk).values().get(),
        "lines": list(InvoiceLine.objects.filter(invoice=invoice).order_by("pk").values()),
        "files": {row.form: files.read(row.file) for row in papers.select_related("file")},
        "owed": (item.amount, item.base_amount, item.due_on, item.opened_on, item.document_number),
    }


def by_hand(day):
    """What one day costs: 1,210 until 210 of it came, then 1,000; 14.5 percent, from July on 14."""
    base = Decimal(1210) if day <= PARTLY else Decimal(1000)
    return base * (Decimal("14.5") if day < date(2026, 7, 1) else Decimal(14)) / 100 / 365


@pytest.mark.django_db
def test_pain_06_a_look_in_every_hour_charges_each_day_once_and_changes_nothing_that_was_sent():
    company = a_seller()
    invoice = sold(company, a_customer(company, language="ro"))
    printing.pdf(company, invoice)
    before = as_sent(invoice)
    assert {"pdf", "ubl"} <= set(before["files"])
    for day in days(DUE, END):
        if day == PARTLY:
            paid(company, invoice, "210.00", on=day)
        if day == WHOLLY:
            paid(company, invoice, "1000.00", on=day)
        for _ in range(24 if day in HOURLY else day.toordinal() % 3 == 0):
            assert fee_runs.run(company, on=day).refused == []
    worker.until_idle()
    interest = LateFeeLine.objects.filter(company=company, rule="interest").order_by("since")
    charged = [day for line in interest for day in days(line.since, line.until)]
    assert charged == days(DUE + ONE_DAY, WHOLLY), "each day late once, and none before or after"
    exact = sum(map(by_hand, charged))
    assert abs(sum(line.amount for line in interest) - exact) <= Decimal("0.005") * len(interest)
    assert [line.since for line in interest] == [date(2026, 3, 5), *(date(2026, month, 1) for month in (4, 5, 6, 7))]
    assert LateFeeLine.objects.get(company=company, rule="compensation").amount == Decimal("200.00")
    assert as_sent(invoice) == before
    fees = LateFee.objects.filter(company=company)
    assert Message.objects.filter(company=company, kind="late_fee_sent").count() == len(fees) == 5
    owed = OpenItem.objects.filter(company=company, document_kind="late_fee")
    assert {item.document_number for item in owed} == {fee.number for fee in fees}
    assert not {fee.number for fee in fees} & {invoice.number} and breaches() == []


@pytest.mark.django_db
def test_pain_06_a_charge_bears_no_charge_and_what_was_taken_back_stays_so_however_often_one_looks():
    company = a_seller()
    sold(company, a_customer(company, language="ro"))
    [fee] = fee_runs.run(company, on=LATER).issued
    late_fees.cancel(company, fee, reason="agreed", by=the_owner(company), on=LATER)
    other = sold(company, a_customer(company, name="Beta SRL", external_id="beta", vat_id=""))
    [kept] = fee_runs.run(company, on=LATER).issued
    for day in days(kept.due_on, kept.due_on + timedelta(days=20)):
        fee_runs.run(company, on=day)
    live = LateFeeLine.objects.filter(company=company, live=True)
    assert {line.item.document_number for line in live} == {other.number}
    assert breaches() == []


@pytest.mark.django_db(transaction=True)
def test_pain_06_five_looks_at_the_same_moment_charge_once():
    company = a_seller()
    sold(company, a_customer(company, language="ro"))
    said = at_once(*[lambda: fee_runs.run(company, on=LATER)] * 5)
    worker.until_idle()
    assert said == [""] * 5
    assert LateFeeLine.objects.filter(company=company).count() == 2, "interest of March, and the sum"
    assert LateFee.objects.get(company=company).number == "LF-2026-00001"
    assert Message.objects.filter(company=company, kind="late_fee_sent").count() == 1
    assert breaches() == []
