"""The mails Kvit writes: one shape, five languages, HTML and plain text that say the same."""

import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import npgettext, pgettext

from kvit.archive.appearance import Appearance, on_dark
from kvit.core.formatting import format_amount, format_date
from kvit.core.money import Money
from kvit.messages import texts
from kvit.messages.placeholders import check_placeholders, filled, header

Pair = tuple[str, str]
LINE = 72
NO_BREAK_SPACE = "\u00a0"
HYPHEN = "-"
SECRET = "the-key-in-the-mail"  # noqa: S105
"""Stands in a letter for a key that only the mail itself shows; what is kept of the mail never does."""


@dataclass(frozen=True, kw_only=True)
class Sender:
    """Whose mail it is: name, address on one line, the first numbers, and the accent of its documents."""

    name: str
    address: str = ""
    numbers: tuple[Pair, ...] = ()
    accent: str = Appearance.accent


@dataclass(frozen=True, kw_only=True)
class Account:
    """Where to pay to: IBAN in groups, whose account it is, and what the transfer must say."""

    iban: str
    holder: str
    reference: str


@dataclass(frozen=True, kw_only=True)
class Wording:
    """A company's own words for one kind of mail and language; what is empty is Kvit's."""

    subject: str = ""
    intro: str = ""
    closing: str = ""


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail ready for the outbox: subject without line ends, plain text, and HTML that asks nothing of the network."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A mail's parts in their order, every string final but for its placeholders."""

    sender: Sender
    texts: texts.Texts
    values: dict[str, str]
    figure: Pair | None = None
    facts: tuple[Pair, ...] = ()
    link: str = ""
    files: tuple[str, ...] = ()


def check_wording(kind: texts.Kind, wording: Wording) -> None:
    """Refuse a company's words with a placeholder that this kind of mail does not have."""
    for text in (wording.subject, wording.intro, wording.closing):
        check_placeholders(text, texts.PLACEHOLDERS[kind])


def invoice_sent(
    *,
    language: str,
    sender: Sender,
    customer: str,
    number: str,
    payable: Money,
    due_on: date | None,
    document: Literal["invoice", "simplified", "proforma"] = "invoice",
    account: Account | None = None,
    link: str = "",
    files: Sequence[str] = (),
    wording: Wording | None = None,
) -> Mail:
    """The mail that carries an invoice or a proforma: what, how much, until when, and how to pay."""
    with translation.override(language):
        due = format_date(due_on, language) if due_on else ""
        values = known(customer=customer, sender=sender, number=number, amount=payable, language=language) | {
            "due_on": due
        }
        until = pgettext("letter", "Valid until") if document == "proforma" else pgettext("letter", "Due date")
        facts = [(until, due)]
        if account:
            facts += [
                ("IBAN", account.iban),
                (pgettext("letter", "Account holder"), account.holder),
                (pgettext("letter", "Payment reference"), account.reference),
            ]
        kind: texts.Kind = "proforma_sent" if document == "proforma" else "invoice_sent"
        return composed(
            Letter(
                sender=sender,
                texts=worded(texts.default(kind, dated=bool(due)), wording),
                values=values,
                figure=figure(pgettext("letter", "To be paid"), payable, language),
                facts=tuple(facts),
                link=link,
                files=tuple(files),
            ),
            language=language,
        )


def credit_note_sent(
    *,
    language: str,
    sender: Sender,
    customer: str,
    number: str,
    amount: Money,
    corrects: str,
    still_open: Money | None = None,
    link: str = "",
    files: Sequence[str] = (),
    wording: Wording | None = None,
) -> Mail:
    """The mail that carries a credit note: what it corrects, and that nothing is to be paid for it."""
    with translation.override(language):
        values = known(customer=customer, sender=sender, number=number, amount=amount, language=language)
        facts = [(pgettext("letter", "Corrects invoice"), corrects)]
        if still_open is not None:
            facts.append((pgettext("letter", "Still to be paid for it"), written(still_open, language)))
        return composed(
            Letter(
                sender=sender,
                texts=worded(texts.default("credit_note_sent"), wording),
                values={**values, "corrects": corrects},
                figure=figure(pgettext("letter", "In your favour"), amount, language),
                facts=tuple(facts),
                link=link,
                files=tuple(files),
            ),
            language=language,
        )


