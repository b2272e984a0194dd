"""Writes the model as UBL 2.1 (Invoice or CreditNote), bound as CEN/TS 16931-3-2 binds the terms.

The same model always gives the same bytes. What is wrong with the model is not looked for here, except what no XML
can hold: `xml.bad_character`, and `xml.no_place` for a term that UBL has no place for.
"""

from base64 import b64encode

from kvit.core.einvoice import ubl_write_lines, ubl_write_parties
from kvit.core.einvoice.markup import encoded
from kvit.core.einvoice.model import Invoice, Payment, SupportingDocument, Totals, VatBreakdown
from kvit.core.einvoice.ubl_elements import (
    CAC,
    CBC,
    ROOTS,
    adjustments,
    attribute,
    day,
    escaped,
    identifier,
    money,
    number,
    period,
    reference,
    tax_scheme,
    text,
    wrapped,
)
from kvit.core.errors import Refused

NUMBER_PLACEHOLDER = "KVIT-NUMBER-0000000000"
"""Stands for the number while a draft is judged; `with_number` puts the real one in its place."""

NO_ORDER = "NA"
"""UBL wants a purchase order number (BT-13) wherever a sales order number (BT-14) stands; this says there is none."""


def write(invoice: Invoice) -> bytes:
    """The document in UTF-8. Refuses `xml.bad_character` and `xml.no_place`."""
    root = "CreditNote" if invoice.is_credit_note else "Invoice"
    line_tag, quantity_tag = ("CreditNoteLine", "CreditedQuantity") if root == "CreditNote" else _INVOICE_LINE
    currency = invoice.currency
    debit = invoice.payment.direct_debit if invoice.payment else None
    creditor = debit.creditor_id if debit else None
    on_payee = invoice.payee is not None
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>\n',
        f'<{root} xmlns="{ROOTS[root]}" xmlns:cac="{CAC}" xmlns:cbc="{CBC}">\n',
        _head(invoice, root),
        _references(invoice, root),
        ubl_write_parties.party("AccountingSupplierParty", invoice.seller, creditor_id=None if on_payee else creditor),
        ubl_write_parties.party("AccountingCustomerParty", invoice.buyer),
        ubl_write_parties.payee(invoice.payee, creditor_id=creditor),
        ubl_write_parties.tax_representative(invoice.tax_representative),
        ubl_write_parties.delivery(invoice.delivery),
        _payment(invoice, root),
        wrapped("PaymentTerms", text("Note", invoice.payment_terms)),
        adjustments(invoice.allowances, invoice.charges, currency),
        _tax_totals(invoice),
        _monetary_total(invoice.totals, currency),
        *[ubl_write_lines.line(line_tag, quantity_tag, one, currency) for one in invoice.lines],
        f"</{root}>\n",
    ]
    return encoded("".join(parts))


_INVOICE_LINE = ("InvoiceLine", "InvoicedQuantity")


def with_number(xml: bytes, invoice_number: str) -> bytes:
    """The bytes of `write` with the real number where the placeholder stands: as BT-1, and as BT-83 if it is that.

    Nothing else changes, also where a person typed the placeholder into another field (docs/rules/einvoice-numbers.md).
    Refuses `xml.number_missing` for an empty number or a document that does not wait for one, `xml.bad_character`.
    """
    waiting = f"<cbc:ID>{NUMBER_PLACEHOLDER}</cbc:ID>".encode()
    start = xml.find(b"<cbc:ID")  # BT-1 is the first identifier of a document that we wrote
    if not invoice_number.strip() or start < 0 or not xml.startswith(waiting, start):
        raise Refused("xml.number_missing")
    value = encoded(escaped(invoice_number))
    rest = xml[start + len(waiting) :].replace(
        f"<cbc:PaymentID>{NUMBER_PLACEHOLDER}</cbc:PaymentID>".encode(), b"<cbc:PaymentID>%b</cbc:PaymentID>" % value
    )
    return b"%b<cbc:ID>%b</cbc:ID>%b" % (xml[:start], value, rest)


