"""The writer of Bulgaria's audit file: codes, numbers of partners, rounding, and a large month in little memory."""

import tracemalloc
from datetime import date
from decimal import Decimal

import pytest
from lxml import etree

from kvit.core.errors import Refused
from kvit.core.formats.saft_bg import codes, elements, write
from kvit.core.formats.saft_bg.facts import (
    NO_TAX,
    Account,
    Address,
    Amount,
    Entry,
    EntryLine,
    Header,
    Monthly,
    Totals,
)

MARCH = date(2026, 3, 1)
NS = {"s": elements.NAMESPACE}
HEADER = Header(
    first=MARCH,
    created_on=date(2026, 4, 10),
    software="Kvit",
    software_version="0.1.0",
    registration_number="175074752",
    name="Нордика ООД",
    address=Address("София", "BG"),
    contact=("Мария", "Иванова"),
    position="Собственик",
    phone="",
    email="",
    vat_id="BG175074752",
    ibans=("BG80BNBG96611020345678",),
)


def an_entry(position, cents):
    def side(account, is_debit):
        return EntryLine(account, account, "0", "", "Продажба", is_debit, Amount(Decimal(cents).scaleb(-2)), NO_TAX)

    return Entry(f"ent_{position}", MARCH, MARCH, "Продажба", "0", (side("411", True), side("702", False)))


def a_file(entries, totals):
    nothing = Totals(0, Decimal(0), Decimal(0))
    account = Account("411", "411", "Клиенти", "asset", Decimal(0), Decimal("1.00"))
    return Monthly(HEADER, [account], [], [], [], [], totals, entries, nothing, [], nothing, [], nothing, [])


@pytest.mark.parametrize(
    ("facts", "is_person", "number"),
    [
        ({"country": "BG", "vat_id": "BG103873594"}, False, "10103873594"),
        ({"country": "BG", "register_id": "103873594"}, False, "10103873594"),
        ({"country": "BG", "tax_id": "7523169263"}, True, "137523169263"),
        ({"country": "BG"}, True, "14BGpar_1"),
        ({"country": "DE", "vat_id": "DE136695976"}, False, "11DE136695976"),
        ({"country": "GR", "vat_id": "EL123456789"}, False, "11EL123456789"),
        ({"country": "DE"}, False, "14DEpar_1"),
        ({"country": "TR", "vat_id": "1234567890"}, False, "12TR1234567890"),
        ({"country": "US", "tax_id": "US94-1"}, False, "12US94-1"),
        ({}, False, "15par_1"),
    ],
)
def test_a_partner_is_named_by_the_kind_of_number_it_has(facts, is_person, number):
    assert codes.partner_number(facts, fallback="par_1", is_person=is_person) == number
    assert codes.is_official(number) == (not number.startswith(("14", "15")))


@pytest.mark.parametrize(
    ("category", "rate", "code"),
    [("S", "20", "110010"), ("S", "9", "110020"), ("Z", "0", "110030"), ("E", "0", "110030"), ("AE", "0", "110030")],
)
def test_each_treatment_has_its_tax_code(category, rate, code):
    assert codes.tax_code(category, Decimal(rate)) == code


def test_a_rate_that_bulgaria_does_not_have_is_refused():
    with pytest.raises(Refused, match=r"saft\.no_tax_code"):
        codes.tax_code("S", Decimal(21))


@pytest.mark.parametrize(("code", "standard"), [("411", "411"), ("4532", "4532"), ("6091", "609"), ("7211", "721")])
def test_accounts_of_the_model_chart_are_themselves_parts_of_ours_their_whole(code, standard):
    assert codes.standard_account(code) == standard


@pytest.mark.parametrize("code", ["41", "0411", "411.1", "411000", ""])
def test_what_the_schema_does_not_take_as_an_account_is_refused(code):
    with pytest.raises(Refused, match=r"saft\.no_account_number"):
        codes.standard_account(code)


def test_another_currency_stands_with_its_rate_and_nothing_has_no_minus():
    told = elements.amount("A", Amount(Decimal("92.34"), "USD", Decimal("100.00")))
    assert told == (
        "<A><Amount>92.34</Amount><CurrencyCode>USD</CurrencyCode>"
        "<CurrencyAmount>100.00</CurrencyAmount><ExchangeRate>0.9234</ExchangeRate></A>"
    )
    assert elements.money("B", Decimal("-0.001")) == "<B>0.00</B>"


def test_text_is_cut_cleaned_and_escaped():
    assert elements.text("T", "a\x00b  <c> & \ud800\ufffe" + "d" * 20, 18) == ("<T>a b &lt;c&gt; &amp; ? dddddd</T>")


def test_totals_that_the_rows_do_not_come_to_are_refused():
    wrong = Totals(1, Decimal("1.00"), Decimal("2.00"))
    with pytest.raises(Refused, match=r"saft\.moved"):
        list(write.monthly(a_file([an_entry(1, 100)], wrong)))


def test_the_name_space_is_the_schemas_and_nothing_else_is_declared():
    content = b"".join(write.monthly(a_file([an_entry(1, 100)], Totals(1, Decimal(1), Decimal(1)))))
    root = etree.fromstring(content)
    assert root.nsmap == {None: "mf:nra:dgti:dxxxx:declaration:v1"}
    assert root.findtext(".//s:HeaderComment", namespaces=NS) == "M"


def test_a_large_month_is_written_in_little_memory():
    many = 9_000
    total = Decimal(many) / 100
    pieces = write.monthly(a_file((an_entry(i, 1) for i in range(many)), Totals(many, total, total)))
    next(pieces)
    tracemalloc.start()
    size = sum(len(piece) for piece in pieces)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert size > 9_000_000
    assert peak < size / 8
