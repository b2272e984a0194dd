"""What each document does to the books. Figures by hand."""

from dataclasses import replace
from decimal import Decimal as D

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kvit.core import postings
from kvit.core.postings import InvoiceFacts, MoneyFacts, Posting, Rate, Taxed

LEI = Rate("RON", "RON")
EURO_IN_LEI = Rate("EUR", "RON", D("4.9775"))


def test_balanced_asks_each_currency_and_the_company_s() -> None:
    euro, lei = Posting("bank", D(1), D(5), "EUR"), Posting("revenue", D(-1), D(-5), "RON")
    assert not postings.balanced([euro])
    assert not postings.balanced([euro, lei])  # zero in lei, but a euro came from nowhere
    assert not postings.balanced([euro, Posting("revenue", D(-1), D(-4), "EUR")])
    assert not postings.balanced([euro, Posting("revenue", D(-2), D(-10), "EUR"), Posting("bank", D(2), D(5), "EUR")])
    assert postings.balanced([euro, Posting("revenue", D(-1), D(-5), "EUR")])


def booked(lines: list[Posting]) -> list[tuple[str, D, D]]:
    assert postings.balanced(lines)
    assert {line.role for line in lines} <= postings.ROLES
    return [(line.role, line.amount, line.base_amount) for line in lines]


def same(*rows: tuple[str, str]) -> list[tuple[str, D, D]]:
    return [(role, D(amount), D(amount)) for role, amount in rows]


def test_an_invoice_is_owed_earned_and_taxed() -> None:
    lines = postings.for_invoice(InvoiceFacts(LEI, [Taxed("S21", D("161.74"), D("30.76"))], party=7))
    assert booked(lines) == same(("receivable", "192.50"), ("revenue", "-161.74"), ("vat_output", "-30.76"))
    owed, earned, vat = lines
    assert (owed.open_item, owed.party, owed.vat_code) == (True, 7, "")
    assert (earned.open_item, earned.party, earned.vat_code) == (False, None, "S21")
    assert vat.vat_code == "S21"


def test_the_worked_example_of_retention_in_the_books() -> None:
    facts = InvoiceFacts(Rate("EUR", "EUR"), [Taxed("S21", D(1000), D(210))], party=1, retention=D(150))
    assert booked(postings.for_invoice(facts)) == same(
        ("receivable", "1060"), ("retention", "150"), ("revenue", "-1000"), ("vat_output", "-210")
    )


def test_the_recargo_stands_beside_the_vat() -> None:
    facts = InvoiceFacts(Rate("EUR", "EUR"), [Taxed("S21", D(1000), D(210), surcharge=D(52))], party=1, note="F-1")
    assert postings.for_invoice(facts) == [
        Posting("receivable", D(1262), D(1262), "EUR", open_item=True, party=1, note="F-1"),
        Posting("revenue", D(-1000), D(-1000), "EUR", "S21", note="F-1"),
        Posting("vat_output", D(-210), D(-210), "EUR", "S21", note="F-1"),
        Posting("surcharge", D(-52), D(-52), "EUR", "S21", note="F-1"),
    ]


def test_the_recargo_in_another_currency_shares_the_vat_that_is_printed() -> None:
    """262 EUR of tax are printed as 1,304.11 lei; the recargo, 52 EUR, is 258.83 of them and the VAT the rest."""
    row = Taxed("S21", D(1000), D(210), surcharge=D(52), vat_base=D("1304.11"))
    lines = postings.for_invoice(InvoiceFacts(EURO_IN_LEI, [row], party=1))
    assert booked(lines)[2:] == [("vat_output", D(-210), D("-1045.28")), ("surcharge", D(-52), D("-258.83"))]


def test_vat_due_on_payment_waits_and_is_released_by_it() -> None:
    facts = InvoiceFacts(LEI, [Taxed("S21", D(100), D(21))], party=1, vat_on_payment=True)
    assert booked(postings.for_invoice(facts)) == same(
        ("receivable", "121"), ("revenue", "-100"), ("vat_output_deferred", "-21")
    )
    released = postings.for_cash_vat_release([Taxed("S21", D(40), D("8.40"))], rate=LEI, note="OP 7")
    assert released == [
        Posting("vat_output_deferred", D("8.40"), D("8.40"), "RON", "S21", note="OP 7"),
        Posting("vat_output", D("-8.40"), D("-8.40"), "RON", "S21", note="OP 7"),
    ]


