"""The language of a company's own rules: total, the same whenever asked, and deaf to the order of conditions."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kvit.core import flow_rules
from kvit.core.errors import Refused
from kvit.core.flow_rules import COMPARISONS, DAYS, EVENTS, FIELDS, FLAG, MONEY, TEXT

DAY = date(2026, 3, 2)
TASK = {"kind": "task", "text": "Look at it", "role": "accountant", "days": 2}
DEAR = {"field": "total", "comparison": "over", "value": "1000", "currency": "RON"}
BILL = {
    "gross": "1200.00",
    "currency": "RON",
    "supplier": {"name": "Holz  GmbH", "country": "DE"},
    "due_on": DAY + timedelta(days=5),
    "issued_on": DAY - timedelta(days=3),
}


def a_rule(*conditions, event="bill.checked", act=TASK):
    return flow_rules.read({"name": "Dear", "event": event, "conditions": list(conditions), "act": act})


def acts(*conditions, on=DAY, snapshot=BILL):
    return flow_rules.holds(flow_rules.look(a_rule(*conditions), snapshot, on=on))


def condition(field, comparison, value, **more):
    return {"field": field, "comparison": comparison, "value": value, **more}


def refused(raw):
    with pytest.raises(Refused) as refusal:
        flow_rules.read(raw)
    return refusal.value.code


def test_the_worked_example_of_the_page():
    """docs/rules/user-rules.md: a dear bill from abroad that falls due within a week."""
    abroad = condition("country", "is_not", "RO")
    soon = condition("days_until_due", "at_most", "7")
    assert acts(DEAR, abroad, soon)
    assert not acts(DEAR, abroad, soon, snapshot={**BILL, "gross": "1000.00"}), "over is not at least"
    assert not acts(DEAR, abroad, soon, snapshot={**BILL, "currency": "EUR"}), "1,200 EUR is not over 1,000 RON"
    assert not acts(DEAR, abroad, soon, snapshot={**BILL, "supplier": {}}), "nobody knows that it is from abroad"
    assert not acts(DEAR, abroad, soon, on=DAY - timedelta(days=3)), "eight days are left"


@pytest.mark.parametrize(
    ("comparison", "below", "same", "above"),
    [
        ("over", False, False, True),
        ("at_least", False, True, True),
        ("is", False, True, False),
        ("at_most", True, True, False),
        ("under", True, False, False),
    ],
)
def test_amounts_and_days_are_compared_exactly(comparison, below, same, above):
    for gross, wanted in (("1199.99", below), ("1200", same), ("1200.01", above)):
        found = {**BILL, "gross": gross}
        assert acts(condition("total", comparison, "1200.00", currency="RON"), snapshot=found) is wanted
    for days, wanted in ((4, below), (5, same), (6, above)):
        found = {**BILL, "due_on": DAY + timedelta(days=days)}
        assert acts(condition("days_until_due", comparison, "5"), snapshot=found) is wanted


def test_days_run_below_zero_and_texts_ignore_case_and_blanks():
    assert acts(condition("days_until_due", "under", "0"), on=DAY + timedelta(days=6))
    assert acts(condition("days_since_issue", "is", "3"))
    assert acts(condition("supplier", "contains", "HOLZ g"))
    assert acts(condition("supplier", "is", "holz gmbh"))
    assert acts(condition("supplier", "is_not", "Holz"))
    assert acts(condition("country", "is", "de"))
    assert acts(), "without conditions it holds every time"


def test_what_was_found_is_kept_as_it_was():
    (look,) = flow_rules.look(a_rule(DEAR), BILL, on=DAY)
    assert flow_rules.look_written(look) == {
        "field": "total",
        "comparison": "over",
        "value": "1000.00",
        "currency": "RON",
        "found": "1200",
        "found_currency": "RON",
        "holds": True,
    }


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ({"event": "task.opened"}, "rule.event_closed"),
        ({"event": "invoice.paid"}, "rule.event_closed"),
        ({"conditions": [condition("customer", "is", "x")]}, "rule.field_unknown"),
        ({"conditions": [condition("country", "over", "RO")]}, "rule.comparison_unknown"),
        ({"conditions": [condition("country", "is", "Romania")]}, "rule.bad_value"),
        ({"conditions": [condition("days_until_due", "is", "soon")]}, "field.bad_value"),
        ({"conditions": [condition("days_until_due", "is", "1.5")]}, "field.bad_value"),
        ({"conditions": [condition("total", "over", 1000.5, currency="RON")]}, "field.bad_value"),
        ({"conditions": [condition("total", "over", "1000")]}, "rule.currency_missing"),
        ({"conditions": [condition("total", "over", "1000", currency="XXZ")]}, "currency.unknown"),
        ({"conditions": [condition("total", "over", "", currency="RON")]}, "rule.bad_value"),
        ({"conditions": [DEAR, condition("net", "over", "1", currency="EUR")]}, "rule.currency_mixed"),
        ({"conditions": [condition("country", "is", "RO", currency="RON")]}, "field.bad_value"),
        ({"conditions": [DEAR] * 11}, "field.bad_value"),
        ({"conditions": [{**DEAR, "or": "else"}]}, "field.unknown"),
        ({"name": " "}, "field.missing"),
        ({"act": {"kind": "pay", "text": "x", "role": "owner"}}, "rule.act_closed"),
        ({"act": {"kind": "approve", "text": "x", "role": "owner"}}, "rule.act_closed"),
        ({"act": {"kind": "task", "text": "x"}}, "rule.addressee_missing"),
        ({"act": {"kind": "notice", "text": "x", "to": "a@b.example", "role": "owner"}}, "rule.addressee_missing"),
        ({"act": {"kind": "webhook", "text": "x", "role": "owner"}}, "field.bad_value"),
        ({"act": {"kind": "task", "text": "x", "role": "owner", "days": 366}}, "field.bad_value"),
    ],
)
def test_what_makes_no_rule_is_refused(raw, code):
    good = {"name": "Dear", "event": "bill.checked", "conditions": [DEAR], "act": TASK}
    assert flow_rules.read(good)
    assert refused({**good, **raw}) == code


VALUES = {MONEY: "10.5", TEXT: "a", FLAG: "yes", DAYS: "3"}


@st.composite
def rules(draw):
    """Any rule that may be written."""
    event = draw(st.sampled_from(sorted(EVENTS)))
    fields = FIELDS[EVENTS[event]]
    chosen = draw(st.lists(st.sampled_from(sorted(fields)), max_size=4))
    conditions = []
    for name in chosen:
        kind = fields[name].kind
        value = draw(st.text("abz 1", min_size=1).filter(str.strip)) if kind == TEXT else VALUES.get(kind, "12")
        value = "RO" if kind == "country" else value
        money = {"currency": "RON"} if kind == MONEY else {}
        conditions.append(condition(name, draw(st.sampled_from(COMPARISONS[kind])), value, **money))
    return {"name": "x", "event": event, "conditions": conditions, "act": TASK}


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.dates() | st.floats() | st.decimals(),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=8), inner, max_size=2),
    max_leaves=4,
)


@st.composite
def snapshots(draw, event):
    """Any thing at all under the names that the event's fields look at."""
    told = {}
    for field in FIELDS[EVENTS[event]].values():
        first, *rest = field.path
        value = draw(ANYTHING | st.just("1e999999999") | st.just("99.5"))
        told[first] = (
            {**told.get(first, {}), rest[0]: value} if rest and isinstance(told.get(first, {}), dict) else value
        )
    return {**told, "currency": draw(st.sampled_from(["RON", "EUR", "XXZ", "", None]))}


