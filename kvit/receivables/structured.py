"""A Polish document as the structured invoice FA(3): its e-invoice, and what Polish law wants beside it.

`docs/rules/ksef.md`. The same document is written to the same bytes whenever it is asked for, because the code on its
picture holds their digest (kody-qr.md).
"""

from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from decimal import Decimal
from hashlib import sha256

from kvit.companies.models import Company
from kvit.core import networks
from kvit.core.einvoice import fa3
from kvit.core.einvoice.fa3.check import check
from kvit.core.einvoice.fa3.semantic import notes
from kvit.core.einvoice.fa3.semantic.dropping import dropped
from kvit.core.einvoice.fa3.semantic.facts import Correction, Facts, LineFacts
from kvit.core.einvoice.fa3.semantic.writing import from_invoice
from kvit.core.einvoice.model import Adjustment, Line
from kvit.core.einvoice.model import Invoice as Model
from kvit.core.errors import Finding
from kvit.networks import connections, offline, outgoing, queries
from kvit.networks.models import Submission
from kvit.receivables import (
    corrected,
    ksef_outages,
    papers,
    polish_advances,
    polish_beside,
    polish_buyer,
    polish_period,
    polish_simplified,
)
from kvit.receivables.models import Invoice

HOME = "PLN"
SYSTEM = "Kvit"
"""What stands as the program that made the document (SystemInfo)."""
ZERO = Decimal(0)


@dataclass(frozen=True)
class Source:
    """A document as its forms are made from: its row, and its e-invoice with what was put right since."""

    company: Company
    row: Invoice
    model: Model


@dataclass(frozen=True)
class Shaped:
    """The bytes of a form, and what our own rules find in them."""

    content: bytes
    findings: Sequence[Finding] = ()


def shaped(source: Source) -> Shaped:
    """The document as FA(3), with every finding. What FA(3) has no place for is a note, since it is on the picture."""
    model, facts = _told(source)
    content = fa3.write(from_invoice(model, facts))
    found = [*check(content, on=source.row.day), *(replace(one, severity="note") for one in dropped(model, facts))]
    return Shaped(content, tuple(found) + _certificate(source))


def content(source: Source) -> bytes:
    """The bytes alone, as they go to KSeF."""
    return fa3.write(from_invoice(*_told(source)))


def facts(source: Source) -> Mapping[str, str]:
    """How it is issued, as KSeF wants to be told."""
    return issued_as(source.company, source.row)


def issued_as(company: Company, row: Invoice) -> Mapping[str, str]:
    """Whether it is issued before it goes to KSeF: in an outage (art. 106nf, 106nh), or with a certificate (106nda).

    A certificate that came or went since the first try changes nothing: the document is issued once.
    """
    before = queries.of_document(company, "invoice", id=row.pk, network=networks.KSEF)
    is_certified = before[0].facts.get("certified") == "1" if before else _can_sign(company)
    mode = ksef_outages.mode(company, row)
    return {"offline": "1" if mode or is_certified else "", "mode": mode, "certified": "1" if is_certified else ""}


def _can_sign(company: Company) -> bool:
    way = connections.in_use(company, networks.KSEF)
    return way is not None and offline.certificate(way) is not None


def waits_for(company: Company, row: Invoice) -> str:
    """The number of the earlier document that KSeF has not answered for, since this one names its KSeF number.

    A correction names what it corrects (art. 106j ust. 2 pkt 2a), a settlement its advances (art. 106f ust. 3).
    One that never went to KSeF is named by the mark that it has none.
    """
    if row.correction_period:
        return next(polish_period.awaited(company, row), "")
    if row.corrects is None:
        return next(polish_advances.awaited(company, row), "")
    known = outgoing.live(company, "invoice", id=row.corrects.pk, network=networks.KSEF)
    return row.corrects.printed_number if known is not None and known.status != "accepted" else ""


