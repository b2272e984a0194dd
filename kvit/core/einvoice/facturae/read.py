"""Reads a Facturae 3.2, 3.2.1 or 3.2.2 into the model and its facts; the signature is another's to check.

A rectificativa por diferencias that lowers what is owed becomes a credit note (381) with positive amounts. What stands
in neither the model nor the facts (factoring, subsidies, extensions) is told in docs/rules/facturae.md.
"""

from base64 import b64decode
from datetime import date
from decimal import Decimal

from lxml import etree

from kvit.core.einvoice import xml
from kvit.core.einvoice.facturae import codes, read_facts, read_lines, read_party, schema, values
from kvit.core.einvoice.facturae.facts import CORRECTIVES, SELF_BILLED, Facts, negated
from kvit.core.einvoice.facturae.turned import turned
from kvit.core.einvoice.facturae.write import REGULATORY
from kvit.core.einvoice.model import (
    Attachment,
    CreditTransfer,
    Delivery,
    DirectDebit,
    Invoice,
    Note,
    Payment,
    PrecedingInvoice,
    SupportingDocument,
    Totals,
)
from kvit.core.errors import Refused


def read(content: bytes) -> tuple[Invoice, Facts]:
    """The model and the facts. Refuses what `xml.parse` refuses, `facturae.unknown`, `.many`, and `xml.unreadable`."""
    return read_root(xml.parse(content))


def read_root(root: etree._Element) -> tuple[Invoice, Facts]:
    """The same of a document that was parsed already."""
    name = etree.QName(root)
    if name.localname != schema.ROOT or name.namespace not in schema.VERSIONS:
        raise Refused("facturae.unknown", root=name.localname[:80])
    invoices = root.findall("Invoices/Invoice")
    if len(invoices) != 1:
        raise Refused("facturae.many", number=len(invoices))
    invoice, facts = _invoice(root, invoices[0]), read_facts.facts(root, invoices[0])
    if invoice.type_code == "381":
        return turned(invoice), negated(facts)
    return invoice, facts


def _invoice(root: etree._Element, element: etree._Element) -> Invoice:
    issue = element.find("InvoiceIssueData")
    issue = etree.Element("InvoiceIssueData") if issue is None else issue
    currency = values.text(issue, "InvoiceCurrencyCode")
    vat_currency = values.text(issue, "TaxCurrencyCode")
    operated_on = values.day(issue, "OperationDate")
    lines, breakdown = read_lines.lines(element), read_lines.breakdown(element)
    allowances, charges = read_lines.general(element, lines=lines, breakdown=breakdown)
    return Invoice(
        number=_number(element, "InvoiceHeader"),
        issued_on=values.day(issue, "IssueDate"),
        type_code=_type_code(element),
        currency=currency,
        vat_currency=vat_currency if vat_currency != currency else None,
        due_on=_due_on(element),
        order_ref=values.text(issue, "ReceiverTransactionReference"),
        contract_ref=values.text(issue, "ReceiverContractReference"),
        tender_ref=values.text(issue, "FileReference"),
        payment_terms=values.text(element, "PaymentDetails/Installment/CollectionAdditionalInformation"),
        notes=_notes(element),
        preceding_invoices=_preceding(element),
        seller=read_party.party(root.find("Parties/SellerParty")),
        buyer=read_party.party(root.find("Parties/BuyerParty")),
        delivery=Delivery(delivered_on=operated_on) if operated_on else None,
        period=values.period(issue, "InvoicingPeriod"),
        payment=_payment(element, currency),
        allowances=allowances,
        charges=charges,
        totals=_totals(element, in_other=vat_currency != currency),
        vat_breakdown=breakdown,
        supporting_documents=_documents(element),
        lines=lines,
    )


def _number(element: etree._Element, path: str) -> str | None:
    series = values.text(element, f"{path}/InvoiceSeriesCode") or ""
    number = values.text(element, f"{path}/InvoiceNumber")
    return None if number is None else series + number


def _type_code(element: etree._Element) -> str:
    kind = values.text(element, "InvoiceHeader/InvoiceClass")
    if kind in CORRECTIVES:
        before = values.number(element, "InvoiceTotals/TotalGrossAmountBeforeTaxes") or Decimal(0)
        method = values.text(element, "InvoiceHeader/Corrective/CorrectionMethod")
        return "381" if before < 0 and method == codes.BY_DIFFERENCE else "384"
    return "389" if values.text(element, "InvoiceHeader/InvoiceDocumentType") == SELF_BILLED else "380"


