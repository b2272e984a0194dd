"""What a person corrects once, the next bill of the same supplier shows by itself."""

from datetime import date
from decimal import Decimal

import pytest

from kvit.core.reading.bills import read
from kvit.core.reading.memory import Memory, applied, learned, of_supplier
from kvit.core.reading.tests.paper import page

ODD = """
Żabka Serwis S.A.        NIP: 525-234-40-78

Identyfikator sprawy            {number}
Dzień wysyłki                   {issued}
Zgoda do                        {due}

Kwota bazowa                    {net}
Danina                          {vat}
Finał                           {gross}
"""
FIRST = {
    "number": "ZS/17",
    "issued": "02.03.2026",
    "due": "16.03.2026",
    "net": "100,00",
    "vat": "23,00",
    "gross": "123,00",
}
SECOND = {
    "number": "ZS/41",
    "issued": "07.05.2026",
    "due": "30.05.2026",
    "net": "2 000,00",
    "vat": "460,00",
    "gross": "2 460,00",
}
TRUTH = {
    "number": "ZS/17",
    "issued_on": date(2026, 3, 2),
    "due_on": date(2026, 3, 16),
    "net": Decimal("100.00"),
    "vat": Decimal("23.00"),
    "gross": Decimal("123.00"),
}
SUPPLIER = "PL5252344078"


def pages_of(facts):
    return [page(ODD.format(**facts))]


def text_of(facts):
    return read(pages_of(facts), source="text")


def taught(*fields):
    """The memory after a person put these fields of the first bill right."""
    memory = Memory(SUPPLIER, ())
    for field in fields:
        hint = learned(pages_of(FIRST), text_of(FIRST), field=field, value=TRUTH[field])
        assert hint is not None, field
        memory = memory.with_hint(hint)
    return memory


def test_without_a_memory_the_odd_words_of_this_supplier_say_nothing():
    reading = text_of(SECOND)
    assert reading.value("number") is None
    assert reading.suppliers[0] == SUPPLIER


def test_the_next_bill_is_read_right_after_one_correction():
    reading = applied(taught(*TRUTH), pages_of(SECOND), text_of(SECOND))
    assert {name: reading.value(name) for name in TRUTH} == {
        "number": "ZS/41",
        "issued_on": date(2026, 5, 7),
        "due_on": date(2026, 5, 30),
        "net": Decimal("2000.00"),
        "vat": Decimal("460.00"),
        "gross": Decimal("2460.00"),
    }
    assert all(reading.fact(name).sure for name in TRUTH)
    assert "bill.sums_unproven" not in {finding.rule for finding in reading.findings}


def test_remembered_amounts_that_do_not_add_up_are_not_sure():
    wrong = {**SECOND, "gross": "2 461,00"}
    reading = applied(taught(*TRUTH), pages_of(wrong), text_of(wrong))
    assert reading.value("gross") == Decimal("2461.00")
    assert not any(reading.fact(name).sure for name in ("net", "vat", "gross"))


def test_the_memory_of_another_supplier_is_left_alone():
    other = Memory("PL5260300291", taught("number").hints)
    assert of_supplier([other], text_of(SECOND)) is None
    assert of_supplier([other, taught("number")], text_of(SECOND)).supplier == SUPPLIER


def test_a_memory_is_found_by_the_account_too():
    paper = ODD + "Konto: PL61 1090 1014 0000 0712 1981 2874\n"
    reading = read([page(paper.format(**SECOND))], source="text")
    assert of_supplier([Memory("PL61109010140000071219812874", ())], reading) is not None


def test_a_later_correction_takes_the_place_of_the_earlier_one():
    memory = taught("number").with_hint(taught("number").hints[0])
    assert [hint.field for hint in memory.hints] == ["number"]


def test_a_term_that_stands_nowhere_is_remembered_as_days():
    bare = FIRST | {"due": "umowy"}
    pages = [page(ODD.format(**bare))]
    hints = [
        learned(pages, read(pages, source="text"), field="issued_on", value=date(2026, 3, 2)),
        learned(pages, read(pages, source="text"), field="due_on", value=date(2026, 3, 16)),
    ]
    memory = Memory(SUPPLIER, tuple(hints))
    later = [page(ODD.format(**{**SECOND, "due": "umowy"}))]
    assert applied(memory, later, read(later, source="text")).value("due_on") == date(2026, 5, 21)


@pytest.mark.parametrize(("field", "value"), [("seller_name", "Żabka Serwis S.A."), ("currency", "PLN")])
def test_what_is_the_same_on_every_bill_is_remembered_as_it_is(field, value):
    hint = learned(pages_of(FIRST), text_of(FIRST), field=field, value=value)
    reading = applied(Memory(SUPPLIER, (hint,)), pages_of(SECOND), text_of(SECOND))
    assert reading.value(field) == value


def test_an_account_is_read_from_each_bill_and_never_remembered():
    paper = ODD + "Bank A    PL61 1090 1014 0000 0712 1981 2874\nBank B    PL27 1140 2004 0000 3002 0135 5387\n"
    changed = ODD + "Bank A    PL83 1010 1023 0000 2613 9510 0000\nBank B    PL27 1140 2004 0000 3002 0135 5387\n"
    pages = [page(paper.format(**FIRST))]
    hint = learned(pages, read(pages, source="text"), field="iban", value="PL61109010140000071219812874")
    later = [page(changed.format(**SECOND))]
    reading = applied(Memory(SUPPLIER, (hint,)), later, read(later, source="text"))
    assert reading.value("iban") == "PL83101010230000261395100000"
    assert "PL61" not in str(hint)


def test_a_value_that_stands_nowhere_teaches_nothing():
    assert learned(pages_of(FIRST), text_of(FIRST), field="gross", value=Decimal("999.99")) is None


def test_a_supplier_that_bills_in_another_currency_for_once_is_not_sure_to_bill_in_its_own():
    hint = learned([page("Faktura 1")], read([page("Faktura 1")], source="text"), field="currency", value="PLN")
    assert hint is not None
    known = Memory("PL5252344078", (hint,))
    for paper, sure in (("Razem 1 230,00 EUR", False), ("Razem 1 230,00 PLN", True), ("Razem 1 230,00", True)):
        pages = [page(paper)]
        fact = applied(known, pages, read(pages, source="text")).fact("currency")
        assert fact is not None and (fact.value, fact.sure) == ("PLN", sure)
