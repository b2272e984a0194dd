"""The door for XML: what is hostile, ambiguous or too large stays outside, quickly, and nothing is fetched."""

import pytest

from kvit.core.einvoice import xml
from kvit.core.errors import Refused


def declared(encoding, text="<a>ș</a>"):
    return f'<?xml version="1.0" encoding="{encoding}"?>{text}'


HOSTILE = {
    "entity of a file": (b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', "xml.doctype"),
    "entity of an address": (b'<!DOCTYPE a [<!ENTITY x SYSTEM "http://127.0.0.1:9/x">]><a>&x;</a>', "xml.doctype"),
    "parameter entity": (b'<!DOCTYPE a [<!ENTITY % x SYSTEM "file:///etc/passwd"> %x;]><a/>', "xml.doctype"),
    "entity bomb": (
        b'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">'
        + b"".join(b'<!ENTITY %c "%s">' % (98 + i, b"&%c;" % (97 + i) * 10) for i in range(10))
        + b"]><a>&k;</a>",
        "xml.doctype",
    ),
    "doctype behind comments": (b'<?xml version="1.0"?><!--x--> <?pi y?>\n<!DOCTYPE a><a/>', "xml.doctype"),
    "doctype in UTF-16": (declared("utf-16", "<!DOCTYPE a><a/>").encode("utf-16"), "xml.doctype"),
    "unknown entity": (b"<a>&secret;</a>", "xml.malformed"),
    "200,000 deep": (b"<a>" * 200_000 + b"</a>" * 200_000, "xml.too_deep"),
    "200,000 attributes": (
        b"<a " + b" ".join(b'a%d="1"' % i for i in range(200_000)) + b"/>",
        "xml.too_many_attributes",
    ),
    "200,000 attributes that look like tags": (
        b"<a " + b" ".join(b'a%d="&gt;>"' % i for i in range(200_000)) + b"/>",
        "xml.too_many_attributes",
    ),
    "three million elements": (b"<a>" + b"<b/>" * 3_000_000 + b"</a>", "xml.too_many_elements"),
    "19 MB in one text": (b"<a>" + b"x" * 19_000_000 + b"</a>", "xml.malformed"),
    "19 MB in one name": (b"<" + b"x" * 19_000_000 + b"/>", "xml.malformed"),
    "19 MB of nothing first": (b" " * 19_000_000 + b"<a/>", "xml.malformed"),
    "19 million openings": (b"<" * 19_000_000, "xml.too_many_elements"),
    "over the limit": (b"<a/>" + b" " * xml.MAX_BYTES, "xml.too_big"),
    "a NUL byte": (b"<a>\x00</a>", "xml.bad_character"),
    "UTF-16 without its mark": ("<a/>".encode("utf-16-le"), "xml.bad_character"),
    "UTF-16 that says UTF-8": (declared("utf-8").encode("utf-16"), "xml.encoding_lies"),
    "UTF-8 that says UTF-16": (declared("utf-16").encode(), "xml.encoding_lies"),
    "UTF-8 with its mark that says Latin": (b"\xef\xbb\xbf" + declared("iso-8859-1").encode(), "xml.encoding_lies"),
    "UTF-8 that says Latin": (declared("iso-8859-1").encode(), "xml.encoding_lies"),
    "Latin that says UTF-8": (declared("utf-8", "<a>é</a>").encode("latin-1"), "xml.wrong_encoding"),
    "Latin that says nothing": ("<a>é</a>".encode("latin-1"), "xml.wrong_encoding"),
    "UTF-7": (declared("utf-7", "<a/>").encode(), "xml.wrong_encoding"),
    "UTF-32": ("<a/>".encode("utf-32"), "xml.wrong_encoding"),
    "EBCDIC": (declared("cp037", "<a/>").encode("cp037"), "xml.wrong_encoding"),
    "a codec that is no encoding": (declared("base64", "<a/>").encode(), "xml.wrong_encoding"),
    "nothing": (b"", "xml.malformed"),
    "a PDF": (b"%PDF-1.7\n", "xml.malformed"),
    "half a document": (b"<a><b>", "xml.malformed"),
}


@pytest.mark.timeout(2)
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_document_is_refused_within_two_seconds(name):
    content, code = HOSTILE[name]
    with pytest.raises(Refused) as refused:
        xml.parse(content)
    assert refused.value.code == code


def test_no_file_is_opened_for_an_entity(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("the secret")
    before = secret.stat().st_atime_ns
    with pytest.raises(Refused, match=r"xml\.doctype"):
        xml.parse(f'<!DOCTYPE a [<!ENTITY x SYSTEM "{secret.as_uri()}">]><a>&x;</a>'.encode())
    assert secret.stat().st_atime_ns == before


@pytest.mark.parametrize(
    "content",
    [
        declared("utf-8").encode(),
        declared("UTF-8").encode("utf-8-sig"),
        declared("utf-16").encode("utf-16"),
        "<a>ș</a>".encode("utf-16"),
        "<a>ș</a>".encode(),
        declared("iso-8859-2", "<a>\u015f</a>").encode("iso-8859-2"),
        declared("windows-1251", "<a>ж</a>").encode("cp1251"),
    ],
)
def test_every_honest_encoding_is_read(content):
    assert xml.parse(content).text in {"ș", "\u015f", "ж"}


def test_what_only_looks_like_a_doctype_is_text():
    assert xml.parse(b"<a><![CDATA[<!DOCTYPE b>]]></a>").text == "<!DOCTYPE b>"


def test_comments_and_instructions_do_not_cut_a_value():
    assert xml.parse(b"<a>12<!-- three -->3<?x y?>4</a>").text == "1234"
