"""kvit whitelist …"""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from kvit.cli.call import Call, command

app = typer.Typer()
PIECE = 1024 * 1024


@command(app, "load")
def load(
    call: Call,
    *,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The ministry's flat file, unpacked: JSON.")],
) -> None:
    """Keep a day's flat file of the Polish white list; bills and payment runs of that day are checked against it."""
    from kvit.companies.permissions import require
    from kvit.ports import registry

    require(call.by, "bank.import", call.company)
    kept = registry.use("white_list").load(_pieces(file))
    call.answer(
        {
            "day": kept.file.day,
            "sha256": kept.sha256,
            "active": len(kept.file.active),
            "exempt": len(kept.file.exempt),
            "masks": sum(len(own) for own in kept.file.masks.values()),
        }
    )


def _pieces(file: Path) -> Iterator[bytes]:
    from kvit.core.errors import Refused

    try:
        with file.open("rb") as opened:
            while piece := opened.read(PIECE):
                yield piece
    except OSError as error:
        raise Refused("file.unreadable", file=str(file), reason=error.strerror or str(error)) from None
