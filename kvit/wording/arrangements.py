"""Disputes and payment plans: refusals, reasons, what is said of their states."""

from django.utils.translation import gettext_noop as _

REFUSALS: dict[str, str] = {
    "dispute.unknown": _("There is no dispute {dispute}."),
    "dispute.not_open": _("This dispute is over already."),
    "dispute.bad_reason": _("There is no reason {reason}. Choose one of {known}."),
    "dispute.no_words": _("Say in a sentence what is wrong."),
    "dispute.no_line": _("{invoice} has no line {line}."),
    "dispute.known": _("{line} on {invoice} is disputed already. We are looking at it."),
    "dispute.not_issued": _("{invoice} is not an issued invoice, so nothing of it can be disputed."),
    "dispute.nothing_left": _("Nothing of this line is open any more, so there is nothing to dispute."),
    "dispute.bad_quantity": _("{quantity} is no quantity that can have been delivered."),
    "dispute.bad_amount": _("Between nothing and {most} {currency} of this line can be disputed."),
    "plan.unknown": _("There is no payment plan {plan}."),
    "plan.not_proposed": _("This payment plan was decided already."),
    "plan.not_live": _("This payment plan is over already."),
    "plan.not_offered": _("Payment plans are not offered here. Write to us, and we will find a way."),
    "plan.no_items": _("Choose at least one open document."),
    "plan.item_taken": _("One of these documents is in a payment plan already."),
    "plan.disputed": _("A part of this is disputed. A payment plan is made once that is settled."),
    "plan.bad_first": _("Choose a first day between {since} and {until}."),
    "plan.first_passed": _(
        "The instalment of {day} has passed. Decline this plan, and agree on other days with the customer."
    ),
    "plan.bad_count": _("{count} instalments cannot be agreed: choose 2 to {most}."),
    "plan.other_currency": _("Payment plans are offered in {ours}, not in {currency}. Write to us."),
    "plan.outside_sum": _("Payment plans are offered for {lowest} to {highest} {currency}."),
    "plan.too_many": _("There can be {most} instalments at most."),
    "plan.too_small": _("Each instalment must be at least {least} {currency}. Choose fewer of them."),
    "plan.too_long": _("The last instalment must come within {most} days. Choose fewer, or begin earlier."),
    "promise.bad_day": _("Choose a day from today to {until}."),
    "promise.again": _("You have told us a day already. Please write to us if it changes."),
}
REASONS: dict[str, str] = {
    "wrong_price": _("The price is wrong"),
    "not_delivered": _("It was not delivered"),
    "damaged": _("It is damaged or does not work"),
    "wrong_quantity": _("The quantity is wrong"),
    "not_ordered": _("It was not ordered"),
    "other": _("Something else"),
}
"""Why a line is disputed."""
