"""Reads a UN/CEFACT Cross Industry Invoice (CII D16B) into the model, as CEN/TS 16931-3-3 binds the terms.

Reading is lenient, so that the rules can say what is missing: an absent element is an absent term. What stands there
but is no number, date, flag or file is a finding, as are the binding's own rules (`cii_binding`).
"""

from dataclasses import replace

from lxml import etree

from kvit.core.einvoice import cii_binding, cii_read_lines, cii_read_parties, xml
from kvit.core.einvoice.breach import breach
from kvit.core.einvoice.cii_elements import OBJECT, RSM, TAX_POINT_CODES, TENDER
from kvit.core.einvoice.cii_read_lines import day
from kvit.core.einvoice.model import (
    Attachment,
    Card,
    CreditTransfer,
    DirectDebit,
    Invoice,
    Note,
    Payment,
    PrecedingInvoice,
    SupportingDocument,
    Totals,
    VatBreakdown,
)
from kvit.core.einvoice.ubl_node import THERE, XSD, Node, is_unreadable
from kvit.core.einvoice.ubl_read import Reading
from kvit.core.errors import Finding, Refused

ROOT = f"{{{RSM}}}CrossIndustryInvoice"
_TRADE = "rsm:SupplyChainTradeTransaction"
WANTED = (
    ("rsm:ExchangedDocumentContext",),
    ("rsm:ExchangedDocument",),
    ("rsm:ExchangedDocument", "ram:ID"),
    ("rsm:ExchangedDocument", "ram:IssueDateTime"),
    (_TRADE,),
    (_TRADE, "ram:ApplicableHeaderTradeAgreement"),
    (_TRADE, "ram:ApplicableHeaderTradeDelivery"),
    (_TRADE, "ram:ApplicableHeaderTradeSettlement"),
)
"""The elements without which the schema refuses a document."""

_STANDARD_CODES = {theirs: ours for ours, theirs in TAX_POINT_CODES.items()}
_NONE = etree.Element("none")


def read(content: bytes) -> Invoice:
    """The model. Refuses what `xml.parse` refuses, `xml.not_cii`, and `xml.unreadable` for a value of no kind."""
    reading = inspect(content)
    for finding in reading.findings:
        if is_unreadable(finding):
            raise Refused("xml.unreadable", place=finding.place, **finding.facts)
    return reading.invoice


def inspect(content: bytes) -> Reading:
    """The model and the findings of its CII. Refuses what `xml.parse` refuses, and `xml.not_cii`."""
    return of_tree(xml.parse(content))


def of_tree(root: etree._Element) -> Reading:
    """As `inspect`, of a document that is parsed."""
    if root.tag != ROOT:
        raise Refused("xml.not_cii", root=etree.QName(root).localname)
    found: list[Finding] = []
    node = Node(root, found)
    invoice = _invoice(node)
    absent = tuple("/".join(path) for path in WANTED if node.one(*path) is None)
    found += [breach(XSD, f"/CrossIndustryInvoice/{one}", value="", kind=THERE) for one in absent]
    return Reading(invoice, tuple(found + cii_binding.check(root)), absent)


def _invoice(root: Node) -> Invoice:
    """The four parts of a document, one after the other."""
    trade = root.one(_TRADE) or Node(_NONE, root.found)
    invoice = _document(root)
    for part, add in (
        ("ram:ApplicableHeaderTradeAgreement", _agreed),
        ("ram:ApplicableHeaderTradeDelivery", _delivered),
        ("ram:ApplicableHeaderTradeSettlement", _settled),
    ):
        node = trade.one(part)
        invoice = add(invoice, node) if node else invoice
    lines = tuple(cii_read_lines.line(one) for one in trade.every("ram:IncludedSupplyChainTradeLineItem"))
    return replace(invoice, lines=lines)


def _document(root: Node) -> Invoice:
    document = root.one("rsm:ExchangedDocument") or Node(_NONE, root.found)
    context = root.one("rsm:ExchangedDocumentContext") or Node(_NONE, root.found)
    return Invoice(
        number=document.text("ram:ID"),
        issued_on=day(document, "ram:IssueDateTime", "udt:DateTimeString"),
        type_code=document.text("ram:TypeCode"),
        notes=tuple(
            Note(text=one.text("ram:Content") or "", subject=one.text("ram:SubjectCode"))
            for one in document.every("ram:IncludedNote")
        ),
        process_type=context.text("ram:BusinessProcessSpecifiedDocumentContextParameter", "ram:ID"),
        specification_id=context.text("ram:GuidelineSpecifiedDocumentContextParameter", "ram:ID"),
    )


