"""Rules for bank lines that pay no document: what is sure they leave alone, and where two differ a person is asked."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kvit.core import bank_rules, write_offs
from kvit.core.bank_rules import AUTO, IN, OFF, OUT, SUGGEST, Done, Habits, Rule, Target
from kvit.core.errors import Refused
from kvit.core.formats.statement import StatementLine

DAY = date(2026, 3, 2)
FEES, OTHERS, WAGES = Target(account="627"), Target(account="6588"), Target(account="421")
OURS = "acc_ours"
FEE = Rule(FEES, name="Fees", direction=OUT, text="comision", whole_words=True, level=AUTO, id=1)
SMALL = Rule(OTHERS, direction=OUT, at_least=Decimal("0.01"), at_most=Decimal(50), currency="RON", level=SUGGEST, id=2)


def a_line(amount, text="", **more):
    return StatementLine(booked_on=DAY, amount=Decimal(amount), currency="RON", remittance=text, **more)


def says(*rules, line, is_sure=False, is_proposed=False):
    return bank_rules.verdict(rules, line, own_account=OURS, is_sure=is_sure, is_proposed=is_proposed)


def refused(**told):
    with pytest.raises(Refused) as refusal:
        bank_rules.read({"name": "A rule", "account": "627", **told})
    return refusal.value.code


def test_the_worked_example_of_the_page():
    """docs/rules/bank-lines.md: a commission goes to 627, small change to 6588, and what is both is a person's."""
    both = says(FEE, SMALL, line=a_line("-12.50", "COMISION PLATA"))
    assert [one.target for one in both.rules] == [FEES, OTHERS]
    assert (both.agree, both.auto) == (False, False)
    dear = says(FEE, SMALL, line=a_line("-80.00", "Comision administrare"))
    assert ([one.target for one in dear.rules], dear.auto) == ([FEES], True)
    inside = says(FEE, SMALL, line=a_line("-12.50", "COMISIONAR SRL"))
    assert ([one.target for one in inside.rules], inside.auto) == ([OTHERS], False)


@pytest.mark.parametrize(
    ("rule", "line", "fits"),
    [
        (Rule(FEES, text="plata  salarii"), a_line("-1", "PLATĂ SALARII feb"), True),
        (Rule(FEES, text="такса обслужване"), a_line("-1", "Такса  Обслужване"), True),
        (Rule(FEES, text="salar"), a_line("-1", "salarii"), True),
        (Rule(FEES, text="salar", whole_words=True), a_line("-1", "salarii"), False),
        (Rule(FEES, text="fee", direction=IN), a_line("-1", "fee"), False),
        (Rule(FEES, party="anaf"), a_line("-1", "anaf"), False),
        (Rule(FEES, party="anaf"), a_line("-1", counterparty_name="ANAF Cluj"), True),
        (Rule(FEES, iban="RO49AAAA"), a_line("-1", counterparty_iban="ro49 aaaa"), True),
        (Rule(FEES, text="fee", at_most=Decimal(5)), a_line("-5.01", "fee"), False),
        (Rule(FEES, text="fee", at_least=Decimal(5)), a_line("5", "fee"), True),
        (Rule(FEES, text="fee", currency="EUR"), a_line("-1", "fee"), False),
        (Rule(FEES, text="fee", own_account="acc_another"), a_line("-1", "fee"), False),
        (Rule(Target(own_account=OURS), text="fee"), a_line("-1", "fee"), False),
    ],
)
def test_every_condition_must_hold(rule, line, fits):
    assert bank_rules.holds(rule, line, own_account=OURS) is fits


def test_what_must_be_said_of_a_rule():
    assert refused() == "bank_rule.no_condition"
    assert refused(text="...") == "bank_rule.no_condition"
    assert refused(at_most="5.00", currency="RON") == "bank_rule.no_condition"
    assert refused(text="x", to_account="acc_a") == "bank_rule.no_target"
    assert refused(text="x", account="") == "bank_rule.no_target"
    assert refused(text="x", at_least="5", at_most="4", currency="RON") == "bank_rule.no_range"
    assert refused(text="x", at_least="5") == "bank_rule.no_currency"
    assert refused(text="x", at_least="-5", currency="RON") == "bank_rule.below_zero"
    assert refused(text="x", account="", to_account="acc_a", own_account="acc_a") == "bank_rule.same_account"


rules = st.lists(
    st.builds(
        Rule,
        target=st.sampled_from([FEES, OTHERS, WAGES, Target(own_account="acc_other")]),
        direction=st.sampled_from(bank_rules.DIRECTIONS),
        text=st.sampled_from(["", "fee", "wages", "tax"]),
        party=st.sampled_from(["", "bank"]),
        currency=st.sampled_from(["", "RON", "EUR"]),
        level=st.sampled_from([OFF, SUGGEST, AUTO]),
        id=st.integers(1, 99),
    ),
    max_size=5,
)
lines = st.builds(
    a_line,
    st.sampled_from(["-12.50", "7.00", "-900"]),
    st.sampled_from(["fee", "wages of May", "tax and fee", "invoice 12"]),
    counterparty_name=st.sampled_from(["", "A bank", "Somebody"]),
    is_reversal=st.booleans(),
)


