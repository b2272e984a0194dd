"""The company, its people and keys, its series; what happened, and work that was given up."""

import pytest
from django.db import transaction
from django.utils import timezone

from kvit.api.tests.program import A_DRAFT, Program, a_program
from kvit.companies import whose
from kvit.companies.models import ApiKey
from kvit.events import work
from kvit.events.models import Event, Work
from kvit.reactions import REACTIONS
from kvit.tasks import tasks
from kvit.tasks.tasks import Case
from tests.builders import DAY, the_owner

pytestmark = pytest.mark.django_db


def test_a_key_says_who_it_is_and_what_it_may():
    program = a_program()
    me = program.get("/me")
    assert (me["kind"], me["role"], me["company"]["id"]) == ("api_key", "owner", program.company.public_id)
    assert "invoice.issue" in me["may"]
    assert program.get("/companies")["data"] == [me["company"]]
    assert program.get(f"/companies/{program.company.public_id}") == me["company"]


def test_people_and_keys_come_and_keys_go():
    program = a_program()
    joined = program.post("/users", {"email": "Ion@Example.com", "role": "clerk", "name": "Ion"}, status=201)
    assert joined["email"] == "ion@example.com"
    assert [one["role"] for one in program.get("/users")["data"]].count("clerk") == 1
    assert program.refused("POST", "/users", {"email": "x@example.com", "role": "king"}, status=422)["param"] == "role"
    first = program.ask("POST", "/api_keys", {"user": joined["id"], "name": "shop"}, key="k1")
    made = first.json()
    assert made["key"].startswith("kv_live_")
    assert made["key"].endswith(made["hint"])
    assert program.ask("POST", "/api_keys", {"user": joined["id"], "name": "shop"}, key="k1").content == first.content
    assert ApiKey.objects.filter(name="shop").count() == 1
    assert all("key" not in one for one in program.get("/api_keys")["data"])
    shop = Program.__new__(Program)
    shop.company, shop.secret, shop.client = program.company, made["key"], program.client
    assert shop.get("/me")["role"] == "clerk"
    assert shop.refused("GET", "/api_keys", status=403)["type"] == "permission_error"
    assert program.ask("PATCH", f"/users/{joined['id']}", {"role": "accountant"}).json()["role"] == "accountant"
    assert shop.get("/me")["role"] == "accountant"
    assert program.ask("DELETE", f"/api_keys/{made['id']}").status_code == 204
    assert shop.refused("GET", "/me", status=401)["code"] == "api_key.bad"


def test_a_series_is_changed_for_what_comes():
    program = a_program()
    before = {one["kind"]: one for one in program.get("/series")["data"]}
    assert before["invoice"]["next"]
    changed = program.ask("PUT", "/series/invoice", {"pattern": "AN-{year}-{n:05}"}).json()
    year = whose.today(program.company.zone).year
    assert changed == {"kind": "invoice", "pattern": "AN-{year}-{n:05}", "next": f"AN-{year}-00001"}
    drafted = program.post("/invoices", A_DRAFT, status=201)
    assert program.post(f"/invoices/{drafted['id']}/issue")["number"] == f"AN-{year}-00001"
    wrong = program.refused("PUT", "/series/invoice", {"pattern": "no counter"}, status=422)
    assert wrong["code"].startswith("series.")
    assert program.refused("PUT", "/series/menu", {"pattern": "M-{n}"}, status=422)["param"] == "kind"


def test_what_happened_is_told_with_who_and_when():
    program = a_program()
    drafted = program.post("/invoices", A_DRAFT, status=201, X_Request_ID="shop-order-7")
    event = program.get("/events?name=invoice.drafted")["data"][0]
    assert event["subject"] == {"kind": "invoice", "id": drafted["id"]}
    assert (event["actor"]["kind"], event["request_id"]) == ("api_key", "shop-order-7")
    assert program.get(f"/events/{event['id']}") == event
    assert {one["name"] for one in program.get(f"/events?subject={drafted['id']}")["data"]} == {"invoice.drafted"}


