"""A clerk gives Kvit the company's certificates on the page: signed in by one, codes signed by the other."""

from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, PrivateFormat
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from kvit.events.models import Event
from kvit.networks import clocks, connections, offline, sign_ins
from kvit.networks.models import Connection
from tests.builders import DAY, a_customer, an_invoice, the_owner
from tests.scenarios.poland.builders import IN_WARSAW, NIP, SERVICE, days_go_on, live

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "pass word"  # noqa: S105 of a key made for the test


def files_of(kind, *, days=300, names="VATPL-" + NIP):
    """A certificate and its locked key, as the taxpayer application gives them."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.ORGANIZATION_IDENTIFIER, names)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(now - timedelta(days=400))
        .not_valid_after(now + timedelta(days=days))
        .sign(key, hashes.SHA256())
    )
    locked = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(PASSWORD.encode()))
    return {
        f"{kind}_certificate": SimpleUploadedFile("made.crt", made.public_bytes(Encoding.PEM)),
        f"{kind}_key": SimpleUploadedFile("made.key", locked),
        f"{kind}_password": PASSWORD,
    }


@pytest.fixture
def browser(company):
    client = Client()
    client.force_login(company.memberships.order_by("pk").first().user)
    return client


@pytest.fixture
def without_token(company):
    """The token is gone: what is sent was signed in for by the certificate."""
    connections.set_up(company, "ksef", mode="test", secrets={"token": ""}, by=the_owner(company), on=DAY)


def give(browser, told):
    return browser.post(f"{reverse('network_edit')}?network=ksef&mode=test", told)


def way(company):
    return Connection.objects.get(company=company, network="ksef")


def test_a_certificate_given_on_the_page_sends_invoices_without_a_token(company, ksef, browser, without_token):
    assert not sign_ins.is_open(way(company))
    assert give(browser, files_of("auth")).status_code == 302
    assert sign_ins.is_open(way(company))
    invoice = an_invoice(company, SERVICE, customer=a_customer(company, address=IN_WARSAW))
    days_go_on(company)
    assert live(invoice).status == "accepted"
    assert ksef.calls("/auth/ksef-token") == []
    page = browser.get(f"{reverse('network_edit')}?network=ksef&mode=test").content.decode()
    assert PASSWORD not in page and "BEGIN" not in page


def test_a_certificate_for_codes_given_on_the_page_can_sign(company, ksef, browser):
    assert give(browser, files_of("offline")).status_code == 302
    assert offline.certificate(way(company)) is not None


def test_its_last_day_is_known_and_told_two_weeks_before(company, ksef, browser):
    give(browser, files_of("auth", days=30))
    ends_on = way(company).ends_on
    assert ends_on == (datetime.now(UTC) + timedelta(days=30)).date()
    give(browser, {"token": "another"})
    assert way(company).ends_on == ends_on  # what is not named stays as it was
    soon = Event.objects.filter(name="connection.ends_soon")
    clocks.run(company, at=datetime.now(UTC), on=ends_on - timedelta(days=15))
    assert not soon.exists()
    clocks.run(company, at=datetime.now(UTC), on=ends_on - timedelta(days=14))
    assert soon.exists()


def test_one_that_has_ended_keeps_nobody_from_giving_something_else(company, ksef, browser, time_machine):
    give(browser, files_of("auth", days=30))
    ends_on = way(company).ends_on
    time_machine.move_to(datetime.now(UTC) + timedelta(days=31))
    sign_ins.set_up(company, "ksef", mode="test", secrets={"token": "another"}, by=the_owner(company), on=DAY)
    assert (way(company).ends_on, connections.readable(way(company))["token"]) == (ends_on, "another")


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: files_of("auth", days=-1),
        lambda: files_of("auth") | {"auth_password": "wrong"},
        lambda: files_of("auth") | {"auth_key": files_of("auth")["auth_key"]},
        lambda: {"auth_certificate": SimpleUploadedFile("made.crt", b"no certificate")},
    ],
    ids=["ended", "password", "another's key", "no certificate"],
)
def test_a_certificate_that_cannot_sign_is_not_kept(company, ksef, browser, wrong):
    assert give(browser, wrong()).status_code == 422
    assert connections.held(way(company)) == ["token"]


def test_the_certificate_of_another_company_is_told_as_trouble(company, ksef, browser, without_token):
    give(browser, files_of("auth", names="VATPL-9492107026"))
    an_invoice(company, SERVICE, customer=a_customer(company, address=IN_WARSAW))
    days_go_on(company)
    assert way(company).trouble == "network.access_ended"
