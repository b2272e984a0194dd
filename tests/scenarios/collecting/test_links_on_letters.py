"""The letters that ask for money show the link to pay as a code: a phone that reads it opens what is owed."""

from datetime import date

import cv2
import numpy
import pytest
from django.test import Client

from kvit.archive.tests import paper
from kvit.collecting import balance_letters, balance_papers, demand_papers, demands, fee_papers
from kvit.collecting.demands import Asked
from kvit.companies.models import PortalLink
from kvit.events import ciphers
from kvit.messages.letters import SECRET
from kvit.messages.models import Message
from kvit.payments import incoming
from tests.builders import a_company, a_customer, the_owner
from tests.scenarios.collecting.test_late_fees import LATER, SOLD, issue, sold

pytestmark = pytest.mark.django_db
MARCH = date(2026, 3, 31)
HOUSE = "https://kvit.example"


@pytest.fixture
def company():
    return a_company("RO", on=SOLD)


@pytest.fixture
def customer(company):
    return a_customer(company, language="ro")


def demanded(company, customer):
    row = demands.make(company, customer, Asked(), by=the_owner(company), on=LATER)
    return demand_papers.pdf(company, row)


def charged(company, customer):
    [row] = issue(company, customer, rules=("interest",))
    return fee_papers.pdf(company, row)


def mailed(company, customer, what):
    """The mail of that letter, as it stands in the outbox."""
    by = the_owner(company)
    if what == "demand":
        demand_papers.send(company, demands.make(company, customer, Asked(), by=by, on=LATER), by=by, on=LATER)
    elif what == "late fee":
        [row] = issue(company, customer, rules=("interest",))
        fee_papers.send(company, row, by=by, on=LATER)
    else:
        [row] = balance_letters.make_all(company, balance_on=MARCH, by=by, on=LATER)
        balance_papers.send(company, row, by=by, on=LATER)
    return Message.objects.filter(company=company, party=customer).latest("pk")


def scanned(pdf):
    """What a phone reads from the page, wherever the text above lets the code stand: from one distance or another."""
    seen = (paper.picture(pdf, dpi=dpi) for dpi in (254, 203, 305, 406, 152))
    pictures = (numpy.frombuffer(dots, dtype=numpy.uint8).reshape(height, width) for width, height, dots in seen)
    return next((read for one in pictures if (read := cv2.QRCodeDetector().detectAndDecode(one)[0])), "")


@pytest.mark.parametrize("letter", [demanded, charged])
def test_a_phone_opens_what_is_owed_from_the_letter(company, customer, settings, letter):
    settings.KVIT_BASE_URL = HOUSE
    sold(company, customer)
    before = PortalLink.objects.count()
    pdf = letter(company, customer)
    assert PortalLink.objects.count() == before + 1, "one link, made with the page that was frozen"
    address = scanned(pdf)
    assert address.startswith(f"{HOUSE}/portal/pay/")
    assert "kvit.example" in paper.copied(pdf)
    answer = Client().get(address.removeprefix(HOUSE))
    assert answer.status_code == 200 and PortalLink.objects.latest("pk").party_id == customer.pk


@pytest.mark.parametrize("letter", [demanded, charged])
def test_without_an_address_that_customers_reach_there_is_no_code(company, customer, letter):
    sold(company, customer)
    letter(company, customer)
    assert not PortalLink.objects.exists()


@pytest.mark.parametrize("what", ["demand", "late fee", "balance letter"])
def test_the_mail_opens_what_is_owed_and_the_outbox_tells_nobody_the_key(company, customer, settings, what):
    settings.KVIT_BASE_URL = HOUSE
    sold(company, customer)
    mail = mailed(company, customer, what)
    assert f"{HOUSE}/portal/pay/{SECRET}" in mail.text and f"{HOUSE}/portal/pay/{SECRET}" in mail.html
    answer = Client().get(f"/portal/pay/{ciphers.decrypt(mail.secret)}")
    assert answer.status_code == 200 and PortalLink.objects.latest("pk").party_id == customer.pk


def test_whom_we_owe_is_not_asked_to_pay(company, customer):
    raw = {"amount": "50.00", "customer": customer.public_id, "paid_on": MARCH.isoformat()}
    incoming.record_all(company, [raw], by=the_owner(company), on=MARCH)
    mail = mailed(company, customer, "balance letter")
    assert SECRET not in mail.text and mail.secret == "" and not PortalLink.objects.exists()
