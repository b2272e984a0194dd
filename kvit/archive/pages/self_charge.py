"""The page of a document by which we charge VAT ourselves, in the words of the law that wants it (ЗДДС чл. 117)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils import translation
from django.utils.translation import pgettext

from kvit.archive.appearance import Appearance
from kvit.archive.pages import letterhead
from kvit.archive.pages.figures import Figures, places_of
from kvit.archive.pages.identifiers import names_of
from kvit.archive.pages.text import breakable, plain, prose
from kvit.archive.pages.units import unit_word
from kvit.archive.typesetting import Page
from kvit.core.countries.self_charge import SelfChargeLaw
from kvit.core.einvoice.model import Address, Invoice, Party

ZERO = Decimal(0)


@dataclass(frozen=True, kw_only=True)
class Item:
    """What the bill is for: quantity, unit and net as it says them; a net below zero takes back."""

    name: str
    quantity: Decimal
    unit: str
    net: Decimal


@dataclass(frozen=True, kw_only=True)
class Row:
    """The VAT of one treatment: rate in percent, base and VAT in the currency of the books."""

    treatment: str
    rate: Decimal
    base: Decimal
    vat: Decimal


@dataclass(frozen=True, kw_only=True)
class Told:
    """All that the page says. `corrects` is number and day of the first document; `exchange` the rate and its day."""

    number: str
    issued_on: date
    tax_point_on: date
    issuer: Mapping[str, str]
    supplier: Mapping[str, str]
    bill: tuple[str, date]
    is_credit_note: bool
    bill_currency: str
    currency: str
    items: Sequence[Item]
    rows: Sequence[Row]
    drawn_up_by: str = ""
    corrects: tuple[str, date] | None = None
    exchange: tuple[Decimal, date, str] | None = None
    specimen: bool = False


def page(told: Told, *, law: SelfChargeLaw, language: str, look: Appearance) -> Page:
    """The page for `typesetting.pdf`, in the country's own language: it stays in the books of who makes it."""
    figures, words = Figures(language, told.currency), law.words
    issuer = Invoice(seller=_party(told.issuer), buyer=_party(told.issuer))
    with translation.override(language):
        return {
            "lang": language,
            "issued": [told.issued_on.year, told.issued_on.month, told.issued_on.day],
            "style": {
                "accent": look.accent,
                "logo": letterhead.placed_logo(look.logo),
                "window": look.window,
                "fold_marks": False,
            },
            "labels": {"page": pgettext("document", "Page {n} of {m}")},
            "seller": {
                "name": plain(told.issuer.get("name", "")),
                "lines": letterhead.address_lines(issuer.seller.address, language=None, with_country=False),
                "ids": [[label, plain(value)] for label, value in _numbers(told.issuer) if value],
            },
            "return_lines": [],
            "to": None,
            "footer": letterhead.footer(issuer, look),
            "specimen": pgettext("document", "SPECIMEN: a test document without fiscal value")
            if told.specimen
            else None,
            "title": law.document,
            "number": f"№\N{NO-BREAK SPACE}{plain(told.number)}",
            "subtitle": prose(
                f"{words['supplier']}: {told.supplier.get('name', '')}. "
                f"{words['credit_note' if told.is_credit_note else 'bill']} {told.bill[0]} {words['of']} "
                f"{figures.day(told.bill[1])}."
            ),
            "facts": _facts(told, words=words, figures=figures),
            "tables": [_table(told, words=words, figures=figures)],
            **_sums(told, words=words, figures=figures),
            "mentions": _grounds(told, law=law, figures=figures, language=language),
            "signatures": [[words["issuer"], plain(told.drawn_up_by), ""]] if told.drawn_up_by else None,
        }


def _party(facts: Mapping[str, str]) -> Party:
    street = " ".join(part for part in (facts.get("street", ""), facts.get("building", "")) if part)
    address = Address(
        line_1=street,
        post_code=facts.get("post_code", ""),
        city=facts.get("town", ""),
        subdivision=facts.get("region", ""),
        country=facts.get("country", ""),
    )
    return Party(name=facts.get("name", ""), vat_id=facts.get("vat_id", ""), address=address)