@given(data=st.data())
def test_every_rule_answers_about_every_thing_and_the_order_of_conditions_says_nothing(data):
    raw = data.draw(rules())
    thing = data.draw(snapshots(raw["event"]))
    rule = flow_rules.read(raw)
    assert flow_rules.read(flow_rules.written(rule)) == rule, "what is kept is what was written"
    looks = flow_rules.look(rule, thing, on=DAY)
    assert looks == flow_rules.look(rule, thing, on=DAY)
    mixed = flow_rules.read({**raw, "conditions": data.draw(st.permutations(raw["conditions"]))})
    assert flow_rules.holds(flow_rules.look(mixed, thing, on=DAY)) == flow_rules.holds(looks)
    assert flow_rules.holds(looks) == all(look.holds for look in looks)
    for look in looks:
        assert look.found or not look.holds, "what is not said never holds"
        assert not look.currency or Decimal(look.found).is_finite()


@given(raw=ANYTHING)
def test_whatever_is_told_is_a_rule_or_refused(raw):
    for told in (raw, {"name": "x", "event": "bill.checked", "conditions": raw, "act": TASK}, {"act": raw}):
        try:
            flow_rules.read(told)
        except Refused as refusal:
            assert refusal.code.partition(".")[0] in ("field", "rule", "currency")
