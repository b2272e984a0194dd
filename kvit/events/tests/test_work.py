"""Work rows: leased to one, fenced by the attempt, given up or tried again, and done once."""

from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from kvit.core.errors import Refused
from kvit.core.permissions import SYSTEM
from kvit.events import events, inbound, seals, work
from kvit.events.models import Event, InboundKey, SealedEvent, Work
from kvit.events.work import ATTEMPTS, TryLater

pytestmark = pytest.mark.django_db

DAY = date(2026, 3, 2)


def an_event(name="thing.happened") -> Event:
    """Something that happened to the first event there is, and its work row."""
    subject = Event(pk=1)
    with transaction.atomic():
        return events.record(name, subject, by=SYSTEM, on=DAY)


def claimed(event) -> Work:
    row = work.claim()
    assert row is not None
    assert row.event_id == event.pk
    return row


def row_for(event, handler="pdf") -> Work:
    """The dealt-out row of that handler, the first in the queue."""
    Work.objects.filter(event=event).update(status="done")
    return Work.objects.create(event=event, handler=handler, due_at=timezone.now())


def later(**by):
    """Moves the clock of all rows instead of ours."""
    for row in Work.objects.all():
        row.due_at -= timedelta(**by)
        row.leased_until = row.leased_until and row.leased_until - timedelta(**by)
        row.save()


def refusing_with(code):
    def handle(event):
        raise Refused(code)

    return handle


def test_what_happened_and_its_work_are_written_together_or_not_at_all():
    with pytest.raises(RuntimeError), transaction.atomic():
        events.record("thing.happened", Event(pk=1), by=SYSTEM, on=DAY)
        raise RuntimeError
    assert Event.objects.count() == Work.objects.count() == 0


def test_an_event_outside_a_transaction_is_a_bug():
    if not connection.in_atomic_block:
        with pytest.raises(AssertionError):
            events.record("thing.happened", Event(pk=1), by=SYSTEM, on=DAY)


def test_a_claimed_row_is_nobody_elses_until_its_lease_ends():
    event = an_event()
    first = claimed(event)
    assert work.claim() is None
    later(minutes=6)
    second = claimed(event)
    assert (first.attempt, second.attempt) == (1, 2)


def test_whoever_comes_back_after_its_lease_writes_nothing():
    event = an_event()
    row_for(event)
    slow = claimed(event)
    later(minutes=6)
    claimed(event)
    written = []
    assert work.run(slow, {"thing.happened": [("pdf", lambda event: lambda: written.append("slow"))]}) == "lost"
    assert written == []


def test_the_first_row_deals_the_work_out_once_for_each_handler():
    event = an_event()
    table = {"thing.happened": [("pdf", lambda event: None), ("mail", lambda event: None)]}
    assert work.run(claimed(event), table) == "done"
    assert sorted(Work.objects.values_list("handler", "status")) == [
        ("", "done"),
        ("mail", "pending"),
        ("pdf", "pending"),
    ]
    assert work.run_all(table) == 2
    assert set(Work.objects.values_list("status", flat=True)) == {"done"}


@pytest.mark.parametrize(
    ("code", "status"),
    [("customer.no_address", "dead"), ("archive.no_space", "pending"), ("invoice.not_validated", "pending")],
)
def test_what_a_person_must_mend_is_given_up_and_what_passes_is_tried_again(code, status):
    event = an_event()
    row_for(event)
    assert work.run(claimed(event), {"thing.happened": [("pdf", refusing_with(code))]}) == status
    assert code in Work.objects.get(handler="pdf").error
    assert Event.objects.filter(name="work.given_up").exists() == (status == "dead"), "somebody is told"


@pytest.mark.parametrize("error", [TryLater("the network is away"), ZeroDivisionError("a bug")])
def test_what_fails_is_tried_again_ever_later_and_given_up_in_the_end(error):
    event = an_event()
    row_for(event)

    def handle(event):
        raise error

    waits = []
    for _ in range(ATTEMPTS):
        row = claimed(event)
        before = timezone.now()
        work.run(row, {"thing.happened": [("pdf", handle)]})
        waits.append(Work.objects.get(handler="pdf").due_at - before)
        later(days=1)
    assert waits == sorted(waits)
    assert Work.objects.get(handler="pdf").status == "dead"
    assert Event.objects.filter(name="work.given_up").count() == 1


def test_a_dead_row_is_retried_by_hand_but_not_by_another_company():
    event = Event.objects.create(
        company_id=1, name="thing.happened", subject_kind="thing", subject_id=1, actor_kind="user", actor_id=1,
        actor_name="Ana", acted_on=DAY, at=timezone.now(),
    )  # fmt: skip
    row = row_for(event)
    Work.objects.filter(pk=row.pk).update(status="dead", attempt=8)
    with pytest.raises(Refused) as refusal:
        work.retry(2, row.pk, by=SYSTEM, on=DAY)
    assert refusal.value.code == "work.unknown"
    work.retry(1, row.pk, by=SYSTEM, on=DAY)
    row.refresh_from_db()
    assert (row.status, row.attempt, row.error) == ("pending", 0, "")
    with pytest.raises(Refused):
        work.retry(1, row.pk, by=SYSTEM, on=DAY)


def test_a_handler_that_is_no_more_leaves_its_row_done():
    event = an_event()
    row_for(event, "gone")
    assert work.run(claimed(event), {}) == "done"


# -- taking in once


def test_a_fact_from_outside_is_taken_once():
    assert inbound.take(1, "bank", key="A", fingerprint="f")
    assert not inbound.take(1, "bank", key="A", fingerprint="f")
    assert inbound.take(2, "bank", key="A", fingerprint="other"), "another company's keys are its own"
    with pytest.raises(Refused) as refusal:
        inbound.take(1, "bank", key="A", fingerprint="g")
    assert refusal.value.code == "key.reused"
    assert InboundKey.objects.count() == 2


def test_of_many_keys_the_new_ones_are_told():
    assert inbound.take_new(1, "bank", keys=["A", "B", "A"]) == {"A", "B"}
    assert inbound.take_new(1, "bank", keys=["B", "C"]) == {"C"}


# -- seals


def test_every_event_is_sealed_once_and_proven():
    for _ in range(3):
        an_event()
    assert seals.seal_all() == 3
    assert seals.seal_all() == 0
    an_event()
    assert seals.seal_all() == 1
    proof = seals.verify()
    assert (proof.events, proof.seals, proof.unsealed, proof.broken) == (4, 2, 0, [])
    assert SealedEvent.objects.count() == 4
