"""Plain lists: heads and rows for the page that shows them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from kvit.web.current import Request


@dataclass(frozen=True)
class Head:
    """The head of a column: its word, whether figures stand in it, whether a narrow page may leave it out."""

    word: str
    is_number: bool = False
    is_optional: bool = False


def listing(
    request: Request,
    title: str,
    *,
    heads: Sequence[Head],
    rows: Sequence[dict[str, Any]],
    **more: Any,
) -> HttpResponse:
    """The page of a plain list. Each row has cells, one per head, and may have a name, an address and acts.

    `more` is what `list.html` names beside: subtitle, crumbs, views, head_acts, notices, pager, empty, add;
    and the status of the answer, where it is not 200.
    """
    shown = [{**row, "pairs": list(zip(heads, row["cells"], strict=True))} for row in rows]
    told = {
        "title": title,
        "heads": heads,
        "rows": shown,
        "has_acts": any(row.get("acts") for row in rows),
        **more,
        "empty": more.get("empty") if not rows else None,
    }
    return render(request, "web/list.html", told, status=more.get("status", 200))


def growing(
    request: Request,
    title: str,
    *,
    heads: Sequence[Head],
    rows: Sequence[dict[str, Any]],
    add: tuple[str, str],
    empty: tuple[str, str],
    **more: Any,
) -> HttpResponse:
    """A list to which one adds: `add` is where to and the word for it, `empty` the title and text of a list of none."""
    href, word = add
    nothing = {"title": empty[0], "text": empty[1], "href": href, "button": word}
    acts = [{"href": href, "word": word, "icon": "plus", "is_primary": True}]
    return listing(request, title, heads=heads, rows=rows, empty=nothing, head_acts=acts, **more)