def _numbers(issuer: Mapping[str, str]) -> list[tuple[str, str]]:
    """The VAT number, which чл. 117, ал. 2, т. 2 ЗДДС asks for, and that of the register."""
    names = names_of(issuer.get("country"))
    return [(names.vat, issuer.get("vat_id", "")), (names.registration, issuer.get("register_id", ""))]


def _facts(told: Told, *, words: Mapping[str, str], figures: Figures) -> list[list[str]]:
    found = [
        (words["number"], told.number),
        (words["issued_on"], figures.day(told.issued_on)),
        (words["tax_point_on"], figures.day(told.tax_point_on)),
        (words["supplier_number"], told.supplier.get("vat_id") or told.supplier.get("tax_id") or ""),
        (words["credit_note" if told.is_credit_note else "bill"], told.bill[0]),
    ]
    return [[label, breakable(plain(value), letterhead.LONGEST_FACT)] for label, value in found if value]


def _table(told: Told, *, words: Mapping[str, str], figures: Figures) -> dict[str, object]:
    """Quantity and kind of what was bought (чл. 117, ал. 2, т. 3); the bill's own number where it has no lines."""
    in_bill = Figures(figures.language, told.bill_currency)
    places = places_of((one.quantity for one in told.items), least=0)
    rows: list[dict[str, object]] = [
        {
            "no": str(position),
            "item": prose(one.name),
            "qty": figures.number(one.quantity, places),
            "unit": breakable(plain(unit_word(one.unit)), 7),
            "net": in_bill.amount(one.net),
        }
        for position, one in enumerate(told.items, start=1)
    ]
    columns = [
        {"key": "no", "label": "№", "width": 8.0, "align": "left"},
        {"key": "item", "label": words["item"], "width": None, "align": "left"},
        {"key": "qty", "label": words["quantity"], "width": 22.0, "align": "right"},
        {"key": "unit", "label": words["unit"], "width": 16.0, "align": "left"},
        {"key": "net", "label": f"{words['net']}, {told.bill_currency}", "width": 30.0, "align": "right"},
    ]
    return {"columns": columns, "rows": rows or [{"no": "1", "item": f"{words['whole']} {plain(told.bill[0])}"}]}


def _sums(told: Told, *, words: Mapping[str, str], figures: Figures) -> Page:
    """Base, rate and VAT; on a correction the words say that they are lowered (чл. 117, ал. 4, т. 3 и 4)."""
    base = words["base_lower" if told.corrects else "base"]
    vat = words["vat_lower" if told.corrects else "vat"]
    rows = [[figures.percent(one.rate), figures.amount(one.base), figures.amount(one.vat)] for one in told.rows]
    notes = []
    if told.exchange is not None:
        rate, on, source = told.exchange
        shown = f"1 {told.bill_currency} = {figures.number(rate, 4)} {told.currency}"
        notes.append(prose(f"{words['exchange']}: {shown} ({source}, {figures.day(on)})."))
    return {
        "vat": {"head": [words["rate"], base, vat], "rows": rows},
        "side_notes": notes,
        "totals": [[f"{base}, {told.currency}", figures.amount(sum((one.base for one in told.rows), ZERO))]],
        "due": {
            "label": f"{vat}, {told.currency}",
            "amount": figures.amount(sum((one.vat for one in told.rows), ZERO)),
        },
    }


def _grounds(told: Told, *, law: SelfChargeLaw, figures: Figures, language: str) -> list[dict[str, object]]:
    """On what ground the VAT is charged (т. 7), and what a new document corrects, and why (ал. 4, т. 1 и 2)."""
    said = [(law.words["ground"], law.grounds[one.treatment]) for one in told.rows]
    if told.corrects is not None:
        number, on = told.corrects
        first = f"{law.words['corrects']} {plain(number)} {law.words['of']} {figures.day(on)}"
        said.append((first, law.words["why"]))
    return [{"texts": [{"words": prose(words), "lang": language}], "law": prose(why)} for words, why in said]
