"""The chain of records of a Spanish company: sealed in order, under a lock, in the transaction of their reason.

RD 1007/2023 art. 8 to 12, Orden HAC/1177/2024; docs/rules/verifactu.md. The chain of the test side and that of the
production side know nothing of each other.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from importlib.metadata import version
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection

from kvit.companies.models import Company
from kvit.core import networks
from kvit.core.einvoice import spain
from kvit.core.einvoice.verifactu import carried
from kvit.core.einvoice.verifactu import chain as law
from kvit.core.einvoice.verifactu.records import Document, Issue, Link, Record, Sealed, linked
from kvit.core.einvoice.verifactu.write import System
from kvit.core.errors import Refused
from kvit.networks import connections
from kvit.networks.models import MODES, ChainHead, ChainRecord

PROGRAM, PROGRAM_CODE = "Kvit", "KV"
"""NombreSistemaInformatico and IdSistemaInformatico: two letters that its producer chooses."""
LINES_AT_ONCE = 500


@dataclass(frozen=True, kw_only=True)
class New:
    """A record to be sealed, and the document it is about."""

    kind: str
    id: int
    public_id: str
    record: Record


def is_kept(company: Company, *, on: date) -> bool:
    """Whether what the company issues on the day is chained: it uses VERI*FACTU, or the law's day for it has come."""
    if company.country != "ES":
        return False
    by_law = spain.verifactu_from(is_company=spain.is_company(nif_of(company)))
    return on >= by_law or connections.in_use(company, networks.VERIFACTU) is not None


def mode_of(company: Company) -> str:
    """The side on which the company's records are made: that of its connection, else the real one."""
    way = connections.in_use(company, networks.VERIFACTU)
    if way is not None:
        return way.mode
    return "test" if company.is_test else "production"


def nif_of(company: Company) -> str:
    """The Spanish number without its country."""
    return (company.vat_id or company.tax_id).removeprefix("ES")


def system_of(company: Company) -> System:
    """What the records say of the program: its producer as set, else the company that runs it itself."""
    producer, nif = settings.KVIT_PRODUCER.get("name"), settings.KVIT_PRODUCER.get("nif")
    return System(
        producer=(producer or company.name)[:120],
        producer_nif=nif or nif_of(company),
        name=PROGRAM,
        id=PROGRAM_CODE,
        version=program_version(),
        installation=company.public_id,
        serves_many=Company.objects.filter(country="ES").count() > 1,
    )


def program_version() -> str:
    """Which Kvit this is."""
    return version("kvit")


def now_in(company: Company, at: datetime) -> datetime:
    """The moment with the company's offset and without fractions, as records want it."""
    return at.astimezone(ZoneInfo(company.zone)).replace(microsecond=0)


def append_all(company: Company, new: Sequence[New]) -> list[ChainRecord]:
    """Seal the records one after another at the end of the chain, in the caller's transaction.

    The end stays locked until that transaction is over, so that whoever comes later is linked to what came before.
    """
    assert connection.in_atomic_block, "a record is sealed in the transaction of its reason"
    mode = mode_of(company)
    ChainHead.objects.get_or_create(company=company, mode=mode)
    head = ChainHead.objects.select_for_update().get(company=company, mode=mode)
    system, attempts = system_of(company), _attempts(company, mode, new)
    rows = []
    for one in new:
        done = linked(one.record, _end(head))
        key = (one.kind, one.id, _kind(done.record))
        attempts[key] += 1
        document = done.record.document
        head.sequence, head.hash = head.sequence + 1, done.hash
        head.nif, head.number, head.issued_on = document.nif, document.number, document.issued_on
        row = _row(head, one, done, attempt=attempts[key])
        row.content = carried.alone(done, system=system).decode()
        rows.append(row)
    head.save()
    return ChainRecord.objects.bulk_create(rows)


def newest(company: Company, kind: str, *, id: int) -> ChainRecord | None:
    """The last record about the document: what was issued, or what repairs it."""
    return ChainRecord.objects.filter(company=company, document_kind=kind, document_id=id).order_by("-pk").first()


def sealed_of(row: ChainRecord) -> Sealed:
    """The record as its XML says it. Refuses what `carried.read` refuses."""
    return carried.read(row.content.encode())


def broken(company: Company) -> Iterator[str]:
    """Every place where a chain of the company does not hold: altered, torn, out of order, or not what its row says."""
    for mode in MODES:
        rows = ChainRecord.objects.filter(company=company, mode=mode).order_by("sequence")
        before: Sealed | None = None
        count = 0
        for row in rows.iterator(chunk_size=LINES_AT_ONCE):
            count += 1
            try:
                found = sealed_of(row)
            except Refused as refused:
                yield f"{row.public_id}: {refused.code}"
                before = None
                continue
            if row.sequence != count or not _agrees(row, found):
                yield f"{row.public_id}: its row says something else than its record"
                count = row.sequence
            pair = [found] if before is None else [before, found]
            yield from (f"{row.public_id}: {one.rule}" for one in law.verify(pair) if one.place == f"chain/{len(pair)}")
            before = found
        head = ChainHead.objects.filter(company=company, mode=mode).first()
        if head is not None and (head.sequence, head.hash) != (count, before.hash if before else ""):
            yield f"chain {mode}: its end is not its last record"


def _agrees(row: ChainRecord, found: Sealed) -> bool:
    record = found.record
    link = record.previous.hash if record.previous else ""
    told = (row.hash, row.previous_hash, row.kind, row.nif, row.number, row.issued_on, row.generated_at)
    document = record.document
    said = (found.hash, link, _kind(record), document.nif, document.number, document.issued_on, record.generated_at)
    return told == said


def _attempts(company: Company, mode: str, new: Sequence[New]) -> Counter[tuple[str, int, str]]:
    """How many records of each kind there are about these documents already."""
    rows = ChainRecord.objects.filter(company=company, mode=mode, document_id__in=[one.id for one in new])
    return Counter(rows.values_list("document_kind", "document_id", "kind"))


def _end(head: ChainHead) -> Link | None:
    """What the next record is linked to."""
    if not head.sequence or head.issued_on is None:
        return None
    return Link(document=Document(nif=head.nif, number=head.number, issued_on=head.issued_on), hash=head.hash)


def _kind(record: Record) -> str:
    return "issue" if isinstance(record, Issue) else "cancellation"


def _row(head: ChainHead, one: New, done: Sealed, *, attempt: int) -> ChainRecord:
    record = done.record
    return ChainRecord(
        company=head.company,
        mode=head.mode,
        sequence=head.sequence,
        kind=_kind(record),
        attempt=attempt,
        document_kind=one.kind,
        document_id=one.id,
        document_public_id=one.public_id,
        nif=record.document.nif,
        number=record.document.number,
        issued_on=record.document.issued_on,
        total=record.total if isinstance(record, Issue) else None,
        hash=done.hash,
        previous_hash=record.previous.hash if record.previous else "",
        generated_at=record.generated_at,
    )