def test_a_task_is_read_done_and_opened_again():
    program = a_program()
    case = Case(
        kind="document.send", key="x", subject_kind="invoice", subject_id=1, facts={"number": "7", "customer": "A"}
    )
    with transaction.atomic():
        row = tasks.open(program.company, case, by=the_owner(program.company), on=DAY)
    assert [one["id"] for one in program.get("/tasks")["data"]] == [row.public_id]
    path = f"/tasks/{row.public_id}"
    task = program.get(path)
    assert "7" in task["title"]
    assert program.get("/tasks?view=closed")["data"] == []
    assert program.post(f"{path}/finish")["status"] == "done"
    assert program.refused("POST", f"{path}/finish", status=409)["code"] == "task.not_open"
    assert program.post(f"{path}/reopen")["status"] == "open"
    assert program.post(f"{path}/assign", {"to": task["owner"]})["owner"] == task["owner"]
    assert program.post(f"{path}/postpone", {"until": "2199-12-30"})["due_on"] >= "2199-12-30"
    assert program.refused("POST", f"{path}/dismiss", {"reason": " "}, status=422)["code"] == "reason.missing"
    assert program.post(f"{path}/dismiss", {"reason": "altfel"})["status"] == "dismissed"


def test_work_that_was_given_up_is_seen_and_tried_again():
    program = a_program()
    stranger = a_program("PL")
    event = Event.objects.filter(company_id=program.company.pk).first()
    row = Work.objects.create(event=event, handler="pdf", status="dead", attempt=8, due_at=timezone.now(), error="full")
    job = program.get("/jobs")["data"][0]
    assert (job["name"], job["attempts"], job["error"]) == ("pdf", 8, "full")
    assert stranger.get("/jobs")["data"] == []
    assert stranger.refused("POST", f"/jobs/{job['id']}/retry", status=404)["code"] == "work.unknown"
    row.refresh_from_db()
    assert row.status == "dead"
    assert program.ask("POST", f"/jobs/{job['id']}/retry").status_code == 204
    row.refresh_from_db()
    assert (row.status, row.attempt) == ("pending", 0)
    assert program.get("/jobs")["data"] == []
    for name in ("x", "job_", "job_٣", "job_" + "9" * 30):
        assert program.refused("POST", f"/jobs/{name}/retry", status=404)["code"] == "work.unknown"


def test_levels_come_with_how_often_what_was_done_by_itself_was_corrected():
    program = a_program()

    def told():
        return next(one for one in program.get("/autopilot")["data"] if one["automation"] == "issue")

    untouched = {"automation": "issue", "level": "suggest", "acts": 0, "corrected": 0, "corrected_percent": None}
    assert told() == untouched
    on_auto = untouched | {"level": "auto"}
    assert program.ask("PUT", "/autopilot/issue", {"level": "auto"}).json() == on_auto
    sent = [program.post("/invoices", A_DRAFT, status=201)["id"] for _ in range(3)]
    work.run_all(REACTIONS)
    assert told() == on_auto | {"acts": 3, "corrected_percent": "0.0"}
    program.post(f"/invoices/{sent[0]}/credit", {"reason": "return"}, status=201)
    assert told() == on_auto | {"acts": 3, "corrected": 1, "corrected_percent": "33.3"}
    assert next(one for one in a_program("PL").get("/autopilot")["data"] if one["automation"] == "issue") == untouched


def test_the_company_and_its_autopilot_are_changed_and_it_keeps_an_owner():
    program = a_program()
    path = f"/companies/{program.company.public_id}"
    assert program.ask("PATCH", path, {"phone": "+40 264 1"}).json()["phone"] == "+40 264 1"
    assert program.refused("PATCH", path, {"currency": "EUR"}, status=422)["errors"][0]["code"] == "field.unknown"
    automation = program.get("/autopilot")["data"][0]["automation"]
    assert program.ask("PUT", f"/autopilot/{automation}", {"level": "auto"}).json()["level"] == "auto"
    assert program.refused("PUT", "/autopilot/menu", {"level": "auto"}, status=404)["code"] == "autopilot.unknown"
    owner = program.get("/users")["data"][0]["id"]
    assert program.ask("DELETE", f"/users/{owner}").status_code == 422
    assert program.get("/me")["role"] == "owner"
