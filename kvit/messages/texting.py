"""Short messages and calls: queued in the transaction of their reason, handed over once, asked about until settled.

As with mails, nothing here runs inside a transaction but the short ones that write. A provider knows no keys of ours:
a text whose answer got lost, or whose worker was killed, is asked about and repeated only where it never happened.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.db.models import F, Max, Q
from django.utils import timezone

from kvit.companies.models import Company
from kvit.companies.permissions import automation, require
from kvit.core import lifecycle, texting
from kvit.core.errors import Refused
from kvit.core.permissions import Actor
from kvit.core.reaching import VOICE
from kvit.events import ciphers, events
from kvit.events.models import Event
from kvit.events.work import TryLater
from kvit.messages import letters
from kvit.messages.models import Text
from kvit.messages.outbox import About
from kvit.messages.placeholders import header, one_line
from kvit.parties.models import Party
from kvit.ports import registry, texter
from kvit.ports.failures import Declined, Unreachable
from kvit.ports.texter import Became, Texter

TRIES = 8
LONGEST_TRY = timedelta(minutes=2)
"""Longer than any talk with a provider: a try that began earlier was killed."""
SEEN_BY_THEN = timedelta(seconds=60)
"""What a provider took stands in its list by then; before that, its silence says nothing."""
FIRST_ASKED, LAST_ASKED = timedelta(minutes=5), timedelta(days=2)
RACES = 5
TOLD = {"send": "text.sent", "keep": "text.kept", "arrive": "text.arrived", "fail": "text.failed"}
"""Verb of the lifecycle to the event that it leaves."""


@dataclass(frozen=True, kw_only=True)
class Outgoing:
    """A text to be queued: `occasion` says why this one, so that the same occasion never makes a second."""

    party: Party
    channel: str
    number: str
    body: str
    language: str
    about: About
    occasion: str
    secret: str = ""


def full_months(company: Company) -> frozenset[str]:
    """The months (`2026-04`) in which all of the company's texts are used up."""
    rows = Text.objects.filter(company=company, number__gte=settings.KVIT_TEXTS_A_MONTH)
    return frozenset(rows.order_by().values_list("month", flat=True).distinct())


def queue(company: Company, out: Outgoing, *, by: Actor, on: date) -> Text:
    """Put the text among those to be sent, in the caller's transaction; the one that is there already, where it is.

    Refuses `text.limit` where the month's texts are used up.
    """
    require(by, "message.send", company)
    assert connection.in_atomic_block, "a text is queued in the transaction that gives it a reason"
    about, row = out.about, _row(company, out, on=on)
    known = Text.objects.filter(
        company=company, about_kind=about.kind, about_id=about.id, occasion=out.occasion, to_number=out.number
    )
    for _ in range(RACES):
        if (found := known.first()) is not None:
            return found
        row.number = _used(company, on) + 1
        if row.number > settings.KVIT_TEXTS_A_MONTH:
            break
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError:  # another worker took the number, or the text itself
            row.pk = None
            continue
        events.record("text.queued", row, by=by, on=on, facts=facts(row))
        return row
    raise Refused("text.limit", most=settings.KVIT_TEXTS_A_MONTH, month=row.month)


def send(event: Event) -> Callable[[], None] | None:
    """What follows when a text is queued: it is handed over, once; too late for its hours, it has failed."""
    row = Text.objects.filter(pk=event.subject_id, status="queued").select_related("company").first()
    if row is None:
        return None
    earlier = row.open_since
    if not _begin(row):
        raise TryLater("another worker is at it")
    service: Texter = registry.use("texter")
    if earlier is None or _never_happened(service, row, since=earlier):
        _hand_over(service, row)
    return None


def give_up(event: Event) -> Callable[[], None] | None:
    """What follows when work was given up: the text that it was to send has failed, or is asked about if it may have
    gone."""
    if event.facts.get("event") != "text.queued":
        return None
    row = Text.objects.filter(pk=event.facts["about_id"], status="queued").select_related("company").first()
    if row is None:
        return None
    return lambda: _give_up(row, told=str(event.facts["error"]))


