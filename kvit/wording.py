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
    # how documents look: fonts, logos, colours, columns
    "font.missing_character": _(
        "No font here can draw {characters}. Use other letters, or put a font into the folder that KVIT_FONT_DIR names."
    ),
    "font.no_folder": _("There is no folder {folder}. Correct KVIT_FONT_DIR."),
    "font.unreadable": _("{file} is not a font that can be read. Take it out of the folder in KVIT_FONT_DIR."),
    "appearance.no_colour": _("{colour} is not a colour. Write it as # and six digits, such as #14506b."),
    "appearance.accent_too_light": _(
        "{colour} cannot be read on white (contrast {contrast}, {needed} is needed). Choose a darker colour."
    ),
    "appearance.unknown_column": _("There is no column {column}. There are: {known}."),
    "appearance.column_needed_once": _("The column {column} must be there once."),
    "appearance.description_too_narrow": _(
        "The columns leave {left} mm for the description; it needs {needed} mm. Make another column narrower."
    ),
}
