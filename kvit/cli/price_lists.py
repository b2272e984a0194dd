"""kvit price-list …"""

from datetime import datetime
from typing import Annotated

import typer

from kvit.cli import files
from kvit.cli.call import Call, command

app = typer.Typer()
COLUMNS = ("name", "id", "currency", "includes_vat")
PRICES = ("code", "name", "amount", "valid_from", "next_amount", "next_from")

Id = Annotated[str, typer.Argument(metavar="LIST", help="The price list: its id or name.")]


@command(app, "create")
def create(
    call: Call,
    *,
    name: Annotated[str, typer.Argument(metavar="NAME")],
    currency: Annotated[str, typer.Option(help="The company's when left out.")] = "",
    with_vat: Annotated[bool, typer.Option("--with-vat", help="Its prices include VAT.")] = False,
) -> None:
    """Make a price list, empty."""
    from kvit.catalog import prices

    told = {"name": name, "currency": currency, "includes_vat": with_vat}
    call.answer({"id": prices.make_list(call.company, told, by=call.by, on=call.on).public_id})


@command(app, "list")
def listed(call: Call) -> None:
    """The price lists that are used."""
    from kvit.catalog import listed_prices, outside
    from kvit.companies.permissions import require

    require(call.by, "product.view", call.company)
    document = [outside.price_list(row) for row in listed_prices.price_lists(call.company).order_by("name")]
    call.answer(document, table=(COLUMNS, document))


@command(app, "show")
def show(call: Call, *, reference: Id) -> None:
    """What each product costs on the list today, and from when it costs something else."""
    from kvit.catalog import listed_prices, outside, prices
    from kvit.companies.permissions import require

    require(call.by, "product.view", call.company)
    row = prices.find_list(call.company, reference)
    products = listed_prices.products_on(call.company, row)
    told = listed_prices.costs(call.company, row, list(products.order_by("name", "id")), on=call.on)
    document = [outside.costs(one, row) for one in told]
    call.answer(document, table=(PRICES, document))


@command(app, "put")
def put(call: Call, *, reference: Id, file: files.In) -> None:
    """Keep the prices of a JSON file (one object or a list), all or none."""
    from kvit.catalog import prices

    told = files.read_json(file)
    row = prices.find_list(call.company, reference)
    kept = prices.put_all(call.company, row, told if isinstance(told, list) else [told], by=call.by, on=call.on)
    call.answer({"kept": len(kept)})


@command(app, "give")
def give(
    call: Call,
    *,
    reference: Id,
    customer: Annotated[str, typer.Option(help="The customer: id, external id, VAT id or name.")],
    until: Annotated[
        datetime | None,
        typer.Option("--until", formats=["%Y-%m-%d"], help="The last day; none: until another is given."),
    ] = None,
) -> None:
    """Let a customer buy by the list."""
    from kvit.catalog import prices
    from kvit.parties import queries
    from kvit.sales import customer_prices

    row = prices.find_list(call.company, reference)
    party = queries.named(call.company, customer)
    last = until.date() if until is not None else None
    customer_prices.give_list(call.company, party, row, until=last, by=call.by, on=call.on)
    call.answer({"price_list": row.public_id, "customer": party.public_id, "until": last})


@command(app, "archive")
def archive(call: Call, *, reference: Id) -> None:
    """Put a list away: whoever bought by it pays the products' own prices."""
    from kvit.catalog import prices

    row = prices.find_list(call.company, reference)
    prices.archive_list(call.company, row, by=call.by, on=call.on)
    call.answer({"id": row.public_id, "archived": True})
