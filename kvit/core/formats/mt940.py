"""Statements in MT940 as banks really write them: pages and envelopes of SWIFT, or bare fields with a colon.

Field numbers, marks and lengths are those of the SWIFT standard (category 9, MT940). A line that cannot be read is a
finding, and the others stay. Rule and examples: docs/rules/statement-import.md.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from kvit.core.errors import Finding, Refused
from kvit.core.formats import mt940_text
from kvit.core.formats.camt import MOST_LINES
from kvit.core.formats.statement import Statement, StatementLine, account_of, balance_findings, given
from kvit.core.parsing.numbers import MOST_WHOLE_DIGITS
from kvit.core.parsing.texts import decoded_of_bank

FORMAT = "mt940"
_TAG = re.compile(r":(\d\d[A-Z]?|NS):")
_KNOWN = frozenset({"20", "21", "25", "25P", "28", "28C", "60F", "60M", "61", "86", "62F", "62M", "64", "65", "NS"})
_INTRADAY = frozenset({"13", "13D", "34F", "90C", "90D"})
_TAGS = _KNOWN | _INTRADAY
_ENDS = re.compile(r"-(\}.*|X+)?\s*|\{[1-5]:.*|:940:\s*")
_BEGINS = re.compile(r"^(?::20:|:60[FM]:[CD]\d{6}|:61:\d{6})|\{2:[IO]94[02]", re.MULTILINE)
_LINE = re.compile(
    r"(?P<value>\d{6})(?P<entry>\d{4}|\s{4})?(?P<mark>E[CD]|R?[CD])[A-Z]?\s?(?P<amount>\d{1,20}(?:,\d{0,4}|\.\d\d)?)(?![\d.,])"
    r"(?P<kind>[A-Z][A-Z0-9 ]{3})?(?P<references>.*)"
)
_BALANCE = re.compile(r"(?P<mark>[CD])(?P<day>\d{6})(?P<currency>[A-Z]{3})?(?P<amount>\d{1,20}(?:,\d{0,4}|\.\d\d)?)\s*")
_EXPECTED = "E"
_FAR = timedelta(days=183)


@dataclass(slots=True)
class _Field:
    """A field with its text, line by line, and the row of the file that it begins in."""

    tag: str
    rows: list[str]
    number: int


@dataclass(slots=True)
class _Booked:
    """A field 61 with what the bank tells of it in the fields behind it."""

    line: _Field
    told: list[_Field] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Balance:
    amount: Decimal
    currency: str
    on: date | None


class _UnreadableError(Exception):
    """A part of a field without which a line means nothing; the text names it."""


def is_mt940(content: bytes) -> bool:
    """Whether the file begins as MT940 or MT942 do, whatever stands before the first field."""
    return _BEGINS.search(content[:4000].replace(b"\0", b"").decode("latin-1")) is not None


def parse(content: bytes, *, currency: str = "") -> list[Statement]:
    """The statements of the file, one for each field 20. `currency` stands in where no balance names one.

    Refuses `statement.running_day` (MT942), `statement.nothing_read`, `statement.currency_missing`,
    `statement.too_many_lines`, and an encoding that is not known.
    """
    text = decoded_of_bank(content)
    blocks = _blocks(_fields(text))
    tags = {one.tag for block in blocks for one in block}
    if "{2:O942" in text or "{2:I942" in text or (tags & _INTRADAY and not tags & {"60F", "60M", "62F", "62M"}):
        raise Refused("statement.running_day", found="MT942")
    if sum(one.tag == "61" for block in blocks for one in block) > MOST_LINES:
        raise Refused("statement.too_many_lines", most=MOST_LINES)
    told = [block for block in blocks if {one.tag for one in block} & {"60F", "60M", "61", "62F", "62M"}]
    if not told:
        raise Refused("statement.nothing_read", found="MT940")
    return [_statement(block, currency=currency) for block in told]


def _fields(text: str) -> list[_Field]:
    fields: list[_Field] = []
    for number, row in enumerate(text.replace("\r", "").removeprefix("\ufeff").split("\n"), start=1):
        bare = re.sub(r"^\{1:.*\{4:", "", row).lstrip("\x01")
        match = _TAG.match(bare)
        if match and match[1] in _TAGS:
            fields.append(_Field(match[1], [bare[match.end() :]], number))
        elif _ENDS.fullmatch(bare):
            fields.append(_Field("end", [], number))
        elif fields and fields[-1].tag != "end":
            fields[-1].rows.append(bare)
    return [one for one in fields if one.tag != "end"]


def _blocks(fields: Sequence[_Field]) -> list[list[_Field]]:
    """The fields of each statement; a second account begins one too, where the bank writes field 20 but once."""
    blocks: list[list[_Field]] = []
    for one in fields:
        begins = one.tag == "20" or (one.tag in ("25", "25P") and blocks and _has(blocks[-1], "25", "25P"))
        if begins or not blocks:
            blocks.append([])
        blocks[-1].append(one)
    return blocks


def _has(block: Sequence[_Field], *tags: str) -> bool:
    return any(one.tag in tags for one in block)


def _statement(block: Sequence[_Field], *, currency: str) -> Statement:
    findings: list[Finding] = []
    opening = _balance(block, findings, "60F", "60M")
    closing = _balance(block, findings, "62F", "62M")
    unit = next((one.currency for one in (opening, closing) if one and one.currency), currency)
    booked = _booked(block)
    if booked and not unit:
        raise Refused("statement.currency_missing")
    account = _account(_first(block, "25", "25P"), unit)
    lines: list[StatementLine] = []
    expected = 0
    for one in booked:
        try:
            line = _line(one, currency=unit, account=account)
        except _UnreadableError as error:
            findings.append(_unreadable(one.line.number, str(error)))
            continue
        if line is None:
            expected += 1
        else:
            lines.append(line)
    if expected:
        findings.append(Finding("statement.not_booked", "61", "warning", {"count": expected, "status": "EC, ED"}))
    opened, closed = opening.amount if opening else None, closing.amount if closing else None
    days = [line.booked_on for line in lines]
    return Statement(
        account=account,
        currency=unit,
        reference=_first(block, "28C", "28") or _first(block, "20"),
        format=FORMAT,
        opening=opened,
        closing=closed,
        from_on=min(days, default=opening.on if opening else None),
        to_on=closing.on if closing and closing.on else max(days, default=None),
        lines=tuple(lines),
        findings=(*findings, *balance_findings(opened, closed, lines=lines)),
    )


def _first(block: Sequence[_Field], *tags: str) -> str:
    return next((one.rows[0].strip() for one in block if one.tag in tags), "")


def _account(told: str, currency: str) -> str:
    """The number alone: without the bank's BIC before a slash or the currency behind it; as IBAN where it is one."""
    parts = [bare for part in told.split("/") if (bare := account_of(part)) and not mt940_text.is_bic(bare)]
    for part in parts:
        if iban := mt940_text.as_iban(part):
            return iban
    if len(parts) == 2 and re.fullmatch(r"\d{8}/\d{1,10}", "/".join(parts)):
        return parts[0] + parts[1].zfill(10)  # Bankleitzahl and Kontonummer, as a German IBAN ends
    whole = "".join(parts)
    return whole[: -len(currency)] if currency and re.fullmatch(r"\d{6,}" + currency, whole) else whole


