"""What every line needs: BR-21 to BR-28, BR-30, BR-54, BR-64, BR-65, BR-CO-04, BR-CO-20."""

from collections.abc import Iterator

from kvit.core.einvoice.breach import breach
from kvit.core.einvoice.model import Invoice, Item, Line
from kvit.core.einvoice.rules.document import is_blank, period_breaches
from kvit.core.errors import Finding


def check(invoice: Invoice) -> Iterator[Finding]:
    """Each line by itself; its allowances and charges are `adjustments`, its VAT `vat_rates`."""
    for index, line in enumerate(invoice.lines, 1):
        place = f"lines/{index}"
        yield from _line(line, place, index)
        yield from _price(line, place, index)
        yield from _item(line.item, f"{place}/item", index)
        yield from period_breaches(line.period, f"{place}/period", order="BR-30", presence="BR-CO-20")


def _line(line: Line, place: str, index: int) -> Iterator[Finding]:
    if is_blank(line.id):
        yield breach("BR-21", f"{place}/id", line=index)
    if line.quantity is None:
        yield breach("BR-22", f"{place}/quantity", line=index)
    if line.unit is None:
        yield breach("BR-23", f"{place}/unit", line=index)
    if line.net is None:
        yield breach("BR-24", f"{place}/net", line=index)
    if line.vat_category is None:
        yield breach("BR-CO-04", f"{place}/vat_category", line=index)


def _price(line: Line, place: str, index: int) -> Iterator[Finding]:
    price = line.price
    if price.net is None:
        yield breach("BR-26", f"{place}/price/net", line=index)
    if price.net is None or price.net.is_signed():  # the sheet finds an absent price wanting, too, and minus zero
        yield breach("BR-27", f"{place}/price/net", line=index, price=price.net)
    if price.gross is not None and price.gross.is_signed():
        yield breach("BR-28", f"{place}/price/gross", line=index, price=price.gross)


def _item(item: Item, place: str, index: int) -> Iterator[Finding]:
    if is_blank(item.name):
        yield breach("BR-25", f"{place}/name", line=index)
    if item.standard_id is not None and item.standard_id.scheme is None:
        yield breach("BR-64", f"{place}/standard_id", line=index)
    for number, classification in enumerate(item.classifications, 1):
        if classification.scheme is None:
            yield breach("BR-65", f"{place}/classifications/{number}", line=index)
    for number, attribute in enumerate(item.attributes, 1):
        if attribute.name is None or attribute.value is None:
            yield breach("BR-54", f"{place}/attributes/{number}", line=index)
