"""Sending payment advices: by the autopilot when it may, else by a person; who got one is told when it was wrong."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal

from django.db import transaction

from kvit.archive import documents
from kvit.companies import autopilot
from kvit.companies.models import Company
from kvit.companies.permissions import automation, require
from kvit.core.errors import Refused
from kvit.core.money import Money
from kvit.core.permissions import Actor
from kvit.events.models import Event
from kvit.messages import dispatches, remittance_letters, senders
from kvit.messages.dispatches import Dispatch
from kvit.messages.letters import Mail
from kvit.messages.models import Message
from kvit.messages.outbox import About
from kvit.parties import correspondence
from kvit.payments import remittance_papers
from kvit.payments.models import Remittance, RemittanceCorrection
from kvit.payments.remittances import AUTOMATION
from kvit.tasks import tasks
from kvit.tasks.following import case_key
from kvit.tasks.models import Task
from kvit.tasks.tasks import Case

SEND, NO_ADDRESS = "remittance.send", "remittance.no_address"
CAME_BACK = "came_back"


def send(
    company: Company, row: Remittance, *, by: Actor, on: date, to: Sequence[str] = (), again: bool = False
) -> list[Message]:
    """Mail the advice to its supplier, or to the addresses in `to`.

    Refuses `remittance.corrected` for one that is not true any more, `message.no_address`, and as
    `dispatches.occasion` does.
    """
    require(by, "message.send", company)
    if row.corrected_on is not None:
        raise Refused("remittance.corrected", number=row.number)
    addressees = dispatches.addressees(company, row.party, to=to)
    remittance_papers.pdf(company, row)  # set now if nobody did; it takes a while, so before the transaction
    with transaction.atomic():
        Remittance.objects.select_for_update().get(company=company, pk=row.pk)
        occasion = dispatches.occasion(company, about(row), again=again)
        out = _dispatch(company, row, _letter(company, row))
        return dispatches.queue_all(company, out, to=addressees, occasion=occasion, by=by, on=on)


def on_made(event: Event) -> Callable[[], None] | None:
    """What follows when an advice was put together: mailed, proposed, or left alone, as the autopilot says."""
    company = Company.objects.get(pk=event.company_id or 0)
    row = _found(company, event.subject_id)
    return _next(company, row, on=event.acted_on)


def on_party(event: Event) -> Callable[[], None] | None:
    """What follows when a supplier got an address: advices that waited for one go their way."""
    company = Company.objects.get(pk=event.company_id or 0)
    waiting = Task.objects.filter(company=company, kind=NO_ADDRESS, status="open", facts__party=event.subject_public_id)
    named = [str(facts["advice"]) for facts in waiting.values_list("facts", flat=True)]
    rows = Remittance.objects.filter(company=company, public_id__in=named, party_id=event.subject_id)
    acts = [_next(company, row, on=event.acted_on) for row in rows.select_related("party", "run").order_by("pk")]
    found = [act for act in acts if act is not None]

    def write() -> None:
        for act in found:
            act()

    return write if found else None


def on_corrected(event: Event) -> Callable[[], None] | None:
    """What follows when a payment came back: who was mailed the advice is told, whatever the autopilot may."""
    company = Company.objects.get(pk=event.company_id or 0)
    made = RemittanceCorrection.objects.select_related("remittance__party", "remittance__run").get(
        company=company, pk=event.subject_id
    )
    return lambda: _tell_correction(company, made, on=event.acted_on)


def about(row: Remittance) -> About:
    """The advice as mails name it."""
    return About(kind="remittance", id=row.pk, public_id=row.public_id, name=row.number)


def _found(company: Company, key: int) -> Remittance:
    return Remittance.objects.select_related("party", "run").get(company=company, pk=key)


def _next(company: Company, row: Remittance, *, on: date) -> Callable[[], None] | None:
    level = autopilot.level(company, AUTOMATION)
    if level == autopilot.OFF or row.corrected_on is not None:
        return None
    addressees = correspondence.mailboxes(company, row.party)
    if not addressees:
        return lambda: _ask(company, row, NO_ADDRESS, on=on)
    if level == autopilot.SUGGEST:
        return lambda: _ask(company, row, SEND, on=on)
    letter = _letter(company, row)
    remittance_papers.pdf(company, row)

    def queue() -> None:
        if not _was_sent(company, row):
            out = _dispatch(company, row, letter)
            by = automation(AUTOMATION, company)
            dispatches.queue_all(company, out, to=addressees, occasion=dispatches.FIRST, by=by, on=on)

    return queue


def _ask(company: Company, row: Remittance, kind: str, *, on: date) -> None:
    """A task for a person, on the page of the run, unless somebody mailed the advice in the meantime."""
    if _was_sent(company, row):
        return
    by = automation(AUTOMATION, company)
    other = SEND if kind == NO_ADDRESS else NO_ADDRESS
    tasks.close(company, [case_key(other, row.public_id)], by=by, on=on)
    facts: dict[str, object] = {
        "number": row.number,
        "supplier": row.party.name,
        "party": row.party.public_id,
        "advice": row.public_id,
    }
    case = Case(
        kind=kind,
        key=case_key(kind, row.public_id),
        subject_kind="payment_run",
        subject_id=row.run_id,
        subject_public_id=row.run.public_id,
        facts=facts,
    )
    tasks.open(company, case, by=by, on=on, owner=correspondence.responsible(company, row.party))


def _was_sent(company: Company, row: Remittance) -> bool:
    """Whether it was mailed, or is not true any more; holds its row."""
    held = Remittance.objects.select_for_update().get(company=company, pk=row.pk)
    mailed = Message.objects.filter(company=company, about_kind="remittance", about_id=row.pk)
    return held.corrected_on is not None or mailed.exists()


def _tell_correction(company: Company, made: RemittanceCorrection, *, on: date) -> None:
    row = made.remittance
    by = automation(AUTOMATION, company)
    tasks.close(company, [case_key(kind, row.public_id) for kind in (SEND, NO_ADDRESS)], by=by, on=on)
    mailed = Message.objects.filter(company=company, about_kind="remittance", about_id=row.pk)
    told = mailed.exclude(kind=dispatches.COPY).order_by("pk").values_list("to_address", "to_name")
    if not told:
        return
    out = Dispatch(
        kind="remittance_corrected",
        about=About(kind="remittance_correction", id=made.pk, public_id=made.public_id, name=row.number),
        party=row.party,
        language=row.language,
        mail=remittance_letters.corrected(
            language=row.language,
            sender=senders.of(company),
            supplier=row.party.name,
            number=row.number,
            document=made.number,
            amount=Money(made.amount, row.currency),
            told_on=row.paid_on,
        ),
        files=(),
    )
    dispatches.queue_all(company, out, to=list(dict.fromkeys(told)), occasion=CAME_BACK, by=by, on=on)


def _dispatch(company: Company, row: Remittance, mail: Mail) -> Dispatch:
    paper = documents.find(company, remittance_papers.KIND, document_id=row.pk, form="pdf")
    if paper is None:
        raise Refused("archive.not_there", form="pdf")
    return Dispatch(
        kind="remittance_sent",
        about=about(row),
        party=row.party,
        language=row.language,
        mail=mail,
        files=[(remittance_papers.file_name(row), paper.file)],
    )


def _letter(company: Company, row: Remittance) -> Mail:
    return remittance_letters.sent(
        language=row.language,
        sender=senders.of(company),
        supplier=row.party.name,
        number=row.number,
        amount=Money(row.amount, row.currency),
        paid_on=row.paid_on,
        ibans=list(dict.fromkeys(line["iban"] for line in row.lines if line["iban"])),
        documents=[(line["number"], Money(Decimal(line["paid"]), row.currency)) for line in row.lines],
        files=[remittance_papers.file_name(row)],
    )
