"""The UBL reader: what was written is read back, what cannot be read is said, what is missing stays missing."""

from copy import deepcopy
from decimal import Decimal, InvalidOperation

import pytest
from hypothesis import given
from lxml import etree

from kvit.core.einvoice import cii_binding, cii_write, ubl_binding, ubl_read, ubl_write, xml
from kvit.core.einvoice.model import DirectDebit, Identifier, Invoice, Note
from kvit.core.errors import Refused
from kvit.core.tests.einvoices import any_invoices
from kvit.core.tests.full_invoice import FULL
from kvit.core.tests.test_ubl_write import invoice

NAMESPACES = (
    'xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2" '
    'xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" '
    'xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"'
)


def fragment(content):
    return f"<Invoice {NAMESPACES}>{content}</Invoice>".encode()


@given(any_invoices())
def test_what_was_written_is_read_back(document):
    assert ubl_read.read(ubl_write.write(document)) == document


def test_a_fragment_is_a_model_with_the_rest_missing():
    assert ubl_read.inspect(fragment("<cbc:ID> A-1 </cbc:ID>")).invoice == Invoice(number="A-1")


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ("<cbc:IssueDate>2026-02-30</cbc:IssueDate>", "/Invoice/cbc:IssueDate"),
        ("<cbc:IssueDate>1.3.2026</cbc:IssueDate>", "/Invoice/cbc:IssueDate"),
        (
            "<cac:LegalMonetaryTotal><cbc:PayableAmount>1,50</cbc:PayableAmount></cac:LegalMonetaryTotal>",
            "/Invoice/cac:LegalMonetaryTotal/cbc:PayableAmount",
        ),
        (
            "<cac:InvoiceLine/><cac:InvoiceLine><cbc:InvoicedQuantity>NaN</cbc:InvoicedQuantity></cac:InvoiceLine>",
            "/Invoice/cac:InvoiceLine[2]/cbc:InvoicedQuantity",
        ),
        (
            f"<cac:InvoiceLine><cbc:LineExtensionAmount>{'9' * 1_000_000}</cbc:LineExtensionAmount></cac:InvoiceLine>",
            "/Invoice/cac:InvoiceLine/cbc:LineExtensionAmount",
        ),
        (
            "<cac:AllowanceCharge><cbc:ChargeIndicator>yes</cbc:ChargeIndicator></cac:AllowanceCharge>",
            "/Invoice/cac:AllowanceCharge/cbc:ChargeIndicator",
        ),
        (
            "<cac:AdditionalDocumentReference><cac:Attachment><cbc:EmbeddedDocumentBinaryObject>%%%"
            "</cbc:EmbeddedDocumentBinaryObject></cac:Attachment></cac:AdditionalDocumentReference>",
            "/Invoice/cac:AdditionalDocumentReference/cac:Attachment/cbc:EmbeddedDocumentBinaryObject",
        ),
    ],
)
def test_a_value_of_no_kind_is_said_with_its_place_and_refused(content, place):
    assert ("XSD", place) in {(finding.rule, finding.place) for finding in ubl_read.inspect(fragment(content)).findings}
    with pytest.raises(Refused) as refused:
        ubl_read.read(fragment(content))
    assert refused.value.code == "xml.unreadable"
    assert refused.value.facts["place"] == place
    assert len(str(refused.value)) < 400


@pytest.mark.parametrize("written", ["2026-03-01", "2026-03-01Z", "2026-03-01+02:00"])
def test_a_date_may_carry_a_time_zone(written):
    reading = ubl_read.inspect(fragment(f"<cbc:IssueDate>{written}</cbc:IssueDate>"))
    assert str(reading.invoice.issued_on) == "2026-03-01"


@pytest.mark.parametrize("content", [b"<Invoice/>", b"<a/>", b'<Invoice xmlns="urn:other"/>'])
def test_another_document_is_no_ubl_invoice(content):
    with pytest.raises(Refused, match=r"xml\.not_ubl"):
        ubl_read.read(content)


def test_a_sales_order_alone_is_written_as_ubl_wants_it_and_read_back():
    written = ubl_write.write(invoice(sales_order_ref="S-9"))
    assert b"<cbc:ID>NA</cbc:ID>" in written
    assert ubl_read.read(written).order_ref is None


