"""Price lists: made, filled, put away; what each product costs on one."""

from datetime import date
from typing import Annotated

from ninja import Query, Router
from pydantic import Field

from kvit.api import lists
from kvit.api.asking import Asking
from kvit.api.operations import changes, reads
from kvit.api.values import Amount, Currency, Given, GivenAmount, GivenDay, Id, Shown, Text
from kvit.catalog import listed_prices, outside, prices
from kvit.catalog.models import PriceList
from kvit.companies.permissions import require

router = Router()


class PriceListGiven(Given):
    """A new list, empty."""

    name: Text
    currency: Currency | None = Field(None, description="The company's when left out.")
    includes_vat: bool = False


class PriceListShown(Shown):
    """A named set of prices in one currency."""

    id: Id
    name: str
    currency: str
    includes_vat: bool
    archived: bool


class PriceGiven(Given):
    """What a product costs from a day on, until the next price of it."""

    product: Text = Field(description="Id, external id or code of a product.")
    amount: GivenAmount
    valid_from: GivenDay | None = Field(None, description="Today when left out.")


class PricesGiven(Given):
    """Prices that are kept, all or none."""

    prices: list[PriceGiven] = Field(min_length=1, max_length=1000)


class CostsShown(Shown):
    """What a product costs on a day, and what it will cost next."""

    product: Id
    code: str
    name: str
    amount: Amount | None = Field(description="Null while no price of the list holds yet.")
    valid_from: date | None
    next_amount: Amount | None
    next_from: date | None


class KeptShown(Shown):
    """How many prices were kept."""

    kept: int


class Narrowed(lists.Paging):
    """Which lists."""

    archived: Annotated[bool, Field(description="Those that were put away instead.")] = False


class OnDay(lists.Paging):
    """On which day."""

    on: Annotated[GivenDay | None, Field(description="Today when left out.")] = None


def found(request: Asking, id: str) -> PriceList:
    """The asker's list of that id or name."""
    require(request.actor, "product.view", request.company)
    return prices.find_list(request.company, id)


@reads(router, "/price_lists", gives=lists.Listed[PriceListShown])
def listed(request: Asking, *, asked: Query[Narrowed]) -> object:
    """Price lists by name."""
    require(request.actor, "product.view", request.company)
    rows = listed_prices.listed(request.company, archived=asked.archived, size=asked.limit, after=asked.after)
    return lists.of_page(rows, lambda some: [outside.price_list(one) for one in some])


@changes(router, "/price_lists", gives=PriceListShown, status=201)
def make(request: Asking, *, given: PriceListGiven) -> object:
    """A new list, empty. A name that is taken is refused (`price_list.known`)."""
    return outside.price_list(prices.make_list(request.company, given.told(), by=request.actor, on=request.today))


@reads(router, "/price_lists/{id}", gives=PriceListShown)
def show(request: Asking, id: str) -> object:
    """One list."""
    return outside.price_list(found(request, id))


@reads(router, "/price_lists/{id}/prices", gives=lists.Listed[CostsShown])
def costs(request: Asking, id: str, *, asked: Query[OnDay]) -> object:
    """What each product on the list costs on a day, and from when it costs something else."""
    row, day = found(request, id), asked.on or request.today
    page = listed_prices.priced(request.company, row, size=asked.limit, after=asked.after)
    told = {one.product.pk: one for one in listed_prices.costs(request.company, row, page.rows, on=day)}
    return lists.of_page(page, lambda some: [outside.costs(told[product.pk], row) for product in some])


@changes(router, "/price_lists/{id}/prices", gives=KeptShown)
def put(request: Asking, id: str, *, given: PricesGiven) -> object:
    """Keep prices, all or none; the same product and day again corrects that price."""
    row = found(request, id)
    kept = prices.put_all(request.company, row, given.told()["prices"], by=request.actor, on=request.today)
    return {"kept": len(kept)}


@changes(router, "/price_lists/{id}", method="DELETE", gives=None, status=204)
def put_away(request: Asking, id: str) -> None:
    """Archive: whoever bought by it pays the products' own prices from now on."""
    prices.archive_list(request.company, found(request, id), by=request.actor, on=request.today)


@changes(router, "/price_lists/{id}/restore", gives=PriceListShown)
def restore(request: Asking, id: str) -> object:
    """Use an archived list again."""
    prices.restore_list(request.company, found(request, id), by=request.actor, on=request.today)
    return outside.price_list(found(request, id))
