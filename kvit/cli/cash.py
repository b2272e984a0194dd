"""kvit cash …"""

from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kvit.cli import files
from kvit.cli.call import Call, command

if TYPE_CHECKING:
    from kvit.cashbook.models import CashLine, Desk

app = typer.Typer()
DESKS = ("id", "code", "name", "currency", "balance", "responsible", "closed_on")
LINES = ("id", "number", "kind", "party_name", "purpose", "amount", "balance", "taken_back")


def _amount(text: str) -> Decimal:
    wrong = typer.BadParameter("an amount is written like 12.50")
    try:
        amount = Decimal(text)
    except InvalidOperation:
        raise wrong from None
    if not amount.is_finite():
        raise wrong
    return amount


Amount = Annotated[Decimal, typer.Argument(parser=_amount, metavar="AMOUNT", help="How much.")]
DeskOption = Annotated[str, typer.Option("--desk", metavar="CODE", help="The desk, where there are several.")]
DayOption = Annotated[datetime | None, typer.Option("--day", formats=["%Y-%m-%d"], help="The day, else today.")]
Person = Annotated[str, typer.Option("--person", metavar="NAME", help="Who stands at the desk.")]
Purpose = Annotated[str, typer.Option("--purpose", metavar="TEXT", help="What the paper says it is for.")]
LineId = Annotated[str, typer.Argument(metavar="ID", help="The line of the book.")]


@command(app, "desks")
def show_desks(call: Call) -> None:
    """The cash desks with what is in each."""
    from kvit.cashbook import queries, shapes
    from kvit.companies.permissions import require

    require(call.by, "cash.view", call.company)
    rows = shapes.desks(call.company, queries.desks(call.company), on=call.on)
    call.answer(rows, table=(DESKS, rows))


@command(app, "open")
def open_desk(
    call: Call,
    *,
    code: Annotated[str, typer.Argument(metavar="CODE", help="1 to 6 letters or digits, as in receipt numbers.")],
    name: Annotated[str, typer.Option("--name", help="What people call it.")],
    currency: Annotated[str, typer.Option("--currency", metavar="CODE", help="Else the company's own.")] = "",
    account: Annotated[str, typer.Option("--account", metavar="CODE", help="Its account, else the chart's own.")] = "",
    responsible: Annotated[str, typer.Option("--responsible", metavar="EMAIL", help="Who answers for it.")] = "",
    holds: Annotated[Decimal, typer.Option("--holds", parser=_amount, metavar="AMOUNT", help="What is in it.")] = (
        Decimal(0)
    ),
) -> None:
    """Open a desk over an account of its own."""
    from kvit.cashbook import desks, shapes

    asked = desks.Asked(name=name, code=code, currency=currency, account=account, responsible=responsible, holds=holds)
    row = desks.open_desk(call.company, asked, by=call.by, on=call.on)
    call.answer(shapes.desk(call.company, row, on=call.on))


@command(app, "hand-over")
def hand_over(
    call: Call,
    *,
    person: Annotated[str, typer.Argument(metavar="EMAIL", help="Who answers for the desk from now on.")],
    desk: DeskOption = "",
) -> None:
    """Another person answers for a desk."""
    from kvit.cashbook import desks, shapes

    row = desks.hand_over(call.company, _desk(call, desk), person, by=call.by, on=call.on)
    call.answer(shapes.desk(call.company, row, on=call.on))


@command(app, "take")
def take(
    call: Call,
    *,
    amount: Amount,
    document: Annotated[str, typer.Option("--invoice", metavar="NUMBER", help="What it is for.")] = "",
    customer: Annotated[str, typer.Option("--customer", metavar="CUSTOMER", help="Who pays in advance.")] = "",
    desk: DeskOption = "",
    day: DayOption = None,
    person: Person = "",
    purpose: Purpose = "",
) -> None:
    """Take cash from a customer: a numbered receipt, a payment, what it settles."""
    from kvit.cashbook import takings

    asked = takings.Taking(
        amount=amount, document=document, customer=customer, day=_day(day), person=person, purpose=purpose
    )
    _show(call, takings.take(call.company, _desk(call, desk), asked, by=call.by, on=call.on))


@command(app, "pay-bill")
def pay_bill(
    call: Call,
    *,
    amount: Amount,
    document: Annotated[str, typer.Argument(metavar="BILL", help="Id or number of an approved bill.")],
    desk: DeskOption = "",
    day: DayOption = None,
    person: Person = "",
    purpose: Purpose = "",
) -> None:
    """Pay an approved bill in cash, whole or in part."""
    from kvit.cashbook import payouts

    asked = payouts.BillPaid(amount=amount, document=document, day=_day(day), person=person, purpose=purpose)
    _show(call, payouts.pay_bill(call.company, _desk(call, desk), asked, by=call.by, on=call.on))


@command(app, "hand-back")
def hand_back(
    call: Call,
    *,
    amount: Amount,
    credit: Annotated[str, typer.Argument(metavar="CREDIT", help="A credit note or payment: its id or number.")],
    desk: DeskOption = "",
    day: DayOption = None,
    person: Person = "",
    purpose: Purpose = "",
    key: Annotated[str, typer.Option("--key", metavar="KEY", help="Names the act, so that it is done once.")] = "",
) -> None:
    """Give a customer money back in cash, with the country's paper."""
    from kvit.cashbook import handing_back

    asked = handing_back.HandedBack(
        amount=amount, credit=credit, day=_day(day), person=person, purpose=purpose, key=key
    )
    _show(call, handing_back.hand_back(call.company, _desk(call, desk), asked, by=call.by, on=call.on))


