"""kvit report …"""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from kvit.cli.call import Call, command, day
from kvit.cli.output import Rows

if TYPE_CHECKING:
    from kvit.reports.outside import Shape

app = typer.Typer()

WithRows = Annotated[bool, typer.Option("--rows", help="Name the documents behind the figures.")]
Days = Annotated[int, typer.Option(min=1, max=3660, help="Over so many days until then.")]
Since = Annotated[date | None, typer.Option(parser=day, metavar="DATE", help="The first day.")]


@command(app, "ageing")
def ageing(call: Call, *, rows: WithRows = False) -> None:
    """What customers owe, by how late it is."""
    from kvit.reports import outside

    _allowed(call)
    report = outside.ageing_report(call.company, on=call.on, rows=rows)
    _answer(call, report, "customers", ("name", "not_due", "1-30", "31-60", "61-90", "over_90", "total"))


@command(app, "dso")
def dso(call: Call, *, days: Days = 90, rows: WithRows = False) -> None:
    """Days of sales outstanding."""
    from kvit.reports import outside

    _allowed(call)
    call.answer(outside.dso_report(call.company, on=call.on, days=days, rows=rows))


@command(app, "kpi")
def kpi(call: Call, *, days: Days = 90, rows: WithRows = False) -> None:
    """The figures an owner watches, each with its definition and parts."""
    from kvit.reports import outside

    _allowed(call)
    report = outside.kpi_report(call.company, on=call.on, days=days, rows=rows)
    _answer(call, report, "figures", ("name", "value", "unit", "definition"))


@command(app, "vat")
def vat(call: Call, *, since: Since = None, rows: WithRows = False) -> None:
    """The VAT of what was issued: since the first of the month, until today or the day named."""
    from kvit.reports import outside

    _allowed(call)
    begin = since or call.on.replace(day=1)
    report = outside.vat_report(call.company, since=begin, until=call.on, rows=rows)
    _answer(call, report, "sums", ("category", "rate", "base", "vat", "documents"))


@command(app, "trial-balance")
def trial_balance(call: Call, *, since: Since = None) -> None:
    """Every account: since the first of January, until today or the day named."""
    from kvit.reports import outside

    _allowed(call)
    begin = since or call.on.replace(month=1, day=1)
    report = outside.trial_balance_report(call.company, since=begin, until=call.on)
    _answer(call, report, "accounts", ("code", "name", "opening", "debit", "credit", "closing"))


def _allowed(call: Call) -> None:
    from kvit.companies.permissions import require

    require(call.by, "report.view", call.company)


def _answer(call: Call, report: "Shape", part: str, columns: Sequence[str]) -> None:
    rows: Rows = report[part]  # type: ignore[assignment]
    call.answer(report, table=(columns, rows))
