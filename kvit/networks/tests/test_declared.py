"""The responsible declaration names its producer, or is not given at all."""

import pytest

from kvit.core.errors import Refused
from kvit.networks import declared

PRODUCER = {
    "name": "Kvit Software SL",
    "nif": "B58378431",
    "address": "Calle Mayor 1, 46001 Valencia, España",
    "place": "Valencia, España",
    "declared_on": "2026-11-02",
}


def test_it_says_the_twelve_points_of_the_order(settings):
    settings.KVIT_PRODUCER = PRODUCER
    points = dict(declared.points())
    assert [point[:2] for point in points] == [f"{letter})" for letter in "abcdefghijkl"]
    assert points["h) Razón social de la entidad productora"] == "Kvit Software SL"
    assert points["l) Fecha y lugar"] == "2 de noviembre de 2026, Valencia, España"


def test_without_a_producer_nothing_is_declared(settings):
    settings.KVIT_PRODUCER = PRODUCER | {"nif": ""}
    with pytest.raises(Refused) as refused:
        declared.points()
    assert (refused.value.code, refused.value.facts["missing"]) == ("verifactu.no_producer", ["nif"])
