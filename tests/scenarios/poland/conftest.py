"""A Polish company that is connected to a KSeF of our own."""

import pytest

from kvit.adapters.networks.ksef import KsefNetwork
from kvit.adapters.networks.ksef.simulator import KsefSimulator
from kvit.adapters.signers.xades import XadesSigner
from kvit.companies import autopilot
from kvit.networks import connections
from kvit.ports import registry
from tests.builders import DAY, a_company, the_owner
from tests.scenarios.poland.builders import NIP


@pytest.fixture
def ksef():
    simulator = KsefSimulator(works_on=0, nip=NIP)
    before = registry.use("networks")
    registry.register("networks", {"ksef": KsefNetwork(XadesSigner(), hosts=simulator.hosts, seconds=10)})
    yield simulator
    registry.register("networks", before)
    simulator.served.close()


@pytest.fixture
def company(ksef):
    made = a_company("PL")
    by = the_owner(made)
    connections.set_up(made, "ksef", mode="test", secrets={"token": "valid"}, by=by, on=DAY)
    connections.turn_on(made, "ksef", mode="test", by=by, on=DAY)
    autopilot.change(made, "report", level="auto", by=by, on=DAY)
    return made
