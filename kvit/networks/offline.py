"""The certificate by which a company signs what it issues before a network has it (ksef-docs, certyfikaty-KSeF.md)."""

from base64 import b64decode
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from django.utils import timezone

from kvit.networks import connections
from kvit.networks.models import Connection

CERTIFICATE, KEY, PASSWORD = "offline_certificate", "offline_key", "offline_password"  # noqa: S105 names of secrets
SALT_BYTES, HALF_BYTES = 32, 32


@dataclass(frozen=True)
class Certificate:
    """A certificate of type Offline: its number as KSeF writes it, and the signing by its key."""

    serial: str
    sign: Callable[[bytes], bytes]


def certificate(way: Connection) -> Certificate | None:
    """The certificate of this way, where it has one that can sign today."""
    secrets = connections.readable(way)
    if not secrets.get(CERTIFICATE) or _trouble(secrets):
        return None
    return _read(secrets)


def wrong(way: Connection) -> str:
    """Why the certificate of this way cannot sign; nothing where it can, or there is none."""
    secrets = connections.readable(way)
    return _trouble(secrets) if secrets.get(CERTIFICATE) else ""


def _trouble(secrets: Mapping[str, str]) -> str:
    try:
        held = x509.load_pem_x509_certificate(_pem(secrets[CERTIFICATE]))
        _read(secrets)
    except (ValueError, TypeError, KeyError):
        return "unreadable"
    if not held.not_valid_before_utc <= timezone.now() <= held.not_valid_after_utc:
        return f"{held.not_valid_before_utc:%Y-%m-%d} – {held.not_valid_after_utc:%Y-%m-%d}"
    return ""


def _pem(kept: str) -> bytes:
    """A PEM text as it is, or in Base64, as a page keeps a file."""
    return kept.encode() if kept.startswith("-----") else b64decode(kept)


def _read(secrets: Mapping[str, str]) -> Certificate:
    held = x509.load_pem_x509_certificate(_pem(secrets[CERTIFICATE]))
    key = load_pem_private_key(_pem(secrets[KEY]), password=(secrets.get(PASSWORD) or "").encode() or None)
    if key.public_key() != held.public_key():
        raise ValueError("the key is of another certificate")
    serial = f"{held.serial_number:X}"
    if isinstance(key, rsa.RSAPrivateKey):
        return Certificate(serial.zfill(len(serial) + len(serial) % 2), lambda text: _by_rsa(key, text))
    if isinstance(key, ec.EllipticCurvePrivateKey) and isinstance(key.curve, ec.SECP256R1):
        return Certificate(serial.zfill(len(serial) + len(serial) % 2), lambda text: _by_curve(key, text))
    raise ValueError("a key of another kind")


def _by_rsa(key: rsa.RSAPrivateKey, text: bytes) -> bytes:
    """RSASSA-PSS with a salt of 32 bytes (kody-qr.md)."""
    return key.sign(text, padding.PSS(mgf=padding.MGF1(hashes.SHA256()), salt_length=SALT_BYTES), hashes.SHA256())


def _by_curve(key: ec.EllipticCurvePrivateKey, text: bytes) -> bytes:
    """ECDSA over P-256, both numbers one after the other (IEEE P1363, kody-qr.md)."""
    first, second = decode_dss_signature(key.sign(text, ec.ECDSA(hashes.SHA256())))
    return first.to_bytes(HALF_BYTES, "big") + second.to_bytes(HALF_BYTES, "big")
