"""A row of products: known by its number or code, else new."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from kvit.catalog import products
from kvit.catalog.models import Product
from kvit.companies.models import Company
from kvit.core.countries import profile
from kvit.core.permissions import Actor
from kvit.onboarding.made import Made
from kvit.onboarding.models import Import

COLUMNS = ("external_id", "name", "description", "unit", "price", "currency", "vat_code")


def take(company: Company, values: Mapping[str, Any], *, source: Import, by: Actor, on: date) -> Made | None:
    """The product of the row, made or changed; None when it says nothing new."""
    told: dict[str, Any] = {name: values[name] for name in ("name", "description", "unit") if values.get(name)}
    if values.get("item_id"):
        told["external_id"] = values["item_id"]
    if values.get("price") is not None:
        told["price"] = f"{values['price']:f}"
    if values.get("currency"):
        told["currency"] = values["currency"].upper()
    code = _vat_code(company, values, on=on)
    if code:
        told["vat_code"] = code
    known = Product.objects.filter(company=company, external_id=told.get("external_id", "")).exclude(external_id="")
    product = known.first()
    before = _snapshot(product) if product else {}
    if product is None:
        product = products.add(company, told, by=by, on=on)
    elif any(_plain(getattr(product, name)) != _plain(value) for name, value in told.items()):
        product = products.change(company, product, told, version=None, by=by, on=on)
    after = _snapshot(Product.objects.get(pk=product.pk))
    if before == after:
        return None
    changed = {name: after[name] for name in after if before.get(name) != after[name]}
    return Made("product", product.pk, not before, {name: before.get(name) for name in changed}, changed)


def _vat_code(company: Company, values: Mapping[str, Any], *, on: date) -> str:
    """The country's code with this rate and category; none where the row gives no rate."""
    rate, category = values.get("vat_rate"), (values.get("vat_category") or "S").upper()
    if rate is None:
        return ""
    for code in profile(company.country).vat_codes_on(on):
        if code.category == category and code.rate == Decimal(rate):
            return code.code
    return ""


def _snapshot(product: Product) -> dict[str, Any]:
    return {name: _plain(getattr(product, name)) for name in COLUMNS}


def _plain(value: object) -> object:
    return f"{Decimal(str(value)).normalize():f}" if isinstance(value, Decimal) else value
