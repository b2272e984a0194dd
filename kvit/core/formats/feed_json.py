"""What a bank's programs answer when asked for an account's transactions: JSON in the shapes of the Berlin Group.

NextGenPSD2 XS2A 1.3, "Read Transaction List"; GoCardless Bank Account Data answers in the same. Whose account it is
does not stand in it. Rule and examples: docs/rules/notices.md.
"""

import json
import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from kvit.core.errors import Finding, Refused
from kvit.core.formats.statement import Statement, StatementLine, account_of, given
from kvit.core.parsing.numbers import MOST_WHOLE_DIGITS

FORMAT = "feed.berlin-group"
MOST_LINES = 200_000
_AMOUNT = re.compile(rf"[+-]?[0-9]{{1,{MOST_WHOLE_DIGITS}}}(\.[0-9]{{1,5}})?")


def is_feed(begin: bytes) -> bool:
    """Whether a file that begins so is such an answer."""
    return begin.startswith(b"{") and re.search(rb'"(transactions|booked)"\s*:', begin) is not None


def parse(content: bytes, *, account: str = "") -> list[Statement]:
    """The booked transactions; pending ones are left out and counted. Refuses `statement.nothing_read` and
    `statement.too_many_lines`. A transaction that cannot be read is a finding; the others stay.
    """
    try:
        told = json.loads(content)
        told = told.get("transactions", told)
        booked, pending = told["booked"], told.get("pending") or []
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise Refused("statement.nothing_read", found="JSON") from error
    if not isinstance(booked, list) or not isinstance(pending, list):
        raise Refused("statement.nothing_read", found="JSON")
    if len(booked) > MOST_LINES:
        raise Refused("statement.too_many_lines", most=MOST_LINES)
    lines, findings = [], []
    for number, one in enumerate(booked, 1):
        try:
            lines.append(_line(one))
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            facts = {"element": str(error.args[0])[:40] if error.args else "?"}
            findings.append(Finding("statement.line_unreadable", f"booked {number}", "error", {**facts}))
    if pending:
        facts = {"count": str(len(pending)), "status": "pending"}
        findings.append(Finding("statement.not_booked", "pending", "warning", {**facts}))
    days = [line.booked_on for line in lines]
    return [
        Statement(
            account=account_of(account),
            currency=lines[0].currency if lines else "",
            format=FORMAT,
            from_on=min(days, default=None),
            to_on=max(days, default=None),
            lines=tuple(lines),
            findings=tuple(findings),
        )
    ]


def _line(one: Mapping[str, Any]) -> StatementLine:
    amount, currency = _text(one["transactionAmount"], "amount"), _text(one["transactionAmount"], "currency")
    if not _AMOUNT.fullmatch(amount) or not re.fullmatch("[A-Z]{3}", currency):
        raise ValueError("transactionAmount")
    booked_on = _day(one, "bookingDate") or _day(one, "valueDate")
    if booked_on is None:
        raise ValueError("bookingDate")
    other = "creditor" if amount.startswith("-") else "debtor"
    parts = [_text(one, "remittanceInformationUnstructured") or _joined(one, "remittanceInformationUnstructuredArray")]
    parts.append(_text(one, "additionalInformation"))
    reference = given(_text(one, "transactionId")) or given(_text(one, "internalTransactionId"))
    account = one.get(f"{other}Account")
    return StatementLine(
        booked_on=booked_on,
        amount=Decimal(amount),
        currency=currency,
        value_on=_day(one, "valueDate"),
        counterparty_name=_text(one, f"{other}Name"),
        counterparty_iban=account_of(_text(account, "iban") or _text(account, "bban")) if account else "",
        counterparty_bic=_text(one, f"{other}Agent"),
        remittance=next((text for text in parts if text), ""),
        end_to_end_id=given(_text(one, "endToEndId")),
        structured_reference=given(_text(one, "remittanceInformationStructured")),
        bank_reference=reference,
        entry_reference=given(_text(one, "entryReference")),
        kind=_text(one, "bankTransactionCode") or _text(one, "proprietaryBankTransactionCode"),
        references=tuple(dict.fromkeys(each for each in (reference, given(_text(one, "entryReference"))) if each)),
    )


def _text(one: Mapping[str, Any], name: str) -> str:
    found = one.get(name)
    return " ".join(found.split()) if isinstance(found, str) else ""


def _joined(one: Mapping[str, Any], name: str) -> str:
    found = one.get(name)
    return (
        " ".join(" ".join(each.split()) for each in found if isinstance(each, str)) if isinstance(found, list) else ""
    )


def _day(one: Mapping[str, Any], name: str) -> date | None:
    try:
        return date.fromisoformat((_text(one, name) or _text(one, f"{name}Time"))[:10])
    except ValueError:
        return None
