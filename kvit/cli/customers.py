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


@command(app, "entrust")
def entrust(
    call: Call,
    *,
    customer: Annotated[str, typer.Argument(metavar="CUSTOMER", help="Id, name or VAT id of the customer.")],
    to: Annotated[str, typer.Option("--to", metavar="USER", help="E-mail or id of a colleague; else nobody.")] = "",
) -> None:
    """Say who is responsible for a customer from today on: money that comes counts for them."""
    from kvit.parties import entrusting, queries

    row = entrusting.entrust(call.company, queries.named(call.company, customer), to=to, by=call.by, on=call.on)
    call.answer({"id": row.public_id, "responsible": row.responsible.public_id if row.responsible else None})
