"""What follows by itself: event -> (name, function). The name is kept with the work, so it is never changed.

A function does slow or outside work first and returns the function that writes; see `kvit.events.work`.
"""

from collections.abc import Mapping, Sequence
from functools import partial

from kvit.arrangements import disputes, plans, rewards, write_off_vat, write_offs
from kvit.banking import automatic, let_go
from kvit.billing import proforma_pages, program_drafts, self_charge_pages
from kvit.checkouts import charge_notices, charges, forgetting, receipts, refunds
from kvit.collecting import balance_runs, fee_runs, not_owed
from kvit.core import flow_rules
from kvit.core.event_names import NAMES, SENT
from kvit.debits import clocks as debits
from kvit.debits import counting as debit_days
from kvit.debits import evidence as mandate_evidence
from kvit.debits import notices as debit_notices
from kvit.debits import shapes as debit_shapes
from kvit.dunning import bounces, posting, rounds
from kvit.events.work import Handler
from kvit.messages import delivery, notices, texting
from kvit.messages.webhooks import dealing
from kvit.messages.webhooks.dealing import Snapshot
from kvit.networks import outside as submissions
from kvit.networks import transport, withdrawals
from kvit.parties import address_checks, incomplete, own_customers, vat_checks
from kvit.parties import outside as customers
from kvit.payables import arriving, holds, learning
from kvit.payables import outside as bills
from kvit.payments import claims, discount_credits, offset_papers, remittance_sending, remittances
from kvit.payments import outside as payments
from kvit.payments import receipts as payment_receipts
from kvit.payments import run_shapes as runs
from kvit.purchasing import asked_for
from kvit.purchasing import outside as orders
from kvit.receivables import batches, printing, redeeming, sending, transmitting
from kvit.receivables import outside as documents
from kvit.replies import acts
from kvit.replies import arriving as answers
from kvit.replies import following as answered
from kvit.rules import following as own_rules
from kvit.tasks import following

SNAPSHOTS: Mapping[str, Snapshot] = {
    "bill": bills.snapshots,
    "invoice": documents.snapshots,
    "party": customers.snapshots,
    "payment": payments.snapshots,
    "payment_run": runs.snapshots,
    "debit_run": debit_shapes.snapshots,
    "purchase_order": orders.snapshots,
    "purchase_request": orders.request_snapshots,
    "submission": submissions.snapshots,
}
"""How things look to those who are told of them, by the kind of what an event is about."""

