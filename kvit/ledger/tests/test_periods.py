"""Closed books take nothing more, and only an owner opens them, never further than they were closed."""

from datetime import date
from threading import Thread

import pytest
from django.db import connection, transaction

from kvit.core.errors import Refused
from kvit.ledger import periods
from tests.builders import DAY, a_company, an_invoice, breaches, the_owner

FEBRUARY = date(2026, 2, 28)


@pytest.mark.django_db
@pytest.mark.parametrize("until", [date(2026, 3, 1), date(2199, 1, 1)])
def test_reopening_never_closes_what_is_open(until):
    company = a_company()
    for _ in ("open", "closed"):
        with pytest.raises(Refused) as refusal:
            periods.reopen(company, until=until, by=the_owner(company), on=DAY, reason="a slip")
        assert refusal.value.code == "period.not_locked"
        periods.lock(company, until=FEBRUARY, by=the_owner(company), on=DAY)
    periods.reopen(company, until=date(2026, 1, 31), by=the_owner(company), on=DAY, reason="a late bill")
    assert periods.locked_until(company) == date(2026, 1, 31) and breaches() == []


@pytest.mark.django_db(transaction=True)
def test_a_period_is_not_closed_under_the_hands_of_somebody_who_posts_into_it():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time")
    company = a_company()
    by, codes = the_owner(company), []

    def close() -> None:
        try:
            periods.lock(company, until=DAY, by=by, on=DAY)
        except Refused as refusal:
            codes.append(refusal.code)
        finally:
            connection.close()

    with transaction.atomic():
        an_invoice(company)
        closer = Thread(target=close)
        closer.start()
        closer.join(timeout=30)
    assert codes == ["database.busy"] and periods.locked_until(company) is None
    close()
    assert periods.locked_until(company) == DAY and breaches() == []
