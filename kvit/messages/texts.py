"""Kvit's own words for each kind of mail, with the placeholders they may use."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from django.utils.translation import pgettext

Kind = Literal[
    "invoice_sent",
    "proforma_sent",
    "credit_note_sent",
    "payment_received",
    "sign_in_link",
    "task_opened",
    "portal_invited",
    "supplier_asked",
    "rule_notice",
    "remittance_sent",
    "remittance_corrected",
    "overpayment_claimed",
    "copies_asked",
    "request_told",
    "reply_answer",
]
MONEY = frozenset({"customer", "company", "amount"})
PLACEHOLDERS: dict[Kind, frozenset[str]] = {
    "invoice_sent": MONEY | {"number", "due_on"},
    "proforma_sent": MONEY | {"number", "due_on"},
    "credit_note_sent": MONEY | {"number", "corrects"},
    "payment_received": MONEY | {"received_on"},
    "sign_in_link": frozenset({"person", "lasting"}),
    "task_opened": frozenset({"person", "company", "task", "about", "due_on"}),
    "portal_invited": frozenset({"company", "supplier", "until"}),
    "supplier_asked": frozenset({"company", "supplier", "number", "question"}),
    "rule_notice": frozenset({"person", "company", "notice", "about", "because"}),
    "remittance_sent": frozenset({"company", "supplier", "number", "amount", "paid_on"}),
    "remittance_corrected": frozenset({"company", "supplier", "number", "amount", "paid_on"}),
    "overpayment_claimed": frozenset({"company", "supplier", "number", "amount", "due_on", "because"}),
    "copies_asked": frozenset({"company", "supplier"}),
    "request_told": frozenset({"person", "company", "number", "news", "because"}),
    "reply_answer": frozenset({"company", "subject", "words"}),
}
"""What a text of each kind can name; a company's own texts may name no more."""


@dataclass(frozen=True, kw_only=True)
class Texts:
    """The texts of a mail in their order; the preheader is what a mailbox shows beside the subject."""

    subject: str
    preheader: str
    heading: str
    paragraphs: tuple[str, ...]
    action: str
    after: tuple[str, ...]
    why: str

    def filled_with(self, fill: Callable[[str], str]) -> "Texts":
        """Every text with its placeholders filled."""
        return Texts(
            subject=fill(self.subject),
            preheader=fill(self.preheader),
            heading=fill(self.heading),
            paragraphs=tuple(fill(text) for text in self.paragraphs),
            action=fill(self.action),
            after=tuple(fill(text) for text in self.after),
            why=fill(self.why),
        )

    def with_own(self, *, subject: str, intro: str, closing: str) -> "Texts":
        """With a company's words where there are some; an empty line parts two paragraphs."""
        return replace(
            self,
            subject=subject or self.subject,
            paragraphs=parted(intro) or self.paragraphs,
            after=parted(closing) or self.after,
        )


def parted(text: str) -> tuple[str, ...]:
    """The paragraphs of a text."""
    return tuple(part.strip() for part in text.replace("\r\n", "\n").split("\n\n") if part.strip())


def default(kind: Kind, *, dated: bool = True) -> Texts:
    """Kvit's words in the language in force; without a day (`dated`) the subject names none."""
    makers: dict[Kind, Callable[[], Texts]] = {
        "invoice_sent": lambda: invoice_sent(dated=dated),
        "proforma_sent": lambda: proforma_sent(dated=dated),
        "credit_note_sent": credit_note_sent,
        "payment_received": payment_received,
        "sign_in_link": sign_in_link,
        "task_opened": task_opened,
        "portal_invited": portal_invited,
        "supplier_asked": supplier_asked,
        "rule_notice": rule_notice,
        "remittance_sent": remittance_sent,
        "remittance_corrected": remittance_corrected,
        "overpayment_claimed": overpayment_claimed,
        "copies_asked": copies_asked,
        "request_told": request_told,
        "reply_answer": reply_answer,
    }
    return makers[kind]()


def invoice_sent(*, dated: bool) -> Texts:
    subject = pgettext("letter", "Invoice {number}, {amount}")
    if dated:
        subject = pgettext("letter", "Invoice {number}, {amount}, due on {due_on}")
    return Texts(
        subject=subject,
        preheader=pgettext("letter", "{company}: the invoice is attached."),
        heading=pgettext("letter", "Invoice {number}"),
        paragraphs=(
            pgettext("letter", "Good day,"),
            pgettext("letter", "we are sending you the invoice for our delivery. Thank you for your order."),
        ),
        action=pgettext("letter", "See the invoice"),
        after=(pgettext("letter", "If something is not right, reply to this message."),),
        why=billing_why(),
    )


