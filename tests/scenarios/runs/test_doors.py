"""Runs through every door: the command line, the API by key and by session, the pages; and what no door lets pass."""

import base64

import pytest
from django.test import Client

from kvit.api.tests.program import Program
from kvit.archive.files import sha256
from kvit.cli.tests.inside import kvit
from kvit.companies import absences, whose
from kvit.companies.absences import Away
from kvit.companies.models import User
from kvit.core.tests.test_pain002 import instruction, item, report, why
from kvit.events import work
from kvit.parties import bank_details
from kvit.payments import runs
from kvit.payments.models import PaymentRun
from kvit.reactions import REACTIONS
from kvit.tasks.models import Task
from tests.builders import a_line, breaches, somebody
from tests.scenarios.bills.supplied import invoiced
from tests.scenarios.runs.paying import MONDAY

pytestmark = pytest.mark.django_db(transaction=True)


def user(actor):
    return User.objects.get(pk=actor.id)


def browser(actor):
    """Their session; pages act on the day that it is."""
    client = Client()
    client.force_login(user(actor))
    return client


def of(firm, actor):
    return ("--company", firm.company.public_id, "--as", user(actor).email, "--as-of", MONDAY)


def test_the_command_line_proposes_releases_and_exports(firm, tmp_path):
    firm.bill()
    run = kvit("run", "propose", "--until", "2026-06-30", *of(firm, firm.clerk)).answer
    assert (run["status"], run["sum"], run["items"][0]["pays"]) == ("proposed", "121.00", "121.00")
    assert [one["what"] for one in run["account_changes"]] == ["bank_detail.confirmed", "bank_detail.requested"]
    assert kvit("run", "release", run["id"], *of(firm, firm.clerk), exit_code=6).error["code"] == "permission.denied"
    assert kvit("run", "release", run["id"], *of(firm, firm.ana), exit_code=6).error["code"] == "run.own_account"
    released = kvit("run", "release", run["id"], *of(firm, firm.owner)).answer
    out = tmp_path / "run.xml"
    exported = kvit("run", "export", run["id"], "-o", out, *of(firm, firm.clerk)).answer
    assert exported["sha256"] == released["sha256"] == sha256(out.read_bytes())
    assert [one["status"] for one in kvit("run", "list", *of(firm, firm.clerk)).answer] == ["exported"]
    error = kvit("run", "cancel", run["id"], "--reason", "x", *of(firm, firm.clerk), exit_code=7).error
    assert error["code"] == "run.cannot_cancel"


def test_a05_no_key_releases_not_even_the_owners(firm):
    firm.bill()
    run = firm.propose()
    program = Program(firm.company, user(firm.owner))
    refused = program.refused("POST", f"/payment_runs/{run.public_id}/release", status=403, key="k1")
    assert refused["code"] == "run.no_person"
    assert program.get(f"/payment_runs/{run.public_id}")["status"] == "proposed"


def test_a05_no_owner_is_three_people_by_keys_that_they_made_for_colleagues(firm):
    firm.bill("10.00")
    owners = Program(firm.company, user(firm.owner))
    clerk, ana = Program(firm.company), Program(firm.company)
    for program, colleague in ((clerk, firm.clerk), (ana, firm.ana)):
        told = {"user": user(colleague).email, "name": "import"}
        program.secret = owners.post("/api_keys", told, status=201)["key"]
    content = base64.b64encode(invoiced(firm.seller, a_line("9000.00"))).decode()
    bill = clerk.post("/bills", {"name": "factura.xml", "content": content}, status=201)
    approve = f"/bills/{bill['id']}/approve"
    assert ana.refused("POST", approve, status=403, key="k1")["code"] == "bill.own"
    assert owners.refused("POST", approve, status=403, key="k2")["code"] == "bill.own"
    page = browser(firm.owner).get(f"/bills/{bill['id']}").content.decode()
    assert approve not in page
    assert browser(firm.owner).post(approve, {"version": bill["version"]}).status_code == 403
    error = kvit("bill", "approve", bill["id"], *of(firm, firm.owner), exit_code=6).error
    assert error["code"] == "bill.own"
    assert browser(firm.ana).post(approve, {"version": bill["version"]}).status_code == 302
    made = clerk.post("/payment_runs", {"until": whose.today(firm.company.zone).isoformat()}, status=201)
    run = PaymentRun.objects.get(public_id=made["id"])
    for who in (firm.owner, firm.ana):
        assert browser(who).post(f"/runs/{run.public_id}/release", {"version": run.version}).status_code == 403
    run.refresh_from_db()
    assert run.status == "proposed", "one person brought it, approved it, proposed it and released it"
    another = somebody(firm.company, "owner")
    assert browser(another).post(f"/runs/{run.public_id}/release", {"version": run.version}).status_code == 302
    assert breaches() == []


