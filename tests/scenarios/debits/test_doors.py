"""Direct debits by every door, what follows by itself, and what keeps reminders back."""

import base64
import json
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kvit.api.tests.program import Program
from kvit.cli.tests.inside import kvit
from kvit.companies import autopilot, whose
from kvit.companies.models import User
from kvit.core.errors import Refused
from kvit.debits import clocks
from kvit.debits.models import DebitItem, DebitRun, Mandate
from kvit.dunning import campaigns
from kvit.dunning.models import Suppression
from kvit.jobs import worker
from kvit.messages.models import Message
from kvit.payments import incoming
from kvit.payments.models import Payment
from kvit.tasks.models import Task
from tests.builders import breaches
from tests.scenarios.arrangements.debtor import let_reminders_go
from tests.scenarios.debits.collecting import CREDITOR, DEBTOR, OTHER, TUESDAY, booked, returned

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 signed"


def signed_in(actor):
    client = Client()
    client.force_login(User.objects.get(pk=actor.id))
    return client


def today(firm):
    return whose.today(firm.company.zone)


def test_pages_from_the_setting_to_the_file(firm):
    clerk, owner = signed_in(firm.clerk), signed_in(firm.owner)
    page = owner.get("/settings/debits").content.decode()
    assert CREDITOR in page
    bad = owner.post("/settings/debits", {"identifier": "ES24ZZZ47690558N", "account": "x", "notice_days": "14"})
    assert bad.status_code == 422
    assert signed_in(firm.clerk).get("/settings/debits").status_code == 403

    day = today(firm)
    form = {"iban": DEBTOR, "scheme": "core", "kind": "recurring", "reference": "M-1"}
    made = clerk.post(f"/customers/{firm.customer.public_id}/mandate", form)
    mandate = Mandate.objects.get()
    assert made.headers["Location"] == f"/mandates/{mandate.public_id}" and mandate.status == "draft"
    paper = SimpleUploadedFile("m.pdf", PDF, content_type="application/pdf")
    clerk.post(f"/mandates/{mandate.public_id}/sign", {"signed_on": day.isoformat(), "paper": paper})
    assert clerk.get(f"/mandates/{mandate.public_id}/paper").content == PDF
    assert "M-1" in clerk.get(f"/customers/{firm.customer.public_id}").content.decode()
    assert "M-1" in clerk.get("/mandates?view=active").content.decode()

    firm.invoice(on=day)
    until = (day + timedelta(days=60)).isoformat()
    proposed = clerk.post("/debits/new", {"until": until})
    run = DebitRun.objects.get()
    assert proposed.headers["Location"] == f"/debits/{run.public_id}"
    shown = owner.get(f"/debits/{run.public_id}").content.decode()
    assert "M-1" in shown and "FRST" in shown and 'name="version"' in shown
    assert 'name="version"' not in clerk.get(f"/debits/{run.public_id}").content.decode()
    assert run.public_id in owner.get("/debits?view=proposed").content.decode()
    owner.post(f"/debits/{run.public_id}/release", {"version": "1"})
    run.refresh_from_db()
    assert run.file.sha256 in owner.get(f"/debits/{run.public_id}").content.decode()
    content = clerk.post(f"/debits/{run.public_id}/file").content
    assert b"pain.008.001.08" in content
    assert clerk.post("/debits/new", {"until": until}).status_code == 422, "it is in the run already"
    clerk.post(f"/mandates/{mandate.public_id}/last")
    clerk.post(f"/mandates/{mandate.public_id}/cancel", {"reason": "closed"})
    mandate.refresh_from_db()
    assert (mandate.status, mandate.ends_with_next) == ("cancelled", True)
    assert breaches() == []


def test_a_program_does_all_but_the_release(firm):
    program = Program(firm.company, User.objects.get(pk=firm.clerk.id))
    day = today(firm)
    told = {"customer": firm.customer.public_id, "iban": DEBTOR, "reference": "M-1"}
    mandate = program.post("/mandates", told, status=201)
    paper = {"name": "m.pdf", "content": base64.b64encode(PDF).decode()}
    signed = program.post(f"/mandates/{mandate['id']}/sign", {"signed_on": day.isoformat(), "paper": paper})
    assert (signed["status"], len(signed["paper"])) == ("active", 64)
    other = program.post(f"/mandates/{mandate['id']}/amend", {"iban": OTHER})
    assert (other["reference"], other["amends"]) == ("M-1", mandate["id"])
    assert [one["id"] for one in program.get("/mandates?status=active")["data"]] == [other["id"]]
    assert program.get("/creditor") == {
        "identifier": CREDITOR,
        "account": firm.company.bank_accounts.get().iban,
        "notice_days": 14,
    }
    invoice = firm.invoice(on=day)
    run = program.post("/debit_runs", {"until": (day + timedelta(days=60)).isoformat()}, status=201)
    assert [(one["number"], one["sequence"]) for one in run["items"]] == [(invoice.number, "FRST")]
    again = program.refused("POST", "/debit_runs", {"until": day.isoformat()}, status=422, key="k1")
    assert again["code"] == "debit.nothing_due"
    refused = program.refused("POST", f"/debit_runs/{run['id']}/release", {}, status=403, key="k2")
    assert refused["code"] in ("debit_run.no_person", "permission.denied")
    assert program.post(f"/debit_runs/{run['id']}/cancel", {"reason": "x"})["status"] == "cancelled"
    assert program.get(f"/debit_runs/{run['id']}")["items"] == []


