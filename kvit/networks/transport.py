"""Handing submissions over and asking what became of them. What a network answers is written down at once.

Nothing here runs inside a transaction but the short ones that write. A worker that is killed between handing over and
our note leaves a submission begun: nobody knows whether it arrived, so the network is asked, and it is sent again only
when the network never saw it (docs/rules/networks.md).
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta

from django.db import connection as database
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from kvit.archive import files
from kvit.companies import whose
from kvit.companies.models import Company
from kvit.companies.permissions import automation
from kvit.core import lifecycle
from kvit.core.errors import Refused, finding_of
from kvit.events import events
from kvit.events.models import Event
from kvit.networks import connections, given_back, ordered, outages
from kvit.networks.models import Acknowledgement, Connection, Submission
from kvit.networks.outgoing import facts, kept
from kvit.ports import registry
from kvit.ports.failures import Declined, Unreachable
from kvit.ports.network import Answer, Document, Network, Receipt

AUTOMATION = "report"
LONGEST_TRY = timedelta(minutes=30)
"""Longer than any talk with a network: a try that began earlier was killed."""
ASKED_AFTER = (5, 15, 30, 60, 120, 300, 600, 1800, 3600)
"""Seconds until a network is asked again, by how often it was asked already."""
VERBS = {"submitted": "submit", "accepted": "accept", "rejected": "reject", "unknown": "lose", "absent": "release"}
TOLD = {
    "submit": "submission.submitted",
    "accept": "submission.accepted",
    "reject": "submission.rejected",
    "lose": "submission.lost",
    "release": "submission.released",
}


def on_released(event: Event) -> Callable[[], None] | None:
    """What follows when a submission may leave: all that waits for its network is handed over in one go."""
    row = Submission.objects.filter(pk=event.subject_id, status="validated").select_related("company").first()
    if row is not None:
        send_waiting(row.company, row.network)
    return None


def send_waiting(company: Company, network: str) -> int:
    """Hand over everything that waits for the network; returns how many were answered for."""
    way = connections.in_use(company, network)
    if way is None or (way.again_at is not None and way.again_at > timezone.now()):
        return 0
    if outages.is_down(company, network, at=timezone.now()):  # announced: what waits leaves when it has ended
        return 0
    answered = 0
    port: Network = registry.use("networks")[network]
    while _may_send(way, most=port.most) and (rows := _claimed(way, most=port.most)):
        answers = _called(way, rows, asks=False)
        if answers is None:
            Submission.objects.filter(pk__in=[row.pk for row in rows], status="validated").update(begun_at=None)
            return answered
        _rest(way, answers)
        moved = settle(rows, answers)
        answered += moved
        if moved < len(rows):  # the rest was not handed over: it waits for the next round
            break
    return answered


def ask_waiting(company: Company, network: str, *, at: datetime) -> int:
    """Ask about everything whose fate is open and due to be asked about; returns how many were settled."""
    way = connections.in_use(company, network)
    if way is None or (way.again_at is not None and way.again_at > at):
        return 0
    is_open = Q(status="unknown") | (Q(status="submitted") & ~Q(withdrawal="wanted"))  # asked for back first
    is_open |= Q(withdrawal="asked", status="accepted")
    open_ones = Submission.objects.filter(is_open, company=company, network=network, ask_at__lte=at)
    open_ones = open_ones.select_related("file", "company")
    port: Network = registry.use("networks")[network]
    settled = last = 0
    while rows := list(open_ones.filter(pk__gt=last).order_by("pk")[: port.most]):
        last = rows[-1].pk
        answers = _called(way, rows, asks=True)
        if answers is None:
            break
        settled += settle(rows, answers)
    return settled


def recover(company: Company, *, at: datetime) -> int:
    """Tries that were killed on the way: nobody knows whether they arrived, so they are asked about now."""
    begun = Submission.objects.filter(company=company, status="validated", begun_at__lt=at - LONGEST_TRY)
    killed = list(begun.select_related("company"))
    return settle(killed, [Answer(outcome="unknown")] * len(killed))


def settle(rows: Sequence[Submission], answers: Iterable[Answer]) -> int:
    """Write each answer down, with the papers that came; nothing where another worker wrote first."""
    settled = 0
    for row, answer in zip(rows, answers, strict=True):
        settled += (bool(answer.withdrawal) and _given_back(row, answer)) or _settled(row, answer)
    return settled


def _given_back(row: Submission, answer: Answer) -> bool:
    by, on = automation(AUTOMATION, row.company), whose.today(row.company.zone)
    return given_back.note(row, answer, by=by, on=on)


def _claimed(way: Connection, *, most: int) -> list[Submission]:
    """Waiting submissions, marked as begun, so that no other worker hands them over."""
    port: Network = registry.use("networks")[way.network]
    with transaction.atomic():
        keys = ordered.next_keys(way, most=most) if port.in_order else _waiting(way, most=most)
        mine = Submission.objects.filter(pk__in=keys)
        now = timezone.now()
        mine.update(begun_at=now, handed_at=now, handed=F("handed") + 1, mode=way.mode)
    found = mine.select_related("file", "company").in_bulk()
    return [found[key] for key in keys]


def _waiting(way: Connection, *, most: int) -> list[int]:
    """The keys of what nobody hands over yet, the oldest first, locked against other workers."""
    waiting = Submission.objects.filter(company=way.company, network=way.network, status="validated", begun_at=None)
    if database.features.has_select_for_update_skip_locked:
        waiting = waiting.select_for_update(skip_locked=True)
    return list(waiting.order_by("pk").values_list("pk", flat=True)[:most])


def _may_send(way: Connection, *, most: int) -> bool:
    """Whether the network wants to be sent something now: it is not to be left alone, or a full call waits for it."""
    if way.send_at is None or way.send_at <= timezone.now():
        return True
    waiting = Submission.objects.filter(company=way.company, network=way.network, status="validated", begun_at=None)
    return waiting.count() >= most


def _rest(way: Connection, answers: Sequence[Answer]) -> None:
    """Keep until when the network wants to be left alone."""
    seconds = max((answer.rest_seconds for answer in answers), default=0)
    if seconds:
        way.send_at = timezone.now() + timedelta(seconds=seconds)
        Connection.objects.filter(pk=way.pk).update(send_at=way.send_at)


def _called(way: Connection, rows: Sequence[Submission], *, asks: bool) -> list[Answer] | None:
    """The network's answers; None where it could not be used, which stands with the connection from now on.

    What lies damaged in the archive is not carried, and answered for by ourselves.
    """
    by, on = automation(AUTOMATION, way.company), whose.today(way.company.zone)
    port: Network = registry.use("networks")[way.network]
    act = port.ask if asks else port.send
    read = [document_of(row) for row in rows]
    carried = [one for one in read if isinstance(one, Document)]
    try:
        given = iter(act(connections.access(way), carried) if carried else ())
    except (Declined, Unreachable) as failure:
        connections.in_trouble(way, failure, by=by, on=on)
        return None
    if carried:
        connections.used(way, by=by, on=on)
    return [next(given) if isinstance(one, Document) else _unread(one, was_sent=asks) for one in read]


def document_of(row: Submission) -> Document | Refused:
    """The submission as the port carries it, its file read and proven; the refusal where that is damaged."""
    try:
        content = files.read(row.file)
    except Refused as refused:
        return refused
    return Document(
        key=row.key,
        content=content,
        form=row.form,
        number=row.number,
        issued_on=row.issued_on,
        kind=row.document_kind,
        reference=row.reference,
        handed_at=row.handed_at,
        facts={name: str(value) for name, value in row.facts.items()},
    )


def _unread(damaged: Refused, *, was_sent: bool) -> Answer:
    """A damaged file never leaves; of one that left before it was damaged, nobody knows until it is restored."""
    if was_sent:
        return Answer(outcome="unknown")
    return Answer(outcome="rejected", findings=(finding_of(damaged, "/"),))


def _settled(row: Submission, answer: Answer) -> bool:
    """Whether the answer moved the submission on; its papers are frozen before, and named in the same transaction."""
    verb = VERBS[answer.outcome]
    now = timezone.now()
    with transaction.atomic():
        mine = Submission.objects.select_for_update(of=("self",)).select_related("company").get(pk=row.pk)
        if (mine.status, mine.handed, mine.asked) != (row.status, row.handed, row.asked):
            return False
        mine.reference = answer.reference[:200] or mine.reference
        mine.told = answer.told or mine.told
        mine.begun_at = None
        mine.asked += 1
        mine.ask_at = now + timedelta(seconds=ASKED_AFTER[min(mine.asked, len(ASKED_AFTER)) - 1])
        moves = (mine.status, verb) in lifecycle.SUBMISSION.moves
        if moves:
            _move(mine, verb, answer, at=now)
        mine.save()
        _keep(mine, answer.receipts)
        if moves:
            by, on = automation(AUTOMATION, mine.company), whose.today(mine.company.zone)
            events.record(TOLD[verb], mine, by=by, on=on, facts=facts(mine))
    return moves


def _move(row: Submission, verb: str, answer: Answer, *, at: datetime) -> None:
    row.status = lifecycle.after(lifecycle.SUBMISSION, row.status, verb)
    if verb == "submit":
        row.submitted_at, row.asked = at, 0
        row.ask_at = at + timedelta(seconds=ASKED_AFTER[0])
    if verb == "lose":
        row.ask_at = at
    if verb in ("accept", "reject"):
        row.settled_at, row.ask_at = at, None
        row.official = answer.number[:100]
        row.findings = [kept(one) for one in answer.findings]
        row.with_errors = answer.with_errors
        row.submitted_at = row.submitted_at or at
    if verb == "release":
        row.ask_at, row.reference, row.asked = None, "", 0


def _keep(row: Submission, receipts: Sequence[Receipt]) -> None:
    now = timezone.now()
    for receipt in receipts:
        file = files.keep(row.company, receipt.content, media_type=receipt.media_type, name=receipt.name)
        Acknowledgement.objects.get_or_create(
            submission=row,
            kind=receipt.kind,
            file=file,
            defaults={"company": row.company, "name": receipt.name[:200], "at": now},
        )