def _agreed(invoice: Invoice, node: Node) -> Invoice:
    tender = cii_read_lines.referenced(node, TENDER)
    others = [
        one
        for one in node.every("ram:AdditionalReferencedDocument")
        if one.text("ram:TypeCode") not in (TENDER, OBJECT)
    ]
    return replace(
        invoice,
        buyer_reference=node.text("ram:BuyerReference"),
        seller=cii_read_parties.party(node.one("ram:SellerTradeParty"), of_seller=True),
        buyer=cii_read_parties.party(node.one("ram:BuyerTradeParty"), of_seller=False),
        tax_representative=cii_read_parties.tax_representative(node.one("ram:SellerTaxRepresentativeTradeParty")),
        sales_order_ref=node.text("ram:SellerOrderReferencedDocument", "ram:IssuerAssignedID"),
        order_ref=node.text("ram:BuyerOrderReferencedDocument", "ram:IssuerAssignedID"),
        contract_ref=node.text("ram:ContractReferencedDocument", "ram:IssuerAssignedID"),
        project_ref=node.text("ram:SpecifiedProcuringProject", "ram:ID"),
        tender_ref=tender.value if tender else None,
        object_id=cii_read_lines.referenced(node, OBJECT),
        supporting_documents=tuple(_supporting(one) for one in others),
    )


def _supporting(node: Node) -> SupportingDocument:
    embedded = node.one("ram:AttachmentBinaryObject")
    attachment = None
    if embedded:
        attachment = Attachment(
            content=embedded.content(),
            mime_code=embedded.attribute("mimeCode"),
            filename=embedded.attribute("filename"),
        )
    return SupportingDocument(
        reference=node.text("ram:IssuerAssignedID"),
        description=node.text("ram:Name"),
        location=node.text("ram:URIID"),
        attachment=attachment,
    )


def _delivered(invoice: Invoice, node: Node) -> Invoice:
    delivered_on = day(node, "ram:ActualDeliverySupplyChainEvent", "ram:OccurrenceDateTime", "udt:DateTimeString")
    return replace(
        invoice,
        delivery=cii_read_parties.delivery(
            node.one("ram:ShipToTradeParty"),
            node.one("ram:ActualDeliverySupplyChainEvent"),
            delivered_on=delivered_on,
        ),
        despatch_ref=node.text("ram:DespatchAdviceReferencedDocument", "ram:IssuerAssignedID"),
        receiving_ref=node.text("ram:ReceivingAdviceReferencedDocument", "ram:IssuerAssignedID"),
    )


def _settled(invoice: Invoice, node: Node) -> Invoice:
    taxes, terms = node.every("ram:ApplicableTradeTax"), node.every("ram:SpecifiedTradePaymentTerms")
    points = [one for one in (tax.text("ram:DueDateTypeCode") for tax in taxes) if one is not None]
    days = [one for one in (day(tax, "ram:TaxPointDate", "udt:DateString") for tax in taxes) if one]
    texts = [one for one in (term.text("ram:Description") for term in terms) if one is not None]
    dues = [one for one in (day(term, "ram:DueDateDateTime", "udt:DateTimeString") for term in terms) if one]
    allowances, charges = cii_read_lines.adjustments(node)
    return replace(
        invoice,
        currency=node.text("ram:InvoiceCurrencyCode"),
        vat_currency=node.text("ram:TaxCurrencyCode"),
        tax_point_on=days[0] if days else None,
        tax_point_code=_STANDARD_CODES.get(points[0], points[0]) if points else None,
        due_on=dues[0] if dues else None,
        payment_terms="\n".join(texts) if texts else None,
        preceding_invoices=tuple(_preceding(one) for one in node.every("ram:InvoiceReferencedDocument")),
        payee=cii_read_parties.payee(node.one("ram:PayeeTradeParty")),
        period=cii_read_lines.period(node.one("ram:BillingSpecifiedPeriod")),
        payment=_payment(node),
        allowances=allowances,
        charges=charges,
        totals=_totals(node),
        vat_breakdown=tuple(_breakdown(one) for one in taxes),
        buyer_accounting_ref=node.text("ram:ReceivableSpecifiedTradeAccountingAccount", "ram:ID"),
    )


