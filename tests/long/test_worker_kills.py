"""Workers are killed at any moment: every effect is there exactly once, and nothing waits for ever."""

import time
from collections import Counter

import pytest

from tests.long.crowd import crowd
from tests.long.inside import look

pytestmark = pytest.mark.long

EVENTS = 150
HANDLERS = ("pdf", "mail")
KILLS = 15

RECORD = f"""
from datetime import date
from django.db import transaction
from django.utils import timezone
from kvit.events.models import Event, Work
now = timezone.now()
with transaction.atomic():
    events = Event.objects.bulk_create(
        Event(company_id=1, name="thing.happened", subject_kind="thing", subject_id=n, actor_kind="user", actor_id=1,
              actor_name="Ana", acted_on=date(2026, 3, 2), at=now) for n in range({EVENTS}))
    Work.objects.bulk_create(Work(event=event, due_at=now) for event in events)
answer = len(events)
"""
OUTCOME = """
from kvit.events.models import InboundKey, Work
answer = {
    "effects": [key.rsplit("/", 2)[0] for key in InboundKey.objects.values_list("key", flat=True)],
    "statuses": list(Work.objects.values_list("status", flat=True)),
}
"""


def test_effects_are_there_once_however_many_workers_die(installation):
    assert look(installation, RECORD) == EVENTS
    with crowd(installation, seed=1) as workers:
        for _ in range(3):
            workers.start("work_until_idle", ",".join(HANDLERS))
        until = time.monotonic() + 120
        while workers.killed < KILLS and workers.alive and time.monotonic() < until:
            time.sleep(workers.chance.uniform(0.05, 0.5))
            before = workers.killed
            workers.kill_one()
            workers.bury()
            if workers.killed > before:
                workers.start("work_until_idle", ",".join(HANDLERS))
        workers.wait(120)
    outcome = look(installation, OUTCOME)
    assert workers.killed >= 5, "too few met their end to prove anything"
    assert set(outcome["statuses"]) == {"done"}
    assert len(outcome["statuses"]) == EVENTS * (1 + len(HANDLERS))
    assert len(outcome["effects"]) == EVENTS * len(HANDLERS)
    assert set(Counter(outcome["effects"]).values()) == {1}
