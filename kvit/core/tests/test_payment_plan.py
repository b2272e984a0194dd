"""Which discounts to take: as much as any choice could earn, and never below the floor."""

from dataclasses import replace
from datetime import date, time, timedelta
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kvit.core.errors import Refused
from kvit.core.payment_day import BankDays, Owed
from kvit.core.payment_plan import Forecast, plan
from kvit.core.terms import EarlyPayment
from kvit.core.tests.test_payment_day import BANK, MONDAY, eur, offer

WEDNESDAY, DUE = date(2026, 12, 2), date(2026, 12, 31)
SALARIES, INCOME = date(2026, 12, 10), date(2026, 12, 15)


def bill(key, balance, percent="2", until=WEDNESDAY, due_on=DUE):
    return Owed(key, eur(balance), due_on, (offer(percent, until, balance),) if percent else ())


FIVE = [bill("a", "6000"), bill("b", "4600"), bill("c", "3000"), bill("d", "2000"), bill("e", "1000", "1")]
FORECAST = Forecast(eur("30000"), {SALARIES: eur("-6312"), INCOME: eur("20000")}, eur("8000"))


def test_the_worked_example_of_docs_rules_payment_days():
    first = BANK.first(MONDAY, at=time(9))
    found = plan(FIVE, FORECAST, first=first, bank=BANK)
    tuesday = [way for way in found.ways if way.on == date(2026, 12, 1)]
    assert [(way.key, way.why, way.yearly) for way in tuesday] == [
        (key, "discount", Decimal("25.7")) for key in ("a", "b", "c", "d")
    ]
    assert found.earns == eur("312.00")
    assert (found.lowest, found.lowest_on) == (eur("8400.00"), SALARIES)
    assert [(way.key, way.on, way.pays) for way in found.ways[4:]] == [("e", date(2026, 12, 30), eur("1000"))]
    assert [(one.key, one.why) for one in found.left] == [("e", "floor")]
    assert found.held == ()
    assert found.saw_all


def test_two_small_discounts_beat_one_large_one_where_the_floor_lets_only_them():
    bills = [bill("big", "9000", "2"), bill("one", "5000", "2"), bill("two", "4900", "2")]
    found = plan(bills, replace(FORECAST, opening=eur("24500")), first=MONDAY, bank=BANK)
    # 24,500 - 6,312 - 8,000 leaves 10,188: 8,820 for 180, or 4,900 + 4,802 for 198
    assert found.earns == eur("198.00")
    assert {way.key for way in found.ways if way.why == "discount"} == {"one", "two"}


def test_of_two_offers_of_a_bill_the_other_is_told():
    later = date(2026, 12, 16)
    both = Owed("a", eur("1000"), DUE, (offer("2", WEDNESDAY, "1000"), offer("1", later, "1000")))
    found = plan([both], FORECAST, first=MONDAY, bank=BANK)
    assert [(way.key, way.saves) for way in found.ways] == [("a", eur("20.00"))]
    assert [(one.offer.until, one.why) for one in found.left] == [(later, "other_taken")]


def test_a_bill_is_planned_once():
    with pytest.raises(AssertionError, match="two bills of one key"):
        plan([bill("a", "1000"), bill("a", "2000")], FORECAST, first=MONDAY, bank=BANK)


def test_a_bill_that_would_break_the_floor_is_held_with_the_day_and_what_is_missing():
    bills = [bill("a", "3000", "", due_on=date(2026, 12, 4)), bill("b", "15000", "", due_on=date(2026, 12, 9))]
    found = plan(bills, FORECAST, first=MONDAY, bank=BANK)
    assert [way.key for way in found.ways] == ["a"]
    # 30,000 - 3,000 - 6,312 = 20,688 on the 10th; with 15,000 more 5,688, and the floor is 8,000
    assert [(one.key, one.short_on, one.lacks) for one in found.held] == [("b", SALARIES, eur("2312"))]


def test_what_a_discount_saves_pays_a_bill_that_was_held():
    forecast = Forecast(eur("2000"), {}, eur("0"))
    bills = [bill("a", "1000", "10"), bill("b", "1050", "", due_on=date(2027, 1, 29))]
    found = plan(bills, forecast, first=MONDAY, bank=BANK)
    assert [(way.key, way.pays) for way in found.ways] == [("a", eur("900.00")), ("b", eur("1050"))]
    assert found.held == ()
    assert found.lowest == eur("50.00")


def test_one_discount_can_pay_for_another():
    # 99 come down to 39 on 3 December: 40 on the 15th would be too much, but for the 1 that the other offer leaves
    first = Owed("first", eur("60"), date(2026, 12, 4), (EarlyPayment(eur("1"), eur("59"), WEDNESDAY),))
    then = Owed("then", eur("50"), DUE, (EarlyPayment(eur("10"), eur("40"), date(2026, 12, 16)),))
    found = plan(
        [first, then], Forecast(eur("99"), {INCOME.replace(day=20): eur("100")}, eur("0")), first=MONDAY, bank=BANK
    )
    assert found.earns == eur("11")
    assert found.lowest == eur("0")


