"""Webhooks when something goes wrong: killed workers, lost leases, pauses, new secrets, sending again, tampering."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone
from standardwebhooks import Webhook

from kvit.core.errors import Refused
from kvit.events import work
from kvit.events.models import Event
from kvit.messages.models import WebhookAttempt, WebhookDelivery, WebhookEndpoint
from kvit.messages.webhooks import deliveries, endpoints, posting, queries, signing
from kvit.ports import registry
from kvit.proof import state
from kvit.reactions import REACTIONS
from kvit.tasks.models import Task
from tests.builders import DAY, a_company, a_customer, somebody, the_owner
from tests.receivers import a_receiver, an_endpoint, later, work_off

pytestmark = pytest.mark.django_db

NAMES = ["customer.created"]


@pytest.fixture
def receiver():
    with a_receiver() as made:
        yield made


@pytest.fixture
def company():
    made = a_company()
    work.run_all(REACTIONS)
    return made


def only(company) -> WebhookDelivery:
    return WebhookDelivery.objects.get(company=company)


def test_killed_after_the_answer_and_before_the_note_it_is_sent_again_under_the_same_id(company, receiver):
    """K02: the receiver sees the effect at least once, and by its key exactly once."""
    an_endpoint(company, receiver, events=NAMES)
    a_customer(company)
    work.run_all(REACTIONS)
    row = posting.claim()
    headers = signing.headers(row.endpoint, row.event.public_id, body=row.body, at=timezone.now())
    registry.use("http").post(receiver.url, body=row.body.encode(), headers=headers)  # and here the worker dies
    assert work_off() == 0  # nobody else takes it while it might still be under way
    later(minutes=3)
    work_off()
    assert (only(company).status, only(company).attempts) == ("delivered", 2)
    assert len(receiver.calls) == 2
    assert len(receiver.kept) == 1


def test_a_late_note_of_a_call_that_was_taken_counts(company, receiver):
    """The lease ran out, another worker is at it: that the first call was taken is still true."""
    an_endpoint(company, receiver, events=NAMES)
    a_customer(company)
    work.run_all(REACTIONS)
    slow = posting.claim()
    later(minutes=3)
    second = posting.claim()
    assert second.attempts == 2
    assert posting.send(slow) == "delivered"
    receiver.answers = [(500, b"")]
    assert posting.send(second) == "delivered"
    assert WebhookAttempt.objects.filter(delivery=slow).count() == 2
    assert posting.claim() is None


def test_a_late_failure_does_not_undo_what_came_after(company, receiver):
    an_endpoint(company, receiver, events=NAMES)
    a_customer(company)
    work.run_all(REACTIONS)
    slow = posting.claim()
    later(minutes=3)
    second = posting.claim()
    receiver.answers = [(500, b"")]
    assert posting.send(slow) == "pending"
    row = only(company)
    assert (row.attempts, row.leased_until) == (2, second.leased_until)
    assert posting.send(second) == "delivered"


def test_addresses_in_trouble_come_last(company, receiver):
    sick = an_endpoint(company, url="https://sick.example.com/", events=NAMES)
    WebhookEndpoint.objects.filter(pk=sick.pk).update(failing_since=timezone.now() - timedelta(hours=1))
    sound = an_endpoint(company, receiver, events=NAMES)
    a_customer(company)
    work.run_all(REACTIONS)
    assert posting.claim().endpoint == sound
    assert posting.claim().endpoint == sick


def test_paused_what_happens_waits(company, receiver):
    row = an_endpoint(company, receiver, events=NAMES)
    by = the_owner(company)
    endpoints.pause(company, row, by=by, on=DAY)
    a_customer(company)
    assert work_off() == 0
    endpoints.resume(company, row, by=by, on=DAY)
    assert work_off() == 1
    assert len(receiver.kept) == 1


def test_a_rotated_secret_signs_beside_the_old_one_for_a_day(company, receiver):
    row = an_endpoint(company, receiver, events=NAMES)
    old = receiver.secret
    _, new = endpoints.rotate(company, row, by=the_owner(company), on=DAY)
    a_customer(company)
    work_off()
    assert receiver.forged == 0  # the receiver still verifies with the old one
    assert len(receiver.calls[0]["webhook-signature"].split()) == 2
    body = only(company).body
    Webhook(new).verify(body, dict(receiver.calls[0]))
    WebhookEndpoint.objects.update(previous_until=timezone.now() - timedelta(seconds=1))
    a_customer(company, name="Beta SRL", vat_id="", external_id="C2")
    work_off()
    assert receiver.forged == 1
    receiver.secret = new
    a_customer(company, name="Gama SRL", vat_id="", external_id="C3")
    work_off()
    assert (receiver.forged, len(receiver.kept)) == (1, 2)
    assert old != new


def test_replayed_it_arrives_again_with_the_same_id_and_text(company, receiver):
    an_endpoint(company, receiver, events=NAMES)
    a_customer(company)
    work_off()
    row = only(company)
    by = somebody(company, "accountant")
    deliveries.replay(company, row, by=by, on=DAY)
    with pytest.raises(Refused, match=r"webhook_delivery\.cannot_replay"):
        deliveries.replay(company, row, by=by, on=DAY)
    work_off()
    assert len(receiver.calls) == 2
    assert len(receiver.kept) == 1
    assert [one.number for one in queries.answers(company, row)] == [1, 2]


def test_what_failed_in_some_days_is_replayed_together(company, receiver):
    row = an_endpoint(company, receiver, events=NAMES)
    for i in range(3):
        a_customer(company, name=f"Client {i}", vat_id="", external_id=f"X{i}")
    work.run_all(REACTIONS)
    first, *rest = WebhookDelivery.objects.order_by("pk")
    WebhookDelivery.objects.update(status="dead")
    today = timezone.now().date()
    by = the_owner(company)
    around = {"since": today - timedelta(days=1), "until": today + timedelta(days=1)}
    before = {"since": today - timedelta(days=9), "until": today - timedelta(days=8)}
    assert deliveries.replay_failed(company, row, **before, by=by, on=DAY) == []
    assert deliveries.replay_failed(company, row, **around, by=by, on=DAY) == [first, *rest]
    assert work_off() == 3
    with pytest.raises(Refused, match=r"webhook_delivery\.bad_days"):
        deliveries.replay_failed(company, row, since=today, until=today - timedelta(days=1), by=by, on=DAY)


def test_replaying_mends_the_task(company, receiver):
    an_endpoint(company, receiver, events=NAMES)
    receiver.answers = [(503, b"")] * 10
    a_customer(company)
    work_off()
    while only(company).status == "pending":
        later(days=2)
        WebhookEndpoint.objects.update(failing_since=timezone.now())
        work_off()
    deliveries.replay(company, only(company), by=the_owner(company), on=DAY)
    work_off()
    assert Task.objects.get(kind="webhook.failed").status == "done"
    assert only(company).status == "delivered"


def test_a_secret_that_cannot_be_read_any_more_is_a_persons_matter(company, receiver, settings):
    an_endpoint(company, receiver, events=NAMES)
    a_customer(company)
    work.run_all(REACTIONS)
    settings.SECRET_KEY = "another-key-" * 5
    work_off()
    assert (only(company).status, only(company).failure) == ("dead", "secret.unreadable")
    assert receiver.calls == []


def test_check_finds_a_delivery_of_another_companys_event(company, receiver):
    an_endpoint(company, receiver, events=NAMES)
    a_customer(company)
    work_off()
    assert state.every_delivery_has_its_event(company) == (1, [])
    a_company("PL")
    strange = Event.objects.exclude(company_id=company.pk).first()
    row = only(company)
    wrong = WebhookDelivery.objects.create(
        company=company,
        endpoint=row.endpoint,
        event=strange,
        name="x",
        body="{}",
        made_at=row.made_at,
        due_at=row.due_at,
    )
    assert state.every_delivery_has_its_event(company) == (2, [wrong.public_id])


def test_the_database_keeps_what_was_sent_and_answered(company, receiver):
    an_endpoint(company, receiver, events=NAMES)
    a_customer(company)
    work_off()
    row = only(company)
    again = WebhookDelivery(
        company=company,
        endpoint=row.endpoint,
        event=row.event,
        name="x",
        body="",
        made_at=row.made_at,
        due_at=row.due_at,
    )
    for change in (
        lambda: WebhookDelivery.objects.filter(pk=row.pk).update(body="{}"),
        lambda: WebhookDelivery.objects.all()._raw_delete("default"),
        lambda: WebhookAttempt.objects.filter(delivery=row).update(status_code=200, answer="fine"),
        lambda: WebhookAttempt.objects.all()._raw_delete("default"),
        lambda: WebhookEndpoint.objects.all()._raw_delete("default"),
        again.save,  # a second delivery of the same event to the same address
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
