"""Questions that a colleague asks a supplier about a bill, and the supplier's answer in the portal."""

from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from kvit.companies.models import Company
from kvit.companies.permissions import require, require_person
from kvit.core.errors import Refused
from kvit.core.permissions import Actor
from kvit.events import events
from kvit.messages import letters, outbox, senders
from kvit.messages.outbox import About, Outgoing
from kvit.parties import correspondence
from kvit.parties.models import Party
from kvit.payables.models import Bill, BillQuestion

LONGEST = 2000


@transaction.atomic
def ask(company: Company, bill: Bill, *, text: str, by: Actor, on: date) -> BillQuestion:
    """Ask the supplier; they are told by mail where they have an address, and find it in the portal.

    Refuses `bill.no_supplier`, `bill.no_person` for an automation, `note.empty`, `note.too_long`.
    """
    require(by, "bill.ask", company)
    person = require_person(by, Refused("bill.no_person"))
    row = Bill.objects.select_related("party").get(company=company, pk=bill.pk)
    if row.party is None:
        raise Refused("bill.no_supplier", number=bill.number or bill.document.name)
    question = BillQuestion.objects.create(
        company=company, bill=row, asked_by_id=person, text=_words(text), asked_at=timezone.now()
    )
    _tell(company, question, row.party, by=by, on=on)
    facts: dict[str, object] = {"number": row.number, "supplier": row.party.name, "question": question.public_id}
    events.record("bill.supplier_asked", row, by=by, on=on, facts=facts)
    return question


@transaction.atomic
def answer(company: Company, party: Party, public_id: str, *, text: str, by: Actor, on: date) -> BillQuestion:
    """The supplier's answer, once; who asked gets a task.

    Refuses `question.unknown` for what is about no bill of theirs, `question.known`, `note.empty`, `note.too_long`.
    """
    require(by, "portal.answer", company)
    rows = BillQuestion.objects.select_for_update(of=("self",)).select_related("bill", "asked_by")
    question = rows.filter(company=company, bill__party=party, public_id=public_id).first()
    if question is None:
        raise Refused("question.unknown", question=public_id[:40])
    if question.answer:
        raise Refused("question.known")
    question.answer, question.answered_at = _words(text), timezone.now()
    question.save(update_fields=["answer", "answered_at"])
    facts: dict[str, object] = {
        "number": question.bill.number,
        "supplier": party.name,
        "question": question.public_id,
        "responsible": question.asked_by.public_id,
    }
    events.record("bill.supplier_answered", question.bill, by=by, on=on, facts=facts)
    return question


def of_bill(company: Company, bill: Bill) -> list[BillQuestion]:
    """What was asked about the bill, the oldest first."""
    return list(BillQuestion.objects.filter(company=company, bill=bill).select_related("asked_by").order_by("pk"))


def of_supplier(company: Company, party: Party) -> list[BillQuestion]:
    """What waits for the supplier's answer, the oldest first."""
    rows = BillQuestion.objects.filter(company=company, bill__party=party, answered_at=None)
    return list(rows.select_related("bill").order_by("pk"))


def _tell(company: Company, question: BillQuestion, party: Party, *, by: Actor, on: date) -> None:
    """The mail leads to the portal without a key in it: who has a link knows it."""
    mailboxes = correspondence.mailboxes(company, party)
    if not mailboxes:
        return
    language = correspondence.language_of(company, party)
    bill = question.bill
    mail = letters.supplier_asked(
        language=language,
        sender=senders.of(company),
        supplier=party.name,
        number=bill.number,
        question=question.text,
        link=f"{settings.KVIT_BASE_URL}/portal/bills/{bill.public_id}",
    )
    for address, name in mailboxes:
        out = Outgoing(
            kind="supplier_asked",
            about=About(kind="bill", id=bill.pk, public_id=bill.public_id, name=bill.number),
            occasion=f"question/{question.pk}",
            to_address=address,
            to_name=name,
            reply_to=company.email,
            language=language,
            mail=mail,
            party=party,
        )
        outbox.queue(company, out, by=by, on=on)


def _words(text: str) -> str:
    words = text.strip()
    if not words:
        raise Refused("note.empty")
    if len(words) > LONGEST:
        raise Refused("note.too_long", letters=len(words), most=LONGEST)
    return words
