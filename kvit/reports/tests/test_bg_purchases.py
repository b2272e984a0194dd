"""The Bulgarian VAT purchase ledger agrees with the purchase journal, and protocols stand in both ledgers."""

from datetime import date
from decimal import Decimal

import pytest

from kvit.core.formats import bg_purchase_ledger, bg_vat_ledger
from kvit.payables import self_charges
from kvit.payables.self_charges import Said
from kvit.reports import authority, bg_ledger, bg_purchases, purchase_vat
from kvit.reports.tests.bulgarian import LAST, MARCH, a_bulgarian
from kvit.reports.tests.buying import a_bill
from tests.builders import somebody, the_owner

pytestmark = pytest.mark.django_db


def cells_of(content):
    """The amounts of every record by column, as the authority would cut them."""
    for line in content.decode("cp1251").split("\r\n")[:-1]:
        assert len(line) == 274
        at = enumerate(bg_purchase_ledger.AMOUNTS)
        yield {column: Decimal(line[167 + 15 * i : 182 + 15 * i]) for i, column in at}


def test_a_bill_at_home_and_one_from_germany_with_its_protocol():
    company = a_bulgarian()
    a_bill(company, [("S", "20", "300.00", "60.00")], supplier="Алфа ООД", vat_id="BG103873594", number="0000000077")
    german = a_bill(company, [("AE", "0", "1000.00", "0")], supplier="Rechenwerk GmbH", vat_id="DE136695976")
    before = bg_purchases.of_month(company, MARCH)
    assert [one.rule for one in before.findings] == ["bg_purchases.not_charged"]
    self_charges.make(company, german, said=Said(), by=the_owner(company), on=date(2026, 3, 10))

    ledger = bg_purchases.of_month(company, MARCH)
    assert [(row.document, row.number, row.partner_id, dict(row.amounts)) for row in ledger.rows] == [
        ("01", "0000000077", "BG103873594", {"31": 300, "41": 60}),
        ("09", "4000000001", "DE136695976", {"31": 1000, "41": 200}),
    ]
    assert ledger.findings == []
    [sales] = bg_ledger.of_month(company, MARCH).rows
    assert (sales.document, sales.number, dict(sales.amounts)) == ("09", "4000000001", {"26": 1000, "22": 200})
    cells = authority.of_month(company, MARCH).cells
    assert {name: cells[name] for name in ("12", "22", "31", "41", "40", "50", "60")} == {
        "12": 1000, "22": 200, "31": 1300, "41": 260, "40": 260, "50": 0, "60": 60,
    }  # fmt: skip
    assert len(bg_ledger.file_of(company, MARCH, by=the_owner(company))) == 426


def test_the_file_says_what_the_journal_says():
    company = a_bulgarian()
    for at, rows in enumerate(
        ([("S", "20", "99.99", "20.00"), ("E", "0", "7.00", "0")], [("S", "9", "10.00", "0.90")])
    ):
        a_bill(company, rows, supplier="Алфа ООД", vat_id="BG103873594", number=f"{at:010}")
    note = [("S", "20", "33.33", "6.67")]
    a_bill(company, note, supplier="Алфа ООД", vat_id="BG103873594", number="1000000001", kind="credit_note")
    german = a_bill(company, [("K", "0", "500.00", "0")], supplier="Teile GmbH", vat_id="DE136695976", number="T-1")
    self_charges.make(company, german, said=Said(rate=Decimal(9)), by=the_owner(company), on=date(2026, 3, 10))
    journal = purchase_vat.bought(company, since=MARCH, until=LAST)
    charged = purchase_vat.self_charged(company, since=MARCH, until=LAST)
    at_home = [line for line in journal if line.country == "BG"]
    found = list(cells_of(bg_purchases.file_of(company, MARCH, by=the_owner(company))))
    assert sum(row["41"] for row in found) == purchase_vat.input_vat(journal, charged)
    assert sum(row[column] for row in found for column in ("30", "31")) == sum(
        line.base for line in [*at_home, *charged]
    )


def test_what_is_of_another_month_is_told():
    """A protocol later than fifteen days, a credit note of February, and a bill of a year before last."""
    company = a_bulgarian()
    alfa = {"supplier": "Алфа ООД", "vat_id": "BG103873594"}
    february = {"kind": "credit_note", "issued_on": date(2026, 2, 27)}
    a_bill(company, [("S", "20", "10.00", "2.00")], number="1000000001", **february, **alfa)
    a_bill(company, [("S", "20", "10.00", "2.00")], number="0000000001", issued_on=date(2025, 1, 31), **alfa)
    german = [("AE", "0", "1000.00", "0")]
    bill = a_bill(company, german, supplier="Rechenwerk GmbH", vat_id="DE136695976", issued_on=date(2026, 2, 20))
    self_charges.make(company, bill, said=Said(), by=the_owner(company), on=date(2026, 3, 10))
    found = {(one.rule, one.facts["number"], one.severity) for one in bg_purchases.of_month(company, MARCH).findings}
    assert found == {
        ("bg_purchases.note_of_other_month", "1000000001", "warning"),
        ("bg_purchases.too_late", "0000000001", "warning"),
        ("bg_purchases.protocol_late", "4000000001", "warning"),
    }


def test_only_who_may_export():
    company = a_bulgarian()
    with pytest.raises(Exception, match=r"permission\.denied"):
        bg_purchases.file_of(company, MARCH, by=somebody(company, "clerk"))
    assert bg_purchases.file_of(company, MARCH, by=the_owner(company)) == b""


def test_a_domestic_protocol_stops_both_files():
    company = a_bulgarian()
    bill = a_bill(company, [("AE", "0", "100.00", "0")], supplier="Скрап ООД", vat_id="BG103873594")
    self_charges.make(company, bill, said=Said(), by=the_owner(company), on=date(2026, 3, 10))
    assert [one.rule for one in bg_purchases.of_month(company, MARCH).findings] == ["bg_purchases.domestic"]
    assert [one.rule for one in bg_ledger.of_month(company, MARCH).findings] == ["bg_ledger.domestic_charge"]
    assert bg_vat_ledger.protocol_columns("acquisition").base == "12"
