"""What KSeF's codes mean for a submission, of a session and of each invoice in it.

ksef-docs (faktury/sesja-sprawdzenie-stanu-i-pobranie-upo.md), and the codes in open-api.json.
"""

from collections.abc import Mapping, Sequence

from kvit.adapters.networks.calls import Lost
from kvit.adapters.networks.ksef.client import Client, Refusal, Sent, Session, Status
from kvit.adapters.networks.ksef.sealing import digest
from kvit.core.einvoice import xml
from kvit.core.einvoice.ksef import upo
from kvit.core.errors import Finding, Refused
from kvit.ports.network import Answer, Document, Outcome, Receipt

OPEN, DONE, FAILED = 100, 200, 400
NOTHING_CAME = frozenset({420, 440})
"""Of a session: it ended, or was cancelled, without an invoice in it."""
BY_ITS_OWN_FAULT = frozenset({500, 550})
"""KSeF broke off; it may be sent again."""
CANCELLED, DUPLICATE = 405, 440
"""Of an invoice: its session failed; KSeF has one of this seller, kind and number already."""
XML = "application/xml"
INTERACTIVE_MARK = "-SO-"


def is_offline(document: Document) -> bool:
    """Whether it was issued before it went to KSeF (ustawa o VAT art. 106nda), with both codes on its picture."""
    return document.facts.get("offline") == "1"


def corrects(document: Document) -> str:
    """The digest of the refused file that it puts right technically (ksef-docs, offline/korekta-techniczna.md)."""
    return document.facts.get("corrected_digest", "")


def refused(document: Document, *, told: str, reference: str, rule: str = "ksef.refused") -> Answer:
    """A refusal in KSeF's own words."""
    finding = Finding(rule, "/", facts={"message": told[:500], "number": document.number})
    return Answer(outcome="rejected", reference=reference, told=told, findings=(finding,))


def of_session(client: Client, reference: str, documents: Sequence[Document]) -> dict[str, Answer]:
    """What became of each, once KSeF is done with the session. One that was left open is closed first."""
    session = client.session(reference)
    if session.status.code < DONE:
        if session.status.code == OPEN:
            _closed(client, reference)
        return {one.key: Answer(outcome="submitted", reference=reference) for one in documents}
    sent = {one.digest: one for one in client.invoices(reference)}
    papers = _papers(client, session)
    return {one.key: _answer(client, one, session=session, sent=sent, papers=papers) for one in documents}


def _closed(client: Client, reference: str) -> None:
    try:
        client.close(reference, kind="interactive" if INTERACTIVE_MARK in reference else "batch")
    except (Lost, Refusal):
        return  # it was closed before, or closes by itself


def _papers(client: Client, session: Session) -> Mapping[str, Receipt]:
    """The acknowledgement that names each KSeF number of the session."""
    found = {}
    for name in session.papers:
        receipt = Receipt("upo", f"UPO-{name}.xml", XML, client.acknowledgement(session.reference, name))
        found.update(dict.fromkeys(_numbers(receipt.content), receipt))
    return found


def _numbers(content: bytes) -> list[str]:
    try:
        return [str(one.text) for one in xml.parse(content).iter(f"{{{upo.NAMESPACE}}}NumerKSeFDokumentu")]
    except Refused as refusal:
        raise Lost(f"an acknowledgement that is none: {refusal.code}") from refusal


def _answer(
    client: Client, document: Document, *, session: Session, sent: Mapping[str, Sent], papers: Mapping[str, Receipt]
) -> Answer:
    one = sent.get(digest(document.content))
    if one is None:
        return _of_failed(document, session)
    status = one.status
    if status.code == DONE:
        if one.number not in papers:
            return Answer(outcome="submitted", reference=session.reference)
        receipts = (papers[one.number],)
        return Answer(outcome="accepted", reference=session.reference, number=one.number, receipts=receipts)
    if status.code < FAILED:
        return Answer(outcome="submitted", reference=session.reference)
    if status.code == DUPLICATE:
        return _adopted(client, document, status=status, reference=session.reference)
    if status.code == CANCELLED or status.code in BY_ITS_OWN_FAULT:
        return Answer(outcome="absent", told=status.told)
    return refused(document, told=status.told, reference=session.reference)


def _of_failed(document: Document, session: Session) -> Answer:
    """A document that is in no list of its session: it never arrived, or the package was refused as a whole."""
    code = session.status.code
    outcome: Outcome = "absent"
    if code < FAILED or code in NOTHING_CAME or code in BY_ITS_OWN_FAULT:
        return Answer(outcome=outcome, told=session.status.told)
    return refused(document, told=session.status.told, reference=session.reference, rule="ksef.package_refused")


def _adopted(client: Client, document: Document, *, status: Status, reference: str) -> Answer:
    """KSeF has one of this number: ours, where its acknowledgement holds the digest of these very bytes."""
    number = status.more.get("originalKsefNumber", "")
    first = status.more.get("originalSessionReferenceNumber", "")
    content = client.acknowledgement_of(first, number) if number and first else b""
    try:
        is_ours = bool(content) and any(
            upo.confirms(one, document.content) for one in upo.inspect(content).document.dokument
        )
    except Refused:
        is_ours = False
    if is_ours:
        receipt = Receipt("upo", f"UPO-{number}.xml", XML, content)
        return Answer(outcome="accepted", reference=first, number=number, told=status.told, receipts=(receipt,))
    told = f"{status.told}; {number}" if number else status.told
    return refused(document, told=told, reference=reference, rule="ksef.duplicate")