def proforma_sent(*, dated: bool) -> Texts:
    subject = pgettext("letter", "Proforma invoice {number}, {amount}")
    if dated:
        subject = pgettext("letter", "Proforma invoice {number}, {amount}, valid until {due_on}")
    return Texts(
        subject=subject,
        preheader=pgettext("letter", "{company}: the proforma invoice is attached."),
        heading=pgettext("letter", "Proforma invoice {number}"),
        paragraphs=(
            pgettext("letter", "Good day,"),
            pgettext("letter", "we are sending you the proforma invoice. It is no tax document; the invoice follows."),
        ),
        action=pgettext("letter", "See the proforma invoice"),
        after=(pgettext("letter", "If something is not right, reply to this message."),),
        why=billing_why(),
    )


def credit_note_sent() -> Texts:
    return Texts(
        subject=pgettext("letter", "Credit note {number}, {amount}, for invoice {corrects}"),
        preheader=pgettext("letter", "{company}: nothing is to be paid for this document."),
        heading=pgettext("letter", "Credit note {number}"),
        paragraphs=(
            pgettext("letter", "Good day,"),
            pgettext("letter", "we have corrected invoice {corrects}. Nothing is to be paid for the credit note."),
        ),
        action=pgettext("letter", "See the credit note"),
        after=(pgettext("letter", "If something is not right, reply to this message."),),
        why=billing_why(),
    )


def payment_received() -> Texts:
    return Texts(
        subject=pgettext("letter", "We have received your payment: {amount}, {received_on}"),
        preheader=pgettext("letter", "{company} thanks you."),
        heading=pgettext("letter", "We have received your payment"),
        paragraphs=(
            pgettext("letter", "Good day,"),
            pgettext("letter", "your payment of {received_on} has arrived. Thank you."),
        ),
        action=pgettext("letter", "See your account"),
        after=(),
        why=billing_why(),
    )


def sign_in_link() -> Texts:
    return Texts(
        subject=pgettext("letter", "Your sign-in link for Kvit"),
        preheader=pgettext("letter", "It works once, for {lasting}."),
        heading=pgettext("letter", "Sign in to Kvit"),
        paragraphs=(
            pgettext("letter", "Good day, {person},"),
            pgettext("letter", "the link below signs you in. It works once, for {lasting}."),
        ),
        action=pgettext("letter", "Sign in"),
        after=(
            pgettext(
                "letter",
                "Did you not ask for it? Then leave this message alone: nobody gets in without the link. "
                "Do not pass it on.",
            ),
        ),
        why=pgettext("letter", "You receive this message because somebody asked to sign in with your address."),
    )


def task_opened() -> Texts:
    return Texts(
        subject=pgettext("letter", "To do: {task} ({about})"),
        preheader=pgettext("letter", "{company}: a task waits for you."),
        heading="{task}",
        paragraphs=(
            pgettext("letter", "Good day, {person},"),
            pgettext("letter", "this needs a person, and you are responsible for it."),
        ),
        action=pgettext("letter", "Open the task"),
        after=(pgettext("letter", "It is done after sign-in; this message decides nothing by itself."),),
        why=pgettext("letter", "You receive this message because you work with Kvit at {company}."),
    )


def portal_invited() -> Texts:
    return Texts(
        subject=pgettext("letter", "Your invoices at {company}"),
        preheader=pgettext("letter", "Send invoices, and see when they are paid."),
        heading=pgettext("letter", "Your invoices at {company}"),
        paragraphs=(
            pgettext("letter", "Good day,"),
            pgettext(
                "letter",
                "this link is for {supplier} alone. With it you send us invoices and see their state and the day on "
                "which they are paid, without a password.",
            ),
        ),
        action=pgettext("letter", "Open the portal"),
        after=(
            pgettext(
                "letter", "It works until {until}. Whoever has it sees your invoices: pass it on to colleagues only."
            ),
        ),
        why=supplier_why(),
    )


