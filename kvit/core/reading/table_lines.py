"""stub"""

from collections.abc import Iterator, Sequence
from kvit.core.reading.amounts import Amount
from kvit.core.reading.facts import BillLine
from kvit.core.reading.labelling import Sheet


def lines_of(sheet: Sheet, amounts: Sequence[Amount]) -> Iterator[BillLine]:
    """stub"""
    return iter(())
