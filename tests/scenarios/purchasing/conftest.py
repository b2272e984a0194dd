"""A firm that orders, and a supplier that has a Kvit too."""

import pytest

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
