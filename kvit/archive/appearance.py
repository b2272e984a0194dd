"""How a company's documents look: the few things that may change, each checked before it is kept."""

import re
from dataclasses import dataclass
from typing import Literal

from kvit.core.errors import Refused

PAPER = "#ffffff"
DARK_PAPER = "#14171a"
READABLE = 4.5
"""The contrast that WCAG 2.2 asks of text (success criterion 1.4.3)."""

COLUMNS = ("no", "item", "code", "qty", "unit", "price", "rate", "net")
WIDTHS = {"no": 8.0, "code": 20.0, "qty": 17.0, "unit": 13.0, "price": 22.0, "rate": 12.0, "net": 25.0}
"""Millimetres; the description takes what the others leave of 165."""
NEEDED = ("item", "qty", "unit", "price", "rate", "net")
"""What the law wants of every line: description, quantity and unit, price, rate (Directive 2006/112/EC art. 226)."""
TEXT_WIDTH = 165.0
LEAST_DESCRIPTION = 45.0


@dataclass(frozen=True, slots=True)
class Logo:
    """A logo that may be placed on a page: a harmless SVG or a PNG of at most 77.5 by 14 mm at 300 dpi."""

    format: Literal["svg", "png"]
    content: bytes


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the lines' table; without a label or a width it has the usual one."""

    key: str
    label: str = ""
    width: float | None = None


DEFAULT_COLUMNS = tuple(Column(key) for key in COLUMNS if key != "code")


@dataclass(frozen=True, kw_only=True)
class Appearance:
    """What a company may set; texts are in the document's language. Refuses what cannot be read or does not fit."""

    accent: str = "#14506b"
    logo: Logo | None = None
    window: Literal["left", "right"] = "left"
    fold_marks: bool = True
    columns: tuple[Column, ...] = DEFAULT_COLUMNS
    intro: str = ""
    outro: str = ""
    notes: str = ""
    thanks: str = ""
    footer: str = ""

    def __post_init__(self) -> None:
        check_accent(self.accent)
        check_columns(self.columns)


def check_accent(colour: str) -> None:
    """Refuse a colour that is none (`appearance.no_colour`) or too light on white (`appearance.accent_too_light`)."""
    found = contrast(colour, PAPER)
    if found < READABLE:
        raise Refused("appearance.accent_too_light", colour=colour, contrast=f"{found:.1f}", needed=str(READABLE))


def check_columns(columns: tuple[Column, ...]) -> None:
    """Refuse unknown, double or missing columns, and widths that leave the description less than 45 mm."""
    keys = [column.key for column in columns]
    if unknown := [key for key in keys if key not in COLUMNS]:
        raise Refused("appearance.unknown_column", column=unknown[0], known=list(COLUMNS))
    if missing := [key for key in NEEDED if keys.count(key) != 1]:
        raise Refused("appearance.column_needed_once", column=missing[0])
    if len(set(keys)) != len(keys):
        raise Refused("appearance.column_needed_once", column=next(key for key in keys if keys.count(key) > 1))
    left = TEXT_WIDTH - sum(width_of(column) for column in columns if column.key != "item")
    if left < LEAST_DESCRIPTION or any(width_of(column) <= 0 for column in columns if column.key != "item"):
        raise Refused("appearance.description_too_narrow", left=f"{left:.0f}", needed=f"{LEAST_DESCRIPTION:.0f}")


def width_of(column: Column) -> float:
    """The column's width in millimetres."""
    return WIDTHS[column.key] if column.width is None else column.width


def contrast(one: str, other: str) -> float:
    """The contrast of two colours written #rrggbb, 1 to 21 (WCAG 2.2, relative luminance)."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """Relative luminance, 0 to 1 (WCAG 2.2)."""
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def channels(colour: str) -> list[float]:
    """Red, green and blue, 0 to 1. Refuses `appearance.no_colour`."""
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
        raise Refused("appearance.no_colour", colour=colour[:30])
    return [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]


def on_dark(accent: str) -> str:
    """The accent mixed with white until it can be read on the dark ground of a mail."""
    parts = channels(accent)
    for step in range(21):
        mixed = "#" + "".join(f"{round(255 * (part + (1 - part) * step / 20)):02x}" for part in parts)
        if contrast(mixed, DARK_PAPER) >= READABLE + 2:
            return mixed
    raise AssertionError("white can be read on the dark ground")