def test_a05_through_pages_a_stand_in_and_another_role_nobody_has_two_duties(firm):
    firm.bill()
    run = firm.propose()
    release = f"/runs/{run.public_id}/release"
    told = {"version": run.version}
    assert browser(firm.clerk).post(release, told).status_code == 403
    firm.company.memberships.filter(user_id=firm.clerk.id).update(role="owner")
    assert browser(firm.clerk).post(release, told).status_code == 403, "they proposed it, whatever they are now"
    today = whose.today(firm.company.zone)
    away = Away(first=today, last=today, substitute=user(firm.ana).email)
    absences.note(firm.company, user(firm.owner), away=away, by=firm.owner, on=today)
    assert browser(firm.ana).post(release, told).status_code == 403, "who stands in releases nothing they approved"
    assert PaymentRun.objects.get(pk=run.pk).status == "proposed"
    assert browser(firm.owner).post(release, told).status_code == 302
    assert breaches() == []


def test_the_page_says_what_is_paid_what_is_left_out_and_whose_account_changed(firm):
    bill = firm.bill()
    run = firm.propose()
    today = whose.today(firm.company.zone)
    bank_details.request(
        firm.company, bill.party, iban="RO09BCYP0000001234567890", source="portal", by=firm.clerk, on=today
    )
    page = browser(firm.owner).get(f"/runs/{run.public_id}").content.decode()
    for said in ("Four eyes.", "Release", "RO09 BCYP 0000 0012 3456 7890 named", "Nothing: all that is due is in it."):
        assert said in page
    own = browser(firm.clerk).get(f"/runs/{run.public_id}").content.decode()
    assert "You proposed it." in own
    firm.release(run)
    answer = browser(firm.clerk).post(f"/runs/{run.public_id}/file")
    assert sha256(answer.content) in browser(firm.clerk).get(f"/runs/{run.public_id}").content.decode()


def test_a_page_proposes_and_says_why_nothing_can_be_paid(firm):
    bank = firm.company.bank_accounts.get()
    told = {"until": "30.06.2026", "account": bank.public_id, "format": ""}
    refused = browser(firm.clerk).post("/runs/new", told)
    assert refused.status_code == 422 and "Nothing can be paid" in refused.content.decode()
    assert "/runs/new" in browser(firm.clerk).get("/runs").content.decode()


def test_the_bank_refuses_one_and_it_can_be_paid_anew(firm, tmp_path):
    first, _second = firm.bill("100.00"), firm.bill("200.00")
    run = firm.release(firm.propose())
    name = run.public_id.replace("_", "")
    key = run.items.get(number=first.number).end_to_end_id
    said = report(instruction(f"{name}-001", "PART", item(key, "RJCT", why("AC04"))), state="PART", file=name)
    file = tmp_path / "pain002.xml"
    file.write_bytes(said)
    early = kvit("run", "status", file, *of(firm, firm.clerk), exit_code=7).error
    assert early["code"] == "run.not_with_bank"
    firm.export(run)
    told = kvit("run", "status", file, *of(firm, firm.clerk)).answer
    assert {one["number"]: (one["state"], one["status"]) for one in told["items"]}[first.number] == (
        "rejected",
        "failed",
    )
    assert kvit("run", "status", file, *of(firm, firm.clerk)).answer["run"] == run.public_id, "twice changes nothing"
    again = firm.propose()
    assert [one.number for one in again.items.all()] == [first.number]
    assert again.left_out[0]["rule"] == "run.in_another"
    while work.run_all(REACTIONS, most=50):
        pass
    task = Task.objects.get(company=firm.company, kind="run.item_failed")
    assert task.status == "open" and task.facts["codes"] == ["AC04"]
    assert breaches() == []


def test_a_report_about_another_file_or_of_a_stranger_changes_nothing(firm, tmp_path):
    firm.bill()
    run = firm.release(firm.propose())
    firm.export(run)
    file = tmp_path / "pain002.xml"
    file.write_bytes(report(state="RJCT", file="run01JD"))
    assert kvit("run", "status", file, *of(firm, firm.clerk), exit_code=None).error["code"] == "bank_answer.other_run"
    assert firm.now(run).items.get().status == "sent"


def test_who_only_looks_may_look(firm):
    firm.bill()
    run = firm.propose()
    viewer = somebody(firm.company, "viewer")
    page = browser(viewer).get(f"/runs/{run.public_id}")
    assert page.status_code == 200 and b"/release" not in page.content
    assert browser(viewer).post("/runs/new", {"until": "30.06.2026"}).status_code in (403, 422)
    runs.cancel(firm.company, run, reason="x", by=firm.clerk, on=MONDAY)
