"""A customer whom we collect late is no late payer: docs/rules/direct-debit.md, "Whose lateness"."""

from datetime import date, timedelta

import pytest

from kvit.collecting import owed_fees
from kvit.collecting.owed_fees import Asked
from kvit.core import habits
from kvit.debits import counting
from kvit.dunning import situation
from kvit.dunning.tests.test_campaigns import let
from kvit.jobs import worker
from kvit.ledger import open_items
from kvit.loyalty import queries as points
from kvit.payments import incoming
from kvit.reports import figures
from tests.builders import breaches
from tests.scenarios.debits.collecting import COLLECTED, DAY, booked, parts, returned
from tests.scenarios.loyalty.saving import promise

pytestmark = pytest.mark.django_db
DUE = date(2026, 4, 1)
"""The due day of an invoice of `DAY`."""
LATE = date(2026, 4, 20)


def collect(firm, *, on, told_on, reference=""):
    """A run that goes out on the day and is credited on another; the names of its collections."""
    run = firm.sent(on=told_on)
    names = firm.ids(run)
    firm.bank(
        *(
            booked(one.amount, direction="CRDT", details=parts((name, one.amount)), on=on, reference=f"{on}{name}")
            for name, one in zip(names, run.items.all(), strict=True)
        ),
        on=on,
    )
    worker.until_idle()
    return names


def days(firm, invoice):
    """Due and counted day of the invoice."""
    key = firm.customer.pk
    found = open_items.paid_days(firm.company, [key], counted=counting.of_customers(firm.company, [key]))
    assert len(found[key]) == 1 and firm.owed(invoice) == 0
    return found[key][0]


def test_a_late_run_of_ours_counts_as_the_due_day(firm):
    firm.mandate(signed_on=DAY)
    invoice = firm.invoice()
    assert firm.item(invoice).due_on == DUE
    collect(firm, told_on=date(2026, 4, 6), on=LATE)
    assert days(firm, invoice) == (DUE, DUE)
    assert figures.paying_habit(firm.company, firm.customer.pk, on=LATE).days == 0
    assert breaches() == []


def test_a_mandate_that_came_after_the_due_day_does_not_mend_the_days_before_it(firm):
    invoice = firm.invoice()
    firm.mandate(signed_on=date(2026, 4, 3), on=date(2026, 4, 3))
    collect(firm, told_on=date(2026, 4, 6), on=LATE)
    assert days(firm, invoice) == (DUE, date(2026, 4, 3))
    assert figures.paying_habit(firm.company, firm.customer.pk, on=LATE).days == 2


def test_what_came_back_and_was_collected_anew_is_as_late_as_the_money(firm):
    firm.mandate()
    invoice = firm.invoice()
    [name] = collect(firm, told_on=date(2026, 3, 17), on=COLLECTED)
    firm.bank(returned(name, "121.00", reason="AM04", on=date(2026, 4, 8)), on=date(2026, 4, 8))
    collect(firm, told_on=date(2026, 4, 8), on=date(2026, 4, 24))
    assert days(firm, invoice) == (DUE, date(2026, 4, 24))


def test_money_that_they_sent_themselves_is_as_late_as_it_is(firm):
    firm.mandate()
    invoice = firm.invoice()
    raw = {"amount": "121.00", "invoice": invoice.number, "paid_on": LATE.isoformat()}
    incoming.record_all(firm.company, [raw], by=firm.owner, on=LATE)
    assert days(firm, invoice) == (DUE, LATE)


def test_who_is_collected_late_every_time_is_a_prompt_payer_for_reminders(firm):
    let(firm.company, by_habit=True)
    firm.mandate()
    for week in range(4):
        firm.invoice(f"{week + 1}00.00", on=DAY + timedelta(days=week))
    collect(firm, told_on=date(2026, 4, 8), on=date(2026, 4, 24))
    firm.invoice("7.00", on=date(2026, 4, 24))
    [debtor] = situation.of(firm.company).debtors
    assert debtor.habit == habits.PROMPT


@pytest.mark.parametrize(("signed_on", "earned"), [(DAY, 100), (date(2026, 4, 3), 0)])
def test_points_are_not_lost_by_a_late_run_of_ours(firm, signed_on, earned):
    promise(firm.company, on=DAY, early_days=None, early_bonus=None)
    firm.mandate(signed_on=signed_on, on=signed_on)
    firm.invoice()
    [name] = collect(firm, told_on=date(2026, 4, 6), on=LATE)
    assert points.purse(firm.company, firm.customer).points == earned
    firm.bank(returned(name, "121.00", reason="MD06", on=date(2026, 5, 4)), on=date(2026, 5, 4))
    worker.until_idle()
    assert points.purse(firm.company, firm.customer).points == 0, "what came back earns nothing"
    assert breaches() == []


def test_a_late_run_of_ours_bears_no_late_fee(firm):
    firm.mandate(signed_on=DAY)
    firm.invoice()
    collect(firm, told_on=date(2026, 4, 6), on=LATE)
    assert owed_fees.of(firm.company, Asked(date(2026, 5, 4))) == []
