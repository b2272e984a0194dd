"""E-invoices: judged, passed through networks and put right; what networks gave and what they had for the company."""

import binascii
from base64 import b64decode
from datetime import date
from typing import Annotated, Any, Literal

from django.http import HttpResponse
from ninja import Query, Router
from pydantic import Field

from kvit.api import files, lists
from kvit.api.asking import Asking
from kvit.api.operations import changes, reads
from kvit.api.values import Given, Id, Moment, Shown, Text
from kvit.archive import files as kept
from kvit.archive import validation
from kvit.companies.permissions import require
from kvit.core.errors import Refused
from kvit.networks import outside, queries
from kvit.networks.models import Arrival, Submission
from kvit.receivables import queries as receivables
from kvit.receivables import transmitting
from kvit.receivables.models import Invoice

router = Router()
VIEW = "network.view"
ANY = "application/octet-stream"
Name = Annotated[str, Field(max_length=20, description="anaf, ksef, verifactu, face or peppol.")]
Status = Literal["prepared", "validated", "submitted", "accepted", "rejected", "unknown", "superseded"]


class EInvoiceFoundShown(Shown):
    """What is wrong, in the language of the request."""

    rule: str
    place: str
    severity: Literal["error", "warning", "note"]
    message: str


class SubmissionShown(Shown):
    """One try to pass a document through a network."""

    id: Id
    document: Id
    number: str
    network: str
    mode: Literal["test", "production"] | None
    status: Status
    attempt: int
    form: str
    issued_on: date
    is_duty: bool
    until: date | None = Field(description="The last day on which the law takes it as in time.")
    official: str | None = Field(description="The number under which the network keeps it.")
    reference: str | None
    told: str = Field(description="The network's own words.")
    with_errors: bool = Field(description="It was taken, and what the findings name is to be put right all the same.")
    withdrawal: Literal["wanted", "asked", "accepted", "refused"] | None = Field(
        description="Whether it was asked for back, and what was said to that."
    )
    findings: list[EInvoiceFoundShown]
    prepared_at: Moment
    submitted_at: Moment | None
    settled_at: Moment | None


class AcknowledgementShown(Shown):
    """A paper that the network gave."""

    id: Id
    kind: str
    name: str
    media_type: str
    size: int
    at: Moment


class SubmissionWhole(SubmissionShown):
    """With the papers that the network gave."""

    acknowledgements: list[AcknowledgementShown]


class ArrivalShown(Shown):
    """A document that a network had for the company."""

    id: Id
    network: str
    mode: Literal["test", "production"]
    reference: str
    sender: str
    number: str
    name: str
    media_type: str
    size: int
    at: Moment


class Narrowed(lists.Paging):
    """Which of them."""

    status: Annotated[str, Field(max_length=20, description="A status; none: all.")] = ""
    network: Name = ""


class ToNetworkGiven(Given):
    """Through which network."""

    network: Name


class Amended(Given):
    """What is put right; who was invoiced, for what and how much stays as it was issued."""

    street: Text | None = None
    town: Text | None = None
    post_code: Text | None = None
    region: Text | None = None
    buyer_reference: Text | None = None
    electronic_scheme: Text | None = None
    electronic_address: Text | None = None
    description: Annotated[Text | None, Field(description="Of a VERI*FACTU record: what was sold.")] = None
    recipient_type: Annotated[
        Literal["07"] | None, Field(description="Of a VERI*FACTU record: the customer is not in the AEAT's census.")
    ] = None


class RepeatGiven(ToNetworkGiven):
    """Through which network, and what is put right."""

    set: Amended = Amended()


class WithdrawGiven(ToNetworkGiven):
    """From which network, and why."""

    reason: Text


class JudgeGiven(Given):
    """An electronic invoice of any kind."""

    content: Annotated[str, Field(description="The bytes in Base64 (RFC 4648).", examples=["PEludm9pY2UvPg=="])]


class JudgedFinding(Shown):
    """What a judge found."""

    rule: str
    severity: str
    message: str
    location: str


class Judged(Shown):
    """What the judges say: what none of them judged is not valid."""

    verdict: Literal["valid", "invalid", "not_validated"]
    profile: str
    findings: list[JudgedFinding]
    judges: list[str]


def found(request: Asking, id: str) -> Submission:
    """The asker's submission of that id."""
    require(request.actor, VIEW, request.company)
    return queries.find(request.company, id)


def arrived(request: Asking, id: str) -> Arrival:
    """The asker's received document of that id."""
    require(request.actor, VIEW, request.company)
    return queries.arrival(request.company, id)


