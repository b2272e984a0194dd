"""VERI*FACTU as a network: records in the order of their chain, up to 1,000 in a message, each answered for."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from kvit.adapters.networks.calls import Heard, Lost
from kvit.adapters.networks.certificates import Callers, certificate_of
from kvit.core.einvoice.verifactu import answers, carried, query, write
from kvit.core.einvoice.verifactu.records import Document as Invoice
from kvit.core.einvoice.verifactu.records import Person
from kvit.core.errors import Finding, Refused
from kvit.ports.failures import Declined
from kvit.ports.network import Access, Answer, Arrivals, Document, Network, Receipt, Renewed
from kvit.ports.signer import Signer

PLACE = "/wlpl/TIKE-CONT/ws/SistemaFacturacion/VerifactuSOAP"
HOSTS = {"test": f"https://prewww1.aeat.es{PLACE}", "production": f"https://www1.agenciatributaria.gob.es{PLACE}"}
"""Of SistemaFacturacion.wsdl; certificates of a seal go to www10 and prewww10 (setting `seal`: "1")."""
TITLE = "VERI*FACTU"
XML = "text/xml; charset=utf-8"
WITH_ERRORS = "AceptadoConErrores"
TAKEN = {"Correcto", WITH_ERRORS}
WITH_ERRORS_HELD = {WITH_ERRORS, "AceptadaConErrores"}
"""EstadoRegistro of what it has: its schemas write both."""
ANNULLED = "Anulado"
"""EstadoRegistro of an invoice that was annulled."""
MOST_PAGES = 100


class AeatNetwork(Network):
    """The AEAT's service. `signer` opens certificates; `now` gives the moment; `hosts` are the AEAT's but in tests."""

    name = "verifactu"
    most = write.MOST
    in_order = True

    def __init__(
        self,
        signer: Signer,
        *,
        hosts: Mapping[str, str] = HOSTS,
        seconds: float = 60.0,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._hosts, self._now = hosts, now
        self._callers = Callers(TITLE, signer=signer, seconds=seconds)

    def send(self, access: Access, documents: Sequence[Document]) -> list[Answer]:
        """One message with all of them, in the order of the chain. One that the AEAT has already is adopted where
        what it has is this very record."""
        ordered = sorted(documents, key=lambda one: int(one.facts.get("sequence") or 0))
        texts = [one.content.decode() for one in ordered]
        try:
            heard = self._call(access, write.message(texts, issuer=_issuer(access)))
            answer = _read(heard)
        except Lost as lost:
            return [Answer(outcome="unknown", told=str(lost))] * len(documents)
        lines = {(one.document.number, one.document.issued_on, one.operation): one for one in answer.lines}
        receipt = Receipt("answer", f"{answer.csv or 'respuesta'}.xml", "application/xml", heard.content)
        told = {}
        for one in ordered:
            line = lines.get((one.number, one.issued_on, _operation(one)))
            told[one.key] = _answer(line, answer, receipt=receipt)
        self._adopt(access, [one for one in ordered if _is_duplicate(told[one.key])], told)
        return [replace(told[one.key], rest_seconds=answer.wait_seconds) for one in documents]

    def ask(self, access: Access, documents: Sequence[Document]) -> list[Answer]:
        """By month, page by page: the AEAT has a record when it has one with the same hash, and an annulment when it
        says that the invoice is annulled. What is annulled there by a record of ours was taken there before."""
        try:
            held = self._held(access, documents)
        except Lost as lost:
            return [Answer(outcome="unknown", told=str(lost))] * len(documents)
        by_hash = {one.hash: one for one in held}
        gone = {(one.document.number, one.document.issued_on): one for one in held if one.state == ANNULLED}
        ours = {one.facts.get("hash", "") for one in documents}

        def found(one: Document) -> query.Held | None:
            annulled = gone.get((one.number, one.issued_on))
            if not _is_issue(one):
                return annulled
            by_us = annulled if annulled is not None and annulled.hash in ours else None
            return by_hash.get(one.facts.get("hash", ""), by_us)

        return [_asked(found(one)) for one in documents]

    def receive(self, access: Access, *, cursor: str) -> Arrivals | None:
        """Nothing comes by this network."""
        return None

    def renew(self, access: Access) -> Renewed | None:
        """A certificate is not exchanged: a person brings a new one."""
        return None

    def _adopt(self, access: Access, doubles: Sequence[Document], told: dict[str, Answer]) -> None:
        if not doubles:
            return
        for document, asked in zip(doubles, self.ask(access, doubles), strict=True):
            if asked.outcome == "accepted":
                told[document.key] = replace(asked, receipts=told[document.key].receipts)
            elif asked.outcome == "unknown":
                told[document.key] = asked

    def _held(self, access: Access, documents: Sequence[Document]) -> list[query.Held]:
        """What the AEAT has of the months of these documents."""
        months = sorted({one.issued_on.replace(day=1) for one in documents})
        found: list[query.Held] = []
        for month in months:
            after: Invoice | None = None
            for _ in range(MOST_PAGES):
                page = self._page(access, month, number=documents[0].number if len(documents) == 1 else "", after=after)
                found += page.held
                after = page.following
                if after is None:
                    break
        return found

    def _page(self, access: Access, month: date, *, number: str, after: Invoice | None) -> query.Page:
        asked = query.write(_issuer(access), month=month, number=number, after=after)
        try:
            return query.read(self._call(access, asked).content)
        except Refused as refused:
            raise _failed(refused) from refused

    def _call(self, access: Access, message: bytes) -> Heard:
        caller = self._callers.of(certificate_of(access.secrets), at=self._now())
        url = self._hosts[access.mode]
        if access.settings.get("seal") == "1":
            url = url.replace("www1.", "www10.", 1)
        return caller.call("POST", url, headers={"Content-Type": XML}, content=carried.enveloped(message))


def _issuer(access: Access) -> Person:
    return Person(name=access.name[:120], nif=re.sub(r"^ES", "", access.holder))


def _read(heard: Heard) -> answers.Answer:
    try:
        return answers.read(heard.content)
    except Refused as refused:
        raise _failed(refused) from refused


def _failed(refused: Refused) -> Exception:
    """A fault says that the message was not taken, and another try would end alike; anything else says nothing."""
    if refused.code == "verifactu.fault":
        return Declined("verifactu.fault", reason=str(refused.facts.get("reason")))
    return Lost(refused.code)


def _is_issue(document: Document) -> bool:
    return b"RegistroAnulacion" not in document.content[:40]


def _operation(document: Document) -> str:
    return "Alta" if _is_issue(document) else "Anulacion"


def _answer(line: answers.Line | None, message: answers.Answer, *, receipt: Receipt) -> Answer:
    if line is None:
        return Answer(outcome="unknown", told="no line of the answer names it")
    told = f"{line.error_code} {line.error_text}".strip()
    if line.state in TAKEN:
        return Answer(
            outcome="accepted", reference=message.csv, number=message.csv, told=told,
            findings=_findings(line, severe=False), receipts=(receipt,), with_errors=line.state == WITH_ERRORS,
        )  # fmt: skip
    return Answer(outcome="rejected", told=told, findings=_findings(line, severe=True), receipts=(receipt,))


def _findings(line: answers.Line, *, severe: bool) -> tuple[Finding, ...]:
    if not line.error_code:
        return ()
    rule = "verifactu.duplicate" if line.duplicate is not None else "verifactu.refused"
    rule = rule if severe else "verifactu.with_errors"
    facts = {"code": line.error_code, "message": line.error_text[:500]}
    return (Finding(rule, "/", "error" if severe else "warning", facts=dict(facts)),)


def _is_duplicate(answer: Answer) -> bool:
    return any(finding.rule == "verifactu.duplicate" for finding in answer.findings)


def _asked(held: query.Held | None) -> Answer:
    if held is None:
        return Answer(outcome="absent")
    told = f"{held.error_code} {held.error_text}".strip()
    findings: tuple[Finding, ...] = ()
    if held.error_code:
        facts = {"code": held.error_code, "message": held.error_text[:500]}
        findings = (Finding("verifactu.with_errors", "/", "warning", facts=dict(facts)),)
    return Answer(
        outcome="accepted", reference=held.petition, number=held.petition, told=told,
        findings=findings, with_errors=held.state in WITH_ERRORS_HELD,
    )  # fmt: skip
