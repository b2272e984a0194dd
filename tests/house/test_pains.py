"""Each real pain that Kvit was built against has a test that names it: `test_pain_07_…`."""

import re

import pytest

from tests.house.tree import REAL

PAINS = {
    1: "a recurring invoice made or sent several times",
    2: "a recurring invoice missed, never caught up, or drifting",
    3: "time zones and daylight saving: yesterday's date",
    4: "number gaps and doubles under concurrency",
    5: "a reminder to somebody who has paid or has a credit, or many copies of it",
    6: "late fees repeated, changing what was sent",
    7: "rounding: parts that do not add up",
    8: "e-invoices refused for noise and unrounded decimals",
    9: "stuck after a rejection, sent twice, errors nobody can read, over 500 messages",
    10: "corrections and currencies wrong in KSeF",
    12: "a supplier's invoice a cent off, or silently rebuilt",
    13: "a part payment that marks the invoice paid; unusable overpayments",
    14: "exchange differences wrong or shown as unallocated",
    15: "credit notes partly refunded, partly set off; VAT of the wrong lines",
    17: "the same statement imported twice, honest twins refused",
    18: "mail marked sent though it failed",
    19: "boxes instead of letters",
    20: "issued documents that change",
    21: "a customer who paid and still owes, was charged twice, or is marked paid without money",
    22: "a supplier's bill booked and paid twice",
    23: "an approver away, payments without approval, one's own approved",
    24: "wrong or fraudulent bank details",
    25: "a payment file refused for its letters or addresses; one bill in two runs",
    26: "a register that is down or busy makes a good number look bad",
    29: "files that can be read two ways, guessed silently",
    30: "backups that cannot be restored",
}
NAMED = re.compile(r"test_pain_(\d+)_")


@pytest.mark.parametrize("pain", PAINS, ids=[f"{number:02}" for number in PAINS])
def test_the_pain_has_a_test_that_names_it(pain):
    named = {
        int(match.group(1))
        for module in REAL.modules
        if module.is_test
        for function in module.functions()
        if (match := NAMED.match(function.name))
    }
    assert pain in named, PAINS[pain]
