"""Webhooks on their way: each event once to each address, signed, tried again, given up, never lost or doubled."""

import json

import pytest

from kvit.adapters.http.guarded import GuardedHttp
from kvit.events import work
from kvit.events.models import Event
from kvit.messages.models import WebhookDelivery, WebhookEndpoint
from kvit.messages.webhooks import endpoints, queries
from kvit.ports import registry
from kvit.reactions import REACTIONS
from kvit.tasks.models import Task
from kvit.wording import sentence
from tests.builders import DAY, a_company, a_customer, a_line, an_invoice, the_owner
from tests.receivers import a_receiver, an_endpoint, later, waits, work_off

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


def test_an_issued_invoice_is_told_whole_and_signed(company, receiver):
    an_endpoint(company, receiver, events=["invoice.issued"])
    invoice = an_invoice(company, a_line("100.00", name="Consultanță"))
    work_off()
    event = Event.objects.get(name="invoice.issued")
    (told,) = receiver.kept.values()
    assert (list(receiver.kept), receiver.forged) == ([event.public_id], 0)
    assert told["type"] == "invoice.issued"
    assert (told["livemode"], told["company"]) == (True, company.public_id)
    assert told["timestamp"] == event.at.isoformat().replace("+00:00", "Z")
    assert told["data"]["subject"] == {"kind": "invoice", "id": invoice.public_id}
    found = told["data"]["object"]
    assert (found["number"], found["gross"], found["lines"][0]["name"]) == (invoice.number, "121.00", "Consultanță")
    assert only(company).status == "delivered"


def test_a_test_company_says_so(receiver):
    company = a_company(is_test=True)
    an_endpoint(company, receiver, events=NAMES)
    a_customer(company)
    work_off()
    assert [told["livemode"] for told in receiver.kept.values()] == [False]


def test_only_what_was_asked_for_is_told_and_everything_where_nothing_was(company, receiver):
    an_endpoint(company, receiver, events=NAMES)
    everything = an_endpoint(company, url="https://all.example.com/")
    a_customer(company)
    an_invoice(company)
    work.run_all(REACTIONS)
    chosen = WebhookDelivery.objects.exclude(endpoint=everything).values_list("name", flat=True)
    assert list(chosen) == NAMES
    told = set(everything.deliveries.values_list("name", flat=True))
    assert {"customer.created", "invoice.drafted", "invoice.issued"} <= told


def test_another_companys_events_are_not_told(company, receiver):
    an_endpoint(company, receiver)
    other = a_company("PL")
    a_customer(other)
    work_off()
    assert not [told for told in receiver.kept.values() if told["company"] != company.public_id]
    assert not WebhookDelivery.objects.exclude(event__company_id=company.pk).exists()


def test_dealing_twice_makes_one_delivery(company, receiver):
    an_endpoint(company, receiver, events=NAMES)
    a_customer(company)
    work.run_all(REACTIONS)
    again = dict(REACTIONS["customer.created"])["webhooks"](Event.objects.get(name="customer.created"))
    again()
    work_off()
    assert (only(company).attempts, len(receiver.calls)) == (1, 1)


@pytest.mark.parametrize("status", [500, 404, 429, 302, 301])
def test_what_is_not_taken_is_tried_again_with_the_same_id(company, receiver, status):
    """Redirects are failures too: nothing is followed."""
    an_endpoint(company, receiver, events=NAMES)
    receiver.answers = [(status, b"not now\x00")]
    a_customer(company)
    work_off()
    row = only(company)
    (noted,) = queries.answers(company, row)
    assert (row.status, noted.status_code, noted.answer) == ("pending", status, "not now ")
    assert str(status) in sentence(row.failure, row.failure_facts)
    assert work_off() == 0  # it waits
    assert 4 < waits(row) <= 5.5
    later(seconds=6)
    work_off()
    assert (only(company).status, only(company).failure) == ("delivered", "")
    assert len({call["webhook-id"] for call in receiver.calls}) == 1 < len(receiver.calls)
    assert len(receiver.kept) == 1


def test_ten_tries_over_three_days_then_a_person_is_asked(company, receiver):
    an_endpoint(company, receiver, events=NAMES)
    receiver.answers = [(503, b"down")] * 10
    a_customer(company)
    work_off()
    pauses = []
    while only(company).status == "pending":
        pauses.append(waits(only(company)))
        later(seconds=pauses[-1] + 1)
        work_off()
    # Standard Webhooks' example: 5 s, 5 min, 30 min, 2, 5, 10, 14, 20, 24 h, each up to a tenth longer
    wanted = [5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400]
    assert len(pauses) == len(wanted)
    assert all(pause - 2 <= found <= pause * 1.1 + 1 for pause, found in zip(wanted, pauses, strict=True))
    assert (only(company).status, len(receiver.calls)) == ("dead", 10)
    task = Task.objects.get(company=company, kind="webhook.failed")
    assert (task.status, task.owner) == ("open", company.memberships.get().user)
    assert WebhookEndpoint.objects.get().status == "active"


