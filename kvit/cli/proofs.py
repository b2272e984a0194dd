"""kvit check, kvit audit …, kvit backup …"""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from kvit.cli.call import Call, command

audit = typer.Typer()
backup = typer.Typer()

File = Annotated[Path, typer.Argument(metavar="FILE", help="The backup.")]


def put_into(app: typer.Typer) -> None:
    """Put the check beside the nouns."""
    command(app, "check")(check)


def check(call: Call) -> None:
    """Test every invariant of the books and the installation; ends with 1 when one does not hold."""
    from kvit.proof import check as proof

    results = [asdict(one) for one in proof.run()]
    broken = sum(int(one["breaches"]) for one in results)
    document = {"ok": not broken, "breaches": broken, "invariants": results}
    columns = ("id", "breaches", "looked_at", "says")
    call.answer(document, table=(columns, results), exit_code=1 if broken else 0)


@command(audit, "verify")
def verify(call: Call) -> None:
    """Prove archive and event log by their hashes; ends with 1 and names what was changed."""
    from django.utils import timezone

    from kvit.proof import audit as proof

    found = asdict(proof.verify())
    document = {"ok": not found["broken"], "verified_at": timezone.now(), **found}
    call.answer(document, exit_code=1 if found["broken"] else 0)


@command(backup, "create")
def create(
    call: Call,
    *,
    folder: Annotated[Path | None, typer.Option(metavar="FOLDER", help="Where to; backups in the data folder.")] = None,
) -> None:
    """Write one file with the database and every archived byte, and prove it; safe while others work."""
    from kvit.proof import backups

    path = backups.create(folder=folder)
    call.answer({"path": path, "bytes": path.stat().st_size})


@command(backup, "verify")
def verify_backup(call: Call, *, file: File) -> None:
    """Read every byte of a backup again."""
    from kvit.proof import backups

    call.answer(asdict(backups.verify(file)))


@command(backup, "restore")
def restore(call: Call, *, file: File) -> None:
    """Put a backup into this installation, which must be empty."""
    from kvit.proof import backups

    call.answer(asdict(backups.restore(file)))