def corrects_technically(refused: Submission, content: bytes) -> Mapping[str, str]:
    """The digest of the refused file that stands on the picture, where the same document is written otherwise now.

    KSeF leads from it to the new file (ksef-docs, offline/korekta-techniczna.md): of what was issued offline alone.
    """
    before = bytes.fromhex(refused.file.sha256)
    if refused.facts.get("offline") != "1" or before == sha256(content).digest():
        return {}
    return {"corrected_digest": str(refused.facts.get("corrected_digest") or b64encode(before).decode())}


def _told(source: Source) -> tuple[Model, Facts]:
    """The model to write, and the Polish facts. EN 16931 has no term for them."""
    row, model = source.row, source.model
    made_at = row.issued_at or datetime.combine(row.day, time(), UTC)
    said = Facts(
        created_at=made_at.replace(microsecond=0),
        system=SYSTEM,
        issued_in=row.place_of_issue or None,
        exchange_rate=row.rate if row.currency != HOME else None,
        annotations=replace(notes.annotations(model), p_16=row.vat_on_payment),
    )
    said = replace(said, buyer=polish_buyer.told(row, model, said), third_parties=polish_buyer.others(row))
    if row.kind == "simplified":
        return polish_beside.told(row, model, polish_simplified.told(model, said))
    if row.correction_period:
        return polish_period.told(source.company, row, model=model, facts=said)
    if row.corrects is None:
        model, said = polish_advances.told(source.company, row, model=model, facts=said)
        return polish_beside.told(row, model, said)
    number = outgoing.live(source.company, "invoice", id=row.corrects.pk, network=networks.KSEF)
    correction = Correction(
        reason=row.correction_text or None, ksef_numbers=(number.official or None if number is not None else None,)
    )
    said = replace(said, correction=correction)
    if not row.corrects.advance:
        lines, of_lines = _both_states(source)
        model, said = replace(model, lines=lines), replace(said, lines=of_lines)
    model, said = polish_advances.told(source.company, row, model=model, facts=said)
    return polish_beside.told(row, model, said)


def _both_states(source: Source) -> tuple[tuple[Line, ...], tuple[LineFacts, ...]]:
    """Each changed line as it was and as it is (StanPrzed); a credit note's amounts say what is given back."""
    paper = papers.load(source.company, [source.row])[0]
    before, after = corrected.states(source.company, paper)
    if before is None or after is None:
        return source.model.lines, ()
    lines: list[Line] = []
    said: list[LineFacts] = []
    assert source.row.corrects is not None
    original = papers.load(source.company, [source.row.corrects])[0]
    for kept, old, new in zip(original.lines, before.lines, after.lines, strict=True):
        if old != new:
            is_sum = kept.takes_back_id is not None  # FA(3) has no line for an advance that is taken back
            lines += [old, _turned(new)]
            said += [LineFacts(is_before=True, is_sum=is_sum), LineFacts(is_sum=is_sum)]
    return tuple(lines), tuple(said)


def _turned(line: Line) -> Line:
    """The line with its amounts below zero: on a credit note that is what stays."""
    return replace(
        line,
        quantity=-(line.quantity or ZERO) + 0,
        net=-(line.net or ZERO) + 0,
        allowances=_less(line.allowances),
        charges=_less(line.charges),
    )


def _less(adjustments: Sequence[Adjustment]) -> tuple[Adjustment, ...]:
    return tuple(replace(one, amount=-(one.amount or ZERO) + 0) for one in adjustments)


def _certificate(source: Source) -> tuple[Finding, ...]:
    """A certificate for codes II that cannot sign, or is missing in an outage.

    Found before the document has a number, not on its picture. What is issued in an outage reaches the buyer with both
    codes (ksef-docs, tryby-offline.md); without a certificate it is no invoice before KSeF has it.
    """
    way = connections.in_use(source.company, networks.KSEF)
    if way is None:
        return ()
    wrong = offline.wrong(way)
    if wrong:
        return (Finding("ksef.bad_certificate", "seller", facts={"reason": wrong}),)
    within = ksef_outages.within(source.company, source.row)
    if within is None or offline.certificate(way) is not None:
        return ()
    return (Finding("ksef.no_certificate", "seller", "warning", {"since": within.began_at.isoformat()}),)
