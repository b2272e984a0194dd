"""A cash book adds up and never goes below zero; what the laws allow in cash, by country, day and party."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kvit.core import cash, cash_limits
from kvit.core.cash import Movement
from kvit.core.cash_limits import ABROAD, BUSINESS, CONSUMER, IN, OUT, Facts
from kvit.core.countries.cash import PAPERS, RECEIPT, VOUCHER, counted_in, number, papers_of
from kvit.core.errors import Refused

NOW = date(2026, 3, 2)
AMOUNTS = st.decimals(Decimal("0.01"), Decimal(9999), places=2)
WISHES = st.lists(st.tuples(st.integers(0, 2), st.sampled_from(cash.KINDS), AMOUNTS), max_size=30)


def written(wishes):
    """The book after all of them were asked for, day by day; what would take out too much was refused."""
    lines, balance = [], Decimal(0)
    for days, kind, amount in sorted(wishes, key=lambda one: one[0]):
        moved = cash.signed(kind, amount)
        try:
            balance = cash.after(balance, moved, currency="RON")
        except Refused as refused:
            assert refused.code == "cash.not_enough" and amount > balance
            continue
        lines.append(Movement(NOW + timedelta(days=days), moved))
    return lines


@given(WISHES)
def test_the_book_is_never_below_zero_and_each_day_goes_on_from_the_last(wishes):
    lines = written(wishes)
    running = Decimal(0)
    for line in lines:
        running += line.amount
        assert running >= 0
    days = [cash.day_of(lines, NOW + timedelta(days=n)) for n in range(3)]
    assert days[0].opening == 0 and days[-1].closing == running
    assert [one.closing for one in days[:-1]] == [one.opening for one in days[1:]]
    assert sum(one.came - one.went for one in days) == running


def test_the_day_of_the_example():
    """`docs/rules/cash.md`: 200.00 in the morning, 1,210.00 from a customer, 500.00 to the bank."""
    lines = [
        Movement(NOW - timedelta(days=1), Decimal("200.00")),
        Movement(NOW, Decimal("1210.00")),
        Movement(NOW, Decimal("-500.00")),
    ]
    day = cash.day_of(lines, NOW)
    assert (day.opening, day.came, day.went, day.closing) == (200, 1210, 500, Decimal("910.00"))


def test_lines_are_written_day_by_day():
    cash.require_order(NOW, last_on=None)
    cash.require_order(NOW, last_on=NOW)
    with pytest.raises(Refused, match="cash.out_of_order"):
        cash.require_order(NOW, last_on=NOW + timedelta(days=1))


def over(country, *, on=NOW, way=IN, party=BUSINESS, amount="0", deal=None, before="0", all_day=None, desk="0"):
    """The laws that so much cash breaks, after what was moved before with the same party, for the same document."""
    whole = Decimal(amount) + Decimal(before)
    facts = Facts(
        way=way,
        party=party,
        party_day=whole,
        day=whole if all_day is None else Decimal(all_day),
        deal=Decimal(deal or amount),
        document_cash=whole,
        desk=Decimal(desk),
    )
    found = cash_limits.exceeded(country, facts, on=on, worth=lambda one: one.most)
    return [(one.ceiling.counted, one.ceiling.law) for one in found]


ALLOWED = [
    ("RO", {"amount": "5000", "deal": "5000"}),
    ("RO", {"amount": "5000", "deal": "12000"}),
    ("RO", {"amount": "10000", "party": CONSUMER}),
    ("RO", {"amount": "5000", "way": OUT, "all_day": "10000"}),
    ("BG", {"amount": "5112.91"}),
    ("ES", {"amount": "999.99", "party": CONSUMER}),
    ("ES", {"amount": "9999.99", "party": ABROAD}),
    ("ES", {"amount": "2499.99", "on": date(2021, 7, 10)}),
    ("PL", {"amount": "15000"}),
    ("PL", {"amount": "90000", "party": CONSUMER}),
    ("DE", {"amount": "90000"}),
    ("US", {"amount": "90000", "on": date(2027, 7, 10)}),
]
FORBIDDEN = [
    ("RO", {"amount": "5000.01"}, "day_of_party", "Legea 70/2015 art. 3 alin. (1) lit. a)"),
    ("RO", {"amount": "100", "before": "4950", "deal": "5050"}, "document", "Legea 70/2015 art. 3 alin. (2)"),
    ("RO", {"amount": "10000.01", "party": CONSUMER}, "day_of_party", "Legea 70/2015 art. 4"),
    ("RO", {"amount": "10000.01", "party": ABROAD}, "day_of_party", "Legea 70/2015 art. 4"),
    ("RO", {"amount": "10", "way": OUT, "all_day": "10000.01"}, "day", "Legea 70/2015 art. 3 alin. (1) lit. c)"),
    ("RO", {"desk": "50000.01"}, "desk", "Legea 70/2015, Legea 296/2023 art. LXIV, OUG 98/2023"),
    ("BG", {"amount": "5112.92", "party": CONSUMER}, "deal", "ЗОПБ чл. 3, ал. 1; ЗВЕРБ (10 000 лв.)"),
    ("BG", {"amount": "1", "deal": "6000"}, "deal", "ЗОПБ чл. 3, ал. 1; ЗВЕРБ (10 000 лв.)"),
    ("ES", {"amount": "1000", "party": CONSUMER}, "deal", "Ley 7/2012 art. 7.Uno.1 (Ley 11/2021 art. 18)"),
    ("ES", {"amount": "1", "deal": "1000"}, "deal", "Ley 7/2012 art. 7.Uno.1 (Ley 11/2021 art. 18)"),
    ("ES", {"amount": "2500", "on": date(2021, 7, 10)}, "deal", "Ley 7/2012 art. 7.Uno.1"),
    ("PL", {"amount": "1", "deal": "15000.01"}, "deal", "Prawo przedsiębiorców art. 19"),
    ("DE", {"amount": "10000.01", "on": date(2027, 7, 10)}, "deal", "Regulation (EU) 2024/1624 art. 80"),
    (
        "PL",
        {"amount": "10000.01", "party": CONSUMER, "on": date(2027, 7, 10)},
        "deal",
        "Regulation (EU) 2024/1624 art. 80",
    ),
]


@pytest.mark.parametrize(("country", "asked"), ALLOWED)
def test_what_the_law_allows_in_cash(country, asked):
    assert over(country, **asked) == []


@pytest.mark.parametrize(("country", "asked", "counted", "law"), FORBIDDEN)
def test_what_the_law_forbids_in_cash(country, asked, counted, law):
    assert (counted, law) in over(country, **asked)


@given(country=st.sampled_from(["RO", "BG", "ES", "PL"]), amount=AMOUNTS, more=AMOUNTS)
def test_more_cash_never_breaks_fewer_laws(country, amount, more):
    less = over(country, amount=str(amount))
    assert set(less) <= set(over(country, amount=str(amount + more)))


def test_papers_are_numbered_as_the_country_does():
    printed = {
        country: [number(papers_of(country), form, desk="A", nth=1, counter=7, on=NOW) for form in (RECEIPT, VOUCHER)]
        for country in PAPERS
    }
    assert printed == {
        "RO": ["CHA-000007", "DPA-000007"],
        "BG": ["0100000007", "0100000007"],
        "ES": ["RC-A-2026-00007", "PE-A-2026-00007"],
        "PL": ["KP/A/0007/2026", "KW/A/0007/2026"],
    }
    assert [counted_in(papers_of(country), RECEIPT, on=NOW) for country in ("RO", "PL")] == [0, 2026]


def test_each_kind_of_line_has_its_paper():
    assert {kind: papers_of("RO").form_of(kind) for kind in cash.IN} == {
        "opening": "",
        "received": "receipt",
        "withdrawal": "order",
        "surplus": "order",
        "from_desk": "order",
    }
    assert {papers_of("BG").form_of(kind) for kind in ("received", "withdrawal", "surplus")} == {"receipt"}
    assert {papers_of("PL").form_of(kind) for kind in cash.OUT} == {"voucher"}
