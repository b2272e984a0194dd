"""kvit einvoice …"""

from pathlib import Path
from typing import Annotated

import typer

from kvit.cli import files
from kvit.cli.call import Call, command

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
    from kvit.wording import sentence

    documents = []
    for path in file:
        judged = validation.validate(files.read(path, most=MOST_BYTES))
        documents.append(
            {
                "file": str(path),
                "verdict": judged.verdict,
                "profile": judged.profile,
                "embedded": judged.embedded,
                "findings": [
                    {
                        "rule": finding.rule,
                        "severity": finding.severity,
                        "message": str(finding.facts.get("message") or sentence(finding.rule, finding.facts)),
                        "location": finding.place,
                    }
                    for finding in judged.findings
                ],
                "judges": list(judged.judges),
            }
        )
    valid = all(document["verdict"] == "valid" for document in documents)
    call.answer(documents, table=(COLUMNS, documents), exit_code=0 if valid else Family.FINDINGS.value.exit_code)