def ask_waiting(company: Company, *, at: datetime) -> int:
    """Ask what became of texts; ever more seldom. Returns of how many it asked.

    Of one that was taken it asks for two days. One that may have gone is asked about until it is known; after two days
    a person is told that nobody says (`text.lost`).
    """
    service: Texter = registry.use("texter")
    waiting = Text.objects.filter(company=company, status__in=["queued", "sent"], ask_at__lte=at)
    rows = list(waiting.select_related("company"))
    for row in rows:
        is_open = row.status == "queued"
        age = at - (row.open_since or row.sent_at or row.queued_at)
        again = at + max(FIRST_ASKED, age) if is_open or age < LAST_ASKED else None
        if not Text.objects.filter(pk=row.pk, status=row.status, ask_at=row.ask_at).update(ask_at=again):
            continue
        try:
            became = service.ask(_text(row), reference=row.reference, others=_others(row))
        except (Declined, Unreachable) as failure:
            if is_open and age >= LAST_ASKED:
                _tell_lost(row, told=str(failure))
            continue
        if is_open:
            _settle_open(row, became)
        elif became.fate == "arrived":
            _settle(row, "arrive", before="sent")
        elif became.fate == "failed":
            _settle(row, "fail", before="sent", **_why(row, became))
    return len(rows)


def facts(row: Text) -> dict[str, object]:
    """What every event about a text tells."""
    told: dict[str, object] = {"channel": row.channel, "to": row.to_number, "about": row.about_public_id}
    told |= {"about_kind": row.about_kind, "customer": row.party.name}
    if row.occasion == texting.INSTEAD:
        told["is_instead"] = True
    if row.about_name:
        told["number"] = row.about_name
    if row.failure:
        told |= {"failure": row.failure, "failure_facts": row.failure_facts}
    return told


def _row(company: Company, out: Outgoing, *, on: date) -> Text:
    return Text(
        company=company,
        party=out.party,
        channel=out.channel,
        to_number=out.number,
        country=out.party.country or company.country,
        body=one_line(out.body)[: texting.LONGEST],
        secret=ciphers.encrypt(out.secret) if out.secret else "",
        language=out.language,
        about_kind=out.about.kind,
        about_id=out.about.id,
        about_public_id=out.about.public_id,
        about_name=header(out.about.name)[:100],
        occasion=out.occasion,
        month=f"{on:%Y-%m}",
        queued_at=timezone.now(),
    )


def _used(company: Company, on: date) -> int:
    found = Text.objects.filter(company=company, month=f"{on:%Y-%m}").aggregate(last=Max("number"))
    return found["last"] or 0


def _begin(row: Text) -> bool:
    """Count the try and keep others away from the text; False while another one is at it."""
    now = timezone.now()
    idle = Q(begun_at=None) | Q(begun_at__lt=now - LONGEST_TRY)
    mine = Text.objects.filter(idle, pk=row.pk, status="queued", open_since=row.open_since)
    if not mine.update(begun_at=now, open_since=row.open_since or now, attempts=F("attempts") + 1):
        return False
    row.refresh_from_db(fields=["attempts", "begun_at", "open_since"])
    return True


def _never_happened(service: Texter, row: Text, *, since: datetime) -> bool:
    """Whether the provider says that no earlier try came through; one that did is settled by what became of it.

    Raises TryLater while nobody says, or its silence says nothing yet.
    """
    try:
        became = service.ask(_text(row), others=_others(row))
    except (Declined, Unreachable) as failure:
        _leave_open(row, told=str(failure))
        return False
    if became.fate != "absent":
        _settle_open(row, became)
        return False
    if timezone.now() - since < SEEN_BY_THEN:
        _leave_open(row, told="its fate is not known yet")
        return False
    row.open_since = timezone.now()
    Text.objects.filter(pk=row.pk, status="queued", attempts=row.attempts).update(open_since=row.open_since)
    return True


