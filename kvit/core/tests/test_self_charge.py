"""VAT that the buyer owes in the seller's place: who owes it, how much, by when (docs/rules/self-charge.md)."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kvit.core import purchase_vat, self_charge
from kvit.core.countries import profile
from kvit.core.countries.self_charge import LAWS
from kvit.core.errors import Refused
from kvit.core.numbering import check_pattern, number
from kvit.core.postings import Rate, balanced
from kvit.core.self_charge import Charged, Owed

CENTS = st.integers(-(10**9), 10**9).map(lambda cents: Decimal(cents).scaleb(-2))
KINDS = st.sampled_from(["services", "acquisition", "domestic"])
RATES = st.sampled_from(
    [Rate("EUR", "EUR"), Rate("EUR", "RON", Decimal("5.0871")), Rate("HUF", "PLN", Decimal("0.0107"))]
)


@pytest.mark.parametrize(
    ("category", "seller", "buyer", "told"),
    [
        ("AE", "DE", "BG", "services"),
        ("AE", "US", "BG", "services"),
        ("AE", "BG", "BG", "domestic"),
        ("AE", "", "BG", "domestic"),
        ("K", "DE", "BG", "acquisition"),
        ("K", "US", "BG", None),
        ("K", "BG", "BG", None),
        ("S", "DE", "BG", None),
        ("O", "US", "BG", None),
    ],
)
def test_who_owes_the_vat_of_a_row(category, seller, buyer, told):
    assert self_charge.treatment(category, seller=seller, buyer=buyer) == told


@pytest.mark.parametrize(
    ("vat_id", "country", "told"),
    [
        ("DE136695976", "BG", "DE"),
        ("EL094014201", "", "GR"),
        ("5260001246", "PL", "PL"),
        ("", "US", "US"),
        ("", "", ""),
    ],
)
def test_a_vat_id_says_under_whose_vat_somebody_sells(vat_id, country, told):
    assert purchase_vat.seller_country(vat_id, country=country) == told


def test_another_states_vat_is_no_input_vat_here():
    assert purchase_vat.deductible(Decimal(19), seller="DE", buyer="BG") == 0
    assert purchase_vat.deductible(Decimal(19), seller="BG", buyer="BG") == 19


def test_the_worked_example_of_the_rules_page():
    law, exchange = LAWS["RO"], Rate("EUR", "RON", Decimal("5.0900"))
    [row] = self_charge.charged([Owed("services", Decimal("1000.00"))], rate=Decimal(21), exchange=exchange)
    assert row == Charged("services", Decimal(21), Decimal("5090.00"), Decimal("1068.90"))
    lines = self_charge.postings([row], currency="RON")
    assert {line.role: line.amount for line in lines} == {
        "vat_input": Decimal("1068.90"),
        "vat_output": Decimal("-1068.90"),
    }
    assert {line.vat_code for line in lines} == {"AE21"}
    assert self_charge.until(law, date(2026, 3, 2)) == date(2026, 4, 25)
    assert self_charge.until(LAWS["BG"], date(2026, 3, 2)) == date(2026, 3, 17)
    assert self_charge.until(LAWS["PL"], date(2026, 12, 31)) == date(2027, 1, 25)


@given(st.lists(st.builds(Owed, KINDS, CENTS), max_size=6), st.sampled_from([5, 8, 9, 20, 21, 23]), RATES)
def test_output_and_input_cancel_and_taking_it_all_back_leaves_nothing(owed, rate, exchange):
    rows = self_charge.charged(owed, rate=Decimal(rate), exchange=exchange)
    lines = self_charge.postings(rows, currency=exchange.company_currency)
    assert balanced(lines)
    sides = [sum(line.amount for line in lines if line.role == role) for role in ("vat_input", "vat_output")]
    assert sides[0] == -sides[1] == sum(row.vat for row in rows)
    assert all(
        row.vat == round(row.vat, 2) and abs(row.vat - row.base * rate / 100) <= Decimal("0.005") for row in rows
    )
    back = self_charge.charged([Owed(one.treatment, -one.base) for one in owed], rate=Decimal(rate), exchange=exchange)
    assert [(row.base, row.vat) for row in back] == [(-row.base, -row.vat) for row in rows]


def test_the_rate_is_one_of_the_country_and_day():
    bulgarian = profile("BG")
    assert self_charge.standard_rate(bulgarian, on=date(2026, 3, 2)) == 20
    assert self_charge.standard_rate(profile("RO"), on=date(2025, 7, 31)) == 19
    assert self_charge.require_rate(bulgarian, Decimal(9), on=date(2026, 3, 2)) == 9
    with pytest.raises(Refused, match=r"self_charge\.no_rate"):
        self_charge.require_rate(bulgarian, Decimal(21), on=date(2026, 3, 2))


@pytest.mark.parametrize("country", sorted(LAWS))
def test_each_law_names_its_articles_and_a_lawful_series(country):
    law = LAWS[country]
    assert set(law.grounds) == {"services", "acquisition", "domestic"}
    assert law.source and bool(law.document) == bool(law.series) == bool(law.document_days) == bool(law.words)
    if law.document:
        assert check_pattern(law.series, country=country, kind="self_charge") == []
        assert law.series not in profile(country).series.values()
        assert number(law.series, counter=1, on=date(2026, 3, 2)) == "4000000001"
