"""A repeated request does nothing twice and is answered alike."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kvit.api.tests.program import A_DRAFT, Program, a_program
from kvit.events import inbound
from kvit.events.models import InboundKey
from kvit.receivables.models import Invoice

pytestmark = pytest.mark.django_db


def test_the_same_request_again_gives_the_same_bytes():
    program = a_program()
    drafted = program.post("/invoices", A_DRAFT, status=201)
    first = program.ask("POST", f"/invoices/{drafted['id']}/issue", key="issue-1")
    again = program.ask("POST", f"/invoices/{drafted['id']}/issue", key="issue-1")
    assert first.status_code == again.status_code == 200
    assert again.content == first.content
    assert again.headers["ETag"] == first.headers["ETag"]
    assert "Idempotent-Replayed" not in first.headers
    assert again.headers["Idempotent-Replayed"] == "true"


def test_the_same_draft_again_is_one_draft():
    program = a_program()
    first = program.ask("POST", "/invoices", A_DRAFT, key="draft-1")
    assert program.ask("POST", "/invoices", A_DRAFT, key="draft-1").content == first.content
    assert Invoice.objects.count() == 1


def test_another_request_under_the_same_key_is_refused():
    program = a_program()
    program.post("/invoices", A_DRAFT, status=201, key="k")
    error = program.refused("POST", "/invoices", {**A_DRAFT, "note": "other"}, status=422, key="k")
    assert (error["type"], error["code"]) == ("idempotency_error", "key.reused")
    assert program.refused("POST", "/invoices/issue", {"ids": ["x"]}, status=422, key="k")["code"] == "key.reused"
    assert Invoice.objects.count() == 1


def test_issuing_needs_a_key():
    program = a_program()
    drafted = program.post("/invoices", A_DRAFT, status=201)
    error = program.refused("POST", f"/invoices/{drafted['id']}/issue", status=400)
    assert (error["type"], error["code"]) == ("idempotency_error", "request.key_missing")
    for bad in ("with space", "ä", "x" * 256):
        assert program.refused("POST", f"/invoices/{drafted['id']}/issue", status=400, key=bad)["code"] == (
            "request.key_bad"
        )


def test_what_was_refused_is_not_remembered():
    """Mend the mistake and ask again with the same key: nothing had been kept."""
    program = a_program()
    wrong = {**A_DRAFT, "currency": "XXZ"}
    program.refused("POST", "/invoices", wrong, status=422, key="k")
    assert InboundKey.objects.count() == 0
    program.post("/invoices", A_DRAFT, status=201, key="k")


def test_a_program_never_meets_the_keys_of_another():
    program = a_program()
    other = Program(program.company)
    stranger = a_program("PL")
    first = program.post("/invoices", A_DRAFT, status=201, key="k")
    second = other.post("/invoices", A_DRAFT, status=201, key="k")
    third = stranger.post("/invoices", {**A_DRAFT, "currency": "PLN"}, status=201, key="k")
    assert len({first["id"], second["id"], third["id"]}) == 3


def test_after_thirty_days_a_key_is_new():
    program = a_program()
    program.post("/invoices", A_DRAFT, status=201, key="k")
    InboundKey.objects.update(at=timezone.now() - timedelta(days=30, seconds=1))
    program.post("/invoices", A_DRAFT, status=201, key="k")
    assert Invoice.objects.count() == 2
    InboundKey.objects.update(at=timezone.now() - timedelta(days=31))
    inbound.take(program.company.pk, "gateway", key="charge-1")
    InboundKey.objects.filter(source="gateway").update(at=timezone.now() - timedelta(days=400))
    assert inbound.forget_answers(before=timezone.now() - inbound.ANSWERS_KEPT) == 1
    assert InboundKey.objects.get().source == "gateway"


def test_the_kept_answer_cannot_be_read_in_the_database():
    program = a_program()
    program.post("/invoices", A_DRAFT, status=201, key="k")
    assert "Alfa" not in str(InboundKey.objects.get().answer)
