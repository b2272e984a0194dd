"""kvit user …"""

from typing import Annotated

import typer

from kvit.cli.call import Call, command

app = typer.Typer()


@command(app, "add")
def add(
    call: Call,
    *,
    email: Annotated[str, typer.Argument(metavar="EMAIL")],
    role: Annotated[str, typer.Option(help="owner, accountant, clerk, approver or viewer.")] = "clerk",
    name: Annotated[str, typer.Option(help="The person's name.")] = "",
) -> None:
    """Give a person a role in the company."""
    from kvit.companies import companies

    user = companies.join(call.company, email, role=role, by=call.by, on=call.on, name=name)
    call.answer({"user": user.public_id, "email": user.email, "role": role, "company": call.company.public_id})
