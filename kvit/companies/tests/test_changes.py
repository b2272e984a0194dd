"""A company's facts, its look and its people change by those who may, and never past what must hold."""

import pytest

from kvit.companies import changes, companies, permissions
from kvit.companies.models import Company
from kvit.core.errors import Refused
from tests.builders import DAY, a_company, a_user, an_invoice, somebody, the_owner

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    return a_company()


def code_of(act):
    with pytest.raises(Refused) as caught:
        act()
    return caught.value.code


def test_what_was_issued_keeps_what_it_printed(company):
    invoice = an_invoice(company)
    changes.change(company, {"name": "Atelier Sud SRL", "terms_days": 14}, by=the_owner(company), on=DAY)
    invoice.refresh_from_db()
    assert invoice.seller["name"] == "Atelier Nord SRL"
    assert Company.objects.get(pk=company.pk).name == "Atelier Sud SRL"


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"name": " "}, "company.name_missing"),
        ({"currency": "EUR"}, "company.field_unknown"),
        ({"country": "BG"}, "company.field_unknown"),
        ({"town": "x" * 101}, "company.bad_value"),
        ({"terms_days": -1}, "company.bad_value"),
        ({"vat_id": "RO14399841"}, "vat_id.bad_checksum"),
        ({"email": "nowhere"}, "email.bad_format"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_changes(company, facts, code):
    assert code_of(lambda: changes.change(company, {"phone": "1", **facts}, by=the_owner(company), on=DAY)) == code
    assert Company.objects.get(pk=company.pk).phone == ""


def test_only_who_may_changes_anything(company):
    clerk = somebody(company, "clerk")
    for act in (
        lambda: changes.change(company, {"phone": "1"}, by=clerk, on=DAY),
        lambda: changes.dress(company, {"footer": "x"}, by=clerk, on=DAY),
        lambda: changes.give_role(company, "usr_x", role="owner", by=clerk, on=DAY),
        lambda: changes.part(company, "usr_x", by=clerk, on=DAY),
    ):
        assert code_of(act) == "permission.denied"


def test_a_company_is_never_without_an_owner(company):
    ana = the_owner(company)
    only = changes.people(company)[0].user
    assert (
        code_of(lambda: changes.give_role(company, only.public_id, role="clerk", by=ana, on=DAY)) == "user.last_owner"
    )
    assert code_of(lambda: changes.part(company, only.public_id, by=ana, on=DAY)) == "user.last_owner"

    other = companies.join(company, "mihai@example.com", role="owner", by=ana, on=DAY)
    changes.part(company, only.public_id, by=ana, on=DAY)
    assert [one.user for one in changes.people(company)] == [other]
    assert code_of(lambda: permissions.actor(only, company)) == "company.unknown"


def test_who_left_can_do_nothing_through_a_key(company):
    ana = the_owner(company)
    user = companies.join(company, "mihai@example.com", role="clerk", by=ana, on=DAY)
    key, _secret = companies.make_api_key(company, user, name="shop", by=ana, on=DAY)
    changes.part(company, user.public_id, by=ana, on=DAY)
    assert code_of(lambda: permissions.api_actor(key)) == "company.unknown"


def test_the_people_and_keys_of_another_company_are_unknown(company):
    stranger = a_company("BG")
    mine = changes.people(company)[0].user
    key, _secret = companies.make_api_key(company, mine, name="shop", by=the_owner(company), on=DAY)
    boss = the_owner(stranger)
    assert code_of(lambda: changes.give_role(stranger, mine.public_id, role="clerk", by=boss, on=DAY)) == "user.unknown"
    assert code_of(lambda: changes.api_key(stranger, key.public_id)) == "api_key.unknown"
    assert a_user() not in [one.user for one in changes.people(company)]


def test_the_look_is_kept_and_a_logo_can_be_taken_away(company):
    ana = the_owner(company)
    changes.dress(company, {"accent": "#14506b", "logo": ("png", b"\x89PNG"), "window": "right"}, by=ana, on=DAY)
    look = changes.appearance(company)
    assert (look.accent, look.logo_type, bytes(look.logo), look.window) == ("#14506b", "png", b"\x89PNG", "right")
    changes.dress(company, {"logo": None}, by=ana, on=DAY)
    assert changes.appearance(company).logo is None
    assert code_of(lambda: changes.dress(company, {"window": "up"}, by=ana, on=DAY)) == "company.bad_value"
