"""One task for all customers that came without their facts, open while there is one."""

import pytest

from kvit.events import work
from kvit.parties import customers, incomplete
from kvit.parties.models import Party
from kvit.tasks.models import Task
from tests.builders import DAY, a_company, a_customer, the_owner

pytestmark = pytest.mark.django_db
REACTIONS = {name: [("incomplete", incomplete.watch)] for name in ("customer.updated", "customer.archived")}


def test_the_task_is_open_until_the_last_one_is_complete_or_put_away():
    company = a_company()
    by = the_owner(company)
    first, second, third = (a_customer(company, name=name) for name in ("Alfa", "Beta", "Gama"))
    Party.objects.filter(company=company, pk__in=[first.pk, second.pk]).update(incomplete=True)

    def status() -> list[str]:
        work.run_all(REACTIONS)
        return list(Task.objects.order_by("pk").values_list("status", flat=True))

    customers.change(company, third, {"note": "x"}, version=None, by=by, on=DAY)
    assert status() == ["open"]
    customers.change(company, first, {"note": "x"}, version=None, by=by, on=DAY)
    assert status() == ["open"]
    customers.archive(company, second, by=by, on=DAY)
    assert status() == ["done"]
