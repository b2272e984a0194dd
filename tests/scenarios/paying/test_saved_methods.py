"""A customer lets us keep the way by which they pay, and takes it back; what they agreed to stays as it was."""

from datetime import date

import pytest
from django.db import Error, transaction

from kvit.checkouts import saved, saved_queries
from kvit.checkouts.models import Checkout, SavedMethod
from kvit.core.errors import Refused
from kvit.events.models import Event
from tests.builders import DAY, a_customer, breaches, somebody, the_owner
from tests.scenarios.paying import keeping, shop

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["sandbox", "stripe"])
def store(request):
    with shop.opened(request.param) as made:
        yield made


def test_what_was_ticked_is_kept_once_it_is_paid_and_never_a_number(store):
    item = store.item()
    checkout = keeping.begun(store, item)
    row = SavedMethod.objects.get()
    assert (row.status, row.method, row.agreed["ip"]) == ("agreed", "", "203.0.113.7")
    assert row.agreed["wording"] == saved.WORDING and store.company.name in row.agreed["text"][0]
    assert not saved_queries.methods(store.company), "nothing is kept before it is paid"
    store.sandbox.pay(checkout.public_id)
    assert set(store.tell()) == {204}
    row.refresh_from_db()
    assert (row.status, row.kind, row.brand, row.last4) == ("kept", "card", "visa", "4242")
    assert row.expires_on == date(2031, 12, 31) and row.customer and row.method
    names = ["saved_method.agreed", "saved_method.kept"]
    assert list(Event.objects.filter(name__startswith="saved_").values_list("name", flat=True)) == names
    assert breaches() == []


def test_without_the_tick_nothing_is_kept(store):
    checkout = store.begin(store.item())
    store.sandbox.pay(checkout.public_id)
    store.tell()
    assert not SavedMethod.objects.exists()


def test_the_second_one_is_kept_under_the_same_customer_of_the_gateway(store):
    first, second = keeping.kept(store), keeping.kept(store)
    assert first.customer == second.customer and first.method != second.method
    assert saved_queries.in_force(store.company, store.customer, way=store.way, on=DAY) == second


def test_a_customer_who_thinks_again_gets_another_page(store):
    item = store.item()
    first = keeping.begun(store, item)
    second = store.begin(item)
    first.refresh_from_db()
    assert (first.status, second.status) == ("expired", "open")
    store.sandbox.pay(second.public_id)
    store.tell()
    assert not saved_queries.methods(store.company), "they did not tick it any more"
    assert Checkout.objects.filter(status="paid").count() == 1


def test_it_is_taken_back_once_and_stays_so(store):
    row = keeping.kept(store)
    saved.withdraw(store.company, row, by=store.guest, on=DAY, party=store.customer)
    row.refresh_from_db()
    assert (row.status, row.withdrawn_by) == ("withdrawn", store.guest.name) and row.withdrawn_at
    with pytest.raises(Refused, match="saved_method.over"):
        saved.withdraw(store.company, row, by=the_owner(store.company), on=DAY)
    for change in ({"status": "kept"}, {"agreed": {}}, {"withdrawn_by": "x"}, {"method": "pm_other"}):
        with pytest.raises(Error), transaction.atomic():
            SavedMethod.objects.filter(pk=row.pk).update(**change)
    with pytest.raises(Error), transaction.atomic():
        SavedMethod.objects.filter(pk=row.pk).delete()


def test_nobody_takes_back_what_another_customer_agreed_to(store):
    """S06: it is as if it were not there."""
    row, other = keeping.kept(store), a_customer(store.company, name="Beta SRL")
    with pytest.raises(Refused, match="saved_method.unknown"):
        saved.withdraw(store.company, row, by=store.guest, on=DAY, party=other)
    with pytest.raises(Refused, match="saved_method.unknown"):
        saved_queries.method(store.company, row.public_id, party=other)
    with pytest.raises(Refused, match="permission.denied"):
        saved.withdraw(store.company, row, by=somebody(store.company, "viewer"), on=DAY)
