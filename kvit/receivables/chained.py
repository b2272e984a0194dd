"""Records of a Spanish company's documents: sealed as they are issued, printed on them, put right after a refusal.

RD 1007/2023, Orden HAC/1177/2024; docs/rules/verifactu.md.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone

from kvit.archive import documents
from kvit.companies.models import Company
from kvit.core import corrections, networks
from kvit.core.einvoice import ubl_read
from kvit.core.einvoice.model import Invoice as Model
from kvit.core.einvoice.model import VatBreakdown
from kvit.core.einvoice.verifactu import chain as law
from kvit.core.einvoice.verifactu import check, from_invoice
from kvit.core.einvoice.verifactu.records import Cancellation, Document, Issue
from kvit.core.errors import Finding, Refused
from kvit.core.money import round_half_up
from kvit.core.permissions import Actor
from kvit.networks import chain, outgoing
from kvit.networks.models import ChainRecord, Submission
from kvit.receivables.models import Annulment, Invoice
from kvit.receivables.papers import Paper

EURO, CENTS = "EUR", 2
ANNULMENT = "annulment"
"""The kind under which records and submissions name what annuls a document."""
ZERO = Decimal(0)
DUPLICATE = "verifactu.duplicate"
"""The finding by which the AEAT says that it has another record of the invoice already."""
UNKNOWN_TO_CENSUS = "07"
"""IDType of a customer whom the AEAT does not find among its tax payers ("no censado")."""
AMENDABLE = ("description", "recipient_type")
"""What a record says that the document does not: it may change without another document."""


def seal_all(company: Company, ready: Sequence[Paper], *, at: datetime) -> list[ChainRecord]:
    """A record of issue for each document, in order, in the transaction that issues them; none where none is due."""
    new = []
    moment = chain.now_in(company, at)
    kept = {day: chain.is_kept(company, on=day) for day in {paper.row.day for paper in ready}}
    for paper in ready:
        row = paper.row
        if not kept[row.day]:
            continue
        assert paper.model is not None, "a document is written before it is issued"
        record = record_of(row, replace(paper.model, number=row.number), at=moment)
        new.append(chain.New(kind="invoice", id=row.pk, public_id=row.public_id, record=record))
    return chain.append_all(company, new) if new else []


def record_of(row: Invoice, model: Model, *, at: datetime) -> Issue:
    """The record of issue of a document, in euro. Refuses `verifactu.incomplete`."""
    kind, method = kind_of(row)
    words = "; ".join(dict.fromkeys(line.item.name for line in model.lines if line.item.name))
    return from_invoice.issue(
        _in_euro(row, model),
        kind=kind,
        description=words or row.printed_number,
        at=at,
        method=method,
        on_payment=row.vat_on_payment,
    )


def kind_of(row: Invoice) -> tuple[str, str]:
    """TipoFactura and TipoRectificativa: F1, F2, or R1 to R5 by difference (Ley 37/1992 art. 80; corrections.md)."""
    if row.corrects is None:
        return ("F2" if row.kind == "simplified" else "F1"), ""
    if row.corrects.kind == "simplified":
        return corrections.SPANISH_SIMPLIFIED, "I"
    return row.correction_code or corrections.SPANISH_CODES.get(row.correction_reason, "R4"), "I"


def findings(company: Company, row: Invoice, model: Model) -> tuple[Finding, ...]:
    """What the AEAT would refuse a document's record for."""
    try:
        record = record_of(row, model, at=chain.now_in(company, timezone.now()))
    except Refused as refused:
        return (Finding(refused.code, "/"),)
    return tuple(check.check(record))


def content_of(company: Company, row: Invoice) -> bytes:
    """The newest record of an issued document. Refuses `network.not_for_it` for one that was not chained."""
    return _kept(company, row).content.encode()


def facts_of(company: Company, row: Invoice) -> dict[str, str]:
    """What the network is told beside the record."""
    return beside(_kept(company, row))


def beside(kept: ChainRecord) -> dict[str, str]:
    """A record's place in its chain."""
    return {"side": kept.mode, "sequence": str(kept.sequence), "hash": kept.hash, "nif": kept.nif}


def is_chained(company: Company, row: Invoice) -> bool:
    """Whether a draft will be chained when it is issued, and whether an issued document was."""
    if row.status != "issued":
        return chain.is_kept(company, on=row.issued_on or row.issue_on or _today(company))
    return chain.newest(company, "invoice", id=row.pk) is not None


def seal_repair(company: Company, row: Invoice, known: Submission, told: Mapping[str, str]) -> ChainRecord:
    """A record at the end of the chain in the place of one that was refused or taken with errors (Subsanacion), in the
    caller's transaction. RechazoPrevio says whether the last one was refused, and whether the AEAT has any.

    Refuses `network.not_amendable`, `verifactu.not_refused`.
    """
    wrong = sorted(set(told) - set(AMENDABLE))
    if wrong:
        raise Refused("network.not_amendable", field=wrong[0], known=list(AMENDABLE))
    if not outgoing.is_wrong(known):
        raise Refused("verifactu.not_refused", number=row.printed_number)
    model = ubl_read.read(documents.content(company, "invoice", document_id=row.pk, form="ubl"))
    moment = chain.now_in(company, timezone.now())
    record = _amended(record_of(row, model, at=moment), told)
    mended = law.repair(record, refused=known.status == "rejected", known=is_held(company, row), at=moment)
    new = chain.New(kind="invoice", id=row.pk, public_id=row.public_id, record=mended)
    return chain.append_all(company, [new])[0]


