"""The month for the outside accountant: one zip with journals, books, and every document as it was frozen."""

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import date
from decimal import Decimal

from kvit.archive import files
from kvit.archive.models import Document
from kvit.companies.models import Company
from kvit.companies.permissions import require
from kvit.core.calendar import end_of_month
from kvit.core.permissions import Actor
from kvit.ledger.models import EntryLine
from kvit.receivables.models import Invoice
from kvit.reports import ageing, books, purchase_vat, vat
from kvit.reports.purchase_vat import PurchaseLine

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\x00", "＝", "＋", "－", "＠")
STILL = (1980, 1, 1, 0, 0, 0)


def month(company: Company, first: date, *, by: Actor) -> bytes:
    """The zip of the month that begins with `first`; the same month gives the same bytes while nothing is added."""
    require(by, "report.export", company)
    since, until = first.replace(day=1), end_of_month(first)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:
        _add(pack, "vat-sales-journal.csv", _journal(company, since, until))
        _add(pack, "vat-purchase-journal.csv", _purchases(company, since, until))
        _add(pack, "entries.csv", _entries(company, since, until))
        _add(pack, "trial-balance.csv", _trial_balance(company, since, until))
        _add(pack, "open-items.csv", _open_items(company, until))
        for name, content in _documents(company, since, until):
            _add(pack, f"documents/{name}", content)
    return out.getvalue()


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A CSV that spreadsheets open without running anything: texts that look like formulas get a quote in front."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(head)
    for row in rows:
        writer.writerow([_cell(value) for value in row])
    return ("\ufeff" + written.getvalue()).encode()


def _cell(value: object) -> str:
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, date):
        return value.isoformat()
    text = str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(FORMULA) else text


def _add(pack: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, STILL)
    entry.compress_type = zipfile.ZIP_DEFLATED
    pack.writestr(entry, content)


def _journal(company: Company, since: date, until: date) -> bytes:
    head = (
        "number",
        "kind",
        "issued_on",
        "tax_point_on",
        "customer",
        "vat_id",
        "country",
        "category",
        "rate",
        "base",
        "vat",
    )
    lines = vat.sales_journal(company, since=since, until=until)
    return table(head, ([getattr(line, name) for name in head] for line in lines))


def _purchases(company: Company, since: date, until: date) -> bytes:
    """Bills, then what we charged ourselves."""
    head = tuple(one.name for one in fields(PurchaseLine))
    bought = purchase_vat.bought(company, since=since, until=until)
    charged = purchase_vat.self_charged(company, since=since, until=until)
    return table(head, ([getattr(line, name) for name in head] for line in [*bought, *charged]))


def _entries(company: Company, since: date, until: date) -> bytes:
    head = (
        "entry",
        "posted_on",
        "kind",
        "document",
        "account",
        "name",
        "currency",
        "amount",
        "base_amount",
        "vat_code",
        "text",
    )
    lines = (
        EntryLine.objects.filter(company=company, entry__posted_on__gte=since, entry__posted_on__lte=until)
        .select_related("entry", "account")
        .order_by("entry__posted_on", "entry_id", "pk")
    )
    return table(
        head,
        (
            (
                line.entry.public_id,
                line.entry.posted_on,
                line.entry.kind,
                line.entry.document_number,
                line.account.code,
                line.account.name,
                line.currency,
                line.amount,
                line.base_amount,
                line.vat_code,
                line.entry.text,
            )
            for line in lines.iterator()
        ),
    )


def _trial_balance(company: Company, since: date, until: date) -> bytes:
    head = ("code", "name", "opening", "debit", "credit", "closing")
    rows = books.trial_balance(company, since=since, until=until)
    return table(head, ([getattr(row, name) for name in head] for row in rows))


def _open_items(company: Company, until: date) -> bytes:
    head = ("document", "customer", "opened_on", "due_on", "currency", "open_in_company_currency")
    rows = ageing.documents(company, on=until)
    return table(
        head,
        (
            (
                item.document_number,
                item.party.name,
                item.opened_on,
                item.due_on,
                item.currency,
                owed,
            )
            for item, owed in rows
        ),
    )


def _documents(company: Company, since: date, until: date) -> Iterable[tuple[str, bytes]]:
    issued = Invoice.objects.filter(
        company=company, status="issued", issued_on__gte=since, issued_on__lte=until
    ).values_list("pk", flat=True)
    frozen = Document.objects.filter(company=company, document_kind="invoice", document_id__in=issued)
    for document in frozen.select_related("file").order_by("document_id", "form").iterator():
        name = document.file.name.replace("/", "-").replace("\\", "-")
        yield name, files.read(document.file)
