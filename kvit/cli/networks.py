"""kvit network …"""

from base64 import b64encode
from pathlib import Path
from typing import Annotated

import typer

from kvit.cli import files
from kvit.cli.call import Call, command
from kvit.core.errors import Refused

app = typer.Typer()
COLUMNS = ("title", "mode", "is_on", "secrets", "ends_on", "trouble", "used_at")
MOST_BYTES = 20_000
Name = Annotated[str, typer.Argument(metavar="NETWORK", help="anaf, ksef, verifactu, face or peppol.")]
Mode = Annotated[str, typer.Option("--mode", metavar="SIDE", help="test or production.")]
CertificateOption = Annotated[
    Path | None, typer.Option("--certificate", metavar="FILE", help="A certificate: PKCS#12 or PEM.")
]


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


def _part(told: object, name: str) -> dict[str, str]:
    """A part of the file: names with texts, nothing else. Refuses `network.bad_file`."""
    part = told.get(name, {}) if isinstance(told, dict) and set(told) <= {"settings", "secrets"} else None
    if not isinstance(part, dict) or not all(isinstance(value, str) for value in part.values()):
        raise Refused("network.bad_file")
    return dict(part)
