"""`kvit audit verify`: archive and event log proven by their hashes; every byte that does not fit is named."""

from dataclasses import dataclass

from kvit.archive import files
from kvit.archive.models import Document, File
from kvit.core.einvoice import ubl_read
from kvit.core.errors import Refused
from kvit.events import seals
from kvit.receivables.models import Invoice


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
    """Read every archived byte and every event again; seals what is not sealed yet first."""
    seals.seal_all()
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


def _documents_agree(damaged: set[int]) -> tuple[int, list[str]]:
    """Number and amounts in the frozen XML are those of the row (I11)."""
    wrong = []
    count = 0
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
            and model.totals.payable == row.payable
            and model.totals.total_with_vat == row.gross
            and model.totals.total_without_vat == row.net
        )
        if not same:
            wrong.append(f"{row.number}: the archived XML and the books say different things")
    return count, wrong
