"""Bank exports as tables: which column is what is told by its heading; what is not told is asked and never guessed.

Rule and examples: docs/rules/statement-import.md.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from kvit.core.errors import Finding, Refused
from kvit.core.formats.statement import Statement, StatementLine, account_of, balance_findings, given
from kvit.core.formats.statement_layout import DIRECTIONS, STATEMENT
from kvit.core.parsing.dates import folded
from kvit.core.parsing.delimited import Sheet
from kvit.core.parsing.tables import Chosen, Row, Understood, rows_of, understand


@dataclass(frozen=True, slots=True)
class _Read:
    """A line, with what belongs to the whole file rather than to it."""

    line: StatementLine
    account: str
    some_iban: str
    balance: Decimal | None


class _RejectedError(Exception):
    """A row that is no line, with the code that says why."""


def parse(sheet: Sheet, *, chosen: Chosen | None = None, account: str = "", currency: str = "") -> list[Statement]:
    """The statements in a table: one for each account and currency named in it.

    `account` and `currency` stand in where the file names none. Refuses `statement.currency_missing` and what
    `understand` refuses; a row that cannot be read is a finding, and the others stay.
    """
    understood = understand(sheet, STATEMENT, chosen=chosen)
    findings: list[Finding] = []
    reads: list[_Read] = []
    for row in rows_of(sheet, STATEMENT, understood=understood):
        try:
            _take(row, reads, understood=understood, currency=currency)
        except _RejectedError as error:
            findings.append(Finding(str(error), f"row {row.number}", "error", {}))
        except Refused as refused:
            findings.append(Finding(refused.code, f"row {row.number}", "error", {**_as_facts(refused)}))
    if reads and not any(read.line.currency for read in reads):
        raise Refused("statement.currency_missing")
    if len(reads) > 1 and understood.places.keys() & {"amount"} and not understood.places.keys() & {"direction"}:
        findings += _all_money_in(reads)
    return [
        replace(
            one,
            columns=understood.columns,
            ignored=understood.ignored,
            dates=understood.dates or "",
            decimals=understood.decimals or "",
        )
        for one in _statements(_with_iban(reads, account), findings, account=account)
    ]


def _as_facts(refused: Refused) -> dict[str, str]:
    return {name: str(value) for name, value in refused.facts.items()}


def _take(row: Row, reads: list[_Read], *, understood: Understood, currency: str) -> None:
    """Adds the line of the row; a row of words alone carries on the line above it."""
    if row.rejected:
        found = row.rejected[0]
        raise Refused(found.rule, column=found.place, **found.facts)
    values = row.values
    text = _text(values, "remittance", "remittance_more", "remittance_last", "reference")
    if not values.get("booked_on") and _amount(values) is None:
        if reads and text:
            last = reads.pop()
            joined = f"{last.line.remittance} {text}".strip()
            reads.append(replace(last, line=replace(last.line, remittance=joined)))
            return
        raise _RejectedError("statement.row_without_line")
    booked_on, amount = values.get("booked_on"), _amount(values)
    if not isinstance(booked_on, date):
        raise _RejectedError("statement.row_without_day")
    if amount is None:
        raise _RejectedError("statement.row_without_amount")
    value_on, balance = values.get("value_on"), values.get("balance")
    reference = given(_text(values, "bank_reference"))
    line = StatementLine(
        booked_on=booked_on,
        amount=amount,
        currency=(_text(values, "currency") or understood.currency or currency).upper(),
        value_on=value_on if isinstance(value_on, date) else None,
        counterparty_name=given(_text(values, "counterparty_name")),
        counterparty_iban=account_of(_text(values, "counterparty_iban")),
        counterparty_bic=_text(values, "counterparty_bic"),
        remittance=text,
        end_to_end_id=given(_text(values, "end_to_end_id")),
        structured_reference=given(_text(values, "structured_reference")),
        bank_reference=reference,
        entry_reference=reference,
    )
    if line.currency and not re.fullmatch("[A-Z]{3}", line.currency):
        raise _RejectedError("statement.row_currency_unreadable")
    reads.append(
        _Read(
            line=line,
            account=account_of(_text(values, "account")),
            some_iban=account_of(_text(values, "some_iban")),
            balance=balance if isinstance(balance, Decimal) else None,
        )
    )


def _text(values: dict[str, str | Decimal | date | None], *names: str) -> str:
    texts = (" ".join(str(values.get(name) or "").split()) for name in names)
    return " ".join(text for text in texts if text)


def _amount(values: dict[str, str | Decimal | date | None]) -> Decimal | None:
    """The signed amount: by its own sign, by two columns, or by a column that says the direction."""
    amount, debit, credit = (values.get(name) for name in ("amount", "debit", "credit"))
    if isinstance(amount, Decimal):
        flag = folded(_text(values, "direction")).strip(". ")
        if not flag:
            return amount
        direction = DIRECTIONS.get(flag)
        if direction is None:
            raise _RejectedError("statement.direction_unknown")
        if amount < 0 and direction > 0:
            raise _RejectedError("statement.direction_contradicted")
        return abs(amount) * direction
    out = debit if isinstance(debit, Decimal) else Decimal(0)
    into = credit if isinstance(credit, Decimal) else Decimal(0)
    if out and into:
        raise _RejectedError("statement.both_directions")
    if out:
        return -abs(out)
    return into if into or isinstance(credit, Decimal) or isinstance(debit, Decimal) else None


def _all_money_in(reads: Sequence[_Read]) -> list[Finding]:
    if any(read.line.amount < 0 for read in reads):
        return []
    return [Finding("statement.all_money_in", "amount", "warning", {"count": len(reads)})]


def _with_iban(reads: list[_Read], account: str) -> list[_Read]:
    """Whose account a column named only `IBAN` holds: ours when it is the same in every row, theirs when it changes."""
    found = {read.some_iban for read in reads if read.some_iban}
    if not found:
        return reads
    if len(found) == 1:
        ours = len(reads) > 1 or found == {account_of(account)}
        return [replace(read, account=read.account or (read.some_iban if ours else "")) for read in reads]
    return [
        replace(read, line=replace(read.line, counterparty_iban=read.line.counterparty_iban or read.some_iban))
        for read in reads
    ]


def _statements(reads: list[_Read], findings: list[Finding], *, account: str) -> list[Statement]:
    grouped: dict[tuple[str, str], list[_Read]] = defaultdict(list)
    for read in reads:
        grouped[read.account or account_of(account), read.line.currency].append(read)
    if not grouped:
        return [Statement(account=account_of(account), currency="", format="table", findings=tuple(findings))]
    statements: list[Statement] = []
    for (own, currency), group in grouped.items():
        lines = [_without_counting(read.line, group) for read in group]
        opening, closing = _balances(group)
        statements.append(
            Statement(
                account=own,
                currency=currency,
                format="table",
                opening=opening,
                closing=closing,
                from_on=min(line.booked_on for line in lines),
                to_on=max(line.booked_on for line in lines),
                lines=tuple(lines),
                findings=(*(() if statements else findings), *balance_findings(opening, closing, lines=lines)),
            )
        )
    return statements


def _without_counting(line: StatementLine, group: Sequence[_Read]) -> StatementLine:
    """Numbers that only count the rows (1, 2, 3…) are no references of the bank: the next file counts anew."""
    if not line.bank_reference.isdecimal():
        return line
    counted = [read.line.bank_reference for read in group]
    numbers = {str(number) for number in range(1, len(group) + 1)}
    return replace(line, bank_reference="") if len(group) > 1 and set(counted) <= numbers else line


def _balances(group: Sequence[_Read]) -> tuple[Decimal | None, Decimal | None]:
    """Opening and closing by the running balance, whichever way the rows go; none where it is not in every row."""
    balances = [read.balance for read in group if read.balance is not None]
    amounts = [read.line.amount for read in group]
    if len(balances) != len(group):
        return None, None
    falling = len(group) > 1 and all(balances[at] == balances[at + 1] + amounts[at] for at in range(len(group) - 1))
    rising = all(balances[at] + amounts[at + 1] == balances[at + 1] for at in range(len(group) - 1))
    if falling and not rising:
        return balances[-1] - amounts[-1], balances[0]
    return balances[0] - amounts[0], balances[-1]