def payment_received(
    *,
    language: str,
    sender: Sender,
    customer: str,
    amount: Money,
    received_on: date,
    settled: Sequence[tuple[str, Money]] = (),
    still_open: Money | None = None,
    link: str = "",
    files: Sequence[str] = (),
    wording: Wording | None = None,
) -> Mail:
    """Thanks for a payment: what came, on which day, what it settled, what is still open."""
    with translation.override(language):
        day = format_date(received_on, language)
        values = known(customer=customer, sender=sender, number="", amount=amount, language=language)
        facts = [(pgettext("letter", "Received on"), day)]
        facts += [
            (pgettext("letter", "For invoice"), f"{number}: {written(part, language)}") for number, part in settled
        ]
        if still_open is not None:
            facts.append((pgettext("letter", "Still to be paid"), written(still_open, language)))
        return composed(
            Letter(
                sender=sender,
                texts=worded(texts.default("payment_received"), wording),
                values={**values, "received_on": day},
                figure=figure(pgettext("letter", "Amount received"), amount, language),
                facts=tuple(facts),
                link=link,
                files=tuple(files),
            ),
            language=language,
        )


def sign_in_link(*, language: str, person: str, link: str, minutes: int) -> Mail:
    """The link that signs a person in once; it says for how long, and that one may leave it alone."""
    with translation.override(language):
        lasting = npgettext("letter", "{minutes} minute", "{minutes} minutes", minutes)
        lasting = filled(lasting, {"minutes": str(minutes)})
        return composed(
            Letter(
                sender=Sender(name="Kvit"),
                texts=texts.default("sign_in_link"),
                values={"person": person, "lasting": lasting},
                link=link,
            ),
            language=language,
        )


def task_opened(
    *, language: str, sender: Sender, person: str, task: str, about: str, due_on: date | None, link: str
) -> Mail:
    """Tells the person responsible what waits for them; it decides nothing, it opens the task after sign-in."""
    with translation.override(language):
        due = format_date(due_on, language) if due_on else ""
        facts = [(pgettext("letter", "About"), about), (pgettext("letter", "Due day"), due)]
        return composed(
            Letter(
                sender=sender,
                texts=texts.default("task_opened"),
                values={"person": person, "task": task, "company": sender.name, "about": about, "due_on": due},
                facts=tuple(facts),
                link=link,
            ),
            language=language,
        )


def portal_invited(*, language: str, sender: Sender, supplier: str, link: str, until: date) -> Mail:
    """Gives a supplier their link to the portal; who reads the mail may come in, so it says until when."""
    values = {"company": sender.name, "supplier": supplier, "until": format_date(until, language)}
    return _plainly("portal_invited", values, language=language, sender=sender, link=link)


def supplier_asked(*, language: str, sender: Sender, supplier: str, number: str, question: str, link: str) -> Mail:
    """Tells a supplier what is asked about their invoice; it is answered in the portal."""
    values = {"company": sender.name, "supplier": supplier, "number": number, "question": question}
    return _plainly("supplier_asked", values, language=language, sender=sender, link=link)


def reply_answer(*, language: str, sender: Sender, subject: str, words: str) -> Mail:
    """What a colleague writes back to a customer; `subject` is that of the customer's mail."""
    bare = re.sub(r"(?i)^(?:(?:re|aw|odp|отг|fw|fwd)\s*:\s*)+", "", subject).strip()
    values = {"company": sender.name, "subject": bare or sender.name, "words": words}
    return _plainly("reply_answer", values, language=language, sender=sender, link="")


def request_told(
    *, language: str, sender: Sender, person: str, number: str, news: str, because: str, link: str
) -> Mail:
    """Tells a colleague what became of what they asked for; `because` is what was wanted, or why it is refused."""
    values = {"company": sender.name, "person": person, "number": number, "news": news, "because": because}
    return _plainly("request_told", values, language=language, sender=sender, link=link)


