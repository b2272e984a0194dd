"""Kvit's own words of reminders, by tone; their languages are the catalogues'."""

from dataclasses import replace

from django.utils.translation import pgettext

from kvit.core.dunning import FIRM, LAST, NOTICE
from kvit.messages.texts import Texts, billing_why


def of(tone: str, *, several: bool, offers_plan: bool = False) -> Texts:
    """The texts of a tone in the language in force, for one document or for several; with instalments, if offered."""
    tones = {NOTICE: _notice, FIRM: _firm, LAST: _last}
    found = tones.get(tone, _friendly)(several=several)
    return replace(found, after=(_instalments(), *found.after)) if offers_plan else found


def _notice(*, several: bool) -> Texts:
    intro = pgettext("reminder", "invoice {numbers} falls due on {due_on}. We only want to say so in good time.")
    subject = pgettext("reminder", "Falls due soon: invoice {numbers}, {amount}")
    if several:
        intro = pgettext("reminder", "the invoices listed here fall due soon. We only want to say so in good time.")
        subject = pgettext("reminder", "Fall due soon: invoices {numbers}, {amount}")
    return Texts(
        subject=subject,
        preheader=pgettext("reminder", "{company}: a word before the due date."),
        heading=pgettext("reminder", "A word before the due date"),
        paragraphs=(pgettext("letter", "Good day,"), intro),
        action=_action(),
        after=(_reply(),),
        why=billing_why(),
    )


def _friendly(*, several: bool) -> Texts:
    intro = pgettext(
        "reminder",
        "invoice {numbers} fell due on {due_on}, and we do not see the payment yet. It may have slipped by; if it is "
        "on its way, thank you, and please disregard this message.",
    )
    subject = pgettext("reminder", "Payment reminder: invoice {numbers}, {amount} open")
    if several:
        subject = pgettext("reminder", "Payment reminder: invoices {numbers}, {amount} open")
        intro = pgettext(
            "reminder",
            "the invoices listed here have fallen due, and we do not see the payments yet. They may have slipped by; "
            "if they are on their way, thank you, and please disregard this message.",
        )
    return Texts(
        subject=subject,
        preheader=pgettext("reminder", "{company}: something is still open."),
        heading=pgettext("reminder", "Payment reminder"),
        paragraphs=(pgettext("letter", "Good day,"), intro),
        action=_action(),
        after=(_reply(),),
        why=billing_why(),
    )


def _firm(*, several: bool) -> Texts:
    intro = pgettext(
        "reminder",
        "invoice {numbers} has been due since {due_on}, and we have had neither a payment nor word from you. Please "
        "pay within seven days, or tell us what keeps you from it: we can agree on instalments.",
    )
    subject = pgettext("reminder", "Second payment reminder: invoice {numbers}, {amount} open")
    if several:
        subject = pgettext("reminder", "Second payment reminder: invoices {numbers}, {amount} open")
        intro = pgettext(
            "reminder",
            "the invoices listed here are overdue, and we have had neither a payment nor word from you. Please pay "
            "within seven days, or tell us what keeps you from it: we can agree on instalments.",
        )
    return Texts(
        subject=subject,
        preheader=pgettext("reminder", "{company}: please pay, or tell us what is in the way."),
        heading=pgettext("reminder", "Second payment reminder"),
        paragraphs=(pgettext("letter", "Good day,"), intro),
        action=_action(),
        after=(_reply(),),
        why=billing_why(),
    )


def _last(*, several: bool) -> Texts:
    intro = pgettext(
        "reminder",
        "invoice {numbers} has been due since {due_on} and is still unpaid, although we have reminded you of it. This "
        "is our last reminder: if we hear nothing within seven days, we shall have to claim the debt formally, with "
        "interest and costs.",
    )
    subject = pgettext("reminder", "Last payment reminder: invoice {numbers}, {amount} open")
    if several:
        subject = pgettext("reminder", "Last payment reminder: invoices {numbers}, {amount} open")
        intro = pgettext(
            "reminder",
            "the invoices listed here are still unpaid, although we have reminded you of them. This is our last "
            "reminder: if we hear nothing within seven days, we shall have to claim the debt formally, with interest "
            "and costs.",
        )
    return Texts(
        subject=subject,
        preheader=pgettext("reminder", "{company}: our last word before a formal claim."),
        heading=pgettext("reminder", "Last payment reminder"),
        paragraphs=(pgettext("letter", "Good day,"), intro),
        action=_action(),
        after=(_reply(),),
        why=billing_why(),
    )


def _action() -> str:
    return pgettext("reminder", "See what is open, and pay")


def _instalments() -> str:
    return pgettext(
        "reminder",
        "Is all of it at once too much at the moment? On that page you can propose to pay in instalments.",
    )


def _reply() -> str:
    return pgettext(
        "reminder",
        "Is something on the invoice not right? Reply to this message: we stop reminding you until we have sorted it "
        "out together.",
    )
