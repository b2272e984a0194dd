"""The words for every refusal and finding, keyed by its code. Imports nothing of ours.

A sentence says which rule and what to do; {names} are the facts of the refusal. They are translated where they
are shown, in the language of the reader.
"""

from django.utils.translation import gettext_noop as _

REFUSALS: dict[str, str] = {
    # money and identifiers
    "currency.unknown": _("{currency} is not a currency of ISO 4217. Use its three letters, such as EUR or RON."),
    "money.not_a_number": _("{value} is not an amount. Write digits, such as 1234.50."),
    "money.mixed_currencies": _("{one} and {other} cannot be added. Convert one of them first."),
    # companies, users, rights
    "permission.denied": _(
        "Your role in {company} does not allow this ({verb}). Ask an owner to do it or to change your role."
    ),
    "company.unknown": _("There is no such company for you."),
    "company.needed": _("You work for several companies. Say which one with --company."),
    "company.country_unsupported": _("{country} is not a country code of ISO 3166. Use two letters, such as RO."),
    "user.unknown": _("There is no user {user} here."),
    "user.known": _("A user with the address {email} exists already."),
    "api_key.bad": _("The API key is unknown or was revoked. Make a new one in the settings."),
    # number series
    "series.missing": _("To issue this in {company}, add a number series for {kind}."),
    "series.out_of_order": _(
        "The last document of this series is of {last_on}; one of {on} would stand before it. "
        "Issue it on {last_on} or later."
    ),
    # amounts and days people type
    "money.missing": _("Write an amount."),
    "money.ambiguous": _("{value} can be read as {readings}. Write it so that it can mean only one of them."),
    "money.too_long": _("{value} is too long for an amount: {most} characters at most."),
    "money.too_large": _("{value} is too large: an amount has at most {most} digits before the decimals."),
    "money.too_many_decimals": _("{value} has too many decimals: {most} at most are possible here."),
    "money.other_currency": _("{value} names another currency; {currency} is expected here."),
    "date.missing": _("Write a date."),
    "date.unreadable": _("{value} is not a day. Write it like 05.03.2026, 2026-03-05, fri or +14."),
    "date.ambiguous": _("{value} can be read as {readings}. Write the year with four figures."),
    "date.out_of_range": _("{value} is outside the years {first} to {last}."),
    "language.unknown": _("Kvit does not speak {language}. It speaks en, ro, bg, es and pl."),
}
