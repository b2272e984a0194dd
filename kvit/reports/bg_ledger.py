"""Bulgaria's VAT sales ledger of a month: the documents of the VAT sales journal as the authority's file names them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kvit.companies.models import Company
from kvit.companies.permissions import require
from kvit.core.calendar import end_of_month
from kvit.core.errors import Fact, Finding, Refused, errors
from kvit.core.formats import bg_vat_ledger
from kvit.core.formats.bg_vat_ledger import Row
from kvit.core.permissions import Actor
from kvit.receivables.models import Annulment, Invoice, InvoiceLine
from kvit.reports import purchase_vat, vat
from kvit.reports.purchase_vat import PurchaseLine
from kvit.reports.vat import JournalLine

ZERO = Decimal(0)


@dataclass(frozen=True)
class Ledger:
    """The month's records in the order of the file, and what is to be looked at before it is filed."""

    first: date
    currency: str
    rows: list[Row]
    findings: list[Finding]

    @property
    def cells(self) -> dict[str, Decimal]:
        """The sales cells of the VAT return."""
        return bg_vat_ledger.return_cells(self.rows)


def of_month(company: Company, first: date) -> Ledger:
    """The ledger of the month that begins with `first`: what was issued in it (ЗДДС чл. 124, ал. 2), by day and number.

    Refuses `authority.not_bulgarian`.
    """
    require_bulgarian(company)
    since, until = first.replace(day=1), end_of_month(first)
    found = _of_company(company)
    by_document: defaultdict[str, list[JournalLine]] = defaultdict(list)  # what was annulled has lines in two places
    for line in vat.sales_journal(company, since=since, until=until):
        by_document[line.invoice_id].append(line)
    documents = Invoice.objects.filter(
        company=company, status="issued", issued_on__gte=since, issued_on__lte=until
    ).order_by("issued_on", "number", "pk")
    goods = _goods(company, since, until)
    annulled = set(
        Annulment.objects.filter(company=company, invoice__in=documents.order_by()).values_list("invoice_id", flat=True)
    )
    rows = []
    for document in documents.iterator(chunk_size=2000):
        found += _of_document(document, annulled=document.pk in annulled)
        amounts, unplaced = _amounts(company, by_document[document.public_id], first=since)
        found += unplaced
        rows.append(_row(document, amounts, goods=goods.get(document.pk, "")))
    protocols, unplaced = _protocols(company, since, until)
    rows = sorted([*rows, *protocols], key=lambda row: (row.issued_on, row.number))
    return Ledger(since, bg_vat_ledger.currency_of(since), rows, [*found, *unplaced])


def file_of(company: Company, first: date, *, by: Actor) -> bytes:
    """PRODAGBI.TXT of the month. Refuses `authority.findings` while something in it is wrong, and what is denied."""
    require(by, "report.export", company)
    ledger = of_month(company, first)
    require_no_errors(ledger.findings)
    return bg_vat_ledger.write(ledger.rows, vat_id=company.vat_id, first=ledger.first)


def require_bulgarian(company: Company) -> None:
    """Refuses `authority.not_bulgarian` for a company of another country."""
    if company.country != "BG":
        raise Refused("authority.not_bulgarian", company=company.name, country=company.country)


def require_no_errors(findings: Sequence[Finding]) -> None:
    """Refuses `authority.findings` with those that keep a file from being written."""
    wrong = errors(list(findings))
    if wrong:
        told = [{"rule": one.rule, "place": one.place, "severity": one.severity, "facts": one.facts} for one in wrong]
        raise Refused("authority.findings", number=len(wrong), findings=told)


def _of_company(company: Company) -> list[Finding]:
    return [] if company.vat_id else [Finding("bg_ledger.no_vat_number", "seller/vat_id")]


