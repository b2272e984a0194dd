"""Tasks are opened once for each case, closed by what mends it or by people; notes bear their author's name."""

from datetime import date, timedelta
from itertools import permutations

import pytest
from django.db import transaction
from django.utils import translation

from kvit.companies import companies
from kvit.companies.permissions import api_actor, automation
from kvit.core.errors import Refused
from kvit.events import events
from kvit.events.models import Event, Work
from kvit.tasks import following, notes, queries, tasks, texts
from kvit.tasks.kinds import KINDS
from kvit.tasks.models import Note, Task
from kvit.tasks.tasks import Case
from kvit.wording import tasks as words
from tests.builders import DAY, a_company, a_customer, a_user, somebody, the_owner

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    return a_company()


def a_case(key: str = "message.failed/msg_1", **facts: object) -> Case:
    told = {
        "kind": "message.failed",
        "subject_kind": "message",
        "subject_id": 1,
        "subject_public_id": "msg_1",
        "facts": {"number": "KV-1", "to": "office@alfa.example"},
    }
    return Case(**{**told, "key": key, **facts})


def a_task(company, key: str = "message.failed/msg_1", *, on: date = DAY, owner=None, **facts: object) -> Task:
    with transaction.atomic():
        return tasks.open(company, a_case(key, **facts), by=automation("tasks", company), on=on, owner=owner)


def happened(company, noun_verb: str, subject, **facts: object) -> Event:
    with transaction.atomic():
        return events.record(noun_verb, subject, by=automation("test", company), on=DAY, facts=facts)


def followed(*found: Event) -> None:
    """Their work, in this order."""
    for event in found:
        with transaction.atomic():
            following.follow(event)()


def test_a_case_has_one_open_task_however_often_it_comes_up(company):
    first, second = a_task(company), a_task(company)
    assert first.pk == second.pk
    assert Event.objects.filter(name="task.opened").count() == 1
    tasks.finish(company, first, by=the_owner(company), on=DAY)
    third = a_task(company)
    assert third.pk != first.pk
    assert Task.objects.filter(status="open").count() == 1


def test_a_task_is_for_the_one_who_is_responsible_and_else_for_the_owner(company):
    clerk = somebody(company, "clerk")
    user = company.memberships.get(role="clerk").user
    assert a_task(company, "a", owner=user).owner_id == clerk.id
    assert a_task(company, "b").owner_id == the_owner(company).id
    assert a_task(company, "c", owner=a_user()).owner_id == the_owner(company).id, "who left cannot do it"


def test_a_task_is_due_on_a_working_day(company):
    friday, monday = date(2026, 3, 6), date(2026, 3, 9)
    assert a_task(company, on=friday).due_on == monday, "one day later is a Saturday"


def test_what_was_done_dismissed_and_reopened_is_told_with_who_and_why(company):
    by = the_owner(company)
    task = a_task(company)
    with pytest.raises(Refused) as refusal:
        tasks.dismiss(company, task, reason=" ", by=by, on=DAY)
    assert refusal.value.code == "reason.missing"
    tasks.dismiss(company, task, reason="he called", by=by, on=DAY)
    with pytest.raises(Refused) as refusal:
        tasks.finish(company, task, by=by, on=DAY)
    assert refusal.value.code == "task.not_open"
    tasks.reopen(company, task, by=by, on=DAY)
    tasks.finish(company, task, by=by, on=DAY)
    found = Event.objects.filter(subject_kind="task", subject_id=task.pk).order_by("pk")
    assert [(event.name, event.actor_id, event.reason) for event in found] == [
        ("task.opened", 0, ""),
        ("task.dismissed", by.id, "he called"),
        ("task.reopened", by.id, ""),
        ("task.done", by.id, ""),
    ]


def test_a_closed_task_is_not_reopened_beside_a_newer_one_of_its_case(company):
    by = the_owner(company)
    old = a_task(company)
    tasks.finish(company, old, by=by, on=DAY)
    a_task(company)
    with pytest.raises(Refused) as refusal:
        tasks.reopen(company, old, by=by, on=DAY)
    assert refusal.value.code == "task.known"


def test_a_task_is_given_to_a_colleague_and_to_nobody_else(company):
    by = the_owner(company)
    clerk = somebody(company, "clerk")
    task = a_task(company)
    email = company.memberships.get(role="clerk").user.email
    assert tasks.assign(company, task, to=email, by=by, on=DAY).owner_id == clerk.id
    stranger = a_user()
    with pytest.raises(Refused) as refusal:
        tasks.assign(company, task, to=stranger.email, by=by, on=DAY)
    assert refusal.value.code == "user.unknown"