def test_an_address_that_takes_nothing_for_five_days_is_turned_off(company, receiver):
    row = an_endpoint(company, receiver, events=NAMES)
    receiver.answers = [(500, b"")] * 3
    a_customer(company)
    work_off()
    later(days=4)
    work_off()
    row.refresh_from_db()
    assert row.status == "active"
    later(days=2)
    work_off()
    row.refresh_from_db()
    assert (row.status, row.disabled_reason) == ("disabled", "webhook.failing")
    assert Task.objects.filter(kind="webhook.disabled", status="open").count() == 1
    later(days=2)
    assert work_off() == 0  # nothing is sent while it is off
    endpoints.resume(company, row, by=the_owner(company), on=DAY)
    work_off()
    assert only(company).status == "delivered"
    assert set(Task.objects.filter(kind__startswith="webhook.").values_list("status", flat=True)) == {"done"}


def test_one_answer_between_failures_lets_it_live(company, receiver):
    row = an_endpoint(company, receiver, events=NAMES)
    receiver.answers = [(500, b""), (200, b""), (500, b"")]
    a_customer(company)
    work_off()
    later(days=4)
    work_off()
    a_customer(company, name="Beta SRL", vat_id="", external_id="C2")
    work_off()
    later(days=2)
    row.refresh_from_db()
    assert row.status == "active"


def test_410_turns_the_address_off_at_once(company, receiver):
    row = an_endpoint(company, receiver, events=NAMES)
    receiver.answers = [(410, b"gone")]
    a_customer(company)
    work_off()
    row.refresh_from_db()
    assert (row.status, row.disabled_reason, only(company).status) == ("disabled", "webhook.gone", "dead")
    a_customer(company, name="Beta SRL", vat_id="", external_id="C2")
    assert work_off() == 0
    told = Event.objects.filter(name="webhook_endpoint.disabled").get()
    assert told.facts["host"] == "127.0.0.1"


def test_silence_is_cut_and_tried_again(company, receiver):
    an_endpoint(company, receiver, events=NAMES)
    receiver.wait = 1.5  # the client of these tests waits one second
    a_customer(company)
    work_off()
    row = only(company)
    assert (row.status, row.failure) == ("pending", "http.unreachable")
    assert queries.answers(company, row)[0].status_code is None
    receiver.wait = 0
    later(seconds=6)
    work_off()
    assert (only(company).status, len(receiver.kept)) == ("delivered", 1)


def test_nobody_there_is_tried_again(company, receiver):
    an_endpoint(company, receiver, events=NAMES)
    receiver.close()
    a_customer(company)
    work_off()
    assert (only(company).status, only(company).failure) == ("pending", "http.unreachable")


def test_a_name_that_leads_into_our_own_network_is_never_called(company, receiver):
    """S24: the address was public when it was typed; what counts is where it leads when it is called."""
    registry.register("http", GuardedHttp(look_up=lambda host, port: ["127.0.0.1"]))
    an_endpoint(company, events=NAMES)
    a_customer(company)
    work_off()
    assert (only(company).status, only(company).failure) == ("dead", "url.private")
    assert receiver.calls == []
    assert Task.objects.filter(kind="webhook.failed", status="open").exists()


def test_what_could_not_be_delivered_is_not_told_by_webhook(company, receiver):
    """Otherwise each failure would be a new event to fail with, without end."""
    everything = an_endpoint(company, receiver)
    work_off()
    receiver.answers = [(410, b"")]
    a_customer(company)
    work_off()
    assert Event.objects.filter(name="webhook_delivery.given_up").exists()
    assert not everything.deliveries.filter(name__startswith="webhook_").exists()


def test_a_test_event_goes_to_its_address_alone(company, receiver):
    other = an_endpoint(company, url="https://other.example.com/")
    row = an_endpoint(company, receiver)
    work.run_all(REACTIONS)
    WebhookDelivery.objects.all().update(status="dead")
    sent = endpoints.test(company, row, by=the_owner(company), on=DAY)
    work_off()
    sent.refresh_from_db()
    assert sent.status == "delivered"
    assert [told["type"] for told in receiver.kept.values()] == ["webhook_endpoint.tested"]
    assert not other.deliveries.filter(name="webhook_endpoint.tested").exists()


def test_a_body_stays_under_twenty_kilobytes(company, receiver):
    an_endpoint(company, receiver, events=["invoice.issued"])
    lines = [a_line("1.00", name=f"Position {i} " + "ș" * 60) for i in range(120)]
    invoice = an_invoice(company, *lines)
    work_off()
    row = only(company)
    assert len(row.body.encode()) < 20_000
    found = json.loads(row.body)["data"]["object"]
    assert found["number"] == invoice.number
    assert "lines" not in found