def _invoice(request: Asking, id: str) -> Invoice:
    require(request.actor, "invoice.view", request.company)
    return receivables.find(request.company, id)


def _whole(row: Submission) -> object:
    return outside.whole(row, queries.acknowledgements(row.company, row))


@changes(router, "/einvoices/validate", gives=Judged)
def judge(request: Asking, *, given: JudgeGiven) -> object:
    """Judge an electronic invoice by our own rules and the official sheet; nothing is kept."""
    require(request.actor, "invoice.view", request.company)
    try:
        content = b64decode(given.content, validate=True)
    except binascii.Error as wrong:
        raise Refused("file.not_base64", name="content", field="content") from wrong
    judged = validation.validate(content)
    return {
        "verdict": judged.verdict,
        "profile": judged.profile,
        "findings": [outside.judged(one) for one in judged.findings],
        "judges": list(judged.judges),
    }


@changes(router, "/invoices/{id}/submit", gives=SubmissionWhole, key_required=True)
def submit(request: Asking, id: str, *, given: ToNetworkGiven) -> object:
    """Let an issued document go to a network; the one that is there already is given."""
    row = _invoice(request, id)
    return _whole(transmitting.submit(request.company, row, network=given.network, by=request.actor, on=request.today))


@changes(router, "/invoices/{id}/resubmit", gives=SubmissionWhole, key_required=True)
def repeat(request: Asking, id: str, *, given: RepeatGiven) -> object:
    """Try a refused document again, put right."""
    row = _invoice(request, id)
    amended = {name: str(value) for name, value in given.set.told().items() if value is not None}
    told: dict[str, Any] = {"network": given.network, "amended": amended}
    return _whole(transmitting.repeat(request.company, row, **told, by=request.actor, on=request.today))


@changes(router, "/invoices/{id}/withdraw", gives=SubmissionWhole, key_required=True)
def withdraw(request: Asking, id: str, *, given: WithdrawGiven) -> object:
    """Ask a network for an issued document back (FACe, anularFactura); the other side decides."""
    row = _invoice(request, id)
    told: dict[str, Any] = {"network": given.network, "reason": given.reason}
    return _whole(transmitting.withdraw(request.company, row, **told, by=request.actor, on=request.today))


@reads(router, "/submissions", gives=lists.Listed[SubmissionShown])
def listed(request: Asking, *, asked: Query[Narrowed]) -> object:
    """Every try, the newest first."""
    require(request.actor, VIEW, request.company)
    narrowed = {"status": asked.status, "network": asked.network}
    rows = queries.listed(request.company, **narrowed, size=asked.limit, after=asked.after)
    return lists.of_page(rows, lambda some: [outside.submission(one) for one in some])


@reads(router, "/submissions/{id}", gives=SubmissionWhole)
def show(request: Asking, id: str) -> object:
    """One try with its papers."""
    return _whole(found(request, id))


@reads(router, "/submissions/{id}/xml", media_type=files.XML)
def xml(request: Asking, id: str) -> HttpResponse:
    """The document in the form in which it goes to the network."""
    row = found(request, id)
    return files.answer(kept.read(row.file), name=row.file.name, media_type=files.XML)


@reads(router, "/acknowledgements/{id}", media_type=ANY)
def acknowledgement(request: Asking, id: str) -> HttpResponse:
    """A paper that a network gave, as it came."""
    require(request.actor, VIEW, request.company)
    row = queries.acknowledgement(request.company, id)
    return files.answer(kept.read(row.file), name=row.name, media_type=row.file.media_type)


@reads(router, "/arrivals", gives=lists.Listed[ArrivalShown])
def arrivals(request: Asking, *, asked: lists.Asked) -> object:
    """What networks had for the company, the newest first."""
    require(request.actor, VIEW, request.company)
    rows = queries.arrivals(request.company, size=asked.limit, after=asked.after)
    return lists.of_page(rows, lambda some: [outside.arrival(one) for one in some])


@reads(router, "/arrivals/{id}", gives=ArrivalShown)
def arrival(request: Asking, id: str) -> object:
    """One document that came."""
    return outside.arrival(arrived(request, id))


@reads(router, "/arrivals/{id}/file", media_type=ANY)
def arrival_file(request: Asking, id: str) -> HttpResponse:
    """One document as it came."""
    row = arrived(request, id)
    return files.answer(kept.read(row.file), name=row.file.name, media_type=row.file.media_type)
