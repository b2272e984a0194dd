"""Six layouts of bills, set by Typst: two blocks, letter, boxes, labels above their values, dense, free text."""

import random
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import lru_cache

import fontpkg_noto_sans
import typst

from bench.bill_words import WORDS
from bench.made_bills import STREETS, MadeBill
from kvit.core.formatting import format_number

Said = Callable[[str], str]


def _text(written: str) -> str:
    """As a Typst string in markup, whatever the letters."""
    return '#"' + written.replace("\\", "\\\\").replace('"', '\\"') + '"'


class Style:
    """How one supplier writes: which words, which way of days and amounts; the same for all of its bills."""

    def __init__(self, country: str, seed: int) -> None:
        draw = random.Random(seed)
        self.country = country
        self.said = {field: draw.choice(choices) for field, choices in WORDS[country].items()}
        self.day_form = draw.choice(("%d.%m.%Y", "%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y"))
        self.spaced_iban = draw.random() < 0.6
        self.bare_vat = country in ("PL", "ES", "RO") and draw.random() < 0.5
        self.code_behind = draw.random() < 0.5
        self.sign = {
            "EUR": draw.choice(("EUR", "€")),
            "RON": draw.choice(("RON", "lei")),
            "PLN": draw.choice(("PLN", "zł")),
        }

    def word(self, field: str) -> str:
        return self.said[field]

    def day(self, day: date) -> str:
        return day.strftime(self.day_form)

    def amount(self, value: Decimal) -> str:
        return format_number(value, self.country.lower(), places=2)

    def money(self, bill: MadeBill, value: Decimal) -> str:
        return f"{self.amount(value)} {self.sign[bill.currency]}"

    def iban(self, iban: str) -> str:
        return " ".join(iban[at : at + 4] for at in range(0, len(iban), 4)) if self.spaced_iban else iban

    def vat_id(self, number: str) -> str:
        return number[2:] if self.bare_vat else number


def _party(style: Style, head: str, name: str, number: str) -> str:
    street, town = STREETS[style.country]
    rows = [f"*{_text(head)}*"] if head else []
    rows += [_text(name), _text(street), _text(town), _text(f"{style.word('vat_id')}: {style.vat_id(number)}")]
    return " \\\n".join(rows)


def _items(style: Style, bill: MadeBill, *, stroke: str = "0.5pt") -> str:
    heads = [style.word(each) for each in ("item", "quantity", "price")] + ["%", style.word("amount")]
    cells = [f"[*{_text(head)}*]" for head in heads]
    for line in bill.lines:
        row = [line.name, str(line.quantity), style.amount(line.price), f"{line.rate}%", style.amount(line.net)]
        cells += [f"[{_text(each)}]" for each in row]
    return (
        f"#table(columns: (1fr, auto, auto, auto, auto), align: (left, right, right, right, right), stroke: {stroke},\n"
        + ", ".join(cells)
        + ")\n"
    )


def _totals(style: Style, bill: MadeBill, *, by_rate: bool) -> str:
    rows = [(style.word("net"), style.money(bill, bill.net))]
    if by_rate:
        rows += [(f"{style.word('vat')} {rate}%", style.money(bill, vat)) for rate, _, vat in bill.by_rate()]
    else:
        rows += [(style.word("vat"), style.money(bill, bill.vat))]
    rows += [(style.word("gross"), style.money(bill, bill.gross))]
    cells = ", ".join(f"[{_text(name)}], [{_text(amount)}]" for name, amount in rows)
    return f"#align(right)[#table(columns: (auto, auto), align: (left, right), stroke: none, {cells})]\n"


def _fields(style: Style, bill: MadeBill) -> list[tuple[str, str]]:
    return [
        (style.word("number"), bill.number),
        (style.word("issued"), style.day(bill.issued_on)),
        (style.word("delivery"), style.day(bill.issued_on)),
        (style.word("due"), style.day(bill.due_on)),
    ]


def two_blocks(style: Style, bill: MadeBill) -> str:
    seller = _party(style, style.word("seller"), bill.supplier.name, bill.supplier.vat_id)
    buyer = _party(style, style.word("buyer"), bill.buyer, bill.buyer_vat_id)
    fields = " \\\n".join(_text(f"{name}: {value}") for name, value in _fields(style, bill))
    account = _text(f"{style.word('iban')}: {style.iban(bill.supplier.iban)}")
    return (
        f"#align(center)[= {_text(style.word('title'))}]\n#v(6pt)\n#grid(columns: (1fr, 1fr), [{seller}], [{buyer}])\n"
        f"#v(10pt)\n{fields}\n#v(10pt)\n{_items(style, bill)}\n"
        f"{_totals(style, bill, by_rate=True)}\n#v(1fr)\n{account}\n"
    )


