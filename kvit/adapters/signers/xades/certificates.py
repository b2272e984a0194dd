"""Certificates, as PKCS#12 or PEM with a key: opened, looked at, and refused where they cannot sign."""

from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import load_pem_private_key, pkcs12

from kvit.ports.failures import Declined
from kvit.ports.signer import Certificate, Signature

PEM = b"-----BEGIN"
LARGEST = 1024 * 1024
"""Bytes of a PKCS#12 file; a chain with its key takes a few thousand."""


@dataclass(frozen=True)
class Opened:
    """The key with its certificate."""

    key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
    certificate: x509.Certificate


def opened(certificate: Certificate, *, at: datetime) -> Opened:
    """The key and certificate. Declines `signature.cannot_open`, `.no_key`, `.not_yet_valid`, `.expired`."""
    if len(certificate.content) > LARGEST:
        raise Declined("signature.cannot_open")
    try:
        key, found = _read(certificate)
    except (ValueError, TypeError) as error:  # a wrong password and a torn file: the library does not tell apart
        raise Declined("signature.cannot_open") from error
    if found is None or not isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
        raise Declined("signature.no_key")
    if key.public_key() != found.public_key():
        raise Declined("signature.no_key")
    refuse_outside(found, at=at)
    return Opened(key, found)


def _read(certificate: Certificate) -> tuple[object, x509.Certificate | None]:
    password = certificate.password.encode()
    if not certificate.content.startswith(PEM):
        key, found, _ = pkcs12.load_key_and_certificates(certificate.content, password)
        return key, found
    found = x509.load_pem_x509_certificate(certificate.content)
    return load_pem_private_key(certificate.key, password=password or None) if certificate.key else None, found


def refuse_outside(certificate: x509.Certificate, *, at: datetime) -> None:
    """Declines `signature.not_yet_valid` and `signature.expired`."""
    if at < certificate.not_valid_before_utc:
        raise Declined("signature.not_yet_valid", since=certificate.not_valid_before_utc.isoformat())
    if at > certificate.not_valid_after_utc:
        raise Declined("signature.expired", until=certificate.not_valid_after_utc.isoformat())


def told(certificate: x509.Certificate, *, signed_at: datetime | None = None, policy: str = "") -> Signature:
    """What the certificate says, in the port's words."""
    return Signature(
        subject=certificate.subject.rfc4514_string(),
        issuer=certificate.issuer.rfc4514_string(),
        serial=certificate.serial_number,
        valid_from=certificate.not_valid_before_utc,
        valid_until=certificate.not_valid_after_utc,
        signed_at=signed_at,
        policy=policy,
    )