def test_commands(firm, tmp_path):
    def said(*words, as_=firm.clerk, on=TUESDAY, **how):
        email = User.objects.get(pk=as_.id).email
        given = ("--company", firm.company.public_id, "--as", email, "--as-of", on.isoformat())
        return kvit(*words, *given, **how)

    mandate = said("mandate", "enter", firm.customer.public_id, "--iban", DEBTOR, "--signed", "2026-03-02").answer
    assert mandate["reference"] == "M-00001" and mandate["holds_until"] == "2029-03-02"
    assert [one["id"] for one in said("mandate", "list").answer] == [mandate["id"]]
    assert said("debit", "creditor").answer["identifier"] == CREDITOR
    firm.invoice()
    run = said("debit", "propose", "--until", "2026-06-30").answer
    assert run["items"][0]["collect_on"] == "2026-04-01" and run["items"][0]["mandate"] == "M-00001"
    assert said("debit", "release", run["id"], exit_code=6).error["code"] in ("permission.denied", "debit_run.own")
    released = said("debit", "release", run["id"], as_=firm.owner).answer
    out = tmp_path / "run.xml"
    exported = said("debit", "export", run["id"], "-o", out).answer
    assert exported["sha256"] == released["sha256"] and b"<SeqTp>FRST" in out.read_bytes()
    assert said("debit", "list", "--status", "exported").answer[0]["collections"] == 1


def test_the_customer_is_told_before_and_when_it_fails_and_a_person_too(firm):
    firm.mandate(reference="M-9")
    invoice = firm.invoice()
    proposed = firm.propose()
    worker.until_idle()
    assert Task.objects.get(kind="debit.to_release").status == "open"
    run = firm.release(proposed)
    firm.export(run)
    worker.until_idle()
    (mail,) = Message.objects.filter(company=firm.company, kind="debit_announced")
    assert mail.to_address == "office@alfa.example"
    for told in (invoice.number, "M-9", CREDITOR, DEBTOR[-4:]):
        assert told in mail.text
    assert DEBTOR not in mail.text, "the end of the account is enough"
    assert Task.objects.get(kind="debit.to_release").status == "done"
    (name,) = firm.ids(run)
    firm.bank(booked("121.00", direction="CRDT"))
    firm.bank(returned(name, "121.00", reason="MD06", on=date(2026, 4, 20)), on=date(2026, 4, 20))
    worker.until_idle()
    (failed,) = Message.objects.filter(company=firm.company, kind="debit_failed")
    assert invoice.number in failed.text and firm.company.bank_accounts.get().iban[:4] in failed.text
    assert Task.objects.get(kind="debit.failed").status == "open"


def test_nobody_is_reminded_of_what_is_being_collected(firm):
    let_reminders_go(firm.company)
    firm.mandate()
    firm.invoice()
    run = firm.sent()
    late = date(2026, 4, 8)
    campaigns.run(firm.company, on=late)
    assert [one.reason for one in Suppression.objects.all()] == ["collecting"]
    assert not Message.objects.filter(kind="reminder").exists()
    (name,) = firm.ids(run)
    firm.bank(booked("121.00", direction="CRDT"), returned(name, "121.00", reason="MS03", on=late), on=late)
    assert DebitItem.objects.get().status == "returned"
    campaigns.run(firm.company, on=late + timedelta(days=1))
    assert Message.objects.filter(kind="reminder").exists(), "what came back is owed as before"


def test_the_autopilot_proposes_and_never_releases(firm):
    firm.mandate()
    firm.invoice()
    assert clocks.run(firm.company, on=TUESDAY).proposed == []
    autopilot.change(firm.company, "debit", level="auto", by=firm.owner, on=TUESDAY)
    (run,) = clocks.run(firm.company, on=TUESDAY).proposed
    assert (run.status, run.proposed_by) == ("proposed", None)
    assert clocks.run(firm.company, on=TUESDAY).proposed == []
    assert firm.release(run).status == "released"


def test_what_a_direct_debit_moved_is_not_taken_back_by_hand(firm):
    firm.mandate()
    invoice = firm.invoice()
    run = firm.sent()
    (name,) = firm.ids(run)
    (line,) = firm.bank(booked("121.00", direction="CRDT"))
    late = date(2026, 4, 20)
    firm.bank(returned(name, "121.00", reason="MD06", on=late), on=late)
    owner = signed_in(firm.owner)
    for payment in Payment.objects.filter(company=firm.company):
        with pytest.raises(Refused, match=r"payment\.of_debit"):
            incoming.take_back(firm.company, payment, reason="wrong", by=firm.owner, on=late)
        if payment.direction == "in":
            assert "take_back" not in owner.get(f"/payments/{payment.public_id}").content.decode()
    assert (DebitItem.objects.get().status, firm.owed(invoice), line.status) == ("returned", 121, "reconciled")
    assert breaches() == []


def test_what_is_told_of_a_run_names_no_account_of_a_customer(firm):
    from kvit.debits import shapes

    firm.mandate()
    firm.invoice()
    run = firm.propose()
    (told,) = shapes.snapshots(firm.company, run.pk)
    assert DEBTOR not in json.dumps(told, default=str) and told["collections"] == 1
