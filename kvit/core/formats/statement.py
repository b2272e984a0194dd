"""A bank statement as read from any format, and how its lines are known again when they come a second time.

Rule and examples: docs/rules/statement-import.md.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache

from kvit.core.errors import Finding


@dataclass(frozen=True, slots=True)
class Part:
    """One transfer inside a line that the bank booked as one sum. Empty strings where the bank said nothing.

    The amount is signed, in the currency of the line, and None where the file does not say it.
    """

    amount: Decimal | None
    counterparty_name: str = ""
    counterparty_iban: str = ""
    remittance: str = ""
    end_to_end_id: str = ""
    structured_reference: str = ""
    return_reason: str = ""
    references: tuple[str, ...] = ()
    """The bank's own marks of the transfer (`AcctSvcrRef`)."""


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One booked line. The amount is signed: money in is above zero. Empty strings where the bank said nothing.

    `bank_reference` is the bank's own mark of the booking and the same in every file; `entry_reference` is the name
    of the line in this file only. `kind` is the bank's code, such as `PMNT/RCDT/ESCT`. `parts` are given for a sum of
    several transfers only. `batch` is our own name of the instruction that the bank booked as a whole, `return_reason`
    why money went back (ISO 20022: `AC04`, `MD06`). `references` are the bank's marks of the booking and of a transfer
    that is alone in it; `transfers` how many are in it (0: not told), `message` the notice that tells the line, and
    `told_in` the notice where the bank says that its details stand.
    """

    booked_on: date
    amount: Decimal
    currency: str
    value_on: date | None = None
    counterparty_name: str = ""
    counterparty_iban: str = ""
    counterparty_bic: str = ""
    remittance: str = ""
    end_to_end_id: str = ""
    structured_reference: str = ""
    bank_reference: str = ""
    entry_reference: str = ""
    kind: str = ""
    is_reversal: bool = False
    batch: str = ""
    return_reason: str = ""
    parts: tuple[Part, ...] = ()
    references: tuple[str, ...] = ()
    transfers: int = 0
    message: str = ""
    told_in: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """What one file says of one account. Balances are signed and None where the file gives none.

    Findings of severity `error` are lines that could not be read and are not among `lines`. `columns` says of a table
    which heading each field was read from, `ignored` which were not, `dates` and `decimals` how days and amounts were.
    """

    account: str
    currency: str
    reference: str = ""
    format: str = ""
    opening: Decimal | None = None
    closing: Decimal | None = None
    from_on: date | None = None
    to_on: date | None = None
    lines: tuple[StatementLine, ...] = ()
    findings: tuple[Finding, ...] = field(default=())
    columns: dict[str, str] = field(default_factory=dict)
    ignored: tuple[str, ...] = ()
    dates: str = ""
    decimals: str = ""


STATEMENT, NOTICE, FEED = "statement", "notice", "feed"


def source_of(format: str) -> str:
    """Which of the three tells a line: a statement, a notice (camt.054) or a feed. Each tells a movement once."""
    if format.startswith("camt.054"):
        return NOTICE
    return FEED if format.startswith("feed.") else STATEMENT


def balance_findings(
    opening: Decimal | None, closing: Decimal | None, *, lines: Iterable[StatementLine]
) -> list[Finding]:
    """A warning when opening and lines do not make the closing balance; nothing where a balance is missing."""
    if opening is None or closing is None:
        return []
    moved = sum((line.amount for line in lines), Decimal(0))
    if opening + moved == closing:
        return []
    facts = {"opening": opening, "moved": moved, "closing": closing, "difference": closing - opening - moved}
    written = {name: f"{amount:f}" for name, amount in facts.items()}
    return [Finding("statement.balance_mismatch", "balance", "warning", {**written})]


def occurrence_keys(account: str, lines: Iterable[StatementLine], *, source: str = STATEMENT) -> list[str]:
    """A key for each line: the same line in another file of the account has the same key, its honest twin another.

    What a notice tells has keys of its own: whether a statement tells it too is for `core.told_again`.

    A line is told by day, amount, currency, counterparty's account, texts and the bank's reference; lines that are
    equal in all of these are counted, so that the second coffee of the day is number 2 in every file that holds both.
    Give all lines of one account of one file at once. What must be new is what has a key not seen before.
    """
    seen: Counter[str] = Counter()
    keys = []
    for line in lines:
        told = _told(account, line)
        told = told if source == STATEMENT else f"{source}|{told}"
        seen[told] += 1
        keys.append(hashlib.sha256(f"{told}|{seen[told]}".encode()).hexdigest())
    return keys


def fed_key(account: str, line: StatementLine, *, provider: str, name: str, nth: int) -> str:
    """The key of a movement of a feed: by the name that the provider gives it, else the nth that says the same."""
    told = f"{FEED}|{bare(account)}|{provider}|id|{name}" if name else f"{FEED}|{_told(account, line)}|{nth}"
    return hashlib.sha256(told.encode()).hexdigest()


def _told(account: str, line: StatementLine) -> str:
    texts = (
        line.counterparty_iban,
        line.remittance,
        line.end_to_end_id,
        line.structured_reference,
        line.bank_reference,
    )
    amount = f"{line.amount.normalize():f}"
    return "|".join([bare(account), line.booked_on.isoformat(), amount, line.currency, *map(bare, texts)])


@lru_cache(maxsize=20_000)
def bare(text: str) -> str:
    """Letters and figures alone, small: banks drop what stands between them."""
    return re.sub(r"[\W_]", "", text).casefold()


def account_of(text: str) -> str:
    """An account number in one writing: capital letters and figures only."""
    return re.sub(r"[^A-Z0-9]", "", text.upper())


SHORTEST_NUMBER = 8
"""A number of fewer figures may be the end of many an account."""


def is_same_account(told: str, iban: str) -> bool:
    """Whether a file that names its account by this number may mean that IBAN: the whole of it, or its figures' end."""
    number = account_of(told)
    is_end = len(number) >= SHORTEST_NUMBER and number.isdecimal() and account_of(iban)[4:].endswith(number)
    return bool(number) and (number == account_of(iban) or is_end)


NOT_GIVEN = {"NOTPROVIDED", "NONREF", "NOREF", "NOTAVAILABLE", "NA", "NULL", "NONE"}


def given(text: str) -> str:
    """The reference, or nothing where the bank wrote a word for nothing."""
    tidy = " ".join(text.split())
    return "" if bare(tidy).upper() in NOT_GIVEN else tidy
