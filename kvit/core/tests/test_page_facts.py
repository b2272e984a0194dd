"""What a page proves of its VAT: docs/rules/bills.md, "Bills from pages"."""

from dataclasses import replace
from decimal import Decimal as D

import pytest

from kvit.core.page_facts import breakdown, facts_of_pages
from kvit.core.reading import bills
from kvit.core.reading.facts import BillLine
from kvit.core.reading.tests.paper import page
from tests.habits import ROOT

WORKED = (ROOT / "docs" / "rules" / "reading-bills.md").read_text().split("```")[1]


def read(text=WORKED):
    return bills.read([page(text)], source="text")


def rows(reading):
    return [(one.category, one.rate, one.base, one.amount) for one in breakdown(reading)]


def test_the_one_rate_that_is_printed_and_comes_to_the_vat_is_the_breakdown():
    assert rows(read()) == [("S", 21, 1000, 210)]
    assert facts_of_pages(read()).payable == 1210


@pytest.mark.parametrize(
    ("written", "instead"),
    [
        ("TVA 21%", "TVA"),  # no rate is printed
        ("TVA 21%", "TVA 20%"),  # none of the country's
        ("TVA 21%", "TVA 11%"),  # the VAT is not at that rate
        ("1.210,00", "1.211,00"),  # the sums prove nothing
        ("Scaun ", "Scaun 11% "),  # two rates, and no line that says which
        ("RO14399840", "RO14399841"),  # whose VAT it is, is not sure
    ],
)
def test_what_could_mean_anything_else_is_for_a_person(written, instead):
    assert written in WORKED
    assert rows(read(WORKED.replace(written, instead))) == []


def test_lines_that_name_their_rates_are_summed_by_rate_where_they_come_to_the_page():
    lines = (BillLine(name="a", net=D(300), vat_rate=D(21)), BillLine(name="b", net=D(700), vat_rate=D(11)))
    facts = {"vat": D(140), "gross": D(1140)}
    told = tuple(replace(fact, value=facts.get(fact.name, fact.value)) for fact in read().facts)
    both = replace(read(), facts=told, lines=lines)
    assert rows(both) == [("S", 11, 700, 77), ("S", 21, 300, 63)]
    assert rows(replace(both, lines=lines[:1])) == []


@pytest.mark.parametrize(
    ("title", "kind"),
    [("FACTURĂ", "bill"), ("NOTĂ DE CREDIT", "credit_note"), ("FACTURA PROFORMA", ""), ("Mulțumim!", "bill")],
)
def test_a_page_is_what_it_calls_itself(title, kind):
    assert read(WORKED.replace("FACTURĂ", title, 1)).kind == kind


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Фактура № 7", "bill"),
        ("Кредитно известие № 7", "credit_note"),
        ("Faktura korygująca 7", "credit_note"),
        ("Factura rectificativa 7", "credit_note"),
        ("Statement of account", ""),
        ("Dear Sir or Madam", ""),
        ("Oferta nr 7   Faktura po zapłacie", ""),
    ],
)
def test_the_words_of_the_trade_in_five_languages(words, kind):
    assert read(words).kind == kind
