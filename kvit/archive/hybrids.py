"""Hybrid invoices: a PDF for people with the electronic invoice inside (Factur-X, ZUGFeRD, XRechnung, UBL).

Reading looks at every file inside, in the limited child; writing sets the fx: words beside an EN 16931 document in CII.
`docs/rules/hybrid-pdf.md` says which file is taken and what is refused.
"""

import logging
from dataclasses import dataclass
from typing import Literal

from facturx import generate_from_binary

from kvit.archive import sandbox
from kvit.archive.sandbox import Limits
from kvit.core.einvoice import xml
from kvit.core.einvoice.cii_read import ROOT as CII_ROOT
from kvit.core.einvoice.ubl_elements import ROOTS
from kvit.core.einvoice.zugferd_read import ROOT as ZUGFERD_ROOT
from kvit.core.errors import Refused

LIMITS = Limits(cpu_seconds=10, wall_seconds=30)
"""A PDF with an XML of twenty kilobytes takes half a second, most of it for starting the child."""

NAMES = ("factur-x.xml", "xrechnung.xml", "zugferd-invoice.xml")
"""Which file is taken first, in small letters; ZUGFeRD 1 writes its name in large ones. Any other name comes after."""

Syntax = Literal["cii", "ubl", "zugferd-1"]

_UBL: Syntax = "ubl"
_SYNTAXES: dict[str, Syntax] = {
    CII_ROOT: "cii",
    ZUGFERD_ROOT: "zugferd-1",
    **{f"{{{space}}}{name}": _UBL for name, space in ROOTS.items()},
}

logging.getLogger("factur-x").setLevel(logging.CRITICAL)  # it writes the names and sums of documents into logs


@dataclass(frozen=True)
class Embedded:
    """The electronic invoice that was found inside a PDF."""

    content: bytes
    syntax: Syntax
    name: str


def is_pdf(content: bytes) -> bool:
    """Whether the file says that it is a PDF; readers look for its mark in the first kilobyte."""
    return b"%PDF-" in content[:1024]


def embedded(content: bytes, *, limits: Limits = LIMITS) -> Embedded | None:
    """The electronic invoice inside the PDF; None where there is none.

    Refuses `pdf.xml_unusable` where there is one that its own schema refuses, `pdf.unreadable`, `pdf.encrypted`,
    `pdf.script`, `pdf.too_many_files`, `upload.too_large`, `upload.timed_out`.
    """
    return chosen(sandbox.run("pdf", content, name="PDF", limits=limits))


def chosen(held: list[tuple[str, str, str]]) -> Embedded | None:
    """The invoice among the files that `pdf_files.inside` tells. Refuses `pdf.xml_unusable`."""
    flaws = []
    for name, latin, flaw in sorted(held, key=lambda file: _rank(file[0])):
        file = latin.encode("latin-1")
        if flaw:
            flaws.append((name, flaw))
        elif syntax := _syntax(file):
            return Embedded(file, syntax, name)
    for name, flaw in flaws:
        raise Refused("pdf.xml_unusable", file=name, reason=flaw)
    return None


def _rank(name: str) -> int:
    return NAMES.index(name.lower()) if name.lower() in NAMES else len(NAMES)


def factur_x(pdf: bytes, cii: bytes, *, title: str, author: str, language: str) -> bytes:
    """The PDF/A-3 with the CII inside as `factur-x.xml`, and with the words (XMP) that make it Factur-X, EN 16931.

    The XML is the same invoice for machines, so it relates to the page as its alternative (Factur-X 1.0, 6.2.2).
    """
    return generate_from_binary(
        pdf,
        cii,
        flavor="factur-x",
        level="en16931",
        check_xsd=True,
        check_schematron=False,  # it passes everything when its server is not there; Kvit's judges have judged before
        pdf_metadata={"author": author, "title": title, "subject": title, "keywords": "Factur-X"},
        lang=language,
        afrelationship="alternative",
    )


def _syntax(content: bytes) -> Syntax | None:
    return _SYNTAXES.get(str(xml.parse(content).tag))
