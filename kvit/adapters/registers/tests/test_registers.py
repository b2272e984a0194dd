"""The public registers over real HTTP against their simulators: valid, invalid, and what is neither."""

from datetime import UTC, datetime

import pytest

from kvit.adapters.registers.anaf import AnafRegister
from kvit.adapters.registers.by_country import ByCountry
from kvit.adapters.registers.simulators import AnafRegisterSimulator, Known, ViesSimulator, WhiteListSimulator
from kvit.adapters.registers.vies import Vies
from kvit.adapters.registers.white_list import WhiteList
from kvit.ports.failures import Declined, Unreachable
from kvit.ports.register import Seat

NOW = datetime(2026, 11, 15, 23, 30, tzinfo=UTC)
"""Half past one in Bucharest and half past midnight in Warsaw, on the 16th."""
KOLN = Known("Uhrenwerkstatt Köln GmbH", "Domstraße", "2", "50668", "Köln")
GDANSK = Known("Bursztynowa Latarnia sp. z o.o.", "ul. Piwna", "8", "80-831", "Gdańsk")
SIBIU = Known("CAFENEAUA TURNULUI SRL", "Str. Turnului", "4", "550161", "Mun. Sibiu", "SB")
US = "RO14399840"


@pytest.fixture
def vies():
    simulator = ViesSimulator({"DE259880008": KOLN, "PL2279040064": GDANSK}, requesters=frozenset({US}))
    yield simulator
    simulator.served.close()


@pytest.fixture
def anaf():
    simulator = AnafRegisterSimulator({"29985007": SIBIU})
    yield simulator
    simulator.served.close()


@pytest.fixture
def white_list():
    simulator = WhiteListSimulator({"2279040064": GDANSK})
    yield simulator
    simulator.served.close()


def asked_vies(vies, vat_id="PL2279040064", *, requester=US, seconds=5.0):
    return Vies(address=vies.address, seconds=seconds, now=lambda: NOW).find(vat_id[:2], vat_id, requester=requester)


def test_vies_numbers_the_consultation_of_who_says_who_they_are(vies):
    found = asked_vies(vies)
    assert (found.standing, found.proof, found.asked_at) == ("valid", "WAPIAAAAY0000001", NOW)
    assert (found.name, found.address_text) == ("Bursztynowa Latarnia sp. z o.o.", "ul. Piwna 8\n80-831 Gdańsk")
    assert vies.served.asked[0].told == {
        "countryCode": "PL", "vatNumber": "2279040064",
        "requesterMemberStateCode": "RO", "requesterNumber": "14399840",
    }  # fmt: skip


def test_a_state_that_tells_no_names_leaves_them_empty(vies):
    found = asked_vies(vies, "DE259880008")
    assert (found.standing, found.name, found.address_text) == ("valid", "", "")


def test_a_number_that_nobody_has_is_invalid_with_its_consultation_number(vies):
    found = asked_vies(vies, "PL5260001246")
    assert (found.standing, found.proof) == ("invalid", "WAPIAAAAY0000001")


def test_who_is_not_in_vies_still_gets_an_answer_without_a_proof(vies):
    found = asked_vies(vies, requester="RO18189442")
    assert (found.standing, found.proof) == ("valid", "")
    assert len(vies.served.asked) == 2


@pytest.mark.parametrize(
    "word",
    [
        "MS_UNAVAILABLE", "MS_MAX_CONCURRENT_REQ", "MS_MAX_CONCURRENT_REQ_TIME", "GLOBAL_MAX_CONCURRENT_REQ",
        "GLOBAL_MAX_CONCURRENT_REQ_TIME", "SERVICE_UNAVAILABLE", "TIMEOUT", "A_WORD_OF_NEXT_YEAR",
    ],
)  # fmt: skip
def test_pain_26_a_register_that_is_down_or_busy_does_not_make_a_good_number_look_bad(vies, word):
    vies.says, vies.times = word, 1
    found = asked_vies(vies)
    assert (found.standing, found.reason, found.proof) == ("unknown", word, "")
    assert asked_vies(vies).standing == "valid"


@pytest.mark.parametrize("word", ["IP_BLOCKED", "VAT_BLOCKED", "INVALID_INPUT"])
def test_vies_that_refuses_us_is_for_a_person_to_look_at(vies, word):
    vies.says, vies.times = word, 1
    with pytest.raises(Declined, match=word):
        asked_vies(vies)


