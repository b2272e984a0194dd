"""The CII writer: every term in its place, the same bytes every time, nothing lost in silence."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from lxml import etree

from kvit.core.einvoice import cii_losses, cii_read, cii_write, ubl_losses, ubl_read, ubl_write
from kvit.core.einvoice.cii_elements import RAM
from kvit.core.einvoice.model import Identifier, Invoice, Line, PrecedingInvoice, Price
from kvit.core.errors import Refused
from kvit.core.tests.einvoices import any_invoices
from kvit.core.tests.full_invoice import FULL
from kvit.core.tests.sound_invoices import sound_invoices
from kvit.core.tests.test_ubl_write import invoice

GOLDEN = Path(__file__).parents[3] / "tests" / "golden" / "cii" / "invoice.xml"
NAMES = {"ram": RAM}


def test_every_term_stands_where_the_binding_puts_it():
    """The golden file has not even a warning under the official sheet (`test_cii_agreement.py`)."""
    assert cii_write.write(FULL) == GOLDEN.read_bytes()


def test_a_document_with_every_term_loses_none():
    assert cii_losses.dropped(FULL) == []
    assert cii_read.read(GOLDEN.read_bytes()) == FULL


def round_trip(document):
    kept = cii_losses.carried(document)
    assert cii_losses.dropped(kept) == []
    assert cii_read.read(cii_write.write(kept)) == kept
    if not cii_losses.dropped(document):
        mixed = [*document.seller.identifiers, *document.buyer.identifiers]
        assert kept == document or any(one.scheme is None for one in mixed)  # only their order may change


@given(any_invoices())
def test_what_was_written_is_read_back_but_for_what_was_said_to_be_lost(document):
    round_trip(document)


@pytest.mark.long
@settings(max_examples=2000, deadline=None, suppress_health_check=list(HealthCheck))
@given(any_invoices())
def test_thousands_of_documents_are_read_back(document):
    round_trip(document)


@given(sound_invoices())
def test_a_document_goes_from_ubl_to_cii_and_back_without_a_loss(document):
    assert cii_losses.dropped(document) == []
    sent = ubl_read.read(ubl_write.write(document))
    assert cii_read.read(cii_write.write(sent)) == sent


LOST = [
    (
        "preceding_invoices/2",
        "BG-3",
        {"preceding_invoices": (PrecedingInvoice(number="1"), PrecedingInvoice(number="2"))},
    ),
    ("tax_point_on", "BT-7", {"tax_point_on": date(2026, 3, 1), "vat_breakdown": ()}),
    ("tax_point_code", "BT-8", {"tax_point_code": "5"}),
    ("seller/identifiers/1", "BT-90", {"seller": replace(FULL.seller, identifiers=(Identifier("DE98", "SEPA"),))}),
    ("lines/1/price/discount", "BT-147", {"lines": (Line(price=Price(net=Decimal(1), discount=Decimal(1))),)}),
    ("lines/1/unit", "BT-130", {"lines": (Line(unit="H87"),)}),
    ("lines/1/price/base_unit", "BT-150", {"lines": (Line(price=Price(base_unit="H87")),)}),
]


@pytest.mark.parametrize(("path", "term", "changes"), LOST, ids=[path for path, _, _ in LOST])
def test_what_has_no_place_is_named_before_and_refused_when_written(path, term, changes):
    document = invoice(**changes)
    (lost,) = cii_losses.dropped(document)
    assert (lost.rule, lost.place, lost.severity) == ("format.dropped", path, "warning")
    assert lost.facts == {"term": term, "format": "CII"}
    with pytest.raises(Refused) as refused:
        cii_write.write(document)
    assert (refused.value.code, refused.value.facts) == ("xml.no_place", {"term": term})


def test_vat_in_an_accounting_currency_nobody_named_has_no_place_in_either_format():
    document = invoice(totals=replace(invoice().totals, total_vat_accounting=Decimal(5)))
    assert [lost.place for lost in cii_losses.dropped(document)] == ["totals/total_vat_accounting"]
    assert [lost.place for lost in ubl_losses.dropped(document)] == ["totals/total_vat_accounting"]
    assert ubl_losses.dropped(FULL) == []


def test_the_number_goes_where_the_judged_bytes_wait_for_it():
    judged = cii_write.write(invoice())
    payment = replace(invoice().payment, remittance='KV<"&>-7')
    assert cii_write.with_number(judged, 'KV<"&>-7') == cii_write.write(invoice(number='KV<"&>-7', payment=payment))


def test_a_placeholder_typed_into_another_field_stays_what_it_is():
    typed = f"<ram:ID>{ubl_write.NUMBER_PLACEHOLDER}</ram:ID>"
    draft = invoice(order_ref=ubl_write.NUMBER_PLACEHOLDER, payment_terms=typed)
    issued = cii_read.read(cii_write.with_number(cii_write.write(draft), "A-1"))
    assert (issued.number, issued.order_ref, issued.payment_terms) == ("A-1", ubl_write.NUMBER_PLACEHOLDER, typed)


@pytest.mark.parametrize("number", ["", "  "])
def test_an_empty_number_is_refused(number):
    with pytest.raises(Refused, match=r"xml\.number_missing"):
        cii_write.with_number(cii_write.write(invoice()), number)


def test_a_document_that_has_its_number_takes_no_other():
    with pytest.raises(Refused, match=r"xml\.number_missing"):
        cii_write.with_number(cii_write.write(invoice(number="A-1")), "A-2")


@pytest.mark.parametrize("character", ["\x00", "\x1f", "\ufffe", "\ud800"])
def test_what_no_xml_can_hold_is_refused(character):
    with pytest.raises(Refused, match=r"xml\.bad_character"):
        cii_write.write(invoice(payment_terms=f"30 days{character}"))


def test_minus_zero_is_written_as_zero_because_the_sheet_tells_them_apart():
    group = replace(FULL.vat_breakdown[0], tax=Decimal("-0.00"))
    written = etree.fromstring(cii_write.write(invoice(vat_breakdown=(group,))))
    assert written.findtext(".//ram:CalculatedAmount", namespaces=NAMES) == "0.00"


@pytest.mark.parametrize(("account", "element"), [("RO49AAAA1B31007593840000", "IBANID"), ("123/456", "ProprietaryID")])
def test_an_iban_is_told_from_a_national_account(account, element):
    transfer = replace(invoice().payment.credit_transfers[0], account=account)
    payment = replace(invoice().payment, credit_transfers=(transfer,))
    written = etree.fromstring(cii_write.write(invoice(payment=payment)))
    assert written.findtext(f".//ram:PayeePartyCreditorFinancialAccount/ram:{element}", namespaces=NAMES) == account


def test_an_empty_model_is_an_empty_document_and_back():
    assert cii_read.inspect(cii_write.write(Invoice())).invoice == Invoice()
