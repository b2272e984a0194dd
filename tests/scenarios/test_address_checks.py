"""A customer's electronic address and the directory of Peppol: asked by itself, kept, asked again at a button."""

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from kvit.adapters.directories.peppol import PeppolDirectory
from kvit.adapters.directories.peppol.simulator import SERVFAIL, ZONE, DirectorySimulator
from kvit.core.errors import Refused
from kvit.events import work
from kvit.parties import address_checks, customers
from kvit.parties.models import AddressCheck
from kvit.ports import registry
from kvit.ports.directory import FakeDirectory
from kvit.reactions import REACTIONS
from tests.builders import DAY, a_company, a_customer, a_user, the_owner

pytestmark = pytest.mark.django_db(transaction=True)
INVOICE = (
    "busdox-docid-qns::urn:oasis:names:specification:ubl:schema:xsd:Invoice-2::Invoice"
    "##urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0::2.1"
)
RIGHT = {"electronic_scheme": "0088", "electronic_address": "4035811991021"}


@pytest.fixture
def peppol():
    simulator = DirectorySimulator(
        {
            "iso6523-actorid-upis::0088:4035811991021": frozenset({INVOICE}),
            "iso6523-actorid-upis::0088:4035811991038": frozenset({"busdox-docid-qns::orders##only::2.1"}),
        }
    )
    before = registry.use("directory")
    registry.register("directory", PeppolDirectory(zone=ZONE, server=simulator.server, seconds=1))
    yield simulator
    registry.register("directory", before)
    simulator.close()


@pytest.fixture
def owner():
    return a_user("ana@ateliernord.example")


@pytest.fixture
def company(owner):
    return a_company(owner=owner)


def said(company, customer):
    work.run_all(REACTIONS)
    return [(one.answer, one.takes_invoices) for one in address_checks.of(company, customer)]


def test_an_address_is_looked_up_when_it_comes_and_when_it_changes_and_never_rewritten(peppol, company):
    customer = a_customer(company, **RIGHT)
    by = the_owner(company)
    assert said(company, customer) == [("found", True)]
    customers.change(company, customer, {"note": "x"}, version=None, by=by, on=DAY)
    assert said(company, customer) == [("found", True)]
    for address in ("4035811991038", "4035811991014"):
        customers.change(company, customer, {"electronic_address": address}, version=None, by=by, on=DAY)
    work.run_all(REACTIONS)
    newest = address_checks.of(company, customer)[0]
    assert (newest.answer, newest.participant) == ("absent", "iso6523-actorid-upis::0088:4035811991014")
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        AddressCheck.objects.update(answer="found")


def test_who_takes_orders_alone_is_there_and_takes_no_invoices(peppol, company):
    customer = a_customer(company, electronic_scheme="0088", electronic_address="4035811991038")
    assert said(company, customer) == [("found", False)]


def test_a_directory_that_fails_has_not_said_no(peppol, company):
    peppol.fails = SERVFAIL
    customer = a_customer(company, **RIGHT)
    assert said(company, customer) == [("unknown", False)]
    peppol.fails = 0
    assert address_checks.ask(company, customer, by=the_owner(company), on=DAY).answer == "found"


def test_the_page_shows_the_answer_and_asks_again(company, owner):
    before = registry.use("directory")
    directory = FakeDirectory({"iso6523-actorid-upis::0088:4035811991021": frozenset({INVOICE})})
    registry.register("directory", directory)
    customer = a_customer(company, **RIGHT)
    client = Client()
    client.force_login(owner)
    directory.fails = "DNS answer 2"
    asks = reverse("customer_address_check", args=[customer.public_id])
    assert "DNS answer 2" in client.post(asks, follow=True).content.decode()
    directory.fails = ""
    page = client.post(asks, follow=True).content.decode()
    registry.register("directory", before)
    assert "On Peppol" in page
    assert "Invoices are taken" in page


def test_where_no_directory_is_asked_nothing_is_said_but_why(company):
    customer = a_customer(company, **RIGHT)
    assert said(company, customer) == []
    with pytest.raises(Refused, match="address_check.no_directory"):
        address_checks.ask(company, customer, by=the_owner(company), on=DAY)
    with pytest.raises(Refused, match="address_check.no_address"):
        address_checks.ask(company, a_customer(company, name="Beta"), by=the_owner(company), on=DAY)
