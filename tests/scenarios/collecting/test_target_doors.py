"""Targets and hand-overs on pages, by programs and on the command line: the same month everywhere."""

import pytest

from kvit.api.tests.program import Program
from kvit.cli.tests.inside import kvit
from kvit.collecting.models import CollectionTarget
from tests.builders import a_company, a_customer, a_user, breaches
from tests.scenarios.collecting.test_doors import page, post
from tests.scenarios.collecting.test_targets import MARCH, SOLD, date, owed, paid

pytestmark = pytest.mark.django_db


def said(*words):
    return kvit(*words).answer


@pytest.fixture
def owner():
    return a_user("ana@example.com")


@pytest.fixture
def maria():
    return a_user("maria@example.com")


@pytest.fixture
def company(client, owner, maria, time_machine):
    time_machine.move_to("2026-03-25 09:00:00Z", tick=False)
    client.force_login(owner)
    company = a_company("RO", owner=owner, on=SOLD)
    company.memberships.create(user=maria, role="clerk")
    return company


@pytest.fixture
def customer(company):
    return a_customer(company)


def test_an_owner_hands_over_a_customer_sets_a_target_and_sees_the_month(client, company, customer, maria):
    assert "Nobody is named" in page(client, "customer", customer.public_id)
    post(client, "customer_entrust", customer.public_id, to=maria.public_id)
    shown = page(client, "customer", customer.public_id)
    assert "maria@example.com" in shown and "Handed over to another colleague" in shown
    paid(company, owed(company, customer, "400.00", due=date(2026, 3, 4)), "300.00", on=date(2026, 3, 25))
    post(client, "targets", person=maria.public_id, amount="600")
    post(client, "targets", person="", amount="1,000.00")
    post(client, "targets", person="", amount="-5", status=422)
    shown = page(client, "targets")
    assert "March 2026" in shown and "50%" in shown.replace(" ", "") and "700.00 to go" in shown
    assert shown.count("300.00") >= 2, "hers and the company's"
    assert "How the targets came to be" in shown
    earlier = page(client, "targets", month="2026-02")
    assert "February 2026" in earlier and "Set a target" not in earlier, "a month that is over is read only"
    assert "March 2026, until" in page(client, "targets", month="nonsense")
    assert breaches() == []


def test_a_clerk_sees_how_far_she_is_above_her_tasks_and_nobody_else(client, company, customer, owner, maria):
    post(client, "customer_entrust", customer.public_id, to=owner.public_id)
    paid(company, owed(company, customer, "400.00", due=date(2026, 3, 4)), "300.00", on=date(2026, 3, 25))
    other = a_customer(company, name="Beta SRL", vat_id="")
    post(client, "customer_entrust", other.public_id, to=maria.public_id)
    paid(company, owed(company, other, "90.00", due=date(2026, 3, 4)), "40.00", on=date(2026, 3, 25))
    assert "You collected" not in page(client, "tasks")
    post(client, "targets", person=maria.public_id, amount="80")
    client.force_login(maria)
    assert "You collected 40.00 RON of 80.00 RON this month; 50.00 RON are overdue." in page(client, "tasks")
    shown = page(client, "targets")
    table = shown.partition("<table")[2].partition("</table>")[0]
    assert "maria@example.com" in table and "ana@example.com" not in table
    assert "Set a target" not in shown
    post(client, "targets", person="", amount="1", status=403)
    post(client, "customer_entrust", customer.public_id, to=maria.public_id, status=403)


def test_programs_do_the_same(company, owner, maria, customer):
    program = Program(company, owner)
    told = program.ask("PUT", f"/customers/{customer.public_id}/responsible", {"to": "maria@example.com"}).json()
    assert told["responsible"] == maria.public_id
    [over] = program.get(f"/customers/{customer.public_id}/hand_overs")["data"]
    assert (over["since"], over["before"], over["after"]) == ("2026-03-25", None, maria.public_id)
    paid(company, owed(company, customer, "400.00", due=date(2026, 3, 4)), "300.00", on=date(2026, 3, 25))
    given = {"month": "2026-03", "amount": "600.00", "person": maria.public_id}
    month = program.ask("PUT", "/collection_targets", given).json()
    assert month == program.get("/collection_targets?month=2026-03") == program.get("/collection_targets")
    hers, nobodys = month["people"]
    assert (hers["taken_over"], nobodys["taken_over"], nobodys["person"]) == ("400.00", "-400.00", None)
    assert (hers["target"], hers["collected"], hers["progress"], hers["left"]) == ("600.00", "300.00", "50", "100.00")
    assert (month["company"]["collected"], month["company"]["target"]) == ("300.00", None)
    [change] = month["changes"]
    assert (change["person"], change["amount"], change["set_by"]) == (maria.public_id, "600.00", owner.public_id)
    over = program.ask("PUT", "/collection_targets", {**given, "month": "2026-02"})
    assert (over.status_code, over.json()["error"]["code"]) == (409, "target.over")
    assert (
        program.ask("PUT", f"/customers/{customer.public_id}/responsible", {"to": None}).json()["responsible"] is None
    )


def test_the_command_line_does_the_same(company, owner, maria, customer):
    assert (
        said("customer", "entrust", customer.public_id, "--to", "maria@example.com")["responsible"] == maria.public_id
    )
    invoice = owed(company, customer, "400.00", due=date(2026, 3, 4))
    paid(company, invoice, "300.00", on=date(2026, 3, 25))
    month = said("target", "set", "600", "--person", "maria@example.com", "--month", "2026-03")
    assert month == said("target", "show") and month["people"][0]["progress"] == "50"
    said("target", "set", "0", "--person", "maria@example.com")
    assert CollectionTarget.objects.get(user=maria).amount == 0
    assert said("target", "show", "--month", "2026-02")["company"]["left"] == "0.00"
    assert said("target", "show", "--as-of", MARCH.isoformat())["people"][0]["share"] == "75"