def test_vat_and_recargo_due_on_payment_wait_in_one_sum() -> None:
    row = Taxed("S21R", D(1000), D(210), surcharge=D(52))
    lines = postings.for_invoice(InvoiceFacts(Rate("EUR", "EUR"), [row], party=1, vat_on_payment=True))
    assert booked(lines) == same(("receivable", "1262"), ("revenue", "-1000"), ("vat_output_deferred", "-262"))


def test_what_is_released_is_worth_what_the_invoice_printed() -> None:
    row = Taxed("S21", D(40), D("8.40"), surcharge=D("2.08"), vat_base=D("52.17"))
    released = postings.for_cash_vat_release([row, Taxed("E", D(9), D(0))], rate=EURO_IN_LEI)
    assert booked(released) == [
        ("vat_output_deferred", D("10.48"), D("52.17")),
        ("vat_output", D("-10.48"), D("-52.17")),
    ]
    crumbs = postings.for_cash_vat_release([Taxed("S21", D(0), D("0.01"))], rate=Rate("JPY", "EUR", D("0.006")))
    assert [line.amount for line in crumbs] == [D("0.01"), D("-0.01")]  # too little for a cent, but not nothing


def test_the_rounding_of_gross_prices_is_a_line_of_its_own() -> None:
    facts = InvoiceFacts(LEI, [Taxed("S21", D("82.64"), D("17.35"))], party=1, rounding=D("0.01"))
    assert booked(postings.for_invoice(facts)) == same(
        ("receivable", "100.00"), ("revenue", "-82.64"), ("vat_output", "-17.35"), ("rounding", "-0.01")
    )


def test_the_worked_example_of_an_invoice_in_euros_booked_in_lei() -> None:
    """34.41 EUR are owed, 171.28 lei; its parts come to 171.27, and the larger revenue takes the ban that is over."""
    rows = [
        Taxed("S21", D("10.07"), D("2.11"), vat_base=D("10.50")),
        Taxed("S11", D("20.03"), D("2.20"), vat_base=D("10.95")),
    ]
    lines = postings.for_invoice(InvoiceFacts(EURO_IN_LEI, rows, party=1))
    assert {line.currency for line in lines} == {"EUR"}
    other_order = postings.for_invoice(InvoiceFacts(EURO_IN_LEI, rows[::-1], party=1))
    assert sorted(booked(other_order)) == sorted(booked(lines))
    # owed 34.41 EUR = 171.275775 lei; 171.28 - 50.12 - 10.50 - 10.95 = 99.71, converted it was 99.70
    assert booked(lines) == [
        ("receivable", D("34.41"), D("171.28")),
        ("revenue", D("-10.07"), D("-50.12")),
        ("vat_output", D("-2.11"), D("-10.50")),
        ("revenue", D("-20.03"), D("-99.71")),
        ("vat_output", D("-2.20"), D("-10.95")),
    ]


def test_a_document_of_nothing_leaves_no_lines() -> None:
    assert postings.for_invoice(InvoiceFacts(LEI, [Taxed("S21", D(0), D(0))], party=1)) == []


def test_a_conversion_left_over_without_revenue_is_named_rounding() -> None:
    """Two positions that cancel out, taxed differently: 0.03 EUR are 0.15 lei, but 0.01 and 0.02 are 0.05 and 0.10."""
    rows = [Taxed("S21", D("0.00"), D("0.01")), Taxed("S11", D("0.00"), D("0.02"), vat_base=D("0.11"))]
    lines = postings.for_invoice(InvoiceFacts(EURO_IN_LEI, rows, party=1))
    assert booked(lines)[-1] == ("rounding", D(0), D("0.01"))
    assert lines[-1].currency == "EUR"


# Money ------------------------------------------------------------------------------------------------------


