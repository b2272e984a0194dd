"""Certificates for tests, made here and trusted by nobody."""

from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import PrivateFormat, pkcs12
from cryptography.x509.oid import NameOID

from kvit.ports.signer import Certificate

PASSWORD = "secreto"
TODAY = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def a_certificate(*, since=-1, until=300, curve=False, password=PASSWORD, with_key=True):
    """A PKCS#12 file of Alfa SL, valid from so many days before TODAY to so many after."""
    key = ec.generate_private_key(ec.SECP256R1()) if curve else rsa.generate_private_key(65537, 2048)
    name = x509.Name(
        [x509.NameAttribute(NameOID.COUNTRY_NAME, "ES"), x509.NameAttribute(NameOID.COMMON_NAME, "Alfa SL")]
    )
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(77)
        .not_valid_before(TODAY + timedelta(days=since))
        .not_valid_after(TODAY + timedelta(days=until))
        .sign(key, hashes.SHA256())
    )
    # one round: what keeps a thief waiting is not what is tested
    scheme = PrivateFormat.PKCS12.encryption_builder().kdf_rounds(1)
    scheme = scheme.key_cert_algorithm(pkcs12.PBES.PBESv2SHA256AndAES256CBC).hmac_hash(hashes.SHA256())
    encryption = scheme.build(PASSWORD.encode())
    content = pkcs12.serialize_key_and_certificates(b"alfa", key if with_key else None, built, None, encryption)
    return Certificate(content, password)
