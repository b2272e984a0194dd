"""Price lists with their days: made, filled, put away; and what a product costs a customer on a day.

`docs/rules/prices.md`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from kvit.catalog.models import Price, PriceList, Product
from kvit.companies.models import Company
from kvit.companies.permissions import require
from kvit.core.errors import Refused
from kvit.core.money import decimals
from kvit.core.parsing.told import Told
from kvit.core.permissions import Actor
from kvit.events import events

LIST_FIELDS = frozenset({"name", "currency", "includes_vat"})
PRICE_FIELDS = frozenset({"product", "amount", "valid_from"})
MOST_DIGITS = 9


@dataclass(frozen=True)
class Offered:
    """What a product costs: the amount, since which day, and on which list; without a list it is the product's own."""

    amount: Decimal
    currency: str
    includes_vat: bool = False
    valid_from: date | None = None
    price_list: str = ""


@transaction.atomic
def make_list(company: Company, raw: object, *, by: Actor, on: date) -> PriceList:
    """A new price list, empty. Refuses what `Told` refuses, and `price_list.known` for a name that is taken."""
    require(by, "product.edit", company)
    told = Told(raw, LIST_FIELDS)
    name, currency = told.needed("name"), told.text("currency", most=3).upper() or company.currency
    decimals(currency)
    if PriceList.objects.filter(company=company, name=name).exists():
        raise Refused("price_list.known", name=name)
    row = PriceList.objects.create(
        company=company, name=name, currency=currency, includes_vat=told.flag("includes_vat")
    )
    events.record("price_list.created", row, by=by, on=on, facts={"name": name})
    return row


@transaction.atomic
def put_all(company: Company, price_list: PriceList, raws: Iterable[object], *, by: Actor, on: date) -> list[Price]:
    """Keep prices, all or none: each holds from its day (today) until the next one of that product.

    Documents keep what they printed. Refuses what `Told` refuses, and `product.unknown`.
    """
    require(by, "product.edit", company)
    row = _locked(company, price_list)
    told = [Told(raw, PRICE_FIELDS, place=f"prices/{i}") for i, raw in enumerate(raws, start=1)]
    products = _products(company, [one.needed("product") for one in told])
    kept = []
    for one in told:
        amount = one.number("amount", most=MOST_DIGITS)
        if amount is None:
            one.missing("amount")
        price, _ = Price.objects.update_or_create(
            price_list=row,
            product=products[one.needed("product")],
            valid_from=one.day("valid_from") or on,
            defaults={"company": company, "amount": amount},
        )
        kept.append(price)
    events.record("prices.recorded", row, by=by, on=on, facts={"prices": len(kept)})
    return kept


@transaction.atomic
def archive_list(company: Company, price_list: PriceList, *, by: Actor, on: date) -> None:
    """Put the list away: whoever bought by it pays the products' own prices from now on."""
    require(by, "product.edit", company)
    row = _locked(company, price_list)
    if row.archived_at is None:
        row.archived_at = timezone.now()
        row.save(update_fields=["archived_at"])
        events.record("price_list.archived", row, by=by, on=on)


@transaction.atomic
def restore_list(company: Company, price_list: PriceList, *, by: Actor, on: date) -> None:
    """Use the list again: whoever it was given to buys by it from now on."""
    require(by, "product.edit", company)
    row = _locked(company, price_list)
    if row.archived_at is not None:
        row.archived_at = None
        row.save(update_fields=["archived_at"])
        events.record("price_list.restored", row, by=by, on=on)


def find_list(company: Company, reference: str) -> PriceList:
    """The list by its id or name. Refuses `price_list.unknown`."""
    rows = PriceList.objects.filter(company=company)
    row = rows.filter(Q(public_id=reference) | Q(name=reference)).first()
    if row is None:
        raise Refused("price_list.unknown", price_list=reference[:60])
    return row


def history(company: Company, product: Product) -> Sequence[Price]:
    """Every price the product ever had, the latest first, list by list."""
    prices = Price.objects.filter(company=company, product=product).select_related("price_list")
    return list(prices.order_by("price_list__name", "-valid_from"))


def price_on(company: Company, product: Product, *, price_list_id: int | None, currency: str, on: date) -> Offered:
    """What the product costs on that day, by the customer's list or else by itself. Refuses `price.missing`."""
    return PriceBook(company, {product.public_id: product}).price(
        product, price_list_id=price_list_id, currency=currency, on=on
    )


class PriceBook:
    """The prices of some products, each list read once, however many documents ask."""

    def __init__(self, company: Company, products: Mapping[str, Product]) -> None:
        self.company = company
        self.keys = {product.pk for product in products.values()}
        self.read: dict[int, tuple[PriceList | None, dict[int, list[Price]]]] = {}

    def price(self, product: Product, *, price_list_id: int | None, currency: str, on: date) -> Offered:
        """By the customer's list where it has the product in that currency, else the product's own price in its own.

        A price in another currency is never taken for one in this: refuses `price.missing`.
        """
        listed = self._listed(product, price_list_id, currency=currency, on=on) if price_list_id else None
        if listed is not None:
            return listed
        if product.price is None or product.currency != currency:
            raise Refused("price.missing", product=product.name, currency=currency, on=on.isoformat())
        return Offered(product.price, currency)

    def _listed(self, product: Product, key: int, *, currency: str, on: date) -> Offered | None:
        price_list, prices = self._list(key)
        if price_list is None or price_list.currency != currency:
            return None
        for price in prices.get(product.pk, []):  # the latest first
            if price.valid_from <= on:
                return Offered(price.amount, currency, price_list.includes_vat, price.valid_from, price_list.name)
        return None

    def _list(self, key: int) -> tuple[PriceList | None, dict[int, list[Price]]]:
        if key not in self.read:
            row = PriceList.objects.filter(company=self.company, pk=key, archived_at=None).first()
            found: dict[int, list[Price]] = {}
            if row is not None:
                for price in Price.objects.filter(price_list=row, product_id__in=self.keys).order_by("-valid_from"):
                    found.setdefault(price.product_id, []).append(price)
            self.read[key] = (row, found)
        return self.read[key]


def _locked(company: Company, price_list: PriceList) -> PriceList:
    row = PriceList.objects.select_for_update().filter(company=company, pk=price_list.pk).first()
    if row is None:
        raise Refused("price_list.unknown", price_list=price_list.public_id)
    return row


def _products(company: Company, names: Sequence[str]) -> dict[str, Product]:
    """The products by id, external id or code. Refuses `product.unknown`."""
    rows = Product.objects.filter(company=company)
    rows = rows.filter(Q(public_id__in=names) | Q(external_id__in=names) | Q(code__in=names))
    found: dict[str, Product] = {}
    for product in rows:
        for name in (product.code, product.external_id, product.public_id):
            found[name] = product
    for name in names:
        if name not in found:
            raise Refused("product.unknown", product=name)
    return found