def test_a_project_is_kept_by_a_credit_note_that_has_no_field_for_it():
    written = ubl_write.write(invoice(type_code="381", project_ref="P-1"))
    assert b"<cbc:DocumentTypeCode>50</cbc:DocumentTypeCode>" in written
    assert ubl_read.read(written).project_ref == "P-1"


def test_the_subject_of_a_note_is_told_from_its_text():
    reading = ubl_read.inspect(fragment("<cbc:Note>#AAI#Read this.</cbc:Note><cbc:Note># is a sign</cbc:Note>"))
    assert reading.invoice.notes == (Note(text="Read this.", subject="AAI"), Note(text="# is a sign"))


def test_the_creditor_identifier_belongs_to_the_direct_debit():
    reading = ubl_read.inspect(
        fragment(
            "<cac:AccountingSupplierParty><cac:Party><cac:PartyIdentification><cbc:ID>7</cbc:ID></cac:PartyIdentification>"
            '<cac:PartyIdentification><cbc:ID schemeID="SEPA">DE98ZZZ</cbc:ID></cac:PartyIdentification></cac:Party>'
            "</cac:AccountingSupplierParty><cac:PaymentMeans><cbc:PaymentMeansCode>59</cbc:PaymentMeansCode>"
            "<cac:PaymentMandate><cbc:ID>M1</cbc:ID></cac:PaymentMandate></cac:PaymentMeans>"
        )
    )
    assert reading.invoice.payment.direct_debit == DirectDebit(mandate="M1", creditor_id="DE98ZZZ")
    assert reading.invoice.seller.identifiers == (Identifier("7"),)


def test_a_term_given_twice_is_said():
    twice = "<cac:ContractDocumentReference><cbc:ID>1</cbc:ID></cac:ContractDocumentReference>" * 2
    assert "UBL-SR-01" in {finding.rule for finding in ubl_read.inspect(fragment(twice)).findings}


NO_TERM = (
    # elements that stand in the examples and that EN 16931 has no term for
    "/UBLVersionID",
    "/SubInvoiceLine/",  # the XRechnung extension
    "/TaxScheme/ID",  # which tax: the binding asks it, the model holds VAT alone
    "/CardAccount/NetworkID",
    "/PaymentMeans/InstructionNote",
    "/AccountingCustomerParty/Party/PartyTaxScheme/CompanyID",  # a buyer's registration for another tax than VAT
)


def test_every_official_example_is_read_without_loss(shared):
    """Each text that stands in an element the standard has a term for comes back out of the model that was read."""
    lost, read = [], 0
    for file in sorted((shared / "einvoice" / "examples").glob("*/*")):
        content = file.read_bytes()
        if file.parent.name == "mutated" or b"xsd:CommonBasicComponents-2" not in content:
            continue
        read += 1
        document = ubl_read.read(content)
        written = ubl_write.write(document)
        assert ubl_read.read(written) == document
        held = set(values(written))
        lost += [
            (file.name, path, text)
            for path, text in values(content)
            if text and (path, text) not in held and not any(mark in path for mark in NO_TERM)
        ]
    assert read > 40
    assert lost == []


def values(content):
    """Path and text of every leaf, numbers by what they are worth."""
    for element in xml.parse(content).iter():
        if len(element) == 0:
            steps = [etree.QName(one).localname for one in [element, *element.iterancestors()]][:-1]
            yield "/" + "/".join(reversed(steps)), worth(element.text or "")


def worth(text):
    plain = "".join(text.split())
    try:
        return str(Decimal(plain).normalize())
    except InvalidOperation:
        return plain


@pytest.mark.parametrize(
    ("writer", "binding", "registration", "number"),
    [
        (ubl_write, ubl_binding, "PartyTaxScheme", "CompanyID"),
        (cii_write, cii_binding, "SpecifiedTaxRegistration", "ID"),
    ],
)
def test_a_wrong_vat_number_is_found_behind_a_hundred_right_ones(writer, binding, registration, number):
    root = xml.parse(writer.write(FULL))
    first = next(root.iter(f"{{*}}{registration}"))
    for _ in range(100):
        first.addprevious(deepcopy(first))
    assert "BR-CO-09" not in {finding.rule for finding in binding.check(root)}
    first.find(f"{{*}}{number}").text = "12345678"
    assert "BR-CO-09" in {finding.rule for finding in binding.check(root)}
