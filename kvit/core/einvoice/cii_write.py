"""Writes the model as a UN/CEFACT Cross Industry Invoice (CII D16B), bound as CEN/TS 16931-3-3 binds the terms.

The same model always gives the same bytes, its elements in the order of the schema. What is wrong with the model is
not looked for here, except what no XML can hold, `xml.bad_character`, and what `cii_losses` names, `xml.no_place`.
"""

from base64 import b64encode

from kvit.core.einvoice import cii_losses, cii_write_lines, cii_write_parties
from kvit.core.einvoice.cii_elements import (
    OBJECT,
    QDT,
    RAM,
    RSM,
    SUPPORTING,
    TAX_POINT_CODES,
    TENDER,
    UDT,
    adjustments,
    day,
    number,
    period,
    plain,
    reference,
    text,
    typed_reference,
    within,
    wrapped,
)
from kvit.core.einvoice.markup import encoded
from kvit.core.einvoice.model import CreditTransfer, Invoice, Payment, SupportingDocument, Totals, VatBreakdown
from kvit.core.einvoice.ubl_elements import attribute, escaped
from kvit.core.einvoice.ubl_write import NUMBER_PLACEHOLDER
from kvit.core.errors import Refused

PROJECT = "Project reference"
"""The schema wants a name beside a project's number (BT-11), and the binding says which."""

_HEAD = "<rsm:ExchangedDocument>\n"


def write(invoice: Invoice) -> bytes:
    """The document in UTF-8. Refuses `xml.bad_character`, and `xml.no_place` for the first term of `cii_losses`."""
    for lost in cii_losses.dropped(invoice):
        raise Refused("xml.no_place", term=lost.facts["term"])
    return encoded(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<rsm:CrossIndustryInvoice xmlns:rsm="{RSM}" xmlns:qdt="{QDT}" xmlns:ram="{RAM}" xmlns:udt="{UDT}">\n'
        f"{_context(invoice)}{_document(invoice)}<rsm:SupplyChainTradeTransaction>\n"
        f"{''.join(cii_write_lines.line(one) for one in invoice.lines)}"
        f"{_agreement(invoice)}{_delivery(invoice)}{_settlement(invoice)}"
        "</rsm:SupplyChainTradeTransaction>\n</rsm:CrossIndustryInvoice>\n"
    )


def with_number(xml: bytes, invoice_number: str) -> bytes:
    """The bytes of `write` with the real number where the placeholder stands: as BT-1, and as BT-83 if it is that.

    Nothing else changes (docs/rules/einvoice-numbers.md). Refuses `xml.number_missing` for an empty number or a
    document that does not wait for one, `xml.bad_character`.
    """
    head, waiting, rest = xml.partition(f"{_HEAD}<ram:ID>{NUMBER_PLACEHOLDER}</ram:ID>".encode())
    if not invoice_number.strip() or not waiting:
        raise Refused("xml.number_missing")
    value = encoded(escaped(invoice_number))
    rest = rest.replace(
        f"<ram:PaymentReference>{NUMBER_PLACEHOLDER}</ram:PaymentReference>".encode(),
        b"<ram:PaymentReference>%b</ram:PaymentReference>" % value,
    )
    return b"%b%b<ram:ID>%b</ram:ID>%b" % (head, _HEAD.encode(), value, rest)


def _context(invoice: Invoice) -> str:
    process = wrapped("BusinessProcessSpecifiedDocumentContextParameter", text("ID", invoice.process_type))
    guideline = wrapped("GuidelineSpecifiedDocumentContextParameter", text("ID", invoice.specification_id))
    return f"<rsm:ExchangedDocumentContext>\n{process}{guideline}</rsm:ExchangedDocumentContext>\n"


