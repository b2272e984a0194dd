"""Why a bill may be a copy of another."""

from django.utils.translation import gettext_noop as _

REFUSALS: dict[str, str] = {
    "copy.same_bytes": _("The file is the same, byte for byte, as that of {other_number}."),
    "copy.same_number": _("This supplier's number {number} is here already, dated {other_day}."),
    "copy.number_alike": _("{number} is another writing of {other_number} of {other_day}, {other_total}."),
    "copy.number_near": _("{number} differs in one sign from {other_number} of {other_day}, with the same total."),
    "copy.same_amount_and_day": _("{other_number} of {other_day} is for the same amount, {other_total}."),
    "copy.other_supplier": _("{other_number} of {other_day} is the same bill under another record of this supplier."),
    "copy.net_for_gross": _("The total {total} is that of {other_number} of {other_day} with or without VAT."),
    "copy.other_currency": _("{other_number} of {other_day} is the same bill in another currency, {other_total}."),
    "copy.other_year": _(
        "This supplier's number {number} was used on {other_day} too. Confirm that it is another bill."
    ),
}
