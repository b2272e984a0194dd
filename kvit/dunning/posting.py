"""Reminders that go by post: prepared with their page, posted by a person, or withdrawn when they are not so any more.

A letter takes its levels when it is prepared, so that nobody sends them twice; it counts from the day it was posted.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from django.db import transaction

from kvit.companies.models import Company
from kvit.companies.permissions import require
from kvit.core import arrangement_lifecycle, dunning, lifecycle
from kvit.core.errors import Refused
from kvit.core.permissions import Actor
from kvit.dunning import letter_pages, queries, records, situation
from kvit.dunning.models import Reminded, Reminder
from kvit.events import events
from kvit.events.models import Event


def keep_page(event: Event) -> Callable[[], None] | None:
    """What follows when a letter is prepared: its page is set, then frozen."""
    company = Company.objects.get(pk=event.company_id or 0)
    row = Reminder.objects.select_related("party").get(company=company, pk=event.subject_id)
    return letter_pages.later(company, row)


@transaction.atomic
def posted(company: Company, reminder: Reminder, *, day: date | None = None, by: Actor, on: date) -> Reminder:
    """A person put it into the post on the day, today where none is told: from then on it counts as sent.

    Refuses `reminder.not_waiting`, `reminder.bad_day` for one before it was made or after today.
    """
    require(by, "reminder.send", company)
    row = _waiting(company, reminder)
    went = day or on
    if not row.reminded_on <= went <= on:
        raise Refused("reminder.bad_day", since=row.reminded_on.isoformat(), field="on")
    _move(row, "post", reminded_on=went)
    facts = records.facts_of(row) | {"channel": row.channel, "posted_on": went.isoformat()}
    events.record("reminder.sent", row, by=by, on=on, facts=facts)
    return row


@transaction.atomic
def withdraw(company: Company, reminder: Reminder, *, reason: str, by: Actor, on: date) -> Reminder:
    """It is not posted: its levels are free, and come again when they may. Refuses `reason.missing`,
    `reminder.not_waiting`."""
    require(by, "reminder.send", company)
    if not reason.strip():
        raise Refused("reason.missing")
    return _withdrawn(company, reminder, reason=reason.strip()[:400], by=by, on=on)


def review(company: Company, *, by: Actor, on: date) -> list[Reminder]:
    """Withdraw the letters that are not so any more: something was paid or disputed, or holds them back by now."""
    gone = []
    for row in queries.letters_to_post(company):
        if not _is_so(company, row, on=on):
            try:
                gone.append(_withdrawn(company, row, reason="", by=by, on=on))
            except Refused as refused:
                if refused.code != "reminder.not_waiting":  # somebody posted it a moment ago
                    raise
    return gone


def _is_so(company: Company, row: Reminder, *, on: date) -> bool:
    found = situation.of(company, party=row.party)
    asked: dict[int, Decimal] = {}
    free: set[int] = set()
    for debtor in found.debtors:
        asked |= {owed.key: owed.balance.amount for owed in debtor.owed}
        for key, brakes in dunning.held(debtor, on=on, bank_on=found.bank_on).items():
            if all(brake.reason == dunning.TO_POST for brake in brakes):
                free.add(key)
    told = queries.balances_told(company, row.pk)
    return all(key in free and asked[key] == balance for key, balance in told.items())


@transaction.atomic
def _withdrawn(company: Company, reminder: Reminder, *, reason: str, by: Actor, on: date) -> Reminder:
    row = _waiting(company, reminder)
    _move(row, "withdraw", reason=reason)
    Reminded.objects.filter(company=company, reminder=row, is_free=False).update(is_free=True)
    facts = records.facts_of(row) | ({"reason": reason} if reason else {})
    events.record("reminder.withdrawn", row, by=by, on=on, facts=facts)
    return row


def _waiting(company: Company, reminder: Reminder) -> Reminder:
    rows = Reminder.objects.select_for_update(of=("self",)).select_related("party", "company")
    row = rows.filter(company=company, pk=reminder.pk, status="prepared").first()
    if row is None:
        raise Refused("reminder.not_waiting")
    return row


def _move(row: Reminder, verb: str, **kept: object) -> None:
    row.status = lifecycle.after(arrangement_lifecycle.REMINDER, row.status, verb)
    for name, value in kept.items():
        setattr(row, name, value)
    row.save(update_fields=["status", *kept])
