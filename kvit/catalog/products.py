"""Products: made, changed, put away."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from kvit.catalog.models import Product
from kvit.companies.models import Company
from kvit.companies.permissions import require
from kvit.core.errors import Refused
from kvit.core.money import decimals
from kvit.core.parsing.told import Told
from kvit.core.permissions import Actor
from kvit.events import events

TEXTS = {"external_id": 100, "code": 60, "name": 200, "description": 4000, "unit": 3, "vat_code": 20, "currency": 3}
KNOWN = frozenset(TEXTS) | {"price", "is_service"}


@transaction.atomic
def add(company: Company, raw: Mapping[str, object], *, by: Actor, on: date) -> Product:
    """A new product. Refuses `product.name_missing`, `field.bad_value`, `field.unknown`, `product.known`."""
    require(by, "product.edit", company)
    facts = read(raw)
    if not facts.get("name"):
        raise Refused("product.name_missing")
    _require_free(company, facts, but=None)
    product = Product(company=company, **{"currency": company.currency, **facts})
    product.save(force_insert=True)
    events.record("product.created", product, by=by, on=on)
    return product


@transaction.atomic
def change(
    company: Company, product: Product, raw: Mapping[str, object], *, version: int | None, by: Actor, on: date
) -> Product:
    """The product with these facts; documents keep what they printed. Refuses as `add`, and `product.changed`."""
    require(by, "product.edit", company)
    facts = read(raw)
    row = Product.objects.select_for_update().get(company=company, pk=product.pk)
    if version is not None and row.version != version:
        raise Refused("product.changed", product=row.name)
    if not facts.get("name", row.name):
        raise Refused("product.name_missing")
    _require_free(company, facts, but=row)
    changes = {name: value for name, value in facts.items() if getattr(row, name) != value}
    for name, value in changes.items():
        setattr(row, name, value)
    row.version += 1
    row.save()
    events.record("product.updated", row, by=by, on=on, facts={"changed": sorted(changes)})
    return row


@transaction.atomic
def archive(company: Company, product: Product, *, by: Actor, on: date) -> None:
    """Put the product away: no longer offered, all its lines stay."""
    require(by, "product.edit", company)
    found = Product.objects.filter(company=company, pk=product.pk, archived_at=None)
    if found.update(archived_at=timezone.now(), version=F("version") + 1):
        events.record("product.archived", product, by=by, on=on)


@transaction.atomic
def restore(company: Company, product: Product, *, by: Actor, on: date) -> None:
    """Offer the product again."""
    require(by, "product.edit", company)
    found = Product.objects.filter(company=company, pk=product.pk).exclude(archived_at=None)
    if found.update(archived_at=None, version=F("version") + 1):
        events.record("product.restored", product, by=by, on=on)


def read(raw: Mapping[str, object]) -> dict[str, object]:
    """The given facts as columns, checked; only what was given is there. Prices come as text."""
    told = Told(raw, KNOWN)
    facts: dict[str, object] = {name: told.text(name, most=most) for name, most in TEXTS.items() if name in told}
    if "price" in told:
        facts["price"] = told.number("price", most=9)
    if "is_service" in told:
        facts["is_service"] = told.flag("is_service")
    if facts.get("currency"):
        facts["currency"] = str(facts["currency"]).upper()
        decimals(str(facts["currency"]))
    return {name: value for name, value in facts.items() if value or name not in ("unit", "currency")}


def _require_free(company: Company, facts: Mapping[str, object], *, but: Product | None) -> None:
    for name in ("code", "external_id"):
        if facts.get(name):
            taken = Product.objects.filter(company=company, **{name: facts[name]}).exclude(pk=but.pk if but else 0)
            if (other := taken.first()) is not None:
                raise Refused("product.known", taken=str(facts[name]), name=other.name)
