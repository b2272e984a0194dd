"""Bills: made of a document, completed, checked, accepted where a check failed, approved, rejected."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from kvit.approvals import answers
from kvit.capture import documents
from kvit.capture.einvoices import EInvoice
from kvit.capture.models import CapturedDocument
from kvit.companies import hands
from kvit.companies.models import Company
from kvit.companies.permissions import person_behind, require, require_person
from kvit.core import lifecycle
from kvit.core.errors import Refused
from kvit.core.permissions import Actor
from kvit.core.typed_bills import TypedBill
from kvit.events import events
from kvit.ledger import entries, rates
from kvit.payables import (
    approving,
    booking,
    checks,
    completing,
    discounts,
    holds,
    order_match,
    queries,
    self_charges,
    taking_in,
)
from kvit.payables import facts as facts_of
from kvit.payables.checks import Case, Checked
from kvit.payables.models import Bill, BillCheck

ACCEPTED_BY_ANOTHER = frozenset({"brought", "copy", "supplier", "order", "page"})
"""Failed checks that who added the bill never accepts: a fraud needs one person less otherwise."""

PICTURED = ("ocr", "none")
"""Where a bill comes from whose pages are pictures, or may be."""

NEVER_ACCEPTED = frozenset({"reading", "complete", "fields"})
"""What is missing can be booked on nobody's word."""


def capture(company: Company, document: CapturedDocument, *, by: Actor, on: date) -> Bill:
    """The bill of the document, read and checked; the one there is already where it was captured before.

    Reading is slow and outside the transaction; the document's own key makes a second bill impossible.
    """
    require(by, "bill.add", company)
    known = Bill.objects.filter(company=company, document=document)
    if (before := known.first()) is not None:
        return before
    found = documents.read(company, document)
    try:
        with transaction.atomic():
            return _captured(company, document, found, by=by, on=on)
    except IntegrityError:
        if (meanwhile := known.first()) is None:
            raise
        return meanwhile


def check(company: Company, bill: Bill, *, by: Actor, on: date) -> Bill:
    """Every check anew; a file without e-invoice is read anew as well, unless a person completed it. Refuses
    `bill.decided`.

    What a person accepted stays accepted while the same is found.
    """
    require(by, "bill.check", company)
    is_read_anew = bill.completed_by_id is None
    found = documents.read(company, bill.document) if is_read_anew else EInvoice(bill.source, None)
    with transaction.atomic():
        row = _locked(company, bill)
        lifecycle.after(lifecycle.BILL, row.status, "stop")
        if is_read_anew and row.completed_by_id is None and row.source != "xml":
            taking_in.take_in(company, row, found, by=by, on=on)
        _check(Case(company, row, found, on), by=by)
        return row


def check_soon(company: Company, bill: Bill, *, by: Actor, on: date) -> bool:
    """As `check`, at once but for pictures, whose letters take seconds a page: a worker looks at these. Whether it is
    done.
    """
    require(by, "bill.check", company)
    if bill.source not in PICTURED or bill.completed_by_id is not None:
        check(company, bill, by=by, on=on)
        return True
    with transaction.atomic():
        row = _locked(company, bill)
        lifecycle.after(lifecycle.BILL, row.status, "stop")
        if not queries.is_being_read(company, row):
            events.record("bill.check_asked", row, by=by, on=on, facts={"number": row.number})
    return False


