"""A program asks who stands behind a VAT id."""

import pytest

from kvit.api.tests.program import Program, a_program
from kvit.parties.models import Party
from kvit.ports import registry
from kvit.ports.failures import Unreachable
from kvit.ports.register import FakeRegister, Firm, Seat
from tests.builders import a_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def register():
    before = registry.use("register")
    firm = Firm("Cafeneaua Turnului SRL", Seat("Strada Turnului 4", "550161", "Sibiu", "RO-SB"), "J32/411/2012")
    kept = FakeRegister({"RO29985007": firm}, countries=frozenset({"RO"}))
    registry.register("register", kept)
    yield kept
    registry.register("register", before)


def test_name_and_address_come_from_the_register_and_nothing_is_kept(register):
    told = a_program().ask("POST", "/lookup", {"vat_id": "29985007"}).json()
    assert (told["vat_id"], told["country"], told["name"]) == ("RO29985007", "RO", "Cafeneaua Turnului SRL")
    assert told["address"] == {"street": "Strada Turnului 4", "post_code": "550161", "town": "Sibiu", "region": "RO-SB"}
    assert (told["register_id"], told["proof"]) == ("J32/411/2012", "FAKE00000001")
    assert not Party.objects.exists()


def test_why_it_cannot_help_is_told_by_its_code(register):
    program = a_program()
    assert program.refused("POST", "/lookup", {"vat_id": "RO29985008"}, status=422)["code"].startswith("vat_id.")
    assert program.refused("POST", "/lookup", {"vat_id": "RO14399840"}, status=422)["param"] == "vat_id"
    assert program.refused("POST", "/lookup", {"vat_id": "BG175074752"}, status=422)["code"] == "register.not_kept"
    register.failure = Unreachable("away")
    assert program.refused("POST", "/lookup", {"vat_id": "RO29985007"}, status=503)["code"] == "register.unreachable"


def test_who_may_not_write_customers_asks_nobody(register):
    program = a_program()
    viewer = a_user()
    program.company.memberships.create(user=viewer, role="viewer")
    reader = Program(program.company, viewer)
    assert reader.refused("POST", "/lookup", {"vat_id": "RO29985007"}, status=403)["code"] == "permission.denied"
    assert register.consultations == 0
