"""Which rate of a line (P_12) is summed in which field of the document (P_13, P_14): ustawa o VAT art. 106e ust. 1
pkt 13 and 14, and the ministry's descriptions of these fields in the schema.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from kvit.core.einvoice.fa3.document import Fa
from kvit.core.einvoice.fa3.lines import FaWiersz


@dataclass(frozen=True, slots=True)
class Bucket:
    """One sum of the document: the field of its net, and where it bears VAT the field of that."""

    net: str
    vat: str = ""
    rates: tuple[str, ...] = ()
    percents: tuple[int, ...] = ()

    def net_of(self, fa: Fa) -> Decimal | None:
        """P_13 of this sum, in the document's currency."""
        held: Decimal | None = getattr(fa, self.net)
        return held

    def vat_of(self, fa: Fa) -> Decimal | None:
        """P_14 of this sum, in the document's currency."""
        held: Decimal | None = getattr(fa, self.vat) if self.vat else None
        return held

    def vat_in_pln_of(self, fa: Fa) -> Decimal | None:
        """P_14_W of this sum, in PLN; only on documents in another currency."""
        held: Decimal | None = getattr(fa, f"{self.vat}w") if self.percents else None
        return held


BUCKETS = (
    Bucket("p_13_1", "p_14_1", ("23", "22"), (23, 22)),
    Bucket("p_13_2", "p_14_2", ("8", "7"), (8, 7)),
    Bucket("p_13_3", "p_14_3", ("5",), (5,)),
    Bucket("p_13_4", "p_14_4", ("4", "3"), (4, 3)),
    Bucket("p_13_5", "p_14_5"),
    Bucket("p_13_6_1", rates=("0 KR",)),
    Bucket("p_13_6_2", rates=("0 WDT",)),
    Bucket("p_13_6_3", rates=("0 EX",)),
    Bucket("p_13_7", rates=("zw",)),
    Bucket("p_13_8", rates=("np I",)),
    Bucket("p_13_9", rates=("np II",)),
    Bucket("p_13_10", rates=("oo",)),
    Bucket("p_13_11"),
)
SPECIAL = BUCKETS[4]
"""Division XII chapter 6a (OSS): the rate is another state's (P_12_XII), and its VAT need not be told."""
MARGIN = BUCKETS[-1]
"""Margin schemes (art. 119, 120): the line has no rate, and the sum holds the tax."""

_BY_RATE = {rate: bucket for bucket in BUCKETS for rate in bucket.rates}


def bucket_of(line: FaWiersz) -> Bucket | None:
    """Where the line is summed; None where it has no rate."""
    if line.p_12_xii is not None:
        return SPECIAL
    return _BY_RATE.get(line.p_12 or "")


def used(fa: Fa) -> Iterator[Bucket]:
    """The sums that stand on the document."""
    return (bucket for bucket in BUCKETS if bucket.net_of(fa) is not None)


def field_name(name: str) -> str:
    """The schema's name of a sum: `P_13_6_1`, `P_14_1W`."""
    return name.upper()
