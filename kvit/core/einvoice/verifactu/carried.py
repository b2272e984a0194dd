"""A record as a document of its own, as it is kept, carried to the AEAT inside a message, and proven later."""

from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from lxml import etree

from kvit.core.einvoice import xml
from kvit.core.einvoice.markup import encoded
from kvit.core.einvoice.verifactu.records import Cancellation, Document, Issue, Link, Record, Sealed
from kvit.core.einvoice.verifactu.write import SF, System, record
from kvit.core.errors import Refused

ISSUE, CANCELLATION = "RegistroAlta", "RegistroAnulacion"
ENVELOPE = "http://schemas.xmlsoap.org/soap/envelope/"


def alone(sealed: Sealed, *, system: System) -> bytes:
    """RegistroAlta or RegistroAnulacion as a document. Refuses `xml.bad_character`."""
    written = record(sealed, system=system)
    tag, _, rest = written.partition(">")
    return encoded(f'{tag} xmlns:sf="{SF}">{rest}')


def enveloped(content: bytes) -> bytes:
    """The message in the SOAP 1.1 envelope that the AEAT's service wants."""
    _, _, body = content.rpartition(b"?>\n")
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<soapenv:Envelope xmlns:soapenv="{ENVELOPE}"><soapenv:Body>\n'
    return head.encode() + body + b"</soapenv:Body></soapenv:Envelope>\n"


def read(content: bytes) -> Sealed:
    """What a kept record says of itself, as far as its hash and its place in the chain rest on it.

    Breakdown, recipients and words are left out. Refuses what `xml.parse` refuses, `verifactu.no_record` and
    `xml.unreadable`.
    """
    root = xml.parse(content)
    if etree.QName(root).localname not in (ISSUE, CANCELLATION):
        raise Refused("verifactu.no_record", root=etree.QName(root).localname[:80])
    return read_element(root)


def read_element(root: etree._Element) -> Sealed:
    """As `read`, of a record inside a message."""
    made_at = _moment(_text(root, "FechaHoraHusoGenRegistro"))
    found: Record
    if etree.QName(root).localname == CANCELLATION:
        found = Cancellation(
            document=_document(root, "IDFactura", "Anulada"),
            generated_at=made_at,
            unknown=_text(root, "SinRegistroPrevio") == "S",
            refused=_text(root, "RechazoPrevio") == "S",
            previous=_link(root),
        )
    else:
        found = Issue(
            document=_document(root, "IDFactura"),
            issuer=_text(root, "NombreRazonEmisor"),
            kind=_text(root, "TipoFactura"),
            description=_text(root, "DescripcionOperacion"),
            details=(),
            total_tax=_amount(_text(root, "CuotaTotal")),
            total=_amount(_text(root, "ImporteTotal")),
            generated_at=made_at,
            amends=_text(root, "Subsanacion") == "S",
            refused=_text(root, "RechazoPrevio"),
            previous=_link(root),
        )
    return Sealed(found, _text(root, "Huella"))


def _link(root: etree._Element) -> Link | None:
    before = root.find("{*}Encadenamiento/{*}RegistroAnterior")
    if before is None:
        return None
    return Link(document=_document(root, "Encadenamiento/{*}RegistroAnterior"), hash=_text(before, "Huella"))


def _document(root: etree._Element, place: str, suffix: str = "") -> Document:
    told = _text(root, f"{place}/{{*}}FechaExpedicionFactura{suffix}")
    try:
        issued_on = date(int(told[6:]), int(told[3:5]), int(told[:2]))
    except ValueError as error:
        raise Refused("xml.unreadable", value=told[:80], place="FechaExpedicionFactura", kind="a date") from error
    return Document(
        nif=_text(root, f"{place}/{{*}}IDEmisorFactura{suffix}"),
        number=_text(root, f"{place}/{{*}}NumSerieFactura{suffix}"),
        issued_on=issued_on,
    )


def _text(root: etree._Element, place: str) -> str:
    return (root.findtext(f"{{*}}{place}") or "").strip()


def _moment(told: str) -> datetime:
    try:
        found = datetime.fromisoformat(told)
    except ValueError as error:
        raise Refused("xml.unreadable", value=told[:80], place="FechaHoraHusoGenRegistro", kind="a moment") from error
    if found.tzinfo is None:
        raise Refused("xml.unreadable", value=told[:80], place="FechaHoraHusoGenRegistro", kind="a moment with a zone")
    return found


def _amount(told: str) -> Decimal:
    try:
        return Decimal(told)
    except InvalidOperation as error:
        raise Refused("xml.unreadable", value=told[:80], place="ImporteTotal", kind="an amount") from error
