"""Telling customers: what will be collected, once a run is released; that it is not; and what did not go through."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import NamedTuple, cast

from django.utils import translation

from kvit.companies.models import Company
from kvit.companies.permissions import automation
from kvit.core import debits
from kvit.core.formats.transfers import identification
from kvit.core.money import Money, total
from kvit.debits import runs
from kvit.debits.gathering import EURO
from kvit.debits.models import LAST, DebitItem, DebitRun
from kvit.events.models import Event
from kvit.messages import debit_letters, outbox, senders
from kvit.messages.letters import Account, Mail
from kvit.messages.models import Message
from kvit.messages.outbox import About, Outgoing
from kvit.parties import correspondence
from kvit.parties.models import Party
from kvit.wording import bank_reason

AUTOMATION = "debit"
ANNOUNCED = "debit_announced"
NOT_ARRIVED = ("failed", "bounced")
DIED = "MD07"
"""The account holder has died: nobody is written to by itself then."""


class _Letter(NamedTuple):
    party: Party
    occasion: str
    language: str
    mail: Mail


def on_released(event: Event) -> Callable[[], None] | None:
    """Each customer of a released run is told once: how much, when, under which mandate (EPC016-06, 4.3.4)."""
    company = Company.objects.get(pk=event.company_id or 0)
    run = DebitRun.objects.get(company=company, pk=event.subject_id)
    rows = run.items.exclude(status="removed").select_related("item", "party", "mandate").order_by("collect_on", "pk")
    by_mandate: dict[int, list[DebitItem]] = defaultdict(list)
    for row in rows:
        by_mandate[row.mandate_id].append(row)
    letters = [_announced(company, run, some) for some in by_mandate.values()]

    def write() -> None:
        if runs.locked(company, run).status != "cancelled":
            _queue(company, run, letters, kind=ANNOUNCED, event=event)

    return write


def on_cancelled(event: Event) -> Callable[[], None] | None:
    """Whoever was told that it would be collected is told once that it is not, at the address that was told.

    It is looked up under the lock of the run: what was not announced by then is not announced any more.
    """
    company = Company.objects.get(pk=event.company_id or 0)
    run = DebitRun.objects.get(company=company, pk=event.subject_id)
    released = cast("list[str]", event.facts.get("released", []))
    rows = run.items.filter(public_id__in=released).select_related("mandate__party").order_by("collect_on", "pk")
    by_mandate: dict[str, list[DebitItem]] = defaultdict(list)
    for row in rows:
        by_mandate[f"announced {row.mandate.public_id}"].append(row)
    if not by_mandate:
        return None

    def write() -> None:
        runs.locked(company, run)
        told = Message.objects.filter(company=company, kind=ANNOUNCED, about_kind="debit_run", about_id=run.pk)
        told = told.filter(occasion__in=list(by_mandate)).exclude(status__in=NOT_ARRIVED).order_by("pk")
        for one in told:
            letter = _called_off(company, by_mandate[one.occasion], language=one.language)
            to = [(one.to_address, one.to_name)]
            _queue(company, run, [letter], kind="debit_cancelled", event=event, to=to)

    return write


def on_failed(event: Event) -> Callable[[], None] | None:
    """The customer is told that a collection did not go through, unless it is of one who has died.

    Nor of what has no reason of its own: their bank never saw it, and it is collected again.
    """
    company = Company.objects.get(pk=event.company_id or 0)
    run = DebitRun.objects.get(company=company, pk=event.subject_id)
    rows = run.items.select_related("item", "party", "mandate", "run__bank_account")
    row = next((one for one in rows if identification(one.public_id) == event.facts.get("key")), None)
    if row is None or event.facts.get("reason") == DIED:
        return None
    if row.status == "rejected" and not row.reason:
        return None
    letter = _failed(company, row, reason=str(event.facts.get("reason", "")))
    return lambda: _queue(company, run, [letter], kind="debit_failed", event=event)


def _announced(company: Company, run: DebitRun, rows: list[DebitItem]) -> _Letter:
    mandate = rows[0].mandate
    party = mandate.party
    language = correspondence.language_of(company, party)
    mail = debit_letters.announced(
        language=language,
        sender=senders.of(company),
        customer=party.name,
        total=total((Money(row.amount, EURO) for row in rows), EURO),
        lines=[(row.number, Money(row.amount, EURO), row.collect_on) for row in rows],
        mandate=mandate.reference,
        creditor=run.identifier,
        iban=mandate.iban,
    )
    return _Letter(party, f"announced {mandate.public_id}", language, mail)


def _called_off(company: Company, rows: list[DebitItem], *, language: str) -> _Letter:
    mandate = rows[0].mandate
    mail = debit_letters.called_off(
        language=language,
        sender=senders.of(company),
        customer=mandate.party.name,
        total=total((Money(row.amount, EURO) for row in rows), EURO),
        lines=[(row.number, Money(row.amount, EURO), row.collect_on) for row in rows],
        mandate=mandate.reference,
    )
    return _Letter(mandate.party, f"cancelled {mandate.public_id}", language, mail)


def _failed(company: Company, row: DebitItem, *, reason: str) -> _Letter:
    party = row.party
    language = correspondence.language_of(company, party)
    codes = DebitItem.objects.filter(company=company, item=row.item_id, mandate=row.mandate_id).exclude(reason="")
    account = row.run.bank_account
    is_spent = row.sequence in LAST and row.status != "rejected"
    with translation.override(language):
        because = bank_reason(reason)
    mail = debit_letters.not_collected(
        language=language,
        sender=senders.of(company),
        customer=party.name,
        number=row.number,
        amount=Money(row.amount, EURO),
        on=row.collect_on,
        because=because,
        tried_again=not is_spent and debits.may_try_again(list(codes.values_list("reason", flat=True))),
        account=Account(iban=account.iban, holder=company.name, reference=row.number),
    )
    return _Letter(party, f"failed {row.public_id}", language, mail)


def _queue(
    company: Company,
    run: DebitRun,
    letters: list[_Letter],
    *,
    kind: str,
    event: Event,
    to: Sequence[tuple[str, str]] = (),
) -> None:
    """Into the outbox, once for each occasion and address: those named, else all that the customer has now."""
    for letter in letters:
        for address, name in to or correspondence.mailboxes(company, letter.party):
            out = Outgoing(
                kind=kind,
                about=About(kind="debit_run", id=run.pk, public_id=run.public_id, name=letter.party.name),
                occasion=letter.occasion,
                to_address=address,
                to_name=name,
                reply_to=company.email,
                language=letter.language,
                mail=letter.mail,
                party=letter.party,
            )
            outbox.queue(company, out, by=automation(AUTOMATION, company), on=event.acted_on)
