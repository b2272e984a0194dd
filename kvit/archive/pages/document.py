"""Puts a whole page together: the invoice, the country's law, the company's look (docs/rules/documents.md)."""

from collections.abc import Sequence

from django.utils import translation
from django.utils.translation import pgettext

from kvit.archive.appearance import Appearance
from kvit.archive.codes import authority_code, svg
from kvit.archive.pages import attached, letterhead, lines, sums
from kvit.archive.pages.circumstances import CORRECTIONS, Circumstances, Code
from kvit.archive.pages.figures import Figures
from kvit.archive.pages.mentions import mentions
from kvit.archive.pages.payment import payment
from kvit.archive.pages.text import NO_BREAK_SPACE, paragraphs, plain, prose
from kvit.archive.typesetting import Page
from kvit.core.countries.profile import CountryProfile
from kvit.core.einvoice.model import Invoice, PrecedingInvoice
from kvit.core.errors import Refused

WITH_MINUS = frozenset({"RO", "ES", "PL"})
"""Where a credit note is printed with minus signs; its e-invoice has none (docs/rules/documents.md)."""
SPECIMEN = "SPECIMEN"


def page(
    invoice: Invoice,
    *,
    profile: CountryProfile,
    language: str,
    appearance: Appearance | None = None,
    circumstances: Circumstances | None = None,
) -> Page:
    """The page of an invoice, credit note, correction, simplified invoice or proforma, for `typesetting.pdf`.

    Every string is final: written in `language` (the buyer's), amounts and days formatted. A draft without a number is
    marked as one. Refuses `document.no_date`.
    """
    if invoice.issued_on is None:
        raise Refused("document.no_date")
    look, around = appearance or Appearance(), circumstances or Circumstances()
    figures = Figures(language, invoice.currency or profile.currency)
    sign = -1 if invoice.is_credit_note and profile.country in WITH_MINUS else 1
    with translation.override(language):
        return {
            **frame(invoice, look, language=language, circumstances=around),
            **heading(invoice, profile, language=language, circumstances=around),
            "facts": letterhead.facts(invoice, figures, circumstances=around),
            "intro": paragraphs(look.intro) or None,
            **figures_part(invoice, figures, look=look, circumstances=around, sign=sign),
            "payment": payment(invoice, figures, circumstances=around),
            "outro": closing_words(invoice, look) or None,
            "mentions": mentions(invoice, profile, language=language, circumstances=around) or None,
            "top_code": placed(around.top_code) if around.top_code else None,
            "codes": [placed(code) for code in around.codes] or None,
        }


def frame(invoice: Invoice, look: Appearance, *, language: str, circumstances: Circumstances) -> Page:
    """What stands on every page and around the letter."""
    issued = invoice.issued_on
    assert issued is not None
    marked = SPECIMEN if circumstances.specimen else None
    if not invoice.number:
        marked = pgettext("document", "DRAFT")
    if circumstances.annulled_on:
        marked = pgettext("document", "ANNULLED")
    return {
        "lang": language,
        "issued": [issued.year, issued.month, issued.day],
        "style": {
            "accent": look.accent,
            "logo": letterhead.placed_logo(look.logo),
            "window": look.window,
            "fold_marks": look.fold_marks,
        },
        "labels": {"page": pgettext("document", "Page {n} of {m}")},
        "seller": letterhead.seller(invoice, circumstances, window=look.window),
        "return_lines": letterhead.return_lines(invoice),
        "to": letterhead.addressee(invoice, language=language),
        "footer": letterhead.footer(invoice, look),
        "watermark": marked,
        "specimen": pgettext("document", "SPECIMEN: a test document without fiscal value")
        if circumstances.specimen
        else None,
    }


