"""Reads UBL 2.1 (Invoice or CreditNote) into the model, as CEN/TS 16931-3-2 binds the terms.

Reading is lenient, so that the rules can say what is missing: an absent element is an absent term. What stands there
but is no number, date, flag or file is a finding, as are the binding's own rules (`ubl_binding`).
"""

import re
from dataclasses import dataclass
from datetime import date

from lxml import etree

from kvit.core.einvoice import ubl_binding, ubl_read_lines, ubl_read_parties, xml
from kvit.core.einvoice.breach import breach
from kvit.core.einvoice.model import (
    Attachment,
    Card,
    CreditTransfer,
    DirectDebit,
    Identifier,
    Invoice,
    Note,
    Party,
    Payment,
    PrecedingInvoice,
    SupportingDocument,
    Totals,
    VatBreakdown,
)
from kvit.core.einvoice.ubl_elements import ROOTS
from kvit.core.einvoice.ubl_node import THERE, XSD, Node, is_unreadable
from kvit.core.einvoice.ubl_write import NO_ORDER
from kvit.core.errors import Finding, Refused

WANTED = (
    "cbc:ID",
    "cbc:IssueDate",
    "cac:AccountingSupplierParty",
    "cac:AccountingCustomerParty",
    "cac:LegalMonetaryTotal",
)
"""The elements without which the schema refuses a document."""

_SUBJECT = re.compile(r"#([^#]{3})#(.*)\Z", re.DOTALL)


@dataclass(frozen=True)
class Reading:
    """What a document says, and what is wrong with its UBL: values of no kind, terms given more than once.

    `absent` are the elements that the schema wants and the document lacks.
    """

    invoice: Invoice
    findings: tuple[Finding, ...]
    absent: tuple[str, ...] = ()


def read(content: bytes) -> Invoice:
    """The model. Refuses what `xml.parse` refuses, `xml.not_ubl`, and `xml.unreadable` for a value of no kind."""
    reading = inspect(content)
    for finding in reading.findings:
        if is_unreadable(finding):
            raise Refused("xml.unreadable", place=finding.place, **finding.facts)
    return reading.invoice


def inspect(content: bytes) -> Reading:
    """The model and the findings of its UBL. Refuses what `xml.parse` refuses, and `xml.not_ubl`."""
    return of_tree(xml.parse(content))


def of_tree(root: etree._Element) -> Reading:
    """As `inspect`, of a document that is parsed."""
    name = etree.QName(root)
    if name.namespace is None or ROOTS.get(name.localname) != name.namespace:
        raise Refused("xml.not_ubl", root=name.localname)
    found: list[Finding] = []
    node = Node(root, found)
    invoice = _invoice(node, is_credit_note=name.localname == "CreditNote")
    wanted = [*WANTED, "cac:CreditNoteLine" if name.localname == "CreditNote" else "cac:InvoiceLine"]
    absent = tuple(one for one in wanted if node.one(one) is None)
    found += [breach(XSD, f"/{name.localname}/{one}", value="", kind=THERE) for one in absent]
    return Reading(invoice, tuple(found + ubl_binding.check(root)), absent)


