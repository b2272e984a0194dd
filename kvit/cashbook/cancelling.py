"""A wrong line is taken back by another line: the receipt keeps its number, the money and what it settled go back."""

from datetime import date

from django.db import transaction

from kvit.cashbook import book
from kvit.cashbook.book import NewLine
from kvit.cashbook.models import CashLine
from kvit.companies.models import Company
from kvit.companies.permissions import require
from kvit.core import cash
from kvit.core.errors import Refused
from kvit.core.permissions import Actor
from kvit.events import events
from kvit.ledger import entries
from kvit.ledger.models import Entry
from kvit.payments import incoming


@transaction.atomic
def cancel(company: Company, line: CashLine, *, reason: str, by: Actor, on: date) -> CashLine:
    """Take a line back, today, by its reverse; once. Gives the line that does.

    What went from one desk to another goes back at both. Refuses `reason.missing`, `cash.cancelled`,
    `cash.not_cancellable` for an opening, a count and what takes back itself, `desk.closed`, `cash.not_enough` where
    the money is not in the desk any more, and what `incoming.reverse` refuses.
    """
    require(by, "cash.cancel", company)
    if not reason.strip():
        raise Refused("reason.missing")
    back = _cancelled(company, line, reason=reason, by=by, on=on)
    other = line.partner or CashLine.objects.filter(company=company, partner=line).first()
    if other is not None:
        _cancelled(company, other, reason=reason, by=by, on=on)
    return back


def _cancelled(company: Company, line: CashLine, *, reason: str, by: Actor, on: date) -> CashLine:
    opened = book.hold(company, line.desk)
    if line.reverses_id is not None or line.kind in (cash.OPENING, cash.SURPLUS, cash.SHORTAGE):
        raise Refused("cash.not_cancellable", number=line.number)
    if CashLine.objects.filter(company=company, reverses=line).exists():
        raise Refused("cash.cancelled", number=line.number)
    book.require_movable(opened, abs(line.amount), day=on, on=on, moved=-line.amount)
    if line.payment is not None:
        incoming.reverse(company, line.payment, reason=reason, by=by, on=on, in_book=True)
    else:
        entry = Entry.objects.get(company=company, document_kind=book.KIND, document_id=line.pk, reverses=None)
        entries.reverse(company, entry, on=on, by=by, text=reason[:200], in_book=True)
    new = NewLine(
        kind=line.kind,
        moved=-line.amount,
        on=on,
        purpose=reason,
        party=line.party,
        person=line.person,
        item=line.item,
        faces=line.faces,
        reverses=line,
    )
    back = book.write(company, opened, new, by=by)
    facts = {"number": line.number, "amount": str(line.amount), "currency": opened.desk.currency}
    events.record("cash.cancelled", line, by=by, on=on, facts=facts, reason=reason)
    return back
