"""kvit gateway …"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from kvit.cli import files
from kvit.cli.call import Call, command
from kvit.core.errors import Refused

app = typer.Typer()
COLUMNS = ("name", "is_set_up", "is_on", "events_address")
CHARGEBACKS = ("id", "status", "numbers", "amount", "currency", "reason", "evidence_until")
Name = Annotated[str, typer.Argument(metavar="GATEWAY", help="stripe or sandbox.")]
File = Annotated[
    Path | None, typer.Option("--file", "-f", metavar="FILE", help='{"api_key": "…", …} as JSON; - for standard input.')
]
Prefix = Annotated[
    str, typer.Option("--from-env", metavar="PREFIX", help="Take each key from a variable, such as STRIPE_API_KEY.")
]


@command(app, "list")
def show_all(call: Call) -> None:
    """Every gateway, whether it is set up and on, and where it is to send its events."""
    from kvit.checkouts import gateway_shapes
    from kvit.companies.permissions import require

    require(call.by, "payment.view", call.company)
    rows = gateway_shapes.every(call.company)
    call.answer(rows, table=(COLUMNS, rows))


@command(app, "set-up")
def set_up(call: Call, *, gateway: Name, file: File = None, prefix: Prefix = "") -> None:
    """Keep its keys, encrypted: of a file, standard input or the environment, never of the command line itself."""
    from kvit.checkouts import gateway_shapes, gateways

    row = gateways.set_up(call.company, gateway, secrets=_secrets(gateway, file, prefix), by=call.by, on=call.on)
    call.answer(gateway_shapes.gateway(row.name, row))


@command(app, "try")
def try_out(call: Call, *, gateway: Name) -> None:
    """Ask it whether it takes the keys; nothing is changed there."""
    from kvit.checkouts import gateway_shapes, gateways

    row = gateways.try_out(call.company, gateway, by=call.by)
    call.answer(gateway_shapes.gateway(row.name, row))


@command(app, "on")
def turn_on(call: Call, *, gateway: Name) -> None:
    """Customers pay by it from now on, and by no other."""
    _turn(call, gateway, is_on=True)


@command(app, "off")
def turn_off(call: Call, *, gateway: Name) -> None:
    """Customers pay by it no more; what was begun goes on."""
    _turn(call, gateway, is_on=False)


@command(app, "chargebacks")
def chargebacks(
    call: Call, *, status: Annotated[str, typer.Option("--status", metavar="STATUS", help="open, won or lost.")] = ""
) -> None:
    """What customers' banks want back, the newest first, with the day by which the bank hears us."""
    from kvit.checkouts import gateway_shapes, queries
    from kvit.companies.permissions import require

    require(call.by, "payment.view", call.company)
    found = queries.chargebacks(call.company, view=status, size=1000)
    rows = gateway_shapes.chargebacks(call.company, found.rows)
    call.answer(rows, table=(CHARGEBACKS, rows))


def _turn(call: Call, gateway: str, *, is_on: bool) -> None:
    from kvit.checkouts import gateway_shapes, gateways

    row = gateways.turn(call.company, gateway, is_on=is_on, by=call.by, on=call.on)
    call.answer(gateway_shapes.gateway(row.name, row))


def _secrets(gateway: str, file: Path | None, prefix: str) -> Mapping[str, str]:
    """The keys by their names. Refuses `field.bad_value` where neither place, or something else than keys, is named."""
    from kvit.checkouts import gateways

    if prefix:
        known = gateways.offered().get(gateway)
        needs = known.needs if known is not None else ()
        return {key: os.environ.get(f"{prefix}_{key}".upper(), "") for key in needs}
    told = files.read_json(file) if file is not None else None
    if not isinstance(told, dict) or not all(isinstance(one, str) for one in told.values()):
        raise Refused("field.bad_value", field="--file", value="…", wanted="a JSON object of keys, or --from-env")
    return told