def _invoice(root: Node, *, is_credit_note: bool) -> Invoice:
    order_ref, sales_order_ref = _orders(root.one("cac:OrderReference"))
    additional = _additional(root, is_credit_note=is_credit_note)
    allowances, charges = ubl_read_lines.adjustments(root)
    payment = _payment(root)
    period = root.one("cac:InvoicePeriod")
    subtotals = [one for total in root.every("cac:TaxTotal") for one in total.every("cac:TaxSubtotal")]
    lines = root.every("cac:InvoiceLine") + root.every("cac:CreditNoteLine")
    return Invoice(
        number=root.text("cbc:ID"),
        issued_on=root.day("cbc:IssueDate"),
        type_code=root.text("cbc:CreditNoteTypeCode" if is_credit_note else "cbc:InvoiceTypeCode"),
        currency=root.text("cbc:DocumentCurrencyCode"),
        vat_currency=root.text("cbc:TaxCurrencyCode"),
        tax_point_on=root.day("cbc:TaxPointDate"),
        tax_point_code=period.text("cbc:DescriptionCode") if period else None,
        due_on=_due_on(root) if is_credit_note else root.day("cbc:DueDate"),
        buyer_reference=root.text("cbc:BuyerReference"),
        project_ref=additional.project_ref if is_credit_note else root.text("cac:ProjectReference", "cbc:ID"),
        contract_ref=root.text("cac:ContractDocumentReference", "cbc:ID"),
        order_ref=order_ref,
        sales_order_ref=sales_order_ref,
        receiving_ref=root.text("cac:ReceiptDocumentReference", "cbc:ID"),
        despatch_ref=root.text("cac:DespatchDocumentReference", "cbc:ID"),
        tender_ref=root.text("cac:OriginatorDocumentReference", "cbc:ID"),
        object_id=additional.object_id,
        buyer_accounting_ref=root.text("cbc:AccountingCost"),
        payment_terms=_terms(root),
        notes=tuple(_note(one.value) for one in root.every("cbc:Note")),
        process_type=root.text("cbc:ProfileID"),
        specification_id=root.text("cbc:CustomizationID"),
        preceding_invoices=tuple(_preceding(one) for one in root.every("cac:BillingReference")),
        seller=_party(root, "cac:AccountingSupplierParty", payment),
        buyer=_party(root, "cac:AccountingCustomerParty", None),
        payee=ubl_read_parties.payee(root.one("cac:PayeeParty")),
        tax_representative=ubl_read_parties.tax_representative(root.one("cac:TaxRepresentativeParty")),
        delivery=ubl_read_parties.delivery(root.one("cac:Delivery")),
        period=ubl_read_lines.period(period),
        payment=payment,
        allowances=allowances,
        charges=charges,
        totals=_totals(root),
        vat_breakdown=tuple(_breakdown(one) for one in subtotals),
        supporting_documents=additional.supporting,
        lines=tuple(ubl_read_lines.line(one) for one in lines),
    )


def _orders(node: Node | None) -> tuple[str | None, str | None]:
    """The purchase order (BT-13) and the sales order (BT-14)."""
    if node is None:
        return None, None
    ours, theirs = node.text("cbc:ID"), node.text("cbc:SalesOrderID")
    return (None if ours == NO_ORDER and theirs is not None else ours), theirs


def _terms(root: Node) -> str | None:
    """BT-20; a document that has it more than once (UBL-SR-05) loses nothing."""
    terms = [text for text in (one.text("cbc:Note") for one in root.every("cac:PaymentTerms")) if text is not None]
    return "\n".join(terms) if terms else None


def _due_on(root: Node) -> date | None:
    """A UBL 2.1 credit note has its due date (BT-9) with the means of payment."""
    days = (one.day("cbc:PaymentDueDate") for one in root.every("cac:PaymentMeans"))
    return next((day for day in days if day), None)


def _party(root: Node, name: str, payment: Payment | None) -> Party:
    holder = payment is not None and payment.direct_debit is not None
    return ubl_read_parties.party(
        root.one(name, "cac:Party"), of_seller=name == "cac:AccountingSupplierParty", keep_creditor=not holder
    )


def _note(value: str) -> Note:
    subject = _SUBJECT.match(value)
    return Note(text=subject[2], subject=subject[1]) if subject else Note(text=value)


def _preceding(node: Node) -> PrecedingInvoice:
    reference = node.one("cac:InvoiceDocumentReference")
    if reference is None:
        return PrecedingInvoice()
    return PrecedingInvoice(number=reference.text("cbc:ID"), issued_on=reference.day("cbc:IssueDate"))


@dataclass(frozen=True)
class _Additional:
    object_id: Identifier | None
    project_ref: str | None
    supporting: tuple[SupportingDocument, ...]


def _additional(root: Node, *, is_credit_note: bool) -> _Additional:
    """The three things that UBL keeps in one kind of reference, told apart by a type code."""
    object_id, project_ref, supporting = None, None, []
    for one in root.every("cac:AdditionalDocumentReference"):
        type_code = one.text("cbc:DocumentTypeCode")
        if type_code == "130":
            object_id = object_id or one.identifier("cbc:ID")
        elif type_code == "50" and is_credit_note:
            project_ref = one.text("cbc:ID") if project_ref is None else project_ref
        else:
            supporting.append(_supporting(one))
    return _Additional(object_id, project_ref, tuple(supporting))


