"""A bill from its pages: every field that the words and the sums give, with its confidence and place.

Rule and worked example: docs/rules/reading-bills.md.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from kvit.core.errors import Finding
from kvit.core.money import decimals
from kvit.core.reading import insets, parties
from kvit.core.reading.accounts import Account, accounts_in
from kvit.core.reading.amounts import Amount, amounts_in, currencies_in, whole_amounts_in
from kvit.core.reading.bill_dates import dates_of
from kvit.core.reading.days import Day, days_in
from kvit.core.reading.document_kinds import kind_of
from kvit.core.reading.document_numbers import DocumentNumber, numbers_for
from kvit.core.reading.early_offers import offers_of
from kvit.core.reading.facts import NAMES, EarlyOffer, Fact, Reading, Value
from kvit.core.reading.labelling import Pair, Sheet, sheet_of
from kvit.core.reading.labels import STRONG
from kvit.core.reading.names import seller_name
from kvit.core.reading.pages import Page, Source
from kvit.core.reading.rows import Row, Span, rows_of
from kvit.core.reading.sums import sums_of
from kvit.core.reading.table_lines import lines_of
from kvit.core.reading.vat_ids import VatId, vat_ids_in

CLEAR = 85
"""From this certainty on a scanner's letters are believed."""

PERCENT = re.compile(r"(?<![\d.,])(\d{1,2}(?:[.,]\d{1,2})?) ?%")


