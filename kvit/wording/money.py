"""Money and currencies."""

from django.utils.translation import gettext_noop as _

REFUSALS: dict[str, str] = {
    # money and identifiers
    "currency.unknown": _("{currency} is not a currency of ISO 4217. Use its three letters, such as EUR or RON."),
    "money.not_a_number": _("{value} is not an amount. Write digits, such as 1234.50."),
    "money.mixed_currencies": _("{one} and {other} cannot be added. Convert one of them first."),
}
