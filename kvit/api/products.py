"""Products and VAT codes."""

from datetime import date
from typing import Annotated

from ninja import Query, Router
from pydantic import Field

from kvit.api import lists, versions
from kvit.api.asking import Asking
from kvit.api.operations import changes, reads
from kvit.api.values import Amount, Currency, Given, GivenAmount, GivenDay, Id, Shown, Text
from kvit.catalog import products, queries, vat_codes
from kvit.catalog.models import Product
from kvit.companies.permissions import require
from kvit.core.formatting import format_exact, format_plain

router = Router()


class ProductGiven(Given):
    """Goods or a service."""

    external_id: Text | None = None
    code: Text | None = None
    name: Text | None = None
    description: Text | None = None
    unit: Text | None = Field(None, description="UN/ECE Recommendation 20 or 21, such as H87 or HUR.")
    price: GivenAmount | None = None
    currency: Currency | None = None
    vat_code: Text | None = Field(None, description="A code of /vat_codes.")
    is_service: bool = False


class ProductShown(Shown):
    """Goods or a service with its usual price and VAT."""

    id: Id
    external_id: str
    code: str
    name: str
    description: str
    unit: str
    price: Amount | None
    currency: str
    vat_code: str
    is_service: bool
    archived: bool
    version: int


class VatCodeShown(Shown):
    """A VAT treatment of the company's country, with the law behind it."""

    code: str
    name: str
    category: str
    rate: Amount
    reason: str
    reason_code: str
    source: str
    valid_from: date
    valid_to: date | None


class Narrowed(lists.Paging):
    """Which products."""

    q: Annotated[str, Field(max_length=100, description="Part of the name or code.")] = ""
    archived: Annotated[bool, Field(description="Those that were put away instead.")] = False


class OnDay(lists.BaseModel):
    """On which day."""

    on: Annotated[GivenDay | None, Field(description="Today when left out.")] = None


def shown(product: Product) -> dict[str, object]:
    """A product as programs see it."""
    plain = ("external_id", "code", "name", "description", "unit", "currency", "vat_code", "is_service", "version")
    return {
        "id": product.public_id,
        **{name: getattr(product, name) for name in plain},
        "price": None if product.price is None else format_plain(product.price, product.currency),
        "archived": product.archived_at is not None,
    }


def found(request: Asking, id: str) -> Product:
    """The asker's product of that id."""
    require(request.actor, "product.view", request.company)
    return queries.find(request.company, id)


@reads(router, "/products", gives=lists.Listed[ProductShown])
def listed(request: Asking, *, asked: Query[Narrowed]) -> object:
    """Products by name."""
    require(request.actor, "product.view", request.company)
    rows = queries.listed(request.company, archived=asked.archived, text=asked.q, size=asked.limit, after=asked.after)
    return lists.of_page(rows, lambda some: [shown(one) for one in some])


@changes(router, "/products", gives=ProductShown, status=201)
def make(request: Asking, *, given: ProductGiven) -> object:
    """A new product. A code or `external_id` that is taken is refused (`product.known`)."""
    return shown(products.add(request.company, given.told(), by=request.actor, on=request.today))


@reads(router, "/products/{id}", gives=ProductShown)
def show(request: Asking, id: str) -> object:
    """One product."""
    return shown(found(request, id))


@changes(router, "/products/{id}", method="PATCH", gives=ProductShown)
def change(request: Asking, id: str, *, given: ProductGiven) -> object:
    """Change what is given; documents keep what they printed."""
    product = found(request, id)
    version = versions.asked(request)
    return shown(
        products.change(request.company, product, given.told(), version=version, by=request.actor, on=request.today)
    )


@changes(router, "/products/{id}", method="DELETE", gives=None, status=204)
def put_away(request: Asking, id: str) -> None:
    """Archive: no longer offered, nothing is lost."""
    products.archive(request.company, found(request, id), by=request.actor, on=request.today)


@changes(router, "/products/{id}/restore", gives=ProductShown)
def restore(request: Asking, id: str) -> object:
    """Offer an archived product again."""
    products.restore(request.company, found(request, id), by=request.actor, on=request.today)
    return shown(found(request, id))


@reads(router, "/vat_codes", gives=lists.Listed[VatCodeShown])
def codes(request: Asking, *, asked: Query[OnDay]) -> object:
    """The VAT treatments that hold on a day."""
    require(request.actor, "product.view", request.company)
    plain = ("code", "name", "category", "reason", "reason_code", "source", "valid_from", "valid_to")
    rows = vat_codes.valid_on(request.company, on=asked.on or request.today)
    return lists.of_all(
        [{**{name: getattr(row, name) for name in plain}, "rate": format_exact(row.rate)} for row in rows]
    )
