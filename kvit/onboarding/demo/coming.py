"""What comes by itself: customers who are billed every month or quarter, and an offer that waits."""

from datetime import date, timedelta

from kvit.billing import proformas, runs, schedules
from kvit.companies.models import Company
from kvit.companies.permissions import automation
from kvit.core.permissions import Actor

PLANS = (
    ("Abonament de mentenanță", "C002", "SUP", "1", "month", 1),
    ("Consultanță trimestrială", "C008", "DES", "10", "month", 3),
    ("Închiriere mobilier", "C015", "RAF", "6", "month", 1),
)
ASKED = ("Abonament lumini", "C021", "LAM", "2", "month", 1)
"""One that began last month and waits for somebody to say whether the period that was missed is billed."""

"""Name, customer, product, quantity, unit of the period and how many of them."""


def plan(company: Company, *, by: Actor, on: date) -> int:
    """Agree the plans, each from the first of next month on, and send a proforma; returns how many plans there are."""
    this = on.replace(day=1)
    following, before = (this + timedelta(days=32)).replace(day=1), (this - timedelta(days=1)).replace(day=1)
    for name, customer, product, quantity, unit, every in (*PLANS, ASKED):
        is_late = name == ASKED[0]
        told = {
            "name": name,
            "unit": unit,
            "every": every,
            "anchor_on": (before if is_late else following).isoformat(),
            "first_on": (before if is_late else following).isoformat(),
            "catch_up": "ask",
            "draft": {"customer": customer, "lines": [{"product": product, "quantity": quantity}]},
        }
        schedules.make(company, told, by=by, on=on)
    runs.run_due(company, by=automation("recurring", company), on=on)
    asked = {"customer": "C020", "lines": [{"product": "BIR", "quantity": "3"}, {"product": "LAM", "quantity": "6"}]}
    proforma = proformas.draft(company, asked, by=by, on=on)
    proformas.issue(company, proforma, by=by, on=on)
    return len(PLANS) + 1
