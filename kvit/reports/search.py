"""Finding things by what a person remembers of them: a number, a name, a VAT id, an amount."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from kvit.catalog import queries as catalog
from kvit.companies.models import Company
from kvit.core.errors import Refused
from kvit.core.money import Money
from kvit.core.parsing.money import parse_decimal
from kvit.ledger.models import OpenItem
from kvit.parties import queries as parties
from kvit.receivables.models import Invoice

EACH = 5
"""So many of a kind are found; who looks for more filters a list."""
SHORTEST = 2


@dataclass(frozen=True)
class Hit:
    """Something found: what it is, its id, its name, and what to say beside it."""

    kind: Literal["invoice", "customer", "product", "payment"]
    id: str
    name: str
    beside: str
    amount: Money | None = None


def search(company: Company, text: str, *, language: str = "en") -> list[Hit]:
    """Documents first, then customers, then products; nothing for less than two characters.

    An amount is read as the language writes it and finds documents of exactly that sum, in any currency.
    """
    typed = text.strip()
    if len(typed) < SHORTEST:
        return []
    return [*_documents(company, typed, language), *_customers(company, typed), *_products(company, typed)]


def _documents(company: Company, typed: str, language: str) -> list[Hit]:
    issued = Invoice.objects.filter(company=company).exclude(status="discarded").select_related("party")
    found = list(issued.filter(number__istartswith=typed).order_by("-id")[:EACH])
    if len(found) < EACH and any(letter.isdigit() for letter in typed):
        found += list(
            issued.filter(number__iendswith=typed).exclude(pk__in=[f.pk for f in found]).order_by("-id")[:EACH]
        )
    amount = _amount(typed, language)
    if len(found) < EACH and amount is not None:
        keys = OpenItem.objects.filter(company=company, document_kind="invoice", amount=amount).order_by("-id")
        wanted = list(keys.values_list("document_id", flat=True)[:EACH])
        found += list(issued.filter(pk__in=wanted).exclude(pk__in=[f.pk for f in found]))
    return [
        Hit("invoice", row.public_id, row.number or "", row.party.name, Money(row.payable, row.currency))
        for row in found[:EACH]
    ]


def _amount(typed: str, language: str) -> Decimal | None:
    try:
        return parse_decimal(typed, language=language, most_places=4)
    except Refused:
        return None


def _customers(company: Company, typed: str) -> list[Hit]:
    found = parties.offered(company, typed)[:EACH]
    return [Hit("customer", one.public_id, one.name, one.vat_id or one.town) for one in found]


def _products(company: Company, typed: str) -> list[Hit]:
    found = catalog.offered(company, typed)[:EACH]
    return [Hit("product", one.public_id, one.name, one.code) for one in found]