def test_the_lists_are_mine_all_overdue_and_closed(company):
    by = the_owner(company)
    somebody(company, "clerk")
    clerk = company.memberships.get(role="clerk").user
    late = a_task(company, "late", on=DAY - timedelta(days=30))
    other = a_task(company, "other", owner=clerk)
    done = tasks.finish(company, a_task(company, "done"), by=by, on=DAY)
    owner = company.memberships.get(role="owner").user

    def seen(view):
        return [task.pk for task in queries.listed(company, view, user=owner, on=DAY).rows]

    assert seen("mine") == [late.pk]
    assert seen("open") == [late.pk, other.pk]
    assert seen("overdue") == [late.pk]
    assert seen("closed") == [done.pk]
    assert queries.counts(company, user=owner, on=DAY) == queries.Counts(mine=1, open=2, overdue=1)
    tasks.postpone(company, late, until=DAY + timedelta(days=1), by=by, on=DAY)
    assert queries.counts(company, user=clerk, on=DAY) == queries.Counts(mine=1, open=2, overdue=0)
    assert [task.pk for task in queries.of_subject(company, "message", id=1)] == [late.pk, other.pk]


def test_a_viewer_reads_tasks_and_does_none(company):
    task = a_task(company)
    viewer = somebody(company, "viewer")
    for act in (tasks.finish, tasks.reopen):
        with pytest.raises(Refused) as refusal:
            act(company, task, by=viewer, on=DAY)
        assert refusal.value.code == "permission.denied"


# -- tables of what opens and closes


READ_BY_HAND = {"mail.to_read", "plan.broken", "chargeback.stuck", "text.failed"}
"""Nothing in Kvit shows that a person read a mail, or talked to a customer."""


def test_every_kind_has_its_words_and_every_rule_its_kind():
    assert set(words.TITLES) == set(KINDS)
    ruled = {rule.kind for table in (following.OPENS, following.CLOSES) for rules in table.values() for rule in rules}
    assert ruled <= set(KINDS)
    opened = {rule.kind for rules in following.OPENS.values() for rule in rules}
    closed = {rule.kind for rules in following.CLOSES.values() for rule in rules}
    assert opened - closed == READ_BY_HAND, "a task that nothing closes but a person's hand"


def test_a_failed_mail_opens_a_task_and_sending_it_again_closes_it(company):
    message = a_customer(company)  # any row of the company stands for the mail
    failed = happened(company, "message.failed", message, number="KV-1", to="office@alfa.example", failure="x")
    followed(failed)
    (task,) = queries.of_subject(company, "party", id=message.pk)
    assert task.kind == "message.failed"
    followed(happened(company, "message.queued", message, about="inv_1"))
    task.refresh_from_db()
    assert task.status == "done"


def test_a_newer_mail_in_its_place_closes_it_too(company):
    failed = happened(company, "message.failed", a_customer(company), number="KV-1", to="office@alfa.example")
    followed(failed)
    followed(happened(company, "message.queued", company, about="inv_1", replaces=[failed.subject_public_id, "msg_2"]))
    assert Task.objects.get().status == "done"


def test_in_whatever_order_workers_come_to_it_the_end_is_the_same(company):
    subject = a_customer(company)
    told = [
        happened(company, "message.queued", subject, about="inv_1"),
        happened(company, "message.lost", subject, number="KV-1", to="a@b.example"),
        happened(company, "message.confirmed", subject, about="inv_1"),
    ]
    for order in permutations(told):
        Task.objects.all().delete()
        followed(*order)
        assert not Task.objects.filter(status="open").exists(), [event.name for event in order]
    fails = happened(company, "message.failed", subject, number="KV-1", to="a@b.example")
    for order in permutations([*told, fails]):
        Task.objects.all().delete()
        followed(*order)
        assert [task.kind for task in Task.objects.filter(status="open")] == ["message.failed"]


def test_what_fails_twice_is_open_whichever_of_it_is_worked_off_first(company):
    subject = a_customer(company)
    told = [
        happened(company, "message.failed", subject, number="KV-1", to="a@b.example", failure="first"),
        happened(company, "message.queued", subject, about="inv_1"),
        happened(company, "message.failed", subject, number="KV-1", to="a@b.example", failure="second"),
    ]
    for order in permutations(told):
        Task.objects.all().delete()
        followed(*order)
        assert [task.facts["failure"] for task in Task.objects.filter(status="open")] == ["second"]


def test_a_quiet_mail_opens_nothing(company):
    followed(happened(company, "message.failed", a_customer(company), number="KV-1", to="a@b.example", quiet=True))
    assert not Task.objects.exists()


def test_each_missed_period_is_a_task_of_its_own(company):
    row = a_customer(company)
    march = {"name": "Abonament", "period_from": "2026-03-01"}
    april = {"name": "Abonament", "period_from": "2026-04-01"}
    followed(*(happened(company, "schedule.asked", row, **facts) for facts in (march, april)))
    followed(happened(company, "schedule.skipped", row, period_from="2026-03-01"))
    (task,) = Task.objects.filter(status="open")
    assert texts.title(task, language="en") == "Abonament: bill the missed period from 01/04/2026, or skip it"


