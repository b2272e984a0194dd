"""A year of `kvit tick --as-of` over the demo company: no reminder that the brakes forbid, and each that they allow.

What must go is read anew each day from the tables of the books alone, in the simplest words there are.
"""

import random
from collections import defaultdict
from datetime import timedelta
from decimal import Decimal
from functools import cache

import holidays
import pytest

from kvit.banking import reconciliation
from kvit.banking.models import StatementLine
from kvit.companies.models import Company
from kvit.companies.permissions import actor
from kvit.dunning import pauses, procedures
from kvit.dunning.models import Pause, Reminded, Reminder
from kvit.jobs import schedule
from kvit.ledger.models import OpenItem
from kvit.networks import connections
from kvit.networks.models import Connection, Submission
from kvit.onboarding import demo
from kvit.parties.models import Contact, Party
from kvit.payments import incoming
from tests.builders import DAY, a_line, an_invoice, breaches
from tests.scenarios.test_reminded_year import Sold, is_quiet, level_due

pytestmark = [pytest.mark.django_db, pytest.mark.long]


@pytest.fixture
def company():
    """The demo's first company: no network, no bank line left to look at, reminders going by themselves."""
    person = demo.seed(on=DAY).owner
    company = Company.objects.order_by("pk").first()
    by = actor(person, company)
    for row in Connection.objects.filter(company=company):
        connections.turn_off(company, row.network, by=by, on=DAY)
    for line in StatementLine.objects.filter(company=company, status__in=["open", "proposed"]):
        reconciliation.ignore(company, line, note="looked at already", by=by, on=DAY)
    usual = next(row for row in procedures.every(company) if row.is_default)
    procedures.change(company, usual, {**usual.told, "bank_days": None}, by=by, on=DAY)
    procedures.let(company, usual, level="auto", by=by, on=DAY)
    return company


def owed(company, *, below=False):
    """What customers owe; or what they have in credit."""
    rows = OpenItem.objects.filter(company=company, side="receivable").select_related("party")
    return (
        rows.filter(balance__lt=0)
        if below
        else rows.filter(balance__gt=0, amount__gt=0).exclude(document_kind="payment")
    )


def stretches(company, **which):
    rows = Pause.objects.filter(company=company, ended_on=None, **which)
    return [(row.since, row.until) for row in rows]


def as_story(item):
    """The document as the small year's story knows one."""
    one = Sold(item.document_number, item.party_id, item.due_on, item.balance)
    one.told = {
        row.position: row.reminder.reminded_on for row in Reminded.objects.filter(item=item).select_related("reminder")
    }
    one.quiet = stretches(item.company, item=item)
    return one


def reached(party):
    return bool(party.email) or Contact.objects.filter(party=party).exclude(email="").exists()


@cache
def closed(country):
    return holidays.country_holidays(country, years=(DAY.year, DAY.year + 1))


def may_be_told(company, party, day):
    written = Reminder.objects.filter(party=party, status="sent").order_by("-reminded_on").first()
    return (
        day.weekday() < 5
        and day not in closed(party.country)
        and reached(party)
        and not is_quiet(stretches(company, party=party, item=None), day)
        and not (written and (day - written.reminded_on).days < 3)
    )


def expected(company, day, *, ours):
    """Every (number, level) that must go; `ours` are documents that a mistake of ours or money on its way holds."""
    credit = defaultdict(Decimal)
    for row in owed(company, below=True):
        credit[row.party_id, row.currency] -= row.balance
    wanted = []
    for item in owed(company).order_by("due_on", "pk"):
        have = (item.party_id, item.currency)
        if credit[have] >= item.balance:
            credit[have] -= item.balance
            continue
        credit[have] = Decimal(0)
        one = as_story(item)
        level = level_due(one, day)
        free = may_be_told(company, item.party, day) and not is_quiet(one.quiet, day)
        if level and free and item.document_id not in ours:
            wanted.append((item.pk, level))
    return sorted(wanted)


def something_happens(company, chance, by, day):
    """Something is sold, a customer pays, promises, or is held back by a person."""
    if chance.random() < 0.3:
        known = Party.objects.filter(company=company, is_customer=True).exclude(country="").order_by("pk")
        party = chance.choice(list(known))
        an_invoice(company, a_line("250.00"), customer=party, on=day, terms_days=chance.randrange(20))
    rows = list(owed(company).filter(document_kind="invoice").order_by("pk"))
    if rows and chance.random() < 0.3:
        item = chance.choice(rows)
        part = item.balance if chance.random() < 0.7 else (item.balance / 2).quantize(Decimal("0.01"))
        raw = {"amount": str(part), "invoice": item.document_number, "paid_on": day.isoformat()}
        incoming.record_all(company, [raw], by=by, on=day)
    if rows and chance.random() < 0.1:
        item = chance.choice(rows)
        kind = chance.choice(["hold", "promise"])
        until = day + timedelta(days=chance.randrange(20))
        asked = pauses.Asked(kind=kind, item=item if kind == "hold" else None, until=until, reason="said so")
        pauses.begin(company, item.party, asked, by=by, on=day)


def held_by_us(company):
    """Documents that a network refused; the demo has no drafts of corrections and no mail that came back."""
    return set(Submission.objects.filter(company=company, status="rejected").values_list("document_id", flat=True))


@pytest.mark.timeout(1800)
def test_a_year_over_the_demo_reminds_of_what_the_brakes_allow_and_of_nothing_else(company):
    by, chance = actor(demo.owner(), company), random.Random(5)  # noqa: S311
    gone = 0
    for n in range(1, 366):
        day = DAY + timedelta(days=n)
        something_happens(company, chance, by, day)
        wanted = expected(company, day, ours=held_by_us(company))
        before = set(Reminded.objects.values_list("pk", flat=True))
        schedule.tick(company, on=day)
        went = Reminded.objects.exclude(pk__in=before).values_list("item_id", "position")
        assert sorted(went) == wanted, day
        gone += len(wanted)
    assert gone > 200, "too little happened to prove anything"
    assert breaches() == []
