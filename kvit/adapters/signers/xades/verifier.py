"""Verifies that one signature signs the document as a whole, and nothing else passes for it (signature wrapping).

The references are looked at before the cryptography: one to the document itself, the others into the signature; no
identifier twice; no transform that could leave a part out. After it, what was signed is compared with what is read.
"""

from base64 import b64decode
from copy import deepcopy
from datetime import UTC, datetime

from cryptography import x509
from lxml import etree
from signxml.algorithms import CanonicalizationMethod
from signxml.exceptions import SignXMLException
from signxml.util import ds_tag, namespaces
from signxml.xades import XAdESSignatureConfiguration, XAdESVerifier

from kvit.adapters.signers.xades.certificates import refuse_outside, told
from kvit.ports.failures import Declined
from kvit.ports.signer import Signature

ENVELOPED = "http://www.w3.org/2000/09/xmldsig#enveloped-signature"
CANONICAL = (
    "http://www.w3.org/TR/2001/REC-xml-c14n-20010315",
    "http://www.w3.org/2006/12/xml-c14n11",
    "http://www.w3.org/2001/10/xml-exc-c14n#",
)
MOST_REFERENCES = 5


def verified(content: bytes, *, root: etree._Element, at: datetime) -> Signature:
    """Who signed the document `root`, which `content` was read into.

    Declines `signature.missing`, `.misplaced`, `.wrapped`, `.broken`, and `.expired` and `.not_yet_valid` at the time.
    """
    signature = _only_signature(root)
    references = _references(signature, root)
    certificate = _certificate(signature)
    refuse_outside(certificate, at=at)
    config = XAdESSignatureConfiguration(
        location="./",
        expect_references=len(references),
        verification_time=at,
        default_reference_c14n_method=CanonicalizationMethod.CANONICAL_XML_1_0,  # XML Signature 4.4.3.2
    )
    try:
        results = XAdESVerifier().verify(content, x509_cert=certificate, expect_config=config)
    except (SignXMLException, ValueError, KeyError) as error:
        raise Declined("signature.broken", reason=str(error)[:200]) from error
    if not any(_is_whole(result.signed_xml, root) for result in results):
        raise Declined("signature.wrapped")
    return told(certificate, signed_at=_signed_at(signature), policy=_policy(signature))


def _only_signature(root: etree._Element) -> etree._Element:
    found = list(root.iter(ds_tag("Signature")))
    if not found:
        raise Declined("signature.missing")
    if len(found) > 1 or found[0].getparent() is not root:
        raise Declined("signature.misplaced")
    return found[0]


def _references(signature: etree._Element, root: etree._Element) -> list[etree._Element]:
    references = signature.findall("ds:SignedInfo/ds:Reference", namespaces)
    identifiers = [str(one.get(name)) for one in root.iter() for name in ("Id", "ID", "id") if one.get(name)]
    inside = {str(one.get("Id")) for one in signature.iter() if one.get("Id")}
    whole = [one for one in references if one.get("URI") == ""]
    others = [one for one in references if one.get("URI") != ""]
    is_sound = (
        len(whole) == 1
        and len(references) <= MOST_REFERENCES
        and len(identifiers) == len(set(identifiers))
        and all(str(one.get("URI")).removeprefix("#") in inside for one in others)
        and _transforms(whole[0]) in ({ENVELOPED}, *({ENVELOPED, one} for one in CANONICAL))
        and all(_transforms(one) <= set(CANONICAL) for one in others)
    )
    if not is_sound:
        raise Declined("signature.wrapped")
    return references


def _transforms(reference: etree._Element) -> set[str]:
    return {str(one.get("Algorithm")) for one in reference.findall("ds:Transforms/ds:Transform", namespaces)}


def _certificate(signature: etree._Element) -> x509.Certificate:
    text = signature.findtext("ds:KeyInfo/ds:X509Data/ds:X509Certificate", None, namespaces)
    try:
        return x509.load_der_x509_certificate(b64decode("".join((text or "").split()), validate=True))
    except ValueError as error:
        raise Declined("signature.broken", reason="no certificate") from error


def _is_whole(signed: etree._Element | None, root: etree._Element) -> bool:
    """Whether what was signed is what we read, less the signature."""
    if signed is None or signed.tag != root.tag:
        return False
    read = deepcopy(root)
    for one in list(read.iter(ds_tag("Signature"))):
        _taken_out(one)
    return _canonical(read) == _canonical(signed)


def _taken_out(one: etree._Element) -> None:
    parent, before = one.getparent(), one.getprevious()
    assert parent is not None
    tail = one.tail or ""
    if before is None:
        parent.text = (parent.text or "") + tail
    else:
        before.tail = (before.tail or "") + tail
    one.tail = None
    parent.remove(one)


def _canonical(root: etree._Element) -> bytes:
    return etree.tostring(root, method="c14n", with_comments=False)


def _property(signature: etree._Element, path: str) -> str:
    found = signature.findtext(f".//xades:SignedSignatureProperties/{path}", None, namespaces)
    return str(found or "").strip()


def _signed_at(signature: etree._Element) -> datetime | None:
    try:
        moment = datetime.fromisoformat(_property(signature, "xades:SigningTime"))
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _policy(signature: etree._Element) -> str:
    return _property(
        signature, "xades:SignaturePolicyIdentifier/xades:SignaturePolicyId/xades:SigPolicyId/xades:Identifier"
    )
