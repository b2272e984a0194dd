"""FACe as a network: each Facturae signed and handed over, registered under a number, asked about by it.

The public body then books, recognises, pays or rejects it: that is its fate here. Names of the service as its public
clients use them; the live service was never reached (docs/rules/facturae.md).
"""

import re
from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from lxml import etree

from kvit.adapters.networks import soap_security
from kvit.adapters.networks.calls import Lost, asked_about, handed_over
from kvit.adapters.networks.certificates import Callers, certificate_of
from kvit.core.einvoice import xml
from kvit.core.einvoice.facturae.face import STATES
from kvit.core.einvoice.markup import element, group
from kvit.core.errors import Finding, Refused
from kvit.ports.failures import Declined
from kvit.ports.network import Access, Answer, Arrivals, Document, Network, Outcome, Receipt, Renewed, Withdrawal
from kvit.ports.signer import Certificate, Signer

PLACE = "/facturasspp2"
HOSTS = {
    "test": f"https://se-face-webservice.redsara.es{PLACE}",
    "production": f"https://webservice.face.gob.es{PLACE}",
}
SPACE = "https://webservice.face.gob.es"
TITLE = "FACe"
DONE = "0"
REGISTERED_BEFORE = re.compile(r"duplicad|ya (?:ha sido|est[aá]) registrad", re.IGNORECASE)
REGISTER_NUMBER = re.compile(r"\b\d{10,}\b")
OUTCOMES: Mapping[str, Outcome] = {
    "registered": "submitted",
    "registered_in_books": "submitted",
    "obligation_recognised": "accepted",
    "paid": "accepted",
    "rejected": "rejected",
    "cancelled": "rejected",
}


WITHDRAWALS: Mapping[str, Withdrawal] = {
    "cancellation_asked": "asked",
    "cancellation_accepted": "accepted",
    "cancellation_refused": "refused",
}


