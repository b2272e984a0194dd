"""kvit payment …"""

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
