"""Nobody is charged twice: what is paid online is not collected, and what the bank collects is not paid online."""

import pytest

from kvit.checkouts import checkouts
from kvit.companies import links
from kvit.core.errors import Refused
from kvit.debits import queries, runs
from tests.builders import DAY
from tests.scenarios.debits.collecting import TUESDAY, UNTIL
from tests.scenarios.paying import shop

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def gateway(firm, monkeypatch):
    """The firm takes payments online too, in the sandbox, which answers as it is told."""
    with shop.opened() as store:
        store.way.__class__.objects.filter(pk=store.way.pk).update(company=firm.company)
        yield store


def begun(firm, invoice):
    link, _ = links.make(firm.company, firm.customer.pk, purpose="customer", by=firm.owner, on=DAY, facts={})
    by = links.guest(link, name=firm.customer.name)
    wish = checkouts.Wish(items=[firm.item(invoice).public_id])
    return checkouts.begin(firm.company, firm.customer, wish, by=by, on=TUESDAY)


def test_what_is_being_paid_online_is_left_out_of_a_run_and_not_released(firm, gateway):
    firm.mandate()
    invoice, other = firm.invoice(), firm.invoice()
    run = firm.propose()
    begun(firm, invoice)
    with pytest.raises(Refused, match=r"debit_run\.items_changed"):
        firm.release(run)
    runs.cancel(firm.company, firm.now(run), reason="paid online", by=firm.owner, on=TUESDAY)
    again = firm.propose()
    assert [one.number for one in again.items.all()] == [other.number]


def test_what_the_bank_collects_is_not_paid_online(firm, gateway):
    firm.mandate()
    invoice = firm.invoice()
    run = firm.sent(until=UNTIL)
    with pytest.raises(Refused, match=r"checkout\.collecting"):
        begun(firm, invoice)
    assert queries.collected_on(firm.company, [firm.item(invoice)]) == {
        firm.item(invoice).pk: firm.now(run).items.get().collect_on
    }
