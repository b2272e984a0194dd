"""Loading bank statements: parsed in the sandbox, frozen, each line taken once."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from kvit.archive import files, sandbox
from kvit.archive.models import File
from kvit.banking import kept, retold
from kvit.banking.holding import COVERED
from kvit.banking.models import Statement, StatementLine
from kvit.companies.models import Company
from kvit.companies.permissions import require
from kvit.core.errors import Finding, Refused
from kvit.core.formats import statement as formats
from kvit.core.formats.statement import account_of, is_same_account, occurrence_keys, source_of
from kvit.core.permissions import Actor
from kvit.events import events
from kvit.ledger import accounts
from kvit.ledger.models import BankAccount


@dataclass
class Loaded:
    """What a file brought: lines read, new ones, those known already, and what could not be read."""

    statements: list[Statement] = field(default_factory=list)
    lines: int = 0
    new: int = 0
    known: list[StatementLine] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    by_account: dict[int, list[formats.StatementLine]] = field(default_factory=dict)
    """The lines of the file so far, by our account: equal lines are counted over the whole file."""


def load(
    company: Company,
    content: bytes,
    *,
    name: str,
    by: Actor,
    on: date,
    account: str = "",
    seen: "Preview | None" = None,
    **chosen: Any,
) -> Loaded:
    """Take a statement in. `account` names ours where the file does not; `chosen` is how a person reads a table.

    `seen` is what `preview` read of this content, told the same: it is not read again. A line that came before is known
    by its key and not taken again; two equal lines of one file are both kept. Refuses what the sandbox and the formats
    refuse, and `statement.account_needed`, `statement.other_account`.
    """
    require(by, "bank.import", company)
    read = seen.statements if seen else sandbox.read_statements(content, name, account=account, **chosen)
    with transaction.atomic():
        file = files.keep(company, content, media_type="application/octet-stream", name=name)
        loaded = Loaded()
        for one in read:
            _take(company, one, loaded, file=file, account=account, by=by, on=on)
        facts = {"lines": loaded.lines, "new": loaded.new, "file": file.public_id}
        events.record("statement.imported", file, by=by, on=on, facts=facts)
    return loaded


@dataclass(frozen=True)
class Preview:
    """What a file would bring: what was read of it, how many lines are new, how many known already."""

    statements: list[formats.Statement]
    new: int
    known: int


def preview(company: Company, content: bytes, *, name: str, by: Actor, account: str = "", **chosen: Any) -> Preview:
    """What `load` would take in, and how it reads the file; nothing is kept. Refuses as `load`."""
    require(by, "bank.import", company)
    read = sandbox.read_statements(content, name, account=account, **chosen)
    seen: dict[str, list[formats.StatementLine]] = {}
    lines = known = 0
    for one in read:
        number = _number(company, one, account)
        earlier = seen.setdefault(number, [])
        source = source_of(one.format)
        keys = occurrence_keys(number, [*earlier, *one.lines], source=source)[len(earlier) :]
        earlier += one.lines
        lines += len(keys)
        there = StatementLine.objects.filter(company=company, bank_account__iban=number, key__in=keys)
        known += there.count()
    return Preview(read, lines - known, known)


def _take(
    company: Company, one: formats.Statement, loaded: Loaded, *, file: File, account: str, by: Actor, on: date
) -> None:
    bank = _own_account(company, one, account=account, loaded=loaded, by=by, on=on)
    BankAccount.objects.select_for_update().get(pk=bank.pk)
    statement = _statement(company, one, loaded, bank=bank, file=file)
    earlier = loaded.by_account.setdefault(bank.pk, [])
    keys = occurrence_keys(bank.iban, [*earlier, *one.lines], source=source_of(one.format))[len(earlier) :]
    earlier += one.lines
    before = {line.key: line for line in StatementLine.objects.filter(bank_account=bank, key__in=keys)}
    told = [(line, key) for line, key in zip(one.lines, keys, strict=True) if key not in before]
    fresh, again, doubts = keep_lines(statement, told)
    loaded.statements.append(statement)
    loaded.lines += len(one.lines)
    loaded.new += len(fresh) - len(again)
    loaded.known += [*(before[key] for key in keys if key in before), *again]
    loaded.findings += [*one.findings, *doubts]


def keep_lines(
    statement: Statement, told: Sequence[tuple[formats.StatementLine, str]]
) -> tuple[list[StatementLine], list[StatementLine], list[Finding]]:
    """New lines under their keys, the account under lock: all of them, those told before elsewhere, and doubts."""
    fresh = [_line(statement, line, key) for line, key in told]
    StatementLine.objects.bulk_create(fresh)
    doubts = retold.weigh(statement.bank_account, fresh)
    again = list(StatementLine.objects.filter(pk__in=[row.pk for row in fresh], status=COVERED))
    return fresh, again, doubts


def _statement(company: Company, one: formats.Statement, loaded: Loaded, *, bank: BankAccount, file: File) -> Statement:
    """The statement of the account, which is under lock: the same file says the same one, however often it comes."""
    told = {
        "bank_account": bank,
        "file": file,
        "format": one.format,
        "reference": one.reference[:100],
        "currency": one.currency or bank.currency,
        "from_on": one.from_on,
        "to_on": one.to_on,
        "opening": _kept(one.opening),
        "closing": _kept(one.closing),
    }
    here = [statement.pk for statement in loaded.statements]
    before = Statement.objects.filter(company=company, **told).exclude(pk__in=here).order_by("pk").first()
    if before is not None:
        return before
    findings = [asdict(finding) for finding in one.findings]
    return Statement.objects.create(company=company, findings=findings, at=timezone.now(), **told)


def _own_account(
    company: Company, one: formats.Statement, *, account: str, loaded: Loaded, by: Actor, on: date
) -> BankAccount:
    """Our account that the statement is of; one that we do not know yet is opened, and said."""
    named = _number(company, one, account)
    known = BankAccount.objects.filter(company=company, iban=named).first()
    if known is not None:
        return known
    loaded.findings.append(Finding("statement.new_account", "account", "warning", {"account": named}))
    return accounts.open_named(company, named[:34], currency=one.currency or company.currency, by=by, on=on)


def _number(company: Company, one: formats.Statement, account: str) -> str:
    """Our account's number: the one named, where the file's is none or its end; else ours that ends so, or the file's.

    MT940 often names an account without the country and the bank.
    """
    wanted, told = account_of(account), account_of(one.account)
    if not told and not wanted:
        raise Refused("statement.account_needed")
    if wanted and told and not is_same_account(told, wanted):
        raise Refused("statement.other_account", named=one.account, wanted=account)
    if wanted:
        return wanted
    ours = [bank.iban for bank in accounts.banks(company) if is_same_account(told, bank.iban)]
    return ours[0] if len(ours) == 1 else told


def _line(statement: Statement, line: formats.StatementLine, key: str) -> StatementLine:
    return StatementLine(
        company_id=statement.company_id,
        statement=statement,
        bank_account_id=statement.bank_account_id,
        key=key,
        booked_on=line.booked_on,
        value_on=line.value_on,
        amount=_kept(line.amount),
        currency=line.currency,
        counterparty_name=line.counterparty_name[:200],
        counterparty_iban=account_of(line.counterparty_iban)[:50],
        counterparty_bic=line.counterparty_bic[:20],
        remittance=line.remittance[:4000],
        end_to_end_id=line.end_to_end_id[:100],
        structured_reference=line.structured_reference[:100],
        bank_reference=line.bank_reference[:100],
        entry_reference=line.entry_reference[:100],
        kind=line.kind[:60],
        is_reversal=line.is_reversal,
        batch=line.batch[:35],
        return_reason=line.return_reason[:20],
        parts=kept.kept_parts(line),
        marks=kept.marks(line),
    )


def _kept(amount: Decimal | None) -> Decimal | None:
    """The amount with no more decimals than tables keep; a bank's fifth decimal is a zero."""
    return None if amount is None else amount.normalize()
