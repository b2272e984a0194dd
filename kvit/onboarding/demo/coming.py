"""What comes by itself: customers who are billed every month or quarter, and an offer that waits."""

from datetime import date, timedelta

from kvit.billing import proformas, schedules
from kvit.companies.models import Company
from kvit.core.permissions import Actor

PLANS = (
    ("Abonament de mentenanță", "C002", "SUP", "1", "month", 1),
    ("Consultanță trimestrială", "C008", "DES", "10", "month", 3),
    ("Închiriere mobilier", "C015", "RAF", "6", "month", 1),
)
"""Name, customer, product, quantity, unit of the period and how many of them."""


def plan(company: Company, *, by: Actor, on: date) -> int:
    """Agree the plans, each from the first of next month on, and send a proforma; returns how many plans there are."""
    first = (on.replace(day=1) + timedelta(days=32)).replace(day=1)
    for name, customer, product, quantity, unit, every in PLANS:
        told = {
            "name": name,
            "unit": unit,
            "every": every,
            "anchor_on": first.isoformat(),
            "draft": {"customer": customer, "lines": [{"product": product, "quantity": quantity}]},
        }
        schedules.make(company, told, by=by, on=on)
    asked = {"customer": "C020", "lines": [{"product": "BIR", "quantity": "3"}, {"product": "LAM", "quantity": "6"}]}
    proforma = proformas.draft(company, asked, by=by, on=on)
    proformas.issue(company, proforma, by=by, on=on)
    return len(PLANS)
