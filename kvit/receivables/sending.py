"""Sending what was issued: by the autopilot when it may, else by a person; the mail carries the PDF and the XML."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal

from django.db import transaction

from kvit.archive import documents
from kvit.archive.models import File
from kvit.archive.pages.payment import in_groups
from kvit.capture import queries as mailboxes
from kvit.companies import autopilot
from kvit.companies.models import Company
from kvit.companies.permissions import automation, require
from kvit.core.errors import Refused
from kvit.core.languages import LANGUAGES
from kvit.core.money import Money
from kvit.core.permissions import Actor
from kvit.events.models import Event
from kvit.ledger import open_items
from kvit.messages import dispatches, invitations, letters, senders, wordings
from kvit.messages.dispatches import Dispatch
from kvit.messages.letters import Account, Mail, Wording
from kvit.messages.models import Message
from kvit.messages.outbox import About
from kvit.messages.texts import Kind
from kvit.parties import correspondence
from kvit.receivables import papers, payment_titles, printing, queries
from kvit.receivables.models import Invoice
from kvit.tasks import tasks
from kvit.tasks.following import case_key
from kvit.tasks.models import Task
from kvit.tasks.tasks import Case

AUTOMATION = "send"
SEND, NO_ADDRESS = "document.send", "document.no_address"


def send(
    company: Company,
    row: Invoice,
    *,
    by: Actor,
    on: date,
    to: Sequence[str] = (),
    message: str = "",
    again: bool = False,
    known: int | None = None,
) -> list[Message]:
    """Queue the document for its customer, or for the addresses in `to`; `message` stands in place of the intro.

    Refuses `message.not_issued`, `message.annulled`, `message.no_address`, and as `dispatches.occasion` does.
    """
    require(by, "invoice.send", company)
    if row.status != "issued":
        raise Refused("message.not_issued", invoice=row.public_id)
    if queries.annulment_of(company, row) is not None:
        raise Refused("message.annulled", invoice=row.number)
    addressees = dispatches.addressees(company, row.party, to=to)
    letter = _letter(company, row, message=message, on=on)
    printing.pdf(company, row)  # set now if nobody did; it takes a while, so before the transaction
    with transaction.atomic():
        Invoice.objects.select_for_update().get(company=company, pk=row.pk)
        occasion = dispatches.occasion(company, about(row), again=again, known=known)
        out = _dispatch(company, row, letter, by=by, on=on)
        return dispatches.queue_all(company, out, to=addressees, occasion=occasion, by=by, on=on)


def on_issued(event: Event) -> Callable[[], None] | None:
    """What follows for the mail when a document is issued: sent, proposed, or left alone, as the autopilot says."""
    company = Company.objects.get(pk=event.company_id or 0)
    row = Invoice.objects.select_related("party", "party__responsible", "corrects").get(
        company=company, pk=event.subject_id
    )
    return _next(company, row, event)


def on_customer(event: Event) -> Callable[[], None] | None:
    """What follows when a customer got an address: documents that waited for one go their way."""
    company = Company.objects.get(pk=event.company_id or 0)
    waiting = Task.objects.filter(company=company, kind=NO_ADDRESS, status="open", facts__party=event.subject_public_id)
    keys = list(waiting.values_list("subject_id", flat=True))
    rows = Invoice.objects.filter(company=company, pk__in=keys, party_id=event.subject_id)
    acts = [_next(company, row, event) for row in rows.select_related("party", "party__responsible", "corrects")]
    found = [act for act in acts if act is not None]

    def write() -> None:
        for act in found:
            act()

    return write if found else None


def about(row: Invoice) -> About:
    """The document as mails name it."""
    return About(kind="invoice", id=row.pk, public_id=row.public_id, name=row.number or "")


def _next(company: Company, row: Invoice, event: Event) -> Callable[[], None] | None:
    level = autopilot.level(company, AUTOMATION)
    if level == autopilot.OFF or queries.annulment_of(company, row) is not None:
        return None
    addressees = correspondence.mailboxes(company, row.party)
    if not addressees:
        return lambda: _ask(company, row, NO_ADDRESS, event)
    if level == autopilot.SUGGEST:
        return lambda: _ask(company, row, SEND, event)
    letter = _letter(company, row, on=event.acted_on)
    printing.pdf(company, row)

    def queue() -> None:
        if not _sent(company, row):
            by = automation(AUTOMATION, company)
            out = _dispatch(company, row, letter, by=by, on=event.acted_on)
            dispatches.queue_all(company, out, to=addressees, occasion=dispatches.FIRST, by=by, on=event.acted_on)

    return queue


def _ask(company: Company, row: Invoice, kind: str, event: Event) -> None:
    """A task for a person, unless somebody sent the document in the meantime."""
    if _sent(company, row):
        return
    by = automation(AUTOMATION, company)
    other = SEND if kind == NO_ADDRESS else NO_ADDRESS
    tasks.close(company, [case_key(other, row.public_id)], by=by, on=event.acted_on)
    case = Case(
        kind=kind,
        key=case_key(kind, row.public_id),
        subject_kind="invoice",
        subject_id=row.pk,
        subject_public_id=row.public_id,
        facts={"number": row.number, "customer": row.party.name, "party": row.party.public_id},
    )
    tasks.open(company, case, by=by, on=event.acted_on, owner=correspondence.responsible(company, row.party))


def _sent(company: Company, row: Invoice) -> bool:
    Invoice.objects.select_for_update().get(company=company, pk=row.pk)
    return Message.objects.filter(company=company, about_kind="invoice", about_id=row.pk).exists()


def _dispatch(company: Company, row: Invoice, letter: tuple[Kind, Mail], *, by: Actor, on: date) -> Dispatch:
    asks_for_money = letter[0] == "invoice_sent" and row.payable > 0
    return Dispatch(
        kind=letter[0],
        about=about(row),
        party=row.party,
        language=_language(row),
        mail=letter[1],
        files=_files(company, row),
        secret=invitations.secret_to_pay(company, row.party, by=by, on=on) if asks_for_money else "",
        reply_to=mailboxes.reply_address(company),
    )


def _files(company: Company, row: Invoice) -> list[tuple[str, File]]:
    """The PDF with the XML inside, and the XML by itself for programs that look for one."""
    found = []
    for form, ending in (("pdf", "pdf"), ("ubl", "xml")):
        document = documents.find(company, "invoice", document_id=row.pk, form=form)
        if document is None:
            raise Refused("archive.not_there", form=form)
        found.append((printing.file_name(row, ending), document.file))
    return found


def _letter(company: Company, row: Invoice, *, message: str = "", on: date) -> tuple[Kind, Mail]:
    """The letter that carries the document: for what is owed, or for what was corrected in the customer's favour."""
    kind: Kind = "invoice_sent"
    if row.kind == "credit_note" or (row.corrects is not None and row.payable <= 0):
        kind = "credit_note_sent"
    wording = wordings.of_this_mail(company, kind, language=_language(row), message=message)
    if kind == "credit_note_sent":
        return kind, _credit_note(company, row, wording)
    return kind, _invoice(company, row, wording, on=on)


