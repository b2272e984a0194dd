"""The firm of these stories."""

import pytest

from tests.scenarios.debits.collecting import Collector


@pytest.fixture
def firm():
    return Collector()
