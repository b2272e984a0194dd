"""The table of lines: what was sold, and for a correction what stood before and stands after."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import pgettext

from kvit.archive.appearance import Appearance, Column, width_of
from kvit.archive.pages.figures import Figures, places_of
from kvit.archive.pages.text import breakable, plain, prose
from kvit.archive.pages.units import unit_word
from kvit.core.einvoice.model import Adjustment, Invoice, Line
from kvit.core.tax import Surcharge

Row = dict[str, object]
ZERO = Decimal(0)
ONE_PAGE = 8
"""Up to so many lines the table cannot reach a second page, and needs no sums carried over."""
DIGIT, MARK = 1.82, 1.0
"""Millimetres of a digit (572 thousandths of 9 pt) and of a dot, a comma or a space."""
RIGHT = frozenset({"qty", "price", "rate", "net"})


def table(
    invoice: Invoice, figures: Figures, *, appearance: Appearance, sign: int, surcharges: Sequence[Surcharge]
) -> Row:
    """The lines under the company's columns, with running sums where a second page is possible."""
    quantities = places_of((line.quantity for line in invoice.lines), least=0)
    prices = places_of((shown_price(line) for line in invoice.lines), least=2)
    rates = {surcharge.vat.rate + surcharge.rate: surcharge.vat.rate for surcharge in surcharges}
    rows, running = [], ZERO
    for at, line in enumerate(invoice.lines, start=1):
        running += sign * (line.net or ZERO)
        rows.append(
            {
                "no": str(at),
                "item": {"text": prose(line.item.name), "sub": under(line, figures, sign) or None},
                "code": breakable(plain(line.item.seller_id), 9),
                "qty": figures.number(sign * line.quantity if line.quantity is not None else None, quantities),
                "unit": breakable(plain(unit_word(line.unit)), 7),
                "price": price(line, figures, prices),
                "rate": rate_word(line, figures, rates),
                "net": figures.amount(sign * line.net if line.net is not None else None),
                "carry": figures.amount(running),
            }
        )
    columns = [column_head(column, figures.currency) for column in appearance.columns]
    out: Row = {"columns": widened(columns, rows), "rows": rows}
    if len(rows) > ONE_PAGE:
        out["carry"] = {
            "forward": pgettext("document", "Carried forward"),
            "brought": pgettext("document", "Brought forward"),
        }
    return out


def column_head(column: Column, currency: str) -> Row:
    """Label, width in millimetres and side; the description takes what is left."""
    label = plain(column.label) or column_label(column.key)
    return {
        "key": column.key,
        "label": f"{label}, {currency}" if column.key == "net" and currency else label,
        "width": None if column.key == "item" else width_of(column),
        "align": "right" if column.key in RIGHT else "left",
    }


def widened(columns: list[Row], rows: list[Row]) -> list[Row]:
    """The columns, those of figures as wide as their longest figure needs: none may run into the next."""
    out = []
    for column in columns:
        shown = [row.get(str(column["key"])) for row in rows] if column["key"] in RIGHT else []
        needed = max((width_in_print(str(each)) for each in shown if isinstance(each, str)), default=0.0)
        wide = column["width"]
        out.append({**column, "width": max(wide, needed)} if isinstance(wide, float) else column)
    return out


def width_in_print(figure: str) -> float:
    """Millimetres that a figure takes in 9 pt Noto Sans, with the space at both sides of its cell."""
    digits = sum(character.isdigit() for character in figure)
    return round(DIGIT * digits + MARK * (len(figure) - digits) + 3.0, 1)


def column_label(key: str) -> str:
    """The usual head of a column, in the language in force."""
    return {
        "no": pgettext("document", "No."),
        "item": pgettext("document", "Description"),
        "code": pgettext("document", "Code"),
        "qty": pgettext("document", "Quantity"),
        "unit": pgettext("document", "Unit"),
        "price": pgettext("document", "Unit price\nwithout VAT"),
        "rate": pgettext("document", "VAT"),
        "net": pgettext("document", "Amount\nwithout VAT"),
    }[key]


def shown_price(line: Line) -> Decimal | None:
    """The price before the item's own discount, as the discount is said under the description."""
    return line.price.gross if line.price.gross is not None and line.price.discount else line.price.net


