"""Late payment."""

from django.utils.translation import gettext_noop as _

REFUSALS: dict[str, str] = {
    "interest.rate_missing": _(
        "The late-payment rate of {country} for {half_year} is not in Kvit's table. Enter it with its source, or agree "
        "a rate in the contract."
    ),
    "compensation.rate_missing": _(
        "The recovery compensation of {country} on {on} is not in Kvit's table. Enter the amount yourself."
    ),
    "compensation.claim_currency": _(
        "The compensation depends on the claim in {needed}, and this one is in {currency}. Convert it first."
    ),
    "discount.bad_terms": _("{percent} percent within {days} days is no early-payment discount. Correct the terms."),
}