def paid(amount: str, applied: str, **more: object) -> MoneyFacts:
    return MoneyFacts(**{"rate": LEI, "amount": D(amount), "applied": D(applied), "party": 7, **more})  # type: ignore[arg-type]


def test_a_payment_settles_what_it_is_for_and_the_rest_is_the_customers() -> None:
    lines = postings.for_payment(paid("150", "119", note="OP 7"))
    assert lines == [
        Posting("bank", D(150), D(150), "RON", note="OP 7"),
        Posting("receivable", D(-119), D(-119), "RON", open_item=True, party=7, note="OP 7"),
        Posting("customer_credit", D(-31), D(-31), "RON", open_item=True, party=7, note="OP 7"),
    ]


def test_a_gateway_keeps_its_fee() -> None:
    lines = postings.for_payment(paid("119", "119", fee=D("2.30"), role="clearing"))
    assert booked(lines) == same(("clearing", "116.70"), ("bank_fee", "2.30"), ("receivable", "-119"))


def test_the_worked_example_of_dollars_paid_to_a_euro_account() -> None:
    """110 USD arrive as 100 EUR less 1 EUR of fee, for a company that keeps its books in lei."""
    facts = paid("110", "110", rate=Rate("USD", "RON", D("4.50")), bank_rate=Rate("EUR", "RON", D("4.9775")))
    facts = replace(facts, bank_amount=D(100), fee=D(1), note="7")
    lines = postings.for_payment(facts)
    assert [line.currency for line in lines] == ["EUR", "EUR", "EUR", "USD", "USD"]
    assert {line.note for line in lines} == {"7"}
    assert booked(lines) == [
        ("bank", D(99), D("492.77")),
        ("bank_fee", D(1), D("4.98")),
        ("clearing", D(-100), D("-497.75")),
        ("clearing", D(110), D("497.75")),
        ("receivable", D(-110), D("-497.75")),
    ]
    back = postings.for_refund(replace(facts, fee=D(0)))
    assert booked(back) == [
        ("bank", D(-100), D("-497.75")),
        ("clearing", D(100), D("497.75")),
        ("clearing", D(-110), D("-497.75")),
        ("receivable", D(110), D("497.75")),
    ]


def test_a_refund_gives_back_what_a_credit_note_left_and_the_bank_takes_its_fee_besides() -> None:
    lines = postings.for_refund(paid("500", "400", fee=D(1)))
    assert booked(lines) == same(("bank", "-501"), ("bank_fee", "1"), ("receivable", "400"), ("customer_credit", "100"))


def test_a_credit_is_applied_to_an_invoice() -> None:
    lines = postings.for_credit_applied(D(31), credit_base=D("154.30"), currency="EUR", party=7)
    assert lines == [
        Posting("customer_credit", D(31), D("154.30"), "EUR", open_item=True, party=7),
        Posting("receivable", D(-31), D("-154.30"), "EUR", open_item=True, party=7),
    ]


def test_pain_14_an_invoice_of_110_dollars_at_531_paid_at_600() -> None:
    """Booked at 58,410, paid with 66,000: nothing stays open in either currency, and 7,590 is one gain."""
    at_531, at_600 = Rate("USD", "CLP", D(531)), Rate("USD", "CLP", D(600))
    owed = postings.for_invoice(InvoiceFacts(at_531, [Taxed("O", D(110), D(0))], party=7))
    money = postings.for_payment(paid("110", "110", rate=at_600))
    gain = postings.for_realised_difference(D(58410), D(66000), currency="USD", party=7)
    assert gain == [
        Posting("receivable", D(0), D(7590), "USD", party=7),
        Posting("fx_gain", D(0), D(-7590), "USD"),
    ]
    on_receivable = [line for line in owed + money + gain if line.role == "receivable"]
    assert sum(line.amount for line in on_receivable) == sum(line.base_amount for line in on_receivable) == 0
    undone = gain + postings.reverse(gain)
    assert sum(line.base_amount for line in undone if line.role == "fx_gain") == 0


