"""Signing in by a certificate: the request that KSeF wants signed (ksef-docs, uwierzytelnianie.md, podpis-xades.md).

A KSeF certificate of type Authentication, a qualified seal or a qualified signature. What it may do is decided there.
"""

import re
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from xml.sax.saxutils import escape

from kvit.ports.failures import Declined
from kvit.ports.signer import Certificate, Signer

NAMESPACE = "http://ksef.mf.gov.pl/auth/token/2.0"
CERTIFICATE, KEY, PASSWORD = "auth_certificate", "auth_key", "auth_password"  # noqa: S105 names of secrets
PEM = "-----BEGIN"
NAMED = re.compile(
    r"2\.5\.4\.97=VATPL.*?[0-9]{10}|2\.5\.4\.5=(?:(?:PNOPL|PESEL).*?[0-9]{11}|(?:TINPL|NIP).*?[0-9]{10})"
)
"""Subjects in which KSeF reads whose the certificate is; another one it knows by its fingerprint."""


@dataclass(frozen=True)
class Proof:
    """The company's certificate, and who signs with it."""

    certificate: Certificate
    signer: Signer

    def signed_request(self, challenge: str, *, nip: str, at: datetime) -> bytes:
        """The request that answers the challenge, signed. Declines a certificate that cannot sign at the time."""
        subject = self.signer.look(self.certificate, at=at).subject
        known_by = "certificateSubject" if NAMED.search(subject) else "certificateFingerprint"
        request = (
            f'<AuthTokenRequest xmlns="{NAMESPACE}"><Challenge>{escape(challenge)}</Challenge>'
            f"<ContextIdentifier><Nip>{escape(nip)}</Nip></ContextIdentifier>"
            f"<SubjectIdentifierType>{known_by}</SubjectIdentifierType></AuthTokenRequest>"
        )
        return self.signer.sign_plainly(request.encode(), certificate=self.certificate, at=at)


def proof(secrets: Mapping[str, str], signer: Signer) -> Proof | None:
    """What the company signs in with; nothing where it has no certificate. Declines `signature.cannot_open`."""
    if not secrets.get(CERTIFICATE):
        return None
    content, key = (_bytes(secrets.get(name, "")) for name in (CERTIFICATE, KEY))
    return Proof(Certificate(content, secrets.get(PASSWORD, ""), key), signer)


def _bytes(kept: str) -> bytes:
    """A PEM text as it is, or a file in Base64."""
    if kept.startswith(PEM):
        return kept.encode()
    try:
        return b64decode(kept, validate=True)
    except ValueError as error:
        raise Declined("signature.cannot_open") from error
