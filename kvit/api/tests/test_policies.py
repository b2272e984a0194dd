"""Policies and absences by programs."""

import pytest

from kvit.api.tests.program import Program
from kvit.companies import whose
from kvit.companies.models import User
from tests.builders import a_company, a_user, somebody

pytestmark = pytest.mark.django_db
TODAY = whose.today("Europe/Bucharest")


@pytest.fixture
def company():
    return a_company(owner=a_user())


def test_a_program_makes_reads_and_archives_a_policy(company):
    mihai = somebody(company, "approver")
    person = User.objects.get(pk=mihai.id)
    program = Program(company)
    steps = [{"people": [person.email]}, {"roles": ["owner", "accountant"], "need": "all"}]
    made = program.post("/policies", {"name": "Large", "least": "1000", "steps": steps}, status=201)
    assert made["least"] == "1000.00"
    assert made["steps"][0]["people"] == [person.public_id]
    assert made["steps"][1]["need"] == "all"
    assert program.get("/policies")["data"] == [made]
    assert program.ask("DELETE", f"/policies/{made['id']}").status_code == 204
    assert program.get("/policies")["data"] == []
    assert program.get(f"/policies/{made['id']}")["archived"] is True


def test_a_program_notes_an_absence_and_ends_it(company):
    program = Program(company)
    person = whose.first_owner(company).public_id
    told = {"user": person, "from_on": TODAY.isoformat(), "until_on": TODAY.isoformat(), "ceiling": "10"}
    noted = program.post("/absences", told, status=201)
    assert (noted["ceiling"], noted["substitute"]) == ("10.00", None)
    assert program.get("/absences")["data"] == [noted]
    program.post(f"/absences/{noted['id']}/end", {})
    assert program.get("/absences")["data"] == []