def _document(invoice: Invoice) -> str:
    notes = "".join(
        within("IncludedNote", text("Content", one.text) + text("SubjectCode", one.subject)) for one in invoice.notes
    )
    return (
        f"{_HEAD}{text('ID', invoice.number)}{text('TypeCode', invoice.type_code)}"
        f"{day('IssueDateTime', invoice.issued_on)}{notes}</rsm:ExchangedDocument>\n"
    )


def _agreement(invoice: Invoice) -> str:
    subject = invoice.object_id
    additional = "".join(_supporting(one) for one in invoice.supporting_documents)
    additional += typed_reference(invoice.tender_ref, TENDER)
    additional += typed_reference(subject.value, OBJECT, subject.scheme) if subject else ""
    project = text("ID", invoice.project_ref)
    return within(
        "ApplicableHeaderTradeAgreement",
        f"{text('BuyerReference', invoice.buyer_reference)}"
        f"{cii_write_parties.party('SellerTradeParty', invoice.seller)}"
        f"{cii_write_parties.party('BuyerTradeParty', invoice.buyer)}"
        f"{cii_write_parties.tax_representative(invoice.tax_representative)}"
        f"{reference('SellerOrderReferencedDocument', invoice.sales_order_ref)}"
        f"{reference('BuyerOrderReferencedDocument', invoice.order_ref)}"
        f"{reference('ContractReferencedDocument', invoice.contract_ref)}{additional}"
        f"{within('SpecifiedProcuringProject', project + text('Name', PROJECT)) if project else ''}",
    )


def _supporting(document: SupportingDocument) -> str:
    embedded = ""
    if document.attachment is not None:
        marks = attribute("mimeCode", document.attachment.mime_code) + attribute(
            "filename", document.attachment.filename
        )
        content = b64encode(document.attachment.content).decode()
        embedded = f"<ram:AttachmentBinaryObject{marks}>{content}</ram:AttachmentBinaryObject>\n"
    return within(
        "AdditionalReferencedDocument",
        f"{text('IssuerAssignedID', document.reference)}{text('URIID', document.location)}"
        f"{text('TypeCode', SUPPORTING)}{text('Name', document.description)}{embedded}",
    )


def _delivery(invoice: Invoice) -> str:
    delivery = invoice.delivery
    place = cii_write_parties.place(delivery) if delivery else ""
    event = day("OccurrenceDateTime", delivery.delivered_on) if delivery else ""
    return within(
        "ApplicableHeaderTradeDelivery",
        f"{place}{wrapped('ActualDeliverySupplyChainEvent', event)}"
        f"{reference('DespatchAdviceReferencedDocument', invoice.despatch_ref)}"
        f"{reference('ReceivingAdviceReferencedDocument', invoice.receiving_ref)}",
    )


def _settlement(invoice: Invoice) -> str:
    payment = invoice.payment
    debit = payment.direct_debit if payment else None
    preceding = "".join(
        within(
            "InvoiceReferencedDocument",
            text("IssuerAssignedID", one.number)
            + day("FormattedIssueDateTime", one.issued_on, kind="qdt:DateTimeString"),
        )
        for one in invoice.preceding_invoices
    )
    terms = text("Description", invoice.payment_terms) + day("DueDateDateTime", invoice.due_on)
    terms += text("DirectDebitMandateID", debit.mandate if debit else None)
    return within(
        "ApplicableHeaderTradeSettlement",
        f"{text('CreditorReferenceID', debit.creditor_id if debit else None)}"
        f"{text('PaymentReference', payment.remittance if payment else None)}"
        f"{text('TaxCurrencyCode', invoice.vat_currency)}{text('InvoiceCurrencyCode', invoice.currency)}"
        f"{cii_write_parties.payee(invoice.payee)}{_means(payment) if payment else ''}{_breakdown(invoice)}"
        f"{period(invoice.period)}{adjustments(invoice.allowances, invoice.charges)}"
        f"{wrapped('SpecifiedTradePaymentTerms', terms)}{_totals(invoice)}{preceding}"
        f"{wrapped('ReceivableSpecifiedTradeAccountingAccount', text('ID', invoice.buyer_accounting_ref))}",
    )


