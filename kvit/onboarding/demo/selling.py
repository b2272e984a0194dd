"""A year of selling: drafts issued in date order, paid as each customer usually pays, some of it still open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby
from random import Random

from kvit.companies.models import Company
from kvit.core.languages import LANGUAGES
from kvit.core.permissions import Actor
from kvit.onboarding.demo import names
from kvit.onboarding.demo.names import Buyer, Seller
from kvit.payments import incoming
from kvit.receivables import credit_notes, invoices
from kvit.receivables.models import Invoice

Draft = dict[str, object]

OVERDUE = ((3, 25), (3, 25), (8, 28), (14, 30), (33, 55), (40, 58), (63, 80), (70, 88), (95, 150))
"""How many days each of the nine overdue invoices is late: four, two, two and one by the stages of ageing."""
QUIET_MONTHS = {1: 60, 8: 50}
"""Percent of the usual sales in January and August: the dip that a forecast has to see coming."""
PAID_EARLY = 4
"""One in so many that is not due yet is paid already."""


@dataclass(frozen=True)
class Sold:
    """What a company issued in the year, and what of it is not due and not paid yet."""

    issued: list[Invoice]
    waiting: list[Invoice]


def a_year(company: Company, seller: Seller, chance: Random, *, by: Actor, on: date) -> Sold:
    """Issue and settle the company's year up to the day."""
    buyers = {f"C{number:03}": buyer for number, buyer in enumerate(names.BUYERS[seller.country], start=1)}
    drafts = [_draft(day, chance.choice(list(buyers)), chance, seller) for day in _days(seller.invoices, chance, on)]
    drafted = [
        row
        for day, of_day in groupby(drafts, key=lambda draft: draft["issue_on"])
        for row in invoices.draft_all(company, list(of_day), by=by, on=date.fromisoformat(str(day)))
    ]
    outcome = invoices.issue_all(company, [row.public_id for row in drafted], by=by, on=on)
    assert not outcome.refused, outcome.refused[0][1]
    left_open = _left_open(outcome.issued, chance, on) if seller is names.SELLERS[0] else []
    payments = _payments(outcome.issued, left_open, buyers=buyers, chance=chance, on=on)
    incoming.record_all(company, payments, by=by, on=on)
    if left_open:
        _open_ends(company, left_open, by=by, on=on)
    paid = {payment["invoice"] for payment in payments}
    return Sold(outcome.issued, [row for row in outcome.issued if row not in left_open and row.number not in paid])


def language_of(buyer: Buyer, company: Company) -> str:
    """The language of the customer's country, where Kvit speaks it."""
    known = buyer.country.lower()
    return known if known in LANGUAGES else ("en" if buyer.country != company.country else company.language)


def _days(count: int, chance: Random, on: date) -> list[date]:
    """So many working days of the year before, fewer in the quiet months, in order."""
    found: list[date] = []
    while len(found) < count:
        day = on - timedelta(days=chance.randint(1, 364))
        if day.weekday() < 5 and chance.randint(1, 100) <= QUIET_MONTHS.get(day.month, 100):
            found.append(day)
    return sorted(found)


def _draft(day: date, customer: str, chance: Random, seller: Seller) -> Draft:
    """Services or goods for the customer, at the prices of the list that holds for them."""
    is_service = chance.random() < 0.5
    offered = [code for code, *_, service in names.PRODUCTS[seller.country] if service == is_service]
    lines: list[Draft] = []
    for code in chance.sample(offered, chance.randint(1, min(3, len(offered)))):
        line: Draft = {"product": code, "quantity": str(chance.choice((1, 1, 2, 3, 4, 6, 8)))}
        if chance.random() < 0.1:
            line["discount_percent"] = str(chance.choice((5, 10)))
        lines.append(line)
    return {"customer": customer, "issue_on": day.isoformat(), "lines": lines}


def _left_open(issued: Sequence[Invoice], chance: Random, on: date) -> list[Invoice]:
    """The invoices that are overdue today, one for each of the ages."""
    found: list[Invoice] = []
    for least, most in OVERDUE:
        fitting = [row for row in issued if row not in found and least <= (on - _due(row)).days <= most]
        found.append(chance.choice(fitting))
    return found


def _payments(
    issued: Sequence[Invoice], left_open: Sequence[Invoice], *, buyers: dict[str, Buyer], chance: Random, on: date
) -> list[Draft]:
    """What customers paid, in the order of the days: all that is due, and some that is not."""
    paid: list[tuple[date, Draft]] = []
    for row in issued:
        late = buyers[row.party.external_id].late_by + chance.randint(-3, 4)
        paid_on = max(_issued(row), _due(row) + timedelta(days=late))
        if row in left_open or (_due(row) >= on and (paid_on >= on or chance.randint(1, PAID_EARLY) > 1)):
            continue
        paid_on = min(paid_on, on - timedelta(days=1))
        payment: Draft = {"invoice": row.number, "amount": str(row.payable), "paid_on": paid_on.isoformat()}
        paid.append((paid_on, payment | {"reference": f"{row.number} {row.buyer['name']}"}))
    return [payment for _, payment in sorted(paid, key=lambda one: one[0])]


def _open_ends(company: Company, left_open: Sequence[Invoice], *, by: Actor, on: date) -> None:
    """What makes a morning interesting: half a payment, too much of one, a credit note, drafts that wait."""
    first, *_, oldest = left_open
    half = (oldest.payable / 2).quantize(Decimal("0.01"))
    told = {"invoice": oldest.number, "amount": str(half), "paid_on": (on - timedelta(days=6)).isoformat()}
    too_much = {"customer": first.party.public_id, "amount": "180.00", "paid_on": (on - timedelta(days=4)).isoformat()}
    incoming.record_all(company, [told, too_much | {"reference": "avans"}], by=by, on=on)
    goods = next(row for row in left_open[1:-1] if row.lines.filter(position=1, quantity__gt=1).exists())
    credit_notes.issue(
        company, goods, reason="return", by=by, on=on, quantities={1: Decimal(1)}, text="Marfă returnată"
    )
    ready: list[Draft] = [
        {"customer": f"C{number:03}", "lines": [{"product": code, "quantity": quantity}]}
        for number, code, quantity in ((3, "DES", "12"), (11, "RAF", "4"), (18, "VIZ", "2"))
    ]
    unready: Draft = {"customer": {"name": "Client fără adresă"}, "lines": [{"product": "LAM", "quantity": "2"}]}
    invoices.draft_all(company, [*ready, unready], by=by, on=on)


def _due(row: Invoice) -> date:
    assert row.due_on is not None
    return row.due_on


def _issued(row: Invoice) -> date:
    assert row.issued_on is not None
    return row.issued_on
