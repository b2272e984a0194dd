"""The company's rules for bank lines: made, changed, let go further, put in order, archived; and its tolerances."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import Max

from kvit.banking import bookings
from kvit.banking.models import BankRule, StatementLine
from kvit.banking.proposing import rule_of, told
from kvit.companies.autopilot import LEVELS
from kvit.companies.models import Company
from kvit.companies.permissions import require
from kvit.core import bank_rules
from kvit.core.bank_rules import Rule, Target
from kvit.core.errors import Refused
from kvit.core.money import decimals, round_half_up
from kvit.core.permissions import Actor
from kvit.events import events
from kvit.ledger import accounts
from kvit.ledger.models import Tolerance

VERB = "bank_rule.edit"


@transaction.atomic
def make(company: Company, raw: object, *, by: Actor, on: date, level: str = bank_rules.OFF) -> BankRule:
    """A rule, told as JSON, the last in the order; it starts `off`, so that it can be rehearsed.

    Refuses what `core.bank_rules.read` refuses, `account.unknown`, `bank_account.unknown`, `bank_rule.not_bookable`.
    """
    require(by, VERB, company)
    rule = _read(company, raw)
    last = BankRule.objects.filter(company=company).aggregate(last=Max("place"))["last"] or 0
    row = BankRule.objects.create(
        company=company, name=rule.name, told=bank_rules.written(rule), level=level, place=last + 1
    )
    events.record("bank_rule.made", row, by=by, on=on, facts={**row.told, "level": level})
    return row


def make_of(company: Company, line: StatementLine, target: Target, *, by: Actor, on: date) -> BankRule:
    """The rule that says of lines like this one where they go, in one act; it suggests. Refuses as `make`."""
    name = line.counterparty_name or " ".join(bank_rules.pattern(line.remittance))
    rule = bank_rules.made_of(told(line), target, name=name or line.public_id)
    return make(company, bank_rules.written(rule), by=by, on=on, level=bank_rules.SUGGEST)


@transaction.atomic
def book_and_make(
    company: Company, line: StatementLine, target: Target, *, by: Actor, on: date, note: str = ""
) -> BankRule:
    """Book the whole line there and make a rule of it: both, or neither. Refuses as `bookings.book` and `make`."""
    bookings.book(company, line, target, note=note, by=by, on=on)
    return make_of(company, line, target, by=by, on=on)


@transaction.atomic
def change(company: Company, rule: BankRule, raw: object, *, by: Actor, on: date) -> BankRule:
    """The rule says this from now on; what it booked stays. Refuses as `make`."""
    require(by, VERB, company)
    wanted = _read(company, raw)
    row = _locked(company, rule)
    _require_person(company, wanted, row.level)
    row.name, row.told = wanted.name, bank_rules.written(wanted)
    row.save(update_fields=["name", "told"])
    events.record("bank_rule.changed", row, by=by, on=on, facts=row.told)
    return row


@transaction.atomic
def let(company: Company, rule: BankRule, *, level: str, by: Actor, on: date) -> BankRule:
    """Let the rule go that far from now on: `off`, `suggest`, `auto`.

    Refuses `rule.bad_level`, and `bank_rule.not_alone` where a person must see each line.
    """
    require(by, VERB, company)
    if level not in LEVELS:
        raise Refused("rule.bad_level", level=level[:20], known=list(LEVELS))
    row = _locked(company, rule)
    _require_person(company, rule_of(row), level)
    before, row.level = row.level, level
    if before != level:
        row.save(update_fields=["level"])
        events.record("bank_rule.level_changed", row, by=by, on=on, facts={"from": before, "to": level})
    return row


@transaction.atomic
def arrange(company: Company, order: Sequence[str], *, by: Actor, on: date) -> None:
    """The rules in this order, by their ids; the others after them as they stood. Refuses `bank_rule.unknown`."""
    require(by, VERB, company)
    rows = list(BankRule.objects.select_for_update().filter(company=company, archived=False).order_by("place", "id"))
    by_id = {row.public_id: row for row in rows}
    for one in order:
        if one not in by_id:
            raise Refused("bank_rule.unknown", rule=one[:40])
    named = [by_id[one] for one in dict.fromkeys(order)]
    for place, row in enumerate([*named, *(row for row in rows if row not in named)], start=1):
        if row.place != place:
            row.place = place
            row.save(update_fields=["place"])
            events.record("bank_rule.moved", row, by=by, on=on, facts={"place": place})


@transaction.atomic
def archive(company: Company, rule: BankRule, *, by: Actor, on: date) -> BankRule:
    """The rule takes no part any more; what it booked stays."""
    require(by, VERB, company)
    row = _locked(company, rule)
    row.archived, row.level = True, bank_rules.OFF
    row.save(update_fields=["archived", "level"])
    events.record("bank_rule.archived", row, by=by, on=on)
    return row


@transaction.atomic
def tolerate(company: Company, currency: str, amount: Decimal, *, by: Actor, on: date) -> Tolerance:
    """From that day on a person may write off differences up to the amount. Refuses `tolerance.known`, a bad amount."""
    require(by, VERB, company)
    unit = currency.upper()
    if len(unit) != 3 or not unit.isalpha() or amount < 0 or round_half_up(amount, decimals(unit)) != amount:
        raise Refused("field.bad_value", field="amount", value=f"{amount:f} {unit}"[:40], wanted="5.00 RON")
    try:
        with transaction.atomic():
            row = Tolerance.objects.create(company=company, currency=unit, valid_from=on, amount=amount)
    except IntegrityError:
        raise Refused("tolerance.known", currency=unit, on=on.isoformat()) from None
    events.record("bank_tolerance.set", row, by=by, on=on, facts={"currency": unit, "amount": f"{amount:f}"})
    return row


def _read(company: Company, raw: object) -> Rule:
    """The rule with our own accounts by their ids, whichever way they were named."""
    rule = bank_rules.read(raw)
    if rule.target.account:
        bookings.account(company, rule.target.account)
    own = {
        name: bookings.own_account(company, reference).public_id
        for name, reference in (("own_account", rule.own_account), ("to_account", rule.target.own_account))
        if reference
    }
    return bank_rules.read({**bank_rules.written(rule), **own})


def _require_person(company: Company, rule: Rule, level: str) -> None:
    code = rule.target.account
    if level != bank_rules.AUTO or not code:
        return
    to = accounts.by_code(company, {code})[code]
    if not bank_rules.bookable(to.role, alone=True):
        raise Refused("bank_rule.not_alone", account=f"{to.code} {to.name}"[:80])


def _locked(company: Company, rule: BankRule) -> BankRule:
    row = BankRule.objects.select_for_update().filter(company=company, pk=rule.pk, archived=False).first()
    if row is None:
        raise Refused("bank_rule.unknown", rule=rule.public_id)
    return row
