"""A year day by day over a small company: no reminder that the brakes forbid, and each that they allow.

What must happen is reckoned a second time here, from the story alone and in the simplest words there are.
"""

import random
from datetime import timedelta
from decimal import Decimal

import holidays
import pytest

from kvit.core.errors import Refused
from kvit.dunning import campaigns, pauses, procedures
from kvit.dunning.models import Pause, Reminded
from kvit.ledger.models import OpenItem
from kvit.messages.models import Message
from kvit.payments import incoming
from tests.builders import DAY, a_company, a_customer, a_line, an_invoice, breaches, the_owner

pytestmark = pytest.mark.django_db
LEVELS = {1: -3, 2: 3, 3: 14, 4: 28}
COUNTRIES = ("RO", "BG", "ES", "PL")
CLOSED = {country: holidays.country_holidays(country, years=(2026, 2027)) for country in COUNTRIES}


class Sold:
    """An invoice as the story knows it."""

    def __init__(self, number, who, due, owed):
        self.number, self.who, self.due, self.owed = number, who, due, owed
        self.told = {}  # level to the day on which it went
        self.quiet = []  # (first day, last day or None) on which nothing may go about it


class Bought:
    """A customer as the story knows them."""

    def __init__(self, party, country, reachable):
        self.party, self.country, self.reachable = party, country, reachable
        self.credit, self.quiet, self.written = Decimal(0), [], None


def is_quiet(stretches, day):
    return any(first <= day and (last is None or day <= last) for first, last in stretches)


def level_due(one, day):
    """The level whose turn it is on the day, if there is one."""
    last = max(one.told, default=0)
    for level in range(last + 1, 5):
        if level == 1 and day > one.due:
            continue
        first = one.due + timedelta(days=LEVELS[level])
        if last and level == last + 1:
            first = max(first, one.told[last] + timedelta(days=LEVELS[level] - LEVELS[last]))
        return level if day >= first else None
    return None


def expected(customers, sold, day):
    """Every (number, level) that must go on the day."""
    wanted = []
    for who in customers:
        if day.weekday() > 4 or day in CLOSED[who.country] or not who.reachable or is_quiet(who.quiet, day):
            continue
        if who.written and (day - who.written).days < 3:
            continue
        left = who.credit
        for one in sorted(
            (one for one in sold if one.who is who and one.owed > 0), key=lambda one: (one.due, one.number)
        ):
            if left >= one.owed:
                left -= one.owed
                continue
            left = Decimal(0)
            level = level_due(one, day)
            if level and not is_quiet(one.quiet, day):
                wanted.append((one.number, level))
    return sorted(wanted)


class Year:
    """The company and what happens to it; the database and the story are told the same."""

    def __init__(self, chance):
        self.chance, self.company = chance, a_company("RO")
        self.by = the_owner(self.company)
        usual = procedures.every(self.company)[0]
        procedures.change(self.company, usual, {**usual.told, "bank_days": None}, by=self.by, on=DAY)
        procedures.let(self.company, usual, level="auto", by=self.by, on=DAY)
        self.customers = [self.customer(n) for n in range(6)]
        self.sold = []

    def customer(self, n):
        reachable = n != 5
        facts = {"name": f"Client {n}", "external_id": f"C{n}", "vat_id": "", "currency": "RON"}
        country = COUNTRIES[n % 4]
        email = f"c{n}@client.example" if reachable else ""
        return Bought(a_customer(self.company, country=country, email=email, **facts), country, reachable)

    def day(self, day):
        """Something is sold, paid, promised, held or let go; then the day's reminders."""
        if self.chance.random() < 0.12:
            self.sell(day)
        owing = [one for one in self.sold if one.owed > 0]
        if owing and self.chance.random() < 0.12:
            self.pay(self.chance.choice(owing), day)
        if self.chance.random() < 0.02:
            self.overpay(self.chance.choice(self.customers), day)
        if owing and self.chance.random() < 0.06:
            self.pause(self.chance.choice(owing), day)
        if self.chance.random() < 0.05:
            self.let_go(day)
        before = set(Reminded.objects.values_list("pk", flat=True))
        wanted = expected(self.customers, self.sold, day)
        campaigns.run(self.company, on=day)
        campaigns.run(self.company, on=day)
        went = Reminded.objects.exclude(pk__in=before).values_list("item__document_number", "position")
        assert sorted(went) == wanted, day
        for number, level in wanted:
            one = next(one for one in self.sold if one.number == number)
            one.told[level], one.who.written = day, day

    def sell(self, day):
        who = self.chance.choice(self.customers)
        invoice = an_invoice(
            self.company, a_line("100.00", vat="21"), customer=who.party, on=day, currency="RON", terms_days=5
        )
        self.sold.append(Sold(invoice.number, who, invoice.due_on, invoice.payable))

    def pay(self, one, day):
        part = one.owed if self.chance.random() < 0.6 else (one.owed / 2).quantize(Decimal("0.01"))
        raw = {"amount": str(part), "invoice": one.number, "paid_on": day.isoformat()}
        incoming.record_all(self.company, [raw], by=self.by, on=day)
        one.owed -= part

    def overpay(self, who, day):
        raw = {"amount": "150.00", "customer": who.party.public_id, "paid_on": day.isoformat()}
        incoming.record_all(self.company, [raw], by=self.by, on=day)
        who.credit += 150

    def pause(self, one, day):
        kind = self.chance.choice(["hold", "promise", "promise", "taken_over"])
        until = day + timedelta(days=self.chance.randrange(30)) if kind != "taken_over" else None
        item = None
        if kind == "hold":
            item = OpenItem.objects.get(company=self.company, document_number=one.number, amount__gt=0)
        asked = pauses.Asked(kind=kind, item=item, until=until, reason="said so")
        pauses.begin(self.company, one.who.party, asked, by=self.by, on=day)
        (one.quiet if item else one.who.quiet).append((day, until))

    def let_go(self, day):
        """The oldest pause that has no end is ended."""
        row = Pause.objects.filter(company=self.company, until=None, ended_on=None).order_by("pk").first()
        if row is None:
            return
        pauses.end(self.company, row, by=self.by, on=day)
        who = next(who for who in self.customers if who.party.pk == row.party_id)
        who.quiet.remove(next(one for one in who.quiet if one == (row.since, None)))


def run(*, days, seed):
    year = Year(random.Random(seed))  # noqa: S311
    for n in range(days):
        year.day(DAY + timedelta(days=n))
    return year


def test_two_months_day_by_day_sends_what_the_brakes_allow_and_nothing_else():
    year = run(days=60, seed=6)
    assert sum(len(one.told) for one in year.sold) >= 3
    assert breaches() == []


@pytest.mark.long
@pytest.mark.parametrize("seed", range(1))
def test_a_year_day_by_day_sends_what_the_brakes_allow_and_nothing_else(seed):
    year = run(days=365, seed=seed)
    told = [level for one in year.sold for level in one.told]
    assert len(told) >= 30 and {1, 2, 3, 4} <= set(told), "too little happened to prove anything"
    mails = Message.objects.filter(company=year.company, kind="reminder")
    assert mails.count() == len(set(mails.values_list("about_id", flat=True)))
    with pytest.raises(Refused):
        pauses.begin(
            year.company, year.customers[0].party, pauses.Asked(kind="hold"), by=year.by, on=DAY + timedelta(days=365)
        )
    assert breaches() == []
