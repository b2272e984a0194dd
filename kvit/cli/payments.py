"""kvit payment …"""

from decimal import Decimal, InvalidOperation
from typing import Annotated

import typer

from kvit.cli import files
from kvit.cli.call import Call, command

app = typer.Typer()


@command(app, "record")
def record(call: Call, *, file: files.In) -> None:
    """Record the payments of a JSON file (one object or a list), all or none, against what they name."""
    from kvit.payments import incoming, outside

    told = files.read_json(file)
    recorded = incoming.record_all(call.company, told if isinstance(told, list) else [told], by=call.by, on=call.on)
    call.answer([outside.recorded(one) for one in recorded])


def _amount(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        raise typer.BadParameter("an amount is written like 12.50") from None


@command(app, "take-back")
def take_back(
    call: Call,
    *,
    payment: Annotated[str, typer.Argument(metavar="ID", help="A payment that was recorded wrongly.")],
    reason: Annotated[str, typer.Option("--reason", help="Why.")],
) -> None:
    """What it settled is open again, its entry is reversed; cash in a desk is taken back by `kvit cash cancel`."""
    from kvit.cashbook import earlier
    from kvit.companies.permissions import require
    from kvit.payments import queries

    require(call.by, "payment.view", call.company)
    row = queries.find(call.company, payment)
    earlier.take_back(call.company, row, reason=reason, by=call.by, on=call.on)
    call.answer({"id": row.public_id, "taken_back": reason})


@command(app, "pay-back")
def pay_back(
    call: Call,
    *,
    payment: Annotated[str, typer.Argument(metavar="ID", help="A payment that came by a gateway.")],
    amount: Annotated[Decimal, typer.Argument(parser=_amount, metavar="AMOUNT", help="How much of it.")],
    reason: Annotated[str, typer.Option("--reason", help="Why.")] = "",
) -> None:
    """Pay back online what a customer paid online, whole or in part; booked when the gateway says that it is done."""
    from kvit.checkouts import outside, queries, refunds
    from kvit.payments import queries as payments

    checkout = queries.paid_by(call.company, payments.find(call.company, payment))
    row = refunds.begin(call.company, checkout, amount=amount, reason=reason, by=call.by, on=call.on)
    call.answer(outside.refund(row))


@command(app, "receipts")
def receipts_due(
    call: Call, *, send: Annotated[bool, typer.Option("--send", help="Mail every receipt that waits.")] = False
) -> None:
    """The payments of the last two weeks whose customers were not thanked yet; with --send they are now."""
    from kvit.companies.permissions import require
    from kvit.payments import receipts

    require(call.by, "payment.view", call.company)
    if send:
        sent = receipts.send_all(call.company, by=call.by, on=call.on)
        call.answer({"sent": [{"message": one.public_id, "to": one.to_address} for one in sent]})
        return
    found = receipts.waiting(call.company, on=call.on)
    call.answer([{"id": row.public_id, "customer": row.party.name, "paid_on": row.paid_on} for row in found])


@command(app, "receipt")
def receipt(
    call: Call,
    *,
    payment: Annotated[str, typer.Argument(metavar="ID", help="A payment that came in, but not in cash.")],
) -> None:
    """Mail the receipt for one payment, once."""
    from kvit.companies.permissions import require
    from kvit.payments import queries, receipts

    require(call.by, "payment.view", call.company)
    row = queries.find(call.company, payment)
    sent = receipts.send(call.company, row, by=call.by, on=call.on)
    call.answer({"sent": [{"message": one.public_id, "to": one.to_address} for one in sent]})
