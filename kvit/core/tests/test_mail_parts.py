"""Mails taken apart: the worked example of docs/rules/mailboxes.md, and mails that are meant to break readers."""

import io
import zipfile
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kvit.core.errors import Refused
from kvit.core.mail_parts import DEEPEST, MOST_PARTS, taken_apart

PDF = b"%PDF-1.7 a bill"
LOGO = b"\x89PNG\r\n\x1a\n" + bytes(900)
PHOTO = b"\xff\xd8\xff" + bytes(90_000)


def mail(*files, words="Please pay.", subject="Factura 7"):
    """A mail with files: (name, content, maintype/subtype)."""
    made = EmailMessage()
    made["From"], made["Subject"], made["Message-ID"] = "Ion <ion@lemn.example>", subject, "<one@lemn.example>"
    made.set_content(words)
    for name, content, kind in files:
        main, _, sub = kind.partition("/")
        made.add_attachment(content, maintype=main, subtype=sub, filename=name)
    return made


def zipped(**inside):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, content in inside.items():
            archive.writestr(name.replace("_", "."), content)
    return held.getvalue()


OFFICE = zipped(**{"word/document_xml": b"<w/>"})


def outcome(told):
    return {part.name: part.ignored for part in told.parts}


def test_the_worked_example_of_the_rules():
    inner = mail(("bill.pdf", PDF, "application/pdf"), words="As agreed.")
    july = zipped(a_pdf=PDF + b" of July", a_p7s=b"0\x82")
    inner.add_attachment(july, maintype="application", subtype="zip", filename="july.zip")
    inner.add_attachment(LOGO, maintype="image", subtype="png", filename="logo.png", disposition="inline", cid="<l>")
    outer = mail(subject="Fwd: Factura 7", words="See below.")
    outer.add_attachment(inner)
    told = taken_apart(outer.as_bytes())
    assert outcome(told) == {
        "bill.pdf": "",
        "a.pdf": "",
        "a.p7s": "mail_part.signature",
        "logo.png": "mail_part.picture",
    }
    assert (told.sender, told.subject, told.key) == ("ion@lemn.example", "Fwd: Factura 7", "one@lemn.example")
    assert "See below." in told.words
    assert "As agreed." in told.words


def test_a_mail_that_is_attached_as_a_file_is_opened_like_a_forwarded_one():
    inner = mail(("bill.pdf", PDF, "application/pdf")).as_bytes()
    assert outcome(taken_apart(mail(("fwd.eml", inner, "application/octet-stream")).as_bytes())) == {"bill.pdf": ""}


@pytest.mark.parametrize(
    ("name", "content", "kind", "ignored"),
    [
        ("scan.jpg", PHOTO, "image/jpeg", ""),
        ("bill.dat", PDF, "application/octet-stream", ""),
        ("invoice.xml", b"<?xml version='1.0'?><Invoice/>", "application/octet-stream", ""),
        ("bill.pdf", b"MZ\x90 a program", "application/pdf", "mail_part.unknown"),
        ("bill.pdf", b"<!DOCTYPE html><html>pay here</html>", "application/pdf", "mail_part.unknown"),
        ("letter.docx", OFFICE, "application/msword", "mail_part.unknown"),
        ("meet.ics", b"BEGIN:VCALENDAR", "text/calendar", "mail_part.calendar"),
        ("smime.p7s", b"0\x82", "application/pkcs7-signature", "mail_part.signature"),
        ("ion.vcf", b"BEGIN:VCARD", "text/vcard", "mail_part.card"),
        ("empty.pdf", b"", "application/pdf", "document.empty"),
        ("broken.zip", b"PK\x03\x04 no more", "application/zip", "zip.unreadable"),
    ],
)
def test_what_a_file_is_its_first_bytes_say(name, content, kind, ignored):
    told = taken_apart(mail((name, content, kind)).as_bytes())
    assert outcome(told) == {name: ignored}


def test_the_ministrys_signature_beside_a_bill_is_passed_over_and_the_bill_is_not():
    signature = b'<?xml version="1.0"?><Signature xmlns="http://www.w3.org/2000/09/xmldsig#"/>'
    told = taken_apart(mail(("a.zip", zipped(a_xml=b"<Invoice/>", s_xml=signature), "application/zip")).as_bytes())
    assert outcome(told) == {"a.xml": "", "s.xml": "mail_part.signature"}


def test_a_name_leads_nowhere():
    told = taken_apart(mail(("../../etc/passwd\tX: y", PDF, "application/pdf")).as_bytes())
    assert [part.name for part in told.parts] == ["passwd X: y"]


def test_an_advert_of_pictures_and_html_is_told_by_its_words():
    made = EmailMessage()
    made["From"] = "sale@shop.example"
    made.set_content(
        "<html><head><style>p{}</style></head><p>Buy <b>oak</b></p><script>x()</script></html>", subtype="html"
    )
    told = taken_apart(made.as_bytes())
    assert told.words == "Buy oak"
    assert told.parts == ()


def test_of_two_ways_to_say_the_same_the_plain_one_is_kept():
    made = mail(words="Plain words")
    made.add_alternative("<p>Rich words</p>", subtype="html")
    assert taken_apart(made.as_bytes()).words == "Plain words"


def test_mails_in_mails_and_too_many_files_are_a_persons():
    deep = mail()
    for _ in range(DEEPEST + 1):
        outer = mail()
        outer.add_attachment(deep)
        deep = outer
    with pytest.raises(Refused, match=r"mail\.too_deep"):
        taken_apart(deep.as_bytes())
    many = mail(*((f"{n}.pdf", PDF, "application/pdf") for n in range(MOST_PARTS + 1)))
    with pytest.raises(Refused, match=r"mail\.too_many_parts"):
        taken_apart(many.as_bytes())


@given(
    st.binary(max_size=400),
    st.sampled_from(
        [b"", b"Subject: =?utf-8?b?/w==?=\n", b"From: <<a@\nContent-Type: multipart/mixed; boundary=x\n\n--x\n"]
    ),
)
def test_whatever_comes_is_taken_apart_or_refused(noise, head):
    told = taken_apart(head + noise)
    assert all(letter.isprintable() or letter == "\n" for letter in told.words + told.subject + told.sender)
