"""The firm of these stories."""

import pytest

from tests.scenarios.runs.paying import Payer


@pytest.fixture
def firm():
    return Payer()
