"""Short messages and calls: why one was not taken or did not arrive, and why a mail goes in its place."""

from django.utils.translation import gettext_noop as _

REFUSALS: dict[str, str] = {
    "consent.no_source": _("Say how the customer agreed to short messages and calls, such as in the contract."),
    "text.settled": _("It is decided already what became of this text."),
    "text.limit": _("The {most} short messages and calls of the month {month} are used up."),
    "text.no_service": _("No service for short messages and calls is set up."),
    "text.no_such_number": _("{number} is no number that can be reached."),
    "text.not_mobile": _("{number} takes no short messages: it is no mobile number."),
    "text.unsubscribed": _("{number} does not want short messages any more."),
    "text.not_there": _("The service does not reach {number}: its country or network is not open to us."),
    "text.refused": _("The service refused the text to {number}: {answer}"),
    "text.not_arrived": _("The text did not arrive at {number}: {answer}"),
    "text.too_late": _("It was too late in the day to reach {number}."),
    "text.given_up": _("The text to {number} could not be handed over. The last time: {reason}"),
}
CHANNELS: dict[str, str] = {
    "email": _("E-mail"),
    "sms": _("Short message (SMS)"),
    "voice": _("Call"),
    "letter": _("Letter by post"),
}
WHY_NOT: dict[str, str] = {
    "no_service": _("No service for short messages and calls is set up."),
    "no_consent": _("The customer has not agreed to short messages and calls."),
    "hours": _("At this hour nobody is called or texted there."),
    "limit": _("The month's short messages and calls are used up."),
    "no_mailbox": _("The customer has no e-mail address."),
    "no_postal": _("The customer has no postal address with street and town."),
}
"""Why a reminder goes by another channel than its level asks for."""
