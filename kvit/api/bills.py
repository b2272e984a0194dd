"""Suppliers' bills: added as files, completed, checked, accepted where a check failed, approved, rejected."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.http import HttpResponse
from ninja import Query, Router
from pydantic import Field

from kvit.api import files, lists, versions
from kvit.api.asking import Asking
from kvit.api.operations import changes, reads
from kvit.api.self_charges import SelfChargeShown
from kvit.api.uploads import FileGiven
from kvit.api.values import Amount, Given, GivenAmount, GivenDay, Id, Shown, Text, WhyGiven
from kvit.archive import files as frozen
from kvit.capture import arrivals
from kvit.capture.arrivals import Incoming
from kvit.companies.permissions import require
from kvit.core.typed_bills import typed_bill
from kvit.payables import bills, discounts, holds, order_match, outside, queries, self_charges
from kvit.payables.models import Bill
from kvit.payables.requests import told_discount
from kvit.payables.self_charges import Said
from kvit.purchasing import queries as ordered

router = Router()
Status = Literal["captured", "to_approve", "needs_attention", "approved", "rejected"]


class BillFileGiven(FileGiven):
    """What came from a supplier: an e-invoice, a PDF, a scan or a photo."""


class AcceptGiven(WhyGiven):
    """Which failed check a person takes upon themselves."""

    check: str


class TypedSupplierGiven(Given):
    """Who the bill is from: the id of a known one, or a name with the numbers that stand on it."""

    id: str = ""
    name: str = ""
    vat_id: str = ""
    tax_id: str = ""
    country: str = ""


class VatRowGiven(Given):
    """One row of the VAT breakdown (EN 16931 BG-23); a rate and VAT only where the category charges it."""

    category: Literal["S", "Z", "E", "AE", "K", "G", "O", "L", "M"] = "S"
    rate: GivenAmount | None = None
    base: GivenAmount
    amount: GivenAmount | None = None


class CompleteGiven(Given):
    """What a person says that the file does not say for sure; what is left out stays as it is."""

    kind: Literal["bill", "credit_note"] | None = None
    supplier: TypedSupplierGiven | None = None
    number: str | None = None
    issued_on: GivenDay | None = None
    due_on: GivenDay | None = Field(None, description="null says that the bill names no such day.")
    currency: str | None = None
    vat_totals: list[VatRowGiven] | None = None
    prepaid: GivenAmount | None = Field(None, description="What is taken off the total: paid before, or withheld.")
    withheld: GivenAmount | None = Field(None, description="The part of `prepaid` that is kept for the tax office.")
    payable: GivenAmount | None = None
    iban: str | None = Field(None, description="As it stands on the bill; it is asked for, and paid to once confirmed.")


class FieldShown(Shown):
    """A field as it was read of the pages, or typed."""

    value: Any
    source: Literal["text", "ocr", "typed"]
    confidence: float = Field(description="From 0 to 1.")
    sure: bool
    page: int | None
    box: list[float] | None = Field(description="Left, top, right, bottom in points from the upper left corner.")


class CheckShown(Shown):
    """What a check said."""

    name: str
    outcome: Literal["passed", "failed", "not_checked"]
    stops: bool = Field(description="Whether it keeps the bill from its approvers when it failed.")
    findings: list[dict[str, str]]
    accepted_by: str | None
    accepted_reason: str


class BillListedShown(Shown):
    """A bill as a list shows it."""

    id: Id
    kind: Literal["bill", "credit_note"]
    status: Status
    settlement: str | None
    balance: Amount | None
    supplier: dict[str, str | None]
    number: str
    issued_on: date | None
    due_on: date | None
    currency: str
    net: Amount | None
    vat: Amount | None
    gross: Amount | None
    prepaid: Amount | None
    withheld: Amount | None = Field(description="The part of `prepaid` that is kept back for the tax office.")
    rounding: Amount | None
    payable: Amount | None = Field(description="BT-115 as the file has it.")
    source: str
    document: Id
    file: str
    received_on: date


class SelfChargeGiven(Given):
    """What the bill does not tell, or what is not as usual."""

    treatment: Literal["", "services", "acquisition"] = Field("", description="Only where a supplier abroad says none.")
    rate: GivenAmount | None = Field(None, description="In percent; the standard rate when left out.")
    tax_point_on: GivenDay | None = Field(None, description="The day of issue of the bill when left out.")
    original: Text = Field("", description="The number of the bill that a credit note takes back of.")


class DiscountShown(Shown):
    """What the bill offers for paying early; what does not stand it only tells people, until a person agrees."""

    id: Id
    percent: str
    until: date
    source: Literal["xml", "page", "told", "typed"]
    confidence: float | None = Field(description="Of what was read of a page, from 0 to 1.")
    page: int | None
    stands: bool
    takes_off: Amount | None
    pays: Amount | None
    yearly_return: str | None = Field(description="Percent a year, simple, beside paying on the due day.")


class DiscountGiven(Given):
    """So many percent, within days of the bill's day or by a day."""

    percent: GivenAmount
    days: int | None = None
    until: GivenDay | None = None
    always: bool = Field(False, description="Agreed with the supplier for every bill that says nothing itself.")


