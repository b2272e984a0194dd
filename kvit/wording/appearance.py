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
    "logo.too_large": _("The logo has more than {limit} MB. Save it smaller."),
    "logo.too_many_dots": _("The logo is more than {limit} dots wide or high. Save it smaller."),
    "logo.unknown_format": _("This is no picture that a document can carry. Use one of: {known}."),
    "logo.unreadable": _("The logo cannot be read. Save it again as SVG, PNG or JPEG."),
    "logo.not_allowed": _(
        "The logo holds {what}, which a drawing on a document may not. Save it as plain shapes, or as PNG."
    ),
    "document.no_date": _("Give the document a date before it is printed."),
}
