"""Reports answer figures with their definitions, and the documents behind them when asked."""

from decimal import Decimal

import pytest

from kvit.cli.tests.inside import kvit
from tests.builders import a_company, a_customer, a_line, an_invoice, somebody

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    """121.00 due on 12 March and 242.00 due on 1 April, both issued on 2 March 2026."""
    company = a_company()
    customer = a_customer(company)
    an_invoice(company, a_line("100", vat="21"), customer=customer, terms_days=10)
    an_invoice(company, a_line("200", vat="21"), customer=customer, terms_days=30)
    return company


def test_ageing_by_age_customer_and_document(company):
    report = kvit("report", "ageing", "--as-of", "2026-03-22", "--rows").answer
    assert report["currency"] == "RON"
    assert report["ages"] == {
        "not_due": "242.00",
        "1-30": "121.00",
        "31-60": "0.00",
        "61-90": "0.00",
        "over_90": "0.00",
    }
    assert (report["total"], report["overdue"]) == ("363.00", "121.00")
    [customer] = report["customers"]
    assert customer["total"] == "363.00"
    assert [(row["document"], row["open"], row["age"]) for row in report["rows"]] == [
        ("KV-2026-00001", "121.00", "1-30"),
        ("KV-2026-00002", "242.00", "not_due"),
    ]
    assert report["definition"]
    assert "rows" not in kvit("report", "ageing", "--as-of", "2026-03-22").answer


def test_dso_is_what_is_open_by_what_was_issued(company):
    payment = {"invoice": "KV-2026-00001", "amount": "121.00", "paid_on": "2026-03-12"}
    kvit("payment", "record", "--file", "-", "--as-of", "2026-03-12", given=payment)
    report = kvit("report", "dso", "--as-of", "2026-03-31", "--days", "90").answer
    # 242 open / 363 issued x 90 days = 60
    assert Decimal(report["value"]) == 60
    assert (report["parts"]["open"], report["parts"]["issued"]) == ("242", "363")


def test_vat_by_category_and_rate(company):
    report = kvit("report", "vat", "--as-of", "2026-03-31", "--rows").answer
    assert (report["since"], report["until"]) == ("2026-03-01", "2026-03-31")
    [row] = report["sums"]
    assert (row["category"], row["rate"], row["base"], row["vat"], row["documents"]) == (
        "S",
        "21",
        "300.00",
        "63.00",
        2,
    )
    assert [line["vat"] for line in report["rows"]] == ["21.00", "42.00"]
    assert kvit("report", "vat", "--as-of", "2026-04-30").answer["sums"] == []


def test_the_trial_balance_balances(company):
    report = kvit("report", "trial-balance", "--as-of", "2026-03-31").answer
    assert report["debit"] == report["credit"] == "363.00"
    assert {one["code"]: one["closing"] for one in report["accounts"]} == {
        "4111": "363.00",
        "707": "-300.00",
        "4427": "-63.00",
    }


def test_every_kpi_says_what_it_is(company):
    figures = kvit("report", "kpi", "--as-of", "2026-03-31").answer["figures"]
    names = "dso dso_count_back cei days_beyond_terms time_to_pay time_to_invoice error_rate bad_debt"
    assert set(names.split()) == {figure["name"] for figure in figures}
    assert all(figure["definition"] and figure["unit"] for figure in figures)


def test_a_stranger_to_the_company_sees_no_figures(company):
    other = a_company("PL")
    owner = other.memberships.get().user
    assert kvit("report", "ageing", "--as", owner.email, "--as-of", "2026-03-22").answer["total"] == "0.00"
    somebody(company, "viewer")
    viewer = company.memberships.get(role="viewer").user
    assert kvit("report", "ageing", "--as", viewer.email, "--as-of", "2026-03-22").answer["total"] == "363.00"
