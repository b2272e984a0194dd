"""Writes the model and its facts as Facturae 3.2.2, unsigned (Orden HAP/1074/2014; docs/rules/facturae.md).

The same values always give the same bytes. What the format cannot hold is `losses.dropped`'s to say, before.
"""

from base64 import b64encode
from dataclasses import replace
from decimal import Decimal

from kvit.core.einvoice.facturae import codes, write_lines, write_party, write_totals
from kvit.core.einvoice.facturae.facts import (
    COMPLETE,
    CORRECTIVE,
    CORRECTIVES,
    ORIGINAL,
    RECEIVER,
    SELF_BILLED,
    SELLER,
    Facts,
    Instalment,
    negated,
)
from kvit.core.einvoice.facturae.losses import missing, operated_on
from kvit.core.einvoice.facturae.turned import turned
from kvit.core.einvoice.markup import element, encoded, group
from kvit.core.einvoice.model import CreditTransfer, Invoice, Note, Payment, SupportingDocument
from kvit.core.errors import Refused

SPACE = "http://www.facturae.gob.es/formato/Versiones/Facturaev3_2_2.xml"
REGULATORY = "REG"
"""UNTDID 4451: a note by law. It stands among the legal literals where it is short enough."""
LITERAL, INFORMATION, REFERENCE, RECONCILIATION = 250, 2500, 20, 60
REVERSE_CHARGE = "Inversión del sujeto pasivo"


def write(invoice: Invoice, facts: Facts) -> bytes:
    """The document in UTF-8. Refuses `xml.bad_character`, and `facturae.*` for what `losses.missing` finds first."""
    for finding in missing(invoice, facts):
        raise Refused(finding.rule, place=finding.place, **finding.facts)
    facts = _completed(invoice, facts)
    if invoice.is_credit_note:
        invoice, facts = turned(invoice), negated(facts)
    sums = write_totals.sums(invoice, facts)
    third = write_party.third_party(*facts.third_party) if facts.third_party else ""
    batch = write_totals.batch(invoice, facts, sums)
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>\n',
        f'<fe:Facturae xmlns:fe="{SPACE}">\n',
        group(
            "FileHeader",
            element("SchemaVersion", "3.2.2")
            + element("Modality", "I")
            + element("InvoiceIssuerType", facts.issuer)
            + third
            + batch,
        ),
        group(
            "Parties",
            write_party.business("SellerParty", invoice.seller, facts.seller)
            + write_party.business("BuyerParty", invoice.buyer, facts.buyer),
        ),
        group("Invoices", group("Invoice", _invoice(invoice, facts, sums))),
        "</fe:Facturae>\n",
    ]
    return encoded("".join(parts))


def _completed(invoice: Invoice, facts: Facts) -> Facts:
    """The facts with what follows from the type code (BT-3) where they are silent."""
    self_billed = invoice.type_code == "389"
    corrects = invoice.type_code in ("381", "384")
    return replace(
        facts,
        document_type=facts.document_type or (SELF_BILLED if self_billed else COMPLETE),
        issuer=facts.issuer or (RECEIVER if self_billed else SELLER),
        invoice_class=facts.invoice_class or (CORRECTIVE if corrects else ORIGINAL),
    )


def _invoice(invoice: Invoice, facts: Facts, sums: write_totals.Sums) -> str:
    lines = "".join(
        write_lines.line(one, position=position, reasons=invoice.vat_breakdown)
        for position, one in enumerate(invoice.lines, start=1)
    )
    in_euros = invoice.totals.total_vat_accounting if invoice.vat_currency == "EUR" else None
    return (
        _header(invoice, facts)
        + _issue(invoice, facts)
        + write_lines.taxes_of_document(invoice.vat_breakdown, in_euros)
        + write_lines.taxes_withheld(facts.withheld)
        + write_totals.totals(invoice, facts, sums)
        + group("Items", lines)
        + _payment_details(invoice, facts, sums.executable)
        + group("LegalLiterals", "".join(element("LegalReference", text) for text in _literals(invoice)))
        + _additional(invoice)
    )


def _header(invoice: Invoice, facts: Facts) -> str:
    correction = ""
    if facts.invoice_class in CORRECTIVES and facts.corrective:
        corrective = facts.corrective
        preceding = invoice.preceding_invoices[0] if invoice.preceding_invoices else None
        number = preceding.number if preceding else None
        correction = group(
            "Corrective",
            element("InvoiceNumber", None if number is None else number.removeprefix(corrective.series))
            + element("InvoiceSeriesCode", corrective.series or None)
            + element("ReasonCode", corrective.reason)
            + element("ReasonDescription", codes.REASONS[corrective.reason])
            + write_lines.period("TaxPeriod", corrective.period)
            + element("CorrectionMethod", corrective.method)
            + element("CorrectionMethodDescription", codes.CORRECTION_METHODS[corrective.method])
            + element("AdditionalReasonDescription", corrective.text[:INFORMATION] or None)
            + element("InvoiceIssueDate", preceding.issued_on if preceding else None),
        )
    return group(
        "InvoiceHeader",
        element("InvoiceNumber", (invoice.number or "").removeprefix(facts.series))
        + element("InvoiceSeriesCode", facts.series or None)
        + element("InvoiceDocumentType", facts.document_type)
        + element("InvoiceClass", facts.invoice_class)
        + correction,
    )