def test_two_currencies_are_not_one_balance():
    with pytest.raises(Refused) as refused:
        plan(FIVE, replace(FORECAST, floor=replace(eur("1"), currency="PLN")), first=MONDAY, bank=BANK)
    assert refused.value.code == "money.mixed_currencies"


def test_a_search_that_stops_says_so_and_still_keeps_the_floor():
    bills = [bill(f"b{number:04}", str(1000 + 37 * (number % 60)), due_on=date(2027, 1, 29)) for number in range(1200)]
    flows = {SALARIES: eur("-6312"), date(2026, 12, 28): eur("4000000")}
    found = plan(bills, replace(FORECAST, opening=eur("90000"), flows=flows), first=MONDAY, bank=BANK)
    assert not found.saw_all
    assert found.held == ()
    assert found.lowest >= eur("8000")
    # 75,688 can be paid early, at 2 percent off: at most 1,544.65
    assert eur("1500") < found.earns <= eur("1544.65")


SAME_DAY = BankDays(frozenset(), time(16), transit=0)
BANK_DAYS = st.sampled_from([-3, 0, 1, 2, 3, 4, 7, 8, 9, 10, 11])
"""From Monday, without weekends."""


@st.composite
def cases(draw):
    monday, bills = date(2026, 6, 1), []
    for number in range(draw(st.integers(1, 4))):
        balance = draw(st.integers(1, 60)) * 10
        offers = [
            EarlyPayment(eur(saved), eur(balance - saved), monday + timedelta(days=draw(BANK_DAYS)))
            for saved in draw(st.lists(st.integers(1, 9), max_size=2))
        ]
        bills.append(Owed(f"b{number}", eur(balance), monday + timedelta(days=draw(BANK_DAYS)), tuple(offers)))
    flows = {
        monday + timedelta(days=day): eur(amount)
        for day, amount in draw(st.dictionaries(st.integers(0, 11), st.integers(-300, 300), max_size=4)).items()
    }
    return bills, Forecast(eur(draw(st.integers(0, 1500))), flows, eur(draw(st.integers(0, 200)))), monday


def balances(forecast, monday, ways):
    """The end of each of twelve days, added up afresh for each."""
    found = []
    for day in (monday + timedelta(days=number) for number in range(12)):
        came = sum(one.amount for on, one in forecast.flows.items() if on <= day)
        paid = sum(pays.amount for on, pays in ways if on <= day)
        found.append(forecast.opening.amount + came - paid)
    return found


@settings(max_examples=200, deadline=None)
@given(cases())
def test_no_choice_of_offers_earns_more_and_no_payment_goes_below_the_floor(case):
    bills, forecast, monday = case
    found = plan(bills, forecast, first=monday, bank=SAME_DAY)
    after = balances(forecast, monday, [(way.on, way.pays) for way in found.ways])
    before = balances(forecast, monday, [])
    floor = forecast.floor.amount
    for day, balance in zip((monday + timedelta(days=number) for number in range(12)), after, strict=True):
        if any(way.on <= day for way in found.ways):
            assert balance >= floor
        else:
            assert balance == before[(day - monday).days]
    held = {one.key for one in found.held}
    owed = sum(one.balance.amount for one in bills if one.key not in held)
    assert found.earns.amount == owed - sum(way.pays.amount for way in found.ways)

    paid_in_full = usual_plan(bills, forecast, monday)
    choices = []
    for one in (one for one in bills if one.key in paid_in_full):
        usual = paid_in_full[one.key]
        early = [(min(each.until, usual[0]), each.payable, each.discount.amount) for each in one.offers]
        choices.append([(*usual, Decimal(0)), *(each for each in early if each[0] >= monday)])
    limit = [min(floor, one) for one in balances(forecast, monday, list(paid_in_full.values()))]
    possible = [
        sum(way[2] for way in chosen)
        for chosen in product(*choices)
        if all(a >= b for a, b in zip(balances(forecast, monday, [way[:2] for way in chosen]), limit, strict=True))
    ]
    assert found.saw_all
    assert found.earns.amount == max(possible)


def usual_plan(bills, forecast, monday):
    """The bills that can be paid when due, first due first, by adding everything up each time."""
    kept = {}
    for one in sorted(bills, key=lambda each: (each.due_on, each.key)):
        way = (max(monday, one.due_on), one.balance)
        found = balances(forecast, monday, [*kept.values(), way])
        if all(balance >= forecast.floor.amount for balance in found[(way[0] - monday).days :]):
            kept[one.key] = way
    return kept
