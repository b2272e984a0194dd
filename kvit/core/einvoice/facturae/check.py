"""Kvit's own verdict on a Facturae: its structure as the schema has it, then what the schema does not see.

The schema decides what is valid: sums, numbers and periods that do not agree are warnings here, for a person to look
at, as sellers do send such files and the format's owner accepts them. FACe refuses them (`face.check`).
"""

from collections.abc import Iterator
from decimal import Decimal

from lxml import etree

from kvit.core.einvoice import xml
from kvit.core.einvoice.breach import breach
from kvit.core.einvoice.facturae import codes, schema, sums, values
from kvit.core.einvoice.facturae.facts import CORRECTIVES
from kvit.core.einvoice.facturae.party import SPAIN
from kvit.core.errors import Finding, Refused, errors
from kvit.core.identifiers import check_vat_id

EURO = "EUR"


def check(content: bytes) -> list[Finding]:
    """Every finding. Refuses what `xml.parse` refuses, `facturae.unknown`, and `xml.unreadable` for INF and NaN."""
    return check_root(xml.parse(content))


def check_root(root: etree._Element) -> list[Finding]:
    """The same of a document that was parsed already. What has the wrong structure is not looked into further."""
    name = etree.QName(root)
    if name.localname != schema.ROOT or name.namespace not in schema.VERSIONS:
        raise Refused("facturae.unknown", root=name.localname[:80])
    found = schema.structure(root)
    if errors(found):
        return found
    found += [*_batch(root), *_numbers(root)]
    for position, invoice in enumerate(root.findall("Invoices/Invoice"), start=1):
        place = f"/Facturae/Invoices/Invoice[{position}]" if position > 1 else "/Facturae/Invoices/Invoice"
        found += [*sums.check(invoice, place), *_correction(invoice, place), *_dates(invoice, place)]
    return found


def _batch(root: etree._Element) -> Iterator[Finding]:
    place = "/Facturae/FileHeader/Batch"
    invoices = root.findall("Invoices/Invoice")
    count = values.number(root, "FileHeader/Batch/InvoicesCount")
    if count != len(invoices):
        yield breach("KVIT-FE-COUNT", place, severity="warning", found=count, expected=len(invoices))
    for name, of_invoice in (
        ("TotalOutstandingAmount", "TotalOutstandingAmount"),
        ("TotalExecutableAmount", "TotalExecutableAmount"),
        ("TotalInvoicesAmount", "InvoiceTotal"),
    ):
        stated = values.amount(root, f"FileHeader/Batch/{name}") or Decimal(0)
        expected = values.total(root, f"Invoices/Invoice/InvoiceTotals/{of_invoice}")
        if not sums.is_near(stated, expected):
            yield breach("KVIT-FE-BATCH", f"{place}/{name}", severity="warning", found=stated, expected=expected)


def _numbers(root: etree._Element) -> Iterator[Finding]:
    """Spanish tax numbers by their check letters (RD 1065/2007 art. 19 to 22; Orden EHA/451/2008 for companies)."""
    for who in ("SellerParty", "BuyerParty"):
        path = f"Parties/{who}/TaxIdentification"
        number = values.text(root, f"{path}/TaxIdentificationNumber") or ""
        if values.text(root, f"{path}/ResidenceTypeCode") != SPAIN:
            continue
        try:
            check_vat_id("ES", number)
        except Refused:
            yield breach("KVIT-FE-NIF", f"/Facturae/{path}", severity="warning", number=number)


def _correction(invoice: etree._Element, place: str) -> Iterator[Finding]:
    """A rectificativa says what it corrects and why (RD 1619/2012 art. 15), by code and by the words of that code."""
    place = f"{place}/InvoiceHeader/Corrective"
    is_corrective = values.text(invoice, "InvoiceHeader/InvoiceClass") in CORRECTIVES
    one = invoice.find("InvoiceHeader/Corrective")
    if is_corrective != (one is not None):
        yield breach("KVIT-FE-CORRECTIVE", place, severity="warning")
    if one is None:
        return
    method, reason = values.text(one, "CorrectionMethod") or "", values.text(one, "ReasonCode") or ""
    by_one_document = method in (codes.BY_SUBSTITUTION, codes.BY_DIFFERENCE)
    names = ("InvoiceNumber", "InvoiceIssueDate")
    for name in names if by_one_document else ():
        if values.text(one, name) is None and _has(invoice, name):
            yield breach("KVIT-FE-CORRECTED", f"{place}/{name}", severity="warning")
    for table, code, name in (
        (codes.REASONS, reason, "ReasonDescription"),
        (codes.CORRECTION_METHODS, method, "CorrectionMethodDescription"),
    ):
        if values.text(one, name) != table[code]:
            yield breach("KVIT-FE-WORDS", f"{place}/{name}", severity="warning", code=code, expected=table[code])


def _has(invoice: etree._Element, name: str) -> bool:
    """Whether the version of the format has the field: InvoiceIssueDate of what is corrected came with 3.2.2."""
    space = str(etree.QName(invoice.getroottree().getroot()).namespace)
    return name != "InvoiceIssueDate" or schema.VERSIONS[space] == "3.2.2"


def _dates(invoice: etree._Element, place: str) -> Iterator[Finding]:
    for one in invoice.iter("InvoicingPeriod", "TaxPeriod", "LineItemPeriod"):
        start, end = values.day(one, "StartDate"), values.day(one, "EndDate")
        if start and end and start > end:
            yield breach("KVIT-FE-PERIOD", f"{place}/{one.tag}", severity="warning")
    issue = f"{place}/InvoiceIssueData"
    in_euros = values.text(invoice, "InvoiceIssueData/InvoiceCurrencyCode") == EURO
    if not in_euros and invoice.find("InvoiceIssueData/ExchangeRateDetails") is None:
        yield breach("KVIT-FE-RATE", f"{issue}/ExchangeRateDetails", severity="warning")
    is_summary = values.text(invoice, "InvoiceHeader/InvoiceClass") in ("OC", "CC")
    if is_summary and invoice.find("InvoiceIssueData/InvoicingPeriod") is None:
        yield breach("KVIT-FE-SUMMARY", f"{issue}/InvoicingPeriod", severity="warning")
