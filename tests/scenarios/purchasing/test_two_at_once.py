"""Two bills for the same goods, approved at the same moment by two people: one is booked, the other is told."""

import threading

import pytest
from django.db import connection, connections

from kvit.core.errors import Refused
from kvit.payables import bills, queries
from kvit.payables.models import Bill, OrderTaken
from tests.builders import breaches, somebody
from tests.scenarios.bills.supplied import DAY, added, approved, invoiced
from tests.scenarios.purchasing.ordered import came, ordered
from tests.scenarios.purchasing.test_matches import boards

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
def test_pain_22_two_bills_for_the_same_goods_at_the_same_moment_take_them_once(company, seller, clerk, approver):
    approved(company, invoiced(seller), clerk=clerk, approver=approver)
    order = ordered(company, seller, clerk=clerk, approver=approver)
    came(company, order, "60", by=clerk)
    both = [added(company, invoiced(seller, boards(), order_ref=order.number), by=clerk) for _ in range(2)]
    start, said = threading.Barrier(2), []

    def approve(bill, by):
        try:
            start.wait(timeout=10)
            bills.approve(company, queries.find(company, bill.public_id), version=bill.version, by=by, on=DAY)
        except Refused as refused:
            said.append(refused.code)
        finally:
            connections.close_all()

    people = (approver, somebody(company, "accountant"))
    threads = [threading.Thread(target=approve, args=one) for one in zip(both, people, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert said == ["order.changed_since"]
    assert [one.quantity for one in OrderTaken.objects.all()] == [60]
    assert Bill.objects.filter(number__in=[one.number for one in both], status="approved").count() == 1
    assert breaches() == []
