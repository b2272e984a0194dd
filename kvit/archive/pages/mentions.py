"""The law's words on a document: in the seller's language and in the buyer's, side by side."""

from collections.abc import Mapping

from kvit.archive.pages.circumstances import Circumstances
from kvit.archive.pages.letterhead import country_of
from kvit.archive.pages.text import prose
from kvit.core.countries.profile import CountryProfile
from kvit.core.einvoice.model import Invoice, VatBreakdown

Words = dict[str, object]
SELF_BILLED = frozenset({"389", "261"})
"""UNTDID 1001: self-billed invoice and credit note."""
UNTAXED = frozenset({"E", "AE", "K", "G", "O"})


def holding(invoice: Invoice, circumstances: Circumstances) -> frozenset[str]:
    """The predicates that hold: those told, and those that the invoice itself shows."""
    found = set(circumstances.predicates)
    if any(row.category == "AE" for row in invoice.vat_breakdown):
        found.add("reverse_charge")
    if invoice.type_code in SELF_BILLED:
        found.add("self_billing")
    return frozenset(found)


def mentions(invoice: Invoice, profile: CountryProfile, *, language: str, circumstances: Circumstances) -> list[Words]:
    """First what the country's law wants said, then why a category carries no VAT; nothing twice."""
    if invoice.issued_on is None:
        return []
    native = profile.languages[0]
    abroad = country_of(invoice.buyer) not in (None, profile.country)
    untaxed = [row for row in invoice.vat_breakdown if row.category in UNTAXED]
    reasons = {row.category: reason(profile, row, abroad=abroad) for row in untaxed}
    found: list[Words] = []
    predicates = holding(invoice, circumstances)
    for mention in profile.mentions_for(predicates, on=invoice.issued_on):
        law = mention.law
        if mention.predicate == "reverse_charge" and "AE" in reasons:
            law = "; ".join(part for part in (law, reasons.pop("AE")[1]) if part)
        found.append(beside(mention.texts, native=native, language=language, law=law))
    for texts, law in reasons.values():
        if texts:
            found.append(beside(texts, native=native, language=language, law=law))
    return found


def reason(profile: CountryProfile, row: VatBreakdown, *, abroad: bool) -> tuple[Mapping[str, str], str]:
    """The law's standard reason in all languages, or the document's own words where they are others; and the law."""
    own = row.exemption_reason
    standards = [known for known in profile.reasons if known.category == row.category]
    for standard in sorted(standards, key=lambda known: known.abroad != abroad):
        if not own or own in standard.texts.values():
            return standard.texts, standard.law
    return ({profile.languages[0]: own}, "") if own else ({}, "")


def beside(texts: Mapping[str, str], *, native: str, language: str, law: str) -> Words:
    """The words in the seller's language, the law under them, and in the buyer's where it is another."""
    first = texts.get(native) or next(iter(texts.values()))
    shown = [said(native, first, law=law)]
    second = texts.get(language)
    if second and second != first:
        shown.append(said(language, second, law=""))
    return {"texts": shown}


def said(language: str, words: str, *, law: str) -> dict[str, object]:
    shown = prose(words)
    cited = prose(law) if law and law not in words else ""
    return {"lang": language, "words": shown[:1].upper() + shown[1:], "law": cited or None}
