"""A shop sends its drafts with a key: the autopilot issues what is in order, and puts the rest before a person."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation

from kvit.api.tests.program import A_CUSTOMER, A_DRAFT, a_program
from kvit.billing import program_drafts
from kvit.companies import autopilot, whose
from kvit.events import work
from kvit.events.models import Event, Work
from kvit.parties.models import Party
from kvit.ports import registry
from kvit.ports.judge import FakeJudge, Verdict
from kvit.reactions import REACTIONS
from kvit.receivables import asked, credits, invoices
from kvit.receivables.models import Invoice
from kvit.tasks import texts
from kvit.tasks.models import Task
from tests.builders import DAY, a_draft, breaches, the_owner

pytestmark = pytest.mark.django_db

EXEMPT = {"name": "Consultanță", "quantity": "1", "unit": "H87", "price": "100", "vat_category": "AE", "vat_rate": "0"}
WRONG = {"customer": {**A_CUSTOMER, "vat_id": ""}, "currency": "RON", "lines": [EXEMPT]}
"""The VAT is to be paid by a customer of whom no VAT id is known (EN 16931, BR-AE-02)."""


@pytest.fixture
def shop():
    return a_program()


def may(shop, level: str) -> None:
    autopilot.change(shop.company, "issue", level=level, by=the_owner(shop.company), on=DAY)


def today(shop):
    return whose.today(shop.company.zone)


def sends(shop, draft=None, **facts) -> Invoice:
    """What the shop sends, as it is kept; the worker has not looked yet."""
    sent = shop.post("/invoices", {**(draft or A_DRAFT), **facts}, status=201)
    return Invoice.objects.get(public_id=sent["id"])


def changed_by_a_person(row: Invoice, **facts) -> None:
    by, on = the_owner(row.company), whose.today(row.company.zone)
    invoices.edit(row.company, row, {**asked.of(row.company, row), **facts}, version=None, by=by, on=on)


def to_do(shop) -> list[str]:
    return list(Task.objects.filter(company=shop.company, status="open").order_by("pk").values_list("kind", flat=True))


def of_drafts(shop) -> list[str]:
    return [kind for kind in to_do(shop) if kind.startswith("draft.")]


def is_issued(row: Invoice) -> bool:
    row.refresh_from_db()
    return row.status == "issued"


# -- how far it goes


@pytest.mark.parametrize(
    ("level", "issued", "open_tasks"), [("off", False, []), ("suggest", False, ["draft.to_issue"]), ("auto", True, [])]
)
def test_a_draft_in_order_is_left_proposed_or_issued_as_the_autopilot_may(shop, level, issued, open_tasks):
    may(shop, level)
    row = sends(shop)
    work.run_all(REACTIONS)
    assert is_issued(row) == issued
    assert of_drafts(shop) == open_tasks
    assert breaches() == []


def test_it_is_told_who_issued_it_and_why(shop):
    may(shop, "auto")
    row = sends(shop)
    work.run_all(REACTIONS)
    event = Event.objects.get(name="invoice.issued", subject_id=row.pk)
    assert (event.actor_kind, event.actor_name, event.reason) == ("automation", "issue", "draft.in_order")
    browser = Client()
    browser.force_login(shop.company.memberships.get().user)
    page = browser.get(reverse("invoice", args=[row.public_id])).content.decode()
    assert "Autopilot, A program sent it, no rule speaks against it, and the autopilot may issue such drafts" in page


def test_a_suggestion_names_customer_and_program_has_a_day_and_ends_with_the_draft(shop):
    for end in (invoices.issue, invoices.discard):
        row = sends(shop)
        work.run_all(REACTIONS)
        task = Task.objects.get(kind="draft.to_issue", status="open")
        assert texts.title(task, language="en") == "Issue the draft for Alfa SRL that program sent"
        assert today(shop) < task.due_on <= today(shop) + timedelta(days=7)
        assert task.subject_public_id == row.public_id
        end(shop.company, row, by=the_owner(shop.company), on=today(shop))
        work.run_all(REACTIONS)
        assert of_drafts(shop) == []
        task.refresh_from_db()
        assert task.status == "done"


@pytest.mark.parametrize(
    ("level", "open_tasks"), [("off", []), ("suggest", ["draft.to_mend"]), ("auto", ["draft.to_mend"])]
)
def test_a_draft_with_an_error_goes_to_a_person_who_is_told_why(shop, level, open_tasks):
    may(shop, level)
    row = sends(shop, WRONG)
    work.run_all(REACTIONS)
    assert not is_issued(row)
    assert of_drafts(shop) == open_tasks
    for task in Task.objects.filter(kind="draft.to_mend"):
        with translation.override("en"):
            assert "BR-AE-02" in task.facts["code_facts"]["rules"]
            assert "VAT" in texts.reason(task)
            assert "BR-AE-02" not in texts.reason(task), "a person gets sentences, not codes"


def test_a_warning_that_nobody_accepted_goes_to_a_person_who_then_has_the_draft(shop):
    may(shop, "auto")
    first = sends(shop)
    work.run_all(REACTIONS)
    assert is_issued(first)
    Party.objects.filter(company=shop.company).update(credit_limit=1)
    row = sends(shop)
    work.run_all(REACTIONS)
    assert of_drafts(shop) == ["draft.to_mend"]
    with translation.override("en"):
        assert "limit" in texts.reason(Task.objects.get(kind="draft.to_mend"))
    over = {"rule": "customer.over_limit", "place": "totals/payable"}
    invoices.accept(shop.company, row, **over, by=the_owner(shop.company), on=today(shop))
    work.run_all(REACTIONS)
    assert not is_issued(row)
    assert of_drafts(shop) == ["draft.to_issue"]


# -- what it is now


def test_what_the_program_puts_right_is_issued_and_nobody_has_to_do_anything_any_more(shop):
    may(shop, "auto")
    row = sends(shop, WRONG, external_id="order-7")
    work.run_all(REACTIONS)
    assert of_drafts(shop) == ["draft.to_mend"]
    sends(shop, external_id="order-7")
    work.run_all(REACTIONS)
    assert is_issued(row)
    assert of_drafts(shop) == []


def test_what_was_spoilt_before_the_worker_looked_is_judged_as_it_is_now(shop):
    may(shop, "auto")
    row = sends(shop, external_id="order-7")
    sends(shop, WRONG, external_id="order-7")
    work.run_all(REACTIONS)
    assert not is_issued(row)
    assert of_drafts(shop) == ["draft.to_mend"]


def test_what_a_person_changed_is_theirs_to_issue(shop):
    may(shop, "auto")
    row = sends(shop)
    changed_by_a_person(row, note="Mulțumim")
    work.run_all(REACTIONS)
    assert not is_issued(row)
    assert of_drafts(shop) == ["draft.to_issue"]


def test_what_a_person_drafted_is_no_business_of_the_autopilot(shop):
    may(shop, "auto")
    sends(shop)
    row = a_draft(shop.company, on=today(shop))
    shop.ask("PATCH", f"/invoices/{row.public_id}", {"note": "Mulțumim"})
    work.run_all(REACTIONS)
    assert not is_issued(row)
    assert of_drafts(shop) == []


def test_what_a_schedule_drafted_has_a_level_of_its_own(shop):
    may(shop, "auto")
    drafted = {"customer": A_CUSTOMER["external_id"], "lines": A_DRAFT["lines"]}
    shop.post("/customers", A_CUSTOMER, status=201)
    day = today(shop).isoformat()
    told = {"name": "Abonament", "unit": "month", "anchor_on": day, "draft": drafted}
    schedule = shop.post("/schedules", told, status=201)
    shop.post(f"/schedules/{schedule['id']}/run", {}, status=201)
    row = Invoice.objects.get()
    assert Event.objects.get(name="invoice.drafted").actor_kind == "api_key"
    work.run_all(REACTIONS)
    assert not is_issued(row)
    assert of_drafts(shop) == []


def test_what_is_dated_ahead_waits_for_a_person(shop):
    may(shop, "auto")
    row = sends(shop, issue_on=(today(shop) + timedelta(days=3)).isoformat())
    work.run_all(REACTIONS)
    assert not is_issued(row)
    assert of_drafts(shop) == ["draft.to_issue"]


# -- races, and workers that die


@pytest.mark.parametrize("level", ["suggest", "auto"])
def test_a_draft_that_changes_while_it_is_judged_is_judged_anew(shop, level):
    may(shop, level)
    row = sends(shop)
    act = program_drafts.on_touched(Event.objects.get(name="invoice.drafted"))
    changed_by_a_person(row, note="Încă nu")
    with pytest.raises(work.TryLater), transaction.atomic():
        act()
    assert not is_issued(row)
    assert of_drafts(shop) == []
    work.run_all(REACTIONS)
    assert not is_issued(row)
    assert of_drafts(shop) == ["draft.to_issue"]


def test_credits_that_a_person_chose_make_the_draft_theirs(shop):
    may(shop, "auto")
    row = sends(shop)
    credits.use(shop.company, row, [], by=the_owner(shop.company), on=today(shop))
    work.run_all(REACTIONS)
    assert not is_issued(row)
    assert of_drafts(shop) == ["draft.to_issue"]


def test_a_worker_that_dies_leaves_the_draft_and_the_next_one_issues_it_once(shop):
    may(shop, "auto")
    row = sends(shop)
    event = Event.objects.get(name="invoice.drafted")
    act = program_drafts.on_touched(event)
    with pytest.raises(KeyboardInterrupt), transaction.atomic():
        act()
        raise KeyboardInterrupt
    assert not is_issued(row)
    work.run_all(REACTIONS)
    assert is_issued(row)
    number = row.number
    # the lease of a worker that was only slow has run out, and it does its work again
    Work.objects.filter(event=event, handler="issue").update(status="pending")
    work.run_all(REACTIONS)
    assert Work.objects.get(event=event, handler="issue").status == "done"
    assert list(Invoice.objects.values_list("number", flat=True)) == [number]
    assert breaches() == []


def test_two_workers_with_the_same_draft_issue_it_once(shop):
    may(shop, "auto")
    row = sends(shop)
    event = Event.objects.get(name="invoice.drafted")
    acts = [program_drafts.on_touched(event) for _ in range(2)]
    with transaction.atomic():
        acts[0]()
    with pytest.raises(work.TryLater), transaction.atomic():
        acts[1]()
    assert is_issued(row)
    assert program_drafts.on_touched(event) is None
    assert Event.objects.filter(name="invoice.issued").count() == 1


@pytest.mark.parametrize(
    ("answer", "left", "open_tasks"), [("not_validated", "pending", []), ("invalid", "done", ["invoice.held"])]
)
def test_a_judge_that_does_not_answer_is_asked_again_and_one_that_refuses_holds_the_draft(
    shop, answer, left, open_tasks
):
    may(shop, "auto")
    row = sends(shop)
    real = registry.use("judge")
    registry.register("judge", FakeJudge({b"<": Verdict(answer, "fake", "1")}))
    try:
        work.run_all(REACTIONS)
    finally:
        registry.register("judge", real)
    assert not is_issued(row)
    assert Work.objects.get(event__name="invoice.drafted", handler="issue").status == left
    assert to_do(shop) == open_tasks


def test_another_company_has_nothing_of_it(shop):
    other = a_program("PL")
    may(other, "auto")
    row = sends(shop)
    work.run_all(REACTIONS)
    assert not is_issued(row)
    assert to_do(other) == []
