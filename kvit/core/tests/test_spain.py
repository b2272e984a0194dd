"""Spanish days around electronic invoices, by a table; the sources stand in docs/rules/verifactu.md."""

from datetime import date

import pytest

from kvit.core.einvoice import spain


@pytest.mark.parametrize(
    ("happened_on", "by"),
    [
        (date(2027, 3, 1), date(2027, 3, 5)),  # Monday to Friday
        (date(2027, 3, 3), date(2027, 3, 9)),  # over a weekend
        (date(2027, 3, 6), date(2027, 3, 11)),  # from a Saturday
        (date(2027, 3, 24), date(2027, 3, 31)),  # Good Friday, 26 March 2027
        (date(2027, 12, 30), date(2028, 1, 5)),  # over New Year
        (date(2028, 1, 4), date(2028, 1, 11)),  # Epiphany
        (date(2027, 4, 29), date(2027, 5, 5)),  # 1 May is a Saturday
        (date(2027, 10, 11), date(2027, 10, 18)),  # 12 October
    ],
)
def test_what_happened_is_reported_within_four_working_days(happened_on, by):
    assert spain.report_by(happened_on) == by


@pytest.mark.parametrize(
    ("operated_on", "to_business", "by"),
    [
        (date(2026, 12, 31), True, date(2027, 1, 15)),
        (date(2027, 1, 1), True, date(2027, 2, 15)),
        (date(2027, 2, 28), True, date(2027, 3, 15)),
        (date(2027, 2, 28), False, date(2027, 2, 28)),
    ],
)
def test_an_invoice_to_a_business_is_issued_before_the_sixteenth(operated_on, to_business, by):
    assert spain.issue_by(operated_on, to_business=to_business) == by


def test_companies_chain_from_january_others_from_july():
    assert spain.verifactu_from(is_company=True) == date(2027, 1, 1)
    assert spain.verifactu_from(is_company=False) == date(2027, 7, 1)


@pytest.mark.parametrize(
    ("ordered_on", "turnover", "since"),
    [
        (None, 9_000_000, None),
        (date(2026, 10, 1), 8_000_001, date(2027, 10, 1)),
        (date(2026, 10, 1), 8_000_000, date(2028, 10, 1)),
        (date(2028, 2, 29), 9_000_000, date(2029, 2, 28)),
    ],
)
def test_the_b2b_duty_begins_a_year_or_two_after_the_order(ordered_on, turnover, since):
    assert spain.b2b_from(ordered_on, turnover=turnover) == since


def test_what_was_rejected_or_paid_changes_no_more():
    assert {state for state, _ in spain.B2B} == {"received", "accepted"}
    assert spain.B2B[("accepted", "pay")] == "paid"