def _hand_over(service: Texter, row: Text) -> None:
    if row.company.is_test:
        return _settle(row, "keep")
    if texting.is_quiet(timezone.now(), country=row.country, zone=row.company.zone):
        return _settle(row, "fail", failure="text.too_late", failure_facts={"number": row.to_number})
    try:
        taken = service.send(_text(row))
    except Declined as refusal:
        return _settle(row, "fail", failure=refusal.code, failure_facts={"number": row.to_number, **refusal.facts})
    except Unreachable as failure:
        return _put_off(row, told=str(failure))
    if taken.outcome == "unknown":
        return _leave_open(row, told="the answer got lost")
    return _settle(row, "send", reference=taken.reference)


def _put_off(row: Text, *, told: str) -> None:
    """It certainly did not happen: later again (raises TryLater), or never after the last try."""
    if row.attempts >= TRIES:
        return _settle(row, "fail", failure="text.given_up", failure_facts={"number": row.to_number, "reason": told})
    mine = Text.objects.filter(pk=row.pk, status="queued", attempts=row.attempts)
    mine.update(begun_at=None, open_since=None)
    raise TryLater(told)


def _leave_open(row: Text, *, told: str) -> None:
    """It may have happened: asked about before it is repeated (raises TryLater), after the last try by the sweep."""
    mine = Text.objects.filter(pk=row.pk, status="queued", attempts=row.attempts)
    if row.attempts >= TRIES:
        mine.update(begun_at=None, ask_at=timezone.now() + FIRST_ASKED)
        return
    mine.update(begun_at=None)
    raise TryLater(told)


def _give_up(row: Text, *, told: str) -> None:
    mine = Text.objects.filter(pk=row.pk, status="queued", open_since__isnull=False)
    if not mine.update(begun_at=None, ask_at=timezone.now()):
        _settle(row, "fail", failure="text.given_up", failure_facts={"number": row.to_number, "reason": told})


def _settle_open(row: Text, became: Became) -> None:
    """What is known by now of a try that may have happened; where it never did, and no try is left, the text failed."""
    if became.fate == "absent":
        told = {"number": row.to_number, "reason": "it never arrived at the service"}
        _settle(row, "fail", failure="text.given_up", failure_facts=told)
    elif became.fate == "failed":
        _settle(row, "fail", reference=became.reference, **_why(row, became))
    else:
        _settle(row, "send", reference=became.reference)


def _tell_lost(row: Text, *, told: str) -> None:
    today = timezone.now().astimezone(ZoneInfo(row.company.zone)).date()
    by = automation("send", row.company)
    events.record("text.lost", row, by=by, on=today, facts=facts(row) | {"reason": told})


def _others(row: Text) -> set[str]:
    """The provider's names of other texts to that number: the account is the installation's, whoever sent them."""
    same = Text.objects.filter(channel=row.channel, to_number=row.to_number).exclude(pk=row.pk)
    return set(same.exclude(reference="").values_list("reference", flat=True))


def _settle(row: Text, verb: str, *, before: str = "queued", **kept: object) -> None:
    """Write down what became of this try of the text, and tell it; nothing where another try came first."""
    status, now = lifecycle.after(lifecycle.TEXT, before, verb), timezone.now()
    if verb == "send":
        kept |= {"sent_at": now, "ask_at": now + FIRST_ASKED}
    else:
        kept["ask_at"] = None
    kept["secret"] = ""
    with transaction.atomic():
        mine = Text.objects.filter(pk=row.pk, status=before, attempts=row.attempts)
        if not mine.update(status=status, begun_at=None, open_since=None, **kept):
            return
        row.refresh_from_db()
        today = now.astimezone(ZoneInfo(row.company.zone)).date()
        events.record(TOLD[verb], row, by=automation("send", row.company), on=today, facts=facts(row))


def _why(row: Text, became: Became) -> dict[str, Any]:
    return {
        "failure": "text.not_arrived",
        "failure_facts": {"number": row.to_number, "answer": became.told, "twilio": became.code},
    }


def _text(row: Text) -> texter.Text:
    secret = ciphers.decrypt(row.secret) if row.secret else ""
    channel: texter.Channel = "voice" if row.channel == VOICE else "sms"
    return texter.Text(
        key=row.public_id,
        channel=channel,
        to=row.to_number,
        body=row.body.replace(letters.SECRET, secret) if secret else row.body,
        language=row.language,
        first_at=row.open_since or row.sent_at or row.queued_at,
    )
