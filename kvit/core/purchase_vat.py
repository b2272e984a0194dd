"""Whose VAT stands on a bill: only our own country's is input VAT (`docs/rules/vat-journal.md`)."""

from collections.abc import Mapping
from decimal import Decimal

ZERO = Decimal(0)
PREFIXES = {"EL": "GR"}
"""Where the prefix of a VAT id is not the country's code (Directive 2006/112/EC, art. 215)."""


def seller_country(vat_id: str, *, country: str) -> str:
    """Under which country's VAT the supplier sells: that of their VAT id, else the country they are in, else "".

    A number without letters in front is national and says nothing of the country.
    """
    prefix = vat_id.strip()[:2].upper()
    if len(prefix) == 2 and prefix.isascii() and prefix.isalpha():
        return PREFIXES.get(prefix, prefix)
    return country


def seller_of(supplier: Mapping[str, object]) -> str:
    """The same of a supplier as their bill keeps them."""
    return seller_country(str(supplier.get("vat_id") or ""), country=str(supplier.get("country") or ""))


def deductible(vat: Decimal, *, seller: str, buyer: str) -> Decimal:
    """The part of a bill's VAT that is input VAT here: what another state charged is asked back from that state
    (Directive 2006/112/EC, art. 170 and 171; Directive 2008/9/EC), and until then it is part of the cost.
    """
    return vat if seller in ("", buyer) else ZERO