def _supporting(node: Node) -> SupportingDocument:
    attachment = node.one("cac:Attachment")
    embedded = attachment.one("cbc:EmbeddedDocumentBinaryObject") if attachment else None
    return SupportingDocument(
        reference=node.text("cbc:ID"),
        description=node.text("cbc:DocumentDescription"),
        location=attachment.text("cac:ExternalReference", "cbc:URI") if attachment else None,
        attachment=Attachment(
            content=embedded.content(),
            mime_code=embedded.attribute("mimeCode"),
            filename=embedded.attribute("filename"),
        )
        if embedded
        else None,
    )


def _payment(root: Node) -> Payment | None:
    """BG-16: UBL repeats it for every account; what is said once may stand in any of them."""
    means = root.every("cac:PaymentMeans")
    if not means:
        return None
    codes = [one for one in (one.one("cbc:PaymentMeansCode") for one in means) if one]
    names = [name for name in (code.attribute("name") for code in codes) if name is not None]
    remittances = [text for text in (one.text("cbc:PaymentID") for one in means) if text is not None]
    accounts = [one for one in (one.one("cac:PayeeFinancialAccount") for one in means) if one]
    cards = [one for one in (one.one("cac:CardAccount") for one in means) if one]
    return Payment(
        means_code=codes[0].value if codes else None,
        means_text=names[0] if names else None,
        remittance=remittances[0] if remittances else None,
        credit_transfers=tuple(
            CreditTransfer(
                account=one.text("cbc:ID"),
                account_name=one.text("cbc:Name"),
                provider=one.text("cac:FinancialInstitutionBranch", "cbc:ID"),
            )
            for one in accounts
        ),
        card=Card(account=cards[0].text("cbc:PrimaryAccountNumberID"), holder=cards[0].text("cbc:HolderName"))
        if cards
        else None,
        direct_debit=_direct_debit(root, means),
    )


def _direct_debit(root: Node, means: list[Node]) -> DirectDebit | None:
    mandate = next((one for one in (one.one("cac:PaymentMandate") for one in means) if one), None)
    creditor_id = ubl_read_parties.creditor_id(root.one("cac:PayeeParty"))
    if creditor_id is None:
        creditor_id = ubl_read_parties.creditor_id(root.one("cac:AccountingSupplierParty", "cac:Party"))
    if mandate is None:
        return None if creditor_id is None else DirectDebit(creditor_id=creditor_id)
    return DirectDebit(
        mandate=mandate.text("cbc:ID"),
        creditor_id=creditor_id,
        account=mandate.text("cac:PayerFinancialAccount", "cbc:ID"),
    )


def _breakdown(node: Node) -> VatBreakdown:
    category = node.one("cac:TaxCategory")
    code, rate = ubl_read_lines.category(category)
    return VatBreakdown(
        taxable=node.number("cbc:TaxableAmount"),
        tax=node.number("cbc:TaxAmount"),
        category=code,
        rate=rate,
        exemption_reason=category.text("cbc:TaxExemptionReason") if category else None,
        exemption_code=category.text("cbc:TaxExemptionReasonCode") if category else None,
    )


def _totals(root: Node) -> Totals:
    """BG-22. The VAT total in the accounting currency is the one in that currency; the other is the document's."""
    currency, vat_currency = root.text("cbc:DocumentCurrencyCode"), root.text("cbc:TaxCurrencyCode")
    amounts = [one for one in (total.one("cbc:TaxAmount") for total in root.every("cac:TaxTotal")) if one]
    accounting = [
        one for one in amounts if vat_currency not in (None, currency) and one.attribute("currencyID") == vat_currency
    ]
    ours = [one for one in amounts if one not in accounting]
    ours.sort(key=lambda one: one.attribute("currencyID") != currency)
    sums = root.one("cac:LegalMonetaryTotal")
    if sums is None:
        sums = Node(etree.Element("none"), root.found)
    return Totals(
        line_total_sum=sums.number("cbc:LineExtensionAmount"),
        allowance_sum=sums.number("cbc:AllowanceTotalAmount"),
        charge_sum=sums.number("cbc:ChargeTotalAmount"),
        total_without_vat=sums.number("cbc:TaxExclusiveAmount"),
        total_vat=ours[0].number() if ours else None,
        total_vat_accounting=accounting[0].number() if accounting else None,
        total_with_vat=sums.number("cbc:TaxInclusiveAmount"),
        paid=sums.number("cbc:PrepaidAmount"),
        rounding=sums.number("cbc:PayableRoundingAmount"),
        payable=sums.number("cbc:PayableAmount"),
    )
