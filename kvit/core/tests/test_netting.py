"""Credits against bills and claims against debts: equal on both sides, to the cent, by each country's law."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kvit.core.countries.set_off import LAWS
from kvit.core.errors import Refused
from kvit.core.money import Money
from kvit.core.netting import Open, netted, set_off

TODAY = date(2026, 11, 30)


def eur(amount):
    return Money(Decimal(amount), "EUR")


def an_item(key, amount, due_on, **facts):
    return Open(key, key, eur(amount), due_on, **facts)


OURS = [an_item("101", "600.00", date(2026, 11, 1)), an_item("102", "500.00", date(2026, 11, 20))]
BILL_77 = an_item("77", "800.00", date(2026, 11, 10))
BILL_78 = an_item("78", "50.00", date(2026, 12, 15))


def told(netting):
    return [(pair.claim, pair.debt, str(pair.amount.amount), pair.met_on) for pair in netting.pairs]


def between(claims, debts, countries=("BG", "BG"), currency="EUR"):
    return set_off(claims, debts, on=TODAY, countries=countries, currency=currency)


def test_the_worked_example_of_docs_rules_netting():
    credited = netted([an_item("9", "20.00", TODAY, of="78")], [BILL_77, BILL_78], currency="EUR")
    assert [(pair.claim, pair.debt, pair.amount) for pair in credited.pairs] == [("9", "78", eur("20.00"))]
    assert credited.left == {"9": eur("0.00"), "77": eur("800.00"), "78": eur("30.00")}

    found = between(OURS, [BILL_77, replace(BILL_78, balance=credited.left["78"])])
    assert told(found.netting) == [
        ("101", "77", "600.00", date(2026, 11, 10)),
        ("102", "77", "200.00", date(2026, 11, 20)),
        ("102", "78", "30.00", date(2026, 12, 15)),
    ]
    assert found.netting.total == eur("830.00")
    assert found.netting.left["102"] == eur("270.00")
    assert (found.basis, found.law, found.title) == ("declaration", "ЗЗД чл. 103–105", "Изявление за прихващане")


def test_a_credit_that_names_no_bill_goes_to_the_one_due_first():
    found = netted([an_item("9", "820.00", TODAY)], [BILL_78, BILL_77], currency="EUR")
    assert [(pair.debt, str(pair.amount.amount)) for pair in found.pairs] == [("77", "800.00"), ("78", "20.00")]


def test_what_a_credit_has_beyond_its_own_bill_goes_on_to_the_others():
    found = netted([an_item("9", "60.00", TODAY, of="78")], [BILL_77, BILL_78], currency="EUR")
    assert [(pair.debt, str(pair.amount.amount)) for pair in found.pairs] == [("78", "50.00"), ("77", "10.00")]


@pytest.mark.parametrize(
    ("country", "ours_due", "theirs_due", "basis"),
    [
        ("BG", True, True, "declaration"),
        ("BG", True, False, "declaration"),  # чл. 103 asks for our claim alone
        ("BG", False, True, "agreement"),
        ("PL", True, True, "declaration"),
        ("PL", True, False, "agreement"),  # art. 498: obie wierzytelności są wymagalne
        ("ES", True, False, "agreement"),
        ("RO", True, False, "agreement"),
        ("RO", False, True, "agreement"),
        ("DE", True, True, "agreement"),
    ],
)
def test_one_side_may_declare_it_only_where_the_law_lets_it(country, ours_due, theirs_due, basis):
    def day(is_due):
        return TODAY if is_due else TODAY + timedelta(days=1)

    found = between(
        [an_item("1", "10", day(ours_due))], [an_item("2", "10", day(theirs_due))], countries=(country, country)
    )
    assert found.basis == basis


def test_across_a_border_both_sign():
    found = between(OURS, [BILL_77], countries=("BG", "RO"))
    assert (found.basis, found.law) == ("agreement", "")


def test_what_is_disputed_is_left_out():
    found = between([replace(OURS[0], disputed=True), OURS[1]], [BILL_77])
    assert told(found.netting) == [("102", "77", "500.00", date(2026, 11, 20))]
    with pytest.raises(Refused) as refused:
        between(OURS, [replace(BILL_77, disputed=True)])
    assert refused.value.code == "netting.nothing"


def test_a_large_overdue_invoice_in_romania_goes_through_the_state():
    def lei(key, amount, due_on):
        return Open(key, key, Money(Decimal(amount), "RON"), due_on)

    yesterday = TODAY - timedelta(days=1)
    ours = [lei("A-1", "10000.01", yesterday), lei("A-2", "10000.00", yesterday), lei("A-3", "20000", TODAY)]
    found = between(ours, [lei("B-1", "50000", TODAY)], countries=("RO", "RO"), currency="RON")
    assert [(one.rule, one.place, one.severity) for one in found.findings] == [
        ("netting.through_the_state", "A-1", "warning")
    ]


def test_two_currencies_and_crooked_items_are_refused():
    def code(*claims):
        with pytest.raises(Refused) as refused:
            between(claims, [BILL_77])
        return refused.value.code

    assert code(Open("1", "1", Money(Decimal(5), "PLN"), TODAY)) == "money.mixed_currencies"
    assert code(an_item("1", "0", TODAY)) == "netting.bad_item"
    assert code(an_item("1", "0.005", TODAY)) == "netting.bad_item"
    assert code(an_item("1", "5", TODAY), an_item("1", "5", TODAY)) == "netting.bad_item"


def test_each_law_has_its_words():
    for law in LAWS.values():
        assert all((law.law, law.declaration, law.agreement, law.sentence.endswith(".")))


CENTS = st.lists(st.tuples(st.integers(1, 99_999), st.integers(0, 40)), max_size=8)


@given(CENTS, CENTS, st.integers(0, 8))
def test_both_sides_are_equal_and_nothing_is_settled_beyond_its_balance(ours, theirs, named):
    def side(cents, name):
        return [
            an_item(f"{name}{at}", Decimal(one).scaleb(-2), TODAY + timedelta(days=days), of=f"b{named}")
            for at, (one, days) in enumerate(cents)
        ]

    claims, debts = side(ours, "a"), side(theirs, "b")
    found = netted(claims, debts, currency="EUR")
    by_key = {one.key: one for one in (*claims, *debts)}
    assert found.total == eur(Decimal(min(sum(one for one, _ in ours), sum(one for one, _ in theirs))).scaleb(-2))
    for key, item in by_key.items():
        settled = sum(pair.amount.amount for pair in found.pairs if key in (pair.claim, pair.debt))
        assert found.left[key].amount == item.balance.amount - settled >= 0
    for pair in found.pairs:
        assert pair.amount.amount > 0
        assert pair.met_on == max(by_key[pair.claim].due_on, by_key[pair.debt].due_on)
    assert len({(pair.claim, pair.debt) for pair in found.pairs}) == len(found.pairs)
    assert netted(claims[::-1], debts[::-1], currency="EUR") == found
