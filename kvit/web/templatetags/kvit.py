"""What templates load: figures, dates, states, icons, fields and charts, all written by the server."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django import template
from django.contrib.messages.storage.base import Message
from django.forms import BoundField, CheckboxInput, RadioSelect, Textarea
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kvit.core import charts, formatting
from kvit.core.errors import Finding
from kvit.core.languages import language_of
from kvit.core.money import Money
from kvit.web import icons, words
from kvit.web.fields import DayField, Typed, tongue
from kvit.web.forms import described_by
from kvit.web.states import State
from kvit.web.states import state as state_of

register = template.Library()


@register.simple_tag
def icon(name: str, tone: str = "") -> SafeString:
    """The drawing of that name."""
    return icons.icon(name, tone)


# ------------------------------------------------------------------------------------------------ figures


@register.simple_tag
def money(value: Money | None, *, signed: bool = False) -> SafeString:
    """A figure and its currency: the figure speaks, the currency whispers. `signed` shows the plus too."""
    if value is None:
        return SafeString()
    figure = formatting.format_amount(value, tongue())
    plus = "+" if signed and value.amount > 0 else ""
    return format_html('<span class="money">{}{}&nbsp;<span class="cur">{}</span></span>', plus, figure, value.currency)


@register.simple_tag
def amount(value: Money | None, home: str = "") -> SafeString:
    """A figure in a column whose head names the currency; one in another currency has it before the figure."""
    if value is None:
        return SafeString()
    if home and value.currency != home:
        return answer(value)
    return format_html('<span class="num">{}</span>', formatting.format_amount(value, tongue()))


@register.simple_tag
def answer(value: Money) -> SafeString:
    """The answer of a sum: the currency stands before it, so that its decimals are in line with the rows above."""
    figure = formatting.format_amount(value, tongue())
    return format_html('<span class="num"><span class="cur">{}</span> {}</span>', value.currency, figure)


@register.filter
def iban(value: str) -> str:
    """An account number in groups of four, as it is written on paper (ISO 13616-1)."""
    return words.iban(value)


@register.filter
def is_blank(cell: Mapping[str, Any]) -> bool:
    """Whether a cell of a plain list shows nothing, so that a phone leaves its label out too."""
    return not any(cell.get(name) for name in ("text", "on", "at", "state", "sub")) and cell.get("money") is None


@register.filter
def number(value: Decimal | int | None) -> str:
    """A plain number, grouped, nothing rounded away."""
    return "" if value is None else formatting.format_number(Decimal(value), tongue())


@register.filter
def percent(value: Decimal | int | None) -> str:
    """A rate: 21 is `21%`."""
    return "" if value is None else formatting.format_percent(Decimal(value), tongue())


@register.filter
def rounded(value: Decimal | None) -> Decimal | None:
    """To the whole, half up: for shares that are guesses anyway."""
    return None if value is None else value.quantize(Decimal(1), rounding=ROUND_HALF_UP)


@register.filter
def in_words(value: Money | None) -> str:
    """An amount within a sentence."""
    return "" if value is None else formatting.format_money(value, tongue())


# -------------------------------------------------------------------------------------------------- dates


@register.filter
def day(value: date | None) -> str:
    """Of fixed width, for tables: 05/03/2026."""
    return "" if value is None else formatting.format_date(value, tongue())


@register.filter
def day_long(value: date | None) -> str:
    """For sentences: 5 March 2026."""
    return "" if value is None else formatting.format_date_long(value, tongue())


@register.filter
def day_understood(value: date | None) -> str:
    """With the weekday, beside a field: Thu 5 Mar 2026."""
    return "" if value is None else formatting.format_date_understood(value, tongue())


@register.filter
def day_full(value: date | None) -> str:
    """For a title: Thursday, 5 March 2026."""
    if value is None:
        return ""
    name = language_of(tongue()).days[value.weekday()]
    return f"{name[:1].upper()}{name[1:]}, {formatting.format_date_long(value, tongue())}"


@register.filter
def day_short(value: date | None) -> str:
    """Day and month, where the year is plain: 5 March."""
    if value is None:
        return ""
    return f"{value.day} {language_of(tongue()).months[value.month - 1]}"


@register.filter
def moment(value: datetime | None) -> str:
    """A moment in the company's zone: 05/03/2026 09:31."""
    if value is None:
        return ""
    here = timezone.localtime(value)
    return f"{formatting.format_date(here.date(), tongue())} {here:%H:%M}"


@register.filter
def clock(value: datetime | None) -> str:
    """The time of day of a moment in the company's zone: 09:31."""
    return "" if value is None else f"{timezone.localtime(value):%H:%M}"


# -------------------------------------------------------------------------------------------------- states


@register.simple_tag
def state(value: State | str) -> SafeString:
    """Icon and word, in tables and text."""
    return _state(value, "state")


@register.simple_tag
def badge(value: State | str) -> SafeString:
    """Icon and word in a frame, once, beside a title."""
    return _state(value, "state badge")


def _state(value: State | str, classes: str) -> SafeString:
    if not value:
        return SafeString()
    shown = state_of(value) if isinstance(value, str) else value
    return format_html(
        '<span class="{}">{}{}</span>', f"{classes} {shown.tone}".strip(), icons.icon(shown.icon), shown.word
    )


# -------------------------------------------------------------------------------------------------- fields


