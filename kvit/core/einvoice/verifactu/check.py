"""What the AEAT would refuse a record for, as far as its validations are certain (docs/rules/verifactu.md)."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from kvit.core.einvoice.breach import breach
from kvit.core.einvoice.verifactu.records import (
    BY_SUBSTITUTION,
    CORRECTIVE_KINDS,
    EXEMPTIONS,
    KINDS,
    REVERSE_CHARGE,
    TAXED,
    Detail,
    Issue,
)
from kvit.core.errors import Finding, Refused
from kvit.core.identifiers import check_vat_id

ZERO = Decimal(0)
ALLOWED = Decimal(10)
"""Euros by which a total may differ from the sum of its parts before the AEAT objects."""
BREAKDOWN, NUMBER, DESCRIPTION, NAME = 12, 60, 500, 120
FORBIDDEN = "\"'<>="
FIRST_DAY = date(2024, 10, 28)
"""No invoice is older than the Order (HAC/1177/2024)."""
WITHOUT_RECIPIENT = ("F2", "R5")


def check(record: Issue) -> list[Finding]:
    """Every finding, each of which would end in a refusal or in an acceptance with errors."""
    return [*_identity(record), *_kind(record), *_details(record), *_totals(record)]


def _identity(record: Issue) -> Iterator[Finding]:
    number = record.document.number
    if (
        not 1 <= len(number) <= NUMBER
        or not number.isprintable()
        or not number.isascii()
        or set(number) & set(FORBIDDEN)
    ):
        yield breach("KVIT-VF-NUMBER", "document/number", number=number, limit=NUMBER)
    if record.document.issued_on < FIRST_DAY:
        yield breach("KVIT-VF-DAY", "document/issued_on", first=FIRST_DAY.isoformat())
    for place, nif in [("document/nif", record.document.nif), *_numbers(record)]:
        if not _is_nif(nif):
            yield breach("KVIT-VF-NIF", place, number=nif)
    if not record.description.strip():
        yield breach("KVIT-VF-DESCRIPTION", "description")


def _numbers(record: Issue) -> list[tuple[str, str]]:
    """The recipients' NIFs; one without any has another number."""
    return [
        (f"recipients/{position}/nif", one.nif)
        for position, one in enumerate(record.recipients, start=1)
        if one.nif or not one.other_id
    ]


def _is_nif(number: str) -> bool:
    try:
        check_vat_id("ES", number)
    except Refused:
        return False
    return len(number) == 9


def _kind(record: Issue) -> Iterator[Finding]:
    if record.kind not in KINDS:
        yield breach("KVIT-VF-KIND", "kind", kind=record.kind)
    is_corrective = record.kind in CORRECTIVE_KINDS
    if is_corrective != bool(record.method):
        yield breach("KVIT-VF-METHOD", "method", kind=record.kind)
    if (record.method == BY_SUBSTITUTION) != (record.rectified is not None):
        yield breach("KVIT-VF-RECTIFIED", "rectified")
    if record.replaces and record.kind != "F3":
        yield breach("KVIT-VF-REPLACES", "replaces", kind=record.kind)
    if bool(record.recipients) == (record.kind in WITHOUT_RECIPIENT):
        yield breach("KVIT-VF-RECIPIENT", "recipients", kind=record.kind)
    if record.refused and not record.amends:
        yield breach("KVIT-VF-AMENDS", "refused")


def _details(record: Issue) -> Iterator[Finding]:
    if not 1 <= len(record.details) <= BREAKDOWN:
        yield breach("KVIT-VF-BREAKDOWN", "details", rows=len(record.details), limit=BREAKDOWN)
    for position, detail in enumerate(record.details, start=1):
        yield from _detail(detail, f"details/{position}")


def _detail(detail: Detail, place: str) -> Iterator[Finding]:
    if bool(detail.treatment) == bool(detail.exemption) or (detail.exemption and detail.exemption not in EXEMPTIONS):
        yield breach("KVIT-VF-TREATMENT", place)
    if detail.treatment == TAXED:
        if detail.rate is None or detail.amount is None:
            yield breach("KVIT-VF-RATE", f"{place}/rate")
        elif abs(detail.amount - detail.base * detail.rate / 100) > ALLOWED:
            yield breach(
                "KVIT-VF-TAX", f"{place}/amount", found=detail.amount, expected=detail.base * detail.rate / 100
            )
    elif detail.amount or (detail.rate and detail.treatment != REVERSE_CHARGE):
        yield breach("KVIT-VF-UNTAXED", place)
    if (detail.surcharge is None) != (detail.surcharge_rate is None):
        yield breach("KVIT-VF-SURCHARGE", f"{place}/surcharge")


def _totals(record: Issue) -> Iterator[Finding]:
    taxes = sum(((one.amount or ZERO) + (one.surcharge or ZERO) for one in record.details), ZERO)
    bases = sum((one.base for one in record.details), ZERO)
    for place, found, expected in (
        ("total_tax", record.total_tax, taxes),
        ("total", record.total, bases + taxes),
    ):
        if abs(found - expected) > ALLOWED:
            yield breach("KVIT-VF-TOTAL", place, found=found, expected=expected)
