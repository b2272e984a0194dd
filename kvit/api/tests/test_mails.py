"""Documents are sent once for each wish, and what became of each mail is told."""

import pytest

from kvit.api.tests.program import A_DRAFT, a_program

pytestmark = pytest.mark.django_db


def issued(program):
    drafted = program.post("/invoices", A_DRAFT, status=201)
    return program.post(f"/invoices/{drafted['id']}/issue")


def test_an_invoice_is_sent_once_and_again_only_on_purpose():
    program = a_program()
    invoice = issued(program)
    send = f"/invoices/{invoice['id']}/send"
    [mail] = program.post(send, {"message": "As agreed."}, key="first")["data"]
    assert (mail["status"], mail["to"], mail["about"]["id"]) == ("queued", "office@alfa.example", invoice["id"])
    assert program.post(send, {"message": "As agreed."}, key="first")["data"] == [mail], "the same request"
    assert program.refused("POST", send, {}, status=409, key="second")["code"] == "message.waiting"
    assert [one["id"] for one in program.get("/messages?status=queued")["data"]] == [mail["id"]]
    assert program.get("/messages?status=sent")["data"] == []


def test_a_proforma_is_sent_once_and_again_only_on_purpose():
    program = a_program()
    offer = program.post("/proformas", A_DRAFT, status=201)
    send = f"/proformas/{offer['id']}/send"
    assert program.refused("POST", send, {}, status=409, key="draft")["code"] == "proforma.not_issued"
    program.post(f"/proformas/{offer['id']}/issue")
    [mail] = program.post(send, {"message": "As agreed."}, key="first")["data"]
    assert (mail["status"], mail["kind"], mail["to"]) == ("queued", "proforma_sent", "office@alfa.example")
    assert mail["about"]["id"] == offer["id"]
    assert program.post(send, {"message": "As agreed."}, key="first")["data"] == [mail], "the same request"
    assert program.refused("POST", send, {}, status=409, key="second")["code"] == "message.waiting"
    program.company.outbox.update(status="sent")
    assert program.refused("POST", send, {}, status=409, key="third")["code"] == "message.sent_before"
    [again] = program.post(send, {"again": True}, key="fourth")["data"]
    assert again["id"] != mail["id"]


def test_a_draft_is_not_sent():
    program = a_program()
    drafted = program.post("/invoices", A_DRAFT, status=201)
    send = f"/invoices/{drafted['id']}/send"
    assert program.refused("POST", send, {}, status=409, key="x")["code"] == "message.not_issued"


def test_a_person_says_what_became_of_a_mail():
    program = a_program()
    [mail] = program.post(f"/invoices/{issued(program)['id']}/send", {})["data"]
    path = f"/messages/{mail['id']}"
    assert program.refused("POST", f"{path}/confirm", status=409)["code"] == "message.not_unknown"
    assert program.refused("POST", f"{path}/retry", status=409, key="x")["code"] == "message.cannot_retry"
    program.company.outbox.update(status="sent")
    assert program.post(f"{path}/bounce", {"reason": "mailbox full"})["status"] == "bounced"
    assert "mailbox full" in program.get(path)["failure"]
    assert program.post(f"{path}/retry")["status"] == "queued"
