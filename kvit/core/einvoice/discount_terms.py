"""The early-payment discounts that a UBL or CII file gives for programs, beside those in its payment terms (BT-20).

EN 16931 has no term for them: CII `ApplicableTradePaymentDiscountTerms` (Factur-X EXTENDED), UBL
`SettlementDiscountPercent` with the days of its `SettlementPeriod`.
"""

from decimal import Decimal

from lxml import etree

from kvit.core import discounts
from kvit.core.discounts import Terms
from kvit.core.errors import Refused

IN_DAYS = ("DAY", "d")
PLACES = (
    ("{*}ApplicableTradePaymentDiscountTerms", "{*}CalculationPercent", "{*}BasisPeriodMeasure"),
    ("{*}PaymentTerms", "{*}SettlementDiscountPercent", "{*}SettlementPeriod/{*}DurationMeasure"),
)


def read(root: etree._Element) -> tuple[Terms, ...]:
    """Each of them that says a percentage and days, once; one on a part of the sum only is not among them."""
    found: dict[Terms, None] = {}
    for place, percent, days in PLACES:
        for one in root.iter(place):
            written, period = one.find(percent), one.find(days)
            if written is None or period is None or period.get("unitCode") not in IN_DAYS:
                continue
            if one.find("{*}BasisAmount") is not None:
                continue
            try:
                found[discounts.terms(Decimal((written.text or "").strip()), int((period.text or "").strip()))] = None
            except (Refused, ArithmeticError, ValueError):
                continue  # what cannot be read is no offer
    return tuple(found)
