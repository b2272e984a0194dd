"""Rules that a company writes for the rest of its flow: an event, conditions on what it is about, one act.

What an event, a field, a comparison or an act may be is a closed list (`docs/rules/user-rules.md`); nothing here moves
money, approves, or speaks to anybody outside the company.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from kvit.core.errors import Refused
from kvit.core.formatting import format_exact, format_plain
from kvit.core.money import decimals
from kvit.core.parsing.told import Told

MONEY, NUMBER, DAYS, TEXT, COUNTRY, FLAG = "money", "number", "days", "text", "country", "flag"
ORDERED = ("over", "under", "at_least", "at_most", "is")
COMPARISONS: Mapping[str, tuple[str, ...]] = {
    MONEY: ORDERED,
    NUMBER: ORDERED,
    DAYS: ORDERED,
    TEXT: ("contains", "is", "is_not"),
    COUNTRY: ("is", "is_not"),
    FLAG: ("is",),
}
MOST_CONDITIONS, MOST_DAYS, LONGEST_VALUE, LONGEST_TEXT, LONGEST_NAME = 10, 365, 200, 200, 80
YES, NO = "yes", "no"
CODE = re.compile(r"[A-Z]{2}")


@dataclass(frozen=True)
class Field:
    """Where a fact stands in the snapshot of a subject, and what it is. Days count from the event's day to it,
    below zero once it has passed; with `since` from it to the event's day."""

    path: tuple[str, ...]
    kind: str
    since: bool = False


def _field(path: str, kind: str, *, since: bool = False) -> Field:
    return Field(tuple(path.split(".")), kind, since)


FIELDS: Mapping[str, Mapping[str, Field]] = {
    "bill": {
        "total": _field("gross", MONEY),
        "net": _field("net", MONEY),
        "payable": _field("payable", MONEY),
        "currency": _field("currency", TEXT),
        "supplier": _field("supplier.name", TEXT),
        "vat_id": _field("supplier.vat_id", TEXT),
        "country": _field("supplier.country", COUNTRY),
        "number": _field("number", TEXT),
        "order": _field("order_ref", TEXT),
        "status": _field("status", TEXT),
        "source": _field("source", TEXT),
        "days_until_due": _field("due_on", DAYS),
        "days_since_issue": _field("issued_on", DAYS, since=True),
    },
    "invoice": {
        "total": _field("gross", MONEY),
        "net": _field("net", MONEY),
        "payable": _field("payable", MONEY),
        "open": _field("balance", MONEY),
        "currency": _field("currency", TEXT),
        "customer": _field("customer.name", TEXT),
        "country": _field("buyer.country", COUNTRY),
        "number": _field("number", TEXT),
        "order": _field("order_ref", TEXT),
        "note": _field("note", TEXT),
        "terms_days": _field("terms_days", NUMBER),
        "days_until_due": _field("due_on", DAYS),
    },
    "party": {
        "name": _field("name", TEXT),
        "country": _field("country", COUNTRY),
        "vat_id": _field("vat_id", TEXT),
        "email": _field("email", TEXT),
        "terms_days": _field("terms_days", NUMBER),
        "is_public": _field("is_public", FLAG),
        "incomplete": _field("incomplete", FLAG),
    },
    "payment": {
        "amount": _field("amount", MONEY),
        "unapplied": _field("unapplied", MONEY),
        "currency": _field("currency", TEXT),
        "payer": _field("customer.name", TEXT),
        "method": _field("method", TEXT),
        "reference": _field("reference", TEXT),
        "days_since_payment": _field("paid_on", DAYS, since=True),
    },
    "submission": {
        "network": _field("network", TEXT),
        "number": _field("number", TEXT),
        "attempt": _field("attempt", NUMBER),
        "with_errors": _field("with_errors", FLAG),
        "is_duty": _field("is_duty", FLAG),
    },
    "purchase_order": {
        "net": _field("net", MONEY),
        "currency": _field("currency", TEXT),
        "supplier": _field("supplier.name", TEXT),
        "number": _field("number", TEXT),
        "days_until_wanted": _field("wanted_on", DAYS),
    },
    "purchase_request": {
        "net": _field("net", MONEY),
        "currency": _field("currency", TEXT),
        "cost_centre": _field("cost_centre", TEXT),
        "number": _field("number", TEXT),
        "days_until_wanted": _field("wanted_on", DAYS),
    },
    "payment_run": {
        "sum": _field("sum", MONEY),
        "currency": _field("currency", TEXT),
        "transfers": _field("transfers", NUMBER),
        "account": _field("account", TEXT),
    },
}
"""What a condition may look at, by the kind of what the event is about."""

