"""Spain's days and states around electronic invoices: since when, until when, and what the receiver reports back.

`docs/rules/verifactu.md`, part "Clocks and states".
"""

from datetime import date

from kvit.core.calendar import add_working_days, closed_days

VERIFACTU_FROM = {"company": date(2027, 1, 1), "other": date(2027, 7, 1)}
"""Corporate taxpayers, and everybody else (RD 1007/2023 disp. final 4.ª, as RDL 15/2025 moved it)."""

ISSUE_BY_DAY = 15
"""To a business, an invoice is issued before the 16th of the month after the operation (RD 1619/2012 art. 11)."""

B2B_DAYS = 4
"""Working days to report acceptance, rejection or full payment (RD 238/2026, read in secondary sources only)."""

B2B = {
    ("received", "accept"): "accepted",
    ("received", "reject"): "rejected",
    ("accepted", "pay"): "paid",
    ("received", "pay"): "paid",
    ("accepted", "reject"): "rejected",
}
"""What the receiver reports of an invoice (Ley 56/2007 art. 2 bis; RD 238/2026): each with its day. What was rejected
or paid in full changes no more."""

LARGE = 8_000_000
"""Euros of turnover above which the B2B duty begins a year after the ministerial order, else two years."""


def is_company(nif: str) -> bool:
    """Whether a NIF is that of a corporate taxpayer: a letter before, but of persons (K to M, X to Z), communities of
    goods (E) and of owners (H), whom the tax on companies does not know (Orden EHA/451/2008; Ley 27/2014 art. 7)."""
    return nif[:1].isalpha() and nif[:1].upper() not in "EHKLMXYZ"


def verifactu_from(*, is_company: bool) -> date:
    """The first day on which the seller's program must chain its records."""
    return VERIFACTU_FROM["company" if is_company else "other"]


def issue_by(operated_on: date, *, to_business: bool) -> date:
    """The last day to issue the invoice: of the operation itself, or the 15th of the next month to a business."""
    if not to_business:
        return operated_on
    year, month = operated_on.year + operated_on.month // 12, operated_on.month % 12 + 1
    return date(year, month, ISSUE_BY_DAY)


def report_by(happened_on: date) -> date:
    """The last day to report what happened: the fourth working day after it, by the national holidays."""
    closed = closed_days("ES", since=happened_on, until=happened_on)
    return add_working_days(happened_on, B2B_DAYS, closed)


def b2b_from(ordered_on: date | None, *, turnover: int) -> date | None:
    """The first day of the B2B duty, counted from the ministerial order; None while there is no order."""
    if ordered_on is None:
        return None
    years = 1 if turnover > LARGE else 2
    leap = (ordered_on.month, ordered_on.day) == (2, 29)
    return ordered_on.replace(year=ordered_on.year + years, day=28 if leap else ordered_on.day)
