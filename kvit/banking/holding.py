"""A statement line under lock, and its way from one status to the next."""

from kvit.banking.models import Proposal, StatementLine
from kvit.companies.models import Company
from kvit.core import lifecycle
from kvit.core.errors import Refused


def hold(company: Company, line: StatementLine, verb: str) -> StatementLine:
    """The line under lock, in a status that allows the verb. Refuses `statement_line.unknown` and what that does."""
    rows = StatementLine.objects.select_for_update(of=("self",)).select_related("bank_account")
    row = rows.filter(company=company, pk=line.pk).first()
    if row is None:
        raise Refused("statement_line.unknown", line=line.public_id)
    lifecycle.after(lifecycle.STATEMENT_LINE, row.status, verb)
    return row


def move(row: StatementLine, verb: str, *, note: str = "") -> None:
    """On to the next status, under lock; what was proposed is gone then."""
    row.status, row.note = lifecycle.after(lifecycle.STATEMENT_LINE, row.status, verb), note
    row.save(update_fields=["status", "note"])
    Proposal.objects.filter(line=row).delete()
