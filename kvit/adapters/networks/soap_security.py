"""SOAP requests signed by a certificate: WS-Security 1.0 with the X.509 token profile, as FACe wants them.

Body and time are signed, under exclusive canonical XML and RSA with SHA-256; the certificate stands in the header.
"""

from base64 import b64decode, b64encode
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, pkcs12
from lxml import etree

from kvit.core.einvoice import xml
from kvit.ports.failures import Declined
from kvit.ports.signer import Certificate

SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
OASIS = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss"
WSSE, WSU = f"{OASIS}-wssecurity-secext-1.0.xsd", f"{OASIS}-wssecurity-utility-1.0.xsd"
TOKEN, BASE64 = f"{OASIS}-x509-token-profile-1.0#X509v3", f"{OASIS}-soap-message-security-1.0#Base64Binary"
DS = "http://www.w3.org/2000/09/xmldsig#"
C14N = "http://www.w3.org/2001/10/xml-exc-c14n#"
RSA_SHA256, SHA256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", "http://www.w3.org/2001/04/xmlenc#sha256"
VALID_FOR = timedelta(minutes=5)
SIGNED = ("Body", "Timestamp")


def signed(body: str, *, certificate: Certificate, at: datetime) -> bytes:
    """The body, which is XML, in a signed envelope. Declines `signature.no_key` for a key that is not RSA."""
    key, own, _ = pkcs12.load_key_and_certificates(certificate.content, certificate.password.encode())
    if own is None or not isinstance(key, rsa.RSAPrivateKey):
        raise Declined("signature.no_key")
    root = xml.parse(_envelope(body, own, at))
    info = root.find(f".//{{{DS}}}SignedInfo")
    value = root.find(f".//{{{DS}}}SignatureValue")
    assert info is not None
    assert value is not None
    for reference in info.iterfind(f"{{{DS}}}Reference"):
        digest = reference.find(f"{{{DS}}}DigestValue")
        assert digest is not None
        digest.text = _digest(_named(root, (reference.get("URI") or "")[1:]))
    value.text = b64encode(key.sign(_canonical(info), padding.PKCS1v15(), hashes.SHA256())).decode()
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def proven(content: bytes) -> bool:
    """Whether body and time of the envelope are signed by the certificate in its header."""
    root = xml.parse(content)
    info, value = root.find(f".//{{{DS}}}SignedInfo"), root.findtext(f".//{{{DS}}}SignatureValue")
    token = root.findtext(f".//{{{WSSE}}}BinarySecurityToken")
    if info is None or not value or not token:
        return False
    references = {(one.get("URI") or "")[1:]: one for one in info.iterfind(f"{{{DS}}}Reference")}
    if set(references) != set(SIGNED):
        return False
    if any(one.findtext(f"{{{DS}}}DigestValue") != _digest(_named(root, name)) for name, one in references.items()):
        return False
    key = x509.load_der_x509_certificate(b64decode(token)).public_key()
    assert isinstance(key, rsa.RSAPublicKey)
    try:
        key.verify(b64decode(value), _canonical(info), padding.PKCS1v15(), hashes.SHA256())
    except InvalidSignature:
        return False
    return True


def _envelope(body: str, own: x509.Certificate, at: datetime) -> bytes:
    token = b64encode(own.public_bytes(Encoding.DER)).decode()
    begins, ends = (f"{one.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" for one in (at, at + VALID_FOR))
    references = "".join(
        f'<ds:Reference URI="#{name}"><ds:Transforms><ds:Transform Algorithm="{C14N}"/></ds:Transforms>'
        f'<ds:DigestMethod Algorithm="{SHA256}"/><ds:DigestValue/></ds:Reference>'
        for name in SIGNED
    )
    return (
        f'<soapenv:Envelope xmlns:soapenv="{SOAP}" xmlns:wsu="{WSU}"><soapenv:Header>'
        f'<wsse:Security xmlns:wsse="{WSSE}" soapenv:mustUnderstand="1">'
        f'<wsse:BinarySecurityToken EncodingType="{BASE64}" ValueType="{TOKEN}" wsu:Id="Token">{token}'
        f"</wsse:BinarySecurityToken>"
        f'<wsu:Timestamp wsu:Id="Timestamp"><wsu:Created>{begins}</wsu:Created><wsu:Expires>{ends}</wsu:Expires>'
        f"</wsu:Timestamp>"
        f'<ds:Signature xmlns:ds="{DS}"><ds:SignedInfo><ds:CanonicalizationMethod Algorithm="{C14N}"/>'
        f'<ds:SignatureMethod Algorithm="{RSA_SHA256}"/>{references}</ds:SignedInfo><ds:SignatureValue/><ds:KeyInfo>'
        f'<wsse:SecurityTokenReference><wsse:Reference URI="#Token" ValueType="{TOKEN}"/></wsse:SecurityTokenReference>'
        f"</ds:KeyInfo></ds:Signature></wsse:Security></soapenv:Header>"
        f'<soapenv:Body wsu:Id="Body">{body}</soapenv:Body></soapenv:Envelope>'
    ).encode()


def _named(root: etree._Element, name: str) -> etree._Element:
    found = [one for one in root.iter() if one.get(f"{{{WSU}}}Id") == name]
    assert len(found) == 1, "what is signed stands in the envelope once"
    return found[0]


def _digest(element: etree._Element) -> str:
    digest = hashes.Hash(hashes.SHA256())
    digest.update(_canonical(element))
    return b64encode(digest.finalize()).decode()


def _canonical(element: etree._Element) -> bytes:
    return etree.tostring(element, method="c14n", exclusive=True, with_comments=False)