class EndedGiven(Given):
    """Which discount."""

    discount: Annotated[str, Field(max_length=40)]


class PartsShown(Shown):
    """What of a bill goes on, and what is held of it; `to_hold` before it is approved."""

    state: Literal["to_hold", "held", "disputed"]
    goes_on: Amount = Field(description="What is paid now, or is still open of it.")
    held: Amount
    owner: str | None = Field(description="Who looks after the held part, until that day.")
    until: date | None
    reason: str


class RestGiven(WhyGiven):
    """What a person says of the held part."""

    decision: Literal["accept", "dispute"]


class BillShown(BillListedShown):
    """A bill with its lines and checks."""

    version: int
    buyer: dict[str, str]
    ibans: list[str]
    order_ref: str
    preceding: str
    own_payable: Amount | None = Field(description="Our own sum, beside the payable as written.")
    lines: list[dict[str, Any]]
    vat_totals: list[dict[str, Any]]
    discounts: list[DiscountShown]
    fields: dict[str, FieldShown] = Field(description="Empty for an e-invoice, which is taken as written.")
    checks: list[CheckShown]
    completed_by: str | None
    approved_by: str | None
    approved_on: date | None
    reason: str
    self_charge: SelfChargeShown | None
    parts: PartsShown | None = Field(description="null where no part of it is held.")


class OrderNamed(Given):
    """The order by id or number; lines by position, of the bill to of the order."""

    order: Text
    lines: Annotated[dict[str, int], Field(max_length=500, examples=[{"1": 2}])] = {}


class OfStatus(lists.Paging):
    """Which bills."""

    status: Status | None = None


def shown(request: Asking, public_id: str) -> object:
    """The bill as it stands now."""
    return outside.whole(request.company, queries.find(request.company, public_id))


def found(request: Asking, id: str) -> Bill:
    """The asker's bill of that id."""
    require(request.actor, "bill.view", request.company)
    return queries.find(request.company, id)


@reads(router, "/bills", gives=lists.Listed[BillListedShown])
def listed(request: Asking, *, asked: Query[OfStatus]) -> object:
    """Bills, the newest first."""
    require(request.actor, "bill.view", request.company)
    page = queries.listed(request.company, status=asked.status or "", size=asked.limit, after=asked.after)
    return lists.of_page(page, lambda some: outside.listed(request.company, some))


def _captured(request: Asking, *, given: BillFileGiven) -> Bill:
    """The file's bill: reading it is slow and done before the key's transaction, in which it is there already."""
    who: dict[str, Any] = {"by": request.actor, "on": request.today}
    incoming = Incoming(content=given.read(), name=given.name, via="api")
    document, _ = arrivals.take(request.company, incoming, **who)
    return bills.capture(request.company, document, **who)


@changes(router, "/bills", gives=BillShown, status=201, ahead=_captured)
def add(request: Asking, *, given: BillFileGiven) -> object:
    """Keep the file, read and check it; the same bytes twice are one bill."""
    return shown(request, _captured(request, given=given).public_id)


@reads(router, "/bills/{id}", gives=BillShown)
def show(request: Asking, id: str) -> object:
    """One bill."""
    return outside.whole(request.company, found(request, id))