@transaction.atomic
def complete(company: Company, bill: Bill, *, typed: TypedBill, version: int, by: Actor, on: date) -> Bill:
    """A person says what the file does not say for sure; then everything is checked anew, and whoever is asked is
    asked anew.

    Refuses `bill.decided`, `bill.as_written` for an e-invoice, `bill.changed` under another version, `bill.no_person`,
    and what `completing.fill` refuses.
    """
    require(by, "bill.complete", company)
    row = _locked(company, bill)
    person = require_person(by, Refused("bill.no_person"))
    lifecycle.after(lifecycle.BILL, row.status, "stop")
    if row.source == "xml":
        raise Refused("bill.as_written", number=row.number)
    if row.version != version:
        raise Refused("bill.changed", number=row.number or row.document.name)
    before, after = completing.fill(company, row, typed, by=by, on=on)
    facts_of.keep_typed(row, typed, person=person)
    row.completed_by_id = person
    row.source = "typed" if row.source == "none" else row.source
    row.save()
    approving.let_go(company, row, reason="completed", on=on)
    taking_in.ask_for_accounts(company, row, by=by, on=on)
    facts: dict[str, object] = {"number": row.number, "before": before, "after": after}
    events.record("bill.completed", row, by=by, on=on, facts=facts)
    _check(Case(company, row, EInvoice(row.source, None), on), by=by)
    return row


@transaction.atomic
def accept(company: Company, bill: Bill, *, name: str, reason: str, by: Actor, on: date) -> Bill:
    """A named person takes a failed check upon themselves, and says why.

    Refuses `bill.not_failed`, `reason.missing`, `bill.incomplete` for what booking needs, and `bill.own` where who
    added the bill accepts what only another person may.
    """
    require(by, "bill.accept", company)
    if not reason.strip():
        raise Refused("reason.missing")
    row = _locked(company, bill)
    failed = BillCheck.objects.select_for_update().filter(bill=row, name=name, outcome="failed").first()
    if failed is None:
        raise Refused("bill.not_failed", check=name[:20])
    if name in NEVER_ACCEPTED:
        raise Refused("bill.incomplete", number=row.number)
    person = require_person(by, Refused("bill.no_person"))
    if name in ACCEPTED_BY_ANOTHER and _is_own(row, by=by):
        raise Refused("bill.own", number=row.number)
    failed.accepted_by_id, failed.accepted_reason = person, reason.strip()[:400]
    failed.save(update_fields=["accepted_by", "accepted_reason"])
    _place(row, list(row.checks.all()), on=on)
    facts: dict[str, object] = {"number": row.number, "check": name, "status": row.status}
    events.record("bill.accepted", row, by=by, on=on, facts=facts, reason=failed.accepted_reason)
    return row


@transaction.atomic
def approve(company: Company, bill: Bill, *, version: int, by: Actor, on: date) -> Bill:
    """Approve what was looked at; with the last yes that the policy needs it is booked, in the same transaction.

    Refuses `bill.own` for who added it, `bill.no_person` for an automation, `bill.changed` under another version,
    `bill.not_to_approve`, `bill.known` where the same number was approved already, and what answering and posting
    refuse.
    """
    require(by, "bill.view", company)
    row = _locked(company, bill)
    person = require_person(by, Refused("bill.no_person"))
    if _is_own(row, by=by):
        raise Refused("bill.own", number=row.number)
    if row.version != version:
        raise Refused("bill.changed", number=row.number)
    status = lifecycle.after(lifecycle.BILL, row.status, "approve")
    request = approving.ask(company, row, on=on)
    if request is None or request.status == "approved":
        require(by, "bill.approve", company)
    elif answers.approve(company, request, by=by, on=on).status != "approved":
        return row
    return _booked(company, row, status=status, person=person, by=by, on=on)


def _booked(company: Company, row: Bill, *, status: str, person: int, by: Actor, on: date) -> Bill:
    assert row.issued_on is not None, "the check of completeness let it pass"
    rate = rates.rate_on(company, row.currency, on=row.issued_on)
    row.rate = None if rate is None else rate.rate
    if (entry := booking.entry_of(company, row, on=on)) is not None:
        entries.post(company, entry, by=by)
    order_match.take(company, row)
    row.status, row.approved_by_id, row.approved_on = status, person, on
    row.version += 1
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Refused("bill.known", number=row.number, supplier=str(row.supplier.get("name", ""))) from None
    facts: dict[str, object] = {"number": row.number, "payable": str(row.payable), "currency": row.currency}
    if (until := self_charges.until(row)) is not None:
        facts |= {"self_charge": True, "until": until.isoformat(), "supplier": row.supplier.get("name", "")}
    events.record("bill.approved", row, by=by, on=on, facts=facts)
    holds.follow(company, row, by=by, on=on)
    return row


