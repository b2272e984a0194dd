"""FACe as its guides tell of it: register numbers, doubles, refusals, and the states a public body gives an invoice."""

from base64 import b64decode
from collections.abc import Callable
from dataclasses import dataclass, field

from kvit.adapters.networks import soap_security
from kvit.adapters.networks.simulation import Asked, Given, Simulation
from kvit.core.einvoice import xml
from kvit.core.einvoice.facturae import face
from kvit.core.einvoice.markup import element, encoded, group
from kvit.core.einvoice.ubl_elements import escaped
from kvit.core.errors import Refused

WORDS = {"1200": "Registrada", "1300": "Registrada en RCF", "2400": "Contabilizada", "2500": "Pagada"} | {
    "2600": "Rechazada",
    "3100": "Anulada",
    "4100": "No solicitada anulación",
    "4200": "Solicitada anulación",
    "4300": "Aceptada anulación",
    "4400": "Solicitud de anulación rechazada",
}


@dataclass
class Registered:
    """An invoice that FACe has; `state` is one of FACe's codes, `reason` why the public body rejected it. `back` is the
    state of its annulment: asked for why (`back_asked`), and answered how (`back_reason`)."""

    content: bytes
    key: tuple[str, str]
    state: str = "1200"
    reason: str = ""
    back: str = "4100"
    back_asked: list[str] = field(default_factory=list)
    back_reason: str = ""


@dataclass
class FaceSimulator:
    """`refuses` says why FACe does not take a document; empty: it does."""

    refuses: Callable[[bytes], str] = lambda content: ""
    registered: dict[str, Registered] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.served = Simulation(self._answer)

    @property
    def hosts(self) -> dict[str, str]:
        """The addresses for the adapter."""
        return {"test": self.served.url, "production": self.served.url}

    def _answer(self, asked: Asked) -> Given:
        try:
            root = xml.parse(asked.body)
            is_signed = soap_security.proven(asked.body)
        except (Refused, ValueError):
            return _fault("Malformed")
        if not is_signed:
            return _fault("The signature or decryption was invalid")
        sent, asks = next(root.iter("{*}enviarFactura"), None), next(root.iter("{*}consultarFactura"), None)
        if sent is not None:
            return self._taken(b64decode(sent.findtext("request/factura/factura") or ""))
        back = next(root.iter("{*}anularFactura"), None)
        if back is not None:
            return self._wanted_back(back.findtext("numeroRegistro") or "", back.findtext("motivo") or "")
        return self._told(asks.findtext("numeroRegistro") or "") if asks is not None else _fault("Unknown")

    def _wanted_back(self, number: str, reason: str) -> Given:
        """Taken unless it is paid, rejected or annulled, or was asked for before."""
        one = self.registered.get(number)
        if one is None:
            return _result("303", "No existe ninguna factura con ese número de registro")
        if one.state in ("2500", "2600", "3100") or one.back in ("4200", "4300") or not reason:
            return _result("306", "La factura no puede ser anulada en su estado actual")
        one.back = "4200"
        one.back_asked.append(reason)
        return _result("0", "Correcto", group("factura", element("numeroRegistro", number)))

    def _taken(self, content: bytes) -> Given:
        found = face.check(content)
        words = self.refuses(content) or (found[0].rule if found else "")
        if words:
            return _result("101", words)
        root = xml.parse(content)
        key = (root.findtext(".//SellerParty//TaxIdentificationNumber") or "", root.findtext(".//InvoiceNumber") or "")
        there = ((number, one) for number, one in self.registered.items() if one.back != "4300")
        known = next((number for number, one in there if one.key == key), "")
        if known:
            return _result("102", f"Factura duplicada: ya está registrada con número de registro {known}")
        number = f"2026{len(self.registered) + 1:08d}"
        self.registered[number] = Registered(content, key)
        return _result("0", "Correcto", group("factura", element("numeroRegistro", number)))

    def _told(self, number: str) -> Given:
        one = self.registered.get(number)
        if one is None:
            return _result("303", "No existe ninguna factura con ese número de registro")
        stage = element("codigo", one.state) + element("descripcion", WORDS[one.state]) + element("motivo", one.reason)
        back = (
            element("codigo", one.back) + element("descripcion", WORDS[one.back]) + element("motivo", one.back_reason)
        )
        inside = element("numeroRegistro", number) + group("tramitacion", stage) + group("anulacion", back)
        return _result("0", "Correcto", group("factura", inside))


def _result(code: str, words: str, more: str = "") -> Given:
    inside = group("resultado", element("codigo", code) + element("descripcion", words)) + more
    return _enveloped(f"<return>{inside}</return>")


def _enveloped(body: str, *, status: int = 200) -> Given:
    text = f'<e:Envelope xmlns:e="{soap_security.SOAP}"><e:Body>{body}</e:Body></e:Envelope>'
    return Given(status, encoded(text), "text/xml")


def _fault(reason: str) -> Given:
    body = f"<e:Fault><faultcode>e:Client</faultcode><faultstring>{escaped(reason)}</faultstring></e:Fault>"
    return _enveloped(body, status=500)