class FaceNetwork(Network):
    """FACe. `signer` signs each document; `now` gives the moment; `hosts` are FACe's but in tests."""

    name = "face"
    most = 20
    gives_back = True

    def __init__(
        self,
        signer: Signer,
        *,
        hosts: Mapping[str, str] = HOSTS,
        seconds: float = 30.0,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._signer, self._hosts, self._now = signer, hosts, now
        self._callers = Callers(TITLE, signer=signer, seconds=seconds)

    def send(self, access: Access, documents: Sequence[Document]) -> list[Answer]:
        """Sign and hand over each. Where FACe goes away in between, what was not handed over is `absent`."""
        return handed_over(documents, lambda document: self._sent(access, document))

    def ask(self, access: Access, documents: Sequence[Document]) -> list[Answer]:
        """By register number. Without one FACe cannot be asked: it is sent again, and FACe knows it as a double."""
        return asked_about(documents, lambda document: self._asked(access, document))

    def withdraw(self, access: Access, document: Document, *, reason: str) -> Answer:
        """Ask the public body to annul it (anularFactura), unless FACe says that it was asked already."""
        asked = element("numeroRegistro", document.reference) + element("motivo", reason)
        try:
            known = self._asked(access, document)
            if known.withdrawal in ("asked", "accepted"):  # after a refusal it may be asked for once more
                return known
            told = self._call(access, "anularFactura", asked, certificate=certificate_of(access.secrets))
            code, words = _result(told)
            if code != DONE:  # another worker may have asked in between
                known = self._asked(access, document)
                if known.withdrawal in ("asked", "accepted"):
                    return known
        except Lost as lost:  # the next try looks first whether it arrived
            return Answer(outcome="unknown", told=str(lost))
        if code != DONE:
            return replace(_refused(code, words), withdrawal="refused")
        return Answer(outcome=known.outcome, reference=document.reference, told=words, withdrawal="asked")

    def receive(self, access: Access, *, cursor: str) -> Arrivals | None:
        """Nothing comes by this network."""
        return None

    def renew(self, access: Access) -> Renewed | None:
        """A certificate is not exchanged: a person brings a new one."""
        return None

    def _sent(self, access: Access, document: Document) -> Answer:
        certificate = certificate_of(access.secrets)
        signed = self._signer.sign(document.content, certificate=certificate, at=self._now(), role="supplier")
        name = re.sub(r"[^A-Za-z0-9]", "-", document.number)
        receipt = Receipt("signed_invoice", f"{name}.xsig", "application/xml", signed)
        file = (
            element("factura", b64encode(signed).decode())
            + element("nombre", f"{name}.xsig")
            + element("mime", "application/xml")
        )
        asked = group(
            "request", element("correo", access.settings.get("email", "")) + group("factura", file) + "<anexos/>"
        )
        try:
            told = self._call(access, "enviarFactura", asked, certificate=certificate)
        except Lost as lost:
            return Answer(outcome="unknown", told=str(lost), receipts=(receipt,))
        code, words = _result(told)
        number = _text(told, "numeroRegistro")
        if code != DONE and REGISTERED_BEFORE.search(words):
            number = next(iter(REGISTER_NUMBER.findall(words)), "")
        elif code != DONE:
            number = ""
        if number:
            return Answer(outcome="submitted", reference=number, told=words, receipts=(receipt,))
        return _refused(code, words)

    def _asked(self, access: Access, document: Document) -> Answer:
        if not document.reference:
            return Answer(outcome="absent")
        asked = element("numeroRegistro", document.reference)
        told = self._call(access, "consultarFactura", asked, certificate=certificate_of(access.secrets))
        code, words = _result(told)
        if code != DONE:
            return _refused(code, words)
        state = STATES.get(_text(told, "tramitacion", "codigo"), "")
        outcome = OUTCOMES.get(state, "submitted")
        reason = _text(told, "tramitacion", "motivo")
        said = ": ".join(one for one in (_text(told, "tramitacion", "descripcion"), reason) if one)
        rule = "face.cancelled" if state == "cancelled" else "face.rejected"
        findings: tuple[Finding, ...] = ()
        if outcome == "rejected":
            findings = (Finding(rule, "/", facts={"message": said[:500]}),)
        number = document.reference if outcome == "accepted" else ""
        back = STATES.get(_text(told, "anulacion", "codigo"), "")
        why = _text(told, "anulacion", "motivo")
        if back == "cancellation_refused":
            findings += (Finding("face.withdrawal_refused", "/", "warning", facts={"message": why[:500]}),)
        return Answer(
            outcome=outcome, reference=document.reference, number=number, told=said, findings=findings,
            withdrawal=WITHDRAWALS.get(back, ""),
        )  # fmt: skip

    def _call(self, access: Access, act: str, content: str, *, certificate: Certificate) -> etree._Element:
        at = self._now()
        caller = self._callers.of(certificate, at=at)
        body = f'<web:{act} xmlns:web="{SPACE}">{content}</web:{act}>'
        headers = {"Content-Type": "text/xml; charset=utf-8", "SOAPAction": f'"{SPACE}#{act}"'}
        message = soap_security.signed(body, certificate=certificate, at=at)
        heard = caller.call("POST", self._hosts[access.mode], headers=headers, content=message)
        try:
            root = xml.parse(heard.content)
        except Refused as refused:
            raise Lost(refused.code) from refused
        for fault in root.iter("{*}Fault"):
            raise Declined("face.fault", reason=(fault.findtext("faultstring") or "")[:300])
        return root


def _result(root: etree._Element) -> tuple[str, str]:
    """Code and words of `resultado`. Raises Lost where there is none."""
    code = _text(root, "resultado", "codigo")
    if not code:
        raise Lost("no result")
    return code, _text(root, "resultado", "descripcion")


def _text(root: etree._Element, *path: str) -> str:
    found = next(root.iter(f"{{*}}{path[0]}"), None)
    for name in path[1:]:
        found = found.find(f"{{*}}{name}") if found is not None else None
    return (found.text or "").strip() if found is not None else ""


def _refused(code: str, words: str) -> Answer:
    finding = Finding("face.refused", "/", facts={"code": code, "message": words[:500]})
    return Answer(outcome="rejected", told=f"{code} {words}", findings=(finding,))
