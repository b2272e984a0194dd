"""What Facturae cannot hold is said before it is written: what keeps it from being written, and what is left out."""

from dataclasses import replace
from datetime import date

import pytest

from kvit.core.einvoice import xml
from kvit.core.einvoice.facturae import check, losses, read, write
from kvit.core.einvoice.model import Attachment, Card, Identifier, Payee, Payment, SupportingDocument
from kvit.core.errors import Refused, errors
from kvit.core.tests.test_facturae import BUYER, FACTS, MADRID, SELLER, D, a_document, a_line

WITHOUT = [
    ({"number": None}, "number"),
    ({"lines": ()}, "lines"),
    ({"type_code": "384"}, "corrective"),
    ({"seller": replace(SELLER, vat_id=None)}, "seller/vat_id"),
    ({"buyer": replace(BUYER, address=replace(MADRID, post_code="2801"))}, "buyer/address/post_code"),
    ({"buyer": replace(BUYER, address=None)}, "buyer/address/line_1"),
    ({"seller": replace(SELLER, name="Ana")}, "seller/surname"),
]


@pytest.mark.parametrize(("changes", "term"), WITHOUT)
def test_what_facturae_cannot_do_without_keeps_it_from_being_written(changes, term):
    document = a_document(**changes)
    assert term in [one.facts["term"] for one in errors(losses.dropped(document, FACTS)) if "term" in one.facts]
    with pytest.raises(Refused) as refused:
        write.write(document, FACTS)
    assert refused.value.code == "facturae.missing"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"number": "FACTURA-2026-DELEGACION-0001"}, "facturae.number_too_long"),
        ({"currency": "ZWG"}, "facturae.no_code"),
        ({"totals": replace(a_document().totals, rounding=D("0.01"))}, "facturae.rounding"),
        ({"seller": replace(SELLER, address=replace(MADRID, country="XI"))}, "facturae.no_code"),
    ],
)
def test_what_facturae_has_no_place_for_is_refused(changes, code):
    with pytest.raises(Refused) as refused:
        write.write(a_document(**changes), FACTS)
    assert refused.value.code == code


def test_a_long_number_fits_when_its_series_is_told_apart():
    document = a_document(number="FACTURA-2026-DELEGACION-0001")
    facts = replace(FACTS, series="FACTURA-2026-")
    content = write.write(document, facts)
    assert xml.parse(content).findtext("Invoices/Invoice/InvoiceHeader/InvoiceNumber") == "DELEGACION-0001"
    assert read.read(content)[0].number == document.number


LOST = [
    ({"buyer_reference": "04011000"}, "buyer_reference"),
    ({"payee": Payee(name="Factor SA")}, "payee"),
    ({"type_code": "386"}, "type_code"),
    ({"tax_point_on": date(2026, 3, 1), "delivery": None}, None),
    ({"payment": Payment(means_code="48", card=Card(account="1234"))}, "payment/card"),
    ({"lines": (replace(a_line("1000.00", "21"), unit="MIN"),)}, "lines/1/unit"),
    ({"lines": (replace(a_line("1000.00", "21"), note="x"),)}, "lines/1/note"),
    ({"seller": replace(SELLER, identifiers=(Identifier("1", "0088"),))}, "seller/identifiers"),
    (
        {
            "supporting_documents": (
                SupportingDocument(reference="a", attachment=Attachment(content=b"a,b", mime_code="text/csv")),
            )
        },
        "supporting_documents/1",
    ),
]


@pytest.mark.parametrize(("changes", "term"), LOST)
def test_what_would_be_lost_is_a_warning_and_the_rest_is_written(changes, term):
    document = a_document(**changes)
    found = losses.dropped(document, FACTS)
    assert [one.facts["term"] for one in found if one.rule == "facturae.dropped"] == ([term] if term else [])
    assert errors(found) == []
    assert check.check(write.write(document, FACTS)) == []


def test_what_is_too_long_is_shortened_and_said():
    document = a_document(buyer=replace(BUYER, name="B" * 90))
    assert [(one.rule, one.facts["term"]) for one in losses.dropped(document, FACTS)] == [
        ("facturae.shortened", "buyer/name")
    ]
    assert read.read(write.write(document, FACTS))[0].buyer.name == "B" * 80


def test_a_pdf_goes_with_it():
    held = SupportingDocument(reference="albarán", attachment=Attachment(content=b"%PDF", mime_code="application/pdf"))
    document = a_document(supporting_documents=(held,))
    assert read.read(write.write(document, FACTS))[0].supporting_documents == (held,)
