"""The period in a draft's texts: placeholders from a short list, filled in the document's language."""

from collections.abc import Mapping

from kvit.core.errors import Refused
from kvit.core.formatting import format_date, format_month
from kvit.core.schedule import Period
from kvit.messages.placeholders import PLACEHOLDER, filled

KNOWN = ("month", "period_from", "period_to", "year")
OF_DRAFT = ("note", "order_ref")
OF_LINE = ("name", "description")

Raw = Mapping[str, object]


def check(draft: Raw) -> None:
    """Refuses `schedule.unknown_placeholder` where a text names what no period has."""
    for text in _texts(draft):
        for name in PLACEHOLDER.findall(text):
            if name not in KNOWN:
                raise Refused("schedule.unknown_placeholder", placeholder=name, known=list(KNOWN))


def for_period(draft: Raw, period: Period, *, language: str) -> dict[str, object]:
    """The draft with this period in its texts; `{month}` and `{year}` are those in which it begins."""
    values = {
        "period_from": format_date(period.starts_on, language),
        "period_to": format_date(period.ends_on, language),
        "month": format_month(period.starts_on, language),
        "year": f"{period.starts_on.year:04}",
    }
    lines = draft.get("lines") or []
    assert isinstance(lines, list)
    return {
        **_filled(draft, OF_DRAFT, values=values),
        "lines": [_filled(line, OF_LINE, values=values) if isinstance(line, Mapping) else line for line in lines],
    }


def _filled(raw: Raw, names: tuple[str, ...], *, values: Mapping[str, str]) -> dict[str, object]:
    texts = {name: filled(text, values) for name in names if isinstance(text := raw.get(name), str)}
    return {**raw, **texts}


def _texts(draft: Raw) -> list[str]:
    lines = draft.get("lines")
    found = [draft.get(name) for name in OF_DRAFT]
    if isinstance(lines, list):
        found += [line.get(name) for line in lines if isinstance(line, Mapping) for name in OF_LINE]
    return [text for text in found if isinstance(text, str)]
