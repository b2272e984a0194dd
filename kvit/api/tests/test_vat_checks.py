"""Programs read what registers said about a customer's VAT id, and ask again."""

import pytest

from kvit.api.tests.program import A_CUSTOMER, a_program
from kvit.ports import registry
from kvit.ports.register import FakeRegister

pytestmark = pytest.mark.django_db


@pytest.fixture
def register():
    before = registry.use("register")
    kept = FakeRegister({}, countries=frozenset({"RO"}))
    registry.register("register", kept)
    yield kept
    registry.register("register", before)


def test_a_program_asks_and_reads_what_was_said(register):
    program = a_program()
    path = f"/customers/{program.post('/customers', A_CUSTOMER, status=201)['id']}"
    assert program.get(f"{path}/vat-checks")["data"] == []
    said = program.ask("PUT", f"{path}/vat-check").json()
    assert (said["answer"], said["vat_id"], said["proof"]) == ("invalid", "RO18189442", "FAKE00000001")
    register.others = "unknown"
    again = program.ask("PUT", f"{path}/vat-check").json()
    assert (again["answer"], again["again_at"] is None) == ("unknown", False)
    assert [one["answer"] for one in program.get(f"{path}/vat-checks")["data"]] == ["unknown", "invalid"]


def test_where_no_register_is_set_up_it_is_said():
    program = a_program()
    path = f"/customers/{program.post('/customers', A_CUSTOMER, status=201)['id']}"
    assert program.refused("PUT", f"{path}/vat-check", status=422)["code"] == "vat_check.no_register"
