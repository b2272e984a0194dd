"""What the portal's templates load: states, figures and days, written by the server."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from lucide.templatetags.lucide import lucide

from kvit.core import formatting
from kvit.core.money import Money
from kvit.portal import words

register = template.Library()


@register.filter
def of(found: Mapping[str, str], key: str) -> str:
    """What stands there under the key; nothing where there is none."""
    return found.get(key, "")


@register.simple_tag
def picture(name: str) -> SafeString:
    """The drawing of that name, for the eye alone."""
    return SafeString(lucide(name, size=None, **{"class": "icon", "aria-hidden": "true"}))


@register.simple_tag
def told(name: str) -> SafeString:
    """A state: its icon and its word."""
    word, drawing, tone = words.STATES[name]
    return format_html('<span class="state {}">{}{}</span>', tone, picture(drawing), word)


@register.simple_tag
def said_of(name: str) -> str:
    """The words of what a customer asked for."""
    return str(words.WANTS[name])


@register.simple_tag
def why_disputed(name: str) -> str:
    """The words of a reason for which a line is disputed."""
    return dict(words.reasons())[name]


@register.simple_tag
def kind_of(name: str) -> str:
    """The word of a line of the account summary."""
    return words.kind(name)


@register.simple_tag
def sum_of(value: Money | None) -> SafeString:
    """A figure and its currency."""
    if value is None:
        return SafeString()
    figure = formatting.format_amount(value, _tongue())
    return format_html('<span class="money">{}&nbsp;<span class="cur">{}</span></span>', figure, value.currency)


@register.simple_tag
def copy(text: str, label: str) -> SafeString:
    """A button that copies the text; it shows itself where a script can."""
    return format_html(
        '<dd class="copy-act"><button type="button" class="btn btn-s btn-icon" data-copy="{}" aria-label="{}" hidden>'
        "{}{}</button></dd>",
        text,
        label,
        picture("copy"),
        picture("check"),
    )


@register.filter
def plain_sum(value: Money) -> str:
    """A figure and its currency, within a sentence."""
    return f"{formatting.format_amount(value, _tongue())}\u00a0{value.currency}"


@register.filter
def in_figures(value: int) -> str:
    """1,100."""
    return formatting.format_number(Decimal(value), _tongue(), minus="-")


@register.filter
def on_day(value: date | None) -> str:
    """5 March 2026."""
    return "" if value is None else formatting.format_date_long(value, _tongue())


@register.filter
def on_date(value: date | None) -> str:
    """05/03/2026."""
    return "" if value is None else formatting.format_date(value, _tongue())


@register.simple_tag
def tongues() -> list[tuple[str, str]]:
    """Code and own name of every language there is."""
    return list(settings.LANGUAGES)


def _tongue() -> str:
    return get_language() or "en"
