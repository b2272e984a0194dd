"""VAT that falls due with the payment. Figures by hand."""

from datetime import date
from decimal import Decimal as D

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kvit.core.tax_points import Due, Paid, Taxable, fallen_due, last_day, vat_due

JUNE = date(2026, 6, 30)


def due(rows: list[Taxable], *payments: Paid, owed: str, on: date = JUNE, last_on: date | None = None) -> list[Due]:
    return fallen_due(rows, payments, owed=D(owed), currency="RON", on=on, last_on=last_on)


def amounts(found: list[Due]) -> list[tuple[date, list[tuple[D, D]]]]:
    return [(part.on, [(row.base, row.vat) for row in part.rows]) for part in found]


def test_the_worked_example_of_a_romanian_invoice_paid_in_two_parts() -> None:
    """1,210 lei at 21 %. 500 paid: 500 x 21/121 is 86.78 of VAT and 413.22 of base; the 710 bring the rest."""
    found = due(
        [Taxable("S21", D(1000), D(210))], Paid(date(2026, 3, 5), D(500)), Paid(date(2026, 4, 9), D(710)), owed="1210"
    )
    assert amounts(found) == [
        (date(2026, 3, 5), [(D("413.22"), D("86.78"))]),
        (date(2026, 4, 9), [(D("586.78"), D("123.22"))]),
    ]


def test_the_vat_due_after_each_payment_is_a_share_of_the_whole() -> None:
    def due_after(paid: str, owed: str = "1210") -> D:
        return vat_due(D(210), paid=D(paid), owed=D(owed), currency="RON")

    assert [due_after(paid) for paid in ("0", "500", "1210", "2000", "-5")] == [D(0), D("86.78"), D(210), D(210), D(0)]
    assert due_after("-605", "-1210") == D(105)  # a credit note's side


def test_a_payment_for_two_rates_is_cut_in_their_proportion() -> None:
    """121 at 21 % and 111 at 11 %, half of it paid: 60.50 and 55.50, with 10.50 and 5.50 of VAT."""
    rows = [Taxable("S21", D(100), D(21)), Taxable("S11", D(100), D(11))]
    found = due(rows, Paid(date(2026, 3, 5), D(116)), owed="232")
    assert amounts(found) == [(date(2026, 3, 5), [(D("50.00"), D("10.50")), (D("50.00"), D("5.50"))])]


def test_the_retention_does_not_hold_back_vat() -> None:
    """Of 1,210 the customer owes 1,060 and keeps 150 for the tax office: paid 1,060, all 210 of VAT is due."""
    found = due([Taxable("S21", D(1000), D(210))], Paid(date(2026, 3, 5), D(1060)), owed="1060")
    assert amounts(found) == [(date(2026, 3, 5), [(D(1000), D(210))])]


def test_what_the_future_brings_is_not_due_yet() -> None:
    rows = [Taxable("S21", D(100), D(21))]
    assert due(rows, Paid(date(2026, 7, 1), D(121)), owed="121") == []
    assert amounts(due(rows, Paid(JUNE, D(121)), owed="121")) == [(JUNE, [(D(100), D(21))])]


def test_two_payments_of_a_day_are_one_and_an_overpayment_brings_nothing_more() -> None:
    day = date(2026, 3, 5)
    found = due([Taxable("S21", D(100), D(21))], Paid(day, D(100)), Paid(day, D(100)), owed="121")
    assert amounts(found) == [(day, [(D(100), D(21))])]


def test_an_allocation_undone_takes_its_vat_back() -> None:
    rows = [Taxable("S21", D(100), D(21))]
    found = due(rows, Paid(date(2026, 3, 5), D(121)), Paid(date(2026, 3, 9), D("-121")), owed="121")
    assert amounts(found)[1] == (date(2026, 3, 9), [(D(-100), D(-21))])


