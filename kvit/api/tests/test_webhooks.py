"""Programs that let themselves be told: endpoints with secrets shown once, a log with cursors, sending again."""

import pytest

from kvit.api.tests.program import Program, a_program
from kvit.messages.models import WebhookDelivery, WebhookEndpoint
from tests.builders import a_customer, a_user
from tests.receivers import a_receiver, later, work_off

pytestmark = pytest.mark.django_db

GIVEN = {"url": "https://hooks.example.com/kvit", "description": "CRM", "events": ["customer.created"]}


@pytest.fixture
def program():
    return a_program()


def test_an_endpoint_is_added_and_its_secret_is_told_once(program):
    first = program.ask("POST", "/webhook_endpoints", GIVEN, key="k1")
    made = first.json()
    assert first.status_code == 201
    assert made["secret"].startswith("whsec_")
    assert (made["status"], made["events"], made["version"]) == ("active", ["customer.created"], 1)
    assert program.ask("POST", "/webhook_endpoints", GIVEN, key="k1").content == first.content  # the same answer again
    assert WebhookEndpoint.objects.count() == 1
    listed = program.get("/webhook_endpoints")["data"]
    assert [one["id"] for one in listed] == [made["id"]]
    assert "secret" not in listed[0]
    assert "secret" not in program.get(f"/webhook_endpoints/{made['id']}")


def test_what_cannot_be_called_is_refused_in_the_envelope(program):
    wrong = program.refused("POST", "/webhook_endpoints", {"url": "https://127.0.0.1:5432/"}, status=422)
    assert wrong["code"] == "url.port"
    assert program.refused("POST", "/webhook_endpoints", {**GIVEN, "events": ["x.y"]}, status=422)["code"] == (
        "webhook_endpoint.bad_event"
    )
    program.post("/webhook_endpoints", GIVEN, status=201)
    assert program.refused("POST", "/webhook_endpoints", GIVEN, status=409)["code"] == "webhook_endpoint.known"


def test_a_change_made_on_an_old_version_is_refused(program):
    made = program.post("/webhook_endpoints", GIVEN, status=201)
    at = f"/webhook_endpoints/{made['id']}"
    read = program.ask("GET", at)
    changed = program.ask("PATCH", at, {"events": ["*"]}, If_Match=read["ETag"])
    assert (changed.status_code, changed.json()["events"], changed["ETag"]) == (200, ["*"], '"2"')
    assert program.refused("PATCH", at, {"description": "x"}, status=412, If_Match=read["ETag"])
    assert program.post(f"{at}/pause")["status"] == "paused"
    assert program.refused("POST", f"{at}/pause", status=409, key="p")["code"] == "webhook_endpoint.not_active"
    assert program.post(f"{at}/resume")["status"] == "active"
    rotated = program.post(f"{at}/rotate_secret")
    assert rotated["secret"] not in (made["secret"], None)
    assert rotated["previous_until"]
    assert program.ask("DELETE", at).status_code == 204
    assert program.refused("GET", at, status=404)["code"] == "webhook_endpoint.unknown"


def test_the_log_tells_what_was_answered_and_sends_again(program):
    with a_receiver() as receiver:
        made = program.post("/webhook_endpoints", GIVEN, status=201)
        receiver.secret = made["secret"]
        WebhookEndpoint.objects.update(url=receiver.url)
        receiver.answers = [(503, b"closed")]
        for i in range(3):
            a_customer(program.company, name=f"Client {i}", vat_id="", external_id=f"X{i}")
        work_off()
        page = program.get(f"/deliveries?endpoint={made['id']}&limit=2")
        assert page["has_more"]
        rest = program.get(f"/deliveries?limit=2&after={page['next']}")
        assert len(page["data"]) + len(rest["data"]) == 3
        (failed,) = program.get("/deliveries?status=pending")["data"]
        whole = program.get(f"/deliveries/{failed['id']}")
        assert (whole["body"]["type"], whole["body"]["data"]["event"]) == ("customer.created", failed["event"])
        assert [(one["status_code"], one["answer"]) for one in whole["answers"]] == [(503, "closed")]
        assert "503" in whole["failure"]
        assert program.refused("POST", f"/deliveries/{failed['id']}/replay", status=409, key="r")["code"] == (
            "webhook_delivery.cannot_replay"
        )
        WebhookDelivery.objects.filter(public_id=failed["id"]).update(status="dead")
        days = {"since": "1999-01-01", "until": "2199-01-01"}
        assert program.refused("POST", f"/webhook_endpoints/{made['id']}/replay", {**days, "since": "x"}, status=422)
        days["since"] = "2000-01-01"
        again = program.post(f"/webhook_endpoints/{made['id']}/replay", days)["data"]
        assert [one["id"] for one in again] == [failed["id"]]
        later(seconds=6)
        work_off()
        assert program.post(f"/deliveries/{failed['id']}/replay")["status"] == "pending"
        work_off()
        assert len(receiver.kept) == 3
        tested = program.post(f"/webhook_endpoints/{made['id']}/test", status=201)
        work_off()
        assert program.get(f"/deliveries/{tested['id']}")["status"] == "delivered"
    assert program.refused("GET", "/deliveries?status=lost", status=422)["code"] == "status.unknown"


def test_a_clerk_neither_adds_nor_reads(program):
    clerk = a_user()
    program.company.memberships.create(user=clerk, role="clerk")
    other = Program(program.company, clerk)
    for method, path in (("GET", "/webhook_endpoints"), ("GET", "/deliveries")):
        assert other.refused(method, path, status=403)["code"] == "permission.denied"
    assert other.refused("POST", "/webhook_endpoints", GIVEN, status=403)["code"] == "permission.denied"
