"""kvit policy …"""

from typing import Annotated

import typer

from kvit.cli import files
from kvit.cli.call import Call, command

app = typer.Typer()
COLUMNS = ("position", "id", "name", "about", "least")
Id = Annotated[str, typer.Argument(metavar="ID", help="The policy.")]


@command(app, "make")
def make(call: Call, *, file: files.In) -> None:
    """Make the policy of a JSON file: when it holds, and who is asked in which steps."""
    from kvit.payables import policies

    row = policies.make(call.company, files.read_json(file), by=call.by, on=call.on)
    call.answer(policies.outside(row))


@command(app, "list")
def listed(call: Call) -> None:
    """The policies that hold, in the order in which they are asked."""
    from kvit.approvals import policies as kept
    from kvit.companies.permissions import require
    from kvit.payables import policies

    require(call.by, "approval.view", call.company)
    document = [policies.outside(row) for row in kept.holding(call.company)]
    call.answer(document, table=(COLUMNS, document))


@command(app, "archive")
def archive(call: Call, *, policy: Id) -> None:
    """The policy holds no more; what was asked by it goes on."""
    from kvit.approvals import policies

    row = policies.archive(call.company, policies.find(call.company, policy), by=call.by, on=call.on)
    call.answer({"id": row.public_id, "archived": True})
