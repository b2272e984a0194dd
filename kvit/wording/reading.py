"""Amounts and days people type."""

from django.utils.translation import gettext_noop as _

REFUSALS: dict[str, str] = {
    # amounts and days people type
    "money.missing": _("Write an amount."),
    "money.ambiguous": _("{value} can be read as {readings}. Write it so that it can mean only one of them."),
    "money.too_long": _("{value} is too long for an amount: {most} characters at most."),
    "money.too_large": _("{value} is too large: an amount has at most {most} digits before the decimals."),
    "money.too_many_decimals": _("{value} has too many decimals: {most} at most are possible here."),
    "money.other_currency": _("{value} names another currency; {currency} is expected here."),
    "page.unknown": _("There is no page {page}."),
    "date.missing": _("Write a date."),
    "date.unreadable": _("{value} is not a day. Write it like 05.03.2026, 2026-03-05, fri or +14."),
    "date.ambiguous": _("{value} can be read as {readings}. Write the year with four figures."),
    "date.out_of_range": _("{value} is outside the years {first} to {last}."),
    "language.unknown": _("Kvit does not speak {language}. It speaks en, ro, bg, es and pl."),
    # what programs tell in JSON
    "field.not_an_object": _("{field} is not a set of named fields."),
    "field.unknown": _("There is no field {field}. The fields here are: {known}."),
    "field.missing": _("{field} is missing. Give it."),
    "field.bad_value": _("{value} cannot be {field}. What fits: {wanted}."),
}
