"""What programs tell of a mandate: JSON read into values; what cannot be read is refused."""

from datetime import date
from typing import cast

from kvit.core.debits import Kind, Scheme
from kvit.core.errors import Refused
from kvit.debits.mandates import MandateGiven

SCHEMES, KINDS = ("core", "b2b"), ("recurring", "one_off")


def given(
    *,
    iban: str,
    scheme: str = "core",
    kind: str = "recurring",
    signed_on: date | None = None,
    notice_days: int | None = None,
    reference: str = "",
    debtor_name: str = "",
    bic: str = "",
) -> MandateGiven:
    """A mandate as told in words. Refuses `field.bad_value` for a scheme or kind that there is not."""
    for name, value, known in (("scheme", scheme, SCHEMES), ("kind", kind, KINDS)):
        if value not in known:
            raise Refused("field.bad_value", field=name, value=value[:40], wanted=", ".join(known))
    return MandateGiven(
        iban=iban,
        scheme=cast(Scheme, scheme),
        kind=cast(Kind, kind),
        signed_on=signed_on,
        notice_days=notice_days,
        reference=reference,
        debtor_name=debtor_name,
        bic=bic,
    )