def letter(style: Style, bill: MadeBill) -> str:
    street, town = STREETS[style.country]
    heads = ", ".join(f"[*{_text(name)}*]" for name, _ in _fields(style, bill))
    values = ", ".join(f"[{_text(value)}]" for _, value in _fields(style, bill))
    account = f"{style.word('iban')} {style.iban(bill.supplier.iban)}"
    foot = (
        f"#line(length: 100%, stroke: 0.4pt)\n#set text(8pt)\n#grid(columns: (1fr, 1fr, 1.6fr), "
        f"[{_text(bill.supplier.name)}\\ {_text(street)}\\ {_text(town)}], "
        f"[{_text(style.word('vat_id') + ' ' + style.vat_id(bill.supplier.vat_id))}], "
        f"[{_text(style.word('bank') + ': Unicredit')}\\ {_text(account)}])"
    )
    return (
        f"#text(18pt)[{_text(bill.supplier.name)}]\n#v(30pt)\n"
        f"{_text(bill.buyer)} \\\n{_text(street)} \\\n{_text(town)}\n"
        f"#v(25pt)\n#text(14pt)[*{_text(style.word('title'))}*]\n#v(6pt)\n"
        f"#table(columns: (1fr, 1fr, 1fr, 1fr), stroke: none, {heads}, {values})\n#v(8pt)\n"
        f"{_items(style, bill, stroke='none')}\n"
        f"{_totals(style, bill, by_rate=False)}\n#v(1fr)\n{foot}\n"
    )


def boxes(style: Style, bill: MadeBill) -> str:
    seller = _party(style, style.word("seller"), bill.supplier.name, bill.supplier.vat_id)
    buyer = _party(style, style.word("buyer"), bill.buyer, bill.buyer_vat_id)
    fields = ", ".join(f"[{_text(name)}], [{_text(value)}]" for name, value in _fields(style, bill))
    rates = [
        f"[{_text('%')}], [{_text(style.word('net'))}], [{_text(style.word('vat'))}], [{_text(style.word('gross'))}]"
    ]
    for rate, net, vat in bill.by_rate():
        row = (f"{rate}%", style.amount(net), style.amount(vat), style.amount(net + vat))
        rates.append(", ".join(f"[{_text(each)}]" for each in row))
    summed = ("Σ", style.amount(bill.net), style.amount(bill.vat), style.money(bill, bill.gross))
    rates.append(", ".join(f"[{_text(each)}]" for each in summed))
    account = _text(f"{style.word('iban')} {style.iban(bill.supplier.iban)}")
    return (
        f"#grid(columns: (1fr, 1fr), [= {_text(style.word('title'))}], [#table(columns: (auto, 1fr), {fields})])\n"
        f"#table(columns: (1fr, 1fr), [{seller}], [{buyer}])\n#v(6pt)\n{_items(style, bill)}\n"
        f"#align(right)[#table(columns: 4, align: right, {', '.join(rates)})]\n"
        f"#align(right)[*{_text(style.word('gross') + ': ' + style.money(bill, bill.gross))}*]\n{account}\n"
    )


def labels_above(style: Style, bill: MadeBill) -> str:
    """Small grey labels over their values, the sum in large letters; the supplier stands at the right."""
    street, town = STREETS[style.country]

    def above(name: str, value: str) -> str:
        return f"[#text(7.5pt, fill: gray)[{_text(name)}] \\ {_text(value)}]"

    fields = ", ".join(above(name, value) for name, value in _fields(style, bill))
    sums = ((style.word("net"), bill.net), (style.word("vat"), bill.vat), (style.word("gross"), bill.gross))
    totals = ", ".join(above(name, style.money(bill, value)) for name, value in sums)
    own = f"{_text(bill.supplier.name)} \\ {_text(street)} \\ {_text(town)}"
    account = above(style.word("iban"), style.iban(bill.supplier.iban))
    number = above(style.word("vat_id"), style.vat_id(bill.supplier.vat_id))
    buyer = above(style.word("buyer"), bill.buyer)
    return (
        f"#align(right)[{own}]\n#v(12pt)\n= {_text(style.word('title'))}\n#v(6pt)\n"
        f"#grid(columns: (1fr, 1fr, 1fr, 1fr), row-gutter: 10pt, {fields}, {buyer}, {number}, {account})\n#v(12pt)\n"
        f"{_items(style, bill, stroke='0.3pt + gray')}\n#v(8pt)\n#grid(columns: (1fr, 1fr, 1fr), {totals})\n"
    )


