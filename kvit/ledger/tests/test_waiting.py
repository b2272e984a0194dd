"""What the database says when it can do nothing right now is a refusal that passes, not a crash."""

import pytest
from django.db.utils import OperationalError

from kvit.core.errors import Refused
from kvit.core.families import family
from kvit.tables import refusal_of, refusing

SAID = ("database is locked", "deadlock detected\nDETAIL:  Process 7 waits for ShareLock", "could not serialize access")


@pytest.mark.parametrize("said", SAID)
def test_who_has_to_wait_is_told_to_try_again(said):
    with pytest.raises(Refused, match="database.busy"), refusing():
        raise OperationalError(said)
    assert family("database.busy").exit_code == 7


def test_every_other_error_stays_one():
    assert refusal_of(OperationalError("no such table: x")) is None
    assert refusal_of(ValueError("deadlock detected")) is None
