"""The top of the first page: who writes, to whom, and the facts; and the foot of every page."""

import re
from collections.abc import Sequence

from babel import Locale
from django.utils.translation import pgettext

from kvit.archive.appearance import Appearance, Logo
from kvit.archive.pages.circumstances import CORRECTIONS, Circumstances
from kvit.archive.pages.figures import Figures
from kvit.archive.pages.identifiers import identifiers_of
from kvit.archive.pages.text import breakable, plain, prose
from kvit.core.einvoice.model import Address, Invoice, Party

Pair = list[str]
WINDOW_LINES = 6
"""Under the name; the window of an envelope shows seven lines (DIN 5008, form B)."""
SELLER_LINES = {"left": 11, "right": 9}
"""How many small lines fit above the facts, or above the return line when the window is at the right."""
FACT_LINES = 9
LONGEST_FACT = 16
"""Letters of one word that fit beside a label."""


def seller(invoice: Invoice, circumstances: Circumstances, *, window: str) -> dict[str, object]:
    """Name, address and numbers of the seller; telephone and mail are the first to go where the room ends."""
    party = invoice.seller
    lines = [prose(party.legal_form)] if party.legal_form else []
    lines += address_lines(party.address, language=None, with_country=country_of(invoice.buyer) != country_of(party))
    numbers = [[name, plain(number)] for name, number in identifiers_of(party)]
    numbers += [[plain(name), plain(value)] for name, value in circumstances.registrations]
    if party.contact:
        numbers += [[pgettext("document", "Phone"), plain(party.contact.telephone)]]
        numbers += [[pgettext("document", "E-mail"), plain(party.contact.email)]]
    numbers = [pair for pair in numbers if pair[1]]
    return {"name": plain(party.name), "lines": lines, "ids": numbers[: SELLER_LINES[window] - 1 - len(lines)]}


def addressee(invoice: Invoice, *, language: str) -> dict[str, object]:
    """The buyer as the window of an envelope shows it."""
    party = invoice.buyer
    lines = address_lines(party.address, language=language, with_country=True)
    if party.trading_name and party.trading_name != party.name:
        lines.insert(0, prose(party.trading_name))
    return {"name": prose(party.name), "lines": lines[:WINDOW_LINES]}


def country_of(party: Party) -> str | None:
    return party.address.country if party.address else None


def address_lines(address: Address | None, *, language: str | None, with_country: bool) -> list[str]:
    """Street, place and country, each on its line. Without a language the country is named in its own."""
    if address is None:
        return []
    lines = [address.line_1, address.line_2, address.line_3, " ".join(filter(None, (address.post_code, address.city)))]
    if address.subdivision and not re.fullmatch(r"[A-Z]{2}-\w+", address.subdivision):
        lines[3] = ", ".join(filter(None, (lines[3], address.subdivision)))
    if with_country and address.country:
        lines.append(country_name(address.country, language))
    return [prose(line) for line in lines if line]


OWN_LANGUAGE = {"RO": "ro", "BG": "bg", "ES": "es", "PL": "pl"}


def country_name(code: str, language: str | None) -> str:
    """The country in that language, or in its own."""
    locale = Locale.parse(language or OWN_LANGUAGE.get(code, "en"))
    return str(locale.territories.get(code, code))


def return_lines(invoice: Invoice) -> list[str]:
    """The sender in one line over the address, in three lengths: the first that fits is taken."""
    party = invoice.seller
    name, address = plain(party.name), party.address or Address()
    place = plain(" ".join(filter(None, (address.post_code, address.city))))
    street = plain(address.line_1)
    country = country_name(address.country, None) if address.country else ""
    short = street.split(",")[0]
    forms = [(name, street, plain(address.line_2), place, country), (name, short, place), (name, place)]
    return [", ".join(part for part in form if part) for form in forms] if name else []


def facts(invoice: Invoice, figures: Figures, *, circumstances: Circumstances) -> list[Pair]:
    """Number, days, the buyer's numbers and the references, label and value; the last ones go where the room ends."""
    found: list[tuple[str, str | None]] = [(pgettext("document", "Number"), invoice.number)]
    found += days(invoice, figures, circumstances)
    for name, number in identifiers_of(invoice.buyer):
        found.append((pgettext("document", "Customer's {name}").format(name=name), number))
    only = invoice.preceding_invoices if len(invoice.preceding_invoices) == 1 else ()  # several stand under the title
    takes_back = circumstances.kind not in CORRECTIONS
    named = pgettext("document", "Advance invoice") if takes_back else pgettext("document", "Corrects invoice")
    found += [(named, first.number) for first in only]
    found += [
        *((pgettext("document", "Customer number"), one.value) for one in invoice.buyer.identifiers),
        (pgettext("document", "Your order"), invoice.order_ref),
        (pgettext("document", "Contract"), invoice.contract_ref),
        (pgettext("document", "Delivery note"), invoice.despatch_ref),
        (pgettext("document", "Your reference"), invoice.buyer_reference),
        (pgettext("document", "Project"), invoice.project_ref),
    ]
    return [[label, breakable(plain(value), LONGEST_FACT)] for label, value in found if value][:FACT_LINES]


def days(invoice: Invoice, figures: Figures, circumstances: Circumstances) -> list[tuple[str, str | None]]:
    """The days of the document, each said once."""
    found: list[tuple[str, str | None]] = []
    if invoice.issued_on:
        found.append((pgettext("document", "Issue date"), figures.day(invoice.issued_on)))
    supplied = (invoice.delivery.delivered_on if invoice.delivery else None) or invoice.tax_point_on
    if supplied:
        found.append((pgettext("document", "Date of supply"), figures.day(supplied)))
    period = invoice.period
    if period and (period.start_on or period.end_on):
        ends = [figures.day(day) for day in (period.start_on, period.end_on) if day]
        found.append((pgettext("document", "Period"), "–".join(ends)))
    if circumstances.valid_until:
        found.append((pgettext("document", "Valid until"), figures.day(circumstances.valid_until)))
    if invoice.due_on and not invoice.is_credit_note:
        found.append((pgettext("document", "Due date"), figures.day(invoice.due_on)))
    return found


def footer(invoice: Invoice, appearance: Appearance) -> str:
    """The company's own words, or its name and first number."""
    if appearance.footer:
        return prose(appearance.footer)
    numbers = [" ".join(pair) for pair in identifiers_of(invoice.seller)[:1]]
    return plain(" · ".join([invoice.seller.name or "", *numbers]))


def placed_logo(logo: Logo | None) -> dict[str, object] | None:
    """The logo as the page carries it: a drawing as text, a picture as byte values."""
    if logo is None:
        return None
    content: str | Sequence[int] = logo.content.decode() if logo.format == "svg" else list(logo.content)
    return {"format": logo.format, "bytes": content}
