"""Proformas that a line names: evidence for the invoice made of one, never more (docs/rules/matching.md)."""

from kvit.core.formats.statement import StatementLine
from kvit.core.open_items import Index, Item, Mention, Sureness

MOST = 3


def named(line: StatementLine, proformas: Index, index: Index) -> list[Item]:
    """The proformas that the line names by a number that stands for itself, in its currency, the first ones first.

    Not where an open item of `index` is named in the same place by more of its number.
    """
    found: dict[str, Item] = {}
    for text in (line.structured_reference, line.end_to_end_id, line.remittance):
        rivals = index.mentions(text) if text else []
        for one in proformas.mentions(text) if text else []:
            item = proformas.items[one.item]
            if one.sureness >= Sureness.SHORT and item.currency == line.currency and not _is_hidden(one, rivals):
                found[item.id] = item
    return list(found.values())[:MOST]


def _is_hidden(one: Mention, rivals: list[Mention]) -> bool:
    return any(
        other.start <= one.start
        and one.end <= other.end
        and (other.end - other.start, other.sureness) > (one.end - one.start, one.sureness)
        for other in rivals
    )
