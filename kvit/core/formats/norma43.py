"""Statements in Norma 43 (cuaderno 43 of the Spanish banks, AEB and CECA, June 2012): records of 80 letters.

What opens an account (11), its lines (22) with up to five texts (23), what closes it (33) with sums that are checked,
and the end of the file (88). In euros. Rule and examples: docs/rules/statement-import.md.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from kvit.core.errors import Fact, Finding, Refused
from kvit.core.formats.camt import MOST_LINES
from kvit.core.formats.mt940_text import only_account
from kvit.core.formats.statement import Statement, StatementLine, balance_findings, given
from kvit.core.parsing.texts import decoded_of_bank

FORMAT, EURO = "norma43", "978"
WIDTH = 80
_OPENS = re.compile(r"11[0-9 ]{8}[0-9]{10}[0-9]{12}[12][0-9]{14}[0-9]{3}")
_CANCELLED = "98"
"""The shared concept of a correction or a cancelled line."""
_FIVE, _SCHEMES = ("01", "02", "03", "04", "05"), ("CORE", "COR1", "B2B")
_PURPOSE = re.compile("([A-Z]{4}| {4}){2}")
_SUMS = (("norma43.debits_differ", True, 20, 25), ("norma43.credits_differ", False, 39, 44))
"""What is told where the count and the sum do not agree, for money out or not, and where they stand in record 33."""
_CHECKS = ((1, 2, 4, 8, 5, 10, 9, 7, 3, 6), 11)


@dataclass(frozen=True, slots=True)
class _Told:
    text: str
    name: str = ""
    end_to_end_id: str = ""


@dataclass(slots=True)
class _Account:
    """The records of one account, each with its row in the file; `closing` is empty where the file breaks off."""

    opening: str
    lines: list[tuple[int, str, list[str]]] = field(default_factory=list)
    closing: str = ""


def is_norma43(content: bytes) -> bool:
    """Whether the file begins with the record that opens an account."""
    return _OPENS.match(content[:400].replace(b"\0", b"").decode("latin-1").lstrip("ï»¿ÿþ\r\n")) is not None


def parse(content: bytes) -> list[Statement]:
    """The statements of the file, one for each account.

    Refuses `norma43.not_euro`, `statement.too_many_lines`, and an encoding that is not known. A line that cannot be
    read is a finding; so is a file that breaks off, and sums that are not those of its lines.
    """
    text = decoded_of_bank(content)
    accounts, is_whole = _accounts(text)
    if sum(len(one.lines) for one in accounts) > MOST_LINES:
        raise Refused("statement.too_many_lines", most=MOST_LINES)
    for one in accounts:
        if one.opening[47:50] != EURO:
            raise Refused("norma43.not_euro", currency=one.opening[47:50])
    return [_statement(one, is_whole=is_whole) for one in accounts]


def account_number(bank: str, office: str, number: str) -> str:
    """The IBAN of a Spanish account told without its check digits (código cuenta cliente, ISO 13616)."""
    checks = _check_digit(f"00{bank}{office}") + _check_digit(number)
    bare = f"{bank}{office}{checks}{number}"
    return f"ES{98 - int(f'{bare}142800') % 97:02}{bare}"


def _check_digit(figures: str) -> str:
    weights, modulus = _CHECKS
    left = modulus - sum(int(one) * weight for one, weight in zip(figures, weights, strict=True)) % modulus
    return {10: "1", 11: "0"}.get(left, str(left))


def _records(text: str) -> Iterator[tuple[int, str]]:
    """Each record with its row, filled up to its width; a file without rows is cut every 80 letters."""
    rows = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").strip("\n\x1a").split("\n")
    if len(rows) == 1 and len(rows[0]) > WIDTH:
        rows = [rows[0][at : at + WIDTH] for at in range(0, len(rows[0]), WIDTH)]
    for number, row in enumerate(rows, start=1):
        if row.strip():
            yield number, row.ljust(WIDTH)


def _accounts(text: str) -> tuple[list[_Account], bool]:
    """The accounts of the file, and whether its end is there and counts the records before it."""
    accounts: list[_Account] = []
    for count, (number, record) in enumerate(_records(text)):
        kind = record[:2]
        if kind == "88":
            return accounts, record[20:26].strip() in ("", f"{count:06}")
        if kind == "11":
            accounts.append(_Account(record))
        elif accounts and kind == "22":
            accounts[-1].lines.append((number, record, []))
        elif accounts and kind == "23" and accounts[-1].lines:
            accounts[-1].lines[-1][2].append(record)
        elif accounts and kind == "33":
            accounts[-1].closing = record
    return accounts, False


def _statement(one: _Account, *, is_whole: bool) -> Statement:
    head = one.opening
    iban = account_number(head[2:6].replace(" ", "0"), head[6:10].replace(" ", "0"), head[10:20])
    lines: list[StatementLine] = []
    findings: list[Finding] = []
    for number, record, texts in one.lines:
        line = _line(record, texts, own=iban)
        if line is None:
            findings.append(Finding("statement.line_unreadable", f"row {number}", "error", {"element": "22"}))
        else:
            lines.append(line)
    opening = _amount(head[33:47], head[32:33])
    closing = _amount(one.closing[59:73], one.closing[58:59])
    if not is_whole or not one.closing:
        findings.append(Finding("statement.cut_off", "88", "warning", {}))
    findings += _sums(one.closing, lines) + balance_findings(opening, closing, lines=lines)
    return Statement(
        account=iban,
        currency="EUR",
        reference=f"{head[20:26]}-{head[26:32]}",
        format=FORMAT,
        opening=opening,
        closing=closing,
        from_on=_day(head[20:26]),
        to_on=_day(head[26:32]),
        lines=tuple(lines),
        findings=tuple(findings),
    )


def _sums(closing: str, lines: Sequence[StatementLine]) -> list[Finding]:
    """A warning where what closes the account counts and sums other lines than those that were read."""
    if not closing:
        return []
    findings = []
    for code, is_out, count_at, sum_at in _SUMS:
        some = [abs(line.amount) for line in lines if line.amount.is_signed() == is_out]
        count, total = closing[count_at : count_at + 5].strip(), _amount(closing[sum_at : sum_at + 14], "2")
        if (count.isdecimal() and int(count) != len(some)) or (total is not None and total != sum(some)):
            facts: dict[str, Fact] = {
                "count": count.lstrip("0") or "0",
                "total": "" if total is None else f"{total:f}",
                "read": len(some),
                "sum": f"{sum(some, Decimal(0)):f}",
            }
            findings.append(Finding(code, "33", "warning", facts))
    return findings


def _line(record: str, texts: Sequence[str], *, own: str) -> StatementLine | None:
    """The line; None where its day or amount cannot be read."""
    booked_on, amount = _day(record[10:16]), _amount(record[28:42], record[27:28])
    if booked_on is None or amount is None:
        return None
    told = _sepa(texts) or _Told(_text(record, texts))
    return StatementLine(
        booked_on=booked_on,
        amount=amount,
        currency="EUR",
        value_on=_day(record[16:22]),
        counterparty_name=told.name,
        counterparty_iban=only_account(told.text, own),
        remittance=told.text,
        end_to_end_id=told.end_to_end_id,
        bank_reference=_given(record[42:52]),
        kind="/".join(part for part in (record[22:24].strip(), record[24:27].strip()) if part),
        is_reversal=record[22:24] == _CANCELLED,
    )


def _text(record: str, texts: Sequence[str]) -> str:
    """The texts one after the other, a full one going on in the next, and the references that they do not say."""
    parts = [part for text in texts for part in (text[4:42], text[42:80])]
    told = "".join(part if part.rstrip() == part else f"{part} " for part in parts)
    references = [one for one in (_given(record[52:64]), _given(record[64:80])) if one and one not in told]
    return " ".join(" ".join([told, *references]).split())


def _sepa(texts: Sequence[str]) -> _Told | None:
    """What five texts say of a transfer or a direct debit (appendix 4); None where they are free ones."""
    if [text[2:4] for text in texts] != list(_FIVE) or not _PURPOSE.fullmatch(texts[2][4:12]):
        return None
    is_debit = texts[0][4:8].strip() in _SCHEMES
    name = texts[0][8:78] if is_debit else texts[0][4:70]
    return _Told(
        text=" ".join((texts[2][12:80] + texts[3][4:76]).split()),
        name=" ".join(name.split()),
        end_to_end_id="" if is_debit else given(texts[1][4:39]),
    )


def _given(written: str) -> str:
    """The reference, or nothing where it is filled up with zeros."""
    told = " ".join(written.split())
    return told if told.strip("0 ") else ""


def _amount(written: str, way: str) -> Decimal | None:
    """Fourteen figures, two of them cents; way 1 is debit, 2 credit."""
    if not re.fullmatch("[0-9]{14}", written) or way not in ("1", "2"):
        return None
    return Decimal(written).scaleb(-2) * (-1 if way == "1" else 1)


def _day(written: str) -> date | None:
    if not re.fullmatch("[0-9]{6}", written):
        return None
    try:
        return date(2000 + int(written[:2]), int(written[2:4]), int(written[4:]))
    except ValueError:
        return None
