"""The firm of these stories."""

import pytest

from tests.scenarios.offsets.trading import Trader


@pytest.fixture
def firm():
    return Trader()
