"""How documents look."""

from django.utils.translation import gettext_noop as _

REFUSALS: dict[str, str] = {
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
