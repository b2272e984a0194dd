"""Net and VAT make the total, or nothing is proven."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from kvit.core.formatting import format_number
from kvit.core.money import round_half_up
from kvit.core.reading.amounts import amounts_in
from kvit.core.reading.labelling import sheet_of
from kvit.core.reading.rows import rows_of
from kvit.core.reading.sums import sums_of
from kvit.core.reading.tests.paper import page

NETS = st.integers(100, 10**8).map(lambda cents: Decimal(cents) / 100)
RATES = st.sampled_from([Decimal(rate) for rate in (5, 9, 11, 19, 20, 21, 23, 27)])


def read(text):
    rows = rows_of(page(text))
    return sums_of(sheet_of(rows, scanned=False), amounts_in(rows))


def written(value):
    return format_number(value, "ro", places=2)


@given(NETS, RATES)
def test_named_amounts_that_add_up_are_proven(net, rate):
    vat = round_half_up(net * rate / 100, 2)
    sums = read(
        f"Total fără TVA    {written(net)}\nTVA {rate}%    {written(vat)}\nTotal de plată    {written(net + vat)}"
    )
    assert sums.values == {"net": net, "vat": vat, "gross": net + vat, "payable": net + vat}
    assert sums.proven


@given(NETS, RATES, st.integers(1, 99))
def test_a_total_some_cents_beside_is_never_proven(net, rate, cents):
    vat = round_half_up(net * rate / 100, 2)
    total = net + vat + Decimal(cents) / 100
    sums = read(f"Total fără TVA    {written(net)}\nTVA {rate}%    {written(vat)}\nTotal de plată    {written(total)}")
    assert sums.values["gross"] == total
    assert not sums.proven


def test_taxes_of_several_rates_are_added():
    sums = read("Base imponible    300,00\nIVA 21%    42,00\nIVA 10%    10,00\nTotal factura    352,00")
    assert (sums.values["vat"], sums.values["gross"], sums.proven) == (Decimal("52.00"), Decimal("352.00"), True)


def test_a_table_of_rates_is_not_taken_for_its_first_row():
    sums = read("""
%        Base imponible   Cuota IVA   Total
10%      100,00           10,00       110,00
21%      200,00           42,00       242,00
Total    300,00           52,00       352,00
""")
    assert (sums.values["net"], sums.values["vat"], sums.values["gross"]) == (Decimal(300), Decimal(52), Decimal(352))


def test_what_was_paid_before_leaves_a_rest_to_pay():
    sums = read("Netto    100,00\nMwSt 19%    19,00\nGesamtbetrag    119,00\nAnzahlung    -50,00\nZahlbetrag    69,00")
    assert (sums.values["gross"], sums.values["payable"]) == (Decimal("119.00"), Decimal("69.00"))


def test_a_credit_note_keeps_its_minus():
    sums = read("Total HT    -100,00\nTVA 20%    -20,00\nTotal TTC    -120,00")
    assert (sums.values["gross"], sums.proven) == (Decimal("-120.00"), True)


def test_no_amount_is_no_sum():
    assert read("Total: vezi pagina 2").values == {}


def test_amounts_that_add_up_but_that_no_words_name_are_read_and_not_proven():
    sums = read("Mai    100,00\nIuni    19,00\nIulie    119,00")
    assert (sums.values["gross"], sums.proven) == (Decimal("119.00"), False)


def test_a_total_that_stands_nowhere_is_worked_out_and_not_proven():
    sums = read("Netto    100,00\nMwSt 19%    19,00")
    assert (sums.values["gross"], sums.proven, "gross" in sums.places) == (Decimal("119.00"), False, False)
