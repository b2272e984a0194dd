"""An e-invoice against the pages beside it: docs/rules/hybrid-pdf.md, "Against its pages"."""

from dataclasses import replace
from datetime import date
from decimal import Decimal as D

import pytest

from kvit.core.page_differences import page_differences, shown_on
from kvit.core.page_facts import facts_of_pages
from kvit.core.reading.tests.paper import page
from kvit.core.tests.test_page_facts import WORKED

SHOWN = shown_on([page(WORKED)])
SAME = facts_of_pages(SHOWN.reading)


def told(**otherwise):
    return [
        (one.facts["field"], one.facts["page"], one.facts["xml"])
        for one in page_differences(replace(SAME, **otherwise), SHOWN)
    ]


def test_the_same_is_no_difference_however_it_is_written():
    assert told() == []
    assert told(number="kvt 1042", seller_vat_id="14399840", ibans=("RO49 AAAA 1B31 0075 9384 0000",)) == []


@pytest.mark.parametrize(
    ("xml", "difference"),
    [
        ({"number": "KVT-1043"}, ("number", "KVT-1042", "KVT-1043")),
        ({"issued_on": date(2026, 2, 4)}, ("issued_on", "2026-02-03", "2026-02-04")),
        ({"currency": "EUR"}, ("currency", "RON", "EUR")),
        ({"gross": D("9210"), "payable": D("9210")}, ("gross", "1210.00 RON", "9210.00 RON")),
        ({"payable": D("9210")}, ("payable", "1210.00 RON", "9210.00 RON")),
        ({"seller_vat_id": "RO18189442"}, ("seller_vat_id", "RO14399840", "RO18189442")),
        (
            {"ibans": ("RO09BCYP0000001234567890",)},
            ("iban", "RO49AAAA1B31007593840000", "RO09BCYP0000001234567890"),
        ),
    ],
)
def test_what_the_pages_show_otherwise_is_told_with_both_values(xml, difference):
    assert told(**xml) == [difference]


def test_what_one_of_the_two_does_not_say_is_no_difference():
    nothing = {"number": "", "issued_on": None, "currency": "", "seller_vat_id": "", "ibans": (), "gross": None}
    assert told(**nothing, payable=None) == []
    no_total = shown_on([page(WORKED.replace("1.210,00 RON", "1.211,00 RON"))])
    assert page_differences(replace(SAME, gross=D("9210"), payable=D("9210")), no_total) == [], "its sums prove nothing"


def test_less_to_pay_than_the_total_and_a_rest_that_stands_on_the_page_are_no_difference():
    assert told(payable=D("10")) == []
    with_a_rest = shown_on([page(f"{WORKED}\nSold vechi 220,00\nDe achitat 1 430,00")])
    assert [one.place for one in page_differences(replace(SAME, payable=D("1430")), with_a_rest)] == []
    assert [one.place for one in page_differences(replace(SAME, payable=D("1431")), with_a_rest)] == ["payable"]


def test_a_credit_note_may_show_its_total_below_zero_and_a_bill_may_not():
    below = replace(SHOWN.reading, facts=tuple(_turned(fact) for fact in SHOWN.reading.facts))
    shown = replace(SHOWN, reading=below)
    assert page_differences(replace(SAME, is_credit_note=True), shown) == []
    assert [one.place for one in page_differences(SAME, shown)] == ["gross"]


def _turned(fact):
    return replace(fact, value=-fact.value) if fact.name in ("net", "vat", "gross", "payable") else fact
