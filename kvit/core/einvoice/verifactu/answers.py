"""The AEAT's answer to a message: RespuestaRegFactuSistemaFacturacion, bare or inside a SOAP envelope."""

from dataclasses import dataclass
from datetime import date, datetime

from lxml import etree

from kvit.core.einvoice import xml
from kvit.core.einvoice.verifactu.records import Document
from kvit.core.errors import Refused

USUAL_WAIT = 60
"""Seconds until the next message, where the answer names none (Orden HAC/1177/2024 art. 16)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Duplicate:
    """What the AEAT holds already of a record that was sent twice; `state` is Correcta, AceptadaConErrores, Anulada."""

    petition: str
    state: str
    error_code: str = ""
    error_text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """The answer to one record: Correcto, AceptadoConErrores, Incorrecto."""

    document: Document
    operation: str  # Alta, Anulacion
    state: str
    reference: str = ""
    amends: bool = False
    error_code: str = ""
    error_text: str = ""
    duplicate: Duplicate | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The answer to one message: Correcto, ParcialmenteCorrecto, Incorrecto; `csv` proves it, and `wait_seconds` pass
    before the next."""

    state: str
    wait_seconds: int
    csv: str = ""
    presented_at: datetime | None = None
    lines: tuple[Line, ...] = ()


def read(content: bytes) -> Answer:
    """The answer. Refuses what `xml.parse` refuses, `verifactu.fault` for a SOAP fault, `verifactu.no_answer`."""
    root = xml.parse(content)
    for element in root.iter():
        name = _name(element)
        if name == "Fault":
            raise Refused("verifactu.fault", reason=_first(element, "faultstring", "Text")[:300])
        if name == "RespuestaRegFactuSistemaFacturacion":
            return _answer(element)
    raise Refused("verifactu.no_answer", root=_name(root)[:80])


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname


def _first(element: etree._Element, *names: str) -> str:
    found = (str(one.text or "").strip() for one in element.iter() if _name(one) in names)
    return next(found, "")


def _child(element: etree._Element, *path: str) -> etree._Element | None:
    found: etree._Element | None = element
    for name in path:
        found = next((one for one in found if _name(one) == name), None) if found is not None else None
    return found


def _text(element: etree._Element, *path: str) -> str:
    found = _child(element, *path)
    return "" if found is None else str(found.text or "").strip()


def _answer(element: etree._Element) -> Answer:
    wait = _text(element, "TiempoEsperaEnvio")
    presented = _text(element, "DatosPresentacion", "TimestampPresentacion")
    try:
        presented_at = datetime.fromisoformat(presented) if presented else None
    except ValueError:
        presented_at = None
    return Answer(
        state=_text(element, "EstadoEnvio"),
        wait_seconds=int(wait) if wait.isdecimal() else USUAL_WAIT,
        csv=_text(element, "CSV"),
        presented_at=presented_at,
        lines=tuple(_line(one) for one in element if _name(one) == "RespuestaLinea"),
    )


def _line(one: etree._Element) -> Line:
    duplicate = _child(one, "RegistroDuplicado")
    return Line(
        document=_document(one),
        operation=_text(one, "Operacion", "TipoOperacion"),
        state=_text(one, "EstadoRegistro"),
        reference=_text(one, "RefExterna"),
        amends=_text(one, "Operacion", "Subsanacion") == "S",
        error_code=_text(one, "CodigoErrorRegistro"),
        error_text=_text(one, "DescripcionErrorRegistro"),
        duplicate=None if duplicate is None else _duplicate(duplicate),
    )


def _duplicate(one: etree._Element) -> Duplicate:
    return Duplicate(
        petition=_text(one, "IdPeticionRegistroDuplicado"),
        state=_text(one, "EstadoRegistroDuplicado"),
        error_code=_text(one, "CodigoErrorRegistro"),
        error_text=_text(one, "DescripcionErrorRegistro"),
    )


def _document(one: etree._Element) -> Document:
    told = _text(one, "IDFactura", "FechaExpedicionFactura")
    parts = told.split("-")
    try:
        issued_on = date(int(parts[2]), int(parts[1]), int(parts[0]))
    except (ValueError, IndexError) as error:
        raise Refused("xml.unreadable", value=told[:80], place="FechaExpedicionFactura", kind="a date") from error
    return Document(
        nif=_text(one, "IDFactura", "IDEmisorFactura"),
        number=_text(one, "IDFactura", "NumSerieFactura"),
        issued_on=issued_on,
    )
