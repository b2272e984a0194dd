"""PDFs with an invoice inside: what is in them is found, judged, and nothing else in them does any harm."""

import csv
import io
import time
import zlib

import pypdf
import pytest
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

from kvit.archive import documents, hybrids, pdf_files, typesetting, validation
from kvit.archive.tests.paper import embedded, reader
from kvit.archive.tests.test_typesetting import page
from kvit.core.einvoice import cii_check, cii_write, ubl_write, zugferd_read
from kvit.core.errors import Refused
from kvit.core.tests.full_invoice import FULL
from tests.builders import a_company, an_invoice

XRECHNUNG = "pdf/XML-Rechnung__FX__XRECHNUNG_Einfach.pdf"
"""The manifest looks for Factur-X and ZUGFeRD names only; inside is a valid XRechnung, and Kvit finds it."""


def a_pdf(**files):
    """A page with these files inside; `_` in a name stands for the dot."""
    writer = pypdf.PdfWriter()
    writer.add_blank_page(200, 200)
    for name, content in files.items():
        writer.add_attachment(name.replace("_", "."), content)
    return written(writer)


def written(writer):
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def rows(shared):
    folder = shared / "einvoice"
    with (folder / "manifest.csv").open(encoding="utf-8") as manifest:
        return [
            (row, (folder / row["file"]).read_bytes()) for row in csv.DictReader(manifest) if row["syntax"] == "PDF"
        ]


def found(content):
    """As `hybrids.embedded` does, but here and not in a child for each of them."""
    try:
        return hybrids.chosen(pdf_files.inside(content))
    except Refused as refused:
        assert refused.code == "pdf.xml_unusable"
        return None


def test_in_every_pdf_of_the_manifest_the_xml_is_found_and_breaks_the_rules_it_should(shared):
    tried, wrong = 0, []
    for row, content in rows(shared):
        tried += 1
        inside = found(content)
        if (inside is not None) != (row["expected"] == "has-xml") and row["file"] != XRECHNUNG:
            wrong.append((row["file"], inside))
        if inside is not None and inside.syntax == "cii":
            own = {finding.rule for finding in cii_check.check(inside.content) if finding.severity == "error"}
            if own != set(row["rule_ids"].split()):
                wrong.append((row["file"], own))
        if inside is not None and inside.syntax == "zugferd-1":
            invoice = zugferd_read.read(inside.content)
            nets = sum(line.net for line in invoice.lines if line.net is not None)
            of_another_tax = "Versicherungssteuer" in row["file"]  # insurance tax is none of VAT
            rated = of_another_tax or all(group.rate is not None for group in invoice.vat_breakdown)
            if nets != invoice.totals.line_total_sum or not rated or not invoice.number or not invoice.seller.name:
                wrong.append((row["file"], nets))
    assert tried == 39
    assert wrong == []


def test_an_xrechnung_and_an_invoice_in_ubl_are_found_too(shared):
    assert hybrids.embedded((shared / "einvoice" / XRECHNUNG).read_bytes()).name == "xrechnung.xml"
    inside = hybrids.embedded(a_pdf(rechnung_xml=ubl_write.write(FULL)))
    assert (inside.syntax, inside.content) == ("ubl", ubl_write.write(FULL))


def test_the_named_file_comes_before_any_other():
    inside = hybrids.embedded(a_pdf(a_xml=ubl_write.write(FULL), xrechnung_xml=cii_write.write(FULL)))
    assert (inside.name, inside.syntax) == ("xrechnung.xml", "cii")


def test_a_pdf_without_an_invoice_has_none():
    assert hybrids.embedded(a_pdf()) is None
    assert hybrids.embedded(a_pdf(order_xml=b"<order/>", picture_png=b"\x89PNG")) is None


def encrypted():
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(a_pdf(xrechnung_xml=cii_write.write(FULL))))
    writer.encrypt("secret", algorithm="RC4-128")
    return written(writer)


