"""Many documents in one go: foreseen, done in pieces, cancelled, tried again; nothing twice, whoever is killed."""

import pytest
from django.db import transaction

from kvit.companies import autopilot, changes
from kvit.core.errors import Refused
from kvit.events import work
from kvit.events.models import Work
from kvit.jobs import worker
from kvit.messages.models import Message
from kvit.parties import customers
from kvit.reactions import REACTIONS
from kvit.receivables import batches, sending
from kvit.receivables.models import Invoice
from tests.builders import DAY, a_company, a_customer, a_draft, a_line, an_invoice, somebody, the_owner

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    return a_company()


@pytest.fixture
def by(company):
    return the_owner(company)


def names(rows):
    return [row.public_id for row in rows]


def asked(company, act, rows, by):
    """Foreseen and started."""
    batch = batches.propose(company, act, names(rows), by=by, on=DAY)
    return batches.start(company, batch, by=by, on=DAY)


def counted(batch):
    told = batches.counts([batch])[batch.pk]
    return (told.waiting, told.done, told.skipped, told.failed)


def one_piece(batch):
    """Let the worker do one piece of the batch and nothing more, as if it were killed behind it."""
    only = {name: told for name, told in REACTIONS.items() if name.startswith("batch.")}
    before = counted(batch)
    while counted(batch) == before:
        assert work.run_all(only, most=1), "nothing waits"


def test_what_will_happen_is_told_before_anything_happens(company, by):
    good = [a_draft(company) for _ in range(3)]
    silent = a_customer(company, name="Silent SRL", email="", external_id="S")
    mute = a_draft(company, customer=silent)
    nowhere = a_draft(company, customer=a_customer(company, name="Nowhere", vat_id="", external_id="N"))
    customers.change(company, nowhere.party, {"credit_limit": "1"}, version=None, by=by, on=DAY)
    batch = batches.propose(company, "issue_and_send", names([*good, mute, nowhere]), by=by, on=DAY)
    assert counted(batch) == (3, 0, 1, 1)
    assert batches.reasons(batch) == {"invoice.warnings": 1, "message.no_address": 1}
    worker.until_idle()
    assert not Invoice.objects.filter(status="issued").exists()
    assert not Message.objects.exists()


def test_drafts_are_issued_in_date_order_and_each_one_mailed_once(company, by):
    later = a_draft(company, issue_on="2026-03-05")
    earlier = a_draft(company, issue_on="2026-03-03")
    batch = asked(company, "issue_and_send", [later, earlier], by)
    worker.until_idle()
    batch.refresh_from_db()
    assert (batch.status, counted(batch)) == ("done", (0, 2, 0, 0))
    assert [row.number for row in Invoice.objects.order_by("issued_on")] == ["KV-2026-00001", "KV-2026-00002"]
    assert Message.objects.count() == 2


def test_the_autopilot_and_a_batch_send_one_mail_between_them(company, by):
    autopilot.change(company, sending.AUTOMATION, level="auto", by=by, on=DAY)
    batch = asked(company, "issue_and_send", [a_draft(company) for _ in range(3)], by)
    worker.until_idle()
    assert counted(batch) == (0, 3, 0, 0)
    assert Message.objects.count() == 3


def test_a_worker_that_is_killed_halfway_leaves_nothing_twice(company, by, monkeypatch):
    monkeypatch.setattr(batches, "PIECE", 2)
    rows = [a_draft(company, a_line(f"{n}00")) for n in range(1, 8)]
    batch = asked(company, "issue", rows, by)
    one_piece(batch)
    assert counted(batch) == (5, 2, 0, 0)

    def dies(*_args, **_more):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(batches, "_finish_or_go_on", dies)
        one_piece(batch)
    assert counted(batch) == (5, 2, 0, 0), "the piece was issued, and taken back with its outcomes"
    assert Invoice.objects.filter(status="issued").count() == 2
    Work.objects.filter(status="running").update(leased_until=DAY.isoformat() + "T00:00:00Z")
    worker.until_idle()
    assert counted(batch) == (0, 7, 0, 0)
    numbers = sorted(Invoice.objects.values_list("number", flat=True))
    assert numbers == [f"KV-2026-0000{n}" for n in range(1, 8)]


def test_two_workers_with_the_same_piece_do_it_once(company, by):
    batch = asked(company, "send", [an_invoice(company) for _ in range(3)], by)
    event = batch_event(batch, "batch.started")
    first, second = batches.go_on(event), batches.go_on(event)
    with transaction.atomic():
        first()
    with transaction.atomic():
        second()
    assert counted(batch) == (0, 3, 0, 0)
    assert Message.objects.count() == 3


def batch_event(batch, name):
    return Work.objects.select_related("event").filter(event__name=name, event__subject_id=batch.pk).first().event


def test_what_is_cancelled_stops_and_can_go_on(company, by, monkeypatch):
    monkeypatch.setattr(batches, "PIECE", 2)
    batch = asked(company, "issue", [a_draft(company) for _ in range(5)], by)
    one_piece(batch)
    batches.cancel(company, batch, by=by, on=DAY)
    worker.until_idle()
    assert counted(batch) == (3, 2, 0, 0)
    batches.retry(company, batch, by=by, on=DAY)
    worker.until_idle()
    batch.refresh_from_db()
    assert (batch.status, counted(batch)) == ("done", (0, 5, 0, 0))


def test_what_failed_is_mended_and_tried_again(company, by):
    held = a_draft(company, customer=a_customer(company, credit_limit="1"))
    batch = asked(company, "issue", [held, a_draft(company, customer=a_customer(company, external_id="B"))], by)
    worker.until_idle()
    assert counted(batch) == (0, 1, 0, 1)
    customers.change(company, held.party, {"credit_limit": None}, version=None, by=by, on=DAY)
    batches.retry(company, batch, by=by, on=DAY)
    worker.until_idle()
    assert counted(batch) == (0, 2, 0, 0)
    batch.refresh_from_db()
    with pytest.raises(Refused, match="batch.nothing_to_retry"):
        batches.retry(company, batch, by=by, on=DAY)


def test_who_lost_the_role_meanwhile_issues_nothing_more(company, by):
    clerk = somebody(company, "clerk")
    batch = asked(company, "issue", [a_draft(company)], clerk)
    changes.give_role(company, company.memberships.get(user_id=clerk.id).user.public_id, role="viewer", by=by, on=DAY)
    worker.until_idle()
    assert counted(batch) == (1, 0, 0, 0)
    assert not Invoice.objects.filter(status="issued").exists()


@pytest.mark.parametrize("act", ["issue", "send", "issue_and_send"])
def test_a_viewer_starts_nothing(company, act):
    with pytest.raises(Refused, match="permission.denied"):
        batches.propose(company, act, [a_draft(company).public_id], by=somebody(company, "viewer"), on=DAY)


def test_the_documents_of_another_company_are_unknown(company):
    other = a_company("PL")
    with pytest.raises(Refused, match="invoice.unknown"):
        batches.propose(other, "issue", [a_draft(company).public_id], by=the_owner(other), on=DAY)