def _preceding(node: Node) -> PrecedingInvoice:
    return PrecedingInvoice(
        number=node.text("ram:IssuerAssignedID"),
        issued_on=day(node, "ram:FormattedIssueDateTime", "qdt:DateTimeString"),
    )


def _payment(node: Node) -> Payment | None:
    """BG-16: CII repeats the means for every account, and keeps reference, creditor and mandate elsewhere."""
    means = node.every("ram:SpecifiedTradeSettlementPaymentMeans")
    remittance, debit = node.text("ram:PaymentReference"), _direct_debit(node, means)
    if not means and remittance is None and debit is None:
        return None
    names = [one for one in (one.text("ram:Information") for one in means) if one is not None]
    cards = [one for one in (one.one("ram:ApplicableTradeSettlementFinancialCard") for one in means) if one]
    codes = [one for one in (one.text("ram:TypeCode") for one in means) if one is not None]
    return Payment(
        means_code=codes[0] if codes else None,
        means_text=names[0] if names else None,
        remittance=remittance,
        credit_transfers=tuple(
            _transfer(one, account)
            for one, account in ((one, one.one("ram:PayeePartyCreditorFinancialAccount")) for one in means)
            if account
        ),
        card=Card(account=cards[0].text("ram:ID"), holder=cards[0].text("ram:CardholderName")) if cards else None,
        direct_debit=debit,
    )


def _transfer(means: Node, account: Node) -> CreditTransfer:
    iban = account.text("ram:IBANID")
    return CreditTransfer(
        account=account.text("ram:ProprietaryID") if iban is None else iban,
        account_name=account.text("ram:AccountName"),
        provider=means.text("ram:PayeeSpecifiedCreditorFinancialInstitution", "ram:BICID"),
    )


def _direct_debit(node: Node, means: list[Node]) -> DirectDebit | None:
    creditor = node.text("ram:CreditorReferenceID")
    terms = (one.text("ram:DirectDebitMandateID") for one in node.every("ram:SpecifiedTradePaymentTerms"))
    mandate = next((one for one in terms if one is not None), None)
    payer = next((one for one in (one.one("ram:PayerPartyDebtorFinancialAccount") for one in means) if one), None)
    if creditor is None and mandate is None and payer is None:
        return None
    return DirectDebit(mandate=mandate, creditor_id=creditor, account=payer.text("ram:IBANID") if payer else None)


def _breakdown(node: Node) -> VatBreakdown:
    code, rate = cii_read_lines.category(node)
    return VatBreakdown(
        taxable=node.number("ram:BasisAmount"),
        tax=node.number("ram:CalculatedAmount"),
        category=code,
        rate=rate,
        exemption_reason=node.text("ram:ExemptionReason"),
        exemption_code=node.text("ram:ExemptionReasonCode"),
    )


def _totals(node: Node) -> Totals:
    """BG-22. The VAT total in the accounting currency is the one in that currency; the other is the document's."""
    sums = node.one("ram:SpecifiedTradeSettlementHeaderMonetarySummation")
    if sums is None:
        return Totals()
    currency, vat_currency = node.text("ram:InvoiceCurrencyCode"), node.text("ram:TaxCurrencyCode")
    amounts = sums.every("ram:TaxTotalAmount")
    accounting = [
        one for one in amounts if vat_currency not in (None, currency) and one.attribute("currencyID") == vat_currency
    ]
    ours = [one for one in amounts if one not in accounting]
    ours.sort(key=lambda one: one.attribute("currencyID") != currency)
    return Totals(
        line_total_sum=sums.number("ram:LineTotalAmount"),
        allowance_sum=sums.number("ram:AllowanceTotalAmount"),
        charge_sum=sums.number("ram:ChargeTotalAmount"),
        total_without_vat=sums.number("ram:TaxBasisTotalAmount"),
        total_vat=ours[0].number() if ours else None,
        total_vat_accounting=accounting[0].number() if accounting else None,
        total_with_vat=sums.number("ram:GrandTotalAmount"),
        paid=sums.number("ram:TotalPrepaidAmount"),
        rounding=sums.number("ram:RoundingAmount"),
        payable=sums.number("ram:DuePayableAmount"),
    )
