"""Records as the AEAT's XML: RegFactuSistemaFacturacion of SuministroLR.xsd, up to 1,000 records in one."""

from collections.abc import Sequence
from dataclasses import dataclass

from kvit.core.einvoice.markup import element, encoded, group
from kvit.core.einvoice.verifactu.records import (
    Cancellation,
    Detail,
    Document,
    Issue,
    Link,
    Person,
    Sealed,
    amount,
    day,
    moment,
)
from kvit.core.errors import Refused

BASE = "https://www2.agenciatributaria.gob.es/static_files/common/internet/dep/aplicaciones/es/aeat/tike/cont/ws/"
LR, SF = f"{BASE}SuministroLR.xsd", f"{BASE}SuministroInformacion.xsd"
VERSION = "1.0"
SHA_256 = "01"
MOST = 1000
"""Records in one message (maxOccurs of RegistroFactura)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """SistemaInformatico: the program, who made it, and which installation of it this is."""

    producer: str
    producer_nif: str
    name: str
    id: str  # two characters, the producer's own
    version: str
    installation: str
    only_verifactu: bool = True
    may_serve_many: bool = True
    serves_many: bool = False


def write(chain: Sequence[Sealed], *, issuer: Person, system: System, incident: bool = False) -> bytes:
    """One message for one issuer. `incident`: it comes late because something did not work (Incidencia).

    Refuses `verifactu.too_many` above 1,000 records, `xml.bad_character`.
    """
    return message([record(one, system=system) for one in chain], issuer=issuer, incident=incident)


def message(records: Sequence[str], *, issuer: Person, incident: bool = False) -> bytes:
    """As `write`, of records that are written already."""
    if not 1 <= len(records) <= MOST:
        raise Refused("verifactu.too_many", records=len(records), limit=MOST)
    head = group(
        "lr:Cabecera",
        group("sf:ObligadoEmision", element("sf:NombreRazon", issuer.name) + element("sf:NIF", issuer.nif))
        + (group("sf:RemisionVoluntaria", element("sf:Incidencia", "S")) if incident else ""),
    )
    held = "".join(group("lr:RegistroFactura", one) for one in records)
    return encoded(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<lr:RegFactuSistemaFacturacion xmlns:lr="{LR}" xmlns:sf="{SF}">\n'
        f"{head}{held}</lr:RegFactuSistemaFacturacion>\n"
    )


def record(sealed: Sealed, *, system: System) -> str:
    """RegistroAlta or RegistroAnulacion."""
    one = sealed.record
    if isinstance(one, Cancellation):
        return group("sf:RegistroAnulacion", _cancellation(one) + _end(sealed, system))
    return group("sf:RegistroAlta", _issue(one) + _end(sealed, system))


def _document(tag: str, value: Document, suffix: str = "") -> str:
    return group(
        tag,
        element(f"sf:IDEmisorFactura{suffix}", value.nif)
        + element(f"sf:NumSerieFactura{suffix}", value.number)
        + element(f"sf:FechaExpedicionFactura{suffix}", day(value.issued_on)),
    )


def _issue(one: Issue) -> str:
    corrects = "".join(_document("sf:IDFacturaRectificada", each) for each in one.corrects)
    replaces = "".join(_document("sf:IDFacturaSustituida", each) for each in one.replaces)
    recipients = "".join(group("sf:IDDestinatario", _person(each)) for each in one.recipients)
    rectified = ""
    if one.rectified:
        surcharge = one.rectified.surcharge
        rectified = (
            element("sf:BaseRectificada", amount(one.rectified.base))
            + element("sf:CuotaRectificada", amount(one.rectified.tax))
            + element("sf:CuotaRecargoRectificado", None if surcharge is None else amount(surcharge))
        )
    return (
        element("sf:IDVersion", VERSION)
        + _document("sf:IDFactura", one.document)
        + element("sf:RefExterna", one.reference or None)
        + element("sf:NombreRazonEmisor", one.issuer)
        + element("sf:Subsanacion", "S" if one.amends else None)
        + element("sf:RechazoPrevio", one.refused or None)
        + element("sf:TipoFactura", one.kind)
        + element("sf:TipoRectificativa", one.method or None)
        + group("sf:FacturasRectificadas", corrects)
        + group("sf:FacturasSustituidas", replaces)
        + group("sf:ImporteRectificacion", rectified)
        + element("sf:FechaOperacion", day(one.operated_on) if one.operated_on else None)
        + element("sf:DescripcionOperacion", one.description)
        + element("sf:EmitidaPorTerceroODestinatario", "D" if one.drawn_up_by_recipient else None)
        + group("sf:Destinatarios", recipients)
        + group("sf:Desglose", "".join(_detail(each) for each in one.details))
        + element("sf:CuotaTotal", amount(one.total_tax))
        + element("sf:ImporteTotal", amount(one.total))
    )


def _cancellation(one: Cancellation) -> str:
    return (
        element("sf:IDVersion", VERSION)
        + _document("sf:IDFactura", one.document, "Anulada")
        + element("sf:RefExterna", one.reference or None)
        + element("sf:SinRegistroPrevio", "S" if one.unknown else None)
        + element("sf:RechazoPrevio", "S" if one.refused else None)
    )


def _person(value: Person) -> str:
    if value.nif:
        return element("sf:NombreRazon", value.name) + element("sf:NIF", value.nif)
    other = (
        element("sf:CodigoPais", value.country or None)
        + element("sf:IDType", value.other_type)
        + element("sf:ID", value.other_id[:20])
    )
    return element("sf:NombreRazon", value.name) + group("sf:IDOtro", other)


def _detail(one: Detail) -> str:
    def told(tag: str, value: object) -> str:
        return "" if value is None else element(tag, f"{value:.2f}")

    return group(
        "sf:DetalleDesglose",
        element("sf:Impuesto", one.tax)
        + element("sf:ClaveRegimen", one.regime)
        + element("sf:CalificacionOperacion", one.treatment or None)
        + element("sf:OperacionExenta", one.exemption or None)
        + told("sf:TipoImpositivo", one.rate)
        + told("sf:BaseImponibleOimporteNoSujeto", one.base)
        + told("sf:CuotaRepercutida", one.amount)
        + told("sf:TipoRecargoEquivalencia", one.surcharge_rate)
        + told("sf:CuotaRecargoEquivalencia", one.surcharge),
    )


def _end(sealed: Sealed, system: System) -> str:
    return (
        group("sf:Encadenamiento", _link(sealed.record.previous))
        + group("sf:SistemaInformatico", system_of(system, "sf:"))
        + element("sf:FechaHoraHusoGenRegistro", moment(sealed.record.generated_at))
        + element("sf:TipoHuella", SHA_256)
        + element("sf:Huella", sealed.hash)
    )


def _link(link: Link | None) -> str:
    if link is None:
        return element("sf:PrimerRegistro", "S")
    document = link.document
    return group(
        "sf:RegistroAnterior",
        element("sf:IDEmisorFactura", document.nif)
        + element("sf:NumSerieFactura", document.number)
        + element("sf:FechaExpedicionFactura", day(document.issued_on))
        + element("sf:Huella", link.hash),
    )


def system_of(system: System, prefix: str) -> str:
    """What SistemaInformatico holds, under the prefix of its schema."""

    def yes(value: bool) -> str:
        return "S" if value else "N"

    return (
        element(f"{prefix}NombreRazon", system.producer)
        + element(f"{prefix}NIF", system.producer_nif)
        + element(f"{prefix}NombreSistemaInformatico", system.name)
        + element(f"{prefix}IdSistemaInformatico", system.id)
        + element(f"{prefix}Version", system.version)
        + element(f"{prefix}NumeroInstalacion", system.installation)
        + element(f"{prefix}TipoUsoPosibleSoloVerifactu", yes(system.only_verifactu))
        + element(f"{prefix}TipoUsoPosibleMultiOT", yes(system.may_serve_many))
        + element(f"{prefix}IndicadorMultiplesOT", yes(system.serves_many))
    )
