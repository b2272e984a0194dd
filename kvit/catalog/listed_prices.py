"""Reading price lists: which there are, and what each product costs on one, now and next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet

from kvit.catalog.models import Price, PriceList, Product
from kvit.companies.models import Company
from kvit.tables import Page, page


@dataclass(frozen=True)
class Costs:
    """A product on a list: the price that holds on the day, if one does, and the one that comes next."""

    product: Product
    now: Price | None
    next: Price | None


def price_lists(company: Company, *, archived: bool = False) -> QuerySet[PriceList]:
    """The lists that are used, or those that were put away."""
    return PriceList.objects.filter(company=company, archived_at__isnull=not archived)


def listed(
    company: Company, *, archived: bool = False, size: int = 25, after: str = "", before: str = ""
) -> Page[PriceList]:
    """A page of price lists by name."""
    return page(price_lists(company, archived=archived), "name", "id", size=size, after=after, before=before)


def counted(company: Company, lists: Sequence[PriceList]) -> dict[int, int]:
    """By list, how many products have a price on it."""
    found = Price.objects.filter(company=company, price_list__in=lists).values("price_list_id")
    return {row["price_list_id"]: row["products"] for row in found.annotate(products=Count("product", distinct=True))}


def priced(
    company: Company, price_list: PriceList, *, size: int = 25, after: str = "", before: str = ""
) -> Page[Product]:
    """A page of the products that have a price on the list, by name."""
    return page(products_on(company, price_list), "name", "id", size=size, after=after, before=before)


def products_on(company: Company, price_list: PriceList) -> QuerySet[Product]:
    """The products that have a price on the list, at whatever day."""
    keys = Price.objects.filter(company=company, price_list=price_list).values("product_id")
    return Product.objects.filter(company=company, pk__in=keys)


def costs(company: Company, price_list: PriceList, products: Sequence[Product], *, on: date) -> list[Costs]:
    """What each of the products costs by the list on the day, and from which day it changes."""
    prices: dict[int, list[Price]] = {}
    for price in Price.objects.filter(company=company, price_list=price_list, product__in=products):
        prices.setdefault(price.product_id, []).append(price)
    found = []
    for product in products:
        mine = sorted(prices.get(product.pk, []), key=lambda price: price.valid_from)
        held = [price for price in mine if price.valid_from <= on]
        later = [price for price in mine if price.valid_from > on]
        found.append(Costs(product, held[-1] if held else None, later[0] if later else None))
    return found


def named_by_key(company: Company, keys: Sequence[int]) -> dict[int, PriceList]:
    """The lists by their keys, as customers keep them; put away ones too."""
    return {row.pk: row for row in PriceList.objects.filter(company=company, pk__in=keys)}