def _invoice(company: Company, row: Invoice, wording: Wording, *, on: date) -> Mail:
    iban = row.seller.get("iban", "")
    reference = payment_titles.title(company, row, on=on)
    account = Account(iban=in_groups(iban), holder=row.seller["name"], reference=reference) if iban else None
    return letters.invoice_sent(
        language=_language(row),
        sender=senders.of(company),
        customer=row.buyer.get("name") or row.party.name,
        number=row.printed_number,
        payable=Money(row.payable, row.currency),
        due_on=row.due_on if row.payable > 0 else None,
        account=account if row.payable > 0 else None,
        link=invitations.paying_address_of(letters.SECRET) if row.payable > 0 else "",
        files=_names(row),
        wording=wording,
    )


def _credit_note(company: Company, row: Invoice, wording: Wording) -> Mail:
    corrected = papers.corrected_by(row)
    items = [open_items.of_document(company, "invoice", document_id=one.pk) for one in corrected]
    left = sum((item.balance for item in items if item is not None), Decimal(0))
    return letters.credit_note_sent(
        language=_language(row),
        sender=senders.of(company),
        customer=row.buyer.get("name") or row.party.name,
        number=row.printed_number,
        amount=Money(abs(row.payable), row.currency),
        corrects=", ".join(one.printed_number for one in corrected),
        still_open=Money(left, row.currency) if left else None,
        files=_names(row),
        wording=wording,
    )


def _names(row: Invoice) -> list[str]:
    return [printing.file_name(row, ending) for ending in ("pdf", "xml")]


def _language(row: Invoice) -> str:
    return row.language if row.language in LANGUAGES else "en"