EVENTS: Mapping[str, str] = {
    "bill.captured": "bill",
    "bill.checked": "bill",
    "bill.completed": "bill",
    "bill.approved": "bill",
    "bill.rejected": "bill",
    "invoice.drafted": "invoice",
    "invoice.issued": "invoice",
    "invoice.annulled": "invoice",
    "credit_note.issued": "invoice",
    "customer.created": "party",
    "customer.updated": "party",
    "supplier.created": "party",
    "supplier.updated": "party",
    "payment.recorded": "payment",
    "payment.made": "payment",
    "payment.refunded": "payment",
    "payment.taken_back": "payment",
    "submission.accepted": "submission",
    "submission.rejected": "submission",
    "purchase_order.drafted": "purchase_order",
    "purchase_order.sent": "purchase_order",
    "purchase_order.approved": "purchase_order",
    "purchase_request.asked": "purchase_request",
    "purchase_request.approved": "purchase_request",
    "run.proposed": "payment_run",
    "run.released": "payment_run",
    "run.exported": "payment_run",
    "run.item_failed": "payment_run",
}
"""The events that a rule may follow, and what each is about. No act of a rule causes one of them: no rule loops."""

TASK, NOTICE, WEBHOOK = ACTS = ("task", "notice", "webhook")


@dataclass(frozen=True)
class Condition:
    """A field of the subject compared with a value: an amount with its currency, whole days, a text, a country."""

    field: str
    comparison: str
    value: str
    currency: str = ""


@dataclass(frozen=True)
class Act:
    """What a rule does: a task or a notice, for a person by id or a role, or only the event for the webhooks."""

    kind: str
    text: str
    to: str = ""
    role: str = ""
    days: int = 1


@dataclass(frozen=True)
class FlowRule:
    """When it looks, what must hold (all of it; without conditions always), and what it does."""

    name: str
    event: str
    conditions: tuple[Condition, ...]
    act: Act


@dataclass(frozen=True)
class Look:
    """What a condition found, as text; empty where the subject does not say it; and whether it holds."""

    condition: Condition
    found: str
    currency: str
    holds: bool


def holds(looks: Iterable[Look]) -> bool:
    """Whether every condition holds."""
    return all(look.holds for look in looks)


def look(rule: FlowRule, snapshot: Mapping[str, object], *, on: date) -> tuple[Look, ...]:
    """What each condition finds in the snapshot on the event's day. Never raises: what is not said does not hold,
    and an amount in another currency neither is over nor under."""
    fields = FIELDS[EVENTS[rule.event]]
    return tuple(_look(one, fields[one.field], snapshot, on=on) for one in rule.conditions)


def read(raw: object) -> FlowRule:
    """The rule, told as JSON, with its act as told: who it names is for the caller to find.

    Refuses `field.*` by the field, `rule.event_closed`, `rule.field_unknown`, `rule.comparison_unknown`,
    `rule.bad_value`, `rule.currency_missing`, `rule.currency_mixed`, `rule.act_closed`, `rule.addressee_missing`.
    """
    told = Told(raw, frozenset({"name", "event", "conditions", "act"}))
    event = told.needed("event")
    if event not in EVENTS:
        raise Refused("rule.event_closed", field="event", event=event[:60], known=sorted(EVENTS))
    given = [
        Told(one, frozenset({"field", "comparison", "value", "currency"}), place=place)
        for one, place in told.each("conditions", most=MOST_CONDITIONS)
    ]
    conditions = tuple(_condition(one, event=event) for one in given)
    _one_currency(conditions)
    act = _act(told.within("act", frozenset({"kind", "text", "to", "role", "days"})))
    return FlowRule(told.needed("name", most=LONGEST_NAME), event, conditions, act)


def written(rule: FlowRule) -> dict[str, object]:
    """The rule as JSON tells it: `read` gives it back."""
    act = rule.act
    to: dict[str, object] = {"to": act.to} if act.to else {"role": act.role} if act.role else {}
    return {
        "name": rule.name,
        "event": rule.event,
        "conditions": [condition_written(one) for one in rule.conditions],
        "act": {"kind": act.kind, "text": act.text, **to, **({"days": act.days} if act.kind == TASK else {})},
    }


def condition_written(one: Condition) -> dict[str, object]:
    """The condition as JSON tells it."""
    plain = {"field": one.field, "comparison": one.comparison, "value": one.value}
    return {**plain, **({"currency": one.currency} if one.currency else {})}


def look_written(one: Look) -> dict[str, object]:
    """What a condition found, as JSON tells it."""
    return {**condition_written(one.condition), "found": one.found, "found_currency": one.currency, "holds": one.holds}


