"""kvit balance-letter …"""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kvit.cli import files
from kvit.cli.call import Call, command, day

if TYPE_CHECKING:
    from kvit.collecting.models import BalanceLetter

app = typer.Typer()
COLUMNS = ("id", "number", "party_name", "balance_on", "balances", "answer", "answer_by", "differs_by")
LetterId = Annotated[str, typer.Argument(metavar="ID", help="The letter.")]


@command(app, "make")
def make(
    call: Call,
    *,
    balance_on: Annotated[date, typer.Option("--on", parser=day, metavar="DATE", help="The day of the balance.")],
    party: Annotated[str, typer.Option("--party", metavar="ID", help="This customer or supplier alone.")] = "",
) -> None:
    """Ask everybody with whom something was open at the end of a day, once."""
    from kvit.collecting import balance_letters, letter_shapes
    from kvit.parties import linked

    if party:
        found = linked.find(call.company, party)
        made = [balance_letters.make(call.company, found, balance_on=balance_on, by=call.by, on=call.on)]
    else:
        made = balance_letters.make_all(call.company, balance_on=balance_on, by=call.by, on=call.on)
    rows = letter_shapes.letters(made)
    call.answer(rows, table=(COLUMNS, rows))


@command(app, "list")
def show_all(
    call: Call, *, unanswered: Annotated[bool, typer.Option("--unanswered", help="Only who did not answer.")] = False
) -> None:
    """Letters about balances with their answers, the newest first."""
    from kvit.collecting import letter_shapes, queries
    from kvit.companies.permissions import require

    require(call.by, "balance_letter.view", call.company)
    page = queries.balance_letters(call.company, answer="" if unanswered else None, size=1000)
    rows = letter_shapes.letters(page.rows)
    call.answer(rows, table=(COLUMNS, rows))


@command(app, "answer")
def answer(
    call: Call,
    *,
    letter: LetterId,
    agrees: Annotated[bool, typer.Option("--agrees/--differs", help="Whether they say that it is right.")],
    said: Annotated[
        list[str] | None, typer.Option("--said", metavar="CODE=AMOUNT", help="Their balance; repeat it.")
    ] = None,
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help="What they wrote.")] = "",
) -> None:
    """Note what they answered, once."""
    from kvit.collecting import balance_letters, letter_shapes

    told = balance_letters.Answer(agrees, _amounts(said or []), note)
    row = balance_letters.answer(call.company, _found(call, letter), told, by=call.by, on=call.on)
    call.answer(letter_shapes.letter(row))


@command(app, "send")
def send(
    call: Call,
    *,
    letter: LetterId,
    to: Annotated[list[str] | None, typer.Option(help="An address instead of the party's own; repeat it.")] = None,
    again: Annotated[bool, typer.Option("--again", help="Mail it once more, though it was mailed before.")] = False,
) -> None:
    """Queue the letter by mail."""
    from kvit.collecting import balance_papers
    from kvit.messages import outside

    sent = balance_papers.send(call.company, _found(call, letter), to=to or (), again=again, by=call.by, on=call.on)
    document = [outside.shown(one) for one in sent]
    call.answer(document, table=(("id", "to", "status", "subject"), document))


@command(app, "pdf")
def pdf(call: Call, *, letter: LetterId, out: files.Out = Path("-")) -> None:
    """Write the letter, the same bytes for ever."""
    from kvit.collecting import balance_papers
    from kvit.companies.permissions import require

    require(call.by, "balance_letter.view", call.company)
    row = _found(call, letter)
    content = balance_papers.pdf(call.company, row)
    files.write(out, content)
    if str(out) != "-":
        call.answer({"id": row.public_id, "file": out, "bytes": len(content)})


def _amounts(said: list[str]) -> dict[str, Decimal]:
    from kvit.core.errors import Refused

    found = {}
    for one in said:
        currency, _, amount = one.partition("=")
        try:
            found[currency.upper()] = Decimal(amount)
        except ArithmeticError:
            raise Refused("field.bad_value", field="said", value=one[:20], wanted="RON=1234.50") from None
    return found


def _found(call: Call, letter: str) -> "BalanceLetter":
    from kvit.collecting import queries

    return queries.balance_letter(call.company, letter)
