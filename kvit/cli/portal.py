"""kvit portal …"""

from typing import Annotated

import typer

from kvit.cli.call import Call, command

app = typer.Typer()
COLUMNS = ("id", "supplier", "standing", "expires_at", "last_used_at")
Supplier = Annotated[str, typer.Argument(metavar="SUPPLIER", help="Id, VAT id or name.")]


@command(app, "link")
def link(
    call: Call,
    *,
    supplier: Supplier,
    no_mail: Annotated[bool, typer.Option("--no-mail", help="Only show it; do not mail it to them.")] = False,
) -> None:
    """A link that lets a supplier follow their bills; its address is shown this once."""
    from kvit.messages import invitations
    from kvit.parties import queries

    party = queries.supplier_meant(call.company, supplier)
    made = invitations.invite(call.company, party, by=call.by, on=call.on, mail=not no_mail)
    told = {"url": made.url, "mailed_to": list(made.mailed_to)}
    call.answer({**invitations.outside(made.link, party), **told})


@command(app, "pay-link")
def pay_link(
    call: Call, *, customer: Annotated[str, typer.Argument(metavar="CUSTOMER", help="Id, VAT id or name.")]
) -> None:
    """A link by which a customer sees what is open and pays it; its address is shown this once."""
    from kvit.messages import invitations
    from kvit.parties import queries

    party = queries.named(call.company, customer)
    made = invitations.to_pay(call.company, party, by=call.by, on=call.on)
    told = {"id": made.link.public_id, "customer": party.public_id, "expires_at": made.link.expires_at}
    call.answer({**told, "url": made.url})


@command(app, "list")
def show_all(call: Call, *, supplier: Supplier) -> None:
    """The supplier's links, the newest first."""
    from kvit.companies import links
    from kvit.companies.permissions import require
    from kvit.messages import invitations
    from kvit.parties import queries

    require(call.by, "supplier.view", call.company)
    party = queries.supplier_meant(call.company, supplier)
    found = links.of_party(call.company, party.pk, purpose="supplier")
    rows = [invitations.outside(row, party) for row in found]
    call.answer(rows, table=(COLUMNS, rows))


@command(app, "revoke")
def revoke(call: Call, *, link: Annotated[str, typer.Argument(metavar="LINK", help="The link's id.")]) -> None:
    """The link opens nothing any more, nor do the visits that it began."""
    from kvit.companies import links
    from kvit.messages import invitations
    from kvit.parties import queries

    row = links.revoke(call.company, link, by=call.by, on=call.on)
    call.answer(invitations.outside(row, queries.party_of_link(call.company, row)))
