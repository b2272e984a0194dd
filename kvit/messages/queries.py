"""Reading the outbox: the list, one mail, what was sent about a thing, and what needs a person."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from kvit.companies.models import Company
from kvit.core.errors import Refused
from kvit.messages.models import STATUSES, Message, Text
from kvit.messages.outbox import QUIET_KINDS
from kvit.parties.models import Party
from kvit.tables import Page, page

TROUBLE = ("failed", "bounced", "unknown")


@dataclass(frozen=True)
class Trouble:
    """How many mails need a person, by what became of them, and how many wait for a server that does not answer."""

    failed: int
    bounced: int
    unknown: int
    delayed: int

    @property
    def count(self) -> int:
        """All that a person should look at."""
        return self.failed + self.bounced + self.unknown


def mails(company: Company, *, status: str = "", party: Party | None = None) -> QuerySet[Message]:
    """The company's mails, of one status where one is said. Refuses `status.unknown`."""
    if status and status not in STATUSES:
        raise Refused("status.unknown", status=status[:20], known=STATUSES)
    found = Message.objects.filter(company=company)
    found = found.filter(party=party) if party is not None else found
    return found.filter(status=status) if status else found


def listed(
    company: Company, *, status: str = "", party: Party | None = None, size: int = 25, after: str = "", before: str = ""
) -> Page[Message]:
    """A page of mails, newest first."""
    return page(mails(company, status=status, party=party), "-id", size=size, after=after, before=before)


def texts_listed(company: Company, *, size: int = 25, after: str = "", before: str = "") -> Page[Text]:
    """A page of short messages and calls, newest first."""
    rows = Text.objects.filter(company=company).select_related("party")
    return page(rows, "-id", size=size, after=after, before=before)


def find(company: Company, reference: str) -> Message:
    """The mail by its id or its Message-ID, with or without brackets. Refuses `message.unknown`."""
    named = Q(public_id=reference) | Q(key=reference.strip().strip("<>"))
    row = Message.objects.filter(named, company=company).select_related("party").first()
    if row is None:
        raise Refused("message.unknown", message=reference[:60])
    return row


def about(company: Company, kind: str, *, id: int) -> list[Message]:
    """What was sent about one thing, the oldest first."""
    return list(Message.objects.filter(company=company, about_kind=kind, about_id=id).order_by("pk"))


def delivery(company: Company, kind: str, *, ids: Iterable[int]) -> dict[int, str]:
    """How far the mails about these things came: of the latest occasion, the status that most needs a person.

    Things about which nothing was sent to anybody outside are left out.
    """
    rows = Message.objects.filter(company=company, about_kind=kind, about_id__in=list(ids)).order_by("pk")
    latest: dict[int, tuple[str, str]] = {}
    for about_id, occasion, status, own in rows.values_list("about_id", "occasion", "status", "kind"):
        if own in QUIET_KINDS:
            continue
        known = latest.get(about_id)
        worst = status
        if known is not None and known[0] == occasion:
            worst = min(status, known[1], key=PRESSING.index)
        latest[about_id] = (occasion, worst)
    return {about_id: status for about_id, (_, status) in latest.items()}


PRESSING = ("bounced", "failed", "unknown", "queued", "kept", "sent")


def trouble(company: Company) -> Trouble:
    """What the home page says about mails that did not arrive, and in whose place no other one was sent."""
    later = Message.objects.filter(
        company=company,
        about_kind=OuterRef("about_kind"),
        about_id=OuterRef("about_id"),
        kind=OuterRef("kind"),
        pk__gt=OuterRef("pk"),
    ).exclude(occasion=OuterRef("occasion"))
    found = Message.objects.filter(~Exists(later), company=company, status__in=TROUBLE).exclude(kind__in=QUIET_KINDS)
    counted = dict.fromkeys(TROUBLE, 0) | dict(found.order_by().values_list("status").annotate(Count("pk")))
    delayed = Message.objects.filter(company=company, status="queued", attempts__gt=0).count()
    return Trouble(**counted, delayed=delayed)