def _head(invoice: Invoice, root: str) -> str:
    tax_point = day("TaxPointDate", invoice.tax_point_on)
    notes = "".join(
        text("Note", one.text if one.subject is None else f"#{one.subject}#{one.text}") for one in invoice.notes
    )
    if root == "CreditNote":
        kind = f"{tax_point}{text('CreditNoteTypeCode', invoice.type_code)}{notes}"
    else:
        due = day("DueDate", invoice.due_on)
        kind = f"{due}{text('InvoiceTypeCode', invoice.type_code)}{notes}{tax_point}"
    return (
        f"{text('CustomizationID', invoice.specification_id)}{text('ProfileID', invoice.process_type)}"
        f"{text('ID', invoice.number)}{day('IssueDate', invoice.issued_on)}{kind}"
        f"{text('DocumentCurrencyCode', invoice.currency)}{text('TaxCurrencyCode', invoice.vat_currency)}"
        f"{text('AccountingCost', invoice.buyer_accounting_ref)}{text('BuyerReference', invoice.buyer_reference)}"
    )


def _references(invoice: Invoice, root: str) -> str:
    order = ""
    if invoice.order_ref is not None or invoice.sales_order_ref is not None:
        ours = NO_ORDER if invoice.order_ref is None else invoice.order_ref
        order = wrapped("OrderReference", text("ID", ours) + text("SalesOrderID", invoice.sales_order_ref))
    preceding = "".join(
        f"<cac:BillingReference><cac:InvoiceDocumentReference>{text('ID', one.number)}{day('IssueDate', one.issued_on)}"
        "</cac:InvoiceDocumentReference></cac:BillingReference>\n"
        for one in invoice.preceding_invoices
    )
    tender = reference("OriginatorDocumentReference", invoice.tender_ref)
    contract = reference("ContractDocumentReference", invoice.contract_ref)
    additional = ""
    if invoice.object_id is not None:
        additional = _typed_reference(identifier("ID", invoice.object_id), "130")
    project = ""
    if invoice.project_ref is not None and root == "CreditNote":
        # A UBL credit note has no project reference: the binding keeps BT-11 under document type 50.
        additional += _typed_reference(text("ID", invoice.project_ref), "50")
    else:
        project = reference("ProjectReference", invoice.project_ref)
    additional += "".join(_supporting(one) for one in invoice.supporting_documents)
    middle = f"{tender}{contract}{additional}{project}" if root == "Invoice" else f"{contract}{additional}{tender}"
    return (
        f"{period(invoice.period, invoice.tax_point_code)}{order}{preceding}"
        f"{reference('DespatchDocumentReference', invoice.despatch_ref)}"
        f"{reference('ReceiptDocumentReference', invoice.receiving_ref)}{middle}"
    )


def _typed_reference(content: str, type_code: str) -> str:
    mark = f"<cbc:DocumentTypeCode>{type_code}</cbc:DocumentTypeCode>"
    return f"<cac:AdditionalDocumentReference>{content}{mark}</cac:AdditionalDocumentReference>\n"


def _supporting(document: SupportingDocument) -> str:
    embedded = ""
    if document.attachment is not None:
        marks = attribute("mimeCode", document.attachment.mime_code) + attribute(
            "filename", document.attachment.filename
        )
        content = b64encode(document.attachment.content).decode()
        embedded = f"<cbc:EmbeddedDocumentBinaryObject{marks}>{content}</cbc:EmbeddedDocumentBinaryObject>\n"
    linked = wrapped("ExternalReference", text("URI", document.location))
    return (
        f"<cac:AdditionalDocumentReference>\n{text('ID', document.reference)}"
        f"{text('DocumentDescription', document.description)}{wrapped('Attachment', embedded + linked)}"
        "</cac:AdditionalDocumentReference>\n"
    )


