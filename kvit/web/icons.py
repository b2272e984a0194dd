"""Icons as SVG written into the page: Kvit's names on Lucide's drawings, and the signs of the double rule, our own."""

from functools import lru_cache

from django.utils.html import format_html
from django.utils.safestring import SafeString
from lucide.templatetags.lucide import lucide

DRAWINGS = {
    "home": "house",
    "doc": "file-text",
    "docs": "files",
    "inbox": "inbox",
    "bank": "landmark",
    "people": "user-round",
    "parties": "users-round",
    "item": "package",
    "chart": "chart-no-axes-column",
    "book": "book-open",
    "sliders": "sliders-horizontal",
    "search": "search",
    "plus": "plus",
    "check": "check",
    "cross": "x",
    "equals": "equal",
    "notequal": "equal-not",
    "clock": "clock",
    "alert": "circle-alert",
    "speech": "message-square-warning",
    "note": "message-square",
    "pause": "pause",
    "send": "send",
    "pencil": "pencil",
    "ask": "circle-question-mark",
    "eye": "eye",
    "down": "download",
    "copy": "copy",
    "chev": "chevron-down",
    "next": "chevron-right",
    "prev": "chevron-left",
    "undo": "undo-2",
    "jobs": "history",
    "more": "ellipsis",
    "filter": "funnel",
    "calendar": "calendar",
    "mail": "mail",
    "stamp": "shield",
    "stamped": "shield-check",
    "right": "arrow-right",
    "lock": "lock",
    "away": "archive",
    "upa": "arrow-up",
    "downa": "arrow-down",
    "trash": "trash-2",
    "swap": "arrow-left-right",
    "card": "credit-card",
    "phone": "smartphone",
    "hand": "log-out",
    "off": "power",
    "camera": "camera",
    "repeat": "repeat",
    "key": "key-round",
    "hook": "webhook",
    "sun": "sun",
    "moon": "moon",
    "screen": "monitor",
    "globe": "languages",
    "firm": "building-2",
    "tasks": "list-checks",
    "again": "refresh-cw",
    "print": "printer",
    "link": "link",
    "file": "paperclip",
    "bell": "bell",
}

OWN = {
    # A rule and a half, a broken lower rule: what is partly paid, what is not sure. Lucide has no such signs.
    "part": '<svg class="{}" viewBox="0 0 24 24" aria-hidden="true"><path d="M5 9h14M5 15h7"/></svg>',
    "unknown": '<svg class="{}" viewBox="0 0 24 24" aria-hidden="true">'
    '<path d="M5 9h14M5 15h1.5M9.5 15H11M13.5 15H15M17.75 15H19"/></svg>',
}


@lru_cache(maxsize=256)
def icon(name: str, tone: str = "") -> SafeString:
    """The drawing of that name as inline SVG, hidden from screen readers: the word beside it speaks.

    `tone` is one of the classes is-green, is-amber, is-red, is-ink. An unknown name raises: it is a slip of ours.
    """
    classes = f"icon {tone}".strip()
    if name in OWN:
        return format_html(OWN[name], classes)
    return SafeString(lucide(DRAWINGS[name], size=None, **{"class": classes, "aria-hidden": "true"}))
