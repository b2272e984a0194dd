"""EN 16931, the rules of the VAT categories. Marked for translation is what a person can meet on a form."""

from django.utils.translation import gettext_noop as _

_SELLER = _("This VAT category needs your VAT id or tax registration. Write it in the settings.")
_SELLER_VAT = _("This VAT category needs your VAT id. Write it in the settings.")
_REVERSE = _("Reverse charge needs your VAT id and the customer's VAT id or registration number. Add what is missing.")
_INTRA = _("A supply to another EU state needs your VAT id and the customer's. Add the one that is missing.")
_OUTSIDE = _("A document outside VAT names no VAT id, neither yours nor the customer's. Leave them out.")
_ABOVE_ZERO = _("The standard category needs a VAT rate above zero. Write the rate, or choose another category.")
_ZERO = _("This VAT category has the rate 0. Write 0, or choose another category.")
_NOT_BELOW = _("The rate of IGIC or IPSI is zero or more. Correct it.")
_NO_RATE = _("What is outside VAT has no rate, not even 0. Leave it out.")
_REASON = _("Say why no VAT is charged: choose a reason, or write it as the law says it.")
_NO_REASON = _("Where VAT is charged, or the rate is zero, there is no reason for an exemption. Leave it out.")
_ALONE = _("What is outside VAT cannot stand beside what is not. Make two documents.")
_GROUPS = "The VAT breakdown does not have the groups that the lines, allowances and charges call for."
_TAXABLE = (
    "The taxable amount of a VAT group is not what its lines and charges come to, less its allowances: {expected}."
)
_TAX = "The VAT of a group is not its taxable amount times its rate."
_NO_TAX = "A VAT category without tax has VAT."

BREAKDOWN = {
    "BR-45": "A VAT group has no taxable amount.",
    "BR-46": "A VAT group has no VAT amount.",
    "BR-47": "A VAT group has no VAT category.",
    "BR-48": "A VAT group has no rate.",
    "BR-CO-17": _TAX,
}

REFUSALS: dict[str, str] = {
    **BREAKDOWN,
    "BR-S-01": _GROUPS,
    "BR-S-02": _SELLER,
    "BR-S-03": _SELLER,
    "BR-S-04": _SELLER,
    "BR-S-05": _ABOVE_ZERO,
    "BR-S-06": _ABOVE_ZERO,
    "BR-S-07": _ABOVE_ZERO,
    "BR-S-08": _TAXABLE,
    "BR-S-09": _TAX,
    "BR-S-10": _NO_REASON,
    "BR-Z-01": _GROUPS,
    "BR-Z-02": _SELLER,
    "BR-Z-03": _SELLER,
    "BR-Z-04": _SELLER,
    "BR-Z-05": _ZERO,
    "BR-Z-06": _ZERO,
    "BR-Z-07": _ZERO,
    "BR-Z-08": _TAXABLE,
    "BR-Z-09": _NO_TAX,
    "BR-Z-10": _NO_REASON,
    "BR-E-01": _GROUPS,
    "BR-E-02": _SELLER,
    "BR-E-03": _SELLER,
    "BR-E-04": _SELLER,
    "BR-E-05": _ZERO,
    "BR-E-06": _ZERO,
    "BR-E-07": _ZERO,
    "BR-E-08": _TAXABLE,
    "BR-E-09": _NO_TAX,
    "BR-E-10": _REASON,
    "BR-AE-01": _GROUPS,
    "BR-AE-02": _REVERSE,
    "BR-AE-03": _REVERSE,
    "BR-AE-04": _REVERSE,
    "BR-AE-05": _ZERO,
    "BR-AE-06": _ZERO,
    "BR-AE-07": _ZERO,
    "BR-AE-08": _TAXABLE,
    "BR-AE-09": _NO_TAX,
    "BR-AE-10": _REASON,
    "BR-IC-01": _GROUPS,
    "BR-IC-02": _INTRA,
    "BR-IC-03": _INTRA,
    "BR-IC-04": _INTRA,
    "BR-IC-05": _ZERO,
    "BR-IC-06": _ZERO,
    "BR-IC-07": _ZERO,
    "BR-IC-08": _TAXABLE,
    "BR-IC-09": _NO_TAX,
    "BR-IC-10": _REASON,
    "BR-IC-11": _("A supply to another EU state needs the day of delivery or the period. Add it."),
    "BR-IC-12": _("A supply to another EU state needs the country of delivery. Choose it."),
    "BR-G-01": _GROUPS,
    "BR-G-02": _SELLER_VAT,
    "BR-G-03": _SELLER_VAT,
    "BR-G-04": _SELLER_VAT,
    "BR-G-05": _ZERO,
    "BR-G-06": _ZERO,
    "BR-G-07": _ZERO,
    "BR-G-08": _TAXABLE,
    "BR-G-09": _NO_TAX,
    "BR-G-10": _REASON,
    "BR-O-01": _GROUPS,
    "BR-O-02": _OUTSIDE,
    "BR-O-03": _OUTSIDE,
    "BR-O-04": _OUTSIDE,
    "BR-O-05": _NO_RATE,
    "BR-O-06": _NO_RATE,
    "BR-O-07": _NO_RATE,
    "BR-O-08": _TAXABLE,
    "BR-O-09": _NO_TAX,
    "BR-O-10": _REASON,
    "BR-O-11": _ALONE,
    "BR-O-12": _ALONE,
    "BR-O-13": _ALONE,
    "BR-O-14": _ALONE,
    "BR-AF-01": _GROUPS,
    "BR-AF-02": _SELLER,
    "BR-AF-03": _SELLER,
    "BR-AF-04": _SELLER,
    "BR-AF-05": _NOT_BELOW,
    "BR-AF-06": _NOT_BELOW,
    "BR-AF-07": _NOT_BELOW,
    "BR-AF-08": _TAXABLE,
    "BR-AF-09": _TAX,
    "BR-AF-10": _NO_REASON,
    "BR-AG-01": _GROUPS,
    "BR-AG-02": _SELLER,
    "BR-AG-03": _SELLER,
    "BR-AG-04": _SELLER,
    "BR-AG-05": _NOT_BELOW,
    "BR-AG-06": _NOT_BELOW,
    "BR-AG-07": _NOT_BELOW,
    "BR-AG-08": _TAXABLE,
    "BR-AG-09": _TAX,
    "BR-AG-10": _NO_REASON,
    "BR-B-01": "Split payment is for documents between Italian parties alone.",
    "BR-B-02": "Split payment and the standard category cannot stand on one document.",
}