@transaction.atomic
def reject(company: Company, bill: Bill, *, reason: str, by: Actor, on: date) -> Bill:
    """It is not paid: said by who handles bills, or by somebody who is asked to approve it; then it is their answer.

    Refuses `reason.missing`, `bill.decided`.
    """
    require(by, "bill.view", company)
    if not reason.strip():
        raise Refused("reason.missing")
    row = _locked(company, bill)
    request = approving.asked(company, row)
    if request is not None and approving.may_answer(company, request, person=person_behind(by), on=on):
        answers.reject(company, request, reason=reason, by=by, on=on)
    else:
        require(by, "bill.reject", company)
        approving.let_go(company, row, reason=reason, on=on)
    row.status = lifecycle.after(lifecycle.BILL, row.status, "reject")
    row.reason = reason.strip()[:400]
    row.version += 1
    row.save(update_fields=["status", "reason", "version"])
    events.record("bill.rejected", row, by=by, on=on, facts={"number": row.number}, reason=row.reason)
    return row


def _captured(company: Company, document: CapturedDocument, found: EInvoice, *, by: Actor, on: date) -> Bill:
    row = Bill(company=company, document=document, added_by_id=person_behind(by), captured_at=timezone.now())
    row.save(force_insert=True)
    taking_in.take_in(company, row, found, by=by, on=on)
    discounts.keep_read(company, row, found, on=on)
    facts: dict[str, object] = {"number": row.number, "source": row.source, "document": document.public_id}
    events.record("bill.captured", row, by=by, on=on, facts=facts)
    _check(Case(company, row, found, on), by=by)
    return row


def _check(case: Case, *, by: Actor) -> None:
    row = case.bill
    kept = {one.name: one for one in row.checks.exclude(accepted_by=None)}
    made = checks.run(case)
    row.checks.all().delete()
    BillCheck.objects.bulk_create(_kept(row, one, kept.get(one.name)) for one in made)
    _place(row, list(row.checks.all()), on=case.on)
    failed = [one.name for one in made if one.outcome == "failed"]
    facts: dict[str, object] = {
        "number": row.number,
        "supplier": row.supplier.get("name") or row.document.name,
        "status": row.status,
        "failed": failed,
    }
    events.record("bill.checked", row, by=by, on=case.on, facts=facts)


def _kept(row: Bill, one: Checked, before: BillCheck | None) -> BillCheck:
    findings = [
        {"rule": found.rule, "place": found.place, "severity": found.severity, "facts": dict(found.facts)}
        for found in one.findings
    ]
    made = BillCheck(
        company=row.company, bill=row, name=one.name, outcome=one.outcome, stops=one.stops, findings=findings
    )
    if before is not None and before.findings == findings:
        made.accepted_by_id, made.accepted_reason = before.accepted_by_id, before.accepted_reason
    return made


def _place(row: Bill, made: Sequence[BillCheck], *, on: date) -> None:
    """To the approvers, or to a person who looks at what failed."""
    stopped = any(one.outcome == "failed" and one.stops and one.accepted_by_id is None for one in made)
    row.status = lifecycle.after(lifecycle.BILL, row.status, "stop" if stopped else "pass")
    row.version += 1
    row.save(update_fields=["status", "version"])
    if stopped:
        approving.let_go(row.company, row, reason="stopped by its checks", on=on)
        return
    with suppress(Refused):  # whom nobody can be found for is told to who approves
        approving.ask(row.company, row, on=on)


def _is_own(row: Bill, *, by: Actor) -> bool:
    """Whether one of those who act added it, or typed anything of it."""
    return bool(hands.people(by) & facts_of.entered_by(row))


def _locked(company: Company, bill: Bill) -> Bill:
    rows = Bill.objects.select_for_update(of=("self",)).select_related("party", "document__file", "company")
    row = rows.filter(company=company, pk=bill.pk).first()
    if row is None:
        raise Refused("bill.unknown", bill=bill.public_id)
    return row
