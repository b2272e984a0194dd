"""A Spanish company keeps the offices of a public body with the customer; others are not asked."""

import pytest

from kvit.parties.models import Party
from tests.builders import a_company, a_customer, a_user

pytestmark = pytest.mark.django_db
TYPED = {
    "name": "Ayuntamiento de Alcalá",
    "country": "ES",
    "vat_id": "ESP2807900B",
    "is_public": "on",
    "office_accounting": "l01280796",
    "office_managing": "L01280797",
    "office_processing": "L01280798",
}


def signed_in(client, country):
    owner = a_user()
    company = a_company(country, owner=owner)
    client.force_login(owner)
    return company


def test_the_offices_are_typed_kept_and_shown_again(client):
    company = signed_in(client, "ES")
    assert client.post("/customers/new", TYPED).status_code == 302
    party = Party.objects.get(company=company)
    assert (party.is_public, party.public_offices["accounting"]) == (True, "L01280796")
    page = client.get(f"/customers/{party.public_id}/edit").content.decode()
    assert "L01280798" in page


def test_a_wrong_code_is_told_and_nothing_is_kept(client):
    company = signed_in(client, "ES")
    answer = client.post("/customers/new", TYPED | {"office_managing": "the mayor"})
    assert answer.status_code == 422
    assert not Party.objects.filter(company=company).exists()


def test_others_are_not_asked_for_offices(client):
    company = signed_in(client, "RO")
    party = a_customer(company, public_offices={"managing": "L01280797"}, is_public=True)
    assert "office_managing" not in client.get(f"/customers/{party.public_id}/edit").content.decode()
