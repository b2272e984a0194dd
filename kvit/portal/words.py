"""What the portal says: states, refusals, days and figures, in the language of the page."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.utils.translation import pgettext_lazy as p_

from kvit import wording
from kvit.core.errors import Refused
from kvit.wording import arrangements

STATES = {
    "received": (p_("supplier's bill", "Received"), "inbox", ""),
    "checking": (p_("supplier's bill", "Being checked"), "clock", ""),
    "approved": (p_("supplier's bill", "Approved"), "check", "is-ink"),
    "planned": (p_("supplier's bill", "Will be paid"), "calendar", "is-ink"),
    "paid": (p_("supplier's bill", "Paid"), "equal", "is-green"),
    "refused": (p_("supplier's bill", "Refused"), "x", "is-red"),
    "asked": (p_("supplier's bill", "A question to you"), "message-square", "is-amber"),
    "answered": (p_("supplier's bill", "You answered"), "message-square", ""),
    "reopened": (p_("supplier's bill", "The payment came back"), "undo-2", "is-amber"),
    "dispute_open": (p_("customer's dispute", "We are looking at it"), "message-square", "is-amber"),
    "dispute_corrected": (p_("customer's dispute", "Corrected by a credit note"), "check", "is-green"),
    "dispute_rejected": (p_("customer's dispute", "We think it is right"), "x", "is-red"),
    "dispute_withdrawn": (p_("customer's dispute", "You took it back"), "undo-2", ""),
    "dispute_settled": (p_("customer's dispute", "Settled"), "equal", ""),
    "question_open": (p_("customer's question", "We answer soon"), "clock", "is-amber"),
    "question_answered": (p_("customer's question", "Answered"), "check", "is-green"),
    "question_closed": (p_("customer's question", "Closed"), "equal", ""),
    "plan_proposed": (p_("customer's plan", "We are thinking about it"), "clock", "is-amber"),
    "plan_agreed": (p_("customer's plan", "Agreed"), "check", "is-green"),
    "plan_declined": (p_("customer's plan", "Not agreed"), "x", "is-red"),
    "plan_cancelled": (p_("customer's plan", "Cancelled"), "undo-2", ""),
    "plan_broken": (p_("customer's plan", "Ended: an instalment is missing"), "x", "is-red"),
    "plan_completed": (p_("customer's plan", "Paid"), "equal", "is-green"),
}
"""State to its word, its icon and its tone."""

KINDS = {
    "invoice": p_("account summary", "Invoice"),
    "credit_note": p_("account summary", "Credit note"),
    "payment": p_("account summary", "Payment"),
    "refund": p_("account summary", "Paid back"),
    "late_fee": p_("account summary", "Late fee"),
    "offset": p_("account summary", "Set off"),
    "write_off": p_("account summary", "Not asked for any more"),
}
"""Kind of document to its word; any other is a booking."""

ACCOUNTS = {
    "requested": p_("supplier's account", "Waits: we call you before we use it"),
    "confirmed": p_("supplier's account", "Confirmed"),
    "refused": p_("supplier's account", "Not accepted"),
    "retired": p_("supplier's account", "No longer used"),
}


WANTS = {
    "other": p_("customer's question", "I have a question"),
    "dispute": p_("customer's question", "Something is wrong"),
    "cancellation": p_("customer's question", "I want to cancel it"),
}
"""What a customer asks for, in their own words."""


def wants() -> list[tuple[str, str]]:
    """What can be asked for: its name and its words."""
    return [(name, str(word)) for name, word in WANTS.items()]


def reasons() -> list[tuple[str, str]]:
    """Why a line can be disputed: its name and its words."""
    return [(name, _(word)) for name, word in arrangements.REASONS.items()]


def refusal(refused: Refused) -> str:
    """Which rule and what to do."""
    return wording.sentence(refused.code, refused.facts)


def kind(name: str) -> str:
    """What kind of document a line of the account summary is."""
    return str(KINDS.get(name, pgettext("account summary", "Booking")))


def masked(iban: str) -> str:
    """An account as its owner knows it again and nobody else learns it: country, check digits and the last four."""
    return f"{iban[:4]} … {iban[-4:]}"


def nothing_expected() -> str:
    """What stands where no day can be told."""
    return _("No day yet")
