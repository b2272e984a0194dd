"""What a chart must be true of: lengths in proportion, nothing over the edge, nothing invisible, words kept safe."""

import re
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kvit.core.charts import SLIM, Bar, Goal, Point, ageing, bar_length, days_line, grid, runs

# The story of the design pages: 24 open invoices make 177,024.32, of them nine late.
STORY = [
    Bar("Not due", Decimal("140610.32"), "140,610.32", 15, late=False),
    Bar("1–30 days late", Decimal("18264.00"), "18,264.00", 5, late=True),
    Bar("31–60", Decimal("10648.00"), "10,648.00", 2, late=True),
    Bar("61–90", Decimal("2420.00"), "2,420.00", 1, late=True),
    Bar("Over 90", Decimal("5082.00"), "5,082.00", 1, late=True),
]


def drawn(svg):
    return ElementTree.fromstring(svg)


def rects(svg):
    return [(rect.get("class"), Decimal(rect.get("x")), Decimal(rect.get("width"))) for rect in drawn(svg).iter("rect")]


def test_the_ageing_of_the_story_has_the_lengths_that_the_design_shows():
    svg = ageing(STORY, key="age", title="By age", width=960)

    # 696 units for 140,610.32, so 18,264.00 is 696 * 18264 / 140610.32 = 90.4, and so on down.
    assert rects(svg) == [
        ("bar-open", Decimal(140), Decimal(696)),
        ("bar-late", Decimal(140), Decimal("90.4")),
        ("bar-late", Decimal(140), Decimal("52.7")),
        ("bar-late", Decimal(140), Decimal("12")),
        ("bar-late", Decimal(140), Decimal("25.2")),
    ]
    assert drawn(svg).get("viewBox") == "0 0 960 154"


def test_on_a_phone_a_small_age_is_still_to_be_seen():
    widths = [width for _, _, width in rects(ageing(STORY, key="age", title="By age", width=SLIM))]

    assert widths[3] == Decimal(2), "2,420.00 of 140,610.32 would be 1.8 units: it is drawn as 2"
    assert len(widths) == 5


def test_an_age_with_nothing_in_it_has_no_bar_but_keeps_its_row():
    bars = [*STORY[:2], Bar("31–60", Decimal(0), "0.00", 0, late=True)]
    svg = ageing(bars, key="age", title="By age", width=600)

    assert len(rects(svg)) == 2
    assert [text.text for text in drawn(svg).iter("text")][-3:] == ["31–60", "0.00", "0"]


def test_only_what_is_late_is_filled():
    kinds = [kind for kind, _, _ in rects(ageing(STORY, key="age", title="By age", width=600))]
    assert kinds == ["bar-open", "bar-late", "bar-late", "bar-late", "bar-late"]


def test_words_from_outside_stay_words():
    bars = [Bar("<b>&", Decimal(1), '"1"', 1, late=False)]
    svg = ageing(bars, key='k"<', title="A & B <script>", width=SLIM)

    assert drawn(svg).find("title").text == "A & B <script>"
    assert "<script>" not in svg
    assert [text.text for text in drawn(svg).iter("text")][0] == "<b>&"


def test_the_title_names_the_drawing_for_who_cannot_see_it():
    root = drawn(ageing(STORY, key="age", title="Owed to you by age: …", width=960))
    assert root.get("role") == "img"
    assert root.find("title").get("id") == root.get("aria-labelledby") == "age-broad"


def test_no_colour_and_no_style_is_written_into_a_drawing():
    both = ageing(STORY, key="a", title="t", width=960) + days_line(
        [Point("Oct", Decimal(35)), Point("Nov", Decimal(34))],
        key="d",
        title="t",
        width=460,
        goal=Goal(Decimal(30), "target 30"),
    )
    assert not re.search(r"style=|fill=|stroke=|#[0-9a-f]{3}", both)


amounts = st.decimals(min_value=0, max_value=10**12, places=2)


