"""kvit proforma …"""

from typing import Annotated

import typer

from kvit.cli.call import Call, command

app = typer.Typer()

Id = Annotated[str, typer.Argument(metavar="ID", help="The proforma: its id, number or external id.")]


@command(app, "send")
def send(
    call: Call,
    *,
    reference: Id,
    to: Annotated[list[str] | None, typer.Option(help="An address instead of the customer's own; repeat it.")] = None,
    message: Annotated[str, typer.Option(help="Your words in place of the usual first sentence.")] = "",
    again: Annotated[bool, typer.Option("--again", help="Send it once more, though it was sent before.")] = False,
) -> None:
    """Queue an issued proforma for its customer by mail, with the PDF."""
    from kvit.billing import proforma_sending
    from kvit.messages import outside
    from kvit.sales import queries

    row = queries.named(call.company, reference)
    sent = proforma_sending.send(call.company, row, to=to or (), message=message, again=again, by=call.by, on=call.on)
    document = [outside.shown(one) for one in sent]
    call.answer(document, table=(("id", "to", "status", "subject"), document))
