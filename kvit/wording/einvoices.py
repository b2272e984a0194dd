"""Electronic invoices."""

from django.utils.translation import gettext_noop as _

REFUSALS: dict[str, str] = {
    "einvoice.unknown_format": _(
        "This is no electronic invoice that Kvit can judge: neither UBL, CII, FA(3) nor Facturae."
    ),
    # electronic invoices: reading, writing and judging XML
    "xml.too_big": _("The file has {bytes} bytes; {limit} at most are read. Ask for it without large attachments."),
    "xml.too_many_elements": _("The file has more than {limit} elements. No invoice has; ask the sender for another."),
    "xml.too_many_attributes": _("An element of the file has more than {limit} attributes. Ask for another file."),
    "xml.too_deep": _("The elements of the file are nested too deep for an invoice. Ask the sender for another file."),
    "xml.doctype": _("The file brings a DOCTYPE, which may pull in other files. Ask for it without one."),
    "xml.wrong_encoding": _("The file is not text in {encoding}. Save it as UTF-8, or ask the sender for it in UTF-8."),
    "xml.encoding_lies": _("The file says it is {declared}, but it is {found}: it can be read two ways. Ask anew."),
    "xml.bad_character": _("The character {character} cannot stand in an electronic invoice. Remove it from the text."),
    "xml.malformed": _("The file is not XML (line {line}: {reason}). Ask the sender for it again."),
    "xml.not_ubl": _("The file is {root}, not an invoice or credit note in UBL 2.1."),
    "xml.unreadable": _("{value} at {place} is not {kind}. Ask the sender for a corrected file."),
    "xml.number_missing": _("The document does not wait for a number, or the number is empty. Draft it again."),
    "xml.no_place": _("A UBL document has no place for {term} here. Leave it out, or name the currency of the VAT."),
    "judge.no_sheet": _("The official rules for {profile} are not here. Name their folder in KVIT_RULES_DIR."),
    "judge.does_not_start": _("The official rules could not be run ({reason}), so nobody has checked the document."),
    "judge.gone": _("The checker stopped before it answered, so the document was not checked. Try again."),
    "judge.late": _("The checker did not answer in time, so the document was not checked. Try again."),
    "judge.broke_off": _("The official rules broke off ({message}), so the document was not checked. See its values."),
}
