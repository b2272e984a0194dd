"""kvit report …"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kvit.cli import files
from kvit.cli.call import Call, command, day
from kvit.cli.output import Rows

if TYPE_CHECKING:
    from kvit.reports.outside import Shape

app = typer.Typer()

WithRows = Annotated[bool, typer.Option("--rows", help="Name the documents behind the figures.")]
Days = Annotated[int, typer.Option(min=1, max=3660, help="Over so many days until then.")]
Since = Annotated[date | None, typer.Option(parser=day, metavar="DATE", help="The first day.")]


def a_month(text: str) -> date:
    """The first day of a month as options take it; anything but ISO is misuse."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        raise typer.BadParameter("a month is written like 2026-03") from None


Month = Annotated[date, typer.Option(parser=a_month, metavar="MONTH", help="The month, like 2026-03.")]


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


@command(app, "ratings")
def rated(call: Call, *, since: Since = None) -> None:
    """How customers found getting and paying our invoices: since the first of the year, by month."""
    from kvit.companies.permissions import require
    from kvit.reports import ratings

    require(call.by, "rating.view", call.company)
    begin = since or call.on.replace(month=1, day=1)
    report = ratings.report(call.company, since=begin, until=call.on)
    _answer(call, report, "months", ("month", "count", "average", "good"))


@command(app, "vat")
def vat(call: Call, *, since: Since = None, rows: WithRows = False) -> None:
    """The VAT of sales and purchases: since the first of the month, until today or the day named."""
    from kvit.reports import outside

    _allowed(call)
    begin = since or call.on.replace(day=1)
    report = outside.vat_report(call.company, since=begin, until=call.on, rows=rows)
    journals = {"sums": "sales", "purchases": "purchases", "self_charged": "self-charged"}
    shown = [{"journal": name, **row} for part, name in journals.items() for row in _rows(report, part)]
    columns = ("journal", "category", "rate", "base", "vat", "deductible", "documents")
    call.answer(report, table=(columns, shown))


@command(app, "withheld")
def withheld_tax(call: Call, *, since: Since = None) -> None:
    """Tax withheld from suppliers by quarter: since the first of January, until today or the day named."""
    from kvit.reports import withheld

    _allowed(call)
    report = withheld.outside(call.company, since=since or call.on.replace(month=1, day=1), until=call.on)
    _answer(call, report, "rows", ("quarter", "name", "tax_number", "base", "tax"))


@command(app, "trial-balance")
def trial_balance(call: Call, *, since: Since = None) -> None:
    """Every account: since the first of January, until today or the day named."""
    from kvit.reports import outside

    _allowed(call)
    begin = since or call.on.replace(month=1, day=1)
    report = outside.trial_balance_report(call.company, since=begin, until=call.on)
    _answer(call, report, "accounts", ("code", "name", "opening", "debit", "credit", "closing"))


@command(app, "vat-ledger")
def vat_ledger(call: Call, *, month: Month, out: files.Out) -> None:
    """Bulgaria: the month's VAT sales ledger (PRODAGBI.TXT)."""
    from kvit.reports import authority, bg_ledger

    content = bg_ledger.file_of(call.company, month, by=call.by)
    files.write(out, content)
    _written(call, out, size=len(content), kind=authority.VAT_LEDGER, first=month)


@command(app, "vat-purchases")
def vat_purchases(call: Call, *, month: Month, out: files.Out) -> None:
    """Bulgaria: the month's VAT purchase ledger (POKUPKI.TXT)."""
    from kvit.reports import authority, bg_purchases

    content = bg_purchases.file_of(call.company, month, by=call.by)
    files.write(out, content)
    _written(call, out, size=len(content), kind=authority.VAT_PURCHASES, first=month)


@command(app, "saft")
def saft(call: Call, *, month: Month, out: files.Out) -> None:
    """Bulgaria: the month's standard audit file (SAF-T V_1.0.1)."""
    from kvit.reports import authority

    with authority.audit_file(call.company, month, by=call.by, on=call.on) as opened:
        size = files.copy(out, opened)
    _written(call, out, size=size, kind=authority.SAFT, first=month)


def _written(call: Call, out: Path, *, size: int, kind: str, first: date) -> None:
    """Where the file is, and what to look at before it is filed; nothing beside a file on the screen."""
    from kvit.reports import authority

    if str(out) == "-":
        return
    told = authority.outside(call.company, first)
    findings = next(one["findings"] for one in told["files"] if one["kind"] == kind)  # type: ignore[attr-defined]
    call.answer(
        {"file": out, "bytes": size, "findings": findings},
        table=(("severity", "rule", "place", "message"), findings),
    )


def _allowed(call: Call) -> None:
    from kvit.companies.permissions import require

    require(call.by, "report.view", call.company)


def _answer(call: Call, report: "Shape", part: str, columns: Sequence[str]) -> None:
    call.answer(report, table=(columns, _rows(report, part)))


def _rows(report: "Shape", part: str) -> Rows:
    found: Rows = report[part]  # type: ignore[assignment]
    return found
