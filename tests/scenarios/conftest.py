"""A firm that buys, a supplier that has a Kvit too, and the reader of pages given back after a story."""

import pytest

from kvit.ports import registry
from tests.builders import a_company, somebody
from tests.scenarios.bills.supplied import OURS


@pytest.fixture
def seller():
    return a_company("RO", name="Lemn SRL")


@pytest.fixture
def company():
    return a_company("RO", name="Atelier Nord SRL", vat_id=OURS)


@pytest.fixture
def clerk(company):
    return somebody(company, "clerk")


@pytest.fixture
def approver(company):
    return somebody(company, "accountant")


@pytest.fixture
def reader():
    """A story may say what is seen on pages (`bills/paper.py`); the next one has the real reader again."""
    before = registry.use("reader")
    yield
    registry.register("reader", before)
