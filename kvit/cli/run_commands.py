"""The commands that payment runs and direct debits share: list, show, release, export, cancel and status."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from kvit.cli import files
from kvit.cli.call import Call, command

if TYPE_CHECKING:
    from kvit.payments.run_doors import Answers, Queries, Runs, Shapes

MOST_BYTES = 20 * 1024 * 1024
Run = Annotated[str, typer.Argument(metavar="ID", help="The run.")]
Item = Annotated[str, typer.Option("--item", metavar="NUMBER", help="Number of the document, or id of its item.")]
Why = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why.")]


class Room(NamedTuple):
    """One kind of runs, by what its modules do; a function gives it, as Django is up once a command is called."""

    runs: "Runs"
    queries: "Queries"
    shapes: "Shapes"
    answers: "Answers"
    whole: Callable[[Call, Any], object]

    def found(self, call: Call, run: str) -> Any:
        """The company's run of that id."""
        return self.queries.find(call.company, run)

    def show(self, call: Call, run: Any) -> None:
        """Answer with the run as it stands now."""
        call.answer(self.whole(call, self.found(call, run.public_id)))


def put(
    app: typer.Typer, room: Callable[[], Room], *, view: str, columns: tuple[str, ...], words: Mapping[str, str]
) -> None:
    """Put the shared commands among the app's: `view` is the permission to look, `words` what each is for."""

    def show_all(
        call: Call, *, status: Annotated[str, typer.Option("--status", metavar="STATUS", help="Only these.")] = ""
    ) -> None:
        _require(call, view)
        here = room()
        rows = here.shapes.listed(here.queries.listed(call.company, status=status, size=1000).rows)
        call.answer(rows, table=(columns, rows))

    def show(call: Call, *, run: Run) -> None:
        _require(call, view)
        room().show(call, room().found(call, run))

    every: dict[str, Callable[..., None]] = {"list": show_all, "show": show, **_acts(room)}
    for name, function in every.items():
        function.__doc__ = words[name]
        command(app, name)(function)


def _acts(room: Callable[[], Room]) -> dict[str, Callable[..., None]]:
    def release(call: Call, *, run: Run) -> None:
        here = room()
        row = here.found(call, run)
        here.show(call, here.runs.release(call.company, row, version=row.version, by=call.by, on=call.on))

    def export(call: Call, *, run: Run, out: files.Out = Path("-")) -> None:
        from kvit.archive.files import sha256

        here = room()
        row = here.found(call, run)
        content = here.runs.export(call.company, row, by=call.by, on=call.on)
        files.write(out, content)
        if str(out) != "-":
            call.answer({"id": row.public_id, "file": out, "sha256": sha256(content), "bytes": len(content)})

    def cancel(call: Call, *, run: Run, reason: Why = "") -> None:
        here = room()
        row = here.found(call, run)
        here.show(call, here.runs.cancel(call.company, row, reason=reason, by=call.by, on=call.on))

    def status(
        call: Call, *, file: Annotated[Path, typer.Argument(metavar="FILE", help="The bank's answer: pain.002.")]
    ) -> None:
        here = room()
        content = files.read(file, most=MOST_BYTES)
        call.answer(here.shapes.answered(here.answers.take(call.company, content, by=call.by, on=call.on)))

    return {"release": release, "export": export, "cancel": cancel, "status": status}


def _require(call: Call, permission: str) -> None:
    from kvit.companies.permissions import require

    require(call.by, permission, call.company)