def supplier_asked() -> Texts:
    return Texts(
        subject=pgettext("letter", "A question about invoice {number}"),
        preheader=pgettext("letter", "{company} asks about your invoice."),
        heading=pgettext("letter", "A question about invoice {number}"),
        paragraphs=(pgettext("letter", "Good day,"), "{question}"),
        action=pgettext("letter", "Answer in the portal"),
        after=(pgettext("letter", "Open the portal by the link you were sent, or reply to this message."),),
        why=supplier_why(),
    )


def reply_answer() -> Texts:
    """A colleague's own words, under the subject of what they answer."""
    return Texts(
        subject="Re: {subject}",
        preheader=pgettext("letter", "{company} answers your message."),
        heading=pgettext("letter", "Our answer"),
        paragraphs=("{words}",),
        action="",
        after=(),
        why=pgettext("letter", "You get this message because you wrote to {company}."),
    )


def remittance_sent() -> Texts:
    return Texts(
        subject=pgettext("letter", "Payment advice {number}: {amount} from {company}"),
        preheader=pgettext("letter", "{company} paid you on {paid_on}."),
        heading=pgettext("letter", "We have paid you"),
        paragraphs=(
            pgettext("letter", "Good day,"),
            pgettext("letter", "our bank has carried out the transfer below. It usually arrives within one bank day."),
        ),
        action="",
        after=(pgettext("letter", "Is the account not yours? Call us at a number that you know before you reply."),),
        why=supplier_why(),
    )


def remittance_corrected() -> Texts:
    return Texts(
        subject=pgettext("letter", "Correction of payment advice {number}: {amount}"),
        preheader=pgettext("letter", "{company}: a payment of which we told you does not count."),
        heading=pgettext("letter", "A payment does not count"),
        paragraphs=(
            pgettext("letter", "Good day,"),
            pgettext(
                "letter",
                "we told you that we paid {amount} on {paid_on}. That payment came back or was recorded by mistake. "
                "The document below is open again, and we tell you once it is paid.",
            ),
        ),
        action="",
        after=(pgettext("letter", "If the money is on your account all the same, reply to this message."),),
        why=supplier_why(),
    )


def overpayment_claimed() -> Texts:
    return Texts(
        subject=pgettext("letter", "{number}: {amount} in our favour, to be paid back by {due_on}"),
        preheader=pgettext("letter", "{company} asks you to pay back {amount}."),
        heading=pgettext("letter", "An amount in our favour"),
        paragraphs=(pgettext("letter", "Good day,"), "{because}"),
        action="",
        after=(
            pgettext(
                "letter",
                "Pay it back to the account below by {due_on}, or tell us which invoice of yours it should be held "
                "against. If you see it otherwise, reply to this message.",
            ),
        ),
        why=supplier_why(),
    )


def copies_asked() -> Texts:
    return Texts(
        subject=pgettext("letter", "{company}: please send us copies of your invoices"),
        preheader=pgettext("letter", "Your statement names invoices that we do not have."),
        heading=pgettext("letter", "Invoices that we do not have"),
        paragraphs=(
            pgettext("letter", "Good day,"),
            pgettext("letter", "your statement of account names the invoices below. They did not reach us."),
        ),
        action="",
        after=(pgettext("letter", "Send us a copy of each, as an answer to this message or through the portal."),),
        why=supplier_why(),
    )


def supplier_why() -> str:
    return pgettext("letter", "You receive this message because {company} gets invoices from {supplier}.")


def rule_notice() -> Texts:
    return Texts(
        subject=pgettext("letter", "{notice} ({about})"),
        preheader=pgettext("letter", "{company}: a rule of yours has something to tell."),
        heading="{notice}",
        paragraphs=(pgettext("letter", "Good day, {person},"), "{because}"),
        action=pgettext("letter", "Open the rule"),
        after=(pgettext("letter", "This is a notice: there is nothing to tick off."),),
        why=pgettext("letter", "You receive this message because you work with Kvit at {company}."),
    )


def request_told() -> Texts:
    return Texts(
        subject="{number}: {news}",
        preheader=pgettext("letter", "{company}: about what you asked for."),
        heading="{news}",
        paragraphs=(pgettext("letter", "Good day, {person},"), "{because}"),
        action=pgettext("letter", "Open your request"),
        after=(),
        why=pgettext("letter", "You receive this message because you work with Kvit at {company}."),
    )


def billing_why() -> str:
    return pgettext("letter", "You receive this message at the billing address that {customer} gave us.")
