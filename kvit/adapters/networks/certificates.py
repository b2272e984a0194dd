"""Connections that show an authority a company's own certificate, as those of Spain want it."""

import hashlib
import os
import ssl
import tempfile
from base64 import b64decode
from collections.abc import Mapping
from datetime import datetime

from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, PrivateFormat, pkcs12

from kvit.adapters.networks.calls import BROKEN, Caller
from kvit.ports.failures import Declined
from kvit.ports.signer import Certificate, Signer

MOST_KEPT = 50
SOAP_BROKEN = BROKEN - {500}


def certificate_of(secrets: Mapping[str, str]) -> Certificate:
    """The PKCS#12 file (base64, `certificate`) and its `password`. Declines `signature.cannot_open` where none is."""
    try:
        content = b64decode(secrets.get("certificate", ""), validate=True)
    except ValueError as error:
        raise Declined("signature.cannot_open") from error
    if not content:
        raise Declined("signature.cannot_open")
    return Certificate(content, secrets.get("password", ""))


class Callers:
    """A caller for each certificate, its connections kept; the certificate is looked at before each use."""

    def __init__(self, network: str, *, signer: Signer, seconds: float) -> None:
        self._network, self._signer, self._seconds = network, signer, seconds
        self._kept: dict[str, Caller] = {}

    def of(self, certificate: Certificate, *, at: datetime) -> Caller:
        """The caller that shows it. Declines one that does not open or is not valid at the time."""
        self._signer.look(certificate, at=at)
        key = hashlib.sha256(certificate.content).hexdigest()
        if key not in self._kept:
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            context = _context(certificate)
            self._kept[key] = Caller(self._network, seconds=self._seconds, verify=context, broken=SOAP_BROKEN)
        return self._kept[key]


def _context(certificate: Certificate) -> ssl.SSLContext:
    """The usual trust, and the certificate to show. It passes a file only we can read: ssl reads no bytes."""
    key, own, others = pkcs12.load_key_and_certificates(certificate.content, certificate.password.encode())
    if key is None or own is None:
        raise Declined("signature.no_key")
    password = os.urandom(24).hex().encode()
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(password))
    chain = b"".join(one.public_bytes(Encoding.PEM) for one in (own, *others))
    context = ssl.create_default_context()
    with tempfile.NamedTemporaryFile() as held:
        held.write(private + chain)
        held.flush()
        context.load_cert_chain(held.name, password=password)
    return context