def script():
    return DictionaryObject(
        {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert('pay me')")}
    )


def scripted():
    """A script among the document's names."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(a_pdf()))
    named = DictionaryObject({NameObject("/Names"): ArrayObject([TextStringObject("pay"), script()])})
    writer.root_object[NameObject("/Names")] = DictionaryObject({NameObject("/JavaScript"): named})
    return written(writer)


def opening():
    """A script that runs when the document is opened."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(a_pdf()))
    writer.root_object[NameObject("/OpenAction")] = script()
    return written(writer)


def bomb():
    """An embedded file of a few kilobytes that unpacks to two gigabytes."""
    packed = zlib.compressobj(9)
    zeros = b" " * (1 << 20)
    return a_bomb(b"".join([*(packed.compress(zeros) for _ in range(2048)), packed.flush()]))


def a_bomb(stream):
    head = b"%PDF-1.7\n"
    parts = [
        b"1 0 obj<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles<</Names[(factur-x.xml)4 0 R]>>>>>>endobj\n",
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n",
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\n",
        b"4 0 obj<</Type/Filespec/F(factur-x.xml)/EF<</F 5 0 R>>>>endobj\n",
        b"5 0 obj<</Type/EmbeddedFile/Filter/FlateDecode/Length %d>>stream\n%b\nendstream endobj\n"
        % (len(stream), stream),
    ]
    table, at = [b"0000000000 65535 f \n"], len(head)
    for part in parts:
        table.append(b"%010d 00000 n \n" % at)
        at += len(part)
    tail = b"xref\n0 6\n%btrailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (b"".join(table), at)
    return head + b"".join(parts) + tail


def doctype():
    return a_pdf(xrechnung_xml=b"<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>")


@pytest.mark.parametrize(
    ("content", "codes"),
    [
        (encrypted, {"pdf.encrypted"}),
        (scripted, {"pdf.script"}),
        (opening, {"pdf.script"}),
        (bomb, {"upload.too_large", "upload.timed_out", "pdf.unreadable"}),
        (doctype, {"pdf.xml_unusable"}),
        (lambda: b"%PDF-1.7\n" + b"<<" * 200_000, {"pdf.unreadable"}),
        (lambda: b"%PDF-1.7", {"pdf.unreadable"}),
        (lambda: b"no pdf", {"pdf.unreadable"}),
    ],
)
def test_what_is_locked_or_dangerous_is_refused_with_a_reason(content, codes):
    asked = content()
    started = time.monotonic()
    with pytest.raises(Refused) as refused:
        hybrids.embedded(asked)
    assert refused.value.code in codes
    assert time.monotonic() - started < hybrids.LIMITS.wall_seconds


@pytest.mark.django_db
def test_validation_says_of_a_pdf_what_it_says_of_the_xml_inside():
    company = a_company()
    content = documents.content(company, "invoice", document_id=an_invoice(company).pk, form="ubl")
    alone, inside = validation.validate(content), validation.validate(a_pdf(invoice_xml=content))
    assert (inside.verdict, inside.findings, inside.embedded) == ("valid", alone.findings, "invoice.xml")
    assert validation.validate(a_pdf()).findings[0].rule == "pdf.no_xml"
    assert validation.validate(encrypted()).verdict == "invalid"


def test_a_factur_x_keeps_what_makes_it_an_archive_and_says_what_it_is():
    plain = typesetting.pdf(page())
    made = hybrids.factur_x(plain, cii_write.write(FULL), title="KV-1", author="Beta SRL", language="ro")
    before, after = reader(plain).root_object, reader(made).root_object
    assert len(after["/OutputIntents"]) == len(before["/OutputIntents"]) == 1
    assert after["/MarkInfo"]["/Marked"] and "/StructTreeRoot" in after
    assert after["/Lang"] == "ro"
    assert embedded(made) == {"factur-x.xml": (cii_write.write(FULL), "text/xml", "Alternative")}
    words = after["/Metadata"].get_data().decode()
    for said in ("<fx:ConformanceLevel>EN 16931<", "<fx:DocumentFileName>factur-x.xml<", "<pdfaid:part>3<"):
        assert said in words
    assert hybrids.embedded(made).content == cii_write.write(FULL)
