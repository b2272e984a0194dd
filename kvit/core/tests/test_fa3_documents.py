"""FA(3) read and written: the ministry's examples come back as they were, and Kvit refuses what its schema refuses."""

from dataclasses import fields

import pytest
from lxml import etree

from kvit.core.einvoice import fa3
from kvit.core.einvoice.bound import content, element
from kvit.core.einvoice.fa3 import kinds
from kvit.core.einvoice.fa3.document import Faktura
from kvit.core.einvoice.ksef.upo import Potwierdzenie
from kvit.core.errors import Refused
from kvit.core.tests.polish import SOUND, with_fa
from kvit.core.tests.polish_schema import examples, schema


def flat(node):
    """Name, attributes, text and children, without comments and white space between."""
    marks = sorted((name, value) for name, value in node.attrib.items() if "XMLSchema-instance" not in name)
    children = [flat(child) for child in node if isinstance(child.tag, str)]
    return (etree.QName(node).localname, marks, " ".join((node.text or "").split()), children)


def test_every_example_is_written_back_as_it_was_and_passes_the_schema(shared):
    named = examples(shared)
    for name, given in named:
        document = fa3.read(given)
        written = fa3.write(document)
        assert fa3.read(written) == document, name
        assert flat(etree.fromstring(written)) == flat(etree.fromstring(given)), name
        assert schema(shared).validate(etree.fromstring(written)), name
    assert len(named) > 15


def classes(cls):
    """The class and every class of an element below it."""
    below = [one.metadata["kind"] for one in fields(cls) if isinstance(one.metadata["kind"], type)]
    return {cls}.union(*(classes(one) for one in below))


@pytest.mark.parametrize("root", [Faktura, Potwierdzenie])
def test_the_fields_of_every_class_are_the_names_of_its_content_model_in_order(root):
    for cls in classes(root):
        bound = [one.metadata["name"] for one in fields(cls) if "attribute" not in one.metadata]
        assert bound == names(content.parsed(element.model_of(cls))), cls


def names(model):
    if isinstance(model, content.Name):
        return [model.name]
    parts = model.parts if isinstance(model, content.Sequence | content.Choice) else (model.part,)
    return [name for part in parts for name in names(part)]


@pytest.mark.parametrize(
    ("kind", "file", "name"),
    [
        (kinds.COUNTRY, "bazowe/KodyKrajow_v10-0E.xsd", "TKodKraju"),
        (kinds.CURRENCY, "schemat_FA3_v1-0E.xsd", "TKodWaluty"),
        (kinds.EU_COUNTRY, "schemat_FA3_v1-0E.xsd", "TKodyKrajowUE"),
        (kinds.RATE, "schemat_FA3_v1-0E.xsd", "TStawkaPodatku"),
        (kinds.PROCEDURE, "schemat_FA3_v1-0E.xsd", "TOznaczenieProcedury"),
        (kinds.GTU, "schemat_FA3_v1-0E.xsd", "TGTU"),
    ],
)
def test_the_lists_of_codes_are_the_ministrys(shared, kind, file, name):
    root = etree.parse(shared / "einvoice/xsd/ksef-fa3" / file)
    values = root.xpath(f"//*[@name='{name}']//*[local-name()='enumeration']/@value")
    assert kind.codes == set(values)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<Faktura/>", "fa3.other_document"),
        (b"<Faktura xmlns='http://crd.gov.pl/wzor/2025/06/25/13775/'/>", "fa3.not_by_schema"),
        (b"<!DOCTYPE x><Faktura/>", "xml.doctype"),
        (b"<Faktura>", "xml.malformed"),
    ],
)
def test_what_is_no_such_document_is_refused_with_a_reason(content, code):
    with pytest.raises(Refused) as refused:
        fa3.read(content)
    assert refused.value.code == code


def test_ten_thousand_doubled_lines_with_wrong_values_are_told_of_a_hundred_times_at_most():
    content = fa3.write(SOUND).replace(b"<P_12>23</P_12>", b"<P_12>99</P_12>" * 5000)
    assert 50 < len(fa3.inspect(content).findings) <= 100


def test_a_character_that_no_xml_holds_is_refused_when_written():
    with pytest.raises(Refused, match="xml.bad_character"):
        fa3.write(with_fa(p_2="a\x01"))