def _condition(told: Told, *, event: str) -> Condition:
    fields = FIELDS[EVENTS[event]]
    name = told.needed("field")
    if name not in fields:
        raise Refused("rule.field_unknown", field=told.place, wanted=name[:60], event=event, known=sorted(fields))
    kind = fields[name].kind
    comparison = told.needed("comparison")
    if comparison not in COMPARISONS[kind]:
        known = list(COMPARISONS[kind])
        raise Refused("rule.comparison_unknown", field=told.place, about=name, comparison=comparison[:40], known=known)
    currency = told.text("currency").upper()
    if kind == MONEY and not currency:
        raise Refused("rule.currency_missing", field=told.place, about=name)
    if currency and kind != MONEY:
        told.refuse("currency", "no currency: only an amount has one")
    return Condition(name, comparison, _value(told, kind, name=name, currency=currency), currency)


def _value(told: Told, kind: str, *, name: str, currency: str) -> str:
    if kind == MONEY:
        number = told.number("value", digits=decimals(currency))
        if number is not None:
            return format_plain(number, currency)
    elif kind in (NUMBER, DAYS):
        number = told.number("value", digits=0, most=5)
        if number is not None:
            return format_exact(number)
    elif kind == COUNTRY:
        code = told.needed("value").upper()
        if CODE.fullmatch(code):
            return code
    elif kind == FLAG:
        text = told.needed("value").casefold()
        if text in (YES, NO):
            return text
    else:
        return " ".join(told.needed("value", most=LONGEST_VALUE).split())
    raise Refused("rule.bad_value", field=told.place, about=name, wanted=kind, value=str(told.raw.get("value"))[:40])


def _one_currency(conditions: Sequence[Condition]) -> None:
    """All amounts of a document are in its one currency: two currencies could never both hold."""
    found = sorted({one.currency for one in conditions if one.currency})
    if len(found) > 1:
        raise Refused("rule.currency_mixed", field="conditions", one=found[0], other=found[1])


def _act(told: Told) -> Act:
    kind = told.needed("kind")
    if kind not in ACTS:
        raise Refused("rule.act_closed", field="act", act=kind[:40], known=list(ACTS))
    to, role = told.text("to", most=254), told.text("role")
    if kind == WEBHOOK and (to or role):
        told.refuse("to" if to else "role", "nobody: a webhook goes to whoever subscribed")
    if kind != WEBHOOK and bool(to) == bool(role):
        raise Refused("rule.addressee_missing", field="act/to")
    days = told.whole("days", most=MOST_DAYS)
    text = " ".join(told.needed("text", most=LONGEST_TEXT).split())
    return Act(kind, text, to=to, role=role, days=1 if days is None else days)


def _look(one: Condition, field: Field, snapshot: Mapping[str, object], *, on: date) -> Look:
    value = _at(snapshot, field.path)
    if field.kind == MONEY:
        amount, currency = _number(value), _currency(snapshot.get("currency"))
        if amount is None or not currency:
            return Look(one, "", "", False)
        return Look(one, format_exact(amount), currency, currency == one.currency and _ordered(amount, one))
    if field.kind in (NUMBER, DAYS):
        number = _days(value, on=on, since=field.since) if field.kind == DAYS else _number(value)
        if number is None:
            return Look(one, "", "", False)
        return Look(one, format_exact(number), "", _ordered(number, one))
    if field.kind == FLAG:
        text = (YES if value else NO) if isinstance(value, bool) else ""
    else:
        text = " ".join(value.split())[:LONGEST_VALUE] if isinstance(value, str) else ""
    return Look(one, text, "", bool(text) and _said(text.casefold(), one))


def _at(snapshot: Mapping[str, object], path: Sequence[str]) -> object:
    value: object = snapshot
    for name in path:
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def _number(value: object) -> Decimal | None:
    """The finite number that the snapshot says as text or as a whole one; else None."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    try:
        number = Decimal(value)
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number.adjusted()) < 30 else None


def _currency(value: object) -> str:
    """The currency, if there is one of that name."""
    try:
        decimals(str(value))
    except Refused:
        return ""
    return str(value)


def _days(value: object, *, on: date, since: bool) -> Decimal | None:
    if not isinstance(value, date):
        return None
    ahead = value.toordinal() - on.toordinal()
    return Decimal(-ahead if since else ahead)


def _ordered(found: Decimal, one: Condition) -> bool:
    wanted = Decimal(one.value)
    return {
        "over": found > wanted,
        "under": found < wanted,
        "at_least": found >= wanted,
        "at_most": found <= wanted,
        "is": found == wanted,
    }[one.comparison]


def _said(found: str, one: Condition) -> bool:
    wanted = one.value.casefold()
    return {"contains": wanted in found, "is": found == wanted, "is_not": found != wanted}[one.comparison]
