"""Figures are the sums of the rows behind them, on any day."""

import csv
import io
import zipfile
from datetime import date
from decimal import Decimal

import pytest

from kvit.core.errors import Refused
from kvit.payments import incoming
from kvit.receivables import credit_notes
from kvit.reports import ageing, books, kpi, pack, vat
from tests.builders import DAY, a_company, a_customer, a_line, an_invoice, somebody, the_owner

pytestmark = pytest.mark.django_db


def pay(company, invoice, amount, on):
    raw = {"amount": amount, "invoice": invoice.number, "paid_on": on.isoformat()}
    incoming.record_all(company, [raw], by=the_owner(company), on=on)


@pytest.fixture
def quarter():
    """121 due 1 April (half paid on the 20th), 242 due 10 April, 60.50 for another customer due 15 March."""
    company = a_company()
    first = an_invoice(company, a_line("100", vat="21"))
    an_invoice(company, a_line("200", vat="21"), on=date(2026, 3, 11))
    beta = a_customer(company, name="Beta SRL", vat_id="")
    an_invoice(company, a_line("50", vat="21"), customer=beta, on=date(2026, 3, 13), terms_days=3)
    pay(company, first, "60.50", date(2026, 3, 20))
    return company


def test_ageing_counts_by_due_day(quarter):
    found = ageing.receivables(quarter, on=date(2026, 4, 5))
    assert found.amounts == {
        "not_due": Decimal(242),
        "1-30": Decimal("121.00"),
        "31-60": 0,
        "61-90": 0,
        "over_90": 0,
    }
    assert (found.total, found.overdue) == (363, Decimal("121.00"))


def test_a_credit_note_stands_in_the_month_in_which_it_is_issued_with_its_own_day():
    company = a_company()
    sold = an_invoice(company, a_line("100", vat="21"), on=date(2026, 10, 7), delivered_on="2026-10-07")
    credit_notes.issue(company, sold, reason="return", by=the_owner(company), on=date(2026, 11, 20))
    october = vat.sales_journal(company, since=date(2026, 10, 1), until=date(2026, 10, 31))
    november = vat.sales_journal(company, since=date(2026, 11, 1), until=date(2026, 11, 30))
    assert [(line.vat, line.tax_point_on) for line in october] == [(21, date(2026, 10, 7))]
    assert [(line.vat, line.tax_point_on) for line in november] == [(-21, date(2026, 11, 20))]


@pytest.mark.parametrize(
    ("late", "name"),
    [
        (0, "not_due"),
        (1, "1-30"),
        (30, "1-30"),
        (31, "31-60"),
        (60, "31-60"),
        (61, "61-90"),
        (90, "61-90"),
        (91, "over_90"),
    ],
)
def test_the_edges_of_the_buckets(late, name):
    assert ageing.bucket(date(2026, 1, 1), date.fromordinal(date(2026, 1, 1).toordinal() + late)) == name


@pytest.mark.parametrize("on", [date(2026, 3, 15), date(2026, 3, 25), date(2026, 4, 5), date(2026, 7, 30)])
def test_one_query_and_item_by_item_say_the_same(quarter, on):
    whole = ageing.receivables(quarter, on=on)
    rows = ageing.by_customer(quarter, on=on)
    items = ageing.documents(quarter, on=on)
    assert whole.total == sum(row.total for row in rows) == sum(owed for _, owed in items)
    assert [row.customer for row in rows] == ["Alfa SRL", "Beta SRL"]


def test_a_day_in_the_past_is_reckoned_as_it_was(quarter):
    assert ageing.receivables(quarter, on=date(2026, 3, 12)).total == 363, (
        "before the payment and before Beta's invoice"
    )


def test_the_trial_balance_balances_and_meets_the_ageing(quarter):
    rows = books.trial_balance(quarter, since=date(2026, 3, 1), until=date(2026, 3, 31))
    assert sum(row.debit for row in rows) == sum(row.credit for row in rows) == Decimal("484.00")
    assert {row.code: row.closing for row in rows}["4111"] == ageing.receivables(quarter, on=date(2026, 3, 31)).total
    april = books.trial_balance(quarter, since=date(2026, 4, 1), until=date(2026, 4, 30))
    assert {row.code: row.opening for row in april} == {row.code: row.closing for row in rows}


def test_a_register_ends_with_the_balance_of_its_account(quarter):
    account = quarter.accounts.get(role="receivable")
    lines = list(books.register(quarter, account, since=DAY, until=date(2026, 3, 31)))
    assert [line.balance for line in lines] == [121, 363, Decimal("423.50"), 363]


def test_the_vat_journal_takes_credit_notes_off(quarter):
    invoice = an_invoice(quarter, a_line("10", vat="11"), on=date(2026, 3, 16))
    credit_notes.issue(quarter, invoice, reason="whole", by=the_owner(quarter), on=date(2026, 3, 17))
    sums = vat.summed(vat.sales_journal(quarter, since=date(2026, 3, 1), until=date(2026, 3, 31)))
    assert [(one.rate, one.base, one.vat, one.documents) for one in sums] == [
        (21, 350, Decimal("73.50"), 3),
        (11, 0, 0, 2),
    ]


def test_dso_is_what_is_open_over_what_was_issued(quarter):
    found = kpi.dso(quarter, on=date(2026, 3, 31), days=90)
    assert found.parts == {"open": 363, "issued": Decimal("423.50"), "days": 90}
    assert found.value == Decimal("77.1"), "363 x 90 / 423.50 = 77.14"


def test_dso_by_count_back_counts_whole_months_first(quarter):
    found = kpi.dso_by_count_back(quarter, on=date(2026, 3, 31))
    assert found.value == Decimal("26.6"), "31 x 363 / 423.50 = 26.57"


def test_figures_of_nothing_are_not_zero_but_unknown():
    company = a_company()
    assert [figure.value for figure in kpi.kpis(company, on=DAY)] == [None] * 8


def test_the_other_figures(quarter):
    by_name = {figure.name: figure.value for figure in kpi.kpis(quarter, on=date(2026, 3, 31))}
    assert by_name["days_beyond_terms"] == -12, "paid on the 20th of March, due on the 1st of April"
    assert by_name["error_rate"] == 0
    assert by_name["cei"] == Decimal("50.0"), "60.50 of the 121.00 that could be collected: 423.50 less 302.50 not due"


def test_the_pack_of_a_month_is_the_same_twice_and_opens_as_text(quarter):
    evil = a_customer(quarter, name="=HYPERLINK(1)", vat_id="")
    an_invoice(quarter, a_line("1", vat="21"), customer=evil, on=date(2026, 3, 18))
    once = pack.month(quarter, date(2026, 3, 1), by=the_owner(quarter))
    assert once == pack.month(quarter, date(2026, 3, 31), by=the_owner(quarter))
    opened = zipfile.ZipFile(io.BytesIO(once))
    assert "documents/KV-2026-00001.xml" in opened.namelist()
    journal = list(csv.DictReader(io.StringIO(opened.read("vat-sales-journal.csv").decode("utf-8-sig"))))
    assert journal[3]["customer"] == "'=HYPERLINK(1)"
    assert sum(Decimal(row["vat"]) for row in journal) == Decimal("73.71")


def test_a_viewer_exports_nothing(quarter):
    with pytest.raises(Refused):
        pack.month(quarter, DAY, by=somebody(quarter, "viewer"))
