"""Refusals of late fees, final demands and letters about balances; the words for rules and answers."""

from django.utils.translation import gettext_noop as _

REFUSALS: dict[str, str] = {
    "target.over": _("{month} is over. Its targets stay as they are; set those of this month or a later one."),
    "late_fee.unknown": _("There is no late fee {late_fee}."),
    "late_fee.nothing": _("Nothing may be charged to {customer} for being late: nothing is late, or all is charged."),
    "late_fee.consumer": _(
        "{customer} is a consumer. Late-payment interest and compensation of businesses are not for consumers; agree "
        "what they owe with a lawyer."
    ),
    "late_fee.cancelled": _("{number} is taken back already, or takes another one back itself."),
    "late_fee.paid": _("Something of {number} is paid. Take the payment off it first."),
    "late_rate.entered": _("The rate of {half_year} was entered already: {percent} percent. It stays."),
    "demand.unknown": _("There is no final demand {demand}."),
    "demand.nothing": _("{customer} owes nothing that is overdue in {currency}."),
    "demand.running": _("The final demand {number} runs until {until}. Wait for that day."),
    "demand.held": _("This waits: {why} End the pause first."),
    "demand.days": _("A final demand gives 1 to {most} days, not {days}."),
    "court_file.nothing": _("{customer} owes nothing that is overdue, so there is nothing to claim."),
    "balance_letter.unknown": _("There is no letter {balance_letter} about a balance."),
    "balance_letter.nothing": _("Nothing is open with {party} on {on}."),
    "balance_letter.made": _("{party} was asked about {on} already: {number}."),
    "balance_letter.in_future": _("{on} is not over yet. Ask about a day that is."),
    "balance_letter.answered": _("The answer to {number} is noted already."),
}
RULES: dict[str, str] = {
    "interest": _("Late-payment interest"),
    "compensation": _("Compensation for recovery costs"),
    "reminder_fee": _("Reminder fee"),
}
"""What a late fee charges for."""
