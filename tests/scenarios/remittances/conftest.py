"""The firm of these stories, and what its suppliers get by mail."""

import pytest

from tests.scenarios.remittances.telling import Teller


@pytest.fixture
def firm():
    return Teller()
