"""kvit einvoice …"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kvit.cli import files
from kvit.cli.call import Call, command

if TYPE_CHECKING:
    from kvit.core.errors import Finding

app = typer.Typer()
MOST_BYTES = 20 * 1024 * 1024
COLUMNS = ("file", "verdict", "profile", "judges")


@command(app, "validate")
def validate(
    call: Call,
    *,
    file: Annotated[
        list[Path], typer.Argument(metavar="FILE…", help="Electronic invoices: XML, or PDF with XML inside.")
    ],
) -> None:
    """Judge electronic invoices by our own rules and the official sheet (exit code 3 if any is not valid)."""
    from kvit.archive import validation
    from kvit.core.families import Family

    documents = []
    for path in file:
        judged = validation.validate(files.read(path, most=MOST_BYTES))
        documents.append(
            {
                "file": str(path),
                "verdict": judged.verdict,
                "profile": judged.profile,
                "embedded": judged.embedded,
                "own": judged.own,
                "findings": [told(finding) for finding in judged.findings],
                "judges": list(judged.judges),
            }
        )
    valid = all(document["verdict"] == "valid" for document in documents)
    call.answer(documents, table=(COLUMNS, documents), exit_code=0 if valid else Family.FINDINGS.value.exit_code)


@command(app, "convert")
def convert(
    call: Call,
    *,
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="An electronic invoice as XML, or a PDF with one inside.")
    ],
    to: Annotated[str, typer.Option("--to", metavar="FORMAT", help="ubl, peppol, cius-ro, cii, fa3 or facturae.")],
    output: files.Out,
) -> None:
    """Write an electronic invoice in another format, and say what that format has no place for."""
    from django.utils import timezone

    from kvit.archive import conversion

    made = conversion.convert(files.read(file, most=MOST_BYTES), to=to, at=timezone.now().replace(microsecond=0))
    files.write(output, made.content)
    dropped = [told(finding) for finding in made.dropped]
    call.answer({"file": str(file), "format": to, "dropped": dropped}, table=(("rule", "message", "location"), dropped))


def told(finding: "Finding") -> dict[str, str]:
    """A finding as programs read it, with its sentence."""
    from kvit.wording import sentence

    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "message": str(finding.facts.get("message") or sentence(finding.rule, finding.facts)),
        "location": finding.place,
    }