def test_the_draft_of_a_schedule_waits_until_it_is_issued_or_thrown_away(company):
    row = a_customer(company)
    facts = {"name": "Abonament", "period_from": "2026-03-01", "invoice": row.public_id}
    followed(happened(company, "schedule.ran", company, **facts, waits=False))
    assert not Task.objects.exists(), "the autopilot issues it by itself"
    followed(happened(company, "schedule.ran", company, **facts, waits=True))
    assert Task.objects.get().kind == "schedule.drafted"
    followed(happened(company, "invoice.discarded", row))
    assert Task.objects.get().status == "done"


def test_work_that_was_given_up_is_a_task_until_it_is_tried_again(company, monkeypatch):
    from kvit.events import work

    monkeypatch.setattr(work, "ATTEMPTS", 1)
    row = a_customer(company)
    table = {
        "customer.created": [("break", lambda event: 1 / 0)],
        "work.given_up": [("tasks", following.follow)],
        "work.retried": [("tasks", following.follow)],
    }
    work.run_all(table)
    task = Task.objects.get()
    assert (task.kind, task.status) == ("work.given_up", "open")
    assert texts.reason(task) == "ZeroDivisionError: division by zero"
    dead = Work.objects.get(status="dead", event__subject_id=row.pk)
    work.retry(company.pk, dead.pk, by=the_owner(company), on=DAY)
    work.run_all({**table, "customer.created": [("break", lambda event: None)]})
    task.refresh_from_db()
    assert task.status == "done"


def test_what_follows_from_given_up_work_is_given_up_in_silence(company, monkeypatch):
    from kvit.events import work

    monkeypatch.setattr(work, "ATTEMPTS", 1)
    a_customer(company)
    broken = [("break", lambda event: 1 / 0)]
    done = work.run_all({"customer.created": broken, "work.given_up": broken}, most=1000)
    assert done < 100, "it told itself without end"
    assert Event.objects.filter(name="work.given_up").count() == 1


@pytest.mark.parametrize("language", ["en", "ro", "bg", "es", "pl"])
def test_every_title_can_be_filled_in_every_language(language):
    facts = {
        "number": "KV-1", "customer": "Alfa", "to": "a@b.example", "name": "Abonament", "period_from": "2026-03-01",
        "since": "2026-03-01", "event": "invoice.issued", "network": "anaf", "until": "2026-03-01",
        "ends_on": "2026-03-01", "pay_on": "2026-03-01", "percent": "2", "party": "Lemn SRL",
        "host": "hooks.example", "vat_id": "RO1", "register": "VIES", "program": "Magazin",
        "amount": "100.00 RON", "person": "Ana", "asker": "Ana", "question": "Which project?",
        "supplier": "Lemn SRL", "subject": "Oferta noastră", "sender": "vanzari@lemn.example",
        "user": "facturi@ana.example", "iban": "RO49AAAA1B31007593840000", "text": "Look",
        "rule": "Dear bills", "task": "x", "numbers": ["F-1"], "currency": "RON", "documents": "KV-1",
        "held": "100.00", "unapplied": "100.00", "gateway": "Stripe", "line": "2. Birou", "amounts": "7.40 RON",
        "about": "KV-1", "count": "3", "reason": "AM04", "told": "card_declined", "sum": "100.00", "stars": "2",
        "bank": "ING", "account": "RO49", "difference": "5.00",
    }  # fmt: skip
    with translation.override(language):
        for kind in KINDS:
            said = texts.title(Task(kind=kind, facts=facts), language=language)
            assert said != kind
            assert "{" not in said
            assert "2026-03-01" not in said


# -- notes


def test_a_note_bears_the_name_of_who_acts(company):
    party = a_customer(company)
    by = the_owner(company)
    note = notes.write(company, party, text="  He pays on Fridays. ", by=by, on=DAY)
    assert (note.text, note.author_id) == ("He pays on Fridays.", by.id)
    owner = company.memberships.get(role="owner").user
    key, _ = companies.make_api_key(company, owner, name="erp", by=by, on=DAY)
    assert notes.write(company, party, text="By program", by=api_actor(key), on=DAY).author == owner
    assert [one.text for one in queries.notes(company, "party", id=party.pk)] == ["He pays on Fridays.", "By program"]
    assert Event.objects.filter(name="note.written", subject_kind="party", subject_id=party.pk).count() == 2


@pytest.mark.parametrize(("text", "code"), [("  \n", "note.empty"), ("x" * 4001, "note.too_long")])
def test_an_empty_or_endless_note_is_refused(company, text, code):
    with pytest.raises(Refused) as refusal:
        notes.write(company, a_customer(company), text=text, by=the_owner(company), on=DAY)
    assert refusal.value.code == code
    assert not Note.objects.exists()


def test_an_automation_signs_no_note_and_nobody_writes_into_another_company(company):
    party = a_customer(company)
    with pytest.raises(Refused) as refusal:
        notes.write(company, party, text="beep", by=automation("tasks", company), on=DAY)
    assert refusal.value.code == "note.no_author"
    with pytest.raises(AssertionError):
        notes.write(company, a_customer(a_company("BG")), text="x", by=the_owner(company), on=DAY)
