"""kvit api-key …"""

from typing import Annotated

import typer

from kvit.cli.call import Call, command

app = typer.Typer()


@command(app, "create")
def create(
    call: Call,
    *,
    user: Annotated[str, typer.Option(metavar="USER", help="For whom it acts (e-mail or id).")],
    name: Annotated[str, typer.Option(help="What the key is for.")] = "command line",
) -> None:
    """A key that acts for the user; it is shown once and never again."""
    from kvit.companies import companies, whose

    owner = whose.colleague(call.company, user)
    key, secret = companies.make_api_key(call.company, owner, name=name, by=call.by, on=call.on)
    call.answer({"id": key.public_id, "key": secret, "user": owner.public_id, "company": call.company.public_id})
