"""What an answer begins, as its customer could in the portal: a dispute of a line, a payment plan; and its end."""

from datetime import date

from kvit.arrangements import disputes, plans, queries, terms
from kvit.arrangements.disputes import Asked
from kvit.arrangements.models import Dispute, Plan
from kvit.arrangements.plans import Wish
from kvit.billing import schedules
from kvit.companies.models import Company
from kvit.core.arrangement_lifecycle import DISPUTE, LIVE
from kvit.core.errors import Refused
from kvit.core.permissions import Actor
from kvit.core.replies.begun import instalments_in, named_in, reason_in
from kvit.receivables import credit_notes
from kvit.receivables.models import Invoice, InvoiceLine
from kvit.replies.models import CustomerReply, ReplyAct

CANCELS = "whole"
"""Why: the sale is undone as a whole (`core/corrections.py`)."""


def line(row: CustomerReply) -> InvoiceLine | None:
    """The line that is meant: the only one of the invoice, else the only one that the words name."""
    if row.invoice is None:
        return None
    lines = list(row.invoice.lines.order_by("position"))
    if len(lines) == 1:
        return lines[0]
    at = named_in(row.words, [one.name for one in lines])
    return None if at is None else lines[at]


def items(row: CustomerReply) -> list[str]:
    """What they may pay in instalments, by the ids of open items: of the invoice if one is meant, else all of it.
    Nothing where the company offers no plans."""
    company = row.company
    if row.party is None or terms.of(company).level == terms.OFF:
        return []
    free = [one for one in queries.free_for_plan(company, row.party) if one.currency == company.currency]
    if row.invoice is not None:
        free = [one for one in free if (one.document_kind, one.document_id) == ("invoice", row.invoice.pk)]
    return [one.public_id for one in free]


def dispute(row: CustomerReply, *, by: Actor, on: date) -> Dispute:
    """All of the line, in the customer's words. Refuses `reply.no_document` where it is not known, and as `disputes`
    does."""
    meant = line(row)
    if row.invoice is None or meant is None:
        raise Refused("reply.no_document", reply=row.public_id)
    asked = Asked(position=meant.position, reason=reason_in(row.words), text=row.words or row.subject)
    return disputes.open(row.company, row.invoice, asked, by=by, on=on)


def plan(row: CustomerReply, *, by: Actor, on: date) -> Plan:
    """As many instalments as they ask for, inside the company's limits. Refuses as `plans.ask` does."""
    assert row.party is not None, "a plan is proposed for a customer"
    wish = Wish(items=items(row), count=instalments_in(row.words) or 0, first_on=on + plans.FIRST_AFTER)
    return plans.ask(row.company, row.party, wish, by=by, on=on)


def cancel(row: CustomerReply, *, by: Actor, on: date) -> Invoice | None:
    """The agreement ends, or all that is left of the invoice stands in the draft of a credit note, which a person
    looks at and issues. Refuses as `schedules.end` and `credit_notes.draft` do."""
    if row.schedule is not None:
        schedules.end(row.company, row.schedule, by=by, on=on, reason=row.words[:400])
        return None
    if row.invoice is None:
        raise Refused("reply.no_document", reply=row.public_id)
    return credit_notes.draft(row.company, row.invoice, reason=CANCELS, by=by, on=on, text=row.words[:400])


def end(company: Company, act: ReplyAct, *, by: Actor, on: date) -> None:
    """The dispute is withdrawn, the plan cancelled, where nothing came of them yet."""
    if act.dispute is not None and act.dispute.status == DISPUTE.first:
        disputes.withdraw(company, act.dispute, by=by, on=on)
    if act.plan is not None and act.plan.status in LIVE:
        plans.cancel(company, act.plan, by=by, on=on)
