"""The event log of a system that does not send its records (RD 1007/2023 art. 8.2.f; Orden HAC/1177/2024 art. 9).

Who sends every record (VERI*FACTU) need not keep one; Kvit can, and hashes it as the AEAT does. The XML still wants
the signature that EventosSIF.xsd asks for.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from kvit.core.einvoice.markup import element, encoded, group
from kvit.core.einvoice.verifactu.records import Person, digest, moment
from kvit.core.einvoice.verifactu.write import BASE, SHA_256, VERSION, System, system_of

SPACE = f"{BASE}EventosSIF.xsd"
KINDS = {
    "started": "01",
    "stopped": "02",
    "checking_invoices": "03",
    "invoice_anomaly": "04",
    "checking_events": "05",
    "event_anomaly": "06",
    "backup_restored": "07",
    "invoices_exported": "08",
    "events_exported": "09",
    "summary": "10",
    "other": "90",
}
"""TipoEvento."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventLink:
    """The event before."""

    kind: str
    at: datetime
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened in the system: `kind` is a word of KINDS."""

    kind: str
    at: datetime
    text: str = ""  # OtrosDatosEvento, 100 characters
    previous: EventLink | None = None


def sealed(event: Event, *, after: tuple[Event, str] | None, system: System, issuer: Person) -> tuple[Event, str]:
    """The event linked to the one before, and its hash."""
    link = EventLink(kind=after[0].kind, at=after[0].at, hash=after[1]) if after else None
    linked = replace(event, previous=link)
    return linked, hash_of(linked, system=system, issuer=issuer)


def hash_of(event: Event, *, system: System, issuer: Person) -> str:
    """HuellaEvento: nine pairs; NIF stands twice, of the producer and of who issues."""
    return digest(
        [
            ("NIF", system.producer_nif),
            ("ID", ""),  # only of a producer without a NIF
            ("IdSistemaInformatico", system.id),
            ("Version", system.version),
            ("NumeroInstalacion", system.installation),
            ("NIF", issuer.nif),
            ("TipoEvento", KINDS[event.kind]),
            ("HuellaEvento", event.previous.hash if event.previous else ""),
            ("FechaHoraHusoGenEvento", moment(event.at)),
        ]
    )


def write(event: Event, *, hash_of_event: str, system: System, issuer: Person) -> bytes:
    """RegistroEvento, unsigned. Refuses `xml.bad_character`."""
    before = event.previous
    link = element("PrimerEvento", "S")
    if before:
        link = group(
            "EventoAnterior",
            element("TipoEvento", KINDS[before.kind])
            + element("FechaHoraHusoGenEvento", moment(before.at))
            + element("HuellaEvento", before.hash),
        )
    content = (
        group("SistemaInformatico", system_of(system, ""))
        + group("ObligadoEmision", element("NombreRazon", issuer.name) + element("NIF", issuer.nif))
        + element("FechaHoraHusoGenEvento", moment(event.at))
        + element("TipoEvento", KINDS[event.kind])
        + element("OtrosDatosEvento", event.text[:100] or None)
        + group("Encadenamiento", link)
        + element("TipoHuella", SHA_256)
        + element("HuellaEvento", hash_of_event)
    )
    return encoded(
        f'<?xml version="1.0" encoding="UTF-8"?>\n<RegistroEvento xmlns="{SPACE}">\n'
        f"{element('IDVersion', VERSION)}{group('Evento', content)}</RegistroEvento>\n"
    )