def _due_on(element: etree._Element) -> date | None:
    days = [values.day(one, "InstallmentDueDate") for one in element.findall("PaymentDetails/Installment")]
    return max((day for day in days if day), default=None)


def _notes(element: etree._Element) -> tuple[Note, ...]:
    literals = [one for one in read_lines.literals(element) if not read_lines.is_reverse_charge(one)]
    free = values.text(element, "AdditionalData/InvoiceAdditionalInformation") or ""
    return (
        *(Note(text=line.strip()) for line in free.split("\n") if line.strip()),
        *(Note(text=one, subject=REGULATORY) for one in literals),
    )


def _preceding(element: etree._Element) -> tuple[PrecedingInvoice, ...]:
    path = "InvoiceHeader/Corrective"
    number, issued_on = _number(element, path), values.day(element, f"{path}/InvoiceIssueDate")
    return (PrecedingInvoice(number=number, issued_on=issued_on),) if number or issued_on else ()


def _payment(element: etree._Element, currency: str | None) -> Payment | None:
    one = element.find("PaymentDetails/Installment")
    if one is None:
        return None
    account = one.find("AccountToBeCredited")
    debited = one.find("AccountToBeDebited")
    means = codes.MEANS_READ.get(values.text(one, "PaymentMeans") or "", "1")
    transfer = None if account is None else CreditTransfer(account=_account(account), provider=_bic(account))
    has_iban = account is not None and account.find("IBAN") is not None
    return Payment(
        means_code="58" if means == "30" and currency == "EUR" and has_iban else means,
        remittance=values.text(one, "PaymentReconciliationReference"),
        credit_transfers=(transfer,) if transfer else (),
        direct_debit=None if debited is None else DirectDebit(account=_account(debited)),
    )


def _account(element: etree._Element) -> str | None:
    number = values.text(element, "IBAN") or values.text(element, "AccountNumber")
    return None if number is None else number.replace(" ", "")


def _bic(element: etree._Element) -> str | None:
    bic = values.text(element, "BIC")
    return None if bic is None else bic.removesuffix("XXX")


def _totals(element: etree._Element, *, in_other: bool) -> Totals:
    """BG-22. What is not owed any more (withheld, paid before, kept as a guarantee) is BT-113 in one sum."""
    path = "InvoiceTotals"
    before = values.number(element, f"{path}/TotalGrossAmountBeforeTaxes")
    taxes = values.number(element, f"{path}/TotalTaxOutputs")
    with_taxes = None if before is None or taxes is None else before + taxes
    payable = values.number(element, f"{path}/TotalExecutableAmount")
    paid = None if with_taxes is None or payable is None else with_taxes - payable
    in_euros = values.total(element, "TaxesOutputs/Tax/TaxAmount/EquivalentInEuros") + values.total(
        element, "TaxesOutputs/Tax/EquivalenceSurchargeAmount/EquivalentInEuros"
    )
    return Totals(
        line_total_sum=values.number(element, f"{path}/TotalGrossAmount"),
        allowance_sum=values.number(element, f"{path}/TotalGeneralDiscounts"),
        charge_sum=values.number(element, f"{path}/TotalGeneralSurcharges"),
        total_without_vat=before,
        total_vat=taxes,
        total_vat_accounting=in_euros if in_other and element.find(".//EquivalentInEuros") is not None else None,
        total_with_vat=with_taxes,
        paid=paid or None,
        payable=payable,
    )


def _documents(element: etree._Element) -> tuple[SupportingDocument, ...]:
    found = element.findall("AdditionalData/RelatedDocuments/Attachment")
    return tuple(_document(one, number) for number, one in enumerate(found, start=1))


def _document(one: etree._Element, number: int) -> SupportingDocument:
    form = values.text(one, "AttachmentFormat") or ""
    compressed = values.text(one, "AttachmentCompressionAlgorithm") or "NONE"
    attachment = None
    if form in codes.ATTACHMENTS_READ and compressed == "NONE":
        attachment = Attachment(content=_content(one), mime_code=codes.ATTACHMENTS_READ[form])
    return SupportingDocument(reference=values.text(one, "AttachmentDescription") or str(number), attachment=attachment)


def _content(one: etree._Element) -> bytes:
    text = "".join((values.text(one, "AttachmentData") or "").split())
    try:
        return b64decode(text, validate=True)
    except ValueError as error:
        raise Refused("xml.unreadable", value=text[:80], place="AttachmentData", kind="a file in base64") from error
