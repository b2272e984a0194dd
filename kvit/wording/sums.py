"""What an invoice comes to."""

from django.utils.translation import gettext_noop as _

REFUSALS: dict[str, str] = {
    # what an invoice comes to
    "vat.unknown_category": _(
        "{category} is not a VAT category. Use S, Z, E, AE, K, G or O, or L and M for the Canaries, Ceuta and Melilla."
    ),
    "vat.rate_not_allowed": _(
        "VAT category {category} does not allow the rate {rate}. Only S, L and M have one, from 0 to 100 percent."
    ),
    "line.not_a_number": _("Line {line} has a quantity, price or discount that is not a number. Write digits."),
    "line.base_quantity_not_positive": _("The price of line {line} is for no quantity. Say for how many it is."),
    "invoice.not_a_number": _("An allowance, charge, rate or sum paid before is not a number. Write digits."),
    "invoice.amount_too_large": _("An amount reaches {limit}, more than Kvit can keep. Check quantities and prices."),
    "surcharge.no_rate": _(
        "There is no recargo de equivalencia for VAT at {rate} percent. Use 21, 10 or 4, or take the surcharge off."
    ),
    "correction.unknown_reason": _("{reason} is no reason for a correction. There are: {known}."),
    "correction.cannot_raise": _(
        "A correction for this reason cannot raise what is owed. Choose price, quantity or VAT."
    ),
}
