"""The supplier's name on a bill: a name with a legal form, in its block or first on the page. Never sure."""

import re
from collections.abc import Iterator

from kvit.core.reading.document_numbers import cells
from kvit.core.reading.labelling import Sheet
from kvit.core.reading.parties import Headings
from kvit.core.reading.rows import Span

_FORM = re.compile(
    r"(?<!\w)(?:S\.? ?R\.? ?L\.?(?:-D)?|S\.? ?A\.?(?:U\.?|S\.?|R\.?L\.?)?|S\.? ?L\.?(?:U\.?|P\.?)?"
    r"|PFA|Е?ООД|Е?АД|ЕТ|ДЗЗД"
    r"|Sp\. ?z ?o\. ?o\.?|Sp\. ?[jk]\.|GmbH(?: ?& ?Co\.? ?KG)?|AG|KG"
    r"|OHG|UG|e\. ?K\.|gGmbH|Ltd\.?|Limited|LLC|LLP|PLC|Inc\.?"
    r"|B\. ?V\.|N\. ?V\.|BV|NV|SDN\.? ?BHD\.?|s\. ?r\. ?o\.|a\. ?s\.|S\. ?p\. ?A\.|ApS|AB|Oy)(?!\w)"
)
LONGEST = 80


def seller_name(sheet: Sheet, heads: Headings) -> tuple[str, Span] | None:
    """The name in the supplier's block, else the first on the page that is not in the customer's."""
    found = list(_names(sheet))
    for wanted in ("seller", ""):
        for name, span in found:
            if heads.over(span) == wanted:
                return name, span
    return None


def _names(sheet: Sheet) -> Iterator[tuple[str, Span]]:
    """Names with a legal form, without the label before them and what follows the form."""
    for at, row in enumerate(sheet.rows):
        for cell in cells(row):
            form = None
            for form in _FORM.finditer(row.text, cell.start, cell.end):  # noqa: B007 - the last one ends the name
                pass
            if form is None or form.end() - cell.start > LONGEST:
                continue
            start = max(
                (
                    label.span.end
                    for label in sheet.labels[at]
                    if cell.start <= label.span.start < label.span.end <= form.start()
                ),
                default=cell.start,
            )
            name = row.text[start : form.end()].strip(" :·|,-")
            if len(name) > form.end() - form.start() + 1 and name[:1].isalnum():
                begins = row.text.index(name, start)
                yield name, Span(row, begins, begins + len(name))
