"""A statement line under lock, and its way from one status to the next."""

from datetime import date

from kvit.banking import questions
from kvit.banking.models import Proposal, StatementLine
from kvit.companies.models import Company
from kvit.core import lifecycle
from kvit.core.errors import Refused
from kvit.core.permissions import Actor

WAITING = ("open", "proposed")
COVERED = "covered"


def hold(company: Company, line: StatementLine, verb: str) -> StatementLine:
    """The line under lock, in a status that allows the verb. Refuses `statement_line.unknown`, what that does, and
    `statement_line.told_again` for what another line tells, and for a sum whose parts are settled or the other way.
    """
    rows = StatementLine.objects.select_for_update(of=("self",)).select_related("bank_account")
    row = rows.filter(company=company, pk=line.pk).first()
    if row is None:
        raise Refused("statement_line.unknown", line=line.public_id)
    lifecycle.after(lifecycle.STATEMENT_LINE, row.status, verb)
    if verb == "reconcile" or (verb == "restore" and row.status == COVERED):
        _refuse_told(row)
    row.company = company
    return row


def move(row: StatementLine, verb: str, *, by: Actor, on: date, note: str = "") -> None:
    """On to the next status, under lock; what was proposed is gone then, and what a colleague was asked is answered."""
    row.status, row.note = lifecycle.after(lifecycle.STATEMENT_LINE, row.status, verb), note
    row.save(update_fields=["status", "note"])
    Proposal.objects.filter(line=row).delete()
    if row.status not in WAITING:
        questions.close(row, by=by, on=on)


def _refuse_told(row: StatementLine) -> None:
    others = StatementLine.objects.filter(company_id=row.company_id, status="reconciled")
    is_told = others.filter(of_sum=row).exists() or (row.of_sum_id and others.filter(pk=row.of_sum_id).exists())
    if is_told or (row.status == COVERED and not row.doubt):
        raise Refused("statement_line.told_again")
