"""kvit dispute …"""

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

import typer

from kvit.cli.call import Call, command

if TYPE_CHECKING:
    from kvit.arrangements.models import Dispute

app = typer.Typer()
COLUMNS = ("id", "status", "number", "line", "name", "reason", "amount", "currency", "answer_by")
Id = Annotated[str, typer.Argument(metavar="ID", help="The dispute.")]


@command(app, "list")
def show_all(
    call: Call, *, status: Annotated[str, typer.Option("--status", metavar="STATUS", help="Only these.")] = ""
) -> None:
    """Lines that customers dispute, the newest first."""
    from kvit.arrangements import outside, queries
    from kvit.companies.permissions import require

    require(call.by, "dispute.view", call.company)
    rows = [outside.dispute(row) for row in queries.disputes_of(call.company, status=status, size=1000).rows]
    call.answer(rows, table=(COLUMNS, rows))


@command(app, "show")
def show(call: Call, *, dispute: Id) -> None:
    """One dispute with the facts beside it: the line, the price list, order and delivery."""
    from kvit.companies.permissions import require

    require(call.by, "dispute.view", call.company)
    _show(call, _found(call, dispute))


@command(app, "open")
def note(
    call: Call,
    *,
    invoice: Annotated[str, typer.Argument(metavar="INVOICE", help="Id or number of the invoice.")],
    line: Annotated[int, typer.Option("--line", metavar="N", help="The line's place on it.")],
    reason: Annotated[
        str, typer.Option(help="wrong_price, not_delivered, damaged, wrong_quantity, not_ordered or other.")
    ],
    text: Annotated[str, typer.Option(help="What the customer says.")],
    amount: Annotated[str, typer.Option("--amount", metavar="AMOUNT", help="With VAT; else all of the line.")] = "",
) -> None:
    """Note what a customer says is wrong with a line: that part is not asked for until it is answered."""
    from kvit.arrangements import disputes
    from kvit.core.parsing.told import Told
    from kvit.receivables import standings

    found = standings.named(call.company, invoice)
    wanted = Told({"amount": amount}, frozenset({"amount"})).number("amount", digits=4)
    asked = disputes.Asked(position=line, reason=reason, text=text, amount=wanted)
    _show(call, disputes.open(call.company, found, asked, by=call.by, on=call.on))


@command(app, "reject")
def reject(
    call: Call, *, dispute: Id, answer: Annotated[str, typer.Option(help="Why: the customer reads it.")]
) -> None:
    """The invoice is right; the customer gets the answer by mail."""
    from kvit.arrangements import disputes

    _show(call, disputes.reject(call.company, _found(call, dispute), answer=answer, by=call.by, on=call.on))


@command(app, "delivery")
def note_delivery(
    call: Call,
    *,
    dispute: Id,
    delivered: Annotated[str, typer.Option("--delivered", metavar="QUANTITY", help="In the line's unit; 0: nothing.")],
    paper: Annotated[str, typer.Option("--paper", metavar="NUMBER", help="The delivery note.")] = "",
) -> None:
    """Note how much of the line reached the customer."""
    from kvit.arrangements import disputes
    from kvit.core.parsing.told import Told

    told = Told({"delivered": delivered}, frozenset({"delivered"})).number("delivered", digits=6)
    quantity = Decimal(0) if told is None else told
    row = _found(call, dispute)
    _show(call, disputes.note_delivery(call.company, row, quantity=quantity, paper=paper, by=call.by, on=call.on))


@command(app, "withdraw")
def withdraw(call: Call, *, dispute: Id) -> None:
    """The customer takes it back."""
    from kvit.arrangements import disputes

    _show(call, disputes.withdraw(call.company, _found(call, dispute), by=call.by, on=call.on))


def _found(call: Call, dispute: str) -> "Dispute":
    from kvit.arrangements import queries

    return queries.find_dispute(call.company, dispute)


def _show(call: Call, dispute: "Dispute") -> None:
    from kvit.arrangements import beside, outside

    row = _found(call, dispute.public_id)
    call.answer(outside.facts(row, beside.of(call.company, row)))
