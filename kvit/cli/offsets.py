"""kvit offset …"""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kvit.cli import files
from kvit.cli.call import Call, command

if TYPE_CHECKING:
    from kvit.payments.models import Offset

app = typer.Typer()
COLUMNS = ("id", "status", "party_name", "basis", "currency", "amount", "number", "proposed_by", "signed_by")
MOST_BYTES = 20 * 1024 * 1024
OffsetId = Annotated[str, typer.Argument(metavar="ID", help="The set-off.")]


@command(app, "propose")
def propose(
    call: Call,
    *,
    party: Annotated[str, typer.Option("--party", metavar="ID", help="The customer and supplier.")],
    currency: Annotated[str, typer.Option("--currency", metavar="CODE", help="Else the company's own.")] = "",
    until: Annotated[
        datetime | None, typer.Option("--until", formats=["%Y-%m-%d"], help="Items due until this day, else today.")
    ] = None,
    agreement: Annotated[bool, typer.Option("--agreement", help="Both sign, even where we alone could.")] = False,
) -> None:
    """What a party owes us against what we owe it; another person signs it."""
    from kvit.collecting import set_offs
    from kvit.parties import linked
    from kvit.payments.offsets import Wanted

    wanted = Wanted(currency.upper(), until.date() if until else None, agreement)
    found = linked.find(call.company, party)
    _show(call, set_offs.propose(call.company, found, wanted=wanted, by=call.by, on=call.on))


@command(app, "list")
def show_all(
    call: Call, *, status: Annotated[str, typer.Option("--status", metavar="STATUS", help="Only these.")] = ""
) -> None:
    """The set-offs, the newest first."""
    from kvit.companies.permissions import require
    from kvit.payments import offset_queries, offset_shapes

    require(call.by, "offset.view", call.company)
    rows = offset_shapes.listed(offset_queries.listed(call.company, status=status, size=1000).rows)
    call.answer(rows, table=(COLUMNS, rows))


@command(app, "show")
def show(call: Call, *, offset: OffsetId) -> None:
    """One set-off: both sides, what is settled with what, its law."""
    from kvit.companies.permissions import require

    require(call.by, "offset.view", call.company)
    _show(call, _found(call, offset))


@command(app, "sign")
def sign(call: Call, *, offset: OffsetId) -> None:
    """Sign it, as another person than proposed it or entered or approved its bills; a declaration binds by it."""
    from kvit.collecting import set_offs

    _show(call, set_offs.sign(call.company, _found(call, offset), by=call.by, on=call.on))


@command(app, "countersign")
def countersign(
    call: Call,
    *,
    offset: OffsetId,
    signed: Annotated[datetime, typer.Option("--signed", formats=["%Y-%m-%d"], help="The day on which they signed.")],
    file: Annotated[Path, typer.Option("--file", metavar="FILE", help="What both signed: PDF, JPEG or PNG.")],
) -> None:
    """The party signed too: now it is booked."""
    from kvit.payments import offsets
    from kvit.payments.countersigning import Countersigned

    both = Countersigned(on=signed.date(), content=files.read(file, most=MOST_BYTES), name=file.name)
    _show(call, offsets.countersign(call.company, _found(call, offset), signed=both, by=call.by, on=call.on))


@command(app, "cancel")
def cancel(
    call: Call, *, offset: OffsetId, reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why.")] = ""
) -> None:
    """Drop it; what is booked is undone by reversing entries, by a person who may sign."""
    from kvit.payments import offsets

    _show(call, offsets.cancel(call.company, _found(call, offset), reason=reason, by=call.by, on=call.on))


@command(app, "pdf")
def pdf(call: Call, *, offset: OffsetId, out: files.Out = Path("-")) -> None:
    """Write the document, the same bytes for ever once it is signed."""
    from kvit.companies.permissions import require
    from kvit.payments import offset_papers

    require(call.by, "offset.view", call.company)
    row = _found(call, offset)
    content = offset_papers.pdf(call.company, row)
    files.write(out, content)
    if str(out) != "-":
        call.answer({"id": row.public_id, "file": out, "bytes": len(content)})


def _found(call: Call, offset: str) -> "Offset":
    from kvit.payments import offset_queries

    return offset_queries.find(call.company, offset)


def _show(call: Call, offset: "Offset") -> None:
    from kvit.payments import offset_shapes

    call.answer(offset_shapes.whole(call.company, _found(call, offset.public_id)))
