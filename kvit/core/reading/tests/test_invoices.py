"""A bill that came as data: as written, with Kvit's own sums beside it."""

from datetime import date
from decimal import Decimal

from kvit.core.einvoice.model import CreditTransfer, Invoice, Item, Line, Party, Payment, Price, Totals
from kvit.core.reading.invoices import reading_of


def bill(**totals):
    amounts = {"total_without_vat": "100.00", "total_vat": "19.00", "total_with_vat": "119.00", "payable": "119.00"}
    return Invoice(
        number="A-1",
        issued_on=date(2026, 3, 1),
        currency="EUR",
        seller=Party(name="Alfa SRL", vat_id="RO14399840"),
        payment=Payment(credit_transfers=(CreditTransfer(account="RO49AAAA1B31007593840000"),)),
        totals=Totals(**{name: Decimal(value) for name, value in {**amounts, **totals}.items()}),
        lines=(Line(quantity=Decimal(2), net=Decimal(100), price=Price(net=Decimal(50)), item=Item(name="Scaun")),),
    )


def test_everything_written_is_sure():
    reading = reading_of(bill())
    assert {fact.name: fact.value for fact in reading.facts} == {
        "number": "A-1",
        "issued_on": date(2026, 3, 1),
        "currency": "EUR",
        "net": Decimal("100.00"),
        "vat": Decimal("19.00"),
        "gross": Decimal("119.00"),
        "payable": Decimal("119.00"),
        "seller_name": "Alfa SRL",
        "seller_vat_id": "RO14399840",
        "iban": "RO49AAAA1B31007593840000",
    }
    assert all(fact.sure and fact.confidence == 1 for fact in reading.facts)
    assert reading.findings == ()
    assert reading.lines[0].price == Decimal(50)
    assert reading.suppliers == ("RO14399840", "RO49AAAA1B31007593840000")


def test_what_was_paid_and_the_rounding_are_taken_into_account():
    assert reading_of(bill(paid="100.00", rounding="0.01", payable="19.01")).findings == ()


def test_a_payable_that_its_own_total_contradicts_is_kept_and_said():
    reading = reading_of(bill(paid="100.00", payable="119.00"))
    assert reading.value("payable") == Decimal("119.00")
    (finding,) = reading.findings
    assert (finding.rule, finding.facts["own"]) == ("bill.payable_differs", "19.00")


def test_a_total_that_net_and_vat_do_not_make_is_kept_and_said():
    (finding,) = reading_of(bill(total_with_vat="120.00", payable="120.00")).findings
    assert (finding.rule, finding.facts["own"]) == ("bill.gross_differs", "119.00")
