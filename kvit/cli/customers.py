"""kvit customer …"""

from typing import Annotated

import typer

from kvit.cli.call import Call, command
from kvit.core.families import Family

app = typer.Typer()
COLUMNS = ("customer", "vat_id", "answer", "asked_at", "proof", "reason")


@command(app, "check")
def check(
    call: Call, *, customer: Annotated[list[str], typer.Argument(metavar="CUSTOMER…", help="Ids or external ids.")]
) -> None:
    """Ask the public register about customers' VAT ids now (exit code 3 if any is not valid)."""
    from kvit.parties import customers, outside, vat_checks

    found = [customers.find(call.company, one) for one in customer]
    said = [(party, vat_checks.ask(call.company, party, by=call.by, on=call.on)) for party in found]
    rows = [{"customer": party.public_id, **outside.vat_check(check)} for party, check in said]
    valid = all(check.answer == "valid" for _, check in said)
    call.answer(rows, table=(COLUMNS, rows), exit_code=0 if valid else Family.FINDINGS.value.exit_code)