@dataclass(frozen=True)
class Seen:
    """Everything of a kind that stands on the pages, before it is said what is what."""

    source: Source
    sheet: Sheet
    days: list[Day]
    amounts: list[Amount]
    accounts: list[Account]
    vat_ids: list[VatId]

    @property
    def scanned(self) -> bool:
        return self.source == "ocr"

    def fact(self, name: str, value: Value, *, confidence: int, sure: bool, span: Span | None) -> Fact:
        """The fact at its place, its confidence of 100. What a scanner was not clear about is not sure."""
        clear = span is None or span.certainty >= CLEAR
        page, box = (span.row.page, span.box) if span else (None, None)
        most = 99 if sure and clear else 95
        shown = Decimal(min(confidence, most) * (5 if clear else 4) // 5) / 100
        return Fact(
            name=name, value=value, confidence=shown, sure=sure and clear, source=self.source, page=page, box=box
        )


def seen(pages: Sequence[Page], *, source: Source) -> Seen:
    """The days, amounts, accounts and VAT numbers on the pages."""
    rows: list[Row] = [row for page in pages for row in rows_of(page)]
    sheet = sheet_of(rows, scanned=source == "ocr")
    accounts = accounts_in(sheet, scanned=source == "ocr")
    days = days_in(rows, languages=languages_of(sheet))
    amounts = [amount for amount in amounts_in(rows) if not any(_overlaps(amount.span, day.span) for day in days)]
    vat_ids = vat_ids_in(sheet, apart_from=[account.span for account in accounts])
    return Seen(source, sheet, days, amounts or whole_amounts_in(rows), accounts, vat_ids)


def _overlaps(one: Span, other: Span) -> bool:
    return one.row is other.row and one.start < other.end and other.start < one.end


def languages_of(sheet: Sheet) -> frozenset[str]:
    """The languages in which most labels are written: the best one, and those as good."""
    votes: Counter[str] = Counter()
    for on_row in sheet.labels:
        for label in on_row:
            for language in label.meaning.languages:
                votes[language] += 1
    most = max(votes.values(), default=0)
    return frozenset(language for language, count in votes.items() if count == most)


def read(pages: Sequence[Page], *, source: Source) -> Reading:
    """The facts of the bill on the pages, and what is doubtful about them."""
    sizes = tuple((page.width, page.height) for page in pages)
    text = insets.written(pages) if source == "text" else pages
    reading = reading_of(seen(text, source=source))
    if source == "text" and any(page.words != own.words for page, own in zip(pages, text, strict=True)):
        reading = insets.completed(reading, reading_of(seen(pages, source="ocr")))
    return replace(reading, facts=tuple(sorted(reading.facts, key=_place)), sizes=sizes)


def _place(fact: Fact) -> int:
    return NAMES.index(fact.name)


def reading_of(found: Seen) -> Reading:
    """What the things seen say together."""
    facts = [
        *_number(found),
        *dates_of(found),
        *_currency(found),
        *_amounts(found),
        *_vat_ids(found),
        *_iban(found),
        *_name(found),
        *_order(found),
    ]
    ordered = sorted(facts, key=_place)
    return Reading(
        source=found.source,
        facts=tuple(ordered),
        lines=tuple(lines_of(found.sheet, found.amounts)),
        findings=tuple(_findings(found, ordered)),
        suppliers=_suppliers(found, ordered),
        kind=kind_of(found.sheet.rows),
        rates=_rates(found),
        offers=_offers(found, ordered),
    )


def _offers(found: Seen, facts: Sequence[Fact]) -> tuple[EarlyOffer, ...]:
    sure = {fact.name: fact.value for fact in facts if fact.sure}
    gross, currency = sure.get("gross"), str(sure.get("currency", ""))
    return offers_of(
        found.sheet,
        days=found.days,
        amounts=found.amounts,
        gross=gross if isinstance(gross, Decimal) else None,
        places=decimals(currency) if currency else 2,
    )


def _rates(found: Seen) -> tuple[Decimal, ...]:
    texts = (row.text.replace("\N{NO-BREAK SPACE}", " ") for row in found.sheet.rows)
    printed = {Decimal(rate.replace(",", ".")) for text in texts for rate in PERCENT.findall(text)}
    return tuple(sorted(printed))


def _number(found: Seen) -> Iterator[Fact]:
    numbers = _ranked_numbers(found, "number")
    if not numbers:
        return
    best = numbers[0]
    values = {_packed(pair.value.value) for pair in numbers if pair.score >= best.score - 30}
    sure = best.label.weight == STRONG and len(values) == 1
    yield found.fact("number", best.value.value, confidence=30 + best.score // 5, sure=sure, span=best.value.span)


def _ranked_numbers(found: Seen, field: str) -> list[Pair[DocumentNumber]]:
    apart = [day.span for day in found.days] + [amount.span for amount in found.amounts]
    apart += [account.span for account in found.accounts] + [number.span for number in found.vat_ids]
    numbers = numbers_for(found.sheet, field=field, apart_from=apart)
    return sorted(numbers, key=lambda pair: -pair.score)


def _packed(text: str) -> str:
    return "".join(letter for letter in text.upper() if letter.isalnum())


def _order(found: Seen) -> Iterator[Fact]:
    for pair in _ranked_numbers(found, "order_ref")[:1]:
        yield found.fact(
            "order_ref", pair.value.value, confidence=30 + pair.score // 5, sure=False, span=pair.value.span
        )


def _currency(found: Seen) -> Iterator[Fact]:
    named = currencies_in(found.sheet.rows, found.amounts)
    if not named:
        return
    (best, times), *others = named.most_common()
    beside = next((amount.span for amount in found.amounts if amount.currency == best), None)
    share = 55 * times // sum(named.values())
    yield found.fact("currency", best, confidence=40 + share, sure=not others and times >= 3, span=beside)


def _amounts(found: Seen) -> Iterator[Fact]:
    sums = sums_of(found.sheet, found.amounts)
    for name, value in sums.values.items():
        place = sums.places.get(name)
        confidence = 97 if sums.proven else min(35 + sums.evidence // 10, 85)
        sure = sums.proven and (name != "payable" or value == sums.values["gross"])
        yield found.fact(name, value, confidence=confidence, sure=sure, span=place.span if place else None)


def _vat_ids(found: Seen) -> Iterator[Fact]:
    heads = parties.headings(found.sheet)
    sellers = parties.seller_of(found.vat_ids, heads)
    buyers = parties.buyer_of(found.vat_ids, heads)
    alone = len({number.value for number in sellers}) == 1
    for name, numbers in (("seller_vat_id", sellers), ("buyer_vat_id", buyers)):
        for number in numbers[:1]:
            only = alone if name == "seller_vat_id" else len({each.value for each in buyers}) == 1
            told = number.label is not None or bool(heads.over(number.span, named_by=number.label))
            sure = only and told and not number.flaw
            confidence = 50 + 20 * only + 15 * told + 10 * (not number.flaw)
            yield found.fact(name, number.value, confidence=confidence, sure=sure, span=number.span)


def _name(found: Seen) -> Iterator[Fact]:
    named = seller_name(found.sheet, parties.headings(found.sheet))
    if named is not None:
        yield found.fact("seller_name", named[0], confidence=60, sure=False, span=named[1])


def _iban(found: Seen) -> Iterator[Fact]:
    accounts = sorted(found.accounts, key=lambda each: (bool(each.flaw), each.mended))
    for account in accounts[:1]:
        values = {each.value for each in accounts if not each.flaw}
        sure = len(values) == 1 and not account.flaw and not account.mended
        confidence = 95 if sure else 40 if account.flaw else 70
        yield found.fact("iban", account.value, confidence=confidence, sure=sure, span=account.span)


def _suppliers(found: Seen, facts: Sequence[Fact]) -> tuple[str, ...]:
    """The ids by which a memory of the supplier is looked up: those read as its own, then all others on the page."""
    own = [str(fact.value) for fact in facts if fact.name in ("seller_vat_id", "iban")]
    others = [number.value for number in found.vat_ids] + [account.value for account in found.accounts]
    return tuple(dict.fromkeys([*own, *others]))


def _findings(found: Seen, facts: Sequence[Fact]) -> Iterator[Finding]:
    values = {fact.name: fact for fact in facts}
    for account in found.accounts:
        if "iban" in values and values["iban"].value == account.value and account.flaw:
            yield Finding(account.flaw, "iban", "warning", {"value": account.value})
            break
    for number in found.vat_ids:
        if "seller_vat_id" in values and values["seller_vat_id"].value == number.value and number.flaw:
            yield Finding(number.flaw, "seller_vat_id", "warning", {"value": number.value})
            break
    for day in found.days:
        for name in ("issued_on", "due_on"):
            if day.other and name in values and values[name].value == day.value:
                readings = [day.value.isoformat(), day.other.isoformat()]
                yield Finding("date.ambiguous", name, "warning", {"value": day.span.text, "readings": readings})
                return
    if "gross" in values and not values["gross"].sure:
        yield Finding("bill.sums_unproven", "gross", "warning", {"gross": str(values["gross"].value)})
    for name in ("number", "issued_on", "gross", "currency"):
        if name not in values:
            yield Finding("bill.not_found", name, "warning", {"field": name})
