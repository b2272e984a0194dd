"""Schedules for the tests of this room, made and run by the verbs that people use."""

from datetime import date

from kvit.billing import schedules
from kvit.companies import autopilot
from kvit.companies.permissions import automation
from tests.builders import a_customer, a_line, the_owner

NEW_YEAR = date(2026, 1, 1)


def scheduled(company, *, on=NEW_YEAR, customer=None, lines=None, **facts):
    """A monthly schedule from 31 January over 100.00."""
    party = customer or a_customer(company)
    told = {
        "name": "Abonament",
        "unit": "month",
        "anchor_on": "2026-01-31",
        "draft": {"customer": party.public_id, "lines": lines or [a_line("100.00", name="Abonament {month} {year}")]},
        **facts,
    }
    return schedules.make(company, told, by=the_owner(company), on=on)


def run(company, on, **at):
    return schedules.run_due(company, by=automation("recurring", company), on=on, **at)


def let_it(company, level):
    autopilot.change(company, "recurring", level=level, by=the_owner(company), on=NEW_YEAR)
