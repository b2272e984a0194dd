"""An e-invoice in another format: read into the one model, written from it, with a word for all that is lost."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from kvit.archive import hybrids, validation
from kvit.core.einvoice import (
    cii_losses,
    cii_read,
    cii_write,
    fa3,
    forms,
    ubl_losses,
    ubl_read,
    ubl_write,
    xml,
    zugferd_read,
)
from kvit.core.einvoice.fa3.semantic import facts as polish
from kvit.core.einvoice.fa3.semantic.dropping import dropped as fa3_dropped
from kvit.core.einvoice.fa3.semantic.reading import to_invoice
from kvit.core.einvoice.fa3.semantic.writing import from_invoice
from kvit.core.einvoice.facturae import facts as spanish
from kvit.core.einvoice.facturae import losses as facturae_losses
from kvit.core.einvoice.facturae import read as facturae_read
from kvit.core.einvoice.facturae import write as facturae_write
from kvit.core.einvoice.model import Invoice
from kvit.core.errors import Finding, Refused


@dataclass(frozen=True)
class Held:
    """What a document says: the model, and what its own country's format says beside it."""

    invoice: Invoice
    fa3: polish.Facts | None = None
    facturae: spanish.Facts = spanish.Facts()


@dataclass(frozen=True)
class Converted:
    """The document in the other format, and a warning for each term that it has no place for."""

    content: bytes
    dropped: tuple[Finding, ...]


def convert(content: bytes, *, to: str, at: datetime) -> Converted:
    """The XML, or the one inside a PDF, in the format `to`; `at` is when it is made, which FA(3) names.

    Refuses `einvoice.unknown_format` for what cannot be read, `einvoice.cannot_write` for an unknown target, and what
    reading and writing refuse.
    """
    if to not in WRITERS:
        raise Refused("einvoice.cannot_write", format=to[:20], known=sorted(WRITERS))
    held = read(content)
    made = WRITERS[to](held, at)
    return replace(made, dropped=(*made.dropped, *_left_behind(held, to=to)))


def read(content: bytes) -> Held:
    """What the document says. Refuses `einvoice.unknown_format`, `pdf.no_xml`, and what the formats' readers refuse."""
    if hybrids.is_pdf(content):
        found = hybrids.embedded(content)
        if found is None:
            raise Refused("pdf.no_xml")
        content = found.content
    root = xml.parse(content)
    if root.tag == zugferd_read.ROOT:
        return Held(zugferd_read.read(content))
    profile = validation.profile_of(root)
    if profile == "en16931-cii":
        return Held(cii_read.read(content))
    if profile == "fa3":
        invoice, facts = to_invoice(fa3.read(content))
        return Held(invoice, fa3=facts)
    if profile.startswith("facturae"):
        sold, beside = facturae_read.read(content)
        return Held(sold, facturae=beside)
    if profile in validation.NO_INVOICE:
        raise Refused("einvoice.unknown_format")
    return Held(ubl_read.read(content))


def _left_behind(held: Held, *, to: str) -> list[Finding]:
    """What a country's own format says beside the model is lost in every other one."""
    beside = {
        "fa3": held.fa3 is not None
        and held.fa3 != polish.Facts(created_at=held.fa3.created_at, system=held.fa3.system),
        "facturae": held.facturae != spanish.Facts(),
    }
    return [
        Finding("format.dropped", "/", "warning", {"term": name, "format": to})
        for name, is_there in beside.items()
        if is_there and name != to
    ]


def _ubl(held: Held, at: datetime) -> Converted:
    return Converted(ubl_write.write(held.invoice), tuple(ubl_losses.dropped(held.invoice)))


def _peppol(held: Held, at: datetime) -> Converted:
    return _ubl(Held(forms.as_peppol(held.invoice).invoice), at)


def _cius_ro(held: Held, at: datetime) -> Converted:
    return _ubl(Held(forms.as_cius_ro(held.invoice).invoice), at)


def _cii(held: Held, at: datetime) -> Converted:
    lost = cii_losses.dropped(held.invoice)
    return Converted(cii_write.write(cii_losses.carried(held.invoice)), tuple(lost))


def _fa3(held: Held, at: datetime) -> Converted:
    facts = replace(held.fa3, created_at=at) if held.fa3 is not None else polish.Facts(created_at=at)
    return Converted(fa3.write(from_invoice(held.invoice, facts)), tuple(fa3_dropped(held.invoice, facts)))


def _facturae(held: Held, at: datetime) -> Converted:
    lost = facturae_losses.dropped(held.invoice, held.facturae)
    return Converted(facturae_write.write(held.invoice, held.facturae), tuple(lost))


WRITERS: Mapping[str, Callable[[Held, datetime], Converted]] = {
    "ubl": _ubl,
    "peppol": _peppol,
    "cius-ro": _cius_ro,
    "cii": _cii,
    "fa3": _fa3,
    "facturae": _facturae,
}