def _plainly(kind: texts.Kind, values: dict[str, str], *, language: str, sender: Sender, link: str) -> Mail:
    """A letter of words and a link alone."""
    with translation.override(language):
        letter = Letter(sender=sender, texts=texts.default(kind), values=values, link=link)
        return composed(letter, language=language)


def rule_notice(
    *, language: str, sender: Sender, person: str, notice: str, about: str, because: str, link: str
) -> Mail:
    """What a rule of the company tells a colleague, and why it does."""
    with translation.override(language):
        values = {"person": person, "notice": notice, "company": sender.name, "about": about, "because": because}
        return composed(
            Letter(
                sender=sender,
                texts=texts.default("rule_notice"),
                values=values,
                facts=((pgettext("letter", "About"), about),),
                link=link,
            ),
            language=language,
        )


def known(*, customer: str, sender: Sender, number: str, amount: Money, language: str) -> dict[str, str]:
    """The values that every mail about money can name."""
    return {
        "customer": customer,
        "company": sender.name,
        "number": number,
        "amount": written(amount, language),
    }


def written(amount: Money, language: str) -> str:
    """Digits, plain hyphen, currency by its code: what is copied from a mail is typed into a bank's form."""
    return f"{format_amount(amount, language, minus=HYPHEN)}{NO_BREAK_SPACE}{amount.currency}"


def figure(label: str, amount: Money, language: str) -> Pair:
    """The one large figure; the currency stands in its label."""
    return f"{label}, {amount.currency}", format_amount(amount, language, minus=HYPHEN)


def worded(default: texts.Texts, wording: Wording | None) -> texts.Texts:
    """Kvit's texts with what the company words itself."""
    if wording is None:
        return default
    return default.with_own(subject=wording.subject, intro=wording.intro, closing=wording.closing)


def composed(letter: Letter, *, language: str) -> Mail:
    """Subject, plain text and HTML of the letter, in the language in force."""
    if letter.link and not letter.link.startswith(("https://", "http://")):
        raise ValueError("a mail links to the web alone")
    said = letter.texts.filled_with(lambda text: filled(text, letter.values))
    subject = header(said.subject)
    facts = [pair for pair in letter.facts if pair[1]]
    attached = ", ".join(letter.files)
    if attached:
        attached = filled(pgettext("letter", "Attached: {files}"), {"files": attached})
    html = render_to_string(
        "messages/letter.html",
        {
            "language": language,
            "subject": subject,
            "said": said,
            "sender": letter.sender,
            "numbers": " · ".join(" ".join(pair) for pair in letter.sender.numbers),
            "figure": letter.figure,
            "facts": facts,
            "link": letter.link,
            "attached": attached,
            "dark": on_dark(letter.sender.accent),
        },
    )
    return Mail(subject, plain(letter, said, facts=facts, attached=attached), html)


def plain(letter: Letter, said: texts.Texts, *, facts: Sequence[Pair], attached: str) -> str:
    """The twin in plain text, 72 letters wide, figures in one column."""
    sender, pairs = letter.sender, [*([letter.figure] if letter.figure else []), *facts]
    side = max((len(label) for label, _ in pairs), default=0) + 2
    out = [sender.name, "", said.heading, ""]
    out += [line for text in said.paragraphs for line in (wrapped(text), "")]
    out += [f"{label + ':':<{side}}{value}" for label, value in pairs] + ([""] if pairs else [])
    if letter.link:
        out += [f"{said.action}:", letter.link, ""]
    out += [line for text in said.after for line in (wrapped(text), "")]
    out += [attached, ""] if attached else []
    numbers = " · ".join(" ".join(pair) for pair in sender.numbers)
    out += ["-- ", *(part for part in (sender.name, sender.address, numbers) if part), wrapped(said.why)]
    return "\n".join(out).replace(NO_BREAK_SPACE, " ") + "\n"


def wrapped(text: str) -> str:
    """The paragraph in lines of 72; its own line ends stay, addresses are not cut."""
    lines = text.split("\n")
    return "\n".join(textwrap.fill(line, LINE, break_long_words=False, break_on_hyphens=False) for line in lines)
