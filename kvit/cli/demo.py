"""kvit demo"""

import os
from typing import Annotated

import typer

from kvit.cli import output
from kvit.cli.call import Call, command, start_django

FOLDER = "./kvit-demo"


def put_into(app: typer.Typer) -> None:
    """Put the demo beside the nouns."""
    command(app, "demo", django=False)(demo)


def demo(
    call: Call,
    *,
    no_serve: Annotated[bool, typer.Option("--no-serve", help="Only make it.")] = False,
    port: Annotated[int, typer.Option(help="The port; the next free one where it is taken.")] = 8000,
) -> None:
    """A working company to look at, in ./kvit-demo: made on the first call, then served until Ctrl-C."""
    os.environ["KVIT_DEMO"] = "1"
    os.environ.setdefault("KVIT_DATA_DIR", FOLDER)
    start_django(call.given.lang)
    from kvit.jobs import database, worker
    from kvit.onboarding import demo as raising

    database.migrate()
    if raising.owner() is None and not (call.given.quiet or call.given.as_json):
        output.note("Making the demo: four companies and a year of their invoices. This takes a minute or two.")
    raised = raising.seed(on=call.today("Europe/Bucharest"))
    if no_serve:
        worker.until_idle()
        call.answer({"user": raised.owner.public_id, "data": os.environ["KVIT_DATA_DIR"], "invoices": raised.invoices})
    else:
        _serve(call, port)


def _serve(call: Call, port: int) -> None:
    """Serve the demo and say by which links one is let in."""
    from kvit.companies import sign_in_links
    from kvit.jobs import serving
    from kvit.onboarding import demo as raising

    door = serving.open_door("127.0.0.1", port)
    address = serving.address_of(door)
    people = [
        {"name": person.name, "role": role, "link": sign_in_links.link_for(person, base=address)}
        for person, role in raising.people()
    ]
    portal = raising.supplier_link(base=address.rstrip("/"), on=call.today("Europe/Bucharest"))
    document = {"address": address, "link": people[0]["link"], "people": people, "portal": portal}
    if call.given.as_json:
        call.answer(document)
    elif not call.given.quiet:
        _welcome(people, portal=portal)
    serving.Server(door, with_worker=True).run()


def _welcome(people: list[dict[str, str]], *, portal: str) -> None:
    first, *others = people
    lines = [
        "",
        f"Open {first['link']}",
        f"     signed in as {first['name']}, {first['role']}; nothing leaves this machine.",
        "",
        "Other people:",
        *(f"  {one['name']}, {one['role']}: {one['link']}" for one in others),
        *([f"  a supplier, in the portal: {portal}"] if portal else []),
        "",
        f"Ctrl-C stops. The data stays in {os.environ['KVIT_DATA_DIR']}.",
    ]
    typer.echo("\n".join(lines))
