"""Done-line 2 in small, and pain 21: with events lost, late, doubled and out of order the end is right."""

import pytest

from tests.scenarios.paying import shop, storm


@pytest.mark.django_db
@pytest.mark.parametrize("gateway", ["sandbox", "stripe"])
def test_pain_21_forty_events_in_five_copies(gateway):
    with shop.opened(gateway) as store:
        assert storm.rages(store, payments=20, copies=5, seed=21) == 20


@pytest.mark.long
@pytest.mark.timeout(3000)
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("gateway", "seed"), [("sandbox", 1), ("stripe", 2)])
def test_five_hundred_events_in_five_copies_by_eight_hands(gateway, seed):
    with shop.opened(gateway, seconds=60) as store:
        assert storm.rages(store, payments=250, copies=5, seed=seed, hands=8) == 250
