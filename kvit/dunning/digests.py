"""Who looks after a customer is told which reminders went out: one mail a day for each person, never one by one."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext, npgettext, pgettext

from kvit.companies.models import Company, User
from kvit.companies.permissions import automation
from kvit.core.permissions import Actor
from kvit.dunning import outside
from kvit.dunning.models import Digest, DigestLine, Reminder
from kvit.events import queries as events
from kvit.messages import letters, notices, outbox, senders
from kvit.messages.dispatches import reachable
from kvit.messages.outbox import About, Outgoing
from kvit.messages.texts import Texts
from kvit.parties import correspondence
from kvit.wording.reminders import TONES
from kvit.wording.texts import CHANNELS

KIND = "reminder_digest"
MOST = 30
"""So many customers a mail names; of more it gives the number."""
LOOKS_BACK = timedelta(days=7)
"""What went longer ago is no news."""


def run(company: Company, *, on: date) -> list[Digest]:
    """Tell each person of what went to their customers and they did not send; once a day, and of each reminder once.

    What goes out after a person was told today is told tomorrow.
    """
    by = automation("remind", company)
    told = []
    for user, rows in _news(company, on=on).items():
        if reachable(user):
            digest = _tell(company, user, rows, by=by, on=on)
            told += [digest] if digest else []
    return told


def _news(company: Company, *, on: date) -> dict[User, list[Reminder]]:
    rows = Reminder.objects.filter(company=company, status="sent", told_in=None)
    rows = rows.filter(reminded_on__gte=on - LOOKS_BACK, reminded_on__lte=on)
    found = list(rows.select_related("party__responsible").prefetch_related("parts__item").order_by("pk"))
    if not found:
        return {}
    happened = events.of_subjects(company, [("reminder", row.pk) for row in found])
    senders_of = {one.subject_id: one.actor_id for one in happened if one.actor_kind == "user"}
    news: dict[User, list[Reminder]] = {}
    for row in found:
        user = correspondence.responsible(company, row.party)
        if senders_of.get(row.pk) != user.pk:
            news.setdefault(user, []).append(row)
    return news


@transaction.atomic
def _tell(company: Company, user: User, rows: Sequence[Reminder], *, by: Actor, on: date) -> Digest | None:
    Company.objects.select_for_update(no_key=True).get(pk=company.pk)  # one worker tells
    known = set(DigestLine.objects.filter(company=company, reminder__in=rows).values_list("reminder_id", flat=True))
    fresh = [row for row in rows if row.pk not in known]
    if not fresh or Digest.objects.filter(company=company, user=user, told_on=on).exists():
        return None
    digest = Digest.objects.create(company=company, user=user, told_on=on)
    DigestLine.objects.bulk_create(DigestLine(company=company, digest=digest, reminder=row) for row in fresh)
    language = notices.language_of(user)
    out = Outgoing(
        kind=KIND,
        about=About(kind=KIND, id=digest.pk, public_id=user.public_id, name=on.isoformat()),
        occasion=on.isoformat(),
        to_address=user.email,
        to_name=str(user),
        language=language,
        mail=_mail(company, user, fresh, language=language),
        responsible=user,
    )
    outbox.queue(company, out, by=by, on=on)
    return digest


def _mail(company: Company, user: User, rows: Sequence[Reminder], *, language: str) -> letters.Mail:
    with translation.override(language):
        sender = senders.of(company)
        facts = [(row.party.name, _line(row)) for row in rows[:MOST]]
        if len(rows) > MOST:
            facts.append((pgettext("reminder digest", "More"), str(len(rows) - MOST)))
        count = len(rows)
        return letters.composed(
            letters.Letter(
                sender=sender,
                texts=Texts(
                    subject=npgettext(
                        "reminder digest",
                        "{count} reminder went to your customers",
                        "{count} reminders went to your customers",
                        count,
                    ),
                    preheader=pgettext("reminder digest", "{company}: whom we reminded, and of what."),
                    heading=pgettext("reminder digest", "Reminders that went out"),
                    paragraphs=(
                        pgettext("letter", "Good day,"),
                        pgettext("reminder digest", "these customers, whom you look after, were reminded:"),
                    ),
                    action=pgettext("reminder digest", "See the reminders"),
                    after=(
                        pgettext(
                            "reminder digest",
                            "Would you rather talk to one of them? Open their reminders and take over: nothing more "
                            "is sent until you give them back.",
                        ),
                    ),
                    why=pgettext("letter", "You receive this message because you work with Kvit at {company}."),
                ),
                values={"count": str(count), "company": sender.name},
                facts=tuple(facts),
                link=f"{settings.KVIT_BASE_URL}/reminders",
            ),
            language=language,
        )


def _line(row: Reminder) -> str:
    numbers = ", ".join(part.item.document_number for part in outside.documents(row))
    return f"{gettext(TONES[row.tone])}, {gettext(CHANNELS[row.channel])}: {numbers}"
