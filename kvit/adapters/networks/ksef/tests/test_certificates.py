"""Signing in at KSeF by a certificate, over real HTTP against its simulator, which verifies the signature."""

from base64 import b64encode
from datetime import UTC, date, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, PrivateFormat, pkcs12
from cryptography.x509.oid import NameOID
from lxml import etree
from signxml import SignatureConfiguration, XMLVerifier

from kvit.adapters.networks.ksef import KsefNetwork
from kvit.adapters.networks.ksef.simulator import KsefSimulator
from kvit.adapters.networks.simulation import Asked
from kvit.adapters.signers.xades import XadesSigner
from kvit.core.einvoice import fa3
from kvit.ports.failures import Declined
from kvit.ports.network import Access, Document

NOW = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
NIP = "5260250274"
PASSWORD = "pass word"  # noqa: S105 of a key made for the test
RSA = rsa.generate_private_key(public_exponent=65537, key_size=2048)
CURVE = ec.generate_private_key(ec.SECP256R1())
SEAL = {NameOID.ORGANIZATION_NAME: "Nordika", NameOID.ORGANIZATION_IDENTIFIER: f"VATPL-{NIP}"}
PERSON = {NameOID.GIVEN_NAME: "Jan", NameOID.SURNAME: "Kowalski", NameOID.SERIAL_NUMBER: f"TINPL-{NIP}"}
NAMELESS = {NameOID.COMMON_NAME: "Nordika"}


def certificate(key, subject, *, until=NOW + timedelta(days=300)):
    name = x509.Name([x509.NameAttribute(oid, value) for oid, value in subject.items()])
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(NOW - timedelta(days=400))
        .not_valid_after(until)
        .sign(key, hashes.SHA256())
    )


def as_pem(key, made):
    """As the taxpayer application gives it: a certificate, and the key locked by a password."""
    locked = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(PASSWORD.encode()))
    pem = made.public_bytes(Encoding.PEM)
    return {
        "auth_certificate": b64encode(pem).decode(),
        "auth_key": locked.decode(),
        "auth_password": PASSWORD,
    }


def as_pkcs12(key, made):
    lock = serialization.BestAvailableEncryption(PASSWORD.encode())
    content = pkcs12.serialize_key_and_certificates(b"seal", key, made, None, lock)
    return {"auth_certificate": b64encode(content).decode(), "auth_password": PASSWORD}


@pytest.fixture
def ksef():
    simulator = KsefSimulator(now=lambda: NOW)
    yield simulator
    simulator.served.close()


@pytest.fixture
def network(ksef):
    return KsefNetwork(XadesSigner(), hosts=ksef.hosts, seconds=20, now=lambda: NOW, sleep=lambda seconds: None)


def access(secrets, *, nip=NIP):
    return Access(mode="test", holder=f"PL{nip}", secrets=secrets)


def send(network, secrets, *, nip=NIP):
    content = (
        f'<Faktura xmlns="{fa3.NAMESPACE}"><Podmiot1><DaneIdentyfikacyjne><NIP>{NIP}</NIP></DaneIdentyfikacyjne>'
        "</Podmiot1><Fa><P_1>2026-03-03</P_1><P_2>FV/1</P_2><RodzajFaktury>VAT</RodzajFaktury></Fa></Faktura>"
    ).encode()
    document = Document(key="k", content=content, form="fa3", number="FV/1", issued_on=date(2026, 3, 3), handed_at=NOW)
    return network.send(access(secrets, nip=nip), [document])[0].outcome


def asked_to_sign(ksef):
    return [one for one in ksef.served.asked if one.path.endswith("/auth/xades-signature")]


def declined(network, secrets, **facts):
    with pytest.raises(Declined) as failure:
        send(network, secrets, **facts)
    return failure.value.code


@pytest.mark.parametrize("form", [as_pem, as_pkcs12])
@pytest.mark.parametrize("subject", [SEAL, PERSON], ids=["seal", "person"])
@pytest.mark.parametrize("key", [RSA, CURVE], ids=["rsa", "curve"])
def test_a_certificate_opens_ksef_without_any_token(ksef, network, key, subject, form):
    assert send(network, form(key, certificate(key, subject))) == "submitted"
    [asked] = asked_to_sign(ksef)
    assert asked.headers["content-type"] == "application/xml"
    assert ksef.calls("/auth/ksef-token") == []


