"""Customers are found as people name them, changed without overwriting each other, and never shown to strangers."""

import pytest

from kvit.core.errors import Refused
from kvit.parties import customers, queries
from tests.builders import BUYERS, DAY, a_company, a_customer, somebody, the_owner

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    return a_company()


def code_of(act):
    with pytest.raises(Refused) as caught:
        act()
    return caught.value.code


def test_a_customer_is_found_by_name_by_vat_id_and_by_the_beginning_of_the_name(company):
    hotel = a_customer(company, name="Hotel Bastion SA")
    a_customer(company, name="Delta Office SRL", vat_id="")

    assert queries.named(company, "hotel bastion sa") == hotel
    assert queries.named(company, BUYERS["RO"]) == hotel
    assert queries.named(company, " RO 18189442 ") == hotel
    assert queries.named(company, "Hote") == hotel
    assert queries.named(company, hotel.public_id) == hotel


def test_a_name_that_two_have_is_refused_until_a_person_says_which(company):
    a_customer(company, name="Alfa SRL")
    a_customer(company, name="Alfa SRL", vat_id="RO14399840")

    assert code_of(lambda: queries.named(company, "Alfa SRL")) == "customer.ambiguous"
    assert queries.named(company, "RO14399840").vat_id == "RO14399840"


@pytest.mark.parametrize("typed", ["", "Zeta", "A"])
def test_a_name_that_nobody_has_is_refused_not_guessed(company, typed):
    a_customer(company, name="Alfa SRL")
    assert code_of(lambda: queries.named(company, typed)) == "customer.unknown"


def test_another_company_never_sees_the_customer(company):
    stranger = a_company("BG")
    hotel = a_customer(company, name="Hotel Bastion SA")

    assert code_of(lambda: queries.find(stranger, hotel.public_id)) == "customer.unknown"
    assert code_of(lambda: queries.named(stranger, "Hotel Bastion SA")) == "customer.unknown"
    assert queries.listed(stranger).rows == []
    assert queries.offered(stranger, "Hotel") == []


def test_two_people_who_change_one_customer_do_not_overwrite_each_other(company):
    hotel = a_customer(company, name="Hotel Bastion SA")
    ana = the_owner(company)

    customers.change(company, hotel, {"email": "conta@bastion.example"}, version=hotel.version, by=ana, on=DAY)
    late = lambda: customers.change(company, hotel, {"phone": "+40"}, version=hotel.version, by=ana, on=DAY)  # noqa: E731

    assert code_of(late) == "customer.changed"
    assert queries.find(company, hotel.public_id).email == "conta@bastion.example"


def test_a_viewer_changes_nothing(company):
    hotel = a_customer(company, name="Hotel Bastion SA")
    viewer = somebody(company, "viewer")
    assert code_of(lambda: customers.change(company, hotel, {"name": "X"}, version=None, by=viewer, on=DAY)) == (
        "permission.denied"
    )
    assert code_of(lambda: customers.archive(company, hotel, by=viewer, on=DAY)) == "permission.denied"


def test_who_is_put_away_is_not_offered_but_can_be_brought_back(company):
    hotel = a_customer(company, name="Hotel Bastion SA")
    ana = the_owner(company)

    customers.archive(company, hotel, by=ana, on=DAY)
    assert queries.offered(company, "Hotel") == []
    assert [one.pk for one in queries.listed(company, archived=True).rows] == [hotel.pk]

    customers.restore(company, hotel, by=ana, on=DAY)
    assert [one.pk for one in queries.offered(company, "Hotel")] == [hotel.pk]


def test_completing_a_customer_from_an_import_ends_its_being_incomplete(company):
    hotel = a_customer(company, name="17")
    type(hotel).objects.filter(pk=hotel.pk).update(incomplete=True)

    customers.change(company, hotel, {"name": "Hotel Bastion SA"}, version=None, by=the_owner(company), on=DAY)

    assert queries.find(company, hotel.public_id).incomplete is False
