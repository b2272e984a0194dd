"""Thousands of lines that two messages tell, without accounts: each is held against few others."""

import time
from datetime import date, timedelta
from decimal import Decimal

import pytest

from kvit.core.formats.statement import NOTICE, STATEMENT, StatementLine
from kvit.core.told_again import Told, judge

DAY = date(2026, 3, 20)


@pytest.mark.parametrize("amounts", [1, 5000])
def test_thousands_of_lines_without_accounts_are_told_in_seconds(amounts):
    """Subscriptions of one price, or cash of all prices: each is held against those of its day and amount only."""
    days = [DAY + timedelta(days=at % 10) for at in range(5000)]
    prices = [Decimal(1 + at % amounts) for at in range(5000)]
    told = [
        StatementLine(booked_on=day, amount=price, currency="RON", remittance=f"plata {at}")
        for at, (day, price) in enumerate(zip(days, prices, strict=True))
    ]
    lines = [Told(at, NOTICE, one) for at, one in enumerate(told)]
    fresh = [Told(5000 + at, STATEMENT, one) for at, one in enumerate(told)]
    began = time.process_time()
    judge([*lines, *fresh], {one.id for one in fresh})
    assert time.process_time() - began < 10
    assert [one.same_as for one in fresh] == [one.id for one in lines]
