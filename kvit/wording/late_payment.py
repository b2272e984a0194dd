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
    "compensation.rate_needed": _("The compensation is {amount} EUR. Say how many {currency} one EUR was on {on}."),
    "discount.bad_terms": _("{percent} percent within {days} days is no early-payment discount. Correct the terms."),
}
