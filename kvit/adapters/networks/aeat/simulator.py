"""The AEAT's service as its schemas and validations tell of it: a line for each record, duplicates, waits, pages."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from lxml import etree

from kvit.adapters.networks.simulation import Asked, Given, Simulation
from kvit.core.einvoice import xml
from kvit.core.einvoice.markup import element, encoded, group
from kvit.core.einvoice.verifactu import carried
from kvit.core.einvoice.verifactu.carried import ENVELOPE
from kvit.core.einvoice.verifactu.records import Document, Issue, Sealed, day, hash_of
from kvit.core.einvoice.verifactu.write import BASE, MOST, SF
from kvit.core.errors import Refused

ANSWER, HELD = f"{BASE}RespuestaSuministro.xsd", f"{BASE}RespuestaConsultaLR.xsd"
PAGE = 10_000
XML = "text/xml"
HASH_WRONG, DOUBLE, GONE, NOT_THERE = (
    ("2000", "La huella no es correcta"),
    ("3000", "Registro duplicado"),
    ("3001", "El registro de facturación ya ha sido dado de baja"),
    ("3002", "No existe el registro de facturación"),
)
"""The AEAT's numbers for a wrong hash (accepted with errors), a record sent twice, one annulled before, and a repair or
an annulment of nothing."""
Verdict = tuple[str, str, str]
"""State, error code, error text."""


@dataclass
class Kept:
    """A record that the AEAT took."""

    sealed: Sealed
    state: str
    petition: str
    code: str = ""
    text: str = ""


@dataclass
class AeatSimulator:
    """`judges` says of a record what it is refused or warned for; `wait` seconds are to pass between messages."""

    judges: Callable[[Sealed], Verdict] = lambda sealed: ("Correcto", "", "")
    wait: int = 60
    page: int = PAGE
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    kept: dict[Document, Kept] = field(default_factory=dict)
    messages: list[list[Sealed]] = field(default_factory=list)
    hurried: int = 0
    """Messages that came earlier than they should and were not full."""

    def __post_init__(self) -> None:
        self._last_at: datetime | None = None
        self.served = Simulation(self._answer)

    @property
    def hosts(self) -> dict[str, str]:
        """The addresses for the adapter."""
        return {"test": self.served.url, "production": self.served.url}

    def _answer(self, asked: Asked) -> Given:
        try:
            root = xml.parse(asked.body)
        except Refused as refused:
            return _fault(f"Codigo[4102].El XML no cumple el esquema. {refused.code}")
        message = next(root.iter("{*}RegFactuSistemaFacturacion"), None)
        if message is not None:
            return self._taken(message)
        question = next(root.iter("{*}ConsultaFactuSistemaFacturacion"), None)
        return self._asked(question) if question is not None else _fault("Codigo[4102].El XML no cumple el esquema.")

    def _taken(self, message: etree._Element) -> Given:
        came = [carried.read_element(one[0]) for one in message.iterfind("{*}RegistroFactura")]
        if len(came) > MOST:
            return _fault("Codigo[4102].El XML no cumple el esquema. Mas de 1000 registros")
        nif = message.findtext("{*}Cabecera/{*}ObligadoEmision/{*}NIF") or ""
        if any(one.record.document.nif != nif for one in came):
            return _fault("Codigo[4104].El NIF del titular en la cabecera no es el de los registros")
        now = self.now()
        due = self._last_at is not None and now < self._last_at + timedelta(seconds=self.wait)
        self.hurried += due and len(came) < MOST
        self._last_at = now
        self.messages.append(came)
        csv = f"A-{len(self.messages):016d}"
        lines = [self._line(one, csv) for one in came]
        return _enveloped(self._message(nif, csv, lines))

    def _message(self, nif: str, csv: str, lines: list[tuple[str, str]]) -> str:
        states = {state for state, _ in lines}
        taken = any(state != "Incorrecto" for state in states)
        state = "Correcto" if states == {"Correcto"} else "ParcialmenteCorrecto" if taken else "Incorrecto"
        presented = element("sf:NIFPresentador", nif) + element("sf:TimestampPresentacion", self.now().isoformat())
        inside = (
            element("r:CSV", csv if taken else None)
            + (group("r:DatosPresentacion", presented) if taken else "")
            + group("r:Cabecera", group("sf:ObligadoEmision", element("sf:NombreRazon", "X") + element("sf:NIF", nif)))
            + element("r:TiempoEsperaEnvio", str(self.wait))
            + element("r:EstadoEnvio", state)
            + "".join(line for _, line in lines)
        )
        name = "RespuestaRegFactuSistemaFacturacion"
        return f'<r:{name} xmlns:r="{ANSWER}" xmlns:sf="{SF}">{inside}</r:{name}>'

    def _line(self, came: Sealed, csv: str) -> tuple[str, str]:
        record, known = came.record, self.kept.get(came.record.document)
        state, code, text = self._judged(came, known)
        double = ""
        if code in (DOUBLE[0], GONE[0]) and known is not None:
            held = {"Correcto": "Correcta", "AceptadoConErrores": "AceptadaConErrores"}.get(known.state, "Anulada")
            double = group(
                "r:RegistroDuplicado",
                element("sf:IdPeticionRegistroDuplicado", known.petition) + element("sf:EstadoRegistroDuplicado", held),
            )
        if state != "Incorrecto":
            is_issue = isinstance(record, Issue)
            self.kept[record.document] = Kept(came, state if is_issue else "Anulado", csv, code, text)
        told = (
            _document("r:IDFactura", record.document)
            + group("r:Operacion", element("sf:TipoOperacion", "Alta" if isinstance(record, Issue) else "Anulacion"))
            + element("r:EstadoRegistro", state)
            + element("r:CodigoErrorRegistro", code or None)
            + element("r:DescripcionErrorRegistro", text or None)
            + double
        )
        return state, group("r:RespuestaLinea", told)

    def _judged(self, came: Sealed, known: Kept | None) -> Verdict:
        record = came.record
        if isinstance(record, Issue):
            if not record.amends and known is not None:
                return ("Incorrecto", *DOUBLE)
            if record.amends and known is None and record.refused != "X":
                return ("Incorrecto", *NOT_THERE)
            if known is not None and record.refused == "X":
                return ("Incorrecto", *DOUBLE)
        elif known is None and not record.unknown:
            return ("Incorrecto", *NOT_THERE)
        elif known is not None and known.state == "Anulado":
            return ("Incorrecto", *GONE)
        if came.hash != hash_of(record):
            return ("AceptadoConErrores", *HASH_WRONG)
        return self.judges(came)

    def _asked(self, question: etree._Element) -> Given:
        asked = question.find("{*}FiltroConsulta")
        assert asked is not None
        year, month = (asked.findtext(f"{{*}}PeriodoImputacion/{{*}}{name}") or "" for name in ("Ejercicio", "Periodo"))
        number = asked.findtext("{*}NumSerieFactura")
        found = [
            one
            for document, one in self.kept.items()
            if f"{document.issued_on:%Y%m}" == year + month and number in (None, document.number)
        ]
        after = asked.findtext("{*}ClavePaginacion/{*}NumSerieFactura")
        start = next((at for at, one in enumerate(found, 1) if one.sealed.record.document.number == after), 0)
        shown, more = found[start : start + self.page], len(found) > start + self.page
        inside = element("c:IndicadorPaginacion", "S" if more else "N")
        inside += element("c:ResultadoConsulta", "ConDatos" if shown else "SinDatos")
        inside += "".join(_held(one) for one in shown)
        inside += _document("c:ClavePaginacion", shown[-1].sealed.record.document) if more else ""
        name = "RespuestaConsultaFactuSistemaFacturacion"
        return _enveloped(f'<c:{name} xmlns:c="{HELD}" xmlns:sf="{SF}">{inside}</c:{name}>')


def _held(one: Kept) -> str:
    state = (
        element("c:EstadoRegistro", one.state)
        + element("c:CodigoErrorRegistro", one.code or None)
        + element("c:DescripcionErrorRegistro", one.text or None)
    )
    return group(
        "c:RegistroRespuestaConsultaFactuSistemaFacturacion",
        _document("c:IDFactura", one.sealed.record.document)
        + group("c:DatosRegistroFacturacion", element("c:Huella", one.sealed.hash))
        + group("c:DatosPresentacion", element("sf:IdPeticion", one.petition))
        + group("c:EstadoRegistro", state),
    )


def _document(tag: str, document: Document) -> str:
    return group(
        tag,
        element("sf:IDEmisorFactura", document.nif)
        + element("sf:NumSerieFactura", document.number)
        + element("sf:FechaExpedicionFactura", day(document.issued_on)),
    )


def _enveloped(body: str, *, status: int = 200) -> Given:
    text = f'<env:Envelope xmlns:env="{ENVELOPE}"><env:Body>{body}</env:Body></env:Envelope>'
    return Given(status, encoded(text), XML)


def _fault(reason: str) -> Given:
    body = f"<env:Fault><faultcode>env:Client</faultcode><faultstring>{reason}</faultstring></env:Fault>"
    return _enveloped(body, status=500)
