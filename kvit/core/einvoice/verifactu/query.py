"""Asking the AEAT which records it has: ConsultaFactuSistemaFacturacion of ConsultaLR.xsd, by month and page."""

from dataclasses import dataclass
from datetime import date

from lxml import etree

from kvit.core.einvoice import xml
from kvit.core.einvoice.markup import element, encoded, group
from kvit.core.einvoice.verifactu.records import Document, Person, day
from kvit.core.einvoice.verifactu.write import BASE, SF, VERSION
from kvit.core.errors import Refused

SPACE = f"{BASE}ConsultaLR.xsd"


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A record that the AEAT has: `state` is Correcto, AceptadoConErrores or Anulado."""

    document: Document
    hash: str
    state: str
    petition: str = ""
    error_code: str = ""
    error_text: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """Some of what it has, and the invoice to go on after; None at the end."""

    held: tuple[Held, ...]
    following: Document | None


def write(issuer: Person, *, month: date, number: str = "", after: Document | None = None) -> bytes:
    """The question about the issuer's invoices of a month, or about one number in it. Refuses `xml.bad_character`."""
    head = element("sf:IDVersion", VERSION) + group(
        "sf:ObligadoEmision", element("sf:NombreRazon", issuer.name) + element("sf:NIF", issuer.nif)
    )
    period = element("sf:Ejercicio", f"{month:%Y}") + element("sf:Periodo", f"{month:%m}")
    page = ""
    if after is not None:
        page = (
            element("sf:IDEmisorFactura", after.nif)
            + element("sf:NumSerieFactura", after.number)
            + element("sf:FechaExpedicionFactura", day(after.issued_on))
        )
    asked = (
        group("con:PeriodoImputacion", period)
        + element("con:NumSerieFactura", number or None)
        + group("con:ClavePaginacion", page)
    )
    return encoded(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<con:ConsultaFactuSistemaFacturacion xmlns:con="{SPACE}" xmlns:sf="{SF}">\n'
        f"{group('con:Cabecera', head)}{group('con:FiltroConsulta', asked)}</con:ConsultaFactuSistemaFacturacion>\n"
    )


def read(content: bytes) -> Page:
    """The answer. Refuses what `xml.parse` refuses, `verifactu.fault`, `verifactu.no_answer`, `xml.unreadable`."""
    root = xml.parse(content)
    for one in root.iter("{*}Fault"):
        raise Refused("verifactu.fault", reason=(one.findtext("faultstring") or "")[:300])
    answer = next(root.iter("{*}RespuestaConsultaFactuSistemaFacturacion"), None)
    if answer is None:
        raise Refused("verifactu.no_answer", root=etree.QName(root).localname[:80])
    held = tuple(_held(one) for one in answer.iterfind("{*}RegistroRespuestaConsultaFactuSistemaFacturacion"))
    key = answer.find("{*}ClavePaginacion")
    more = _text(answer, "IndicadorPaginacion") == "S" and key is not None
    return Page(held, _document(key) if more and key is not None else None)


def _held(one: etree._Element) -> Held:
    document = one.find("{*}IDFactura")
    if document is None:
        raise Refused("verifactu.no_answer", root="IDFactura")
    return Held(
        document=_document(document),
        hash=_text(one, "DatosRegistroFacturacion/{*}Huella"),
        state=_text(one, "EstadoRegistro/{*}EstadoRegistro"),
        petition=_text(one, "DatosPresentacion/{*}IdPeticion"),
        error_code=_text(one, "EstadoRegistro/{*}CodigoErrorRegistro"),
        error_text=_text(one, "EstadoRegistro/{*}DescripcionErrorRegistro"),
    )


def _document(one: etree._Element) -> Document:
    told = _text(one, "FechaExpedicionFactura")
    try:
        issued_on = date(int(told[6:]), int(told[3:5]), int(told[:2]))
    except ValueError as error:
        raise Refused("xml.unreadable", value=told[:80], place="FechaExpedicionFactura", kind="a date") from error
    return Document(nif=_text(one, "IDEmisorFactura"), number=_text(one, "NumSerieFactura"), issued_on=issued_on)


def _text(one: etree._Element, place: str) -> str:
    return (one.findtext(f"{{*}}{place}") or "").strip()