def _of_document(document: Invoice, *, annulled: bool) -> list[Finding]:
    """What is missing or cannot be said of a document."""
    place, facts = f"invoice/{document.public_id}", {"number": document.printed_number}
    told: dict[str, Fact] = dict(facts)
    found = []
    if document.vat_on_payment:
        found.append(Finding("bg_ledger.on_payment", place, facts=told))
    if annulled:
        found.append(Finding("bg_ledger.annulled", place, facts=told))
    if not _partner_id(document.buyer):
        found.append(
            Finding("bg_ledger.no_partner_number", place, "warning", facts={**told, "customer": _name(document)})
        )
    spelled = bg_vat_ledger.letters(_name(document))
    if spelled != " ".join(_name(document).split()):
        facts_of_name: dict[str, Fact] = {**told, "customer": _name(document), "spelled": spelled}
        found.append(Finding("bg_ledger.letters", place, "note", facts=facts_of_name))
    return found


def _amounts(
    company: Company, lines: Sequence[JournalLine], *, first: date
) -> tuple[dict[str, Decimal], list[Finding]]:
    """The amounts of a document by column, and the treatments for which there is no column."""
    amounts: dict[str, Decimal] = {}
    unplaced = []
    for line in lines:
        try:
            where = bg_vat_ledger.columns(line.category, line.rate, country=line.country)
        except Refused as refused:
            facts: dict[str, Fact] = {"number": line.number, **{k: str(v) for k, v in refused.facts.items()}}
            unplaced.append(Finding("bg_ledger.no_column", f"invoice/{line.invoice_id}", facts=facts))
            continue
        for column, amount in ((where.base, line.base), (where.vat, line.vat)):
            if column:
                told = bg_vat_ledger.declared(amount, currency=company.currency, first=first)
                amounts[column] = amounts.get(column, ZERO) + told
    return amounts, unplaced


def _protocols(company: Company, since: date, until: date) -> tuple[list[Row], list[Finding]]:
    """Our protocols of the month: the VAT that we owe in a supplier's place is VAT of sales too (чл. 124, ал. 2)."""
    documents: defaultdict[str, list[PurchaseLine]] = defaultdict(list)
    for line in purchase_vat.self_charged(company, since=since, until=until):
        documents[line.self_charge].append(line)
    goods = purchase_vat.goods_of(company, [lines[0].bill for lines in documents.values()])
    rows, unplaced = [], []
    for lines in documents.values():
        head = lines[0]
        try:
            amounts = _protocol_amounts(company, lines, first=since)
        except Refused as refused:
            unplaced.append(Finding(refused.code, f"bill/{head.bill}", facts={"number": head.number}))
            continue
        rows.append(
            Row(
                document=bg_vat_ledger.PROTOCOL,
                number=head.number,
                issued_on=head.issued_on,
                partner_id=head.vat_id,
                partner=head.supplier,
                goods=goods.get(head.bill, ""),
                amounts=amounts,
            )
        )
    return rows, unplaced


def _protocol_amounts(company: Company, lines: Sequence[PurchaseLine], *, first: date) -> dict[str, Decimal]:
    amounts: dict[str, Decimal] = {}
    for line in lines:
        where = bg_vat_ledger.protocol_columns(line.treatment)
        for column, amount in ((where.base, line.base), (where.vat, line.vat)):
            told = bg_vat_ledger.declared(amount, currency=company.currency, first=first)
            amounts[column] = amounts.get(column, ZERO) + told
    return amounts


def _row(document: Invoice, amounts: Mapping[str, Decimal], *, goods: str) -> Row:
    return Row(
        document=bg_vat_ledger.DOCUMENTS[document.kind],
        number=document.printed_number,
        issued_on=document.day,
        partner_id=_partner_id(document.buyer),
        partner=_name(document),
        goods=goods,
        amounts=amounts,
    )


def _goods(company: Company, since: date, until: date) -> dict[int, str]:
    """What each document is about, in the words of its first line."""
    first_lines = InvoiceLine.objects.filter(
        company=company,
        invoice__status="issued",
        invoice__issued_on__gte=since,
        invoice__issued_on__lte=until,
        position=1,
    )
    return dict(first_lines.values_list("invoice_id", "name").iterator(chunk_size=2000))


def _name(document: Invoice) -> str:
    return str(document.buyer.get("name", ""))


def _partner_id(buyer: Mapping[str, str]) -> str:
    """ИН по ЗДДС of the customer, else their ЕИК or tax number."""
    return buyer.get("vat_id") or buyer.get("register_id") or buyer.get("tax_id") or ""
