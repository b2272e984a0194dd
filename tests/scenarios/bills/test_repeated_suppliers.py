"""Measured: of printed bills of one supplier, the second reads right after a person corrected the first."""

import random
from decimal import Decimal

import pytest

from bench import bill_layouts, made_bills
from kvit.core.typed_bills import typed_bill
from kvit.events import work
from kvit.payables import bills, facts
from kvit.reactions import REACTIONS
from tests.builders import a_company, somebody
from tests.scenarios.bills.supplied import DAY, added

pytestmark = pytest.mark.django_db(transaction=True)
LEAST = Decimal("0.98")
COUNTRIES = [pytest.param(one, marks=[] if one == "PL" else pytest.mark.long) for one in made_bills.COUNTRIES]


def two_of_one(country, layout):
    """Two bills of one supplier as it prints them."""
    draw = random.Random(f"{country}{layout}")
    supplier, style = made_bills.supplier(draw, country), bill_layouts.Style(country, layout)
    both = [made_bills.bill(draw, supplier) for _ in range(2)]
    return [(bill_layouts.printed(bill, layout=layout, style=style), bill) for bill in both]


def typed(made):
    """What a person reads off the page with their eyes."""
    return typed_bill(
        {
            "kind": "bill",
            "supplier": {"name": made.supplier.name, "vat_id": made.supplier.vat_id},
            "number": made.number,
            "issued_on": made.issued_on.isoformat(),
            "due_on": made.due_on.isoformat(),
            "currency": made.currency,
            "payable": str(made.gross),
            "vat_totals": [
                {"category": "S", "rate": str(rate), "base": str(net), "amount": str(vat)}
                for rate, net, vat in made.by_rate()
            ],
        }
    )


def right(bill, made):
    """Which of the fields came out as the supplier meant them, and which Kvit was sure of and wrong."""
    known = facts.current(bill)
    truth = {name: told for name, told in made.truth().items() if name != "iban"}
    read = {name: known[name].value if name in known else None for name in truth}
    same = {name: _same(read[name], told) for name, told in truth.items()}
    return same, [name for name, is_right in same.items() if not is_right and name in known and known[name].sure]


def _same(read, told):
    if read is None:
        return False
    try:
        return Decimal(str(read)) == Decimal(told)
    except ArithmeticError:
        return "".join(filter(str.isalnum, str(read))) == "".join(filter(str.isalnum, told))


@pytest.mark.parametrize("country", COUNTRIES)
def test_after_one_correction_the_next_bill_of_a_supplier_reads_right(country):
    asked, found, sure_and_wrong = 0, 0, []
    for layout in range(len(bill_layouts.LAYOUTS)):
        company = a_company("RO", name="Atelier Nord SRL", vat_id="RO18189442")
        clerk = somebody(company, "clerk")
        (first, made), (second, next_made) = two_of_one(country, layout)
        bill = added(company, first, by=clerk, name="a.pdf")
        bills.complete(company, bill, typed=typed(made), version=bill.version, by=clerk, on=DAY)
        while work.run_all(REACTIONS, most=50):
            pass
        same, wrong = right(added(company, second, by=clerk, name="b.pdf"), next_made)
        asked, found = asked + len(same), found + sum(same.values())
        sure_and_wrong += wrong
    assert Decimal(found) / asked >= LEAST
    assert sure_and_wrong == []
