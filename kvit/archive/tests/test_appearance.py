"""What a company may change about its documents, and what it may not."""

import math

import pytest

from kvit.archive.appearance import Appearance, Column, contrast, on_dark
from kvit.core.errors import Refused


def columns(*keys: str) -> tuple[Column, ...]:
    return tuple(Column(key) for key in keys)


NEEDED = ("item", "qty", "unit", "price", "rate", "net")


def test_contrast_is_that_of_wcag():
    assert contrast("#000000", "#ffffff") == 21
    assert math.isclose(contrast("#777777", "#ffffff"), 4.48, abs_tol=0.005)  # the known grey just under 4.5


@pytest.mark.parametrize(
    ("colour", "code"),
    [
        ("#777777", "appearance.accent_too_light"),
        ("#ffd500", "appearance.accent_too_light"),
        ("red", "appearance.no_colour"),
        ('#000000"; #panic()', "appearance.no_colour"),
    ],
)
def test_an_accent_that_cannot_be_read_is_refused(colour, code):
    with pytest.raises(Refused) as refused:
        Appearance(accent=colour)
    assert refused.value.code == code


@pytest.mark.parametrize("accent", ["#0b5a4a", "#7a3b12", "#1f4b8f", "#000000", "#14506b"])
def test_every_accent_has_a_sister_for_the_dark(accent):
    assert contrast(on_dark(accent), "#14171a") >= 4.5


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (columns(*NEEDED, "colour"), "appearance.unknown_column"),
        (columns("item", "qty", "unit", "price", "net"), "appearance.column_needed_once"),
        (columns(*NEEDED, "qty"), "appearance.column_needed_once"),
        ((*columns(*NEEDED[:-1]), Column("net", width=60.0)), "appearance.description_too_narrow"),
        ((*columns(*NEEDED[:-1]), Column("net", width=-5.0)), "appearance.description_too_narrow"),
    ],
)
def test_columns_that_the_law_or_the_paper_cannot_bear_are_refused(given, code):
    with pytest.raises(Refused) as refused:
        Appearance(columns=given)
    assert refused.value.code == code
