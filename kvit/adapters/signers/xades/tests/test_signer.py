"""A Facturae is signed whole; what was changed, wrapped or signed by an expired certificate is found."""

import copy
from datetime import timedelta

import pytest
from lxml import etree

from kvit.adapters.signers.xades import XadesSigner
from kvit.adapters.signers.xades.tests.certificates import TODAY, a_certificate
from kvit.core.einvoice import xml
from kvit.core.einvoice.facturae import check, read, write
from kvit.core.tests.test_facturae import FACTS, a_document
from kvit.ports.failures import Declined
from kvit.ports.signer import Certificate

DS = "{http://www.w3.org/2000/09/xmldsig#}"
XADES = "{http://uri.etsi.org/01903/v1.3.2#}"


@pytest.fixture(scope="module")
def certificate():
    return a_certificate()


@pytest.fixture(scope="module")
def signed(certificate):
    return XadesSigner().sign(write.write(a_document(), FACTS), certificate=certificate, at=TODAY, role="supplier")


def refusal(act, *args, **kwargs):
    with pytest.raises(Declined) as declined:
        act(*args, **kwargs)
    return declined.value.code


def verify(content, at=TODAY):
    return XadesSigner().verify(content, at=at)


def test_a_signed_facturae_tells_who_signed_it_when_and_under_which_policy(signed):
    told = verify(signed)
    assert "CN=Alfa SL" in told.subject and told.serial == 77
    assert told.signed_at == TODAY
    assert told.policy.endswith("politica_de_firma_formato_facturae_v3_1.pdf")


def test_it_is_still_a_valid_facturae_and_reads_as_before(signed, shared):
    official = etree.XMLSchema(file=str(shared / "einvoice/xsd/facturae-3.2.2/Facturaev3_2_2.xsd"))
    assert official.validate(etree.fromstring(signed)), official.error_log
    assert check.check(signed) == []
    assert read.read(signed) == read.read(write.write(a_document(), FACTS))


def test_the_properties_are_those_of_the_policy(signed):
    root = xml.parse(signed)
    properties = root.find(f"{DS}Signature//{XADES}SignedSignatureProperties")
    assert [etree.QName(one).localname for one in properties] == [
        "SigningTime",
        "SigningCertificate",
        "SignaturePolicyIdentifier",
        "SignerRole",
    ]
    assert properties.findtext(f".//{XADES}ClaimedRole") == "supplier"
    assert properties.findtext(f".//{XADES}SigPolicyHash/{DS}DigestValue") == "Ohixl6upD6av8N7pEvDABhEL6hM="


def test_an_elliptic_key_signs_too():
    held = a_certificate(curve=True)
    content = XadesSigner().sign(write.write(a_document(), FACTS), certificate=held, at=TODAY, role="customer")
    assert verify(content).serial == 77


@pytest.mark.parametrize(
    ("made", "code"),
    [
        ({"until": -1, "since": -9}, "signature.expired"),
        ({"since": 1}, "signature.not_yet_valid"),
        ({"password": "otra"}, "signature.cannot_open"),
        ({"with_key": False}, "signature.no_key"),
    ],
)
def test_a_certificate_that_cannot_sign_is_refused_before_anything_is_signed(made, code):
    signer, held = XadesSigner(), a_certificate(**made)
    content = write.write(a_document(), FACTS)
    assert refusal(signer.sign, content, certificate=held, at=TODAY, role="supplier") == code
    assert refusal(signer.look, held, at=TODAY) == code


def test_rubbish_is_no_certificate():
    for content in (b"", b"no certificate", b"\x30" * 100, b"x" * 2_000_000):
        assert refusal(XadesSigner().look, Certificate(content, "a"), at=TODAY) == "signature.cannot_open"


def test_a_certificate_that_expired_since_is_told(signed):
    assert refusal(verify, signed, at=TODAY + timedelta(days=301)) == "signature.expired"
    assert refusal(verify, signed, at=TODAY - timedelta(days=2)) == "signature.not_yet_valid"


def test_what_is_signed_is_not_signed_again(signed, certificate):
    assert refusal(XadesSigner().sign, signed, certificate=certificate, at=TODAY, role="supplier") == (
        "signature.there_already"
    )


