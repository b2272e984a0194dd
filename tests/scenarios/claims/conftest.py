"""The firm of these stories: it paid a bill, and its supplier credited a part of it afterwards."""

import pytest

from tests.scenarios.remittances.telling import Teller


@pytest.fixture
def firm():
    return Teller("off")


@pytest.fixture
def credited(firm):
    """60.50 RON that Lemn SRL owes back since 5 March."""
    bill = firm.bill("100.00")
    firm.reachable()
    firm.paid(firm.with_bank())
    return firm.credited(bill, "50.00")