def heading(invoice: Invoice, profile: CountryProfile, *, language: str, circumstances: Circumstances) -> Page:
    """The law's word for the document and the reader's, its number, and what it corrects or is not."""
    native, read = profile.title(circumstances.kind), title_word(circumstances.kind)
    own = language in profile.languages
    under = []
    if circumstances.kind in CORRECTIONS and invoice.preceding_invoices:
        figures = Figures(language, invoice.currency or profile.currency)
        under.append(corrected(invoice.preceding_invoices, figures) + ".")
    if circumstances.period_name:
        period = prose(circumstances.period_name)
        under.append(pgettext("document", "Discount for the period: {period}.").format(period=period))
    if circumstances.reason:
        under.append(pgettext("document", "Reason: {reason}").format(reason=prose(circumstances.reason)))
    if circumstances.annulled_on:
        day = Figures(language, invoice.currency or profile.currency).day(circumstances.annulled_on)
        under.append(
            pgettext("document", "Annulled on {day}: it was issued by mistake and counts no more.").format(day=day)
        )
    if circumstances.kind == "proforma":
        under.append(pgettext("document", "This is no tax document and gives no right to deduct VAT."))
    return {
        "title": native if own or native == read else f"{native} · {read}",
        "number": numbered(invoice.number, profile.country),
        "subtitle": " ".join(under) or None,
    }


def corrected(preceding: Sequence[PrecedingInvoice], figures: Figures) -> str:
    """What a correction corrects: one document, or all that it lowers together."""
    if len(preceding) > 1:
        named = [
            pgettext("document", "{number} of {day}").format(number=plain(one.number), day=figures.day(one.issued_on))
            if one.issued_on
            else plain(one.number)
            for one in preceding
        ]
        return pgettext("document", "Corrects the invoices {numbers}").format(numbers=", ".join(named))
    [only] = preceding
    if not only.issued_on:
        return pgettext("document", "Corrects invoice {number}").format(number=plain(only.number))
    return pgettext("document", "Corrects invoice {number} of {day}").format(
        number=plain(only.number), day=figures.day(only.issued_on)
    )


def numbered(number: str | None, country: str) -> str:
    """The number beside the title; Bulgarian documents say № before their ten digits."""
    shown = plain(number)
    return f"№{NO_BREAK_SPACE}{shown}" if shown and country == "BG" else shown


def title_word(kind: str) -> str:
    """The document's title in the language in force."""
    return {
        "invoice": pgettext("document", "Invoice"),
        "credit_note": pgettext("document", "Credit note"),
        "corrective": pgettext("document", "Corrective invoice"),
        "simplified": pgettext("document", "Simplified invoice"),
        "proforma": pgettext("document", "Proforma invoice"),
        "advance": pgettext("document", "Advance invoice"),
    }[kind]


def figures_part(
    invoice: Invoice, figures: Figures, *, look: Appearance, circumstances: Circumstances, sign: int
) -> Page:
    """Lines, VAT, sums and the amount; a correction that shows both states shows what changed instead."""
    before, after = circumstances.before, circumstances.after
    if before and after:
        tables = [lines.correction_table(before, after, figures=figures)]
        vat = sums.correction_vat_table(before, after, figures=figures)
    else:
        tables = [lines.table(invoice, figures, appearance=look, sign=sign, surcharges=circumstances.surcharges)]
        vat = sums.vat_table(invoice, figures, circumstances=circumstances, sign=sign)
    return {
        "tables": [*tables, *attached.tables(circumstances.attachment)],
        "vat": vat if vat["rows"] else None,
        "totals": sums.totals(invoice, figures, circumstances=circumstances, sign=sign),
        "due": sums.due(invoice, figures, circumstances=circumstances),
        "side_notes": side_notes(invoice, figures, circumstances=circumstances),
    }


def side_notes(invoice: Invoice, figures: Figures, *, circumstances: Circumstances) -> list[str]:
    """Small, beside the sums: what a credit note does to the first document, the terms of payment."""
    said = []
    if invoice.is_credit_note:
        said.append(pgettext("document", "Nothing is to be paid for this document."))
        if circumstances.still_open is not None:
            said.append(
                pgettext("document", "The invoice it corrects still owes {amount} {currency}.").format(
                    amount=figures.amount(circumstances.still_open), currency=figures.currency
                )
            )
    if invoice.payment_terms:
        said.append(prose(invoice.payment_terms))
    return said


def closing_words(invoice: Invoice, look: Appearance) -> list[str]:
    """The document's own notes, then the company's words."""
    texts = [*(note.text for note in invoice.notes), look.notes, look.outro, look.thanks]
    return [part for text in texts for part in paragraphs(text)]


def placed(code: Code) -> dict[str, object]:
    """An authority's code as the page carries it."""
    return {
        "svg": svg(authority_code(code.content)),
        "alt": code.alt,
        "size": code.size,
        "title": code.title,
        "phrase": code.phrase,
        "caption": code.phrase,
        "facts": [list(pair) for pair in code.facts],
    }
