"""kvit target …"""

from datetime import date
from decimal import Decimal
from typing import Annotated

import typer

from kvit.cli.call import Call, command
from kvit.cli.reports import a_month

app = typer.Typer()
COLUMNS = ("name", "target", "collected", "progress", "overdue", "fell_due", "taken_over", "otherwise", "left", "share")
When = Annotated[
    date | None, typer.Option("--month", parser=a_month, metavar="YYYY-MM", help="Which month; else this one.")
]


@command(app, "show")
def show(call: Call, *, month: When = None) -> None:
    """What was to be collected in a month, by whom, and what was."""
    _show(call, month or call.on)


@command(app, "set")
def set_amount(
    call: Call,
    *,
    amount: Annotated[str, typer.Argument(metavar="AMOUNT", help="In company currency; 0 takes the target away.")],
    person: Annotated[
        str, typer.Option("--person", metavar="USER", help="E-mail or id of a colleague; else the company's target.")
    ] = "",
    month: When = None,
) -> None:
    """Set how much is to be collected in a month that is not over."""
    from kvit.collecting import targets
    from kvit.core.parsing.told import Told

    wanted = Told({"amount": amount}, frozenset({"amount"})).number("amount", digits=4)
    day = month or call.on
    targets.set_amount(call.company, month=day, person=person, amount=wanted or Decimal(0), by=call.by, on=call.on)
    _show(call, day)


def _show(call: Call, day: date) -> None:
    from kvit.collecting import target_shapes, targets

    found = targets.month_of(call.company, day, by=call.by, on=call.on)
    answer = target_shapes.month(call.company, found, targets.changes(call.company, day, by=call.by))
    rows = [answer["company"], *answer["people"]]  # type: ignore[misc]
    call.answer(answer, table=(COLUMNS, rows))
