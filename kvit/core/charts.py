"""Charts drawn as SVG text: figures and words in, geometry out; the page decides the colours through classes.

Every chart is drawn at the width of its place (`broad`) and once more for a phone (`SLIM`), so that its text keeps
its size. Nothing here formats: amounts come both as `Decimal`, for the length, and as the text to print.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from xml.sax.saxutils import escape, quoteattr

SLIM = 328
"""The width of the drawing for a phone of 360 pixels, in units of its own view box."""

LETTER = Decimal("6.9")
"""How wide a letter or figure of 12 pixels in bold is at most, on average over a label."""

BAR_HEIGHT = 15
ROW_HEIGHT = 30
GAP = Decimal(12)
LEAST_BAR = Decimal(2)


@dataclass(frozen=True, slots=True)
class Bar:
    """One age: its name, how much is open in it, that amount as printed, how many documents, late or not yet due."""

    label: str
    amount: Decimal
    shown: str
    count: int
    late: bool


@dataclass(frozen=True, slots=True)
class Point:
    """One period of a line: its short name and its figure, None where there was nothing to measure."""

    label: str
    value: Decimal | None


class Drawing(str):
    """Finished SVG: every word in it is escaped, so a page may write it as it stands."""

    def __html__(self) -> str:
        return self


def number(value: Decimal) -> str:
    """A coordinate: one decimal, and none where it is zero."""
    text = f"{value.quantize(Decimal('0.1')):f}"
    return text[:-2] if text.endswith(".0") else text


def _text(words: str, at: tuple[Decimal, Decimal], *, anchor: str = "start", strong: bool = False) -> str:
    kind = ' class="strong"' if strong else ""
    end = f' text-anchor="{anchor}"' if anchor != "start" else ""
    return f'<text{kind} x="{number(at[0])}" y="{number(at[1])}"{end}>{escape(words)}</text>'


def _framed(drawn: list[str], *, key: str, title: str, width: int, height: Decimal) -> Drawing:
    kind = "slim" if width <= SLIM else "broad"
    name = quoteattr(f"{key}-{kind}")
    head = f'<svg class="{kind}" viewBox="0 0 {width} {number(height)}" role="img" aria-labelledby={name}>'
    return Drawing("\n".join([head, f"<title id={name}>{escape(title)}</title>", *drawn, "</svg>"]))


def _wide(texts: Sequence[str]) -> Decimal:
    return LETTER * max((len(text) for text in texts), default=0)


def bar_length(amount: Decimal, *, largest: Decimal, room: Decimal) -> Decimal:
    """How long a bar is: in proportion to the largest, never invisible while there is something, never below zero."""
    if amount <= 0 or largest <= 0:
        return Decimal(0)
    return max(LEAST_BAR, amount * room / largest)


def ageing(bars: Sequence[Bar], *, key: str, title: str, width: int) -> Drawing:
    """Open amounts by age as lying bars: an outline while not due, filled once late; amount and count at the end.

    `key` makes the ids unique on a page; `title` says the figures to who cannot see the drawing; `width` is that of
    the place in pixels, or `SLIM`.
    """
    count_x = Decimal(width)
    amount_x = count_x - max(Decimal(34), _wide([str(bar.count) for bar in bars]) + GAP)
    end_x = amount_x - max(Decimal(90), _wide([bar.shown for bar in bars]) + GAP)
    least = Decimal(98) if width <= SLIM else Decimal(120) if width <= 640 else Decimal(140)
    start_x = min(max(least, _wide([bar.label for bar in bars]) + GAP), end_x - 40)
    largest = max((bar.amount for bar in bars), default=Decimal(0))
    drawn = []
    for row, bar in enumerate(bars):
        top = Decimal(row * ROW_HEIGHT)
        base = top + 19
        length = bar_length(bar.amount, largest=largest, room=end_x - start_x)
        drawn.append(_text(bar.label, (Decimal(0), base), strong=bar.late and bool(length)))
        if length:
            kind = "bar-late" if bar.late else "bar-open"
            place = f'x="{number(start_x)}" y="{number(top + 7)}" width="{number(length)}"'
            drawn.append(f'<rect class="{kind}" {place} height="{BAR_HEIGHT}"/>')
        drawn.append(_text(bar.shown, (amount_x, base), anchor="end", strong=bool(length)))
        drawn.append(_text(str(bar.count), (count_x, base), anchor="end"))
    return _framed(drawn, key=key, title=title, width=width, height=Decimal(len(bars) * ROW_HEIGHT + 4))


def grid(low: Decimal, high: Decimal, steps: int = 4) -> list[Decimal]:
    """The values of the grid lines: round numbers (1, 2 or 5 times a power of ten) that hold low and high.

    At most `steps` spaces between them; a line of one value gets a space around it.
    """
    if low == high:
        low, high = (low - 1 if low else low), high + 1
    power = Decimal(1).scaleb(((high - low) / steps).adjusted())
    for factor in (1, 2, 5, 10, 20, 50):
        step = power * factor
        first = (low / step).to_integral_value(rounding=ROUND_FLOOR) * step
        last = (high / step).to_integral_value(rounding=ROUND_CEILING) * step
        if (last - first) / step <= steps:
            break
    spaces = int((last - first) / step)
    return [first + step * i for i in range(spaces + 1)]


def runs(points: Sequence[Point]) -> list[list[int]]:
    """The positions of the points that have a figure, cut where one is missing: a gap is never drawn over."""
    found: list[list[int]] = [[]]
    for i, point in enumerate(points):
        if point.value is None:
            found.append([])
        else:
            found[-1].append(i)
    return [run for run in found if run]


@dataclass(frozen=True, slots=True)
class Goal:
    """A figure to reach, and the words beside its line."""

    value: Decimal
    label: str


@dataclass(frozen=True, slots=True)
class Plot:
    """Where the values of a line stand on its drawing."""

    width: int
    periods: int
    lines: list[Decimal]

    @property
    def height(self) -> Decimal:
        return Decimal(190 if self.width <= SLIM else 200)

    @property
    def left(self) -> Decimal:
        return Decimal(30)

    @property
    def right(self) -> Decimal:
        return Decimal(self.width - 14)

    @property
    def bottom(self) -> Decimal:
        return self.height - 26

    def across(self, position: int) -> Decimal:
        """Where a period stands; a single one stands at the right, where the newest is."""
        if self.periods == 1:
            return self.right
        return self.left + (self.right - self.left) * position / (self.periods - 1)

    def down(self, value: Decimal) -> Decimal:
        """Where a value stands; more is higher."""
        top = Decimal(14)
        return self.bottom - (value - self.lines[0]) * (self.bottom - top) / (self.lines[-1] - self.lines[0])


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _grid_lines(plot: Plot, goal: Goal | None) -> list[str]:
    drawn = []
    for i, value in enumerate(plot.lines):
        y = plot.down(value)
        kind = "grid" if i else "axis"
        drawn.append(f'<path class="{kind}" d="M{number(plot.left)} {number(y)}H{number(plot.right)}"/>')
        drawn.append(_text(_plain(value), (plot.left - 8, y + 4), anchor="end"))
    if goal is not None:
        y = plot.down(goal.value)
        drawn.append(f'<path class="goal" d="M{number(plot.left)} {number(y)}H{number(plot.right)}"/>')
        below = y + 15
        drawn.append(_text(goal.label, (plot.left + 4, below if below < plot.bottom else y - 6)))
    return drawn


def _line(plot: Plot, points: Sequence[Point]) -> list[str]:
    drawn = []
    for run in runs(points):
        spots = [(plot.across(i), plot.down(points[i].value or Decimal(0))) for i in run]
        if len(spots) > 1:
            drawn.append(f'<polyline class="line" points="{" ".join(f"{number(x)},{number(y)}" for x, y in spots)}"/>')
        drawn.extend(f'<circle class="dot" cx="{number(x)}" cy="{number(y)}" r="2.5"/>' for x, y in spots)
    known = [(i, point.value) for i, point in enumerate(points) if point.value is not None]
    newest, value = known[-1]
    y = plot.down(value)
    # A line that falls to its end has room below it, any other above.
    falls = len(known) > 1 and known[-2][1] > value and y + 16 < plot.bottom
    drawn.append(_text(_plain(value), (plot.across(newest), y + 16 if falls else y - 9), anchor="end", strong=True))
    return drawn


def _period_names(plot: Plot, points: Sequence[Point]) -> list[str]:
    last = len(points) - 1
    each = 3 if plot.width <= SLIM else 1
    return [
        _text(point.label, (plot.across(i), plot.height - 8), anchor="end" if i == last else "middle")
        for i, point in enumerate(points)
        if (last - i) % each == 0
    ]


def days_line(points: Sequence[Point], *, key: str, title: str, width: int, goal: Goal | None = None) -> Drawing:
    """Days by period as a line with dots, the newest written out, and the goal, if there is one, as a dashed line.

    Periods without a figure leave a gap; where nothing was measured the drawing is empty.
    """
    known = [point.value for point in points if point.value is not None]
    span = [*known, goal.value] if goal else known
    low, high = min(span, default=Decimal(0)), max(span, default=Decimal(1))
    # Some air under the lowest point, for its figure; never below zero, which no days are.
    plot = Plot(width, len(points), grid(max(Decimal(0), low - (high - low) / 5), high))
    drawn = [*_grid_lines(plot, goal), *_line(plot, points), *_period_names(plot, points)] if known else []
    return _framed(drawn, key=key, title=title, width=width, height=plot.height)
