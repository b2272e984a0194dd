"""Price lists as programs see them, by API and command line alike."""

from kvit.catalog.listed_prices import Costs
from kvit.catalog.models import PriceList
from kvit.core.formatting import format_plain

Shape = dict[str, object]


def price_list(row: PriceList) -> Shape:
    """A list: its name, its currency, and whether its prices include VAT."""
    plain = ("name", "currency", "includes_vat")
    return {
        "id": row.public_id,
        **{name: getattr(row, name) for name in plain},
        "archived": row.archived_at is not None,
    }


def costs(one: Costs, row: PriceList) -> Shape:
    """What a product costs on the list, since when, and what comes next."""
    return {
        "product": one.product.public_id,
        "code": one.product.code,
        "name": one.product.name,
        "amount": format_plain(one.now.amount, row.currency) if one.now else None,
        "valid_from": one.now.valid_from if one.now else None,
        "next_amount": format_plain(one.next.amount, row.currency) if one.next else None,
        "next_from": one.next.valid_from if one.next else None,
    }
