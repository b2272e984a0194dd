"""The demo: a year of four companies, right to the cent, that can be looked at and started again."""

from datetime import date

import pytest

from kvit.cli.tests.inside import kvit
from kvit.companies import sign_in_links
from kvit.companies.models import Company
from kvit.core import identifiers
from kvit.networks import queries as networks
from kvit.onboarding import demo
from kvit.parties.models import Party
from kvit.ports import registry
from kvit.ports.network import FakeNetwork
from kvit.receivables import standings
from kvit.tasks.models import Task
from tests.builders import a_company

pytestmark = pytest.mark.django_db


@pytest.fixture
def in_a_folder(monkeypatch, tmp_path, settings):
    monkeypatch.setenv("KVIT_DEMO", "1")
    monkeypatch.setenv("KVIT_DATA_DIR", str(tmp_path))
    settings.KVIT_DEMO = True
    before = registry.use("networks")
    registry.register("networks", {"anaf": FakeNetwork("anaf")})  # as the wiring does where KVIT_DEMO is set
    yield
    registry.register("networks", before)


def test_the_demo_is_made_once_and_its_books_are_right(in_a_folder):
    made = kvit("demo", "--no-serve", "--as-of", "2026-03-02").answer
    assert made["invoices"] == 600
    assert kvit("demo", "--no-serve", "--as-of", "2026-03-03").answer["invoices"] == 0

    checked = kvit("check", exit_code=None).answer
    assert checked["ok"], [one for one in checked["invariants"] if one["breaches"]]
    assert kvit("audit", "verify").answer["ok"]

    nord = Company.objects.order_by("pk")[0]
    assert [company.currency for company in Company.objects.order_by("pk")] == ["RON", "EUR", "PLN", "EUR"]
    overdue = standings.listed(nord, status="overdue", on=date(2026, 3, 2))
    assert overdue.count() == 9
    assert standings.listed(nord, status="draft", on=date(2026, 3, 2)).count() == 5
    assert {row.issued_on < date(2026, 3, 2) for row in overdue} == {True}

    assert networks.counts(nord)["accepted"] >= 30
    waiting = networks.in_view(nord, "needs_you").rows
    assert sorted(one.status for one in waiting) == ["prepared", "rejected", "unknown"]
    assert Task.objects.filter(company=nord, kind="submission.rejected", status="open").count() == 1

    lines = kvit("bank", "match", "--company", nord.public_id, "--as-of", "2026-03-02").answer
    assert len(lines) == 14
    assert 6 <= sum(1 for line in lines if line["proposals"] and line["proposals"][0]["sure"]) < 14
    assert any(not line["proposals"] for line in lines), "somebody has to look at something"
    assert kvit("tick", "--as-of", "2026-03-02", "--company", nord.public_id).answer[0]["recurring"]["made"] == []
    made = kvit("tick", "--as-of", "2026-04-01", "--company", nord.public_id).answer[0]["recurring"]["made"]
    assert len(made) >= 3
    assert Task.objects.filter(company=nord, kind="schedule.asked").exists()

    for party in Party.objects.all():
        if party.vat_id:
            assert identifiers.check_vat_id(party.country, party.vat_id) == party.vat_id
        assert not party.email or party.email.endswith("@example.com"), "nobody real gets a mail"

    people = demo.people()
    assert [(person.name, role) for person, role in people][0] == ("Ana Popescu", "owner")
    assert {role for _, role in people} == {"owner", "accountant", "clerk", "approver", "viewer"}
    token = sign_in_links.token_for(people[0][0])
    assert sign_in_links.user_of(token) == people[0][0]


def test_no_demo_is_put_among_real_books(in_a_folder):
    a_company()
    assert kvit("demo", "--no-serve", exit_code=7).error["code"] == "demo.other_company"
    assert Company.objects.count() == 1
