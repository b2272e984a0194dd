"""The kinds of tasks; their words stand in `kvit/wording/tasks.py`."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """Within how many days it should be done, and whether its owner gets a mail when it is opened."""

    days: int
    tells: bool = False


KINDS: dict[str, Kind] = {
    "document.send": Kind(days=1),
    "document.no_address": Kind(days=1, tells=True),
    "draft.to_issue": Kind(days=2),
    "draft.to_mend": Kind(days=1, tells=True),
    "invoice.held": Kind(days=0, tells=True),
    "message.failed": Kind(days=1, tells=True),
    "message.bounced": Kind(days=1, tells=True),
    "message.lost": Kind(days=1, tells=True),
    "customer.incomplete": Kind(days=7),
    "customer.vat_invalid": Kind(days=1, tells=True),
    "schedule.asked": Kind(days=2, tells=True),
    "schedule.failed": Kind(days=1, tells=True),
    "schedule.not_issued": Kind(days=1, tells=True),
    "schedule.drafted": Kind(days=2),
    "statement_line.waiting": Kind(days=2),
    "submission.release": Kind(days=1),
    "submission.rejected": Kind(days=1, tells=True),
    "submission.with_errors": Kind(days=2, tells=True),
    "submission.withdrawal_refused": Kind(days=2, tells=True),
    "submission.due_soon": Kind(days=0, tells=True),
    "submission.late": Kind(days=0, tells=True),
    "connection.troubled": Kind(days=1, tells=True),
    "connection.ends_soon": Kind(days=7, tells=True),
    "webhook.failed": Kind(days=1, tells=True),
    "webhook.disabled": Kind(days=1, tells=True),
    "mail.to_read": Kind(days=1, tells=True),
    "mailbox.troubled": Kind(days=1, tells=True),
    "bank_account.to_confirm": Kind(days=0, tells=True),
    "bill.waiting": Kind(days=1, tells=True),
    "bill.self_charge": Kind(days=2, tells=True),
    "bill.part_held": Kind(days=7, tells=True),
    "bill.rest_disputed": Kind(days=14, tells=True),
    "bill.supplier_answered": Kind(days=1, tells=True),
    "bill.early_accepted": Kind(days=1, tells=True),
    "offset.to_sign": Kind(days=2, tells=True),
    "offset.to_countersign": Kind(days=7),
    "supplier.change_proposed": Kind(days=2),
    "checkout.left_over": Kind(days=1, tells=True),
    "run.item_failed": Kind(days=0, tells=True),
    "remittance.send": Kind(days=1),
    "remittance.no_address": Kind(days=1, tells=True),
    "supplier_statement.missing": Kind(days=2, tells=True),
    "claim.found": Kind(days=7),
    "claim.to_give_up": Kind(days=3, tells=True),
    "approval.waiting": Kind(days=1, tells=True),
    "approval.overdue": Kind(days=0, tells=True),
    "approval.escalated": Kind(days=0, tells=True),
    "approval.stuck": Kind(days=0, tells=True),
    "approval.question": Kind(days=1, tells=True),
    "reminder.due": Kind(days=1),
    "reply.paid": Kind(days=2, tells=True),
    "reply.dispute": Kind(days=2, tells=True),
    "reply.promise": Kind(days=1, tells=True),
    "reply.plan": Kind(days=2, tells=True),
    "reply.document": Kind(days=1, tells=True),
    "reply.address": Kind(days=2, tells=True),
    "reply.cancellation": Kind(days=1, tells=True),
    "reply.absence": Kind(days=3),
    "reply.other": Kind(days=1, tells=True),
    "reply.unthreaded": Kind(days=1, tells=True),
    "rule.task": Kind(days=1, tells=True),
    "rule.suggested": Kind(days=2),
    "rule.failed": Kind(days=1, tells=True),
    "work.given_up": Kind(days=0, tells=True),
}
