"""Refusals of reminders and procedures; why a reminder is held back; the words for tones and pauses."""

from django.utils.translation import gettext_noop as _

REFUSALS: dict[str, str] = {
    "procedure.unknown": _("There is no reminder procedure {procedure}."),
    "procedure.no_level": _("A procedure needs at least one level."),
    "procedure.bad_order": _("Levels come in the order of their days: {after} cannot follow {before}."),
    "procedure.bad_tone": _(
        "The tone {tone} does not fit this level (days: {days}). Up to the due date choose a notice; after it, any "
        "other tone."
    ),
    "procedure.bad_hours": _("The hours end before they begin: {since} to {until}."),
    "procedure.bad_level": _("There is no level {level}. Choose one of {known}."),
    "reminder.unknown": _("There is no reminder {reminder}."),
    "reminder.nothing": _(
        "Nothing may be sent to {customer} today: nothing is due, or everything is held back. See why under Reminders."
    ),
    "reminder_round.unknown": _("There is no round of reminders {round}."),
    "reminder_round.nothing": _("No reminder is due to anybody today, or all are held back."),
    "reminder_round.running": _("A round of reminders is on its way. Wait until it is over."),
    "reminder_round.given_up": _("Sending broke down before this customer had their turn. Send to them again."),
    "reminder_round.finished": _("This round of reminders is over already."),
    "reminder.no_letter": _("{reminder} did not go by post: there is no letter to print."),
    "reminder.not_waiting": _("There is no letter that waits to be posted here: it was posted or withdrawn already."),
    "reminder.bad_day": _("The letter was made on {since}. It was posted on that day or later, and not after today."),
    "reminder.quiet": _("Only a telephone reaches this customer, and nobody is called or texted there at this hour."),
    "reminder.bad_days": _("A simulation covers 1 to {most} days, not {days}."),
    "pause.unknown": _("There is no pause {pause}, or it has ended already."),
    "pause.not_taken_over": _("Nobody took over the reminders of {customer}."),
    "pause.past": _("{until} has passed already. Choose today or a later day."),
}
REASONS: dict[str, str] = {
    "in_flight": _("Money that may be for it has come in and waits to be matched."),
    "paying": _("A payment of it is being checked"),
    "collecting": _("It is being collected by direct debit."),
    "charging": _("The customer was told that their saved way of paying is charged on {until}."),
    "chargeback": _("The customer's bank wants the money of it back, and that is not decided yet."),
    "given_back": _(
        "It was paid back online on {since}. Issue a credit note; or, if it is still owed, note by when the customer "
        "pays it."
    ),
    "credit": _("The customer's credit covers it. Allocate the credit to the invoice."),
    "hold": _("Reminders rest: {reason}"),
    "promise": _("Payment is promised by {until}. Reminders go on after that day."),
    "taken_over": _("{reason} looks after it in person."),
    "dispute": _("The customer disputes it."),
    "plan": _("It is paid in instalments."),
    "bank_old": _("The bank statements end on {since}. Import the newer ones first."),
    "bank_never": _("No bank statement was imported yet. Import one, or turn the check off in the procedure."),
    "rejected": _("The network refused the invoice. Put that right first."),
    "correction": _("A correction of the invoice is being drafted. Issue or discard it first."),
    "undelivered": _("The mail with the invoice did not arrive. Send the invoice again first."),
    "to_post": _("A letter about it waits to be posted. Post it and say so, or withdraw it."),
    "no_address": _(
        "No channel of the procedure reaches the customer. Note an e-mail address, or a mobile number with their "
        "consent."
    ),
}
"""Why a reminder is held back, and what to do about it."""
HABITS: dict[str, str] = {
    "prompt": _("Pays on time: reminded some days later and softer"),
    "usual": _("Pays soon after the due date: reminded as the procedure says"),
    "late": _("Usually pays late: reminded some days sooner"),
    "troubled": _("Pays later and later: instalments are offered"),
    "unknown": _("Has paid too few invoices to tell a habit: reminded as the procedure says"),
}
"""How a customer pays, and what the procedure makes of it (`core.habits`)."""
TONES: dict[str, str] = {
    "notice": _("Notice before the due date"),
    "friendly": _("Friendly reminder"),
    "firm": _("Second reminder"),
    "last": _("Last reminder"),
}
PAUSES: dict[str, str] = {
    "hold": _("Reminders rest"),
    "promise": _("Payment promised"),
    "taken_over": _("Taken over by a colleague"),
}
