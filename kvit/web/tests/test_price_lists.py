"""Price lists, contacts and limits on pages: what is written there is what the next invoice follows."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from kvit.catalog import prices, products
from kvit.catalog.models import Price, PriceList
from kvit.companies import whose
from kvit.parties import contacts, correspondence, queries
from kvit.parties.models import Contact, Party
from kvit.web.tests.test_pages import typed
from tests.builders import a_company, a_customer, a_draft, a_user, somebody, the_owner

pytestmark = pytest.mark.django_db
TODAY = whose.today("Europe/Bucharest")


@pytest.fixture
def ana():
    return a_user("ana@ateliernord.example")


@pytest.fixture
def company(ana):
    return a_company(owner=ana)


@pytest.fixture
def browser(ana):
    client = Client()
    client.force_login(ana)
    return client


@pytest.fixture
def shelf(company):
    told = {"name": "Shelf 120", "code": "SH-120", "price": "385"}
    return products.add(company, told, by=the_owner(company), on=TODAY)


def text(answer):
    return answer.content.decode()


def sent(party, **more):
    """What the form of a customer sends."""
    return {"name": party.name, "country": "RO", "vat_id": party.vat_id, "version": party.version, **more}


def test_a_list_is_made_filled_and_given_and_the_next_invoice_follows_it(company, browser, shelf):
    made = browser.post(reverse("price_lists"), {"name": "Dealers", "currency": "RON"})
    row = PriceList.objects.get()
    assert made.url == reverse("price_list", args=[row.public_id])
    later = TODAY + timedelta(days=40)
    browser.post(made.url, {"product": "SH-120", "amount": "352.50", "valid_from": ""})
    browser.post(made.url, {"product": "Shelf 120", "amount": "360", "valid_from": later.strftime("%d/%m/%Y")})
    kept = [(one.amount, one.valid_from) for one in Price.objects.order_by("valid_from")]
    assert kept == [(Decimal("352.5"), TODAY), (360, later)]
    page = text(browser.get(made.url))
    assert "352.50" in page and "360.00" in page

    party = a_customer(company)
    browser.post(reverse("customer_edit", args=[party.public_id]), sent(party, price_list=row.public_id))
    party.refresh_from_db()
    assert party.price_list_id == row.pk
    draft = a_draft(company, {"product": "SH-120", "quantity": "1"}, customer=party, on=TODAY)
    assert draft.net == Decimal("352.50")
    assert "Dealers" in text(browser.get(reverse("customer", args=[party.public_id])))


def test_a_customer_keeps_its_list_unless_another_is_chosen(company, browser):
    by = the_owner(company)
    row = prices.make_list(company, {"name": "Dealers"}, by=by, on=TODAY)
    party = a_customer(company)
    page = reverse("customer_edit", args=[party.public_id])
    browser.post(page, sent(party, price_list=row.public_id))
    prices.archive_list(company, row, by=by, on=TODAY)
    party.refresh_from_db()
    shown = browser.get(page)
    assert shown.context["sections"][2]["fields"][4].value() == row.public_id
    assert browser.post(page, sent(party, price_list=row.public_id)).status_code == 302
    party.refresh_from_db()
    assert party.price_list_id == row.pk
    browser.post(page, sent(party, price_list=""))
    party.refresh_from_db()
    assert party.price_list_id is None


def test_asking_the_register_does_not_forget_the_list(company, browser):
    row = prices.make_list(company, {"name": "Dealers"}, by=the_owner(company), on=TODAY)
    party = a_customer(company)
    page = reverse("customer_edit", args=[party.public_id])
    asked = browser.post(page, sent(party, price_list=row.public_id, credit_limit="2500", look_up="1"))
    assert f'value="{row.public_id}" selected' in text(asked)
    assert 'value="2500"' in text(asked)


def test_a_list_is_put_away_and_brought_back(company, browser):
    row = prices.make_list(company, {"name": "Dealers"}, by=the_owner(company), on=TODAY)
    browser.post(reverse("price_list_archive", args=[row.public_id]))
    assert "Dealers" not in text(browser.get(reverse("price_lists"))).split("toast")[0]
    assert "Dealers" in text(browser.get(reverse("price_lists") + "?view=archived"))
    browser.post(reverse("price_list_restore", args=[row.public_id]))
    row.refresh_from_db()
    assert row.archived_at is None


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"product": "None such", "amount": "1"}, "No product has the code or name None such"),
        ({"product": "SH-120", "amount": "1.234"}, "1.234"),
        ({"product": "SH-120", "amount": ""}, ""),
    ],
)
def test_what_is_no_price_is_refused_beside_its_field(company, browser, shelf, given, said):
    row = prices.make_list(company, {"name": "Dealers"}, by=the_owner(company), on=TODAY)
    answer = browser.post(reverse("price_list", args=[row.public_id]), given)
    assert answer.status_code == 422
    assert said in text(answer)
    assert not Price.objects.exists()


def test_a_limit_is_kept_shown_and_warns(company, browser):
    party = a_customer(company, name="Hotel Bastion SA")
    page = reverse("customer_edit", args=[party.public_id])
    browser.post(page, sent(party, credit_limit="100"))
    party.refresh_from_db()
    assert party.credit_limit == 100
    assert "100.00" in text(browser.get(reverse("customer", args=[party.public_id])))
    held = browser.post(reverse("invoice_new"), typed("Hotel Bastion SA", act="issue_and_send"))
    assert held.context["warned"] == ["customer.over_limit|totals/payable"]
    browser.post(page, sent(party, credit_limit=""))
    party.refresh_from_db()
    assert party.credit_limit is None
    assert browser.post(page, sent(party, credit_limit="-5")).status_code == 422


def test_people_at_a_customer_are_noted_and_get_the_invoices(company, browser):
    party = a_customer(company, email="office@alfa.example")
    new = reverse("contact_new", args=[party.public_id])
    wrong = browser.post(new, {"name": "Ioana", "gets_invoices": "on"})
    assert wrong.status_code == 422
    assert "write the e-mail address" in text(wrong)
    browser.post(new, {"name": "Ioana", "email": "ioana@alfa.example", "gets_invoices": "on", "role": "Accounts"})
    assert [one[0] for one in correspondence.mailboxes(company, party)] == ["office@alfa.example", "ioana@alfa.example"]
    row = Contact.objects.get()
    assert "gets the invoices" in text(browser.get(reverse("customer", args=[party.public_id])))

    page = reverse("contact", args=[row.public_id])
    browser.post(page, {"name": "Ioana Pop", "email": "ioana@alfa.example"})
    row.refresh_from_db()
    assert (row.name, row.role, row.gets_invoices) == ("Ioana Pop", "", False)
    assert len(correspondence.mailboxes(company, party)) == 1

    browser.post(reverse("contact_archive", args=[row.public_id]))
    assert queries.contacts(company, party) == []
    assert browser.get(page).status_code == 404


def test_who_only_sees_changes_nothing(company, shelf):
    by = the_owner(company)
    party, row = a_customer(company), prices.make_list(company, {"name": "Dealers"}, by=by, on=TODAY)
    person = contacts.add(company, party, {"name": "Ioana"}, by=by, on=TODAY)
    somebody(company, "viewer")
    reader = Client()
    reader.force_login(company.memberships.get(role="viewer").user)
    assert "Ioana" in text(reader.get(reverse("customer", args=[party.public_id])))
    assert "Make the list" not in text(reader.get(reverse("price_lists")))
    assert reader.post(reverse("price_lists"), {"name": "Mine", "currency": "RON"}).status_code in (403, 422)
    reader.post(reverse("price_list", args=[row.public_id]), {"product": "SH-120", "amount": "1"})
    reader.post(reverse("price_list_archive", args=[row.public_id]))
    reader.post(reverse("contact_archive", args=[person.public_id]))
    row.refresh_from_db()
    person.refresh_from_db()
    assert (PriceList.objects.count(), Price.objects.count(), row.archived_at, person.archived_at) == (1, 0, None, None)


def test_the_lists_of_another_company_are_not_offered(company, browser, ana):
    other = a_company("PL")
    foreign = prices.make_list(other, {"name": "Geheim"}, by=the_owner(other), on=TODAY)
    party = a_customer(company)
    page = reverse("customer_edit", args=[party.public_id])
    assert "Geheim" not in text(browser.get(page))
    assert browser.post(page, sent(party, price_list=foreign.public_id)).status_code == 422
    assert Party.objects.get(pk=party.pk).price_list_id is None
