"""VAT categories of EN 16931 and the rates of P_12: which one says the other.

| category | buyer | P_12 | summed in | law (ustawa o VAT) |
| S 23, 8, 5, 4 (before 2011: 22, 7, 3) | any | the rate | P_13_1 to P_13_4 | art. 41, 146ef; art. 114 |
| S at another rate | abroad | P_12_XII | P_13_5 | division XII chapter 6a |
| Z | any | 0 KR | P_13_6_1 | art. 83 |
| K | member state | 0 WDT | P_13_6_2 | art. 42 |
| G | any | 0 EX | P_13_6_3 | art. 41 ust. 4 |
| E | any | zw | P_13_7 | art. 43, 113 |
| E, VATEX-EU-D, F, I, J | any | none | P_13_11 | art. 119, 120 |
| AE | Poland | oo | P_13_10 | art. 17 ust. 1 pkt 7, 8 |
| AE | member state | np II | P_13_9 | art. 28b, 100 ust. 1 pkt 4 |
| AE, O | elsewhere, any | np I | P_13_8 | art. 28a to 28o |
"""

from decimal import Decimal

from kvit.core.einvoice.fa3 import rates
from kvit.core.einvoice.fa3.kinds import MEMBERS
from kvit.core.einvoice.fa3.lines import FaWiersz
from kvit.core.einvoice.fa3.rates import BUCKETS, Bucket

POLAND = "PL"
MARGINS = {
    "VATEX-EU-D": "p_pmarzy_2",
    "VATEX-EU-F": "p_pmarzy_3_1",
    "VATEX-EU-I": "p_pmarzy_3_2",
    "VATEX-EU-J": "p_pmarzy_3_3",
}
"""Margin schemes: travel agents, second-hand goods, works of art, collectors' items and antiques."""

PLAIN = {"Z": "0 KR", "K": "0 WDT", "G": "0 EX", "E": "zw", "O": "np I"}
CATEGORIES = {"0 KR": "Z", "0 WDT": "K", "0 EX": "G", "zw": "E", "oo": "AE", "np II": "AE", "np I": "O"}
_POLISH = frozenset(rate for bucket in BUCKETS for rate in bucket.rates if bucket.percents)
_BY_RATE = {rate: bucket for bucket in BUCKETS for rate in bucket.rates}


def rate_of(category: str | None, percent: Decimal | None, *, country: str | None) -> str | None:
    """P_12 for a category, its rate and the buyer's country (EL for Greece too); None where P_12 does not say it."""
    if category == "S":
        written = f"{percent.normalize():f}" if percent is not None else ""
        return written if written in _POLISH else None
    if category == "AE":
        if country in (POLAND, None):
            return "oo"
        return "np II" if country in MEMBERS or country == "GR" else "np I"
    return PLAIN.get(category or "")


def bucket_of(rate: str | None, category: str | None) -> Bucket | None:
    """Where a rate is summed: one of another state under OSS, none of a category under a margin scheme."""
    if rate is not None:
        return _BY_RATE.get(rate)
    return rates.SPECIAL if category == "S" else rates.MARGIN if category == "E" else None


def category_of(line: FaWiersz) -> tuple[str | None, Decimal | None]:
    """The category and rate (BT-151, BT-152) that a line of FA(3) has; exempt where a margin scheme leaves P_12 out."""
    if line.p_12_xii is not None:
        return "S", line.p_12_xii
    if line.p_12 is None:
        return "E", Decimal(0)
    category = CATEGORIES.get(line.p_12)
    if category is None:
        return "S", Decimal(line.p_12)
    return category, None if category == "O" else Decimal(0)