def test_what_is_signed_is_the_whole_request_in_the_ministrys_form(ksef, network):
    made = certificate(CURVE, SEAL)
    send(network, as_pem(CURVE, made))
    [asked] = asked_to_sign(ksef)
    read = XMLVerifier().verify(asked.body, x509_cert=made, expect_config=SignatureConfiguration(expect_references=3))
    [root] = [one.signed_xml for one in read if one.signed_xml.tag.endswith("AuthTokenRequest")]
    space = "http://ksef.mf.gov.pl/auth/token/2.0"
    assert root.tag == f"{{{space}}}AuthTokenRequest"
    assert [(etree.QName(one).localname, "".join(one.itertext())) for one in root] == [
        ("Challenge", "20260303-CR-1"),
        ("ContextIdentifier", NIP),
        ("SubjectIdentifierType", "certificateSubject"),
    ]
    assert root.find(f"{{{space}}}ContextIdentifier/{{{space}}}Nip") is not None


def test_a_certificate_that_names_nobody_is_known_by_its_fingerprint(ksef, network):
    made = certificate(CURVE, NAMELESS)
    ksef.trusted.add(made.fingerprint(hashes.SHA256()).hex())
    assert send(network, as_pem(CURVE, made)) == "submitted"
    assert b"certificateFingerprint" in asked_to_sign(ksef)[0].body


def test_the_certificate_goes_before_the_token(ksef, network):
    secrets = as_pem(RSA, certificate(RSA, SEAL)) | {"token": "revoked long ago"}
    assert send(network, secrets) == "submitted"


def test_when_the_tokens_for_calls_end_it_signs_again(ksef, network):
    secrets = as_pem(RSA, certificate(RSA, SEAL))
    send(network, secrets)
    ksef.ends_tokens()
    ksef._live.clear()
    assert send(network, secrets) == "submitted"
    assert len(asked_to_sign(ksef)) == 2


def test_the_certificate_of_somebody_else_opens_nothing(ksef, network):
    strange = SEAL | {NameOID.ORGANIZATION_IDENTIFIER: "VATPL-9492107026"}
    assert declined(network, as_pem(RSA, certificate(RSA, strange))) == "network.access_ended"
    assert declined(network, as_pem(RSA, certificate(RSA, NAMELESS))) == "network.access_ended"
    assert declined(network, as_pem(RSA, certificate(RSA, SEAL)), nip="9492107026") == "network.access_ended"
    assert ksef.calls("/sessions") == []


@pytest.mark.parametrize(
    ("secrets", "code"),
    [
        (as_pem(RSA, certificate(RSA, SEAL, until=NOW - timedelta(seconds=1))), "signature.expired"),
        (as_pem(RSA, certificate(RSA, SEAL)) | {"auth_password": "wrong"}, "signature.cannot_open"),
        (as_pem(RSA, certificate(RSA, SEAL)) | {"auth_key": ""}, "signature.no_key"),
        (as_pem(RSA, certificate(CURVE, SEAL)), "signature.no_key"),
        ({"auth_certificate": "%%%"}, "signature.cannot_open"),
        ({"auth_certificate": b64encode(b"-----BEGIN CERTIFICATE-----\nAAAA").decode()}, "signature.cannot_open"),
    ],
    ids=["ended", "password", "no key", "another's key", "no file", "torn"],
)
def test_a_certificate_that_cannot_sign_is_told_and_shown_to_nobody(ksef, network, secrets, code):
    assert declined(network, secrets) == code
    assert asked_to_sign(ksef) == []


def post(ksef, body):
    asked = Asked("POST", "/v2/auth/xades-signature", {}, {"content-type": "application/xml"}, body)
    return ksef._answer(asked).status


def test_the_simulator_believes_no_forged_and_no_repeated_request(ksef, network):
    send(network, as_pem(RSA, certificate(RSA, SEAL)))
    [asked] = asked_to_sign(ksef)
    assert post(ksef, asked.body) == 400  # the same challenge twice
    ksef._challenges.add("20260303-CR-1")
    assert post(ksef, asked.body.replace(NIP.encode(), b"9492107026", 1)) == 400
    assert post(ksef, asked.body.replace(b"<Challenge>", b"<Challenge>x")) == 400
    root = etree.fromstring(asked.body)
    root.remove(root[-1])
    assert post(ksef, etree.tostring(root)) == 400  # nobody signed it
    assert post(ksef, asked.body) == 202
