"""A Polish company's customers and services, its certificate, and what KSeF got of it."""

from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.utils import timezone

from kvit.archive import files
from kvit.core.einvoice import fa3
from kvit.core.einvoice.fa3.check import check
from kvit.core.errors import errors
from kvit.events import work
from kvit.networks import clocks, connections
from kvit.networks.models import Submission
from kvit.reactions import REACTIONS
from tests.builders import DAY, a_line, the_owner

NIP = "8567346215"
IN_WARSAW = {"street": "ul. Prosta", "building": "51", "town": "Warszawa", "post_code": "00-838"}
IN_BERLIN = {"street": "Invalidenstraße", "building": "3", "town": "Berlin", "post_code": "10115"}
SERVICE = a_line("100.00", vat="23", name="Usługa")


def days_go_on(company):
    for _ in range(3):
        work.run_all(REACTIONS)
        clocks.run(company, at=timezone.now() + timedelta(hours=1), on=DAY)
    work.run_all(REACTIONS)


def live(invoice):
    return Submission.objects.exclude(status="superseded").get(document_id=invoice.pk)


def sent(invoice):
    """The document as KSeF got it, which has nothing wrong in it."""
    content = files.read(live(invoice).file)
    assert errors(check(content)) == []
    return fa3.read(content)


def a_certificate(key):
    """A certificate of type Offline for this key."""
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Nordika")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(0x01F20A5D352AE590)
        .not_valid_before(now - timedelta(days=2))
        .not_valid_after(now + timedelta(days=300))
        .sign(key, hashes.SHA256())
    )
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return {"offline_certificate": made.public_bytes(Encoding.PEM).decode(), "offline_key": pem.decode()}


def issues_offline(company, key):
    connections.set_up(company, "ksef", mode="test", secrets=a_certificate(key), by=the_owner(company), on=DAY)
