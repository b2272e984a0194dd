"""How small a difference may be written off: a dated table per currency (`docs/rules/bank-lines.md`)."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

Dated = Sequence[tuple[date, Decimal]]
ALWAYS = date.min
FOR_OTHERS = Decimal("1.00")
OURS: Mapping[str, Dated] = {
    "RON": ((ALWAYS, Decimal("5.00")),),
    "EUR": ((ALWAYS, Decimal("1.00")),),
    "BGN": ((ALWAYS, Decimal("2.00")),),
    "PLN": ((ALWAYS, Decimal("5.00")),),
}
"""What a person may write off where the company has set nothing: small change, no law."""


def tolerance(currency: str, *, on: date, set_by_company: Dated = ()) -> Decimal:
    """The most that may be written off on the day: the newest that the company set by then, else our own."""
    own = [one for one in set_by_company if one[0] <= on]
    known = own or [one for one in OURS.get(currency, ()) if one[0] <= on]
    return max(known)[1] if known else FOR_OTHERS