def test_in_spain_the_unpaid_rest_falls_due_at_the_end_of_the_next_year() -> None:
    rows, paid = [Taxable("S21", D(1000), D(210))], Paid(date(2026, 5, 4), D(605))
    last = last_day("ES", supplied_on=date(2026, 3, 1), buyer_registered=True)
    assert last == date(2027, 12, 31)
    before = due(rows, paid, owed="1210", on=date(2027, 12, 30), last_on=last)
    assert amounts(before) == [(date(2026, 5, 4), [(D(500), D(105))])]
    after = due(rows, paid, Paid(date(2028, 1, 9), D(605)), owed="1210", on=date(2028, 2, 1), last_on=last)
    assert amounts(after) == [(date(2026, 5, 4), [(D(500), D(105))]), (date(2027, 12, 31), [(D(500), D(105))])]


def test_the_last_day_itself_makes_everything_due_once() -> None:
    rows, last = [Taxable("S21", D(100), D(21))], date(2027, 12, 31)
    assert amounts(due(rows, owed="121", on=last, last_on=last)) == [(last, [(D(100), D(21))])]
    paid = Paid(last, D("60.50"))
    assert amounts(due(rows, paid, owed="121", on=last, last_on=last)) == [(last, [(D(100), D(21))])]


def test_in_poland_only_a_buyer_without_vat_sets_a_last_day() -> None:
    assert last_day("PL", supplied_on=date(2026, 1, 1), buyer_registered=True) is None
    assert last_day("PL", supplied_on=date(2026, 1, 1), buyer_registered=False) == date(2026, 6, 30)


@pytest.mark.parametrize("country", ["RO", "BG"])
def test_romania_and_bulgaria_wait_for_the_money(country: str) -> None:
    assert last_day(country, supplied_on=date(2020, 1, 1), buyer_registered=False) is None


def test_another_country_has_no_such_rule_here() -> None:
    with pytest.raises(ValueError, match="DE"):
        last_day("DE", supplied_on=JUNE, buyer_registered=True)


def test_a_credit_note_below_zero_takes_its_vat_back_with_its_payment() -> None:
    found = due([Taxable("S21", D(-100), D(-21))], Paid(date(2026, 3, 5), D("-60.50")), owed="-121")
    assert amounts(found) == [(date(2026, 3, 5), [(D(-50), D("-10.50"))])]


def test_a_document_of_nothing_makes_nothing_due() -> None:
    assert due([Taxable("S21", D(0), D(0))], Paid(JUNE, D(1)), owed="0") == []


def test_where_nothing_is_owed_the_vat_is_due_on_the_day_of_the_settlement() -> None:
    """All of it went to the tax office or was set off: the document is settled by an allocation of nothing."""
    rows = [Taxable("S21", D(100), D(21))]
    assert amounts(due(rows, Paid(JUNE, D(0)), owed="0")) == [(JUNE, [(D(100), D(21))])]


cents = st.integers(0, 10**8).map(lambda units: D(units).scaleb(-2))
days = st.dates(date(2026, 1, 1), date(2026, 6, 30))


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(cents, st.sampled_from([0, 4, 10, 21])), min_size=1, max_size=4), st.data())
def test_the_parts_add_up_to_what_was_paid_and_at_the_end_to_the_document(
    goods: list[tuple[D, int]], data: st.DataObject
) -> None:
    rows = [
        Taxable(str(i), base, (base * rate / 100).quantize(D("0.01"), "ROUND_HALF_UP"))
        for i, (base, rate) in enumerate(goods)
    ]
    owed = sum((row.base + row.vat for row in rows), D(0))
    payments, left = [], owed
    for _ in range(data.draw(st.integers(0, 4))):
        part = min(left, data.draw(cents))
        payments.append(Paid(data.draw(days), part))
        left -= part
    found = due(rows, *payments, owed=str(owed))
    assert sum(row.base + row.vat for part in found for row in part.rows) == (owed - left if owed else 0)
    found = due(rows, *payments, Paid(JUNE, left), owed=str(owed))
    for row in rows:
        own = [due_row for part in found for due_row in part.rows if due_row.vat_code == row.vat_code]
        assert (sum(r.base for r in own), sum(r.vat for r in own)) == (row.base, row.vat)
