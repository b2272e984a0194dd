"""A program drafts, changes, issues and reads invoices."""

import pytest

from kvit.api.tests.program import A_DRAFT, Program, a_program
from kvit.events.models import Event
from kvit.jobs import worker
from kvit.receivables.models import Invoice
from tests.builders import a_user

pytestmark = pytest.mark.django_db


def test_a_draft_is_computed_to_the_cent():
    """3 x 49.90 = 149.70, less 10 % = 134.73; 21 % of it is 28.2933, rounded 28.29."""
    drafted = a_program().post("/invoices", A_DRAFT, status=201)
    assert drafted["id"].startswith("inv_")
    assert drafted["status"] == "draft"
    assert (drafted["net"], drafted["vat"], drafted["gross"]) == ("134.73", "28.29", "163.02")
    assert drafted["number"] is None
    assert drafted["lines"][0]["net"] == "134.73"
    assert drafted["customer"]["external_id"] == "C1"


def test_from_draft_to_a_numbered_invoice_with_its_files():
    program = a_program()
    drafted = program.post("/invoices", A_DRAFT, status=201)
    issued = program.post(f"/invoices/{drafted['id']}/issue")
    assert issued["status"] == "issued"
    assert issued["number"]
    assert issued["balance"] == "163.02"
    assert issued["settlement"] == "open"
    xml = program.ask("GET", f"/invoices/{drafted['id']}/xml?format=ubl")
    assert xml.status_code == 200
    assert xml.headers["Content-Type"] == "application/xml"
    assert issued["number"].encode() in xml.content
    pdf = program.ask("GET", f"/invoices/{drafted['id']}/pdf")
    assert pdf.content.startswith(b"%PDF-1.7")
    assert "attachment" in pdf.headers["Content-Disposition"]
    assert Event.objects.get(name="invoice.issued").actor_kind == "api_key"


def test_a_list_is_walked_by_its_cursor():
    program = a_program()
    made = [program.post("/invoices", {**A_DRAFT, "external_id": f"E{n}"}, status=201)["id"] for n in range(5)]
    seen, after = [], ""
    while True:
        answer = program.get(f"/invoices?limit=2&after={after}")
        assert answer["object"] == "list"
        seen += [one["id"] for one in answer["data"]]
        if not answer["has_more"]:
            break
        after = answer["next"]
    assert seen == list(reversed(made))
    assert answer["next"] is None
    assert program.get("/invoices?status=issued")["data"] == []


def test_a_change_leaves_alone_what_it_does_not_name():
    program = a_program()
    drafted = program.post("/invoices", {**A_DRAFT, "order_ref": "PO-7"}, status=201)
    answer = program.ask("PATCH", f"/invoices/{drafted['id']}", {"note": "Mulțumim"})
    changed = answer.json()
    assert changed["note"] == "Mulțumim"
    assert changed["order_ref"] == "PO-7"
    assert changed["lines"] == drafted["lines"]
    assert changed["net"] == "134.73"
    assert changed["version"] == drafted["version"] + 1
    assert answer.headers["ETag"] == f'"{changed["version"]}"'


def test_two_who_change_the_same_draft_do_not_overwrite_each_other():
    program = a_program()
    drafted = program.ask("POST", "/invoices", A_DRAFT)
    path, etag = f"/invoices/{drafted.json()['id']}", drafted.headers["ETag"]
    assert program.ask("PATCH", path, {"note": "first"}, If_Match=etag).status_code == 200
    error = program.refused("PATCH", path, {"note": "second"}, If_Match=etag, status=412)
    assert error["type"] == "conflict_error"
    assert error["code"] == "request.version_old"
    assert program.get(path)["note"] == "first"
    assert program.refused("DELETE", path, If_Match=etag, status=412)["code"] == "request.version_old"


def test_a_draft_is_thrown_away_and_an_issued_one_is_not():
    program = a_program()
    drafted = program.post("/invoices", A_DRAFT, status=201)
    assert program.ask("DELETE", f"/invoices/{drafted['id']}").status_code == 204
    assert program.get("/invoices")["data"] == []
    other = program.post("/invoices", A_DRAFT, status=201)
    program.post(f"/invoices/{other['id']}/issue")
    error = program.refused("DELETE", f"/invoices/{other['id']}", status=409)
    assert error["code"] == "invoice.not_draft"
    assert (
        program.refused("PATCH", f"/invoices/{other['id']}", {"note": "x"}, status=409)["code"] == "invoice.not_draft"
    )


