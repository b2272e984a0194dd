"""Invariants of bank lines: what is settled is so by something, once, and adds up."""

from collections.abc import Iterable
from decimal import Decimal

from kvit.banking.models import Booking, Match, StatementLine
from kvit.banking.recorded import SIGNS, moved
from kvit.companies.models import Company
from kvit.ledger.models import Entry
from kvit.payments.models import Payment

Found = tuple[int, Iterable[str]]


def settled_by_something(company: Company) -> Found:
    """A reconciled line has a match or a booking, and no other line has any."""
    lines = dict(StatementLine.objects.filter(company=company).values_list("pk", "status"))
    held = set(Match.objects.filter(company=company, undone=False).values_list("line_id", flat=True))
    held |= set(Booking.objects.filter(company=company, undone=False).values_list("line_id", flat=True))
    wrong = [pk for pk, status in lines.items() if (status == "reconciled") != (pk in held)]
    return len(lines), [f"line {pk}" for pk in wrong]


def parts_make_the_line(company: Company) -> Found:
    """What a booking takes of its line, and what payments take beside it, is the line; its entry stands."""
    rows = list(Booking.objects.filter(company=company, undone=False).select_related("line"))
    matches = {one.line_id: one for one in Match.objects.filter(company=company, undone=False)}
    paid = {one.public_id: one for one in Payment.objects.filter(company=company, matches__in=matches.values())}
    others = [public_id for one in matches.values() for public_id in one.others]
    paid |= {one.public_id: one for one in Payment.objects.filter(company=company, public_id__in=others)}
    standing = set(
        Entry.objects.filter(company=company, document_kind="booking", reverses=None, reversed_by=None).values_list(
            "document_id", flat=True
        )
    )
    broken = []
    for row in rows:
        whole = sum((Decimal(one["amount"]) for one in row.parts), Decimal(0))
        if (match := matches.get(row.line_id)) is not None:
            own = [one for one in paid.values() if one.pk == match.payment_id or one.public_id in match.others]
            whole += sum((SIGNS[one.direction] * one.amount for one in own), Decimal(0))
        if whole != row.line.amount or row.pk not in standing:
            broken.append(f"{row.line.public_id}: {whole} of {row.line.amount}")
    return len(rows), broken


def told_again_once(company: Company) -> Found:
    """What several messages tell is settled once: by a line or by the one that tells it too, a sum or its parts."""
    rows = StatementLine.objects.filter(company=company)
    tied = rows.filter(of_sum__isnull=False)
    both = tied.filter(status="reconciled", of_sum__status="reconciled").values_list("public_id", flat=True)
    again = rows.filter(same_as__isnull=False).exclude(status="covered", doubt="")
    wrong = [*both, *again.values_list("public_id", flat=True)]
    return tied.count() + rows.filter(same_as__isnull=False).count(), [f"line {public_id}" for public_id in wrong]


def recorded_is_the_line(company: Company) -> Found:
    """A payment recorded before, and tied to a line, moved what the line says, and stands for no other line."""
    rows = list(
        Match.objects.filter(company=company, undone=False, kind="recorded").select_related(
            "line", "payment__bank_account"
        )
    )
    split = Match.objects.filter(company=company, undone=False).exclude(others=[]).values_list("others", flat=True)
    elsewhere = {public_id for some in split for public_id in some}
    broken = [
        f"{one.line.public_id}: {one.payment.public_id}"
        for one in rows
        if moved(one.payment) != (one.line.bank_account_id, one.line.currency, one.line.amount)
        or one.payment.public_id in elsewhere
    ]
    return len(rows), broken


def bills_paid_by_the_line(company: Company) -> Found:
    """What a line paid of bills without a run is money out of its account, and all of it."""
    rows = Match.objects.filter(company=company, undone=False, kind="bill", payment__taken_back=None)
    found = list(rows.select_related("line", "payment"))
    broken = [
        f"{one.line.public_id}: {one.payment.amount}"
        for one in found
        if (one.payment.direction, one.payment.bank_account_id, one.payment.currency, -one.payment.amount)
        != ("out", one.line.bank_account_id, one.line.currency, one.line.amount)
    ]
    return len(found), broken


def settled_whole(company: Company) -> Found:
    """What a settled line's payments and bookings moved of its account is the line, in its currency."""
    matches = list(Match.objects.filter(company=company, undone=False).select_related("line", "payment__bank_account"))
    named = {public_id for one in matches for public_id in one.others}
    rows = Payment.objects.filter(company=company, public_id__in=named).select_related("bank_account")
    others = {one.public_id: one for one in rows}
    booked = dict(Booking.objects.filter(company=company, undone=False).values_list("line_id", "parts"))
    broken = []
    for one in matches:
        told = [moved(payment) for payment in (one.payment, *(others[public_id] for public_id in one.others))]
        parts = sum((Decimal(part["amount"]) for part in booked.get(one.line_id, [])), Decimal(0))
        whole = parts + sum((amount for _, _, amount in told), Decimal(0))
        if whole != one.line.amount or {currency for _, currency, _ in told} != {one.line.currency}:
            broken.append(f"{one.line.public_id}: {whole} of {one.line.amount}")
    return len(matches), broken


INVARIANTS = [
    ("I63", "A movement that several messages of the bank tell is booked once.", told_again_once),
    ("I42", "A bank line is settled by something, once, or by nothing.", settled_by_something),
    ("I42a", "What a bank line was booked to adds up to the line.", parts_make_the_line),
    ("I81", "What the payments and bookings of a settled bank line moved is the line.", settled_whole),
    ("I69", "A payment recorded before its bank line is that line's money, and no other line's.", recorded_is_the_line),
    ("I70", "A line that pays bills without a run is money out, and all of it is booked.", bills_paid_by_the_line),
]
