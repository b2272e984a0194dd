"""Tasks and given-up work as a person meets them: seen, done, given away, put off, dismissed, tried again."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kvit.events import work
from kvit.events.models import Work
from kvit.tasks import tasks
from kvit.tasks.models import Note, Task
from kvit.tasks.tasks import Case
from tests.builders import a_company, a_user, an_invoice, somebody, the_owner

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana():
    return a_user("ana@ateliernord.example")


@pytest.fixture
def company(ana):
    return a_company(owner=ana)


@pytest.fixture
def browser(ana):
    client = Client()
    client.force_login(ana)
    return client


def text(answer):
    return answer.content.decode()


def opened(company, *, on):
    invoice = an_invoice(company)
    facts = {"number": invoice.number, "customer": "Alfa SRL"}
    case = Case(
        kind="document.send",
        key="x",
        subject_kind="invoice",
        subject_id=invoice.pk,
        subject_public_id=invoice.public_id,
        facts=facts,
    )
    with transaction.atomic():
        return tasks.open(company, case, by=the_owner(company), on=on)


@pytest.fixture
def task(company):
    return opened(company, on=timezone.localdate() - timedelta(days=10))


def test_a_task_stands_in_its_lists_and_leads_to_where_it_is_done(company, browser, task):
    for view in ("open", "mine", "overdue"):
        assert task.facts["number"] in text(browser.get(reverse("tasks") + f"?view={view}"))
    assert reverse("invoice_send", args=[task.subject_public_id]) in text(browser.get(reverse("tasks")))
    assert "Nothing to do here" in text(browser.get(reverse("tasks") + "?view=closed"))
    assert reverse("tasks") in text(browser.get(reverse("home")))


def test_a_task_is_done_by_one_click_and_opened_again_by_another(browser, task):
    browser.post(reverse("task_close", args=[task.public_id]))
    task.refresh_from_db()
    assert task.status == "done"
    assert task.facts["number"] in text(browser.get(reverse("tasks") + "?view=closed"))
    browser.post(reverse("task_reopen", args=[task.public_id]))
    task.refresh_from_db()
    assert task.status == "open"


def test_a_task_is_given_to_a_colleague_and_put_off(company, browser, task):
    clerk = somebody(company, "clerk")
    user = company.memberships.get(role="clerk").user
    page = reverse("task", args=[task.public_id])
    browser.post(page, {"to": user.public_id, "until": "+14"})
    task.refresh_from_db()
    assert (task.owner, task.due_on) == (user, timezone.localdate() + timedelta(days=14))
    assert clerk.id == user.pk
    assert browser.post(page, {"to": user.public_id, "until": "31/02/2026"}).status_code == 422


def test_a_task_is_dismissed_with_a_reason_only(browser, task):
    dismiss = reverse("task_dismiss", args=[task.public_id])
    assert browser.post(dismiss, {"reason": " "}).status_code == 422
    browser.post(dismiss, {"reason": "handed over in person"})
    task.refresh_from_db()
    assert task.status == "dismissed"
    assert "handed over in person" in text(browser.get(reverse("task", args=[task.public_id])))


def test_notes_stand_at_the_task_under_their_writers_name(ana, browser, task):
    browser.post(reverse("task_note", args=[task.public_id]), {"text": "They are on holiday."})
    assert Note.objects.get().author == ana
    assert "They are on holiday." in text(browser.get(reverse("task", args=[task.public_id])))


def test_work_that_was_given_up_is_seen_and_tried_again(company, browser):
    an_invoice(company)

    def broken(event):
        raise RuntimeError("the printer is on fire")

    handlers = {"invoice.issued": [("pdf", broken)]}
    for _ in range(work.ATTEMPTS + 1):
        Work.objects.filter(status="pending").update(due_at=timezone.now())
        work.run_all(handlers)
    dead = Work.objects.get(status="dead")

    page = text(browser.get(reverse("jobs")))
    assert "the printer is on fire" in page
    assert "Make the PDF" in page
    browser.post(reverse("job_retry", args=[f"job_{dead.pk}"]))
    dead.refresh_from_db()
    assert (dead.status, dead.attempt) == ("pending", 0)
    assert "Nothing was given up" in text(browser.get(reverse("jobs")))
    assert browser.post(reverse("job_retry", args=["job_x"])).status_code == 404


def test_who_only_sees_closes_no_task_and_retries_no_work(company, task):
    somebody(company, "viewer")
    reader = Client()
    reader.force_login(company.memberships.get(role="viewer").user)
    assert reader.get(reverse("tasks")).status_code == 200
    assert reader.post(reverse("task_close", args=[task.public_id])).status_code == 403
    assert reader.get(reverse("jobs")).status_code == 403
    assert Task.objects.get().status == "open"