def test_what_keeps_a_draft_from_being_issued_is_told_by_rule_and_place():
    program = a_program()
    customer = {key: value for key, value in A_DRAFT["customer"].items() if key not in ("country", "vat_id")}
    drafted = program.post("/invoices", {**A_DRAFT, "customer": customer}, status=201)
    checked = program.get(f"/invoices/{drafted['id']}/findings")
    assert checked["ready"] is False
    error = program.refused("POST", f"/invoices/{drafted['id']}/issue", status=422, key="k")
    assert error["type"] == "compliance_error"
    assert "customer.country_missing" in [one["code"] for one in error["errors"]]
    assert all(one["message"] and "{" not in one["message"] for one in error["errors"])
    assert Invoice.objects.get().number is None


def test_many_are_issued_as_a_job_and_one_refusal_does_not_stop_the_rest():
    program = a_program()
    ids = [program.post("/invoices", A_DRAFT, status=201)["id"] for _ in range(3)]
    nowhere = {key: value for key, value in A_DRAFT["customer"].items() if key not in ("country", "vat_id")}
    held = program.post("/invoices", {**A_DRAFT, "customer": {**nowhere, "external_id": "C2"}}, status=201)["id"]

    job = program.post("/invoices/issue", {"ids": [*ids, held]}, status=202)
    assert (job["status"], job["waiting"], job["failed"]) == ("running", 3, 1)
    worker.until_idle()
    job = program.get(f"/jobs/{job['id']}")
    assert (job["status"], job["waiting"], job["done"], job["failed"]) == ("done", 0, 3, 1)
    assert [one["documents"] for one in job["reasons"]] == [1]
    told = program.get(f"/jobs/{job['id']}/outcomes")["data"]
    assert {one["invoice"] for one in told if one["status"] == "done"} == set(ids)
    assert len({one["number"] for one in told if one["number"]}) == 3
    [failed] = program.get(f"/jobs/{job['id']}/outcomes?status=failed")["data"]
    assert failed["invoice"] == held
    assert failed["message"]

    unknown = "inv_00000000000000000000000000"
    error = program.refused("POST", "/invoices/issue", {"ids": [*ids, unknown]}, status=404, key="u")
    assert error["code"] == "invoice.unknown"


def test_a_job_is_foreseen_started_and_cancelled_by_a_program():
    program = a_program()
    ids = [program.post("/invoices", A_DRAFT, status=201)["id"] for _ in range(2)]
    foreseen = program.post("/invoices/issue", {"ids": ids, "dry_run": True, "send": True}, status=202)
    assert (foreseen["act"], foreseen["status"], foreseen["waiting"]) == ("issue_and_send", "proposed", 2)
    worker.until_idle()
    assert not Invoice.objects.filter(status="issued").exists()
    path = f"/jobs/{foreseen['id']}"
    assert program.post(f"{path}/start")["status"] == "running"
    assert program.refused("POST", f"{path}/start", status=409)["code"] == "batch.not_proposed"
    assert program.post(f"{path}/cancel")["status"] == "cancelled"
    worker.until_idle()
    assert not Invoice.objects.filter(status="issued").exists()
    assert program.ask("POST", f"{path}/retry").status_code == 204
    worker.until_idle()
    assert program.get(path)["done"] == 2
    again = program.post("/invoices/send", {"ids": ids}, status=202)
    assert (again["skipped"], again["waiting"]) == (2, 0)


def test_a_viewer_reads_but_does_not_draft():
    program = a_program()
    viewer = a_user()
    program.company.memberships.create(user=viewer, role="viewer")
    reader = Program(program.company, viewer)
    assert reader.get("/invoices")["data"] == []
    error = reader.refused("POST", "/invoices", A_DRAFT, status=403)
    assert (error["type"], error["code"]) == ("permission_error", "permission.denied")
