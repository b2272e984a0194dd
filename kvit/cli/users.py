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


@command(app, "link")
def link(call: Call, *, user: Annotated[str, typer.Argument(metavar="USER", help="E-mail or id.")]) -> None:
    """A link that signs the person in once, within a quarter of an hour; for whoever has this machine."""
    from django.conf import settings

    from kvit.companies import sign_in_links

    base = settings.KVIT_BASE_URL
    person, made = sign_in_links.make(call.company, user, base=base, by=call.by, on=call.on)
    call.answer({"user": person.public_id, "link": made})
