"""The CII reader: what cannot be read is said, what is missing stays missing, old editions are understood."""

from datetime import date
from decimal import Decimal

import pytest

from kvit.core.einvoice import cii_check, cii_read, cii_write, zugferd_read
from kvit.core.einvoice.cii_elements import QDT, RAM, RSM, UDT
from kvit.core.einvoice.model import Identifier, Payment, SupportingDocument
from kvit.core.errors import Refused
from kvit.core.tests.full_invoice import FULL

FULL_CII = cii_write.write(FULL)


def fragment(settlement="", agreement=""):
    return (
        f'<rsm:CrossIndustryInvoice xmlns:rsm="{RSM}" xmlns:ram="{RAM}" xmlns:udt="{UDT}" xmlns:qdt="{QDT}">'
        "<rsm:SupplyChainTradeTransaction>"
        f"<ram:ApplicableHeaderTradeAgreement>{agreement}</ram:ApplicableHeaderTradeAgreement>"
        f"<ram:ApplicableHeaderTradeSettlement>{settlement}</ram:ApplicableHeaderTradeSettlement>"
        "</rsm:SupplyChainTradeTransaction></rsm:CrossIndustryInvoice>"
    ).encode()


PLACE = "/rsm:CrossIndustryInvoice/rsm:SupplyChainTradeTransaction/ram:ApplicableHeaderTradeSettlement"


@pytest.mark.parametrize(
    "written",
    [
        "<ram:BillingSpecifiedPeriod><ram:StartDateTime><udt:DateTimeString format='102'>20260230"
        "</udt:DateTimeString></ram:StartDateTime></ram:BillingSpecifiedPeriod>",
        "<ram:SpecifiedTradeSettlementHeaderMonetarySummation><ram:DuePayableAmount>1,50</ram:DuePayableAmount>"
        "</ram:SpecifiedTradeSettlementHeaderMonetarySummation>",
        "<ram:SpecifiedTradeAllowanceCharge><ram:ChargeIndicator><udt:Indicator>yes</udt:Indicator>"
        "</ram:ChargeIndicator></ram:SpecifiedTradeAllowanceCharge>",
    ],
)
def test_a_value_of_no_kind_is_said_with_its_place_and_refused(written):
    found = [one for one in cii_read.inspect(fragment(written)).findings if one.facts.get("value")]
    assert "XSD" in {one.rule for one in found}
    with pytest.raises(Refused, match=r"xml\.unreadable") as refused:
        cii_read.read(fragment(written))
    assert refused.value.facts["place"].startswith("/CrossIndustryInvoice/")


@pytest.mark.parametrize("written", ["20260301", " 20260301 ", "202603011200", "20260301120000"])
def test_a_date_may_carry_an_hour(written):
    asked = f"<ram:SpecifiedTradePaymentTerms><ram:DueDateDateTime><udt:DateTimeString>{written}</udt:DateTimeString>"
    reading = cii_read.inspect(fragment(f"{asked}</ram:DueDateDateTime></ram:SpecifiedTradePaymentTerms>"))
    assert reading.invoice.due_on == date(2026, 3, 1)


@pytest.mark.parametrize("content", [b"<Invoice/>", b"<CrossIndustryInvoice/>", f"<a xmlns='{RSM}'/>".encode()])
def test_another_document_is_no_cross_industry_invoice(content):
    with pytest.raises(Refused, match=r"xml\.not_cii"):
        cii_read.read(content)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]>" + fragment("&b;"), "xml.doctype"),
        (b"<a>" * 200_000, "xml.too_deep"),
        (b"\xff\xfe<\x00a\x00/\x00>\x00"[:-1], "xml.wrong_encoding"),
    ],
)
def test_nothing_dangerous_comes_through_the_door(content, code):
    for door in (cii_read.read, cii_check.check, zugferd_read.read):
        with pytest.raises(Refused) as refused:
            door(content)
        assert refused.value.code == code


def test_a_payment_reference_alone_is_a_payment_without_means():
    invoice = cii_read.inspect(fragment("<ram:PaymentReference>R-1</ram:PaymentReference>")).invoice
    assert invoice.payment == Payment(remittance="R-1")


def test_the_three_kinds_of_additional_documents_are_told_apart():
    def referenced(number, kind):
        return (
            f"<ram:AdditionalReferencedDocument><ram:IssuerAssignedID>{number}</ram:IssuerAssignedID>"
            f"<ram:TypeCode>{kind}</ram:TypeCode></ram:AdditionalReferencedDocument>"
        )

    documents = referenced("T", "50") + referenced("O", "130") + referenced("S", "916")
    invoice = cii_read.inspect(fragment(agreement=documents)).invoice
    assert (invoice.tender_ref, invoice.object_id) == ("T", Identifier("O"))
    assert invoice.supporting_documents == (SupportingDocument(reference="S"),)


def test_the_vat_point_is_told_in_the_codes_of_the_standard():
    taxes = "<ram:ApplicableTradeTax><ram:DueDateTypeCode>{}</ram:DueDateTypeCode></ram:ApplicableTradeTax>"
    read = {code: cii_read.inspect(fragment(taxes.format(code))).invoice.tax_point_code for code in ("5", "29", "72")}
    assert read == {"5": "3", "29": "35", "72": "432"}


def without(content, element):
    """The document without the first of these elements."""
    start, end = content.index(b"<ram:" + element), content.index(b"</ram:" + element) + len(element) + 7
    return content[:start] + content[end:]


def changed(old, new):
    assert old in FULL_CII
    return FULL_CII.replace(old, new, 1)


WRONG = [
    ("BR-03", changed(b'<udt:DateTimeString format="102">20260301', b'<udt:DateTimeString format="610">202603')),
    ("BR-51", changed(b"</ram:ID>\n<ram:CardholderName>", b"12345</ram:ID>\n<ram:CardholderName>")),
    ("CII-DT-097", changed(b"20260301", b"20261301")),
    ("CII-DT-031", changed(b"<ram:LineTotalAmount>", b'<ram:LineTotalAmount currencyID="EUR">')),
    ("CII-DT-037", changed(b"<ram:TypeCode>VAT<", b"<ram:TypeCode>GST<")),
    ("CII-SR-014", without(FULL_CII, b"TypeCode")),
    ("CII-SR-463", FULL_CII.replace(b"ram:ChargeIndicator", b"ram:PrepaidIndicator")),
    ("BR-53", changed(b"<ram:TaxCurrencyCode>RON", b"<ram:TaxCurrencyCode>EUR")),
    ("BR-CL-14", changed(b"<ram:CountryID>RO", b"<ram:CountryID>SS")),
]


@pytest.mark.parametrize(("rule", "content"), WRONG, ids=[rule for rule, _ in WRONG])
def test_what_the_sheet_asks_of_cii_alone_is_found(rule, content):
    assert cii_check.check(FULL_CII) == []
    assert rule in {finding.rule for finding in cii_check.check(content) if finding.severity == "error"}


def test_the_tax_may_differ_by_one_unit_and_no_more():
    """BR-CO-17 as the sheet has it for CII: the unit itself is allowed, in UBL it is not (docs/rules/cii.md)."""
    tax = FULL.vat_breakdown[0].tax

    def found(more):
        written = f"<ram:CalculatedAmount>{tax + Decimal(more)}<".encode()
        content = FULL_CII.replace(f"<ram:CalculatedAmount>{tax}<".encode(), written)
        return "BR-CO-17" in {finding.rule for finding in cii_check.check(content)}

    assert [found("1.00"), found("1.01")] == [False, True]
