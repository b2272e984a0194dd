"""What each network wants of a company before it takes anything: settings, secrets, certificates, or a sign-in.

ANAF: OAuth2 (procedura de înregistrare a aplicațiilor, ANAF 2024). KSeF: a certificate of its own or a qualified seal,
or a token (ksef-docs, uwierzytelnianie.md). Spain: the company's electronic certificate (Ley 6/2020).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from kvit.core import networks

Kind = Literal["text", "secret", "certificate"]


@dataclass(frozen=True)
class Need:
    """One thing that a network wants. Everything but a `text` is secret; a certificate is a file, kept in Base64."""

    name: str
    kind: Kind = "secret"


@dataclass(frozen=True)
class Access:
    """What a network wants, and which of the secrets open it; `signs_in`: a person signs in there for the rest."""

    needs: tuple[Need, ...]
    opened_by: tuple[str, ...]
    signs_in: bool = False


CERTIFICATE = (Need("certificate", "certificate"), Need("password"))
SIGNING_IN = (Need("auth_certificate", "certificate"), Need("auth_key", "certificate"), Need("auth_password"))
"""A PKCS#12 file, or PEM with its key, as KSeF gives them."""
OFFLINE = (Need("offline_certificate", "certificate"), Need("offline_key", "certificate"), Need("offline_password"))
"""With these a Polish company issues while it does not reach KSeF (art. 106nda)."""
ACCESS: Mapping[str, Access] = {
    networks.ANAF: Access((Need("client_id"), Need("client_secret")), ("access_token",), signs_in=True),
    networks.KSEF: Access((*SIGNING_IN, Need("token"), *OFFLINE), ("auth_certificate", "token")),
    networks.VERIFACTU: Access(CERTIFICATE, ("certificate",)),
    networks.FACE: Access((Need("email", "text"), *CERTIFICATE), ("certificate",)),
    networks.PEPPOL: Access((Need("address", "text"), Need("token")), ("token",)),
}


def of(network: str) -> Access:
    """What the network wants; nothing where Kvit does not know it."""
    return ACCESS.get(network, Access((), ()))


def title(network: str) -> str:
    """How everybody calls the network."""
    law = networks.LAWS.get(network)
    return law.title if law else network


def concerning(country: str) -> list[str]:
    """The networks that a company of this country may use: its state's, and those of no state."""
    return [law.name for law in networks.LAWS.values() if law.country in (country, "")]
