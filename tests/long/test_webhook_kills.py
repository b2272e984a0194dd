"""K02: those who call webhooks are killed at any moment; each event is taken once by its key, and none is lost."""

import time

import pytest

from tests.long.crowd import crowd
from tests.long.inside import look
from tests.receivers import Receiver

pytestmark = [pytest.mark.long, pytest.mark.timeout(900)]

EVENTS = 60
KILLS = 8

PREPARE = """
from django.db import transaction
from django.utils import timezone
from kvit.events.models import Event
from kvit.messages.models import WebhookEndpoint
from kvit.messages.webhooks import dealing, endpoints
from tests.builders import DAY, a_company, the_owner
company = a_company()
by = the_owner(company)
row, secret = endpoints.add(company, {{"url": "https://hooks.example.com/"}}, by=by, on=DAY)
WebhookEndpoint.objects.update(url={url!r})
row.refresh_from_db()
with transaction.atomic():
    events = Event.objects.bulk_create(
        Event(company_id=company.pk, name="customer.created", subject_kind="party", subject_id=n, actor_kind="user",
              actor_id=1, actor_name="Ana", acted_on=DAY, at=timezone.now()) for n in range({events}))
    for event in events:
        dealing.write(event, [row], body=dealing.body(event, company))
answer = secret
"""
OUTCOME = """
from kvit.companies.models import Company
from kvit.messages.models import WebhookAttempt, WebhookDelivery
from kvit.proof import state
rows = WebhookDelivery.objects.all()
answer = {
    "statuses": list(rows.values_list("status", flat=True)),
    "calls": sum(rows.values_list("attempts", flat=True)),
    "noted": WebhookAttempt.objects.count(),
    "breaches": list(state.every_delivery_has_its_event(Company.objects.get())[1]),
}
"""


def test_each_event_is_taken_once_however_many_callers_die(installation):
    receiver = Receiver()
    receiver.wait = 0.5  # most of the time somebody is between a call and its note
    receiver.secret = look(installation, PREPARE.format(url=receiver.url, events=EVENTS))
    with crowd(installation, seed=2) as callers:
        for _ in range(3):
            callers.start("call_webhooks")
        until = time.monotonic() + 90
        while callers.killed < KILLS and callers.alive and time.monotonic() < until:
            time.sleep(callers.chance.uniform(0.05, 0.4))
            before = callers.killed
            callers.kill_one()
            callers.bury()
            if callers.killed > before:
                callers.start("call_webhooks")
        callers.wait(120)
    receiver.close()
    outcome = look(installation, OUTCOME)
    assert callers.killed >= 5, "too few met their end to prove anything"
    assert outcome["statuses"] == ["delivered"] * EVENTS
    assert len(receiver.kept) == EVENTS, "each is taken, and by its key once"
    assert receiver.forged == 0
    assert outcome["calls"] > outcome["noted"], "nobody died between a call and its note: that is what this is about"
    assert len(receiver.calls) <= outcome["calls"]
    assert outcome["breaches"] == []
