"""Signs electronic documents with a company's certificate, and says who signed those of others."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from kvit.ports.failures import Declined

Role = Literal["supplier", "customer", "third party"]
"""Who signs, as the policy of Facturae names it."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate with its key: a PKCS#12 file, or a PEM file with its `key` beside it; `password` opens the key."""

    content: bytes
    password: str
    key: bytes = b""


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed the whole document, by which certificate, when (as they say), and under which policy.

    Nobody was asked whether the certificate was revoked or who vouches for it: `issuer` is what it says itself.
    """

    subject: str
    issuer: str
    serial: int
    valid_from: datetime
    valid_until: datetime
    signed_at: datetime | None
    policy: str


class Signer(Protocol):
    """Raises Declined: another try would end alike."""

    def sign(self, content: bytes, *, certificate: Certificate, at: datetime, role: Role) -> bytes:
        """The document with an enveloped XAdES-EPES signature under the Facturae policy 3.1."""
        ...

    def sign_plainly(self, content: bytes, *, certificate: Certificate, at: datetime) -> bytes:
        """The document with an enveloped XAdES-BES signature: under no policy, in no role."""
        ...

    def verify(self, content: bytes, *, at: datetime) -> Signature:
        """Who signed it. Declines what is not signed whole by one signature, or by a certificate not valid then."""
        ...

    def look(self, certificate: Certificate, *, at: datetime) -> Signature:
        """What the certificate says of itself. Declines one that does not open or is not valid at the time."""
        ...


class FakeSigner:
    """Puts a mark at the end, and finds it there; a certificate that holds "expired" is."""

    MARK = b"<!-- signed -->"

    def __init__(self, signature: Signature) -> None:
        self.signature = signature
        self.signed: list[bytes] = []

    def sign(self, content: bytes, *, certificate: Certificate, at: datetime, role: Role) -> bytes:
        self.look(certificate, at=at)
        self.signed.append(content)
        return content + self.MARK

    def sign_plainly(self, content: bytes, *, certificate: Certificate, at: datetime) -> bytes:
        return self.sign(content, certificate=certificate, at=at, role="supplier")

    def verify(self, content: bytes, *, at: datetime) -> Signature:
        if not content.endswith(self.MARK):
            raise Declined("signature.missing")
        return self.signature

    def look(self, certificate: Certificate, *, at: datetime) -> Signature:
        if certificate.content == b"expired":
            raise Declined("signature.expired", until=self.signature.valid_until.isoformat())
        return self.signature
