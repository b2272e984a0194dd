"""Lines that several messages tell: which stand, which are covered, and what is left to a person as a doubt."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

from django.db.models import Q, QuerySet

from kvit.banking.models import Proposal, StatementLine
from kvit.banking.proposing import told
from kvit.core import told_again
from kvit.core.errors import Finding
from kvit.core.formats.statement import source_of
from kvit.core.formatting import format_plain
from kvit.core.told_again import SUM_DIFFERS, Told
from kvit.ledger.models import BankAccount

FOUND = {
    told_again.LIKE_ANOTHER: "statement_line.like_another",
    told_again.SUM_DIFFERS: "statement_line.sum_differs",
    told_again.MAYBE_IN_SUM: "statement_line.maybe_in_sum",
    told_again.MAYBE_SUM: "statement_line.maybe_sum",
}
"""The sentence of each doubt."""
DAYS = 10
FILLED = ("counterparty_name", "counterparty_iban", "counterparty_bic", "end_to_end_id", "structured_reference")
NO_STATEMENT = Q(statement__format__startswith="camt.054") | Q(statement__format__startswith="feed.")
JUDGED = ("status", "same_as_id", "of_sum_id", "doubt")


def weigh(bank: BankAccount, fresh: Sequence[StatementLine]) -> list[Finding]:
    """Judge lines that just came, the account under lock; says what is in doubt.

    A line that is covered adds what it tells besides to the one that counts.
    """
    rows = _near(bank, fresh)
    if not rows.filter(NO_STATEMENT).exists():
        return []
    lines = {row.pk: row for row in rows.select_for_update(of=("self",)).select_related("statement").order_by("pk")}
    judged = {row.pk: _told(row) for row in lines.values()}
    new = {row.pk for row in fresh}
    told_again.judge(list(judged.values()), new)
    for key, row in lines.items():
        _keep(row, judged[key], lines)
    return [finding(lines[key]) for key in judged if judged[key].doubt and key in new]


def _near(bank: BankAccount, fresh: Sequence[StatementLine]) -> QuerySet[StatementLine]:
    days = [row.booked_on for row in fresh]
    rows = StatementLine.objects.filter(company_id=bank.company_id, bank_account=bank)
    if not days:
        return rows.none()
    reach = timedelta(days=DAYS)
    return rows.filter(booked_on__gte=min(days) - reach, booked_on__lte=max(days) + reach)


def _told(row: StatementLine) -> Told:
    return Told(
        id=row.pk,
        source=source_of(row.statement.format),
        line=told(row),
        status=row.status,
        same_as=row.same_as_id,
        of_sum=row.of_sum_id,
        doubt=row.doubt,
    )


def _keep(row: StatementLine, one: Told, lines: dict[int, StatementLine]) -> None:
    if one.same_as is not None and row.same_as_id is None and one.same_as in lines:
        _fill(lines[one.same_as], row)
    before = {name: getattr(row, name) for name in JUDGED}
    row.status, row.same_as_id, row.of_sum_id, row.doubt = one.status, one.same_as, one.of_sum, one.doubt
    if before != {name: getattr(row, name) for name in JUDGED}:
        row.save(update_fields=["status", "same_as", "of_sum", "doubt"])
        if row.status == told_again.COVERED:
            Proposal.objects.filter(line=row).delete()
        elif row.doubt:
            Proposal.objects.filter(line=row).update(is_sure=False)


def _fill(row: StatementLine, again: StatementLine) -> None:
    """What the other message tells besides; what was said stays."""
    filled = [name for name in FILLED if not getattr(row, name) and getattr(again, name)]
    for name in filled:
        setattr(row, name, getattr(again, name))
    if again.parts and not row.parts:
        row.parts = again.parts
        filled.append("parts")
    if again.remittance and again.remittance not in f"{row.remittance} {row.retold}":
        row.retold = f"{row.retold} {again.remittance}".strip()[:4000]
        filled.append("retold")
    if filled:
        row.save(update_fields=filled)


def finding(row: StatementLine) -> Finding:
    """The doubt about a line, as a sentence can say it."""
    facts = {
        "amount": format_plain(row.amount, row.currency),
        "currency": row.currency,
        "day": row.booked_on.isoformat(),
    }
    if row.doubt == SUM_DIFFERS:
        whole = row.of_sum or row
        total = sum((part.amount for part in whole.told_parts.all()), Decimal(0))
        facts |= {
            "sum": format_plain(whole.amount, row.currency),
            "told": format_plain(total, row.currency),
            "difference": format_plain(whole.amount - total, row.currency),
        }
    return Finding(FOUND[row.doubt], f"line {row.public_id}", "warning", {**facts})
