"""Purchase requests: asked, approved or refused by another person, ordered in one act, cancelled.

Rule: `docs/rules/purchase-requests.md`.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.db import transaction

from kvit.approvals import answers, duties, requests
from kvit.approvals.models import Approval
from kvit.approvals.requests import About
from kvit.companies import hands
from kvit.companies.models import Company
from kvit.companies.permissions import person_behind, require, require_person
from kvit.core import lifecycle
from kvit.core.duties import Act
from kvit.core.errors import Refused
from kvit.core.formatting import format_exact
from kvit.core.money import Money, decimals, total
from kvit.core.parsing.told import Told
from kvit.core.permissions import Actor
from kvit.core.purchase_lifecycle import PURCHASE_REQUEST
from kvit.events import events
from kvit.ledger import rates
from kvit.parties import suppliers
from kvit.parties.models import Party
from kvit.purchasing import approving, orders, papers
from kvit.purchasing.models import PurchaseOrder, PurchaseRequest

SUBJECT = "purchase_request"
HEAD = frozenset({"lines", "supplier", "supplier_name", "currency", "wanted_on", "cost_centre", "purpose"})
LINE = frozenset({"name", "quantity", "unit", "price"})


@transaction.atomic
def ask(company: Company, raw: Mapping[str, object], *, by: Actor, on: date) -> PurchaseRequest:
    """Put what one wants before its approvers; `price` is what one expects, without VAT.

    Refuses `field.…`, `purchase_request.empty`, `…no_person`, `supplier.unknown`, `rate.missing`, `approval.nobody`.
    """
    require(by, "purchase_request.ask", company)
    row = _read(company, raw)
    row.asked_by_id, row.asked_on = require_person(by, Refused("purchase_request.no_person")), on
    row.number = papers.number(company, SUBJECT, on=on)
    row.save()
    duties.record(company, (SUBJECT, row.pk), acts=[Act("enter", one) for one in sorted(hands.people(by))], on=on)
    requests.ask(company, _about(company, row, on=on), on=on)
    events.record("purchase_request.asked", row, by=by, on=on, facts=_told(row))
    return row


@transaction.atomic
def approve(company: Company, request: PurchaseRequest, *, by: Actor, on: date) -> PurchaseRequest:
    """Yes; with the last yes that the policy needs it may be ordered. Where none holds one other person is enough.

    Refuses `purchase_request.own`, `…not_to_approve`, `…no_person`, and what an answer refuses (`approval.…`).
    """
    require(by, "purchase_request.view", company)
    row = _moved(company, request, "approve")
    person = _other(row, by=by)
    asked = of(company, row)
    if asked is None or asked.status == "approved":
        require(by, "purchase_request.approve", company)
        duties.record(company, (SUBJECT, row.pk), acts=[Act("approve", one) for one in sorted(hands.people(by))], on=on)
    elif answers.approve(company, asked, by=by, on=on).status != "approved":
        row.refresh_from_db()
        return row
    return _decided(row, "purchase_request.approved", person=person, by=by, on=on)


@transaction.atomic
def refuse(company: Company, request: PurchaseRequest, *, reason: str, by: Actor, on: date) -> PurchaseRequest:
    """No, and why. Refuses as `approve`, and `reason.missing`."""
    require(by, "purchase_request.view", company)
    row = _moved(company, request, "refuse")
    person, row.reason = _other(row, by=by), _said(reason)
    asked = of(company, row)
    if asked is not None and asked.status == "open":
        answers.reject(company, asked, reason=row.reason, by=by, on=on)
    else:
        require(by, "purchase_request.approve", company)
    return _decided(row, "purchase_request.refused", person=person, by=by, on=on)


@transaction.atomic
def order(company: Company, request: PurchaseRequest, *, by: Actor, on: date, supplier: object = None) -> PurchaseOrder:
    """The order of what was asked for, as a draft whose prices are the expected ones; once.

    `supplier` as an order names it; left out, the known one that was proposed. Whoever asked counts as having entered
    the order too, and never approves it. Refuses `purchase_request.not_approved`, `…no_supplier` and as `orders.draft`.
    """
    require(by, "purchase_order.draft", company)
    row = _moved(company, request, "order")
    named = supplier or (suppliers.surviving(row.party).public_id if row.party is not None else None)
    if named is None:
        raise Refused("purchase_request.no_supplier", number=row.number)
    raw: dict[str, object] = {"supplier": named, "currency": row.currency, "lines": row.lines}
    if row.wanted_on is not None:
        raw["wanted_on"] = row.wanted_on.isoformat()
    made = orders.draft(company, raw, by=by, on=on)
    acts = [Act("enter", person) for person in sorted(_asked_by(company, row))]
    duties.record(company, (approving.SUBJECT, made.pk), acts=acts, on=on)
    row.order = made
    row.save()
    events.record("purchase_request.ordered", row, by=by, on=on, facts={**_told(row), "order": made.public_id})
    return made


@transaction.atomic
def cancel(company: Company, request: PurchaseRequest, *, reason: str, by: Actor, on: date) -> PurchaseRequest:
    """It is not wanted any more: says who asked, or who may approve. Refuses `reason.missing`, `…over`."""
    require(by, "purchase_request.ask", company)
    row = _moved(company, request, "cancel")
    if person_behind(by) != row.asked_by_id:
        require(by, "purchase_request.approve", company)
    row.reason = _said(reason)
    requests.let_go(company, of(company, row), reason=row.reason, on=on)
    row.save()
    events.record("purchase_request.cancelled", row, by=by, on=on, facts=_told(row), reason=row.reason)
    return row


def is_own(company: Company, row: PurchaseRequest, *, by: Actor) -> bool:
    """Whether one of those who act asked for it."""
    return bool(hands.people(by) & _asked_by(company, row))


def of(company: Company, row: PurchaseRequest) -> Approval | None:
    """Those who are asked about it, where a policy names any."""
    return requests.of_subject(company, SUBJECT, id=row.pk)


def _moved(company: Company, request: PurchaseRequest, verb: str) -> PurchaseRequest:
    rows = PurchaseRequest.objects.select_for_update(of=("self",)).select_related("party")
    row = rows.filter(company=company, pk=request.pk).first()
    if row is None:
        raise Refused("purchase_request.unknown", request=request.public_id)
    row.status = lifecycle.after(PURCHASE_REQUEST, row.status, verb)
    return row


def _decided(row: PurchaseRequest, event: str, *, person: int, by: Actor, on: date) -> PurchaseRequest:
    row.decided_by_id, row.decided_on = person, on
    row.save()
    events.record(event, row, by=by, on=on, facts=_told(row), reason=row.reason)
    return row


def _read(company: Company, raw: Mapping[str, object]) -> PurchaseRequest:
    told = Told(raw, HEAD)
    currency = told.text("currency", most=3).upper() or company.currency
    decimals(currency)
    lines, sums = [], []
    for one, place in told.each("lines", most=orders.MOST_LINES):
        line = Told(one, LINE, place=place)
        quantity, price = line.number("quantity", most=9), line.number("price", digits=8, most=9)
        if quantity is None or quantity <= 0:
            line.refuse("quantity", "more than 0")
        if price is None or price < 0:
            line.refuse("price", "0 or more")
        texts = {"name": line.needed("name", most=300), "unit": line.text("unit", most=20) or "C62"}
        lines.append({**texts, "quantity": format_exact(quantity), "price": format_exact(price)})
        sums.append(Money(price, currency).times(quantity).rounded())
    if not lines:
        raise Refused("purchase_request.empty")
    return PurchaseRequest(
        company=company,
        lines=lines,
        currency=currency,
        net=total(sums, currency).amount,
        party=_known(company, told.text("supplier", most=40)),
        supplier_name=told.text("supplier_name", most=200),
        wanted_on=told.day("wanted_on"),
        cost_centre=told.text("cost_centre", most=60),
        purpose=told.needed("purpose", most=400),
    )


def _known(company: Company, public_id: str) -> Party | None:
    if not public_id:
        return None
    found = Party.objects.filter(company=company, public_id=public_id).first()
    if found is None:
        raise Refused("supplier.unknown", supplier=public_id)
    return suppliers.surviving(found)


def _about(company: Company, row: PurchaseRequest, *, on: date) -> About:
    worth: Decimal = rates.exchange(company, row.currency, on=on).worth(row.net)
    return About(
        kind=SUBJECT,
        id=row.pk,
        name=row.number,
        public_id=row.public_id,
        amount=worth,
        supplier=row.party.public_id if row.party is not None else "",
        cost_centre=row.cost_centre,
        done={"enter": row.asked_by_id},
        entered=_asked_by(company, row),
    )


def _asked_by(company: Company, row: PurchaseRequest) -> frozenset[int]:
    return duties.people(company, (SUBJECT, row.pk), duty="enter") | {row.asked_by_id}


def _told(row: PurchaseRequest) -> dict[str, object]:
    return {"number": row.number, "net": str(row.net), "currency": row.currency, "purpose": row.purpose}


def _other(row: PurchaseRequest, *, by: Actor) -> int:
    person = require_person(by, Refused("purchase_request.no_person"))
    if is_own(row.company, row, by=by):
        raise Refused("purchase_request.own", number=row.number)
    return person


def _said(reason: str) -> str:
    if not reason.strip():
        raise Refused("reason.missing")
    return reason.strip()[:400]
