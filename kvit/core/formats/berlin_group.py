"""The movements of an account as banks' programs tell them: JSON in the shapes of the Berlin Group.

NextGenPSD2 XS2A framework 1.3, "Read Transaction List" and "Read Balance"; GoCardless Bank Account Data answers in the
same and adds `internalTransactionId`. Rule and examples: docs/rules/bank-feeds.md.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from kvit.core.errors import Finding
from kvit.core.formats.statement import StatementLine, account_of, given
from kvit.core.parsing.numbers import MOST_WHOLE_DIGITS

_AMOUNT = re.compile(rf"[+-]?[0-9]{{1,{MOST_WHOLE_DIGITS}}}(\.[0-9]{{1,4}})?")
_CURRENCY = re.compile("[A-Z]{3}")
MOST_LINES = 200_000
LONGEST_ID = 200


@dataclass(frozen=True, slots=True)
class Movement:
    """A booked movement and the name that the provider gives it, unique in its account; empty where it gives none."""

    id: str
    line: StatementLine


@dataclass(frozen=True, slots=True)
class Transactions:
    """What one answer tells, in the order in which it does; `pending` are counted only.

    A movement that cannot be read, and another one under an id that was told already, is a finding.
    """

    movements: tuple[Movement, ...]
    pending: int = 0
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Balance:
    """What is booked on the account; `until` is the last day that it counts, None for all that is booked by now."""

    amount: Decimal
    currency: str
    until: date | None = None


def transactions(answer: object) -> Transactions:
    """The booked movements of a transaction list. Raises ValueError for what is no such list."""
    told = _mapping(answer, "transactions")
    told = _mapping(told.get("transactions", told), "transactions")
    booked, pending = told.get("booked", []), told.get("pending") or []
    if not isinstance(booked, list) or not isinstance(pending, list) or len(booked) > MOST_LINES:
        raise ValueError("booked")
    known: dict[str, Movement] = {}
    movements, findings = [], []
    for number, one in enumerate(booked, 1):
        try:
            movement = _movement(_mapping(one, "booked"))
        except ValueError as error:
            findings.append(_finding("statement.line_unreadable", number, element=str(error)[:40]))
            continue
        before = known.setdefault(movement.id, movement) if movement.id else movement
        if before is movement:
            movements.append(movement)
        elif before.line != movement.line:
            findings.append(_finding("feed.same_id", number, id=movement.id[:60]))
    return Transactions(tuple(movements), len(pending), tuple(findings))


def balance(answer: object) -> Balance | None:
    """What is booked by now, else at the end of a named day; None where the bank tells neither.

    `interimBooked` is what is booked at the moment, `closingBooked` at the end of `referenceDate`; all others hold
    what is only announced, or a credit line.
    """
    told = _mapping(answer, "balances").get("balances")
    rows = [one for one in told if isinstance(one, Mapping)] if isinstance(told, list) else []
    for kinds, is_of_a_day in ((("interimBooked", "ITBD"), False), (("closingBooked", "CLBD"), True)):
        for row in rows:
            if row.get("balanceType") in kinds:
                try:
                    until = _day(row, "referenceDate") if is_of_a_day else None
                    amount, currency = _amount(row, "balanceAmount")
                except ValueError:
                    continue
                if until is not None or not is_of_a_day:
                    return Balance(amount, currency, until)
    return None


def _movement(one: Mapping[str, Any]) -> Movement:
    amount, currency = _amount(one, "transactionAmount")
    value_on = _day(one, "valueDate")
    booked_on = _day(one, "bookingDate") or value_on
    if booked_on is None:
        raise ValueError("bookingDate")
    other = "creditor" if amount < 0 else "debtor"
    account = one.get(f"{other}Account")
    number = _text(account, "iban") or _text(account, "bban") if isinstance(account, Mapping) else ""
    line = StatementLine(
        booked_on=booked_on,
        amount=amount,
        currency=currency,
        value_on=value_on,
        counterparty_name=_text(one, f"{other}Name"),
        counterparty_iban=account_of(number),
        counterparty_bic=_text(one, f"{other}Agent"),
        remittance=_remittance(one),
        end_to_end_id=given(_text(one, "endToEndId")),
        structured_reference=given(_structured(one)),
        entry_reference=given(_text(one, "entryReference")),
        kind=_text(one, "bankTransactionCode").replace("-", "/") or _text(one, "proprietaryBankTransactionCode"),
    )
    names = ("internalTransactionId", "transactionId", "entryReference")
    return Movement(next((name for name in (_text(one, each) for each in names) if name), "")[:LONGEST_ID], line)


def _remittance(one: Mapping[str, Any]) -> str:
    plain = _text(one, "remittanceInformationUnstructured")
    many = one.get("remittanceInformationUnstructuredArray")
    joined = (
        " ".join(" ".join(each.split()) for each in many if isinstance(each, str)) if isinstance(many, list) else ""
    )
    return plain or joined or _text(one, "additionalInformation")


def _structured(one: Mapping[str, Any]) -> str:
    told = one.get("remittanceInformationStructured")
    return _text(told, "reference") if isinstance(told, Mapping) else _text(one, "remittanceInformationStructured")


def _amount(one: Mapping[str, Any], name: str) -> tuple[Decimal, str]:
    told = one.get(name)
    amount, currency = (_text(told, "amount"), _text(told, "currency")) if isinstance(told, Mapping) else ("", "")
    if not _AMOUNT.fullmatch(amount) or not _CURRENCY.fullmatch(currency):
        raise ValueError(name)
    return Decimal(amount), currency


def _day(one: Mapping[str, Any], name: str) -> date | None:
    """The day of a date, or of a moment where only that is told: `bookingDateTime`."""
    told = _text(one, name) or _text(one, f"{name}Time")
    try:
        return date.fromisoformat(told[:10]) if told else None
    except ValueError:
        raise ValueError(name) from None


def _text(one: Mapping[str, Any], name: str) -> str:
    found = one.get(name)
    return " ".join(found.split()) if isinstance(found, str) else ""


def _mapping(told: object, name: str) -> Mapping[str, Any]:
    if not isinstance(told, Mapping):
        raise ValueError(name)
    return told


def _finding(code: str, number: int, **facts: str) -> Finding:
    return Finding(code, f"booked {number}", "error", {**facts})