@pytest.mark.parametrize("trouble", ["away", "lost", "down", "page", "slow"])
def test_no_answer_is_never_an_answer(vies, anaf, white_list, trouble):
    asks = {
        vies: lambda: asked_vies(vies, seconds=0.3),
        anaf: lambda: AnafRegister(address=anaf.address, seconds=0.3).find("RO", "RO29985007"),
        white_list: lambda: WhiteList(address=white_list.address, seconds=0.3).find("PL", "PL2279040064"),
    }
    for simulator, ask in asks.items():
        if trouble == "page":
            simulator.page = True
        else:
            setattr(simulator.served.weather, trouble, 1)
        with pytest.raises(Unreachable, match="register.unreachable"):
            ask()


def test_anaf_tells_the_seat_by_its_parts_and_the_day_is_romanias(anaf):
    found = AnafRegister(address=anaf.address, now=lambda: NOW).find("RO", "RO29985007")
    assert (found.standing, found.name, found.register_id) == ("valid", "CAFENEAUA TURNULUI SRL", "J32/411/2012")
    assert found.seat == Seat("Str. Turnului 4", "550161", "Mun. Sibiu", "RO-SB")
    assert anaf.served.asked[0].told == [{"cui": 29985007, "data": "2026-11-16"}]


def test_a_firm_in_bucharest_sits_in_its_sector(anaf):
    anaf.firms["29985007"] = Known("X SRL", "Calea Victoriei", "1", "010061", "Sector 1 Mun. Bucureşti", "B")
    found = AnafRegister(address=anaf.address).find("RO", "RO29985007")
    assert (found.seat.town, found.seat.region) == ("SECTOR1", "RO-B")


def test_anaf_tells_who_pays_no_vat_who_pays_on_collection_and_who_is_inactive(anaf):
    anaf.firms["18189442"] = Known("Y SRL", town="Cluj", pays_vat=False, inactive=True)
    anaf.firms["29985007"] = Known("X SRL", town="Sibiu", vat_on_payment=True)
    register = AnafRegister(address=anaf.address)
    small, other = register.find("RO", "RO18189442"), register.find("RO", "RO29985007")
    assert (small.standing, small.name, small.inactive, small.vat_on_payment) == ("invalid", "Y SRL", True, False)
    assert (other.standing, other.inactive, other.vat_on_payment) == ("valid", False, True)
    assert register.find("RO", "RO14399840").standing == "invalid"


def test_the_white_list_tells_status_accounts_and_its_own_number(white_list):
    white_list.firms["2279040064"] = Known("Z", accounts=("61109010140000071219812874",))
    found = WhiteList(address=white_list.address, now=lambda: NOW).find("PL", "PL2279040064")
    assert (found.standing, found.name, found.proof) == ("valid", "Z", "d2n10-0000001")
    assert found.accounts == ("PL61109010140000071219812874",)
    assert white_list.served.asked[0].query == {"date": "2026-11-16"}


def test_who_was_struck_off_the_white_list_or_never_stood_there_is_not_registered(white_list):
    white_list.firms["5260001246"] = Known("Z", pays_vat=False)
    register = WhiteList(address=white_list.address)
    assert [register.find("PL", one).standing for one in ("PL5260001246", "PL8567346215")] == ["invalid", "invalid"]


def test_an_error_of_the_white_list_is_no_answer(white_list):
    white_list.says = "WL-191"
    with pytest.raises(Unreachable):
        WhiteList(address=white_list.address).find("PL", "PL2279040064")


def test_at_home_the_own_register_is_asked_and_across_a_border_vies(vies, anaf, white_list):
    national = [AnafRegister(address=anaf.address), WhiteList(address=white_list.address)]
    register = ByCountry(national=national, across=Vies(address=vies.address))
    assert register.find("PL", "PL2279040064", requester=US).register == "VIES"
    assert register.find("PL", "PL2279040064").register == "Wykaz podatników VAT"
    assert register.find("RO", "RO29985007", requester=US).register == "ANAF"
    assert register.find("DE", "DE259880008", requester="DE1").register == "VIES"
    assert register.find("US", "123456789") is None
