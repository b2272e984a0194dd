"""kvit target …"""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

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


@command(app, "share")
def set_share(
    call: Call,
    *,
    share: Annotated[str, typer.Argument(metavar="PERCENT", help="0 to 100; 0 takes the aim away.")],
    by_day: Annotated[
        datetime | None, typer.Option("--by", formats=["%Y-%m-%d"], help="A day of the month; else its end.")
    ] = None,
    person: Annotated[
        str, typer.Option("--person", metavar="USER", help="E-mail or id of a colleague; else the company's aim.")
    ] = "",
    month: When = None,
) -> None:
    """Set which part of what can be collected in a month is to be, beside the sum."""
    from kvit.collecting import targets
    from kvit.core.parsing.told import Told

    wanted = Told({"share": share}, frozenset({"share"})).number("share", digits=4) or Decimal(0)
    day = month or (by_day.date() if by_day else call.on)
    told: dict[str, Any] = {"person": person, "share": wanted, "by_day": by_day.date() if by_day else None}
    targets.set_share(call.company, month=day, **told, by=call.by, on=call.on)
    _show(call, day)


def _show(call: Call, day: date) -> None:
    from kvit.collecting import target_shapes, targets

    found = targets.month_of(call.company, day, by=call.by, on=call.on)
    answer = target_shapes.month(call.company, found, targets.changes(call.company, day, by=call.by))
    rows = [answer["company"], *answer["people"]]  # type: ignore[misc]
    call.answer(answer, table=(COLUMNS, rows))
