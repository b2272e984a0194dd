"""Mailing what was written to a party: its frozen page in a message of its own, once for each occasion."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction
from django.utils import translation

from kvit.archive import documents, frozen
from kvit.archive.frozen import Setting
from kvit.capture import queries as mailboxes
from kvit.collecting.models import BalanceLetter, Demand, LateFee
from kvit.companies.models import Company
from kvit.companies.permissions import require
from kvit.core.permissions import Actor
from kvit.messages import dispatches, invitations
from kvit.messages.dispatches import Dispatch
from kvit.messages.letters import Mail
from kvit.messages.models import Message
from kvit.messages.outbox import About
from kvit.parties import correspondence

Written = LateFee | Demand | BalanceLetter


@dataclass(frozen=True)
class Paper:
    """What is mailed: its page, the kind of the message, and its words, asked for with the row's language in force.

    One that `pays` has the customer's link to pay in its mail.
    """

    row: Written
    setting: Setting
    sent_as: str
    mail: Callable[[], Mail]
    pays: bool = False


def send(company: Company, paper: Paper, *, to: Sequence[str], again: bool, by: Actor, on: date) -> list[Message]:
    """Mail it to the party, or to the addresses in `to`. Refuses as `dispatches` does."""
    require(by, "message.send", company)
    frozen.pdf(company, paper.setting)
    addressees = dispatches.addressees(company, paper.row.party, to=to)
    out = _dispatch(company, paper)
    with transaction.atomic():
        _hold(company, paper)
        occasion = dispatches.occasion(company, out.about, again=again)
        out = _linked(company, paper, out, by=by, on=on)
        return dispatches.queue_all(company, out, to=addressees, occasion=occasion, by=by, on=on)


def first(company: Company, paper: Paper, *, by: Actor, on: date) -> Callable[[], None] | None:
    """The page is set now; what is given mails it, unless somebody did. None where the party has no address."""
    addressees = correspondence.mailboxes(company, paper.row.party)
    if not addressees:
        return None
    frozen.pdf(company, paper.setting)
    out = _dispatch(company, paper)

    def queue() -> None:
        _hold(company, paper)
        if not Message.objects.filter(company=company, about_kind=out.about.kind, about_id=out.about.id).exists():
            linked = _linked(company, paper, out, by=by, on=on)
            dispatches.queue_all(company, linked, to=addressees, occasion=dispatches.FIRST, by=by, on=on)

    return queue


def _linked(company: Company, paper: Paper, out: Dispatch, *, by: Actor, on: date) -> Dispatch:
    """With the key of a link of its own, where its mail shows one."""
    if not paper.pays:
        return out
    return replace(out, secret=invitations.secret_to_pay(company, paper.row.party, by=by, on=on))


def _dispatch(company: Company, paper: Paper) -> Dispatch:
    row, kind = paper.row, paper.setting.kind
    page = documents.require(company, kind, document_id=row.pk, form="pdf")
    with translation.override(row.language):
        mail = paper.mail()
    return Dispatch(
        kind=paper.sent_as,
        about=About(kind=kind, id=row.pk, public_id=row.public_id, name=row.number),
        party=row.party,
        language=row.language,
        mail=mail,
        files=[(paper.setting.name, page.file)],
        reply_to=mailboxes.reply_address(company),
    )


def _hold(company: Company, paper: Paper) -> None:
    type(paper.row).objects.select_for_update(of=("self",)).get(company=company, pk=paper.row.pk)