def _booked(block: Sequence[_Field]) -> list[_Booked]:
    """Each line with the fields that explain it: those behind it, until another field ends the list."""
    found: list[_Booked] = []
    open_ = False
    for one in block:
        if one.tag == "61":
            found.append(_Booked(one))
        elif one.tag in ("86", "NS") and open_:
            found[-1].told.append(one)
        open_ = one.tag == "61" or (open_ and one.tag in ("86", "NS"))
    return found


def _balance(block: Sequence[_Field], findings: list[Finding], *tags: str) -> _Balance | None:
    found = next((one for one in block if one.tag in tags), None)
    if found is None:
        return None
    match = _BALANCE.fullmatch(found.rows[0].rstrip())
    try:
        amount = _number(match["amount"] if match else "")
    except _UnreadableError:
        match = None
    if match is None:
        element = {"element": f":{found.tag}:"}
        findings.append(Finding("statement.balance_unreadable", f"row {found.number}", "warning", {**element}))
        return None
    signed = amount if match["mark"] == "C" else -amount
    return _Balance(signed, match["currency"] or "", _day(match["day"]))


def _line(booked: _Booked, *, currency: str, account: str) -> StatementLine | None:
    """The booked line; None where the bank only expects it."""
    match = _LINE.fullmatch(booked.line.rows[0].rstrip())
    if match is None:
        raise _UnreadableError(":61:")
    mark = match["mark"]
    if mark.startswith(_EXPECTED):
        return None
    value_on = _day(match["value"])
    booked_on = _entry_day(match["entry"] or "", near=value_on) or value_on
    if booked_on is None:
        raise _UnreadableError(":61: YYMMDD")
    customer, _sep, bank = match["references"].partition("//")
    told = mt940_text.told(
        [one.rows for one in booked.told if one.tag == "86"],
        [one.rows for one in booked.told if one.tag == "NS"],
        more=booked.line.rows[1:],
        account=account,
    )
    own = mt940_text.as_iban(account_of(customer))
    is_in = mark in ("C", "RD")
    amount = _number(match["amount"])
    return StatementLine(
        booked_on=booked_on,
        amount=amount if is_in else -amount,
        currency=currency,
        value_on=value_on,
        counterparty_name=told.name,
        counterparty_iban=told.account or own,
        counterparty_bic=told.bic,
        remittance=told.text,
        end_to_end_id=told.end_to_end_id or ("" if own else _given(customer)),
        structured_reference=told.structured_reference,
        bank_reference=_given(bank),
        entry_reference=_given(bank),
        kind=(match["kind"] or "").strip(),
        is_reversal=mark.startswith("R"),
    )


def _given(reference: str) -> str:
    """The reference, or nothing where its kind stands in its place (`EREF`, `KREF`) or zeros."""
    told = given(reference)
    return "" if told in ("EREF", "KREF", "PREF", "MARF") or len(told.strip("0")) < 2 else told


def _number(written: str) -> Decimal:
    """The amount. More figures than tables keep are none."""
    whole, _comma, rest = written.replace(".", ",").partition(",")
    if not whole or len(whole.lstrip("0")) > MOST_WHOLE_DIGITS:
        raise _UnreadableError(":61: 15d")
    return Decimal(f"{whole}.{rest or 0}")


def _day(written: str) -> date | None:
    """YYMMDD. The 29th and 30th of February, days of interest where a month has thirty, are its last day."""
    year, month, day = 2000 + int(written[:2]), int(written[2:4]), int(written[4:])
    if month == 2 and day in (29, 30):
        return date(year, 3, 1) - timedelta(days=1)
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _entry_day(written: str, *, near: date | None) -> date | None:
    """MMDD, in the year that brings it nearest to the value day."""
    if not written.strip() or near is None:
        return None
    days = [_day(f"{(near.year + shift) % 100:02}{written}") for shift in (0, -1, 1)]
    return next((day for day in days if day is not None and abs(day - near) <= _FAR), None)


def _unreadable(number: int, element: str) -> Finding:
    return Finding("statement.line_unreadable", f"row {number}", "error", {"element": element})