def seal_annulment(company: Company, made: Annulment, *, at: datetime, refused: bool = False) -> ChainRecord:
    """The record of cancellation at the end of the chain, in the caller's transaction. `refused`: the AEAT refused the
    one before. Where the AEAT refused the invoice's own record it has none to cancel, and is told so."""
    kept = _kept(company, made.invoice)
    issued = outgoing.live(company, "invoice", id=made.invoice_id, network=networks.VERIFACTU)
    was_refused = refused or (issued is not None and issued.status == "rejected")
    record = Cancellation(
        document=Document(nif=kept.nif, number=kept.number, issued_on=kept.issued_on),
        generated_at=chain.now_in(company, at),
        unknown=was_refused and not is_held(company, made.invoice),
        refused=refused,
    )
    new = chain.New(kind=ANNULMENT, id=made.pk, public_id=made.public_id, record=record)
    return chain.append_all(company, [new])[0]


def annulment_behind(company: Company, known: Submission) -> Annulment | None:
    """The annulment that the submission tells of, or that of the document which it carries."""
    key = {"pk" if known.document_kind == ANNULMENT else "invoice": known.document_id}
    return Annulment.objects.filter(company=company, **key).select_related("invoice").first()


def annulled_by(company: Company, made: Annulment) -> ChainRecord:
    """The newest record that annuls the document."""
    kept = chain.newest(company, ANNULMENT, id=made.pk)
    assert kept is not None, "what was annulled was sealed in the same transaction"
    return kept


def retire(company: Company, row: Invoice, *, by: Actor, on: date) -> None:
    """What the AEAT refused, or took with errors, of an invoice that is annulled needs no repair any more."""
    issued = outgoing.live(company, "invoice", id=row.pk, network=networks.VERIFACTU)
    if issued is not None and outgoing.is_wrong(issued):
        outgoing.supersede(company, issued, by=by, on=on)


def is_held(company: Company, row: Invoice) -> bool:
    """Whether the AEAT has a record of issue of the document: it took one, or said that it has one already."""
    rows = Submission.objects.filter(company=company, network=networks.VERIFACTU, mode=chain.mode_of(company))
    tries = rows.filter(document_kind="invoice", document_id=row.pk)
    return any(one.official or any(said["rule"] == DUPLICATE for said in one.findings) for one in tries)


def is_on_this_side(company: Company, row: Invoice) -> bool:
    """Whether the document has a record in the chain that is used now: test or production."""
    rows = ChainRecord.objects.filter(company=company, document_kind="invoice", document_id=row.pk, kind="issue")
    return rows.filter(mode=chain.mode_of(company)).exists()


def printed_of(company: Company, row: Invoice) -> tuple[Document, Decimal, bool] | None:
    """What the code on the paper says: document, total, and whether it is on the test side; None without a record."""
    rows = ChainRecord.objects.filter(company=company, document_kind="invoice", document_id=row.pk, kind="issue")
    kept = rows.order_by("pk").first()
    if kept is None or kept.total is None:
        return None
    document = Document(nif=kept.nif, number=kept.number, issued_on=kept.issued_on)
    return document, kept.total, kept.mode == "test"


def _amended(record: Issue, told: Mapping[str, str]) -> Issue:
    if told.get("description"):
        record = replace(record, description=told["description"][: check.DESCRIPTION])
    if told.get("recipient_type"):
        if told["recipient_type"] != UNKNOWN_TO_CENSUS:
            raise Refused("network.not_amendable", field="recipient_type", known=[UNKNOWN_TO_CENSUS])
        people = tuple(
            replace(one, nif="", other_id=one.nif, other_type=UNKNOWN_TO_CENSUS, country="ES") if one.nif else one
            for one in record.recipients
        )
        record = replace(record, recipients=people)
    return record


def _kept(company: Company, row: Invoice) -> ChainRecord:
    kept = chain.newest(company, "invoice", id=row.pk)
    if kept is None:
        raise Refused("network.not_for_it", network=networks.VERIFACTU, number=row.printed_number)
    return kept


def _today(company: Company) -> date:
    return chain.now_in(company, timezone.now()).date()


def _in_euro(row: Invoice, model: Model) -> Model:
    """The document's sums in euro by its own rate, and the VAT as it was told in euro (Ley 37/1992 art. 79.Once)."""
    if row.currency == EURO or row.rate is None:
        return model
    worth = row.rate

    def euro(amount: Decimal | None) -> Decimal:
        return round_half_up((amount or ZERO) * worth, CENTS)

    rows: list[VatBreakdown] = [
        replace(one, taxable=euro(one.taxable), tax=euro(one.tax)) for one in model.vat_breakdown
    ]
    tax = sum((one.tax or ZERO for one in rows), ZERO)
    whole = sum((one.taxable or ZERO for one in rows), tax)
    return replace(model, vat_breakdown=tuple(rows), totals=replace(model.totals, total_vat=tax, total_with_vat=whole))