def price(line: Line, figures: Figures, places: int) -> object:
    """The price, and beneath it for how many where that is not one."""
    text = figures.number(shown_price(line), places)
    count = line.price.base_quantity
    if count is None or count == 1:
        return text
    many = f"{figures.number(count, 0)} {unit_word(line.price.base_unit or line.unit)}"
    return {"text": text, "sub": pgettext("document", "for {quantity}").format(quantity=many)}


def rate_word(line: Line, figures: Figures, surcharged: dict[Decimal, Decimal]) -> str:
    """The rate, or a dash where no VAT is charged; a rate with surcharge in it is shown without."""
    if line.vat_category in ("E", "AE", "O") or line.vat_rate is None:
        return "–"
    return figures.percent(surcharged.get(line.vat_rate, line.vat_rate))


def under(line: Line, figures: Figures, sign: int) -> str:
    """Small, beneath the name: description, note, the period, and what was taken off or added."""
    said = [prose(line.item.description), prose(line.note)]
    if line.period and (line.period.start_on or line.period.end_on):
        said.append("–".join(figures.day(day) for day in (line.period.start_on, line.period.end_on) if day))
    if line.price.gross is not None and line.price.discount:
        off = figures.number(-line.price.discount, 2)
        said.append(pgettext("document", "Discount on the price {amount}").format(amount=off))
    said += [adjustment(each, figures, -sign, pgettext("document", "Discount")) for each in line.allowances]
    said += [adjustment(each, figures, sign, pgettext("document", "Charge")) for each in line.charges]
    return "\n".join(part for part in said if part)


def adjustment(each: Adjustment, figures: Figures, sign: int, word: str) -> str:
    """An allowance or a charge in words: why, the percentage, the amount with its sign."""
    parts = [prose(each.reason) or word]
    if each.percent is not None:
        parts.append(figures.percent(each.percent))
    parts.append(figures.amount(sign * (each.amount or ZERO)))
    return " ".join(parts)


def correction_table(before: Invoice, after: Invoice, *, figures: Figures) -> Row:
    """Every line that changed, as it stood, as it stands, and the difference (ustawa o VAT art. 106j ust. 2 pkt 5)."""
    keys = list(dict.fromkeys([line.id for line in before.lines] + [line.id for line in after.lines]))
    old, new = ({line.id: line for line in state.lines} for state in (before, after))
    changed = [key for key in keys if old.get(key) != new.get(key)]
    every = [*before.lines, *after.lines]
    places = (
        places_of((each.quantity for each in every), least=0),
        places_of((each.price.net for each in every), least=2),
    )
    rows: list[Row] = []
    for at, key in enumerate(changed, start=1):
        rows += changed_rows(str(at), old.get(key), new=new.get(key), figures=figures, places=places)
    heads = [Column("no"), Column("item"), *(Column(key) for key in ("qty", "unit", "price", "rate", "net"))]
    return {"columns": widened([column_head(head, figures.currency) for head in heads], rows), "rows": rows}


def changed_rows(
    no: str, old: Line | None, *, new: Line | None, figures: Figures, places: tuple[int, int]
) -> list[Row]:
    """One line in three rows under its name."""
    line = new or old or Line()
    zero = Line(quantity=ZERO, net=ZERO)
    was, now = old or zero, new or zero
    unit, rate = unit_word(line.unit), rate_word(line, figures, {})

    def row(head: str, quantity: Decimal | None, *, cost: Decimal | None, net: Decimal | None, **more: object) -> Row:
        return {
            "item": head,
            "qty": figures.number(quantity, places[0]),
            "unit": unit,
            "price": figures.number(cost, places[1]),
            "rate": rate,
            "net": figures.amount(net),
            **more,
        }

    name = ", ".join(part for part in (prose(line.item.name), prose(line.item.description)) if part)
    return [
        {"group": name},
        row(pgettext("document", "Before"), was.quantity, cost=was.price.net, net=was.net, no=no),
        row(pgettext("document", "After"), now.quantity, cost=now.price.net, net=now.net),
        row(
            pgettext("document", "Difference"),
            (now.quantity or ZERO) - (was.quantity or ZERO),
            cost=None,
            net=(now.net or ZERO) - (was.net or ZERO),
            strong=True,
        ),
    ]
