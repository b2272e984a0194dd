"""Policies and absences on pages: what is written there decides who is asked."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from kvit.approvals import policies as kept
from kvit.approvals.models import Policy
from kvit.companies import companies, whose
from kvit.companies.models import Absence
from kvit.core.approval import Group
from tests.builders import a_company, a_user, the_owner

pytestmark = pytest.mark.django_db
TODAY = whose.today("Europe/Bucharest")


@pytest.fixture
def ana():
    return a_user("ana@ateliernord.example")


@pytest.fixture
def company(ana):
    return a_company(owner=ana)


@pytest.fixture
def mihai(company):
    by = the_owner(company)
    return companies.join(company, "mihai@ateliernord.example", role="approver", name="Mihai", by=by, on=TODAY)


@pytest.fixture
def browser(ana):
    client = Client()
    client.force_login(ana)
    return client


def held(company):
    return kept.read(kept.holding(company)[-1])


def test_an_owner_writes_who_is_asked_first_and_then_and_who_when_nobody_answers(browser, company, ana, mihai):
    typed = {"name": "Large bills", "least": "1.500,50", "first": mihai.public_id, "then": "owner", "days": "2"}
    answer = browser.post(reverse("settings_approvals"), {**typed, "instead": "accountant"}, headers=IN_ROMANIAN)
    assert answer.status_code == 302
    policy = held(company)
    assert (policy.least, policy.subject_kind) == (Decimal("1500.50"), "bill")
    first, then = policy.steps
    assert (first.group, first.position) == (Group(people=frozenset({mihai.id})), 1)
    assert (then.group, then.position) == (Group(roles=frozenset({"owner"})), 2)
    assert first.escalate_days == 2
    assert first.escalate_to.roles == {"accountant"}
    shown = browser.get(reverse("settings_approvals")).content.decode()
    assert "Large bills" in shown
    assert "Mihai, One of the owners" in shown
    assert "after 2 working days: One of the accountants" in shown


IN_ROMANIAN = {"Accept-Language": "ro"}


def test_a_policy_that_escalates_to_whom_it_asks_anyway_says_so_beside_the_field(browser, company, mihai):
    typed = {"name": "x", "first": mihai.public_id, "instead": mihai.public_id}
    answer = browser.post(reverse("settings_approvals"), typed)
    assert answer.status_code == 422
    assert "one person answers once" in answer.content.decode()
    assert kept.holding(company) == []


def test_a_policy_of_a_supplier_whom_nobody_knows_is_refused_with_what_to_do(browser, company):
    typed = {"name": "x", "first": "owner", "supplier": "Nobody SRL"}
    answer = browser.post(reverse("settings_approvals"), typed)
    assert answer.status_code == 422
    assert "There is no supplier Nobody SRL" in answer.content.decode()


def test_a_policy_put_away_holds_no_more_and_its_place_is_free(browser, company):
    for name in ("first", "second"):
        browser.post(reverse("settings_approvals"), {"name": name, "first": "owner"})
    gone = kept.holding(company)[0]
    browser.post(reverse("policy_archive", args=[gone.public_id]))
    assert [row.name for row in kept.holding(company)] == ["second"]


def test_only_an_owner_writes_policies(company, mihai):
    client = Client()
    client.force_login(mihai)
    assert client.post(reverse("settings_approvals"), {"name": "x", "first": "approver"}).status_code == 403
    assert 'name="first"' not in client.get(reverse("settings_approvals")).content.decode()
    assert not Policy.objects.exists()


def test_somebody_says_that_they_are_away_who_answers_and_that_they_are_back(browser, company, ana, mihai):
    typed = {"user": ana.public_id, "from_on": "today", "until_on": "+7", "substitute": mihai.public_id}
    assert browser.post(reverse("settings_absences"), {**typed, "ceiling": "500"}).status_code == 302
    row = Absence.objects.get()
    assert ((row.until_on - row.from_on).days, row.substitute, row.ceiling) == (7, mihai, Decimal(500))
    shown = browser.get(reverse("settings_absences")).content.decode()
    assert "Mihai" in shown
    assert "up to" in shown
    browser.post(reverse("absence_end", args=[row.public_id]))
    assert "Everybody is here" in browser.get(reverse("settings_absences")).content.decode()


def test_two_who_would_act_for_one_another_are_refused_beside_the_field(browser, company, ana, mihai):
    away = {"from_on": "today", "until_on": "+7"}
    his = Client()
    his.force_login(mihai)
    his.post(reverse("settings_absences"), {**away, "user": mihai.public_id, "substitute": ana.public_id})
    answer = browser.post(reverse("settings_absences"), {**away, "user": ana.public_id, "substitute": mihai.public_id})
    assert answer.status_code == 422
    assert Absence.objects.count() == 1