@register.inclusion_tag("web/parts/field.html")
def field(bound: BoundField, *, live: str = "", quiet: bool = False, **more: str) -> dict[str, Any]:
    """Label, hint, error, control and echo, in that order. `live` is the address that echoes while one types.

    `quiet` leaves out the word for optional; `unit`, `hint` and `echo` may be given.
    """
    typed = bound.field if isinstance(bound.field, Typed) else None
    echoed = typed is not None
    return {
        "bound": bound,
        "control": control(bound, live=live),
        "hint": more.get("hint") or bound.help_text,
        "echo": more.get("echo") or (typed.echo(bound.value()) if typed else ""),
        "echoed": echoed,
        "is_check": isinstance(bound.field.widget, CheckboxInput),
        "is_group": isinstance(bound.field.widget, RadioSelect),
        "quiet": quiet or bound.field.required,
        "unit": more.get("unit", ""),
    }


@register.simple_tag
def control(bound: BoundField, *, live: str = "", label: str = "", rows: int = 0, suggest: str = "") -> SafeString:
    """The control alone, with all it needs to be understood: class, description, invalid, name for a screen reader."""
    typed = bound.field if isinstance(bound.field, Typed) else None
    attributes: dict[str, Any] = {}
    widget = bound.field.widget
    if not isinstance(widget, CheckboxInput | RadioSelect):
        attributes["class"] = "input n" if typed and typed.numeric else "input"
    if isinstance(widget, Textarea) and rows:
        attributes.update(rows=rows, **{"class": "input grow-text"})
    if described := described_by(bound, echoed=typed is not None):
        attributes["aria-describedby"] = described
    if bound.errors:
        attributes["aria-invalid"] = "true"
    if label:
        attributes["aria-label"] = label
    if live and typed:
        attributes.update(
            {
                "hx-get": live,
                "hx-trigger": "input changed delay:250ms",
                "hx-target": f"#{bound.auto_id}-e",
                "hx-swap": "innerHTML",
                "hx-vals": f'{{"kind": "{"day" if isinstance(bound.field, DayField) else "money"}"}}',
            }
        )
    if suggest:
        attributes.update({"data-suggest": suggest, "aria-autocomplete": "list", "autocomplete": "off"})
    return bound.as_widget(attrs=attributes)


@register.simple_tag
def errors(bound: BoundField) -> SafeString:
    """The errors of a field that stands in a table cell."""
    if not bound.errors:
        return SafeString()
    return format_html(
        '<p class="error" id="{}-r">{}<span>{} {}</span></p>',
        bound.auto_id,
        icons.icon("alert"),
        _("Error:"),
        " ".join(str(error) for error in bound.errors),
    )


@register.simple_tag
def echo(bound: BoundField) -> SafeString:
    """What was understood of a field that stands in a table cell."""
    told = bound.field.echo(bound.value()) if isinstance(bound.field, Typed) else ""
    return format_html('<span class="echo" id="{}-e">{}</span>', bound.auto_id, told)


@register.filter
def sentence(found: Finding) -> str:
    """A finding in plain words."""
    return words.finding(found)


# -------------------------------------------------------------------------------------------------- toasts


@register.filter
def toast_sign(message: Message) -> str:
    """The icon of a toast."""
    return (message.extra_tags or "check").split(" ", 1)[0]


@register.filter
def toast_back(message: Message) -> str:
    """The address that undoes what a toast names, empty where nothing can be undone."""
    return (message.extra_tags or "").partition(" ")[2]


# -------------------------------------------------------------------------------------------------- charts


@register.inclusion_tag("web/parts/ageing.html")
def ageing_chart(bars: Sequence[charts.Bar], *, total: Money, key: str = "age", **words_of: Any) -> dict[str, Any]:
    """The ageing in both widths, and as a table. `title`, `hint` and `width` (of its place in pixels) are optional."""
    said = "; ".join(f"{bar.label} {bar.shown} {total.currency}" for bar in bars)
    title = words_of.get("title") or _("Owed to you, by age")
    return {
        "key": key,
        "title": title,
        "hint": words_of.get("hint", _("Outlined bars are not due, filled bars are late.")),
        "broad": charts.ageing(bars, key=key, title=f"{title}: {said}", width=int(words_of.get("width", 960))),
        "slim": charts.ageing(bars, key=key, title=f"{title}: {said}", width=charts.SLIM),
        "bars": bars,
        "total": total,
        "count": sum(bar.count for bar in bars),
    }


@register.inclusion_tag("web/parts/days.html")
def days_chart(points: Sequence[charts.Point], *, hint: str = "", key: str = "dso", **more: Any) -> dict[str, Any]:
    """Days to get paid by month in both widths, and as a table. `goal` is a number of days, or left out."""
    title = more.get("title") or _("Days to get paid")
    goal = more.get("goal")
    line = charts.Goal(Decimal(goal), _("target %(days)s") % {"days": number(goal)}) if goal not in (None, "") else None
    said = f"{title}. {hint}"
    width = int(more.get("width", 560))
    return {
        "key": key,
        "title": title,
        "hint": hint,
        "points": points,
        "broad": charts.days_line(points, key=key, title=said, width=width, goal=line),
        "slim": charts.days_line(points, key=key, title=said, width=charts.SLIM, goal=line),
    }


@register.filter
def of(mapping: Mapping[str, Any], key: str) -> Any:
    """The value under a key that only the template knows."""
    return mapping.get(key)


@register.simple_tag
def echo_text(bound: BoundField) -> str:
    """What was understood, without its place."""
    return bound.field.echo(bound.value()) if isinstance(bound.field, Typed) else ""
