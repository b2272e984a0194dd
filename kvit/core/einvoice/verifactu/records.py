"""The records of issue and of cancellation (RD 1007/2023 art. 10 and 11), and the hash that seals each of them."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256

CORRECTIVE_KINDS = ("R1", "R2", "R3", "R4", "R5")
KINDS = ("F1", "F2", "F3", *CORRECTIVE_KINDS)
"""TipoFactura: complete, simplified, in the place of simplified ones; corrective by Ley 37/1992 art. 80 (docs)."""

BY_SUBSTITUTION, BY_DIFFERENCE = "S", "I"
TAXED, REVERSE_CHARGE, OUTSIDE, OUTSIDE_BY_PLACE = "S1", "S2", "N1", "N2"
"""CalificacionOperacion."""
EXEMPTIONS = ("E1", "E2", "E3", "E4", "E5", "E6", "E7", "E8")
"""OperacionExenta: art. 20, 21, 22, 23 and 24, 25 of Ley 37/1992, another; E7 and E8 are of the latest schema."""

GENERAL, EXPORT, ON_PAYMENT, SURCHARGE = "01", "02", "07", "18"
"""ClaveRegimen, those that Kvit's documents need."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What identifies an invoice: the issuer's NIF, its number with series, its day of issue."""

    nif: str
    number: str
    issued_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """The record before in the chain: its document and its hash."""

    document: Document
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A firm or person: with a NIF, or with another number of a country (IDOtro: 02 VAT, 04 of residence, …)."""

    name: str
    nif: str = ""
    other_id: str = ""
    other_type: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """One row of the breakdown: taxed (`treatment`) or exempt (`exemption`)."""

    base: Decimal
    tax: str = "01"  # 01 IVA, 02 IPSI, 03 IGIC, 05 another
    regime: str = GENERAL
    treatment: str = ""
    exemption: str = ""
    rate: Decimal | None = None
    amount: Decimal | None = None
    surcharge_rate: Decimal | None = None
    surcharge: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rectified:
    """What the substituted invoice came to (ImporteRectificacion)."""

    base: Decimal
    tax: Decimal
    surcharge: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """RegistroAlta. `amends`: it repairs an earlier record of the same invoice (Subsanacion); `refused`: what of that
    was refused before (RechazoPrevio: S the repair, X the record, which the AEAT so does not have)."""

    document: Document
    issuer: str
    kind: str
    description: str
    details: tuple[Detail, ...]
    total_tax: Decimal
    total: Decimal
    generated_at: datetime
    recipients: tuple[Person, ...] = ()
    method: str = ""
    corrects: tuple[Document, ...] = ()
    replaces: tuple[Document, ...] = ()
    rectified: Rectified | None = None
    operated_on: date | None = None
    drawn_up_by_recipient: bool = False
    amends: bool = False
    refused: str = ""
    reference: str = ""
    previous: Link | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancellation:
    """RegistroAnulacion: of an invoice issued by mistake. `unknown`: the AEAT has no record of it."""

    document: Document
    generated_at: datetime
    unknown: bool = False  # SinRegistroPrevio
    refused: bool = False
    reference: str = ""
    previous: Link | None = None


Record = Issue | Cancellation


@dataclass(frozen=True, slots=True)
class Sealed:
    """A record with its hash, as it stands in the chain."""

    record: Record
    hash: str


def day(value: date) -> str:
    """dd-mm-yyyy, as every date of these records is written."""
    return f"{value:%d-%m-%Y}"


def moment(value: datetime) -> str:
    """With seconds and the offset of its time zone: 2024-01-01T19:20:30+01:00. A time without zone is a bug."""
    assert value.tzinfo is not None
    return value.isoformat(timespec="seconds")


def amount(value: Decimal) -> str:
    """With two decimals, the same in the hash and in the XML."""
    return f"{value:.2f}"


def hash_of(record: Record) -> str:
    """The huella: SHA-256 over name=value pairs in a fixed order (Orden HAC/1177/2024 art. 13; AEAT, "Detalle de las
    especificaciones técnicas para generación de la huella o hash de los registros de facturación")."""
    document, before = record.document, record.previous.hash if record.previous else ""
    made_at = moment(record.generated_at)
    if isinstance(record, Issue):
        pairs = [
            ("IDEmisorFactura", document.nif),
            ("NumSerieFactura", document.number),
            ("FechaExpedicionFactura", day(document.issued_on)),
            ("TipoFactura", record.kind),
            ("CuotaTotal", amount(record.total_tax)),
            ("ImporteTotal", amount(record.total)),
            ("Huella", before),
            ("FechaHoraHusoGenRegistro", made_at),
        ]
    else:
        pairs = [
            ("IDEmisorFacturaAnulada", document.nif),
            ("NumSerieFacturaAnulada", document.number),
            ("FechaExpedicionFacturaAnulada", day(document.issued_on)),
            ("Huella", before),
            ("FechaHoraHusoGenRegistro", made_at),
        ]
    return digest(pairs)


def digest(pairs: list[tuple[str, str]]) -> str:
    """SHA-256 of the pairs joined by &, in capitals."""
    joined = "&".join(f"{name}={value.strip()}" for name, value in pairs)
    return sha256(joined.encode()).hexdigest().upper()


def sealed(record: Record, *, after: Sealed | None) -> Sealed:
    """The record linked to the one before it in the chain of its issuer, with its hash."""
    return linked(record, Link(document=after.record.document, hash=after.hash) if after else None)


def linked(record: Record, link: Link | None) -> Sealed:
    """As `sealed`, where nothing but its document and hash is known of the record before."""
    found: Record = replace(record, previous=link)
    return Sealed(found, hash_of(found))
