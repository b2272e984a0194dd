"""Bills of suppliers, as they are read."""

from django.utils.translation import gettext_noop as _

REFUSALS: dict[str, str] = {
    "bill.unknown_file": _("{name} is neither XML nor PDF nor a picture. Ask the supplier for one of these."),
    "bill.no_words": _("No words can be read in {name}. Ask for a better scan, or type the bill in."),
    "bill.sums_unproven": _(
        "The total {gross} was read, but net and VAT beside it do not add up to it. Compare it with the page."
    ),
    "bill.not_found": _("The page shows no {field} that Kvit can tell. Type it in."),
    "bill.payable_differs": _(
        "The XML asks for {payable}, but its total less what was paid is {own} (EN 16931 BR-CO-16). Ask the supplier."
    ),
    "bill.gross_differs": _(
        "The XML has a total of {gross}, but net and VAT make {own} (EN 16931 BR-CO-15). Ask the supplier."
    ),
    "scan.no_reader": _(
        "This is a picture, and what reads pictures is not installed. Install tesseract-ocr and the extra `ocr`, or"
        " type it in."
    ),
    "picture.unreadable": _("The picture cannot be opened. Ask for it as PNG, JPEG, TIFF or PDF."),
    "picture.too_large": _("The picture has more than {limit} dots. Scan it anew at 200 to 300 dots an inch."),
    "pdf.too_many_pages": _("The PDF has more than {limit} pages. Send the bill alone."),
}
