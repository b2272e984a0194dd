"""A register saves typing: it is asked with a right number only, and whatever it cannot tell, a person types."""

from datetime import UTC, datetime

import pytest

from kvit.core.errors import Refused
from kvit.core.families import Family, family
from kvit.parties import registers
from kvit.ports import registry
from kvit.ports.failures import Declined, Unreachable
from kvit.ports.register import FakeRegister, Firm, Found, Seat

FIRMS = {
    "RO29985007": Firm("Cafeneaua Turnului SRL", Seat("Strada Turnului 4", "550161", "Sibiu", "RO-SB"), "J32/411/2012"),
    "PL2279040064": Firm("Bursztynowa Latarnia sp. z o.o.", Seat("ul. Piwna 8", "80-831", "Gdańsk")),
    "DE259880008": Firm("Uhrenwerkstatt Köln GmbH", Seat("Domstraße 2", "50668", "Köln")),
}


@pytest.fixture
def register():
    before = registry.use("register")
    kept = FakeRegister(FIRMS, countries=frozenset({"RO", "PL", "DE"}))
    registry.register("register", kept)
    yield kept
    registry.register("register", before)


def refused(country, text):
    with pytest.raises(Refused) as caught:
        registers.look_up(country, text)
    assert caught.value.facts["field"] == "vat_id"
    return caught.value.code


def test_a_registered_company_is_told_with_its_seat_and_the_proof_of_asking(register):
    told = registers.look_up("RO", "ro 29985007")

    assert (told.country, told.vat_id) == ("RO", "RO29985007")
    assert told.found.name == "Cafeneaua Turnului SRL"
    assert (told.found.seat.town, told.found.seat.region) == ("Sibiu", "RO-SB")
    assert told.found.proof
    assert told.found.asked_at.tzinfo is not None


def test_the_prefix_of_another_member_state_decides_the_country(register):
    assert registers.look_up("RO", "PL2279040064").country == "PL"


def test_what_is_no_right_number_is_never_asked_about(register):
    assert refused("RO", "RO29985008") == "vat_id.bad_checksum"
    assert refused("RO", "") == "vat_id.missing"
    assert register.consultations == 0


def test_a_right_number_that_nobody_has_is_told_so(register):
    assert refused("RO", "RO18189442") == "register.not_registered"


def test_a_register_that_cannot_say_has_not_said_no(register):
    register.find = lambda country, vat_id, requester="": Found(standing="unknown", asked_at=datetime.now(UTC))
    assert refused("RO", "RO29985007") == "register.cannot_say"


def test_a_country_that_no_register_keeps_is_typed_by_hand(register):
    assert refused("US", "123456789") == "register.not_kept"


def test_a_register_that_fails_is_a_sentence_and_no_crash(register):
    register.failure = Unreachable("vies.timed_out")
    assert refused("RO", "RO29985007") == "register.unreachable"
    assert family("register.unreachable") is Family.NETWORK
    register.failure = Declined("vies.blocked")
    assert refused("RO", "RO29985007") == "register.declined"


def test_without_a_register_nothing_is_offered(register):
    assert registers.are_set_up()
    registry.register("register", FakeRegister({}, countries=frozenset()))
    assert not registers.are_set_up()
    assert refused("RO", "RO29985007") == "register.not_kept"