@command(app, "pay-cost")
def pay_cost(
    call: Call,
    *,
    amount: Amount,
    account: Annotated[str, typer.Argument(metavar="ACCOUNT", help="The account that bears it.")],
    purpose: Annotated[str, typer.Option("--purpose", metavar="TEXT", help="What was bought.")],
    supplier: Annotated[str, typer.Option("--supplier", metavar="SUPPLIER", help="Who got it, if known here.")] = "",
    desk: DeskOption = "",
    day: DayOption = None,
    person: Person = "",
) -> None:
    """Pay a cost without a bill out of the desk."""
    from kvit.cashbook import payouts

    asked = payouts.Cost(
        amount=amount, account=account, purpose=purpose, supplier=supplier, day=_day(day), person=person
    )
    _show(call, payouts.pay_cost(call.company, _desk(call, desk), asked, by=call.by, on=call.on))


@command(app, "deposit")
def deposit(call: Call, *, amount: Amount, desk: DeskOption = "", day: DayOption = None, person: Person = "") -> None:
    """Bring cash to the bank; it is on the way until the bank's line is booked."""
    _moved(call, "deposit", amount=amount, desk=desk, day=day, person=person)


@command(app, "withdraw")
def withdraw(call: Call, *, amount: Amount, desk: DeskOption = "", day: DayOption = None, person: Person = "") -> None:
    """Fetch cash from the bank."""
    _moved(call, "withdrawal", amount=amount, desk=desk, day=day, person=person)


@command(app, "transfer")
def transfer(
    call: Call,
    *,
    amount: Amount,
    to: Annotated[str, typer.Argument(metavar="TO", help="The other desk.")],
    desk: DeskOption = "",
    day: DayOption = None,
    person: Person = "",
    purpose: Purpose = "",
) -> None:
    """Bring cash to another desk of the same currency."""
    from kvit.cashbook import transfers

    asked = transfers.Transfer(amount=amount, to=to, day=_day(day), person=person, purpose=purpose)
    _show(call, transfers.transfer(call.company, _desk(call, desk), asked, by=call.by, on=call.on))


@command(app, "close")
def close(call: Call, *, desk: DeskOption = "") -> None:
    """Close an empty desk that was counted so, for good; its book stays."""
    from kvit.cashbook import closing, shapes

    row = closing.close(call.company, _desk(call, desk), by=call.by, on=call.on)
    call.answer(shapes.desk(call.company, row, on=call.on))


@command(app, "count")
def count(
    call: Call,
    *,
    found: Annotated[Decimal, typer.Argument(parser=_amount, metavar="AMOUNT", help="What is in the desk.")],
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why it is not what the book says.")] = "",
    account: Annotated[str, typer.Option("--account", metavar="CODE", help="Which account bears it.")] = "",
    desk: DeskOption = "",
) -> None:
    """Keep what was counted; a difference is booked with its reason."""
    from kvit.cashbook import counting, queries, shapes

    asked = counting.Counted(found=found, reason=reason, account=account)
    row = counting.count(call.company, _desk(call, desk), asked, by=call.by, on=call.on)
    call.answer(shapes.count(queries.count(call.company, row.public_id)))


@command(app, "book")
def book(call: Call, *, desk: DeskOption = "", day: DayOption = None) -> None:
    """A day of a desk's book: opening, lines, closing."""
    from kvit.cashbook import queries, shapes

    found = queries.day_book(call.company, _desk(call, desk), on=_day(day) or call.on)
    call.answer(shapes.day(call.company, found), table=(LINES, shapes.lines(call.company, found.lines)))


@command(app, "book-pdf")
def book_pdf(call: Call, *, desk: DeskOption = "", day: DayOption = None, out: files.Out = Path("-")) -> None:
    """Write that day in the form of the country."""
    from kvit.cashbook import book_papers

    _write(call, book_papers.pdf(call.company, _desk(call, desk), on=_day(day) or call.on), out)


@command(app, "cancel")
def cancel(call: Call, *, line: LineId, reason: Annotated[str, typer.Option("--reason", help="Why.")]) -> None:
    """Take a line back by another line of today."""
    from kvit.cashbook import cancelling

    _show(call, cancelling.cancel(call.company, _line(call, line), reason=reason, by=call.by, on=call.on))


@command(app, "pdf")
def pdf(call: Call, *, line: LineId, out: files.Out = Path("-")) -> None:
    """Write the receipt, order or voucher: the same bytes until it is taken back, then those that say so."""
    from kvit.cashbook import papers

    _write(call, papers.pdf(call.company, _line(call, line)), out)


def _moved(call: Call, kind: str, *, amount: Decimal, desk: str, day: datetime | None, person: str) -> None:
    from kvit.cashbook import payouts

    asked = payouts.Move(kind=kind, amount=amount, day=_day(day), person=person)
    _show(call, payouts.move(call.company, _desk(call, desk), asked, by=call.by, on=call.on))


def _day(day: datetime | None) -> date | None:
    return None if day is None else day.date()


def _write(call: Call, content: bytes, out: Path) -> None:
    files.write(out, content)
    if str(out) != "-":
        call.answer({"file": out, "bytes": len(content)})


def _desk(call: Call, desk: str) -> "Desk":
    from kvit.cashbook import queries
    from kvit.companies.permissions import require

    require(call.by, "cash.view", call.company)
    return queries.desk(call.company, desk)


def _line(call: Call, line: str) -> "CashLine":
    from kvit.cashbook import queries
    from kvit.companies.permissions import require

    require(call.by, "cash.view", call.company)
    return queries.line(call.company, line)


def _show(call: Call, row: "CashLine") -> None:
    from kvit.cashbook import queries, shapes

    call.answer(shapes.line(call.company, queries.line(call.company, row.public_id)))
