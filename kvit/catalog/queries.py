"""Reading products: the list, one, and by what a person typed."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from kvit.catalog.models import Product
from kvit.companies.models import Company
from kvit.core.errors import Refused
from kvit.tables import Page, page

OFFERED = 8
"""So many products are offered while somebody types a line."""


def products(company: Company, *, archived: bool = False) -> QuerySet[Product]:
    """What is sold now, or what was put away."""
    return Product.objects.filter(company=company, archived_at__isnull=not archived)


def listed(
    company: Company, *, archived: bool = False, text: str = "", size: int = 25, after: str = "", before: str = ""
) -> Page[Product]:
    """A page of products by name; `text` narrows it to names and codes that hold it."""
    found = products(company, archived=archived)
    if text:
        found = found.filter(Q(name__icontains=text) | Q(code__icontains=text))
    return page(found, "name", "id", size=size, after=after, before=before)


def find(company: Company, public_id: str) -> Product:
    """The product of that id, archived or not. Refuses `product.unknown`."""
    row = Product.objects.filter(company=company, public_id=public_id).first()
    if row is None:
        raise Refused("product.unknown", product=public_id[:60])
    return row


def referred(company: Company, references: Iterable[str]) -> dict[str, Product]:
    """The products by whatever a program may name them: public id, external id or code; archived ones too."""
    wanted = {text for text in references if text}
    found: dict[str, Product] = {}
    for name in ("code", "external_id", "public_id") if wanted else ():
        for product in Product.objects.filter(company=company, **{f"{name}__in": wanted}):
            found[getattr(product, name)] = product
    return found


def named(company: Company, names: Iterable[str]) -> dict[str, Product]:
    """The products that have these very names or codes, by what was typed."""
    wanted = {name.strip() for name in names if name.strip()}
    if not wanted:
        return {}
    found: dict[str, Product] = {}
    for product in products(company).filter(Q(name__in=wanted) | Q(code__in=wanted)).order_by("-id"):
        found.update({text: product for text in (product.code, product.name) if text in wanted})
    return found


def offered(company: Company, text: str) -> list[Product]:
    """Products whose name or code begins with the text, then those that hold it, a few."""
    typed = text.strip()
    if not typed:
        return []
    begin = list(
        products(company).filter(Q(name__istartswith=typed) | Q(code__istartswith=typed)).order_by("name")[:OFFERED]
    )
    rest = products(company).filter(name__icontains=typed).exclude(pk__in=[one.pk for one in begin])
    return begin + list(rest.order_by("name")[: OFFERED - len(begin)])