def _means(payment: Payment) -> str:
    """BG-16, once for every account; what is said once stands in the first."""
    code = text("TypeCode", payment.means_code)
    first = text("Information", payment.means_text) + _card(payment) + _debited(payment)
    transfers = payment.credit_transfers or (None,)
    means = [
        f"{code}{first if index == 0 else ''}{_account(transfer) if transfer else ''}"
        for index, transfer in enumerate(transfers)
    ]
    says_nothing = payment.remittance is None and payment.direct_debit is None
    return "".join(
        within("SpecifiedTradeSettlementPaymentMeans", content) for content in means if content or says_nothing
    )


def _card(payment: Payment) -> str:
    if payment.card is None:
        return ""
    content = text("ID", payment.card.account) + text("CardholderName", payment.card.holder)
    return within("ApplicableTradeSettlementFinancialCard", content)


def _debited(payment: Payment) -> str:
    debit = payment.direct_debit
    if debit is None or (debit.account is None and (debit.mandate is not None or debit.creditor_id is not None)):
        return ""
    return within("PayerPartyDebtorFinancialAccount", text("IBANID", debit.account))


def _account(transfer: CreditTransfer) -> str:
    account = transfer.account
    has_iban = account is not None and account[:2].isalpha() and account[2:4].isdigit()
    number_of = text("IBANID", account) if has_iban else ""
    proprietary = "" if has_iban else text("ProprietaryID", account)
    content = number_of + text("AccountName", transfer.account_name) + proprietary
    provider = wrapped("PayeeSpecifiedCreditorFinancialInstitution", text("BICID", transfer.provider))
    return within("PayeePartyCreditorFinancialAccount", content) + provider


def _breakdown(invoice: Invoice) -> str:
    """BG-23; the day or code of the tax point (BT-7, BT-8) stands in the first group."""
    code = None if invoice.tax_point_code is None else TAX_POINT_CODES[invoice.tax_point_code]
    point_on = day("TaxPointDate", invoice.tax_point_on, kind="udt:DateString")
    return "".join(
        _group(one, point_on, text("DueDateTypeCode", code)) if index == 0 else _group(one)
        for index, one in enumerate(invoice.vat_breakdown)
    )


def _group(one: VatBreakdown, *point: str) -> str:
    return within(
        "ApplicableTradeTax",
        f"{number('CalculatedAmount', one.tax)}<ram:TypeCode>VAT</ram:TypeCode>\n"
        f"{text('ExemptionReason', one.exemption_reason)}{number('BasisAmount', one.taxable)}"
        f"{text('CategoryCode', one.category)}{text('ExemptionReasonCode', one.exemption_code)}"
        f"{''.join(point)}{number('RateApplicablePercent', one.rate)}",
    )


def _totals(invoice: Invoice) -> str:
    totals: Totals = invoice.totals
    taxes = [(totals.total_vat, invoice.currency), (totals.total_vat_accounting, invoice.vat_currency)]
    vat = "".join(
        f"<ram:TaxTotalAmount{attribute('currencyID', currency)}>{plain(value)}</ram:TaxTotalAmount>\n"
        for value, currency in taxes
        if value is not None
    )
    return within(
        "SpecifiedTradeSettlementHeaderMonetarySummation",
        f"{number('LineTotalAmount', totals.line_total_sum)}{number('ChargeTotalAmount', totals.charge_sum)}"
        f"{number('AllowanceTotalAmount', totals.allowance_sum)}"
        f"{number('TaxBasisTotalAmount', totals.total_without_vat)}{vat}"
        f"{number('RoundingAmount', totals.rounding)}{number('GrandTotalAmount', totals.total_with_vat)}"
        f"{number('TotalPrepaidAmount', totals.paid)}{number('DuePayableAmount', totals.payable)}",
    )