def _issue(invoice: Invoice, facts: Facts) -> str:
    rate = ""
    if facts.exchange_rate is not None:
        rate = element("ExchangeRate", write_lines.cents(facts.exchange_rate)) + element(
            "ExchangeRateDate", facts.exchange_rate_on or invoice.issued_on
        )
    return group(
        "InvoiceIssueData",
        element("IssueDate", invoice.issued_on)
        + element("OperationDate", operated_on(invoice))
        + write_lines.period("InvoicingPeriod", invoice.period)
        + element("InvoiceCurrencyCode", invoice.currency)
        + group("ExchangeRateDetails", rate)
        + element("TaxCurrencyCode", invoice.vat_currency or invoice.currency)
        + element("LanguageName", facts.language)
        + element("InvoiceDescription", facts.description[:INFORMATION] or None)
        + element("ReceiverTransactionReference", _short(invoice.order_ref))
        + element("FileReference", _short(invoice.tender_ref))
        + element("ReceiverContractReference", _short(invoice.contract_ref)),
    )


def _short(reference: str | None) -> str | None:
    return None if reference is None else reference[:REFERENCE]


def _payment_details(invoice: Invoice, facts: Facts, executable: Decimal) -> str:
    payment = invoice.payment or Payment()
    day = invoice.due_on or (invoice.issued_on if invoice.payment or invoice.payment_terms is not None else None)
    if day is None:
        return ""
    instalments = facts.instalments or (Instalment(due_on=day, amount=executable),)
    return group("PaymentDetails", "".join(_instalment(one, invoice, payment) for one in instalments))


def _instalment(one: Instalment, invoice: Invoice, payment: Payment) -> str:
    debit = payment.direct_debit
    terms = invoice.payment_terms
    code = payment.means_code or ""
    return group(
        "Installment",
        element("InstallmentDueDate", one.due_on)
        + element("InstallmentAmount", one.amount.quantize(Decimal("0.01")))
        + element("PaymentMeans", codes.MEANS.get(code) or codes.MEANS_ALIKE.get(code, codes.OTHER_MEANS))
        + _account("AccountToBeCredited", payment.credit_transfers[0] if payment.credit_transfers else None)
        + element("PaymentReconciliationReference", payment.remittance[:RECONCILIATION] if payment.remittance else None)
        + _account("AccountToBeDebited", CreditTransfer(account=debit.account) if debit else None)
        + element("CollectionAdditionalInformation", None if terms is None else terms[:INFORMATION]),
    )


def _account(tag: str, value: CreditTransfer | None) -> str:
    if value is None or not value.account or not 5 <= len(value.account) <= 34:
        return ""
    kind = "IBAN" if value.account[:2].isalpha() else "AccountNumber"
    bic = value.provider.ljust(11, "X") if value.provider and len(value.provider) in (8, 11) else None
    return group(tag, element(kind, value.account) + element("BIC", bic))


def literals_of(note: Note) -> bool:
    """Whether the note is a legal literal in Facturae: one by law, and short enough."""
    return note.subject == REGULATORY and len(note.text) <= LITERAL


def _literals(invoice: Invoice) -> list[str]:
    reverse = [
        (one.exemption_reason or REVERSE_CHARGE)[:LITERAL] for one in invoice.vat_breakdown if one.category == "AE"
    ]
    return reverse + [note.text for note in invoice.notes if literals_of(note)]


def _additional(invoice: Invoice) -> str:
    notes = "\n".join(note.text for note in invoice.notes if not literals_of(note))
    documents = "".join(_attachment(one) for one in invoice.supporting_documents)
    return group(
        "AdditionalData",
        group("RelatedDocuments", documents) + element("InvoiceAdditionalInformation", notes[:INFORMATION] or None),
    )


def _attachment(one: SupportingDocument) -> str:
    form = codes.ATTACHMENTS.get(one.attachment.mime_code or "") if one.attachment else None
    if one.attachment is None or form is None:
        return ""
    return group(
        "Attachment",
        element("AttachmentCompressionAlgorithm", "NONE")
        + element("AttachmentFormat", form)
        + element("AttachmentEncoding", "BASE64")
        + element("AttachmentDescription", (one.description or one.reference or "")[:INFORMATION] or None)
        + element("AttachmentData", b64encode(one.attachment.content).decode()),
    )