@given(st.lists(amounts, min_size=1, max_size=6), st.sampled_from([SLIM, 460, 600, 960]))
def test_every_bar_stays_within_its_drawing_and_keeps_its_order(values, width):
    bars = [Bar(f"age {i}", value, f"{value:,.2f}", i, late=bool(i)) for i, value in enumerate(values)]
    svg = ageing(bars, key="age", title="t", width=width)
    amounts = [
        Decimal(text.get("x"))
        for text in drawn(svg).iter("text")
        if text.get("class") == "strong" and text.get("text-anchor")
    ]
    assert len(amounts) == len(rects(svg)), "what is nothing is written quietly"
    edge = min(amounts, default=Decimal(width))
    for _, x, length in rects(svg):
        assert x >= 0
        assert x + length <= edge, "a bar never runs into the amounts"
    largest = max(values)
    lengths = [bar_length(value, largest=largest, room=Decimal(100)) for value in values]
    for one, other in zip(values, values[1:], strict=False):
        if one > other:
            at = values.index(one)
            assert lengths[at] >= bar_length(other, largest=largest, room=Decimal(100))


@given(amounts, amounts)
def test_the_grid_holds_what_it_must_in_at_most_four_spaces(one, other):
    low, high = min(one, other), max(one, other)
    lines = grid(low, high)
    assert lines[0] <= low <= high <= lines[-1]
    assert 2 <= len(lines) <= 5
    steps = {later - earlier for earlier, later in zip(lines, lines[1:], strict=False)}
    assert len(steps) == 1, "all spaces are the same"
    assert int(str(steps.pop().normalize()).split("E")[0].replace(".", "").lstrip("0")) in (1, 2, 5)


def test_the_grid_of_days_stands_on_round_numbers():
    assert grid(Decimal(30), Decimal(41)) == [30, 35, 40, 45]
    assert grid(Decimal(34), Decimal(34)) == [33, Decimal("33.5"), 34, Decimal("34.5"), 35]
    assert grid(Decimal(0), Decimal(0))[0] == 0, "no days below zero"


DAYS = [41, 43, 40, 39, 42, 38, 37, 38, 36, 37, 35, 34]
MONTHS = ["Dec", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov"]


def line(values, width=460, goal=None):
    points = [
        Point(label, None if value is None else Decimal(value)) for label, value in zip(MONTHS, values, strict=False)
    ]
    return days_line(points, key="dso", title="t", width=width, goal=goal)


def test_fewer_days_is_lower_on_the_page_and_twelve_months_fill_the_width():
    dots = [
        (Decimal(c.get("cx")), Decimal(c.get("cy")))
        for c in drawn(line(DAYS, goal=Goal(Decimal(30), "target 30"))).iter("circle")
    ]
    assert len(dots) == 12
    assert dots[0][0] == 30
    assert dots[-1][0] == 446
    assert dots[1][1] == min(y for _, y in dots), "43 days in January is the highest point"
    assert dots[-1][1] == max(y for _, y in dots), "34 days in November is the lowest"


def test_a_month_without_a_figure_leaves_a_gap():
    svg = line([41, 40, None, 38, 37])
    assert len(list(drawn(svg).iter("polyline"))) == 2
    assert len(list(drawn(svg).iter("circle"))) == 4
    assert runs([Point("a", None), Point("b", Decimal(1)), Point("c", None)]) == [[1]]


def test_the_last_figure_is_written_out_and_the_phone_names_every_third_month():
    texts = [t.text for t in drawn(line(DAYS, width=SLIM)).iter("text")]
    assert texts[-4:] == ["Feb", "May", "Aug", "Nov"]
    assert "34" in texts


@pytest.mark.parametrize("values", [[], [None, None]])
def test_nothing_to_show_is_an_empty_drawing_not_a_fault(values):
    assert list(drawn(line(values)).iter("circle")) == []
