"""`kvit audit verify`: archive and event log proven by their hashes; every byte that does not fit is named."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from kvit import tables
from kvit.archive import files
from kvit.archive.models import Document, File
from kvit.core.einvoice import ubl_read
from kvit.core.errors import Refused
from kvit.events import seals
from kvit.receivables.models import Invoice, InvoiceVat


@dataclass(frozen=True)
class Verified:
    """What was proven, and what does not hold."""

    files: int
    documents: int
    events: int
    seals: int
    unsealed: int
    broken: list[str]


def verify() -> Verified:
    """Read every archived byte and every event again; first seals what is not sealed yet, if there is room."""
    _seal()
    broken: list[str] = []
    damaged = set()
    count = 0
    for file in File.objects.order_by("pk").iterator():
        count += 1
        try:
            files.read(file)
        except Refused:
            damaged.add(file.pk)
            broken.append(f"file {file.public_id} ({file.name}) is gone or was changed")
    documents, wrong = _documents_agree(damaged)
    proof = seals.verify()
    return Verified(count, documents, proof.events, proof.seals, proof.unsealed, [*broken, *wrong, *proof.broken])


def _seal() -> None:
    """A disk without room keeps nobody from proving what is on it: the rest is told as not sealed."""
    try:
        with tables.refusing():
            seals.seal_all()
    except Refused as refused:
        if refused.code != "disk.full":
            raise


def _documents_agree(damaged: set[int]) -> tuple[int, list[str]]:
    """Number, days and amounts in the frozen XML, and its VAT row by row, are those of the tables (I11)."""
    wrong = []
    count = 0
    taxed: dict[int, list[tuple[str, Decimal, Decimal]]] = defaultdict(list)
    for one in InvoiceVat.objects.filter(invoice__status="issued").iterator():
        taxed[one.invoice_id].append((one.category, one.base, one.amount))
    rows = {row.pk: row for row in Invoice.objects.filter(status="issued").iterator()}
    frozen = Document.objects.filter(form="ubl", document_kind="invoice").select_related("file")
    for document in frozen.iterator():
        row = rows.get(document.document_id)
        if document.file_id in damaged or row is None:
            continue
        count += 1
        model = ubl_read.read(files.read(document.file))
        same = (
            model.number == row.number
            and model.issued_on == row.issued_on
            and model.due_on in (None, row.due_on)
            and model.currency == row.currency
            and model.totals.payable == row.payable
            and model.totals.total_with_vat == row.gross
            and model.totals.total_without_vat == row.net
            and sorted((one.category, one.taxable, one.tax) for one in model.vat_breakdown) == sorted(taxed[row.pk])
        )
        if not same:
            wrong.append(f"{row.number}: the archived XML and the books say different things")
    return count, wrong
