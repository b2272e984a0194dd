"""The register of the demo: five made-up firms, so that looking up can be tried where nothing leaves the machine."""

from kvit.ports.register import FakeRegister, Firm, Seat

FIRMS = {
    "RO29985007": Firm("Cafeneaua Turnului SRL", Seat("Strada Turnului 4", "550161", "Sibiu", "RO-SB"), "J32/411/2012"),
    "BG202249066": Firm("Лавандула ООД", Seat("ул. Розова долина 3", "6100", "Казанлък"), "202249066"),
    "ESB29985009": Firm("Azulejos del Turia SL", Seat("Calle de la Paz 11", "46003", "Valencia")),
    "PL2279040064": Firm("Bursztynowa Latarnia sp. z o.o.", Seat("ul. Piwna 8", "80-831", "Gdańsk")),
    "DE259880008": Firm("Uhrenwerkstatt Köln GmbH", Seat("Domstraße 2", "50668", "Köln")),
}


def made_up() -> FakeRegister:
    """It keeps the countries of its firms, and takes every right number of theirs for a registered one."""
    return FakeRegister(FIRMS, countries=frozenset({"RO", "BG", "ES", "PL", "DE"}), others="valid")
