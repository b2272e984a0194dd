"""Whose answer it is and about what: by what it answers, by numbers in it, by its sender; else nobody's."""

import re
from dataclasses import dataclass

from kvit.companies.models import Company, User
from kvit.core.replies.cutting import own_words
from kvit.ledger import open_items
from kvit.messages.models import Message
from kvit.parties.models import Contact, Party
from kvit.receivables.models import Invoice

INVOICE = "invoice"
MOST_TOKENS = 200
_NUMBER = re.compile(r"[^\W_][\w/.-]*\d")


@dataclass(frozen=True)
class Thread:
    """The customer and the document, how they were found, and whether the sender is known at that customer."""

    by: str = ""
    party: Party | None = None
    invoice: Invoice | None = None
    answered: Message | None = None
    is_known: bool = False


def found(company: Company, *, sender: str, answers: tuple[str, ...], subject: str, text: str) -> Thread:
    """The surest way first. A number or a sender that leads to several customers leads to none; several numbers lead
    to the customer and to no document. What the writer says counts before what stands in subject and quote."""
    sender = sender.lower()
    message = _answered(company, answers)
    said = _numbered(company, own_words(text))
    if message is not None and message.party is not None:
        party = message.party
        theirs = [one for one in said if one.party_id == party.pk]
        invoice = _only(theirs) if theirs else _of_message(company, message)
        return Thread("message", party, invoice, message, _knows(company, party, sender, message=message))
    numbered = _numbered(company, f"{subject}\n{text}")
    parties = {one.party_id: one.party for one in numbered}
    if len(parties) == 1:
        [party] = parties.values()
        theirs = [one for one in said if one in numbered]
        return Thread("number", party, _only(theirs or numbered), None, _knows(company, party, sender))
    return _by_sender(company, sender)


def of_person(company: Company, *, sender: str, party: Party, invoice: Invoice | None) -> Thread:
    """As a person laid it."""
    return Thread("person", party, invoice, None, _knows(company, party, sender.lower()))


def _answered(company: Company, answers: tuple[str, ...]) -> Message | None:
    rows = Message.objects.filter(company=company, key__in=answers).select_related("party")
    known = {row.key: row for row in rows}
    return next((known[key] for key in answers if key in known), None)


def _of_message(company: Company, message: Message) -> Invoice | None:
    """The document that the mail carried, or the only one that the reminder was about."""
    rows = Invoice.objects.filter(company=company).select_related("party")
    if message.about_kind == INVOICE:
        return rows.filter(pk=message.about_id).first()
    numbers = [one for one in message.about_name.split(", ") if one]
    return rows.filter(party=message.party, number=numbers[0]).first() if len(numbers) == 1 else None


def _only(rows: list[Invoice]) -> Invoice | None:
    return rows[0] if len(rows) == 1 else None


def _numbered(company: Company, text: str) -> list[Invoice]:
    """Our documents whose numbers stand in the text, in its order."""
    tokens = list(dict.fromkeys(match[0].upper() for match in _NUMBER.finditer(text)))[:MOST_TOKENS]
    rows = Invoice.objects.filter(company=company, status="issued", number__in=tokens).select_related("party")
    return sorted(rows, key=lambda row: tokens.index(row.number or ""))


def _by_sender(company: Company, sender: str) -> Thread:
    if not sender or is_ours(company, sender):
        return Thread()
    customers = Party.objects.filter(company=company, is_customer=True, archived_at=None)
    asked = Contact.objects.filter(company=company, archived_at=None, email__iexact=sender)
    keys = set(customers.filter(email__iexact=sender).values_list("pk", flat=True))
    keys |= set(customers.filter(pk__in=asked.values("party_id")).values_list("pk", flat=True))
    if len(keys) != 1:
        return Thread()
    party = customers.get(pk=keys.pop())
    return Thread("sender", party, _all_owed(company, party), None, True)


def _all_owed(company: Company, party: Party) -> Invoice | None:
    """The invoice, in however many parts, beside which nothing is owed by the customer."""
    documents = open_items.owed(company, party=party).order_by().values_list("document_kind", "document_id").distinct()
    owed = list(documents[:2])
    if len(owed) != 1 or owed[0][0] != INVOICE:
        return None
    return Invoice.objects.filter(company=company, pk=owed[0][1]).first()


def _knows(company: Company, party: Party, sender: str, *, message: Message | None = None) -> bool:
    """Whether the address is the customer's own, a contact's, or the one we wrote to."""
    if not sender or is_ours(company, sender):
        return False
    if sender == party.email.lower() or (message is not None and sender == message.to_address.lower()):
        return True
    return Contact.objects.filter(company=company, party=party, archived_at=None, email__iexact=sender).exists()


def is_ours(company: Company, sender: str) -> bool:
    """Whether the address is one of our own: nobody promises to us in our own name."""
    ours = {company.email.lower(), *(each.lower() for each in company.mailboxes.values_list("user", flat=True))}
    return sender in ours or User.objects.filter(memberships__company=company, email__iexact=sender).exists()
