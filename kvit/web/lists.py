"""What list pages share: their size, their way on and back, their tabs and filters as links."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from kvit.core.formatting import format_date, format_number
from kvit.tables import Page
from kvit.web.fields import tongue

SIZE = 25


def link(request: HttpRequest, **changes: str | None) -> str:
    """The address of this list with some of its words changed, always from its first page."""
    words = QueryDict(mutable=True)
    words.update({name: str(value) for name, value in request.GET.items() if name not in ("after", "before")})
    for name, value in changes.items():
        words.pop(name, None)
        if value:
            words[name] = value
    return f"?{words.urlencode()}"


def pager(request: HttpRequest, page: Page[Any], *, order: str, of: int | None = None) -> dict[str, Any]:
    """The links of a page of a list. Row numbers are only told where they are known: on the first page."""
    on_first = not request.GET.get("after") and not request.GET.get("before")
    return {
        "count": len(page.rows),
        "of": of,
        "is_first": on_first,
        "order": order,
        "back": link(request, before=page.back) if page.back else "",
        "on": link(request, after=page.on) if page.on else "",
        "on_count": min(SIZE, of - len(page.rows)) if of and on_first and of > len(page.rows) else None,
    }


def tabs(
    request: HttpRequest, views: Sequence[tuple[str, Any]], *, here: str, counts: Mapping[str, str] | None = None
) -> list[dict[str, Any]]:
    """The saved views as tabs; the first is the address without words."""
    return [
        {
            "label": label,
            "href": link(request, view=None if i == 0 else key),
            "is_here": key == here,
            "count": (counts or {}).get(key),
        }
        for i, (key, label) in enumerate(views)
    ]


def counted(count: int, more: bool) -> str:
    """A number that may stand for more: 1,000+."""
    text = format_number(Decimal(count), tongue())
    return f"{text}+" if more else text


def chosen(request: HttpRequest, views: Sequence[tuple[str, Any]]) -> str:
    """The view the address names, or the first."""
    asked = request.GET.get("view", "")
    return asked if asked in dict(views) else views[0][0]


def day_chip(request: HttpRequest, name: str, *, label: str, day: date | None) -> list[dict[str, str]]:
    """A chip for a filter by day, with the address that takes it away."""
    if day is None:
        return []
    return [
        {
            "label": _("%(label)s: %(value)s") % {"label": label, "value": format_date(day, tongue())},
            "without": link(request, **{name: None}),
        }
    ]
