"""Electronic invoices."""

from django.utils.translation import gettext_noop as _

REFUSALS: dict[str, str] = {
    "einvoice.unknown_format": _(
        "This is no electronic invoice that Kvit can judge: neither UBL, CII, FA(3) nor Facturae."
    ),
    "einvoice.cannot_write": _("Kvit does not write {format}. There are: {known}."),
    "einvoice.no_rules": _("{format} can be read, but no rules were made for it, so nobody has checked the document."),
    "format.dropped": _("{format} has no place for {term}: it would be lost. Send this document in another format."),
    "format.invalid": _("As {format} this document would break {rule} at {place}. Send it as UBL, as it was issued."),
    # hybrid invoices: PDF with the electronic invoice inside
    "pdf.no_xml": _("The PDF holds no electronic invoice that Kvit knows. Ask the sender for one, or for the XML."),
    "pdf.xml_unusable": _("The file {file} inside the PDF is no invoice of its format ({reason}). Ask for another."),
    "pdf.unreadable": _("The file is not a PDF, or it is damaged. Ask the sender for it again."),
    "pdf.encrypted": _("The PDF is locked by a password. Ask the sender for it without one."),
    "pdf.form": _(
        "The PDF holds fields of a form, and what stands in them depends on who looks. Ask for it printed to a PDF, or "
        "type what it says."
    ),
    "pdf.program": _("The PDF carries a program. Do not open it; ask the supplier for a PDF without."),
    "pdf.script": _("The PDF brings a program of its own, and no invoice needs one. Ask for it without JavaScript."),
    "pdf.too_many_files": _("The PDF holds more than {limit} files. Ask for the invoice with fewer attachments."),
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
    "xml.not_cii": _("The file is {root}, not an invoice in CII D16B (Cross Industry Invoice)."),
    "xml.unreadable": _("{value} at {place} is not {kind}. Ask the sender for a corrected file."),
    "xml.number_missing": _("The document does not wait for a number, or the number is empty. Draft it again."),
    "xml.no_place": _("The format has no place for {term} here. Leave it out, or send the document in another format."),
    "judge.no_sheet": _("The official rules for {profile} are not here. Name their folder in KVIT_RULES_DIR."),
    "judge.does_not_start": _("The official rules could not be run ({reason}), so nobody has checked the document."),
    "judge.gone": _("The checker stopped before it answered, so the document was not checked. Try again."),
    "judge.late": _("The checker did not answer in time, so the document was not checked. Try again."),
    "judge.broke_off": _("The official rules broke off ({message}), so the document was not checked. See its values."),
}