def test_an_unsigned_document_says_so():
    assert refusal(verify, write.write(a_document(), FACTS)) == "signature.missing"


@pytest.mark.parametrize(
    "content", [b"", b"no xml", b"<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><x>&e;</x>"]
)
def test_what_cannot_be_read_is_declined(content):
    assert refusal(verify, content) == "signature.unreadable"


@pytest.mark.parametrize(
    ("said", "instead"),
    [
        (b"<TotalExecutableAmount>1060.00<", b"<TotalExecutableAmount>9060.00<"),
        (b"<IssueDate>2026-03-02<", b"<IssueDate>2026-03-03<"),
        (b">supplier<", b">customer<"),
        (b"2026-03-02T09:30:00", b"2026-03-02T09:30:01"),
    ],
)
def test_a_changed_byte_breaks_the_signature(signed, said, instead):
    assert said in signed
    assert refusal(verify, signed.replace(said, instead)) == "signature.broken"


def with_another_invoice(root):
    """Wrapping: the signed document is kept inside an extension, and another stands where readers look."""
    forged = copy.deepcopy(root)
    forged.find(".//TotalExecutableAmount").text = "9999.00"
    signature = forged.find(f"{DS}Signature")
    inner = copy.deepcopy(root)
    inner.remove(inner.find(f"{DS}Signature"))
    inner.set("Id", "original")
    etree.SubElement(signature, f"{DS}Object").append(inner)
    reference = signature.find(f"{DS}SignedInfo/{DS}Reference")
    reference.set("URI", "#original")
    return etree.tostring(forged)


def moved_inside(root):
    """Wrapping: the whole signed document stands inside a new root."""
    outer = etree.Element(root.tag, nsmap=root.nsmap)
    outer.append(copy.deepcopy(root))
    return etree.tostring(outer)


def with_two_signatures(root):
    root.append(copy.deepcopy(root.find(f"{DS}Signature")))
    return etree.tostring(root)


def without_reference_to_the_document(root):
    info = root.find(f"{DS}Signature/{DS}SignedInfo")
    info.remove(info.find(f"{DS}Reference"))
    return etree.tostring(root)


def with_a_filter(root):
    """A transform that could leave out what was changed."""
    transforms = root.find(f"{DS}Signature/{DS}SignedInfo/{DS}Reference/{DS}Transforms")
    etree.SubElement(transforms, f"{DS}Transform", Algorithm="http://www.w3.org/TR/1999/REC-xpath-19991116")
    return etree.tostring(root)


def with_an_identifier_twice(root):
    root.find("Parties").set("Id", root.find(f"{DS}Signature").get("Id"))
    return etree.tostring(root)


@pytest.mark.parametrize(
    ("attack", "code"),
    [
        (with_another_invoice, "signature.wrapped"),
        (moved_inside, "signature.misplaced"),
        (with_two_signatures, "signature.misplaced"),
        (without_reference_to_the_document, "signature.wrapped"),
        (with_a_filter, "signature.wrapped"),
        (with_an_identifier_twice, "signature.wrapped"),
    ],
)
def test_signature_wrapping_is_refused(signed, attack, code):
    assert refusal(verify, attack(xml.parse(signed))) == code


def test_the_certificate_of_another_does_not_verify(signed, certificate):
    other = XadesSigner().sign(write.write(a_document(), FACTS), certificate=a_certificate(), at=TODAY, role="supplier")
    theirs = xml.parse(other).findtext(f".//{DS}X509Certificate")
    ours = xml.parse(signed).findtext(f".//{DS}X509Certificate")
    assert refusal(verify, signed.replace(ours.encode(), theirs.encode())) == "signature.broken"


def test_the_sample_of_others_was_changed_after_signing(shared):
    """The published sample was edited after it was signed, as its signing time after the certificate's end shows."""
    content = (shared / "einvoice/examples/facturae/invoice-vat.xml").read_bytes()
    assert refusal(verify, content) == "signature.expired"
    assert refusal(verify, content, at=TODAY.replace(year=2023)) == "signature.broken"
