"""What a simulated KSeF holds: sessions, invoices, exports, the ministry's keys, and the UPO that it would sign."""

import datetime as clock
import re
from base64 import b64decode, b64encode
from collections import defaultdict, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any
from xml.sax.saxutils import escape

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from kvit.adapters.networks.ksef import certified
from kvit.adapters.networks.ksef.sealing import Key, digest
from kvit.adapters.signers.xades.verifier import verified
from kvit.core.einvoice import fa3, xml
from kvit.core.einvoice.ksef import numbers, upo
from kvit.core.errors import Refused
from kvit.ports.failures import Declined

IN_WORK, DONE, NO_INVOICE, NO_RIGHT_ONE = 150, 200, 440, 445


@dataclass
class Held:
    """An invoice that KSeF got: `code` and `told` say what became of it."""

    content: bytes
    session: str
    at: datetime
    seller: str
    kind: str
    number: str
    issued_on: str
    code: int = DONE
    told: tuple[str, ...] = ()
    more: Mapping[str, str] = field(default_factory=dict)
    ksef_number: str = ""
    is_offline: bool = False
    corrected_digest: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        """By what KSeF knows a duplicate: seller, kind, number."""
        return self.seller, self.kind, self.number


@dataclass
class Opened:
    """A session; `declared` are the parts of a package and `came` what was uploaded of them."""

    reference: str
    kind: str
    key: Key
    at: datetime
    declared: Mapping[str, Any] = field(default_factory=dict)
    came: dict[int, bytes] = field(default_factory=dict)
    held: list[Held] = field(default_factory=list)
    is_closed: bool = False
    is_offline: bool = False
    failed: int = 0
    asked: int = 0


@dataclass
class Incoming:
    """An invoice that another company issued to us."""

    content: bytes
    ksef_number: str
    number: str
    seller: str
    at: datetime


class Windows:
    """The limits of limity-api.md as KSeF counts them; `broken` says how often one was passed."""

    def __init__(self) -> None:
        self.calls: dict[str, deque[float]] = defaultdict(deque)
        self.broken: list[str] = []

    def wait(self, kind: str, limits: tuple[int, int, int], *, now: float) -> int:
        """Seconds that the caller has to stay away; 0 where it may come."""
        made = self.calls[kind]
        for span, most in zip((1, 60, 3600), limits, strict=True):
            if sum(at > now - span for at in made) >= most:
                self.broken.append(f"{kind}: {most} in {span} s")
                return span
        made.append(now)
        return 0


@lru_cache(maxsize=1)
def ministry() -> tuple[rsa.RSAPrivateKey, bytes]:
    """A made-up key of the ministry with its certificate."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "MF")])
    now = datetime.now(clock.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=365))
        .sign(key, hashes.SHA256())
    )
    return key, made.public_bytes(serialization.Encoding.DER)


def read(content: bytes, *, session: str, at: datetime) -> Held:
    """What KSeF sees in an FA(3): seller, kind, number, day."""
    root = xml.parse(content)

    def text(path: str) -> str:
        return str(root.findtext("/".join(f"{{{fa3.NAMESPACE}}}{name}" for name in path.split("/"))) or "")

    return Held(
        content, session, at, text("Podmiot1/DaneIdentyfikacyjne/NIP"), text("Fa/RodzajFaktury"), text("Fa/P_2"),
        text("Fa/P_1"),
    )  # fmt: skip


def ksef_number(seller: str, *, at: datetime, count: int) -> str:
    """A number as KSeF gives it, with its CRC-8 (numer-ksef.md)."""
    body = f"{seller}-{at:%Y%m%d}-{count:06X}{0xA0B1C2:06X}"
    return f"{body}-{numbers.checksum(body)}"


def reference(kind: str, *, at: datetime, count: int) -> str:
    """A reference number: the day, two letters for what it is, a running one."""
    return f"{at:%Y%m%d}-{kind}-{count:010X}-5960B49115-9D"


def acknowledgement(session: str, held: Iterable[Held], *, nip: str) -> bytes:
    """The UPO 4-3 of these invoices."""
    documents = "".join(
        f"<Dokument><NipSprzedawcy>{one.seller}</NipSprzedawcy>"
        f"<NumerKSeFDokumentu>{one.ksef_number}</NumerKSeFDokumentu>"
        f"<NumerFaktury>{escape(one.number)}</NumerFaktury>"
        f"<DataWystawieniaFaktury>{one.issued_on}</DataWystawieniaFaktury>"
        f"<DataPrzeslaniaDokumentu>{one.at.isoformat()}</DataPrzeslaniaDokumentu>"
        f"<DataNadaniaNumeruKSeF>{one.at.isoformat()}</DataNadaniaNumeruKSeF>"
        f"<SkrotDokumentu>{digest(one.content)}</SkrotDokumentu>"
        f"<TrybWysylki>{'Offline' if one.is_offline else 'Online'}</TrybWysylki></Dokument>"
        for one in held
    )
    signed_in = b64encode(bytes(32)).decode()
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><Potwierdzenie xmlns="{upo.NAMESPACE}">'
        f"<NazwaPodmiotuPrzyjmujacego>{upo.AUTHORITY}</NazwaPodmiotuPrzyjmujacego>"
        f"<NumerReferencyjnySesji>{session}</NumerReferencyjnySesji><Uwierzytelnienie><IdKontekstu><Nip>{nip}</Nip>"
        f"</IdKontekstu><SkrotDokumentuUwierzytelniajacego>{signed_in}</SkrotDokumentuUwierzytelniajacego>"
        "</Uwierzytelnienie><NazwaStrukturyLogicznej>FA(3)_v1-0E.xsd</NazwaStrukturyLogicznej>"
        f"<KodFormularza>FA (3)</KodFormularza>{documents}</Potwierdzenie>"
    ).encode()


@dataclass(frozen=True)
class SignedRequest:
    """Who wants to be signed in: the NIP in the certificate, or its fingerprint where the request says so."""

    challenge: str
    nip: str
    whose: str


def signed_request(content: bytes, *, at: datetime) -> SignedRequest | None:
    """The request, read from what is signed alone; None where the signature or the form is not right."""
    try:
        verified(content, root=xml.parse(content), at=at)
        root = xml.parse(content)
        told = {name: root.findtext(f".//{{{certified.NAMESPACE}}}{name}") or "" for name in ("Challenge", "Nip")}
        known_by = root.findtext(f"{{{certified.NAMESPACE}}}SubjectIdentifierType")
        held = root.findtext(".//{http://www.w3.org/2000/09/xmldsig#}X509Certificate") or ""
        certificate = x509.load_der_x509_certificate(b64decode(held))
    except (Refused, Declined, ValueError):
        return None
    if root.tag != f"{{{certified.NAMESPACE}}}AuthTokenRequest":
        return None
    named = re.search(r"(?:VATPL|TINPL|NIP).*?([0-9]{10})", certificate.subject.rfc4514_string())
    if known_by == "certificateSubject":
        whose = named[1] if named else ""
    else:
        whose = certificate.fingerprint(hashes.SHA256()).hex()
    return SignedRequest(told["Challenge"], told["Nip"], whose)
