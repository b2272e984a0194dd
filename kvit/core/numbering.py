"""Document numbers: what a series' pattern may say, and the number it prints (`docs/rules/numbering.md`)."""

import re
from dataclasses import dataclass
from datetime import date

from kvit.core.errors import Finding, Refused

LONGEST_NUMBER = 30
"""Characters; fits the reference of a SEPA transfer together with words, and every authority's own limit."""

NO_TAX_DOCUMENTS = (
    "proforma", "purchase_request", "purchase_order", "goods_receipt", "offset", "remittance", "claim",
    "late_fee", "demand", "balance_letter",
)  # fmt: skip
"""No law says how these are numbered."""

WIDEST_COUNTER = 12
PART = re.compile(r"\{([^{}]*)\}|([^{}]+)|([{}])")
COUNTER = re.compile(r"n(?::0([1-9]\d?))?")
LITERAL = re.compile(r"[A-Za-z0-9/._ -]+")
DIGITS = re.compile(r"[0-9]*")
NOTHING_ON = date(2026, 12, 31)


@dataclass(frozen=True)
class NumberPolicy:
    """What a country asks of numbers: how many digits and nothing else (BG), which kinds need a series of their own."""

    digits: int | None = None
    own_series: tuple[str, ...] = ()
    law: str = ""


POLICIES = {
    "RO": NumberPolicy(law="Cod fiscal art. 319 alin. (20) lit. a)"),
    "BG": NumberPolicy(digits=10, law="ЗДДС чл. 114, ал. 1, т. 2; ППЗДДС чл. 78, ал. 1"),
    "ES": NumberPolicy(own_series=("credit_note", "corrective"), law="RD 1619/2012 art. 6.1.a"),
    "PL": NumberPolicy(law="ustawa o VAT art. 106e ust. 1 pkt 2"),
}


@dataclass(frozen=True)
class Part:
    """A literal, or a placeholder: n, year, yy or month. `width` is the least number of digits of n."""

    literal: str = ""
    placeholder: str = ""
    width: int = 0


def parts(pattern: str) -> list[Part]:
    """The pattern taken apart. Refuses `series.bad_pattern` with the reason and the piece that is wrong."""
    if not pattern or len(pattern) > 3 * LONGEST_NUMBER:
        raise Refused("series.bad_pattern", pattern=pattern[:60], reason="length", piece="")
    found = [_part(match, pattern) for match in PART.finditer(pattern)]
    counters = sum(part.placeholder == "n" for part in found)
    if counters != 1:
        raise Refused(
            "series.bad_pattern", pattern=pattern, reason="no_counter" if not counters else "two_counters", piece="n"
        )
    if pattern != pattern.strip():
        raise Refused("series.bad_pattern", pattern=pattern, reason="character", piece=" ")
    if len(_printed(found, counter=1, on=NOTHING_ON)) > LONGEST_NUMBER:
        raise Refused("series.bad_pattern", pattern=pattern, reason="length", piece="")
    return found


def _part(match: re.Match[str], pattern: str) -> Part:
    name, literal, brace = match.groups()
    if literal is not None and LITERAL.fullmatch(literal):
        return Part(literal=literal)
    if literal is not None or brace:
        wrong = brace or LITERAL.sub("", literal)[:1]
        raise Refused("series.bad_pattern", pattern=pattern, reason="character", piece=wrong)
    if name in ("year", "yy", "month"):
        return Part(placeholder=name)
    counter = COUNTER.fullmatch(name)
    if counter is None or int(counter[1] or 0) > WIDEST_COUNTER:
        raise Refused("series.bad_pattern", pattern=pattern, reason="placeholder", piece=name)
    return Part(placeholder="n", width=int(counter[1] or 0))


def _printed(pieces: list[Part], *, counter: int, on: date) -> str:
    words = {"year": f"{on.year:04}", "yy": f"{on.year % 100:02}", "month": f"{on.month:02}", "": ""}
    return "".join(
        f"{counter:0{part.width}}" if part.placeholder == "n" else part.literal + words[part.placeholder]
        for part in pieces
    )


def number(pattern: str, *, counter: int, on: date) -> str:
    """The number a document gets: `AN-{year}-{n:05}`, counter 7 in 2026, is AN-2026-00007.

    Two counters of a year never print the same number. Refuses `series.bad_pattern`, and `series.full`
    where a number made of digits alone would outgrow its width (it could not be told from another one).
    """
    pieces = parts(pattern)
    if counter < 1:
        raise ValueError("the first document of a series is number 1")
    width = next(part.width for part in pieces if part.placeholder == "n")
    full = width and len(str(counter)) > width and all(DIGITS.fullmatch(part.literal) for part in pieces)
    printed = _printed(pieces, counter=counter, on=on)
    if full or len(printed) > LONGEST_NUMBER:
        raise Refused("series.full", pattern=pattern, counter=str(counter))
    return printed


def resets_yearly(pattern: str) -> bool:
    """Whether the counter starts at 1 each year: only where the year is printed, else numbers would repeat."""
    return any(part.placeholder in ("year", "yy") for part in parts(pattern))


def check_pattern(pattern: str, *, country: str, kind: str) -> list[Finding]:
    """What is wrong with a pattern for this kind of document in this country; empty when nothing is.

    Bulgaria: exactly ten digits, each number following the last (ЗДДС чл. 114, ал. 1, т. 2).
    """
    place = f"series/{kind}"
    try:
        pieces = parts(pattern)
    except Refused as refused:
        facts = {name: str(value) for name, value in refused.facts.items()}
        return [Finding("series.bad_pattern", place, facts=dict(facts))]
    digits = POLICIES.get(country, NumberPolicy()).digits
    if digits is None or kind in NO_TAX_DOCUMENTS:
        return []
    sample = _printed(pieces, counter=1, on=NOTHING_ON)
    fixed = any(part.placeholder == "n" and part.width for part in pieces)
    if not (fixed and DIGITS.fullmatch(sample) and len(sample) == digits):
        return [Finding("series.not_ten_digits", place, facts={"pattern": pattern, "sample": sample, "digits": digits})]
    if pieces[-1].placeholder != "n" or any(part.placeholder == "month" for part in pieces):
        return [Finding("series.not_consecutive", place, facts={"pattern": pattern, "sample": sample})]
    return []


def check_patterns(patterns: dict[str, str], *, country: str) -> list[Finding]:
    """Every pattern by itself, and between them: two kinds never share one, or the same number would print twice.

    That also gives Spanish corrective documents the series of their own that RD 1619/2012 art. 6.1.a asks for.
    """
    found = [f for kind, pattern in patterns.items() for f in check_pattern(pattern, country=country, kind=kind)]
    seen: dict[str, str] = {}
    for kind, pattern in patterns.items():
        first = seen.setdefault(pattern, kind)
        if first != kind:
            found.append(Finding("series.same_pattern", f"series/{kind}", facts={"pattern": pattern, "kind": first}))
    return found
