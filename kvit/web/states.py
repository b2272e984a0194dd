"""What a state looks like: its icon, its word and its tone, always icon and word together."""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.utils.translation import pgettext_lazy as p_

SOON = 7
"""An invoice that falls due within so many days is shown amber."""


@dataclass(frozen=True)
class State:
    """An icon of `icons.py`, a word, and a tone: empty (ink-2), is-ink, is-green, is-amber or is-red."""

    icon: str
    word: str | Promise
    tone: str = ""


STATES: dict[str, State] = {
    "draft": State("pencil", _("Draft")),
    "issued": State("doc", p_("invoice", "Issued")),
    "sent": State("send", p_("invoice", "Sent")),
    "opened": State("eye", _("Opened")),
    "discarded": State("trash", _("Discarded")),
    "cash_written": State("check", p_("cash", "Written"), "is-green"),
    "cash_taken_back": State("undo", p_("cash", "Taken back"), "is-amber"),
    "partly_paid": State("part", p_("invoice", "Partly paid")),
    "paid": State("equals", p_("invoice", "Paid"), "is-green"),
    "overpaid": State("notequal", _("Overpaid"), "is-amber"),
    "written_off": State("trash", _("Written off")),
    "credited": State("undo", _("Credited")),
    "bank_detail_requested": State("ask", p_("bank account", "Waits for a call"), "is-amber"),
    "bank_detail_confirmed": State("check", p_("bank account", "Confirmed")),
    "bank_detail_refused": State("cross", p_("bank account", "Refused"), "is-red"),
    "bank_detail_retired": State("off", p_("bank account", "Not used any more")),
    "request_to_approve": State("ask", p_("purchase request", "To approve"), "is-amber"),
    "request_approved": State("check", p_("purchase request", "Approved")),
    "request_refused": State("cross", p_("purchase request", "Refused"), "is-red"),
    "request_ordered": State("equals", p_("purchase request", "Ordered"), "is-green"),
    "request_cancelled": State("cross", p_("purchase request", "Cancelled")),
    "order_draft": State("pencil", p_("order", "Draft")),
    "order_to_approve": State("ask", p_("order", "To approve"), "is-amber"),
    "order_approved": State("check", p_("order", "Ordered")),
    "order_closed": State("check", p_("order", "Closed"), "is-ink"),
    "order_cancelled": State("cross", p_("order", "Cancelled")),
    "offset_proposed": State("ask", p_("set-off", "Waits for a signature"), "is-amber"),
    "offset_signed": State("clock", p_("set-off", "Waits for the other side"), "is-amber"),
    "offset_settled": State("equals", p_("set-off", "Booked"), "is-green"),
    "offset_cancelled": State("cross", p_("set-off", "Cancelled"), "is-red"),
    "offset_reversed": State("undo", p_("set-off", "Undone")),
    "run_proposed": State("ask", p_("payment run", "Waits for release"), "is-amber"),
    "run_released": State("lock", p_("payment run", "Released")),
    "run_exported": State("send", p_("payment run", "With the bank")),
    "run_cancelled": State("cross", p_("payment run", "Cancelled"), "is-red"),
    "debit_run_proposed": State("ask", p_("payment run", "Waits for release"), "is-amber"),
    "debit_run_released": State("lock", p_("payment run", "Released")),
    "debit_run_exported": State("send", p_("payment run", "With the bank")),
    "debit_run_cancelled": State("cross", p_("payment run", "Cancelled"), "is-red"),
    "debit_item_planned": State("clock", p_("direct debit", "Planned")),
    "debit_item_sent": State("send", p_("direct debit", "In flight")),
    "debit_item_collected": State("equals", p_("direct debit", "Collected"), "is-green"),
    "debit_item_rejected": State("cross", p_("direct debit", "Refused by the bank"), "is-red"),
    "debit_item_returned": State("undo", p_("direct debit", "Came back"), "is-red"),
    "saved_method_kept": State("check", p_("saved method", "May be charged"), "is-green"),
    "saved_method_withdrawn": State("cross", p_("saved method", "Taken back")),
    "saved_charge_planned": State("clock", p_("saved charge", "Told to the customer"), "is-amber"),
    "saved_charge_dropped": State("cross", p_("saved charge", "Not charged")),
    "saved_charge_created": State("clock", p_("saved charge", "On its way"), "is-amber"),
    "saved_charge_open": State("clock", p_("saved charge", "At the customer's bank"), "is-amber"),
    "saved_charge_unknown": State("clock", p_("saved charge", "Being asked about"), "is-amber"),
    "saved_charge_paid": State("check", p_("saved charge", "Paid"), "is-green"),
    "saved_charge_failed": State("cross", p_("saved charge", "Declined"), "is-red"),
    "saved_charge_expired": State("cross", p_("saved charge", "Not charged")),
    "mandate_draft": State("pencil", p_("mandate", "To be signed"), "is-amber"),
    "mandate_active": State("check", p_("mandate", "Signed"), "is-green"),
    "mandate_used": State("check", p_("mandate", "In use"), "is-green"),
    "mandate_expired": State("clock", p_("mandate", "Over: not used")),
    "mandate_cancelled": State("cross", p_("mandate", "Cancelled")),
    "mandate_amended": State("pencil", p_("mandate", "Other account since")),
    "held_agrees": State("equals", p_("statement row", "Agrees"), "is-green"),
    "held_differs": State("notequal", p_("statement row", "Another amount"), "is-amber"),
    "held_settled_here": State("notequal", p_("statement row", "Settled in our books"), "is-amber"),
    "held_missing_here": State("alert", p_("statement row", "Missing in our books"), "is-red"),
    "held_missing_there": State("alert", p_("statement row", "Missing in theirs"), "is-amber"),
    "late_fee_charged": State("doc", p_("late fee", "Charged")),
    "late_fee_cancelled": State("undo", p_("late fee", "Taken back")),
    "late_fee_cancellation": State("undo", p_("late fee", "Takes back")),
    "demand_running": State("clock", p_("demand", "Runs")),
    "demand_over": State("alert", p_("demand", "Its last day is over"), "is-amber"),
    "balance_asked": State("clock", p_("balance letter", "No answer yet")),
    "balance_agreed": State("equals", p_("balance letter", "Agreed"), "is-green"),
    "balance_differs": State("notequal", p_("balance letter", "Differs"), "is-amber"),
    "claim_found": State("alert", p_("claim", "To claim"), "is-amber"),
    "claim_claimed": State("clock", p_("claim", "Claimed")),
    "claim_settled": State("equals", p_("claim", "Settled"), "is-green"),
    "claim_written_off": State("trash", p_("claim", "Given up")),
    "dispute_open": State("ask", p_("dispute", "Disputed"), "is-amber"),
    "dispute_corrected": State("check", p_("dispute", "Corrected"), "is-green"),
    "dispute_rejected": State("cross", p_("dispute", "Rejected")),
    "dispute_withdrawn": State("undo", p_("dispute", "Withdrawn")),
    "dispute_settled": State("equals", p_("dispute", "Settled")),
    "plan_proposed": State("ask", p_("payment plan", "Asked for"), "is-amber"),
    "plan_agreed": State("calendar", p_("payment plan", "Agreed")),
    "plan_declined": State("cross", p_("payment plan", "Declined")),
    "plan_cancelled": State("undo", p_("payment plan", "Cancelled")),
    "plan_broken": State("alert", p_("payment plan", "Broken"), "is-red"),
    "plan_completed": State("equals", p_("payment plan", "Completed"), "is-green"),
    "promise_held": State("calendar", p_("promise", "Open")),
    "promise_kept": State("equals", p_("promise", "Kept"), "is-green"),
    "promise_broken": State("alert", p_("promise", "Broken"), "is-red"),
    "promise_replaced": State("undo", p_("promise", "Replaced by another one")),
    "promise_ended": State("cross", p_("promise", "Taken back")),
    "write_off_requested": State("ask", p_("write-off", "Waits for a yes"), "is-amber"),
    "write_off_booked": State("trash", p_("write-off", "Booked")),
    "write_off_rejected": State("cross", p_("write-off", "Rejected")),
    "write_off_withdrawn": State("undo", p_("write-off", "Withdrawn")),
    "write_off_lapsed": State("equals", p_("write-off", "Paid meanwhile"), "is-green"),
    "write_off_reversed": State("undo", p_("write-off", "Taken back")),
    "remittance_made": State("pencil", p_("payment advice", "Not sent")),
    "remittance_waiting": State("clock", p_("payment advice", "On its way")),
    "remittance_sent": State("send", p_("payment advice", "Sent")),
    "remittance_troubled": State("alert", p_("payment advice", "The mail did not arrive"), "is-amber"),
    "remittance_corrected": State("undo", p_("payment advice", "A payment came back"), "is-amber"),
    "run_item_planned": State("clock", p_("transfer", "Planned")),
    "run_item_sent": State("send", p_("transfer", "In flight")),
    "run_item_paid": State("equals", p_("transfer", "Paid"), "is-green"),
    "run_item_failed": State("cross", p_("transfer", "Refused by the bank"), "is-red"),
    "bill_captured": State("clock", p_("bill", "Being read")),
    "bill_to_approve": State("ask", p_("bill", "To approve"), "is-amber"),
    "bill_needs_attention": State("alert", p_("bill", "Needs attention"), "is-amber"),
    "bill_approved": State("check", p_("bill", "Approved")),
    "bill_rejected": State("cross", p_("bill", "Rejected"), "is-red"),
    "annulled": State("trash", p_("invoice", "Annulled"), "is-amber"),
    # axes of their own
    "queued": State("clock", p_("message", "Queued")),
    "delivered": State("check", p_("message", "Delivered")),
    "bounced": State("cross", p_("message", "Bounced"), "is-red"),
    "message_sent": State("send", p_("message", "Sent")),
    "message_arrived": State("check", p_("message", "Arrived")),
    "message_kept": State("lock", p_("message", "Kept here")),
    "message_unknown": State("unknown", p_("message", "Perhaps not arrived"), "is-amber"),
    "message_failed": State("cross", p_("message", "Failed"), "is-red"),
    "message_bounced": State("cross", p_("message", "Came back"), "is-red"),
    "failed": State("cross", p_("job", "Failed"), "is-red"),
    "passed": State("check", p_("check", "Passed"), "is-ink"),
    "not_checked": State("ask", _("Could not be checked"), "is-amber"),
    "accepted": State("check", p_("e-invoice", "Accepted")),
    "rejected": State("cross", p_("e-invoice", "Rejected"), "is-red"),
    "einvoice_none": State("clock", p_("e-invoice", "Not sent")),
    "einvoice_prepared": State("ask", p_("e-invoice", "Waits for you"), "is-amber"),
    "einvoice_validated": State("clock", p_("e-invoice", "Waits to be sent")),
    "einvoice_submitted": State("send", p_("e-invoice", "Sent")),
    "einvoice_accepted": State("check", p_("e-invoice", "Accepted")),
    "einvoice_with_errors": State("alert", p_("e-invoice", "Accepted with errors"), "is-amber"),
    "einvoice_rejected": State("cross", p_("e-invoice", "Rejected"), "is-red"),
    "einvoice_unknown": State("unknown", p_("e-invoice", "Perhaps not arrived"), "is-amber"),
    "feed_on": State("check", p_("bank feed", "Fetched"), "is-ink"),
    "feed_new": State("clock", p_("bank feed", "Waits for the consent")),
    "feed_troubled": State("alert", p_("bank feed", "In trouble"), "is-amber"),
    "mailbox_on": State("check", p_("mailbox", "Looked into"), "is-ink"),
    "mailbox_new": State("clock", p_("mailbox", "Not looked into yet")),
    "mailbox_troubled": State("alert", p_("mailbox", "In trouble"), "is-amber"),
    "network_on": State("check", p_("network", "On"), "is-ink"),
    "network_off": State("off", p_("network", "Off")),
    "network_outage": State("alert", p_("network", "Goes on"), "is-amber"),
    "network_outage_over": State("check", p_("network", "Over"), ""),
    "network_troubled": State("alert", p_("network", "In trouble"), "is-amber"),
    "network_incomplete": State("alert", p_("network", "Something is missing"), "is-amber"),
    "network_none": State("off", p_("network", "Not connected")),
    "gateway_refund_asked": State("clock", p_("refund", "On its way")),
    "gateway_refund_pending": State("clock", p_("refund", "On its way")),
    "gateway_refund_done": State("check", p_("refund", "Paid back")),
    "gateway_refund_failed": State("cross", p_("refund", "Not paid back"), "is-red"),
    "chargeback_asked": State("ask", p_("chargeback", "The bank asks"), "is-amber"),
    "chargeback_open": State("alert", p_("chargeback", "Taken back by the bank"), "is-red"),
    "chargeback_won": State("check", p_("chargeback", "Won")),
    "chargeback_lost": State("cross", p_("chargeback", "Lost")),
    "waiting": State("clock", p_("job", "Waiting")),
    "running": State("jobs", p_("job", "Running"), "is-ink"),
    "done": State("check", p_("job", "Done"), "is-ink"),
    "dead": State("cross", p_("job", "Given up"), "is-red"),
    "open": State("clock", p_("task", "Open")),
    "task_done": State("check", p_("task", "Done")),
    "task_dismissed": State("cross", p_("task", "Dismissed")),
    "job_proposed": State("eye", p_("job", "Foreseen")),
    "job_running": State("jobs", p_("job", "Running"), "is-ink"),
    "job_done": State("check", p_("job", "Done"), "is-ink"),
    "job_cancelled": State("cross", p_("job", "Cancelled")),
    "round_waiting": State("clock", p_("document of a job", "Waits")),
    "round_sent": State("send", p_("reminder", "Sent"), "is-ink"),
    "round_passed": State("right", p_("reminder", "Not needed any more")),
    "round_held": State("pause", p_("reminder", "Held back")),
    "round_failed": State("cross", p_("document of a job", "Failed"), "is-red"),
    "batch_waiting": State("clock", p_("document of a job", "Waits")),
    "batch_done": State("check", p_("document of a job", "Done"), "is-ink"),
    "batch_skipped": State("right", p_("document of a job", "Left out")),
    "batch_failed": State("cross", p_("document of a job", "Failed"), "is-red"),
    "active": State("repeat", p_("schedule", "Runs"), "is-ink"),
    "paused": State("pause", p_("schedule", "Paused"), "is-amber"),
    "ended": State("check", p_("schedule", "Ended")),
    "archived": State("away", p_("customer", "Archived")),
    "revoked": State("lock", p_("key", "Revoked")),
    "disabled": State("off", p_("webhook", "Turned off"), "is-amber"),
    "webhook_active": State("hook", p_("webhook", "Works"), "is-ink"),
    "webhook_failing": State("alert", p_("webhook", "Not taken lately"), "is-amber"),
    "webhook_paused": State("pause", p_("webhook", "Paused"), "is-amber"),
    "webhook_delivered": State("check", p_("webhook", "Delivered"), "is-ink"),
    "rule_off": State("off", p_("rule", "Off")),
    "rule_suggest": State("ask", p_("rule", "Suggests"), "is-amber"),
    "rule_auto": State("check", p_("rule", "Acts by itself"), "is-ink"),
    "rule_act_suggested": State("ask", p_("rule", "Waits for you"), "is-amber"),
    "rule_act_done": State("check", p_("rule", "Done")),
    "line_waits": State("check", p_("bank line", "Would be booked so"), "is-ink"),
    "line_same": State("equals", p_("bank line", "Was booked so"), "is-green"),
    "line_otherwise": State("alert", p_("bank line", "Went to another account"), "is-amber"),
    "line_settled": State("alert", p_("bank line", "Paid a document"), "is-amber"),
    "line_ignored": State("right", p_("bank line", "Was left out")),
    "rule_holds": State("check", p_("rule", "Would act"), "is-ink"),
    "rule_does_not": State("off", p_("rule", "Leaves it alone")),
    "reply_open": State("clock", p_("reply", "Waits for a person"), "is-amber"),
    "reply_done": State("check", p_("reply", "Done"), "is-green"),
    "reply_noted": State("note", p_("reply", "Noted")),
    "reply_dismissed": State("cross", p_("reply", "Nothing to do")),
    "reminder_sent": State("send", p_("reminder", "Sent")),
    "reminder_prepared": State("print", p_("reminder", "To be posted")),
    "reminder_withdrawn": State("right", p_("reminder", "Not posted")),
    "reminder_skipped": State("right", p_("reminder", "Skipped")),
    "undone": State("undo", p_("import", "Undone")),
    "exact": State("equals", _("quits"), "is-green"),
    "different": State("notequal", _("different"), "is-amber"),
    "unsure": State("unknown", _("not sure")),
    "ready": State("check", _("Ready"), "is-ink"),
    "incomplete": State("alert", p_("customer", "Incomplete"), "is-amber"),
    "address_found": State("check", p_("electronic address", "On Peppol")),
    "address_absent": State("cross", p_("electronic address", "Not on Peppol"), "is-red"),
    "address_unknown": State("unknown", p_("VAT id", "Nobody can say yet"), "is-amber"),
    "address_unasked": State("ask", p_("VAT id", "Not asked about")),
    "vat_valid": State("check", p_("VAT id", "Valid")),
    "vat_invalid": State("cross", p_("VAT id", "Not valid"), "is-red"),
    "vat_unknown": State("unknown", p_("VAT id", "Nobody can say yet"), "is-amber"),
    "vat_unasked": State("ask", p_("VAT id", "Not asked about")),
    "used": State("equals", p_("payment", "Used"), "is-green"),
    "partly_used": State("part", p_("payment", "Partly used"), "is-amber"),
    "unused": State("clock", _("Not used yet"), "is-amber"),
    "taken_back": State("undo", p_("payment", "Taken back")),
    "skipped": State("right", p_("schedule", "Skipped")),
    "asked": State("ask", p_("schedule", "Waits for you"), "is-amber"),
    "passed_in": State("key", p_("key", "Works"), "is-ink"),
    "proforma_draft": State("pencil", p_("proforma", "Draft")),
    "proforma_issued": State("docs", p_("proforma", "Issued")),
    "proforma_expired": State("clock", p_("proforma", "Expired"), "is-amber"),
    "proforma_invoiced": State("check", p_("proforma", "Invoiced"), "is-ink"),
    "proforma_withdrawn": State("undo", p_("proforma", "Withdrawn")),
    "proforma_discarded": State("trash", p_("proforma", "Discarded")),
    "missing": State("alert", p_("field", "missing"), "is-red"),
}


def state(key: str) -> State:
    """The state of that key. An unknown key raises: it is a slip of ours, not of a person's."""
    return STATES[key]


def late(days: int) -> State:
    """So many days after the due date."""
    return State("alert", ngettext("%(days)d day late", "%(days)d days late", days) % {"days": days}, "is-red")


def due(days: int) -> State:
    """Due in so many days; 0 is today."""
    if days == 0:
        return State("clock", str(_("Due today")), "is-amber")
    return State("clock", ngettext("Due in %(days)d day", "Due in %(days)d days", days) % {"days": days}, "is-amber")


def of_invoice(*, status: str, settlement: str, due_on: date | None, on: date, sent: str = "") -> State:
    """What an invoice's row says first: not issued, quits, late, soon due, or how far it went.

    `sent` is the last state of its delivery (sent, opened, bounced), empty while nothing left.
    """
    if status != "issued":
        return state(status)
    if settlement in ("paid", "overpaid", "written_off", "credited", "annulled"):
        return state(settlement)
    if due_on is not None and due_on < on:
        return late((on - due_on).days)
    if due_on is not None and (due_on - on).days <= SOON:
        return due((due_on - on).days)
    return state(sent or "issued")
