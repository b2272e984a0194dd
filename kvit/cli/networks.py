"""kvit network …"""

from base64 import b64encode
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from kvit.cli import files
from kvit.cli.call import Call, command
from kvit.core.errors import Refused

app = typer.Typer()
COLUMNS = ("title", "mode", "is_on", "secrets", "ends_on", "trouble", "used_at")
OUTAGES = ("network", "kind", "began_at", "ended_at", "source", "id")
MOST_BYTES = 20_000
Name = Annotated[str, typer.Argument(metavar="NETWORK", help="anaf, ksef, verifactu, face or peppol.")]
Mode = Annotated[str, typer.Option("--mode", metavar="SIDE", help="test or production.")]
CertificateOption = Annotated[
    Path | None, typer.Option("--certificate", metavar="FILE", help="A certificate: PKCS#12 or PEM.")
]


def moment(text: str) -> datetime:
    """A moment as options take it; anything but ISO is misuse."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter("a moment is written like 2026-03-01T08:30") from None


Kind = Annotated[str, typer.Option("--kind", metavar="WORD", help="unavailable, emergency or total.")]
Began = Annotated[datetime, typer.Option("--at", parser=moment, metavar="MOMENT", help="Like 2026-03-01T08:30.")]
Ended = Annotated[datetime | None, typer.Option("--ended", parser=moment, metavar="MOMENT", help="When it ended.")]
SourceOption = Annotated[str, typer.Option("--source", help="Where it was announced.")]
OutageId = Annotated[str, typer.Argument(metavar="OUTAGE", help="Its id.")]


@command(app, "list")
def show_all(call: Call) -> None:
    """The ways to networks, with what is there of their secrets and until when."""
    from kvit.companies.permissions import require
    from kvit.networks import outside, queries

    require(call.by, "network.view", call.company)
    rows = [outside.connection(row) for row in queries.ways(call.company)]
    call.answer(rows, table=(COLUMNS, rows))


@command(app, "set-up")
def set_up(
    call: Call, *, network: Name, file: files.In, mode: Mode = "test", certificate: CertificateOption = None
) -> None:
    """Keep settings and secrets: a JSON object {"settings": {…}, "secrets": {…}} in a file or on standard input."""
    from kvit.networks import outside, sign_ins

    told = files.read_json(file)
    settings, secrets = _part(told, "settings"), _part(told, "secrets")
    if certificate is not None:
        secrets["certificate"] = b64encode(files.read(certificate, most=MOST_BYTES)).decode()
    given = {"settings": settings, "secrets": secrets}
    row = sign_ins.set_up(call.company, network, mode=mode, **given, by=call.by, on=call.on)
    call.answer(outside.connection(row))


@command(app, "on")
def turn_on(call: Call, *, network: Name, mode: Mode = "test") -> None:
    """Use this side of the network from now on, and the other no more."""
    from kvit.networks import connections, outside

    call.answer(outside.connection(connections.turn_on(call.company, network, mode=mode, by=call.by, on=call.on)))


@command(app, "off")
def turn_off(call: Call, *, network: Name) -> None:
    """Send nothing to the network any more; what waits keeps waiting."""
    from kvit.networks import connections, outside, queries

    connections.turn_off(call.company, network, by=call.by, on=call.on)
    rows = [outside.connection(row) for row in queries.ways(call.company) if row.network == network]
    call.answer(rows, table=(COLUMNS, rows))


@command(app, "outages")
def show_outages(call: Call) -> None:
    """The times in which a network was announced to be down, the newest first."""
    from kvit.companies.permissions import require
    from kvit.networks import outages, outside

    require(call.by, "network.view", call.company)
    rows = [outside.outage(row) for row in outages.listed(call.company)]
    call.answer(rows, table=(OUTAGES, rows))


@command(app, "outage")
def announce(
    call: Call, *, network: Name, kind: Kind, began: Began, ended: Ended = None, source: SourceOption = ""
) -> None:
    """Enter an outage of KSeF as it was announced: nothing is sent while it goes on, and the last days move."""
    from kvit.networks import outages, outside

    told: dict[str, Any] = {
        "kind": kind,
        "began_at": _here(began, call.company.zone),
        "ended_at": _here(ended, call.company.zone) if ended else None,
        "source": source,
    }
    call.answer(outside.outage(outages.announce(call.company, network, **told, by=call.by, on=call.on)))


@command(app, "outage-end")
def end_outage(call: Call, *, outage: OutageId, ended: Began) -> None:
    """It has ended: what waits leaves, and the last days are counted from here."""
    from kvit.networks import outages, outside

    at = _here(ended, call.company.zone)
    call.answer(outside.outage(outages.end(call.company, outage, ended_at=at, by=call.by, on=call.on)))


@command(app, "outage-withdraw")
def withdraw_outage(call: Call, *, outage: OutageId) -> None:
    """It was entered by mistake; the last days stand as if it had never been."""
    from kvit.networks import outages, outside

    outages.withdraw(call.company, outage, by=call.by, on=call.on)
    rows = [outside.outage(row) for row in outages.listed(call.company)]
    call.answer(rows, table=(OUTAGES, rows))


def _here(moment: datetime, zone: str) -> datetime:
    """A moment without a zone is meant in the company's."""
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))


def _part(told: object, name: str) -> dict[str, str]:
    """A part of the file: names with texts, nothing else. Refuses `network.bad_file`."""
    part = told.get(name, {}) if isinstance(told, dict) and set(told) <= {"settings", "secrets"} else None
    if not isinstance(part, dict) or not all(isinstance(value, str) for value in part.values()):
        raise Refused("network.bad_file")
    return dict(part)
