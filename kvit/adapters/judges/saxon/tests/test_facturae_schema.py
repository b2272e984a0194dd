"""Our shapes of the Facturae schema say what the official schema says."""

import copy
import random

import pytest
from lxml import etree

from kvit.core.einvoice import xml
from kvit.core.einvoice.facturae import check, codes, face, read, schema, shapes
from kvit.core.errors import Refused

VALUES = ["", "0", "1.5", "-3.00", "abc", "ESP", "EUR", "2026-02-30", "2026-01-01", "01", "99", "R", "x" * 100, "1E3"]
VALUES += ["12345", "1.123456789", "2026-01-01Z", " 01", "Base imponible", "NaN", "3.2.2", "999999999999"]


@pytest.fixture(scope="module")
def official(shared):
    return etree.XMLSchema(file=str(shared / "einvoice/xsd/facturae-3.2.2/Facturaev3_2_2.xsd"))


def unsigned(content):
    root = xml.parse(content)
    for one in root.findall(schema.SIGNATURE):
        root.remove(one)
    return root


def mutated(chance, root):
    """The document with one or two things taken out, doubled, renamed, marked or changed."""
    root = copy.deepcopy(root)
    elements = [one for one in root.iter() if one is not root]
    for one in chance.sample(elements, chance.randint(1, 2)):
        act = chance.random()
        if one.getparent() is None:
            continue
        if act < 0.3:
            one.getparent().remove(one)
        elif act < 0.4:
            one.addnext(copy.deepcopy(one))
        elif act < 0.5:
            one.tag = chance.choice(elements).tag
        elif act < 0.55:
            one.set("x", "y")
        elif act < 0.6:
            one.text = "text"
        elif len(one) == 0:
            one.text = chance.choice(VALUES)
    return etree.tostring(root)


def test_documents_changed_at_random_get_the_schemas_verdict(official, shared):
    chance = random.Random(20261126)
    root = unsigned((shared / "einvoice/examples/facturae/invoice-vat.xml").read_bytes())
    verdicts = {True: 0, False: 0}
    for _ in range(1500):
        document = xml.parse(mutated(chance, root))
        valid = official.validate(document)
        verdicts[valid] += 1
        assert (schema.structure(document) == []) == valid, etree.tostring(document)
    assert min(verdicts.values()) > 100


def test_every_type_of_the_official_schema_has_a_shape(shared):
    """A type that the example does not use is in the shapes all the same, with the children the schema gives it."""
    space = "{http://www.w3.org/2001/XMLSchema}"
    tree = etree.parse(str(shared / "einvoice/xsd/facturae-3.2.2/Facturaev3_2_2.xsd"))
    known = {name for shape in schema.shapes().values() for name in shape.types}
    for element in tree.iter(f"{space}element"):
        assert (element.get("name") or "Signature") in known | {"Facturae"}
    for listed in tree.iter(f"{space}simpleType"):
        values = {one.get("value") for one in listed.iter(f"{space}enumeration")}
        name = listed.get("name").removesuffix("Type")
        if values and name not in ("ReasonDescription", "CorrectionMethodDescription", "SchemaVersion"):
            assert shapes.CODES[name if name in shapes.CODES else listed.get("name")] == values, name


def test_the_words_of_reasons_and_methods_are_the_schemas(shared):
    text = (shared / "einvoice/xsd/facturae-3.2.2/Facturaev3_2_2.xsd").read_text(encoding="utf-8-sig")
    for words in [*codes.REASONS.values(), *codes.CORRECTION_METHODS.values()]:
        assert f'value="{words}"' in text


def test_a_hundred_faults_are_told_as_fifty():
    lines = "<InvoiceLine/>" * 100
    root = xml.parse(f'<f:Facturae xmlns:f="{list(schema.VERSIONS)[2]}">{lines}</f:Facturae>'.encode())
    assert 1 <= len(schema.structure(root)) <= schema.MOST


def test_an_attribute_that_only_names_the_schema_is_none_of_the_formats():
    head = f'<f:Facturae xmlns:f="{list(schema.VERSIONS)[2]}" xmlns:i="http://www.w3.org/2001/XMLSchema-instance" '
    named = xml.parse(f'{head}i:schemaLocation="a b"/>'.encode())
    plain = xml.parse(f"{head}/>".encode())
    assert schema.structure(named) == schema.structure(plain)


def test_whatever_stands_in_a_file_is_read_or_refused(shared):
    """Reading, both checks: a finding, a model, or a refusal; never anything else."""
    chance = random.Random(7)
    root = xml.parse((shared / "einvoice/examples/facturae/invoice-vat.xml").read_bytes())
    ended = {"read": 0, "refused": 0}
    for _ in range(600):
        document = mutated(chance, root)
        for act in (read.read, check.check, face.check):
            try:
                act(document)
                ended["read"] += 1
            except Refused:
                ended["refused"] += 1
    assert min(ended.values()) > 10
