"""Products: made, changed, put away."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from kvit.catalog.models import Product
from kvit.companies.models import Company
from kvit.companies.permissions import require
from kvit.core.errors import Refused
from kvit.core.money import decimals
from kvit.core.permissions import Actor
from kvit.events import events

TEXTS = {"external_id": 100, "code": 60, "name": 200, "description": 4000, "unit": 3, "vat_code": 20, "currency": 3}
KNOWN = set(TEXTS) | {"price", "is_service"}
PRICE = re.compile(r"-?\d{1,9}(\.\d{1,6})?")


@transaction.atomic
def add(company: Company, raw: Mapping[str, object], *, by: Actor, on: date) -> Product:
    """A new product. Refuses `product.name_missing`, `product.bad_value`, `product.field_unknown`, `product.known`."""
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
    unknown = sorted(set(raw) - KNOWN)
    if unknown:
        raise Refused("product.field_unknown", field=unknown[0], known=sorted(KNOWN))
    facts: dict[str, object] = {}
    for name, most in TEXTS.items():
        if name in raw:
            facts[name] = _text(raw[name], name, most)
    if "price" in raw:
        facts["price"] = _price(raw["price"])
    if "is_service" in raw:
        facts["is_service"] = raw["is_service"] is True
    if facts.get("currency"):
        facts["currency"] = str(facts["currency"]).upper()
        decimals(str(facts["currency"]))
    return {name: value for name, value in facts.items() if value or name not in ("unit", "currency")}


def _text(value: object, name: str, most: int) -> str:
    text = "" if value is None else value
    plain = isinstance(text, str) and all(ord(letter) >= 32 or letter in "\n\t" for letter in text)
    if not isinstance(text, str) or len(text) > most or not plain:
        raise Refused("product.bad_value", field=name, value=str(value)[:60], wanted=f"{most} characters at most")
    return text.strip()


def _price(value: object) -> Decimal | None:
    if value is None or value == "":
        return None
    if not isinstance(value, str) or not PRICE.fullmatch(value):
        raise Refused("product.bad_value", field="price", value=str(value)[:40], wanted="49.90")
    return Decimal(value)


def _require_free(company: Company, facts: Mapping[str, object], *, but: Product | None) -> None:
    for name in ("code", "external_id"):
        if facts.get(name):
            taken = Product.objects.filter(company=company, **{name: facts[name]}).exclude(pk=but.pk if but else 0)
            if (other := taken.first()) is not None:
                raise Refused("product.known", taken=str(facts[name]), name=other.name)