OUR_OWN: Mapping[str, Sequence[tuple[str, Handler]]] = {
    "allocation.created": [("late_fees", not_owed.on_allocation)],
    "allocation.removed": [("late_fees", not_owed.on_allocation)],
    "bank_account.confirmed": [("tasks", following.follow)],
    "bank_account.opened": [("tasks", following.follow)],
    "bank_account.reopened": [("tasks", following.follow)],
    "batch.started": [("batch", batches.go_on)],
    "batch.went_on": [("batch", batches.go_on)],
    "batch.retried": [("batch", batches.go_on)],
    "chargeback.asked": [("tasks", following.follow)],
    "chargeback.lost": [("tasks", following.follow)],
    "chargeback.opened": [("tasks", following.follow)],
    "chargeback.stuck": [("tasks", following.follow)],
    "chargeback.won": [("tasks", following.follow)],
    "checkout.expired": [("tasks", following.follow)],
    "checkout.failed": [("tell", charge_notices.on_failed), ("tasks", following.follow)],
    "checkout.paid": [("receipt", receipts.send), ("tasks", following.follow)],
    "checkout.stuck": [("tasks", following.follow)],
    "checkout.unanswered": [("tasks", following.follow)],
    "connection.changed": [("tasks", following.follow)],
    "connection.ends_soon": [("tasks", following.follow)],
    "connection.recovered": [("tasks", following.follow)],
    "connection.renewed": [("tasks", following.follow)],
    "connection.troubled": [("tasks", following.follow)],
    "customer.archived": [("incomplete", incomplete.watch), ("tasks", following.follow)],
    "customer.change_proposed": [("vat_check", own_customers.on_proposed), ("tasks", following.follow)],
    "customer.change_refused": [("tasks", following.follow)],
    "customer.change_replaced": [("tasks", following.follow)],
    "customer.change_taken": [("tasks", following.follow)],
    "customer.created": [("vat_check", vat_checks.on_customer), ("address_check", address_checks.on_customer)],
    "customer.restored": [("incomplete", incomplete.watch)],
    "customer.updated": [
        ("incomplete", incomplete.watch),
        ("send", sending.on_customer),
        ("remit", remittance_sending.on_party),
        ("vat_check", vat_checks.on_customer),
        ("address_check", address_checks.on_customer),
        ("tasks", following.follow),
    ],
    "customer.vat_checked": [("tasks", following.follow)],
    "finding.accepted": [("issue", program_drafts.on_touched)],
    "import.taken": [("incomplete", incomplete.watch)],
    "import.undone": [("incomplete", incomplete.watch)],
    "invoice.credits_chosen": [("issue", program_drafts.on_touched)],
    "invoice.drafted": [("points", redeeming.on_drafted), ("issue", program_drafts.on_touched)],
    "invoice.edited": [("issue", program_drafts.on_touched)],
    "invoice.issued": [
        ("pdf", printing.keep_pdf),
        ("send", sending.on_issued),
        ("networks", transmitting.on_issued),
        ("tasks", following.follow),
    ],
    "gateway_refund.asked": [("hand_over", refunds.hand_over)],
    "gateway_refund.done": [("tasks", following.follow)],
    "gateway_refund.failed": [("tasks", following.follow)],
    "gateway_refund.stuck": [("tasks", following.follow)],
    "goods_receipt.recorded": [("held_bills", holds.on_received)],
    "invoice.annulled": [
        ("networks", transmitting.on_annulled),
        ("rewards", partial(rewards.on_credited, counted=debit_days.of_item)),
        ("tasks", following.follow),
    ],
    "invoice.held": [("tasks", following.follow)],
    "invoice.discarded": [("tasks", following.follow)],
    "credit_note.issued": [
        ("pdf", printing.keep_pdf),
        ("send", sending.on_issued),
        ("networks", transmitting.on_issued),
        ("disputes", disputes.on_credited),
        ("late_fees", not_owed.on_credited),
        ("rewards", partial(rewards.on_credited, counted=debit_days.of_item)),
        ("tasks", following.follow),
    ],
    "dispute.corrected": [("tasks", following.follow)],
    "dispute.opened": [("tasks", following.follow)],
    "dispute.rejected": [("tasks", following.follow)],
    "dispute.reopened": [("tasks", following.follow)],
    "dispute.settled": [("tasks", following.follow)],
    "dispute.withdrawn": [("tasks", following.follow)],
    "plan.agreed": [("tasks", following.follow)],
    "plan.broken": [("tasks", following.follow)],
    "plan.cancelled": [("tasks", following.follow)],
    "plan.completed": [("tasks", following.follow)],
    "plan.declined": [("tasks", following.follow)],
    "plan.proposed": [("tasks", following.follow)],
    "balance_letter.made": [("mail", balance_runs.on_made)],
    "plan.reopened": [("tasks", following.follow)],
    "late_fee.issued": [("mail", fee_runs.on_issued)],
    "offset.cancelled": [("tasks", following.follow)],
    "offset.proposed": [("tasks", following.follow)],
    "offset.settled": [("tasks", following.follow)],
    "offset.signed": [("pdf", offset_papers.keep_pdf), ("tasks", following.follow)],
    "outage.announced": [("networks", transmitting.on_outage)],
    "outage.ended": [("networks", transmitting.on_outage)],
    "outage.withdrawn": [("networks", transmitting.on_outage)],
    "proforma.issued": [("pdf", proforma_pages.keep_pdf)],
    "bill.accepted": [("tasks", following.follow)],
    "bill.approved": [("tasks", following.follow), ("discounts", discount_credits.on_bill_approved)],
    "bill.check_asked": [("check", arriving.on_check_asked)],
    "bill.checked": [("tasks", following.follow)],
    "bill.completed": [("learn", learning.on_completed)],
    "bill.early_accepted": [("tasks", following.follow)],
    "bill.rejected": [("tasks", following.follow)],
    "bill.part_held": [("tasks", following.follow)],
    "bill.part_released": [("tasks", following.follow)],
    "bill.rest_disputed": [("tasks", following.follow)],
    "bill.self_charged": [("tasks", following.follow), ("pdf", self_charge_pages.keep_pdf)],
    "bill.supplier_answered": [("tasks", following.follow)],
    "bill.supplier_asked": [("tasks", following.follow)],
    "supplier.change_proposed": [("tasks", following.follow)],
    "supplier.change_refused": [("tasks", following.follow)],
    "supplier.change_taken": [("tasks", following.follow)],
    "supplier.updated": [("remit", remittance_sending.on_party)],
    "document.received": [("capture", arriving.on_received)],
    "document.taken": [("read", arriving.on_taken)],
    "purchase_request.approved": [("tell", asked_for.told)],
    "purchase_request.cancelled": [("tell", asked_for.told)],
    "purchase_request.ordered": [("tell", asked_for.told)],
    "purchase_request.refused": [("tell", asked_for.told)],
    "rule.acted": [("tell", notices.rule_acted)],
    "item.settled": [
        ("receipt", payment_receipts.on_settled),
        ("claim", claims.on_settled),
        ("disputes", disputes.on_settled),
        ("plan", plans.on_settled),
        ("rewards", partial(rewards.on_item, counted=debit_days.of_item)),
        ("write_off", write_offs.on_settled),
        ("tasks", following.follow),
    ],
    "item.reopened": [
        ("claim", claims.on_reopened),
        ("disputes", disputes.on_reopened),
        ("plan", plans.on_reopened),
        ("rewards", partial(rewards.on_item, counted=debit_days.of_item)),
    ],
    "supplier_statement.taken": [("tasks", following.follow)],
    "claim.found": [("tasks", following.follow)],
    "claim.made": [("tasks", following.follow)],
    "claim.settled": [("tasks", following.follow)],
    "claim.give_up_asked": [("tasks", following.follow)],
    "claim.given_up": [("tasks", following.follow)],
    "claim.kept": [("tasks", following.follow)],
    "rating.changed": [("tasks", following.follow)],
    "rating.given": [("tasks", following.follow)],
    "remittance.made": [("send", remittance_sending.on_made)],
    "remittance.corrected": [("send", remittance_sending.on_corrected)],
    "debit_item.rejected": [("tell", debit_notices.on_failed), ("tasks", following.follow)],
    "debit_item.restored": [("tasks", following.follow)],
    "debit_item.returned": [("tell", debit_notices.on_failed), ("tasks", following.follow)],
    "debit_run.cancelled": [("tell", debit_notices.on_cancelled), ("tasks", following.follow)],
    "debit_run.proposed": [("tasks", following.follow)],
    "debit_run.released": [("tell", debit_notices.on_released), ("tasks", following.follow)],
    "mandate.activated": [("pdf", mandate_evidence.keep_pdf)],
    "payment.recorded": [("receipt", payment_receipts.on_recorded)],
    "payment.taken_back": [("debits", debits.on_taken_back), ("line", let_go.on_taken_back)],
    "run.item_paid": [("tasks", following.follow), ("remit", remittances.on_item)],
    "run.item_failed": [("tasks", following.follow), ("remit", remittances.on_item)],
    "run.item_reopened": [("remit", remittances.on_reopened)],
    "saved_charge.begun": [("hand_over", charges.hand_over), ("tasks", following.follow)],
    "saved_charge.planned": [("tell", charge_notices.on_planned), ("tasks", following.follow)],
    "saved_charge.suggested": [("tasks", following.follow)],
    "saved_method.forgotten": [("tasks", following.follow)],
    "saved_method.stuck": [("tasks", following.follow)],
    "saved_method.withdrawn": [("forget", forgetting.hand_over)],
    "schedule.asked": [("tasks", following.follow)],
    "schedule.ended": [("tasks", following.follow)],
    "schedule.failed": [("tasks", following.follow)],
    "schedule.ran": [("tasks", following.follow)],
    "schedule.skipped": [("tasks", following.follow)],
    "statement.imported": [("match", automatic.on_imported)],
    "mail.taken": [("tasks", following.follow), ("reply", answers.on_mail)],
    "feed.consent_ends": [("tasks", following.follow)],
    "feed.consented": [("tasks", following.follow)],
    "feed.gap_accepted": [("tasks", following.follow)],
    "feed.gap_closed": [("tasks", following.follow)],
    "feed.gap_found": [("tasks", following.follow)],
    "feed.recovered": [("tasks", following.follow)],
    "feed.removed": [("tasks", following.follow)],
    "feed.troubled": [("tasks", following.follow)],
    "mailbox.recovered": [("tasks", following.follow)],
    "mailbox.removed": [("tasks", following.follow)],
    "mailbox.troubled": [("tasks", following.follow)],
    "message.queued": [("send", delivery.send), ("tasks", following.follow)],
    "message.bounced": [
        ("second_contact", bounces.on_trouble),
        ("charge", charge_notices.on_trouble),
        ("tasks", following.follow),
    ],
    "message.confirmed": [("tasks", following.follow)],
    "message.failed": [
        ("second_contact", bounces.on_trouble),
        ("charge", charge_notices.on_trouble),
        ("tasks", following.follow),
    ],
    "message.lost": [("tasks", following.follow)],
    "reminder.prepared": [("page", posting.keep_page), ("tasks", following.follow)],
    "reminder.sent": [("tasks", following.follow)],
    "reminder.withdrawn": [("tasks", following.follow)],
    "text.failed": [("instead", bounces.on_text_failed), ("tasks", following.follow)],
    "text.lost": [("tasks", following.follow)],
    "text.queued": [("send", texting.send)],
    "text.sent": [("tasks", following.follow)],
    "submission.prepared": [("tasks", following.follow)],
    "submission.released": [("send", transport.on_released), ("tasks", following.follow)],
    "submission.accepted": [("corrections", transmitting.on_decided), ("tasks", following.follow)],
    "submission.rejected": [("tasks", following.follow)],
    "submission.superseded": [("corrections", transmitting.on_decided), ("tasks", following.follow)],
    "submission.withdrawal_wanted": [("send", withdrawals.on_wanted), ("tasks", following.follow)],
    "submission.withdrawal_refused": [("tasks", following.follow)],
    "submission.withdrawn": [("tasks", following.follow)],
    "submission.due_soon": [("tasks", following.follow)],
    "submission.late": [("tasks", following.follow)],
    "submission.moved": [("tasks", following.follow)],
    "reminder_round.begun": [("send", rounds.go_on)],
    "reminder_round.went_on": [("send", rounds.go_on)],
    "reply.taken": [("act", acts.on_taken)],
    "task.assigned": [("tell", notices.task_opened), ("reply", answered.on_task)],
    "task.dismissed": [("reply", answered.on_task), ("late_fees", not_owed.on_task)],
    "task.done": [("reply", answered.on_task), ("late_fees", not_owed.on_task)],
    "task.opened": [("tell", notices.task_opened)],
    "task.postponed": [("reply", answered.on_task)],
    "task.reopened": [("reply", answered.on_task), ("late_fees", not_owed.on_reopened)],
    "webhook_delivery.given_up": [("tasks", following.follow)],
    "webhook_delivery.replayed": [("tasks", following.follow)],
    "webhook_endpoint.archived": [("tasks", following.follow)],
    "webhook_endpoint.disabled": [("tasks", following.follow)],
    "webhook_endpoint.resumed": [("tasks", following.follow)],
    "write_off.asked": [("tasks", following.follow)],
    "write_off.booked": [("tasks", following.follow), ("vat", write_off_vat.on_booked)],
    "write_off.taken_back": [("tasks", following.follow)],
    "write_off.lapsed": [("tasks", following.follow)],
    "write_off.rejected": [("tasks", following.follow)],
    "write_off.withdrawn": [("tasks", following.follow)],
    "work.given_up": [
        ("message", delivery.give_up),
        ("text", texting.give_up),
        ("round", rounds.give_up),
        ("tasks", following.follow),
    ],
    "work.retried": [("tasks", following.follow)],
}

EVERYBODY: tuple[str, Handler] = ("webhooks", partial(dealing.deal, snapshots=SNAPSHOTS))
"""What happens is told to every address that wants to know it."""

OWN_RULES: tuple[str, Handler] = ("rules", partial(own_rules.follow, snapshots=SNAPSHOTS))
"""What a company's own rules make of the events that they may follow."""

REACTIONS: Mapping[str, Sequence[tuple[str, Handler]]] = {
    name: [
        *OUR_OWN.get(name, ()),
        *([OWN_RULES] if name in flow_rules.EVENTS else []),
        *([EVERYBODY] if name in SENT else []),
    ]
    for name in NAMES
}
