"""Poland's structured invoice FA(3) 1-0E: a typed document with the schema's own names, read and written.

`docs/rules/fa3.md`.
"""

from dataclasses import dataclass

from lxml import etree

from kvit.core.einvoice import xml
from kvit.core.einvoice.bound import element
from kvit.core.einvoice.fa3 import characters
from kvit.core.einvoice.fa3.document import Faktura
from kvit.core.errors import Finding, Refused

NAMESPACE = "http://crd.gov.pl/wzor/2025/06/25/13775/"


@dataclass(frozen=True, slots=True)
class Reading:
    """What the bytes say, and what the schema would refuse in them."""

    document: Faktura
    findings: tuple[Finding, ...]


def read(content: bytes) -> Faktura:
    """The document. Refuses what `xml.parse` refuses, `fa3.other_document`, and `fa3.not_by_schema`."""
    reading = inspect(content)
    if reading.findings:
        first = reading.findings[0]
        raise Refused("fa3.not_by_schema", place=first.place, **first.facts)
    return reading.document


def inspect(content: bytes) -> Reading:
    """The document as far as it can be read, and the findings. Refuses what `xml.parse` does, `fa3.other_document`."""
    root = xml.parse(content)
    if root.tag != f"{{{NAMESPACE}}}Faktura":
        raise Refused("fa3.other_document", root=etree.QName(root).localname)
    found: list[Finding] = []
    document = element.read(root, Faktura, found=found)
    return Reading(document, tuple(found))


def write(document: Faktura) -> bytes:
    """The document in UTF-8 without a byte order mark (KSeF refuses one). Refuses `xml.bad_character`."""
    body = element.write("Faktura", document, marks=f' xmlns="{NAMESPACE}"')
    return characters.encoded(f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n')