@given(rules, lines)
def test_a_rule_never_takes_a_line_that_matching_is_sure_about(some, line):
    said = says(*some, line=line, is_sure=True, is_proposed=True)
    assert (said.rules, said.auto) == ((), False)


@given(rules, lines, st.booleans())
def test_two_rules_that_differ_are_a_persons(some, line, is_proposed):
    said = says(*some, line=line, is_proposed=is_proposed)
    if len({one.target for one in said.rules}) > 1:
        assert not said.agree and not said.auto
    if said.auto:
        assert not is_proposed and not line.is_reversal
        assert any(one.level == AUTO for one in said.rules)
    assert all(one.level != OFF for one in said.rules)
    assert list(said.rules) == [one for one in some if one in said.rules], "the order of the rules is kept"


@given(rules, lines)
def test_a_rule_is_the_same_after_it_was_written_down(some, line):
    for rule in some:
        raw = {"name": "x", "at_least": "0", "at_most": "9", "currency": "RON", **bank_rules.written(rule)}
        again = bank_rules.read(raw)
        assert bank_rules.read(bank_rules.written(again)) == again


def done(*targets, **like):
    return [Done(a_line("-4200", "Salariu martie 2026", **like), target) for target in targets]


def test_what_a_person_did_three_times_is_proposed_the_fourth_time():
    line = a_line("-4300", "SALARIU aprilie 2026 popa")
    named = {"counterparty_name": "Popa Ion"}
    assert Habits(done(WAGES, WAGES, WAGES, **named)).learned(a_line("-1", **named)) == WAGES
    assert Habits(done(WAGES, WAGES, **named)).learned(a_line("-1", **named)) is None, "twice is no habit"
    assert Habits(done(WAGES, FEES, WAGES, WAGES, **named)).learned(a_line("-1", **named)) is None
    assert Habits(done(WAGES, WAGES, WAGES, FEES, **named)).learned(a_line("-1", **named)) == WAGES, "the newest three"
    assert Habits(done(WAGES, WAGES, WAGES, **named)).learned(a_line("1", **named)) is None, "the other way"
    assert Habits(done(WAGES, WAGES, WAGES)).learned(line) is None, "one word alone is no pattern"
    three = [Done(a_line("-1", f"plata salariu luna {month} 2026"), WAGES) for month in ("mai", "iunie", "iulie")]
    assert Habits(three).learned(a_line("-2", "PLATA SALARIU luna august 2026")) == WAGES


@given(st.lists(st.sampled_from([WAGES, FEES, OTHERS]), max_size=6), lines)
def test_a_habit_is_what_the_newest_alike_agree_on(targets, line):
    history = [Done(a_line("-1", "plata salariu", counterparty_name="Somebody"), one) for one in targets]
    learned = Habits(history).learned(line)
    if learned is not None:
        assert line.amount < 0 and targets[:3] == [learned] * 3


WRITINGS = st.one_of(
    st.text(max_size=200),
    st.lists(
        st.sampled_from(
            ["Taxa", "de", "administrare", "cont", "05/2026", "opłata", "za", "martie", "comisión", "F-12", "x" * 90]
        ),
        max_size=12,
    ).map(" ".join),
)


@given(WRITINGS, st.sampled_from(["", "  ", "---", "Ștefan & Fiii S.R.L.", "Ł" * 130]))
def test_the_rule_made_of_a_line_fits_the_line(text, name):
    line = a_line("-8", text, counterparty_name=name)
    made = bank_rules.made_of(line, WAGES, name="Made")
    assert bank_rules.holds(made, line, own_account=OURS)
    if not made.party and not made.text:
        assert not any(len(word) <= bank_rules.LONGEST for word in bank_rules.pattern(text) if word in text.split())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Taxa de administrare cont", "taxa de administrare cont"),
        ("Comision 05/2026 administrare de cont", "administrare de cont"),
        ("Opłata za prowadzenie rachunku", "oplata za prowadzenie rachunku"),
        ("Salariu martie 2026 al lui Popescu", "lui popescu"),
        ("de la 12", ""),
    ],
)
def test_a_rule_made_of_a_text_takes_the_words_that_stand_together(text, words):
    assert bank_rules.made_of(a_line("-8", text), FEES, name="Made").text == words


def test_only_what_has_no_document_is_booked_without_one():
    assert bank_rules.bookable("") and bank_rules.bookable("bank_fee", alone=True)
    assert bank_rules.bookable("clearing") and not bank_rules.bookable("clearing", alone=True)
    for role in ("receivable", "payable", "bank", "transfer", "vat_input", "vat_output", "revenue", "cash"):
        assert not bank_rules.bookable(role)


def test_what_may_be_written_off_is_what_the_company_said_last():
    assert write_offs.tolerance("EUR", on=DAY) == 1
    assert write_offs.tolerance("RON", on=DAY) == 5
    assert write_offs.tolerance("CHF", on=DAY) == 1
    own = [(DAY, Decimal(3)), (date(2026, 6, 1), Decimal(0))]
    assert write_offs.tolerance("EUR", on=date(2026, 3, 1), set_by_company=own) == 1
    assert write_offs.tolerance("EUR", on=DAY, set_by_company=own) == 3
    assert write_offs.tolerance("EUR", on=date(2026, 7, 1), set_by_company=own) == 0
