"""A company that promises points, and a customer who pays on time."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.db.models import Sum

from kvit.companies.models import Company
from kvit.jobs import worker
from kvit.ledger.models import EntryLine
from kvit.loyalty import programmes, queries
from kvit.loyalty.models import LoyaltyMovement, LoyaltyProgramme
from kvit.parties.models import Party
from kvit.payments import incoming
from kvit.receivables.models import Invoice
from tests.builders import a_line, an_invoice, the_owner

SOLD_ON = date(2026, 4, 1)
PAID_ON = date(2026, 4, 20)
PROMISE: dict[str, object] = {
    "way": "points",
    "per_unit": "1",
    "value": "0.02",
    "months": 12,
    "least": 100,
    "most_share": "50",
    "early_days": 5,
    "early_bonus": "10",
}
"""The programme of the rules page."""


def promise(company: Company, *, on: date = SOLD_ON, **changes: object) -> LoyaltyProgramme:
    return programmes.start(company, {**PROMISE, **changes}, by=the_owner(company), on=on)


def sold(company: Company, net: str = "1000.00", *, on: date = SOLD_ON, **told: object) -> Invoice:
    """An invoice due in thirty days."""
    return an_invoice(company, a_line(net, vat="21"), on=on, terms_days=30, **told)


def pay(invoice: Invoice, *, on: date = PAID_ON, amount: object = None, by_day: date | None = None) -> object:
    """All of it, or so much, paid on the day and known by then."""
    raw = {"amount": str(amount or invoice.payable), "invoice": invoice.number, "paid_on": on.isoformat()}
    [made] = incoming.record_all(invoice.company, [raw], by=the_owner(invoice.company), on=by_day or on)
    worker.until_idle()
    return made.payment


def points(company: Company, party: Party | None = None) -> int:
    return queries.purse(company, party or Party.objects.get(company=company)).points


def moved(company: Company) -> list[tuple[str, int]]:
    """Every movement of points, the oldest first."""
    return list(LoyaltyMovement.objects.filter(company=company).order_by("pk").values_list("kind", "points"))


def standing(company: Company, role: str) -> Decimal:
    """What the account of the role comes to; debit above zero."""
    lines = EntryLine.objects.filter(company=company, account__role=role)
    return lines.aggregate(whole=Sum("base_amount"))["whole"] or Decimal(0)


def sums(invoice: Invoice) -> Mapping[str, str]:
    invoice.refresh_from_db()
    return {name: f"{getattr(invoice, name):.2f}" for name in ("net", "vat", "gross")}
