"""VAT that falls due with the payment: how much of a document's VAT each payment makes due, and the last day for it.

TVA la încasare (RO), касова отчетност (BG), criterio de caja (ES), metoda kasowa (PL): Directive 2006/112/EC,
art. 66(b) and 167a. The rules, their sources and a worked example: `docs/rules/vat-on-payment.md`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from kvit.core.money import decimals, round_half_up

ZERO = Decimal(0)
COUNTRIES = frozenset({"RO", "BG", "ES", "PL"})
"""Where a seller may let VAT fall due with the payment."""
POLISH_DAYS = 180


@dataclass(frozen=True)
class Taxable:
    """What a document has under one VAT code: its base and its VAT (recargo included), in one currency."""

    vat_code: str
    base: Decimal
    vat: Decimal


@dataclass(frozen=True)
class Paid:
    """Money, or a credit, that settled part of a document; below zero when an allocation was undone."""

    on: date
    amount: Decimal


@dataclass(frozen=True)
class Due:
    """What became due on a day, code by code."""

    on: date
    rows: tuple[Taxable, ...]


def last_day(country: str, *, supplied_on: date, buyer_registered: bool) -> date | None:
    """The day on which what is still unpaid falls due all the same; None where the law sets none.

    ES: 31 December of the year after the supply (Ley 37/1992, art. 163 terdecies Uno). PL: the 180th day from the
    supply, for a buyer who is no registered VAT payer (ustawa o VAT, art. 21 ust. 1 pkt 2). RO: none (Cod fiscal,
    art. 282 alin. 3; the 90 days of 2013 are gone). BG: none (ЗДДС, глава седемнадесета „а“).
    """
    if country not in COUNTRIES:
        raise ValueError(f"{country} has no VAT on payment here")
    if country == "ES":
        return date(supplied_on.year + 1, 12, 31)
    if country == "PL" and not buyer_registered:
        return supplied_on + timedelta(days=POLISH_DAYS)
    return None


def fallen_due(
    rows: Sequence[Taxable], payments: Sequence[Paid], *, owed: Decimal, currency: str, on: date, last_on: date | None
) -> list[Due]:
    """What fell due until `on`, day by day; together never more than the document, and all of it once it is paid.

    `owed` and the payments are in the document's currency: what share of what the customer owes was paid. `rows` are
    in `currency`, the document's or the company's: call once for each. Each payment contains its VAT (Cod fiscal,
    art. 282 alin. 8): base and VAT of what fell due add up to the paid share of the total. What is unpaid at the end
    of `last_on` falls due then; what is paid later adds nothing.
    """
    days = sorted({payment.on for payment in payments if payment.on <= on})
    if last_on is not None and last_on <= on:
        days = sorted({*(day for day in days if day < last_on), last_on})
    found, before = [], [(ZERO, ZERO)] * len(rows)
    for day in days:
        paid = sum((payment.amount for payment in payments if payment.on <= day), ZERO)
        until = _due_until(rows, owed if day == last_on else paid, owed=owed, currency=currency)
        moved = [
            Taxable(row.vat_code, base - base_before, vat - vat_before)
            for row, (base, vat), (base_before, vat_before) in zip(rows, until, before, strict=True)
        ]
        if any(row.base or row.vat for row in moved):
            found.append(Due(day, tuple(row for row in moved if row.base or row.vat)))
        before = until
    return found


def vat_due(vat: Decimal, *, paid: Decimal, owed: Decimal, currency: str) -> Decimal:
    """The VAT due in all once `paid` of `owed` is paid, in the currency of `vat`; nothing below, all of it above.

    What one payment makes due is the difference of two of these, so that the shares always add up to the whole.
    """
    return round_half_up(vat * _settled(paid, owed) / (owed or Decimal(1)), decimals(currency))


def _settled(paid: Decimal, owed: Decimal) -> Decimal:
    """More than all is all, less than nothing is nothing; a document that owes nothing counts as paid."""
    return min(max(paid, min(ZERO, owed)), max(ZERO, owed)) if owed else Decimal(1)


def _due_until(
    rows: Sequence[Taxable], paid: Decimal, *, owed: Decimal, currency: str
) -> list[tuple[Decimal, Decimal]]:
    """Base and VAT due in all when that much is paid: the running total is cut, so nothing is lost between rows."""
    due, total, cut = [], ZERO, ZERO
    for row in rows:
        total += row.base + row.vat
        part = vat_due(total, paid=paid, owed=owed, currency=currency) - cut
        cut += part
        vat = vat_due(row.vat, paid=paid, owed=owed, currency=currency)
        due.append((part - vat, vat))
    return due
