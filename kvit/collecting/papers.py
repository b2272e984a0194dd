"""Mailing what was written to a party: its frozen page in a message of its own, once for each occasion."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import translation

from kvit.archive import documents, frozen
from kvit.archive.frozen import Setting
from kvit.collecting.models import BalanceLetter, Demand, LateFee
from kvit.companies.models import Company
from kvit.companies.permissions import require
from kvit.core.permissions import Actor
from kvit.messages import dispatches
from kvit.messages.dispatches import Dispatch
from kvit.messages.letters import Mail
from kvit.messages.models import Message
from kvit.messages.outbox import About

Written = LateFee | Demand | BalanceLetter


@dataclass(frozen=True)
class Paper:
    """What is mailed: its page, the kind of the message, and its words, asked for with the row's language in force."""

    row: Written
    setting: Setting
    sent_as: str
    mail: Callable[[], Mail]


def send(company: Company, paper: Paper, *, to: Sequence[str], again: bool, by: Actor, on: date) -> list[Message]:
    """Mail it to the party, or to the addresses in `to`. Refuses as `dispatches` does."""
    require(by, "message.send", company)
    row, kind, name = paper.row, paper.setting.kind, paper.setting.name
    frozen.pdf(company, paper.setting)
    addressees = dispatches.addressees(company, row.party, to=to)
    about = About(kind=kind, id=row.pk, public_id=row.public_id, name=row.number)
    page = documents.require(company, kind, document_id=row.pk, form="pdf")
    with translation.override(row.language):
        mail = paper.mail()
    out = Dispatch(
        kind=paper.sent_as,
        about=about,
        party=row.party,
        language=row.language,
        mail=mail,
        files=[(name, page.file)],
    )
    with transaction.atomic():
        type(row).objects.select_for_update(of=("self",)).get(company=company, pk=row.pk)
        occasion = dispatches.occasion(company, about, again=again)
        return dispatches.queue_all(company, out, to=addressees, occasion=occasion, by=by, on=on)
