"""A simplified invoice stays below what the seller's law allows, in whatever currency it is."""

from datetime import date
from decimal import Decimal

import pytest

from kvit.core.errors import Refused
from kvit.ledger import rates
from kvit.ledger.rates import Quote
from kvit.receivables import invoices
from tests.builders import DAY, a_company, a_draft, a_line, the_owner

pytestmark = pytest.mark.django_db


def found(company, net, **facts):
    draft = a_draft(company, a_line(net, vat="21"), kind="simplified", **facts)
    return [
        (one.rule, one.severity)
        for one in invoices.findings(company, draft, on=DAY)
        if one.rule.startswith("simplified.")
    ]


def with_rate(company, currency, rate):
    quote = Quote(date(2026, 1, 1), currency, Decimal(rate), "BNR")
    rates.record_all(company, [quote], by=the_owner(company), on=DAY)
    return company


@pytest.mark.parametrize(
    ("net", "expected"),
    [
        ("330.57", []),  # 399.99
        ("330.58", []),  # 400.00, which is not above it
        ("330.59", [("simplified.trade_limit", "warning")]),  # 400.01: retail and others up to 3,000
        ("2479.34", [("simplified.trade_limit", "warning")]),  # 3,000.00
        ("2479.35", [("simplified.over_limit", "error")]),  # 3,000.01
    ],
)
def test_spain_has_one_limit_for_all_and_one_for_some_trades(net, expected):
    assert found(a_company("ES"), net) == expected


def test_romania_counts_in_euro():
    company = with_rate(a_company("RO"), "EUR", "5")
    assert found(company, "413.22") == []  # 500.00 lei are 100.00 euro
    assert found(company, "413.23") == [("simplified.over_limit", "error")]
    assert found(company, "82.64", currency="EUR") == []  # 99.99
    assert found(company, "82.65", currency="EUR") == [("simplified.over_limit", "error")]  # 100.01


def test_without_a_rate_a_person_must_say():
    company = a_company("RO")
    assert found(company, "10") == [("simplified.limit_unknown", "warning")]
    draft = a_draft(company, a_line("10", vat="21"), kind="simplified")
    by = the_owner(company)
    with pytest.raises(Refused) as refusal:
        invoices.issue(company, draft, by=by, on=DAY)
    assert refusal.value.code == "invoice.warnings"
    invoices.accept(company, draft, rule="simplified.limit_unknown", place="totals/gross", by=by, on=DAY)
    assert invoices.issue(company, draft, by=by, on=DAY).number == "FS-2026-00001"


def test_poland_counts_in_zloty_or_in_euro():
    company = with_rate(a_company("PL"), "EUR", "4.3")
    assert found(company, "371.90") == []  # 450.00 zł
    assert found(company, "371.91") == [("simplified.over_limit", "error")]
    assert found(company, "82.65", currency="EUR") == [("simplified.over_limit", "error")]


def test_bulgaria_has_no_simplified_invoice():
    assert found(a_company("BG"), "1") == [("simplified.unknown_here", "error")]
