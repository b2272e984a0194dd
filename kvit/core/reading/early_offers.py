"""What a page offers for paying early: a percentage with days, or a day, beside a word for such a discount.

Rule and worked example: docs/rules/discounts.md, "Where an offer comes from".
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from kvit.core import discounts
from kvit.core.errors import Refused
from kvit.core.money import round_half_up
from kvit.core.reading.amounts import Amount
from kvit.core.reading.days import Day
from kvit.core.reading.document_numbers import cells
from kvit.core.reading.facts import EarlyOffer
from kvit.core.reading.labelling import Sheet, in_column
from kvit.core.reading.rows import Row, Span

MOST_PERCENT = 20
"""More than that is a discount of another kind, or a rate."""

_PERCENT = re.compile(r"(?<![\d.,/])(\d{1,2}(?:[.,]\d{1,3})?)\s?%")
_SHORT = re.compile(
    r"(?<![\d.,/])(\d(?:[.,]\d)?)\s?(?:%\s?[/,]?|/)\s?(\d{1,2})(?:\s?days?)?\s?[,/]?\s?net\s?\d{2,3}\b", re.I
)
"""`2/10 net 30`, as the trade writes it in English."""

_NAMED = re.compile(
    r"skont\w*|scont\w*|сконто|pronto pago|early[ -]payment|prompt[ -]payment|cash discount|plat[aă] anticipat\w*"
    r"|wcześniejsz\w+ płatnoś\w+|предсрочно плащане",
    re.IGNORECASE,
)
_GENERAL = re.compile(
    r"discount\w*|rabat\w*|upust\w*|отстъпка\w*|descuento|dto\b|reducere\w*|nachlass|abzug", re.IGNORECASE
)
"""Words for any discount: an early one only where paying is spoken of as well."""

_PAYING = re.compile(r"\bpay|\bpaid|zahl|pl[aă]t|płat|zapłat|плащ|плат|\bpag[oau]|abon[oae]", re.IGNORECASE)
_DAYS = re.compile(
    r"(?<![\d.,/])(\d{1,3})\s?(?:de\s|calendar\s|календарни\s|kalendarzowych\s)?"
    r"(?:zile|дни|дена|ден|d[ií]as?|dni\b|dniu|days?|tage?n?)\b",
    re.IGNORECASE,
)
_UNTIL = re.compile(
    r"(?:\bbis|\buntil|\bby|\bbefore|p[aâ]n[aă]|\bdo\b|\bdnia|\bдо\b|\bantes|\bhasta)[^\d%]{0,12}$", re.IGNORECASE
)
_NET_BEHIND = re.compile(r"\s*(?:netto|net\b|rein\b|ohne|neto|нето|без)", re.IGNORECASE)
_NET_BEFORE = re.compile(r"\b(?:netto|net|neto|нето)\W{0,3}(?:\w+\s)?$", re.IGNORECASE)
_TAX = re.compile(r"(?:ust|mwst|vat|tva|iva|ддс|btw|tax)\W{0,4}$", re.IGNORECASE)
_RECEIPT = re.compile(
    r"erhalt|eingang|receipt|recep|primir|получ|otrzym|doręcz|livr|dostaw|lieferung|delivery", re.IGNORECASE
)
"""Days that do not count from the day of issue: on which day they begin the page does not say."""

FAR = 60
"""Letters: as far from its percentage the days stand, at most."""

COMMA, BREAK = 30, 15
"""By how many letters a comma or the end of a row parts the two."""


@dataclass(frozen=True)
class _Passage:
    """Rows that stand over one another as one text; `parts` says where in it each begins."""

    text: str
    parts: tuple[tuple[int, Span], ...]
    middle: int

    def spans(self, start: int, end: int) -> Span:
        """The letters of the middle row."""
        begins, whole = self.parts[self.middle]
        return Span(whole.row, whole.start + start - begins, min(whole.start + end - begins, whole.end))

    def is_middle(self, at: int) -> bool:
        begins, whole = self.parts[self.middle]
        return begins <= at < begins + whole.end - whole.start


@dataclass(frozen=True)
class _Term:
    """Days, or a day, and where in the passage they stand."""

    start: int
    end: int
    days: int | None = None
    until: date | None = None


def offers_of(
    sheet: Sheet, *, days: Sequence[Day], amounts: Sequence[Amount], gross: Decimal | None, places: int
) -> tuple[EarlyOffer, ...]:
    """Each offer once. Sure where it names itself and an amount beside it is what it takes off, or leaves, of `gross`.

    `gross` is none where the total is not sure itself.
    """
    found: dict[tuple[Decimal, int | None, date | None], EarlyOffer] = {}
    for at, row in enumerate(sheet.rows):
        if not (_PERCENT.search(row.text) or _SHORT.search(row.text)):
            continue
        for passage in (*_columns(sheet, at), _passage([Span(row, 0, len(row.text))], middle=0)):
            for offer in _offers(passage, days):
                near = [
                    amount.value for amount in amounts if any(amount.span.row is part.row for _, part in passage.parts)
                ]
                is_proven = (
                    offer.sure and gross is not None and _agrees(offer.percent, near, gross=gross, places=places)
                )
                key = (offer.percent, offer.days, offer.until)
                if key not in found or is_proven:
                    found[key] = _weighed(offer, is_proven=is_proven)
    return tuple(found.values())


def _weighed(offer: EarlyOffer, *, is_proven: bool) -> EarlyOffer:
    return replace(offer, confidence=Decimal("0.97") if is_proven else offer.confidence, sure=is_proven)


def _agrees(percent: Decimal, near: Sequence[Decimal], *, gross: Decimal, places: int) -> bool:
    off = round_half_up(gross * percent / 100, places)
    return off in near or gross - off in near


def _columns(sheet: Sheet, at: int) -> Iterator[_Passage]:
    """The cells of the row that name a percentage, each with what stands right above and below it."""
    row = sheet.rows[at]
    for cell in cells(row):
        if not _PERCENT.search(cell.text):
            continue
        above = _beside(sheet.rows[at - 1], row, cell) if at else []
        below = _beside(row, sheet.rows[at + 1], cell) if at + 1 < len(sheet.rows) else []
        yield _passage([*above, cell, *below], middle=len(above))


def _beside(upper: Row, lower: Row, cell: Span) -> list[Span]:
    other = lower if cell.row is upper else upper
    is_near = upper.page == lower.page and lower.top - upper.bottom < max(upper.size, lower.size)
    return [each for each in cells(other) if is_near and in_column(cell, each)][:1]


def _passage(spans: Sequence[Span], *, middle: int) -> _Passage:
    parts, at = [], 0
    for span in spans:
        parts.append((at, span))
        at += len(span.text) + 1
    text = "\n".join(span.text.replace("\t", " ").replace("\N{NO-BREAK SPACE}", " ") for span in spans)
    return _Passage(text, tuple(parts), middle)


def _offers(passage: _Passage, days: Sequence[Day]) -> Iterator[EarlyOffer]:
    """What the middle row offers; `sure` says here only that it may be, once a sum proves it."""
    text = passage.text
    for match in _SHORT.finditer(text):
        if passage.is_middle(match.start()):
            short = _Term(match.start(2), match.end(2), days=int(match[2]))
            yield from _offer(passage, match, short, named=True)
    percents = [match for match in _PERCENT.finditer(text) if not _TAX.search(text[: match.start()])]
    terms = [*_terms(passage, days)]
    for index, match in enumerate(percents):
        if not passage.is_middle(match.start()):
            continue
        first = percents[index - 1].end() if index else 0
        last = percents[index + 1].start() if index + 1 < len(percents) else len(text)
        between = [term for term in terms if first <= term.start and term.end <= last]
        near = [(gap, term) for term in between if (gap := _gap(text, match, term)) is not None]
        around = text[max(first, match.start() - FAR) : min(last, match.end() + FAR)]
        is_named = _NAMED.search(around) is not None
        is_general = _GENERAL.search(around) is not None and _PAYING.search(around) is not None
        if near and (is_named or is_general):
            gap, term = min(near, key=lambda each: each[0])
            if is_named or gap < COMMA + 10:
                yield from _offer(passage, match, term, named=is_named)


def _gap(text: str, percent: re.Match[str], term: _Term) -> int | None:
    """How far apart the two are, None where a sentence ends in between."""
    between = text[percent.end() : term.start] if term.start >= percent.end() else text[term.end : percent.start()]
    if len(between) > FAR or re.search(r"[.;]\s", between):
        return None
    return len(between) + COMMA * between.count(",") + BREAK * between.count("\n")


def _terms(passage: _Passage, days: Sequence[Day]) -> Iterator[_Term]:
    text = passage.text
    for match in _DAYS.finditer(text):
        if not _NET_BEHIND.match(text, match.end()) and not _NET_BEFORE.search(text[: match.start()]):
            yield _Term(match.start(), match.end(), days=int(match[1]))
    for begins, part in passage.parts:
        for day in days:
            if day.span.row is part.row and part.start <= day.span.start < part.end and day.other is None:
                at = begins + day.span.start - part.start
                if _UNTIL.search(text[:at]):
                    yield _Term(at, at + len(day.span.text), until=day.value)


def _offer(passage: _Passage, percent: re.Match[str], term: _Term, *, named: bool) -> Iterator[EarlyOffer]:
    try:
        terms = discounts.terms(Decimal(percent[1].replace(",", ".")), term.days or 0)
    except Refused:
        return
    if terms.percent >= MOST_PERCENT:
        return
    is_dated = term.until is not None or not _RECEIPT.search(passage.text)
    span = passage.spans(percent.start(), percent.end())
    yield EarlyOffer(
        percent=terms.percent,
        days=term.days,
        until=term.until,
        confidence=Decimal("0.7") if named and is_dated else Decimal("0.5"),
        sure=named and is_dated and all(word.certainty >= 85 for word in span.words),
        page=span.row.page,
        box=span.box,
    )