def _payment(invoice: Invoice, root: str) -> str:
    # A UBL 2.1 credit note has its due date (BT-9) only here, and no payment without a code: 1 is "not defined".
    due = day("PaymentDueDate", invoice.due_on) if root == "CreditNote" else ""
    payment = invoice.payment or (Payment(means_code="1") if due else None)
    if payment is None:
        return ""
    parts = []
    for index, transfer in enumerate(payment.credit_transfers or (None,)):
        first = index == 0
        name = attribute("name", payment.means_text) if first else ""
        account = ""
        if transfer is not None:
            branch = wrapped("FinancialInstitutionBranch", text("ID", transfer.provider))
            account = (
                f"<cac:PayeeFinancialAccount>\n{text('ID', transfer.account)}{text('Name', transfer.account_name)}"
                f"{branch}</cac:PayeeFinancialAccount>\n"
            )
        code = escaped(payment.means_code or "")
        has_code = payment.means_code is not None or name
        means = f"<cbc:PaymentMeansCode{name}>{code}</cbc:PaymentMeansCode>\n" if has_code else ""
        parts.append(
            f"<cac:PaymentMeans>\n{means}{due if first else ''}{text('PaymentID', payment.remittance)}"
            f"{_card(payment) if first else ''}{account}{_mandate(payment) if first else ''}</cac:PaymentMeans>\n"
        )
    return "".join(parts)


def _card(payment: Payment) -> str:
    if payment.card is None:
        return ""
    return wrapped(
        "CardAccount",
        text("PrimaryAccountNumberID", payment.card.account)
        + text("NetworkID", "NA")  # UBL wants a network; the standard has no term for it
        + text("HolderName", payment.card.holder),
    )


def _mandate(payment: Payment) -> str:
    debit = payment.direct_debit
    if debit is None or (debit.creditor_id is not None and debit.mandate is None and debit.account is None):
        return ""  # the creditor identifier alone stands with the party
    account = wrapped("PayerFinancialAccount", text("ID", debit.account))
    return f"<cac:PaymentMandate>\n{text('ID', debit.mandate)}{account}</cac:PaymentMandate>\n"


def _tax_totals(invoice: Invoice) -> str:
    totals, currency = invoice.totals, invoice.currency
    parts = []
    if totals.total_vat is not None or invoice.vat_breakdown:
        subtotals = "".join(_subtotal(one, currency) for one in invoice.vat_breakdown)
        parts.append(f"<cac:TaxTotal>\n{money('TaxAmount', totals.total_vat, currency)}{subtotals}</cac:TaxTotal>\n")
    if totals.total_vat_accounting is not None:
        if invoice.vat_currency is None or invoice.vat_currency == currency:
            raise Refused("xml.no_place", term="BT-111")
        parts.append(wrapped("TaxTotal", money("TaxAmount", totals.total_vat_accounting, invoice.vat_currency)))
    return "".join(parts)


def _subtotal(one: VatBreakdown, currency: str | None) -> str:
    category = (
        f"{text('ID', one.category)}{number('Percent', one.rate)}"
        f"{text('TaxExemptionReasonCode', one.exemption_code)}{text('TaxExemptionReason', one.exemption_reason)}"
    )
    return (
        f"<cac:TaxSubtotal>\n{money('TaxableAmount', one.taxable, currency)}{money('TaxAmount', one.tax, currency)}"
        f"<cac:TaxCategory>\n{tax_scheme(category)}</cac:TaxCategory>\n</cac:TaxSubtotal>\n"
    )


def _monetary_total(totals: Totals, currency: str | None) -> str:
    return (
        f"<cac:LegalMonetaryTotal>\n{money('LineExtensionAmount', totals.line_total_sum, currency)}"
        f"{money('TaxExclusiveAmount', totals.total_without_vat, currency)}"
        f"{money('TaxInclusiveAmount', totals.total_with_vat, currency)}"
        f"{money('AllowanceTotalAmount', totals.allowance_sum, currency)}"
        f"{money('ChargeTotalAmount', totals.charge_sum, currency)}{money('PrepaidAmount', totals.paid, currency)}"
        f"{money('PayableRoundingAmount', totals.rounding, currency)}"
        f"{money('PayableAmount', totals.payable, currency)}</cac:LegalMonetaryTotal>\n"
    )
