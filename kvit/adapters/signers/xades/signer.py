"""Signs Facturae as its policy 3.1 wants it (Orden HAP/1074/2014 art. 2; XAdES 1.3.2), and plainly, by signxml.

The policy is of 2007: it knows SigningCertificate, not the V2 of later standards, so that is what is written.
"""

from base64 import b64encode
from datetime import datetime
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from lxml import etree
from signxml.algorithms import CanonicalizationMethod, DigestAlgorithm, SignatureMethod
from signxml.util import ds_tag, xades_tag
from signxml.xades import XAdESDataObjectFormat, XAdESSignaturePolicy, XAdESSigner

from kvit.adapters.signers.xades.certificates import Opened, opened, told
from kvit.adapters.signers.xades.verifier import verified
from kvit.core.einvoice import xml
from kvit.core.errors import Refused
from kvit.ports.failures import Declined
from kvit.ports.signer import Certificate, Role, Signature

POLICY = XAdESSignaturePolicy(
    Identifier="http://www.facturae.es/politica_de_firma_formato_facturae/politica_de_firma_formato_facturae_v3_1.pdf",
    Description="Política de Firma FacturaE v3.1",
    DigestMethod=DigestAlgorithm.SHA1,  # of the policy's text, as the policy itself states it
    DigestValue="Ohixl6upD6av8N7pEvDABhEL6hM=",
)

FACTURAE = XAdESDataObjectFormat(Description="Factura electrónica", MimeType="text/xml")
XML = XAdESDataObjectFormat(Description="", MimeType="text/xml")


class XadesSigner:
    """The signer port; keeps nothing of a certificate."""

    def sign(self, content: bytes, *, certificate: Certificate, at: datetime, role: Role) -> bytes:
        """The document, signed as a whole. Declines what `opened` does, `signature.unreadable` and `.there_already`."""
        policy = {"signature_policy": POLICY, "claimed_roles": [role], "data_object_format": FACTURAE}
        return _signed(content, opened(certificate, at=at), at=at, **policy)

    def sign_plainly(self, content: bytes, *, certificate: Certificate, at: datetime) -> bytes:
        """The document, signed as a whole under no policy (XAdES-BES). Declines what `sign` does."""
        return _signed(content, opened(certificate, at=at), at=at, data_object_format=XML)

    def verify(self, content: bytes, *, at: datetime) -> Signature:
        """Who signed it; see `verifier.verified` for what is declined."""
        return verified(content, root=_parsed(content), at=at)

    def look(self, certificate: Certificate, *, at: datetime) -> Signature:
        """What the certificate says of itself."""
        return told(opened(certificate, at=at).certificate)


def _signed(content: bytes, key: Opened, *, at: datetime, **settings: Any) -> bytes:
    root = _parsed(content)
    if next(root.iter(ds_tag("Signature")), None) is not None:
        raise Declined("signature.there_already")
    is_curve = isinstance(key.key, ec.EllipticCurvePrivateKey)
    signer = _Signing(
        at=at,
        signature_algorithm=SignatureMethod.ECDSA_SHA256 if is_curve else SignatureMethod.RSA_SHA256,
        digest_algorithm=DigestAlgorithm.SHA256,
        c14n_algorithm=CanonicalizationMethod.CANONICAL_XML_1_0,
        **settings,
    )
    signed = signer.sign(root, key=key.key, cert=[key.certificate])
    return etree.tostring(signed, xml_declaration=True, encoding="UTF-8")


def _parsed(content: bytes) -> etree._Element:
    try:
        return xml.parse(content)
    except Refused as refused:
        raise Declined("signature.unreadable", reason=str(refused)) from refused


class _Signing(XAdESSigner):
    """signxml's signer with the time given to it, and with the certificate named as XAdES 1.3.2 does."""

    def __init__(self, *, at: datetime, **settings: Any) -> None:
        super().__init__(**settings)
        self.at = at

    def add_signing_time(self, signed_signature_properties: Any, sig_root: Any, signing_settings: Any) -> None:
        moment = etree.SubElement(signed_signature_properties, xades_tag("SigningTime"))
        moment.text = self.at.isoformat(timespec="seconds")

    def add_signing_certificate(self, signed_signature_properties: Any, sig_root: Any, signing_settings: Any) -> None:
        signing = etree.SubElement(signed_signature_properties, xades_tag("SigningCertificate"))
        for one in signing_settings.cert_chain:
            self._name(one, etree.SubElement(signing, xades_tag("Cert")))

    def _name(self, certificate: x509.Certificate, cert: etree._Element) -> None:
        digest = hashes.Hash(hashes.SHA256())
        digest.update(certificate.public_bytes(Encoding.DER))
        held = etree.SubElement(cert, xades_tag("CertDigest"))
        etree.SubElement(held, ds_tag("DigestMethod"), Algorithm=self.digest_alg.value)
        etree.SubElement(held, ds_tag("DigestValue")).text = b64encode(digest.finalize()).decode()
        issuer = etree.SubElement(cert, xades_tag("IssuerSerial"))
        etree.SubElement(issuer, ds_tag("X509IssuerName")).text = certificate.issuer.rfc4514_string()
        etree.SubElement(issuer, ds_tag("X509SerialNumber")).text = str(certificate.serial_number)
