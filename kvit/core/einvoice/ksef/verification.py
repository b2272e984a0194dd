"""The two codes on the picture of an invoice: by which it is found in KSeF, and who issued it (ksef-docs, kody-qr.md).

Code I stands on every picture that leaves KSeF (art. 106gb ust. 5), code II on one that was issued offline (art. 106nda
ust. 6). The signature is made where the key is; here is what it signs.
"""

from base64 import urlsafe_b64encode
from datetime import date
from hashlib import sha256
from typing import Literal

OFFLINE = "OFFLINE"
CERTIFICATE = "CERTYFIKAT"
"""What stands under code II; under code I stands the KSeF number, or OFFLINE while there is none."""

Context = Literal["Nip", "InternalId", "NipVatUe", "PeppolId"]


def fingerprint(content: bytes) -> str:
    """SHA-256 of the file, in Base64URL without padding."""
    return _base64url(sha256(content).digest())


def invoice_address(site: str, *, seller_nip: str, issued_on: date, content: bytes) -> str:
    """Code I: where the invoice is looked up. `site` is KSeF's address for verification, P_1 is the day."""
    return f"{site.rstrip('/')}/invoice/{seller_nip}/{issued_on:%d-%m-%Y}/{fingerprint(content)}"


def label(ksef_number: str | None) -> str:
    """What stands under code I."""
    return ksef_number or OFFLINE


def certificate_text(
    site: str, *, context: Context, context_value: str, seller_nip: str, serial: str, content: bytes
) -> str:
    """What is signed for code II: the address without its scheme and without a slash at its end."""
    address = f"{site.rstrip('/')}/certificate/{context}/{context_value}/{seller_nip}/{serial}/{fingerprint(content)}"
    return address.removeprefix("https://")


def certificate_address(signed_text: str, signature: bytes) -> str:
    """Code II: the signed text as an address, with its signature (RSASSA-PSS or ECDSA, SHA-256)."""
    return f"https://{signed_text}/{_base64url(signature)}"


def _base64url(value: bytes) -> str:
    return urlsafe_b64encode(value).decode().rstrip("=")