def dense(style: Style, bill: MadeBill) -> str:
    """As the programs of accountants print it: small letters, number and day in the title, sums in one row."""
    seller = _party(style, style.word("seller"), bill.supplier.name, bill.supplier.vat_id)
    buyer = _party(style, style.word("buyer"), bill.buyer, bill.buyer_vat_id)
    sign = {"RO": "nr.", "BG": "№", "ES": "nº", "PL": "nr"}[style.country]
    title = f"{style.word('title')} {sign} {bill.number}"
    of = {"RO": "din data", "BG": "от дата", "ES": "de fecha", "PL": "z dnia"}[style.country]
    total = {"RO": "TOTAL", "BG": "Общо", "ES": "Total", "PL": "Razem"}[style.country]
    heads = [style.word("item"), style.word("quantity"), style.word("price"), style.word("net"), style.word("vat")]
    cells = [f"[*{_text(head)}*]" for head in heads]
    for line in bill.lines:
        vat = (line.net * line.rate / 100).quantize(Decimal("0.01"))
        row = [line.name, str(line.quantity), style.amount(line.price), style.amount(line.net), style.amount(vat)]
        cells += [f"[{_text(each)}]" for each in row]
    cells += [f"[{_text(each)}]" for each in (total, "", "", style.amount(bill.net), style.amount(bill.vat))]
    pay = f"{style.word('gross')}: {style.money(bill, bill.gross)}"
    due = f"{style.word('due')} {style.day(bill.due_on)}   {style.word('order')} {bill.lines[0].quantity}4711"
    account = f"{style.word('bank')} Unicredit, {style.word('iban')}: {style.iban(bill.supplier.iban)}"
    return (
        f"#set text(8pt)\n#grid(columns: (1fr, 1fr), gutter: 8pt, [{seller} \\ {_text(account)}], [{buyer}])\n"
        f"#align(center)[#text(11pt)[*{_text(title)}* {_text(of)} {_text(style.day(bill.issued_on))}]]\n"
        f"#table(columns: (1fr, auto, auto, auto, auto), align: (left, right, right, right, right),"
        f"{', '.join(cells)})\n"
        f"#align(right)[*{_text(pay)}*]\n{_text(due)}\n"
    )


def free_text(style: Style, bill: MadeBill) -> str:
    """A letter of a small firm: its head in the middle, sums and account in a sentence."""
    street, town = STREETS[style.country]
    head = f"{bill.supplier.name} · {street} · {town} · {style.word('vat_id')} {style.vat_id(bill.supplier.vat_id)}"
    pay = style.word("pay").format(
        gross=style.amount(bill.gross),
        currency=style.sign[bill.currency],
        due=style.day(bill.due_on),
        iban=style.iban(bill.supplier.iban),
    )
    lines = " \\\n".join(
        _text(f"{line.quantity} × {line.name}, {style.amount(line.price)} = {style.amount(line.net)}")
        for line in bill.lines
    )
    sums = " \\\n".join(
        _text(f"{style.word(name)}: {style.money(bill, value)}")
        for name, value in (("net", bill.net), ("vat", bill.vat), ("gross", bill.gross))
    )
    return (
        f"#align(center)[{_text(head)}]\n#v(20pt)\n{_text(bill.buyer)} \\\n"
        f"{_text(street)} \\\n{_text(town)}\n#v(16pt)\n"
        f"#align(right)[{_text(town.split()[-1] + ', ' + style.day(bill.issued_on))}]\n"
        f"*{_text(style.word('title') + ' ' + bill.number)}*\n#v(10pt)\n{lines}\n\n{sums}\n\n{_text(pay)}\n"
    )


LAYOUTS: tuple[Callable[[Style, MadeBill], str], ...] = (two_blocks, letter, boxes, labels_above, dense, free_text)


def printed(bill: MadeBill, *, layout: int, style: Style) -> bytes:
    """The bill as a PDF."""
    head = '#set page(paper: "a4", margin: 2cm)\n#set text(font: "Noto Sans", size: 10pt)\n'
    return _set(head + LAYOUTS[layout](style, bill))


@lru_cache(maxsize=1)
def _fonts() -> list[str]:
    return [str(fontpkg_noto_sans.ROOT)]


def _set(source: str) -> bytes:
    made = typst.compile(source.encode(), font_paths=_fonts(), ignore_system_fonts=True)
    assert isinstance(made, bytes)
    return made