@reads(router, "/bills/{id}/file", media_type="application/octet-stream")
def file(request: Asking, id: str) -> HttpResponse:
    """The file as it came."""
    row = found(request, id)
    return files.answer(frozen.read(row.document.file), name=row.document.name, media_type=row.document.file.media_type)


@changes(router, "/bills/{id}/check", gives=BillShown)
def check(request: Asking, id: str) -> object:
    """Every check anew."""
    bills.check(request.company, found(request, id), by=request.actor, on=request.today)
    return shown(request, id)


@changes(router, "/bills/{id}/complete", gives=BillShown)
def complete(request: Asking, id: str, *, given: CompleteGiven) -> object:
    """Type or confirm fields; another person approves it. If-Match names the version that was looked at."""
    row = found(request, id)
    version = versions.asked(request)
    who: dict[str, Any] = {"by": request.actor, "on": request.today}
    typed = typed_bill(given.told())
    bills.complete(request.company, row, typed=typed, version=row.version if version is None else version, **who)
    return shown(request, id)


@changes(router, "/bills/{id}/order", gives=BillShown)
def name_order(request: Asking, id: str, *, given: OrderNamed) -> object:
    """Say which order of ours it is for, and which line of it each of its lines means; it is checked anew."""
    row = found(request, id)
    who: dict[str, Any] = {"by": request.actor, "on": request.today}
    named = ordered.find(request.company, given.order)
    order_match.name_order(request.company, row, order=named, lines=dict(given.lines), **who)
    bills.check(request.company, row, **who)
    return shown(request, id)


@changes(router, "/bills/{id}/discounts", gives=BillShown)
def discount(request: Asking, id: str, *, given: DiscountGiven) -> object:
    """Say what the bill offers for paying early, or what is agreed with its supplier."""
    told = told_discount(given.told())
    discounts.say(request.company, found(request, id), told, by=request.actor, on=request.today)
    return shown(request, id)


@changes(router, "/bills/{id}/discounts/end", gives=BillShown)
def end_discount(request: Asking, id: str, *, given: EndedGiven) -> object:
    """It is no offer any more."""
    discounts.end(request.company, given.discount, of=found(request, id), by=request.actor, on=request.today)
    return shown(request, id)


@changes(router, "/bills/{id}/accept", gives=BillShown)
def accept(request: Asking, id: str, *, given: AcceptGiven) -> object:
    """Take a failed check upon oneself."""
    who: dict[str, Any] = {"by": request.actor, "on": request.today}
    bills.accept(request.company, found(request, id), name=given.check, reason=given.reason, **who)
    return shown(request, id)


@changes(router, "/bills/{id}/approve", gives=BillShown, key_required=True)
def approve(request: Asking, id: str) -> object:
    """Approve and book it; another person than who added it. If-Match names the version that was looked at."""
    row = found(request, id)
    version = versions.asked(request)
    who: dict[str, Any] = {"by": request.actor, "on": request.today}
    bills.approve(request.company, row, version=row.version if version is None else version, **who)
    return shown(request, id)


@changes(router, "/bills/{id}/self_charge", gives=BillShown)
def self_charge(request: Asking, id: str, *, given: SelfChargeGiven) -> object:
    """Charge the VAT that we owe in the supplier's place, with the document where the law wants one."""
    rate = None if given.rate is None else Decimal(given.rate)
    said = Said(treatment=given.treatment, rate=rate, tax_point_on=given.tax_point_on, original=given.original)
    self_charges.make(request.company, found(request, id), said=said, by=request.actor, on=request.today)
    return shown(request, id)


@changes(router, "/bills/{id}/rest", gives=BillShown)
def rest(request: Asking, id: str, *, given: RestGiven) -> object:
    """Say of the held part of an approved bill that it is owed all the same, or that it is not."""
    decide = holds.DECISIONS[given.decision]
    decide(request.company, found(request, id), reason=given.reason, by=request.actor, on=request.today)
    return shown(request, id)


@changes(router, "/bills/{id}/reject", gives=BillShown)
def reject(request: Asking, id: str, *, given: WhyGiven) -> object:
    """It is not paid."""
    bills.reject(request.company, found(request, id), reason=given.reason, by=request.actor, on=request.today)
    return shown(request, id)