def test_a_loss_goes_to_its_own_account_and_equal_worth_to_none() -> None:
    cent = postings.for_realised_difference(D(1), D("1.01"), currency="USD", party=7)
    assert [line.role for line in cent] == ["receivable", "fx_gain"]
    loss = postings.for_realised_difference(D(600), D(531), currency="USD", party=7)
    assert booked(loss) == [("receivable", D(0), D(-69)), ("fx_loss", D(0), D(69))]
    assert postings.for_realised_difference(D(5), D(5), currency="USD", party=7) == []


def test_a_write_off_closes_the_item_at_its_worth() -> None:
    lines = postings.for_write_off(D(10), item_base=D("49.78"), currency="EUR", party=7, note="insolvent")
    assert lines == [
        Posting("bad_debt", D(10), D("49.78"), "EUR", note="insolvent"),
        Posting("receivable", D(-10), D("-49.78"), "EUR", open_item=True, party=7, note="insolvent"),
    ]


def test_a_discount_taken_brings_its_vat_with_it() -> None:
    facts = InvoiceFacts(LEI, [Taxed("S21", D(2), D("0.42"))], party=7)
    assert booked(postings.for_discount(facts)) == same(
        ("receivable", "-2.42"), ("discount_allowed", "2"), ("vat_output", "0.42")
    )


def test_an_item_brought_along_stands_against_opening() -> None:
    assert postings.for_opening(D(10), rate=EURO_IN_LEI, party=7, note="2025-17") == [
        Posting("receivable", D(10), D("49.78"), "EUR", open_item=True, party=7, note="2025-17"),
        Posting("opening", D(-10), D("-49.78"), "EUR", note="2025-17"),
    ]


# Of any document --------------------------------------------------------------------------------------------

cents = st.integers(-(10**9), 10**9).map(lambda units: D(units).scaleb(-2))
rates = st.builds(
    Rate,
    st.just("EUR"),
    st.sampled_from(["RON", "HUF", "JPY", "KWD"]),
    st.integers(1, 10**9).map(lambda units: D(units).scaleb(-4)),
)
documents = st.builds(
    InvoiceFacts,
    rate=rates,
    taxed=st.lists(
        st.builds(Taxed, st.sampled_from(["A", "B"]), cents, cents, surcharge=cents), min_size=1, max_size=5
    ),
    party=st.just(1),
    retention=cents,
    rounding=cents,
    vat_on_payment=st.booleans(),
)


@settings(max_examples=300, deadline=None)
@given(documents)
def test_every_entry_balances_and_the_debt_is_converted_once(facts: InvoiceFacts) -> None:
    lines = postings.for_invoice(facts)
    assert postings.balanced(lines)
    owed = sum(line.amount for line in lines if line.open_item)
    assert owed == facts.owed
    assert sum(line.base_amount for line in lines if line.open_item) == facts.rate.worth(facts.owed)


@settings(max_examples=300, deadline=None)
@given(documents)
def test_pain_15_crediting_the_whole_gives_zero_in_every_account(facts: InvoiceFacts) -> None:
    sums: dict[tuple[str, str], list[D]] = {}
    for line in postings.for_invoice(facts) + postings.for_credit_note(facts):
        found = sums.setdefault((line.role, line.vat_code), [D(0), D(0)])
        found[0] += line.amount
        found[1] += line.base_amount
    assert not any(amount for pair in sums.values() for amount in pair)


@settings(max_examples=300, deadline=None)
@given(rates, st.integers(1, 10**9), st.integers(0, 100), st.integers(0, 500), st.booleans())
def test_money_balances_whatever_part_of_it_is_applied(
    rate: Rate, units: int, percent: int, fee: int, back: bool
) -> None:
    amount = D(units).scaleb(-2)
    applied = (amount * percent / 100).quantize(D("0.01"))
    facts = MoneyFacts(rate, amount, party=1, applied=min(applied, amount), fee=D(fee).scaleb(-2))
    lines = postings.for_refund(facts) if back else postings.for_payment(facts)
    assert postings.balanced(lines)
    assert sum(line.amount for line in lines if line.open_item) == (amount if back else -amount)


def test_money_that_settles_more_than_it_is_never_reaches_the_books() -> None:
    with pytest.raises(AssertionError):
        postings.for_payment(paid("10", "10.01"))
