"""Answers of customers: what they want, what is done, why not by itself, and refusals."""

from django.utils.translation import gettext_noop as _

REFUSALS: dict[str, str] = {
    "reply.unknown": _("There is no answer {reply}."),
    "reply.closed": _("The answer is not open any more. Reopen its task first."),
    "reply.open": _("The answer is open already."),
    "reply.nothing_to_do": _("Kvit can do nothing about this answer by itself: answer it, or mark it as done."),
    "reply.nothing_to_undo": _("Nothing was done about this answer that could be undone."),
    "reply.sent": _("The mail went to the customer already, so it cannot be undone."),
    "reply.sent_today": _("{number} was sent again today already. Look in the outbox before you send it another time."),
    "reply.no_document": _("Say first which invoice the answer is about."),
    "reply.no_person": _("An answer is written by a person, and nobody is signed in."),
    "reply.from_program": _("A program wrote this mail, so nobody would read an answer."),
    "reply.from_portal": _("This was asked in the customer's own portal, so it stays with that customer."),
    "reply.bad_want": _("Choose what it is about."),
    "reply.nothing_to_cancel": _("Choose the invoice or the agreement that is to be cancelled."),
    "reply.too_many": _("You asked {most} times already. Please wait until we have answered."),
    "reply.cancelled": _(
        "What was cancelled is not taken back here: discard the draft of the credit note, or make the agreement anew."
    ),
    "reply.says": _("It says: {words}"),
}
WANTS: dict[str, str] = {
    "paid": _("Says it is paid"),
    "dispute": _("Disputes it"),
    "promise": _("Promises to pay"),
    "plan": _("Asks for instalments or time"),
    "document": _("Asks for the document"),
    "address": _("Wrong person or address"),
    "cancellation": _("Wants to cancel"),
    "absence": _("Absence note"),
    "other": _("Something else"),
}
ACTS: dict[str, str] = {
    "promise": _("Note the promise"),
    "hold": _("Let reminders rest"),
    "send_again": _("Send the invoice again"),
    "dispute": _("Open the dispute"),
    "plan": _("Ask for the payment plan"),
    "cancel": _("Cancel it"),
    "note": _("Note it"),
    "ask": _("Mark as done"),
}
"""What a button does."""
DONE: dict[str, str] = {
    "promise": _("The promise was noted: reminders rest"),
    "hold": _("Reminders rest while somebody looks in the bank"),
    "send_again": _("The invoice was sent again"),
    "dispute": _("The dispute was opened"),
    "plan": _("A payment plan was asked for"),
    "cancel": _("It is cancelled"),
    "note": _("It was noted"),
}
THREADS: dict[str, str] = {
    "message": _("answers a mail of ours"),
    "number": _("names the invoice"),
    "sender": _("known by its sender"),
    "person": _("laid there by a person"),
    "portal": _("asked in the portal"),
    "": _("nobody knows whose it is"),
}
AGAINST: dict[str, str] = {
    "level": _("The autopilot only suggests, or is off."),
    "no_customer": _("Nobody knows which customer it is from."),
    "unknown_sender": _("The sender is no contact of this customer."),
    "doubted": _("Our mail server takes the sender for forged."),
    "unsure": _("What it wants is not sure enough."),
    "several": _("It wants more than one thing."),
    "no_day": _("No day was named."),
    "several_days": _("More than one day was named."),
    "too_far": _("The promised day is more than 30 days away."),
    "promised_before": _("There was a promise before."),
    "held_before": _("They said before that it is paid."),
    "sent_today": _("The invoice was sent again today already."),
    "no_line": _("Which line of the invoice is wrong was not said."),
    "no_count": _("How many instalments was not said."),
    "person": _("This needs a person."),
    "report": _("A mail server reports that a mail could not be delivered."),
}
"""Why an answer was not acted upon by itself; a code of a refusal stands there as well."""
