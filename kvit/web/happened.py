"""What happened to a thing, as a line of its timeline: icon, words, who."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as n_

from kvit.core.errors import Refused
from kvit.core.formatting import format_money
from kvit.core.money import Money
from kvit.core.permissions import AUTOMATION, SYSTEM
from kvit.events.models import Event
from kvit.web.fields import tongue
from kvit.wording import sentence

LINES: dict[str, tuple[str, str, str]] = {
    "customer.created": ("people", "", n_("Added")),
    "customer.updated": ("pencil", "", n_("Changed")),
    "customer.entrusted": ("people", "", n_("Handed over to another colleague")),
    "customer.vat_checked": ("stamp", "", n_("VAT id asked about")),
    "customer.address_checked": ("stamp", "", n_("Electronic address looked up")),
    "customer.archived": ("away", "", n_("Put away")),
    "customer.restored": ("undo", "", n_("Brought back")),
    "contact.added": ("people", "", n_("Contact added")),
    "contact.changed": ("pencil", "", n_("Contact changed")),
    "contact.archived": ("away", "", n_("Contact put away")),
    "product.created": ("item", "", n_("Added")),
    "product.updated": ("pencil", "", n_("Changed")),
    "product.archived": ("away", "", n_("Put away")),
    "product.restored": ("undo", "", n_("Brought back")),
    "proforma.drafted": ("pencil", "", n_("Drafted")),
    "proforma.edited": ("pencil", "", n_("Draft changed")),
    "proforma.issued": ("docs", "", n_("Issued")),
    "proforma.invoiced": ("doc", "", n_("Became an invoice")),
    "proforma.withdrawn": ("undo", "", n_("Withdrawn")),
    "proforma.reopened": ("undo", "", n_("Open again")),
    "reply.taken": ("mail", "", n_("The answer came")),
    "reply.threaded": ("people", "", n_("Laid to a customer")),
    "reply.acted": ("check", "", n_("Acted upon")),
    "reply.undone": ("undo", "", n_("Undone")),
    "reply.answered": ("send", "", n_("Answered by mail")),
    "reply.closed": ("check", "", n_("Closed")),
    "reply.reopened": ("undo", "", n_("Open again")),
    "bill.captured": ("inbox", "", n_("Read as a bill")),
    "bill.check_asked": ("repeat", "", n_("To be read and checked anew")),
    "bill.checked": ("check", "", n_("Checks made")),
    "bill.completed": ("check", "", n_("Typed or confirmed by a person")),
    "bill.accepted": ("check", "is-amber", n_("A failed check was accepted")),
    "bill.approved": ("check", "", n_("Approved and booked")),
    "bill.self_charged": ("check", "", n_("VAT charged by ourselves")),
    "bill.rejected": ("cross", "is-red", n_("Rejected")),
    "bill.early_offered": ("ask", "", n_("Earlier payment was offered to the supplier")),
    "bill.early_accepted": ("check", "", n_("The supplier accepted to be paid earlier")),
    "bill.early_withdrawn": ("cross", "", n_("The offer of earlier payment was withdrawn")),
    "bill.supplier_asked": ("ask", "", n_("The supplier was asked")),
    "bill.supplier_answered": ("note", "", n_("The supplier answered")),
    "goods_receipt.recorded": ("down", "", n_("Goods received or sent back")),
    "purchase_request.asked": ("ask", "", n_("Asked for")),
    "purchase_request.approved": ("check", "", n_("Approved by another person")),
    "purchase_request.refused": ("cross", "is-red", n_("Refused")),
    "purchase_request.ordered": ("doc", "", n_("An order was made of it")),
    "purchase_request.cancelled": ("cross", "", n_("Cancelled")),
    "purchase_order.drafted": ("pencil", "", n_("Draft saved")),
    "purchase_order.edited": ("pencil", "", n_("Draft changed")),
    "purchase_order.sent": ("ask", "", n_("Sent for approval")),
    "purchase_order.approved": ("check", "", n_("Ordered")),
    "purchase_order.rejected": ("cross", "is-red", n_("Not approved")),
    "purchase_order.closed": ("check", "", n_("Closed")),
    "purchase_order.cancelled": ("cross", "", n_("Cancelled")),
    "bill.order_named": ("doc", "", n_("Its order was named")),
    "bill.part_held": ("clock", "is-amber", n_("A part of it is held")),
    "bill.part_released": ("check", "", n_("Held parts were let go")),
    "bill.rest_disputed": ("cross", "is-amber", n_("The held part was disputed")),
    "late_fee.issued": ("doc", "", n_("Charged")),
    "late_fee.cancelled": ("undo", "is-amber", n_("Took a charge back")),
    "cash.taken": ("equals", "", n_("Taken, with its receipt")),
    "cash.paid": ("send", "", n_("Paid out of the desk")),
    "cash.moved": ("bank", "", n_("To or from the bank")),
    "cash.cancelled": ("undo", "is-amber", n_("Taken back by another line")),
    "demand.made": ("pencil", "", n_("Final demand written")),
    "balance_letter.made": ("pencil", "", n_("Asked about the balance")),
    "balance_letter.answered": ("check", "", n_("Their answer was noted")),
    "claim.found": ("alert", "is-amber", n_("Found by the daily look")),
    "claim.made": ("pencil", "", n_("Claimed by a letter")),
    "claim.settled": ("equals", "is-green", n_("Settled")),
    "claim.reopened": ("undo", "is-amber", n_("What had settled it was taken back")),
    "claim.give_up_asked": ("people", "", n_("Asked to give it up")),
    "claim.kept": ("check", "", n_("Not given up")),
    "claim.given_up": ("trash", "", n_("Given up by another person; the loss is booked")),
    "rating.given": ("ask", "", n_("The customer said how it was")),
    "rating.changed": ("ask", "", n_("The customer said it anew")),
    "write_off.asked": ("people", "", n_("Asked to write it off")),
    "write_off.booked": ("trash", "", n_("Written off: the loss is booked")),
    "write_off.rejected": ("cross", "", n_("Rejected: it is owed as ever")),
    "write_off.withdrawn": ("undo", "", n_("Withdrawn")),
    "write_off.lapsed": ("equals", "is-green", n_("Paid before anybody decided")),
    "write_off.taken_back": ("undo", "is-amber", n_("Taken back: it is owed again")),
    "invoice.written_off": ("trash", "", n_("Written off: the loss is booked")),
    "dispute.opened": ("ask", "is-amber", n_("Disputed")),
    "dispute.delivery_noted": ("note", "", n_("Delivery looked up")),
    "dispute.corrected": ("check", "is-green", n_("Corrected by a credit note")),
    "dispute.rejected": ("cross", "", n_("Rejected: the customer was told why")),
    "dispute.withdrawn": ("undo", "", n_("Taken back by the customer")),
    "dispute.settled": ("equals", "", n_("Nothing of it is open any more")),
    "dispute.reopened": ("undo", "is-amber", n_("Open again: what had settled it was taken back")),
    "plan.proposed": ("ask", "", n_("Asked for or written down")),
    "plan.agreed": ("check", "", n_("Agreed")),
    "plan.declined": ("cross", "", n_("Declined: the customer was told why")),
    "plan.cancelled": ("undo", "", n_("Cancelled")),
    "plan.broken": ("alert", "is-red", n_("Broken: an instalment is missing")),
    "plan.completed": ("equals", "is-green", n_("Paid to the end")),
    "plan.reopened": ("undo", "is-amber", n_("Goes on: what had paid it was taken back")),
    "offset.proposed": ("pencil", "", n_("Proposed")),
    "offset.signed": ("lock", "", n_("Signed by another person")),
    "offset.settled": ("equals", "is-green", n_("It binds, and is booked")),
    "offset.cancelled": ("cross", "is-red", n_("Cancelled")),
    "offset.reversed": ("undo", "is-amber", n_("Undone: its entry is reversed")),
    "run.proposed": ("pencil", "", n_("Proposed")),
    "run.changed": ("pencil", "", n_("Something was taken out")),
    "run.released": ("lock", "", n_("Released by another person; the file is written")),
    "run.exported": ("down", "", n_("File handed out")),
    "run.cancelled": ("cross", "is-red", n_("Cancelled")),
    "run.item_paid": ("equals", "is-green", n_("Paid, says the bank's statement")),
    "run.item_reopened": ("undo", "is-amber", n_("In flight again: the bank's line was undone")),
    "run.item_failed": ("cross", "is-red", n_("Refused by the bank")),
    "debit_run.proposed": ("pencil", "", n_("Proposed")),
    "debit_run.changed": ("pencil", "", n_("Something was taken out")),
    "debit_run.released": ("lock", "", n_("Released by another person; the file is written")),
    "debit_run.exported": ("down", "", n_("File handed out")),
    "debit_run.cancelled": ("cross", "is-red", n_("Cancelled")),
    "debit_item.collected": ("equals", "is-green", n_("Collected, says the bank's statement")),
    "debit_item.reopened": ("undo", "is-amber", n_("In flight again: the bank's line was undone")),
    "debit_item.restored": ("equals", "is-green", n_("Collected after all: the return was undone")),
    "debit_item.rejected": ("cross", "is-red", n_("Refused by the bank")),
    "debit_item.returned": ("undo", "is-red", n_("Came back")),
    "saved_method.agreed": ("pencil", "", n_("The customer agreed that the way of paying is saved")),
    "saved_method.kept": ("lock", "is-green", n_("Saved at the payment provider")),
    "saved_method.forgotten": ("check", "", n_("The payment provider forgot it")),
    "saved_method.stuck": ("alert", "is-red", n_("The payment provider could not be told to forget it")),
    "saved_method.withdrawn": ("cross", "is-red", n_("Taken back: nothing is charged by it any more")),
    "saved_charge.planned": ("clock", "", n_("Planned; the customer is told")),
    "saved_charge.begun": ("lock", "", n_("Handed to the payment provider")),
    "saved_charge.dropped": ("cross", "is-amber", n_("Not charged")),
    "saved_charge.suggested": ("ask", "", n_("Could be charged by the saved way of paying")),
    "mandate.entered": ("pencil", "", n_("Entered")),
    "mandate.activated": ("check", "is-green", n_("Signed by the customer")),
    "mandate.amended": ("pencil", "", n_("The customer's account changed")),
    "mandate.ends_with_next": ("clock", "", n_("Ends with the next collection")),
    "mandate.cancelled": ("cross", "is-red", n_("Cancelled")),
    "mandate.expired": ("clock", "is-amber", n_("Over: not used for 36 months")),
    "invoice.drafted": ("pencil", "", n_("Drafted")),
    "invoice.edited": ("pencil", "", n_("Draft changed")),
    "invoice.discarded": ("trash", "", n_("Discarded")),
    "invoice.issued": ("doc", "", n_("Issued")),
    "invoice.annulled": ("trash", "is-amber", n_("Annulled: issued by mistake")),
    "invoice.sent": ("send", "", n_("Sent")),
    "credit_note.drafted": ("pencil", "", n_("Drafted")),
    "credit_note.issued": ("undo", "", n_("Credited")),
    "allocation.created": ("part", "is-green", n_("Payment or credit settled a part")),
    "allocation.removed": ("undo", "", n_("A settlement was taken back")),
    "item.settled": ("equals", "is-green", n_("Settled: you are quits")),
    "item.reopened": ("notequal", "is-amber", n_("Open again")),
    "submission.prepared": ("stamp", "", n_("E-invoice made for the network")),
    "submission.released": ("clock", "", n_("E-invoice may leave")),
    "submission.submitted": ("send", "", n_("E-invoice sent to the network")),
    "submission.accepted": ("stamped", "", n_("The network accepted it")),
    "submission.rejected": ("cross", "is-red", n_("The network refused it")),
    "submission.lost": ("unknown", "is-amber", n_("The e-invoice perhaps did not arrive")),
    "submission.superseded": ("again", "", n_("Another attempt took its place")),
    "submission.withdrawal_wanted": ("undo", "", n_("The e-invoice is wanted back")),
    "submission.withdrawal_asked": ("undo", "", n_("The network was asked for it back")),
    "submission.withdrawn": ("undo", "is-amber", n_("The network gave it back")),
    "submission.withdrawal_refused": ("cross", "is-red", n_("The other side keeps it")),
    "submission.due_soon": ("clock", "is-amber", n_("The last day for the network is near")),
    "submission.moved": ("clock", "", n_("The last day for the network moved")),
    "outage.announced": ("alert", "is-amber", n_("A network was announced to be down")),
    "outage.ended": ("check", "", n_("The outage of a network has ended")),
    "outage.withdrawn": ("off", "", n_("An outage entered by mistake was taken back")),
    "submission.late": ("alert", "is-red", n_("The last day for the network has passed")),
    "mail.taken": ("mail", "", n_("Mail taken")),
    "reminder.prepared": ("print", "", n_("Letter of a reminder made")),
    "reminder.withdrawn": ("right", "", n_("Letter of a reminder withdrawn")),
    "reminder.sent": ("bell", "", n_("Reminder sent")),
    "reminder.skipped": ("right", "", n_("Reminder skipped by a person")),
    "reminder.suppressed": ("pause", "", n_("Reminder held back")),
    "pause.begun": ("pause", "", n_("Reminders paused")),
    "promise.kept": ("equals", "is-green", n_("The promise to pay was kept")),
    "promise.broken": ("alert", "is-red", n_("The promise to pay was broken")),
    "pause.ended": ("right", "", n_("Pause of reminders ended")),
    "procedure.chosen": ("bell", "", n_("Reminder procedure chosen")),
    "message.queued": ("mail", "", n_("Mail queued")),
    "message.sent": ("mail", "", n_("Mail sent")),
    "message.kept": ("mail", "", n_("Mail kept in the outbox, no mail server is set up")),
    "message.lost": ("unknown", "is-amber", n_("Mail perhaps not arrived")),
    "message.confirmed": ("check", "", n_("Mail arrived, says a person")),
    "message.bounced": ("cross", "is-red", n_("Mail came back")),
    "message.failed": ("cross", "is-red", n_("Mail could not be sent")),
}
"""Event: icon, tone, words. What is not here is told by its public name: nothing is hidden."""


def told(events: Sequence[Event], *, currency: str = "") -> list[dict[str, Any]]:
    """The events as lines of a timeline."""
    lines = []
    for event in events:
        icon, tone, text = LINES.get(event.name, ("check", "", event.name))
        facts = event.facts
        amount = _amount(str(facts.get("amount", "")), str(facts.get("currency") or currency))
        by_itself = event.actor_kind == AUTOMATION and event.actor_name != SYSTEM.name
        who = _("Autopilot") if by_itself else event.actor_name
        reason = sentence(event.reason, facts) if by_itself else event.reason
        notes = [who, reason, str(facts.get("number") or facts.get("document") or ""), amount]
        lines.append(
            {
                "on": event.acted_on,
                "icon": icon,
                "tone": tone,
                "title": _(text) if text in WORDS else text,
                "note": ", ".join(note for note in notes if note),
            }
        )
    return lines


def _amount(text: str, currency: str) -> str:
    try:
        return format_money(Money(Decimal(text), currency).rounded(), tongue()) if text and currency else ""
    except (InvalidOperation, Refused):
        return ""


WORDS = {text for _icon, _tone, text in LINES.values()}
