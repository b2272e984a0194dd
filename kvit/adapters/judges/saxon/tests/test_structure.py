"""Our tables of the schemas of UBL and CII say what the official schemas say."""

import copy
import csv
import random
from dataclasses import replace

import pytest
from lxml import etree

from kvit.core.einvoice import cii_check, cii_write, ubl_check, ubl_write, xml
from kvit.core.einvoice.cii_shapes import CII
from kvit.core.einvoice.ubl_shapes import UBL
from kvit.core.tests.full_invoice import FULL

XS = "{http://www.w3.org/2001/XMLSchema}"
UBL_SCHEMAS = ("UBL-Invoice-2.1.xsd", "UBL-CreditNote-2.1.xsd")
CII_SCHEMA = "CrossIndustryInvoice_100pD16B.xsd"
VALUES = ["", "0", "1.5", "-3.00", "+.5", "1E3", "abc", "2026-02-30", "2026-01-01", "2026-01-01Z", "20260101"]
VALUES += ["12026-01-01", "true", "1", "yes", "12:00:00", "25:00:00", "JVBERg==", "JVBER", " 7 ", "NaN", "1,5", "-"]
MARKS = ["currencyID", "unitCode", "mimeCode", "format", "languageID", "x", "filename"]
LISTS = {"UBL": ["schemeID", "listID", "name"], "CII": []}
"""CII fixes the names of its lists, which is left to the official schema."""


def found_in(shared, name):
    return next((shared / "einvoice" / "xsd").rglob(name))


@pytest.fixture(scope="module")
def schemas(shared):
    """The official schemas by the root element that they are for."""
    loaded = [etree.XMLSchema(file=str(found_in(shared, name))) for name in (*UBL_SCHEMAS, CII_SCHEMA)]
    return dict(zip(("Invoice", "CreditNote", "CrossIndustryInvoice"), loaded, strict=True))


def documents(shared, syntax):
    folder = shared / "einvoice"
    with (folder / "manifest.csv").open(encoding="utf-8") as manifest:
        rows = [row for row in csv.DictReader(manifest) if row["syntax"].startswith(syntax)]
    return [xml.parse((folder / row["file"]).read_bytes()) for row in rows]


FULL_DOCUMENTS = {
    "UBL": [ubl_write.write(replace(FULL, type_code=type_code)) for type_code in ("380", "381")],
    "CII": [cii_write.write(FULL)],
}
SHAPES = {"UBL": UBL, "CII": CII}


def changed(chance, root, syntax):
    """The document with one or two things taken out, doubled, moved, renamed, marked or changed."""
    root = copy.deepcopy(root)
    elements = [one for one in root.iter() if one is not root]
    for one in chance.sample(elements, chance.randint(1, 2)):
        act, above = chance.random(), one.getparent()
        if above is None:
            continue
        if act < 0.2:
            above.remove(one)
        elif act < 0.35:
            one.addnext(copy.deepcopy(one))
        elif act < 0.45:
            above.insert(chance.randrange(len(above)), one)
        elif act < 0.5:
            one.tag = chance.choice(elements).tag
        elif act < 0.6:
            one.set(chance.choice(MARKS + LISTS[syntax]), "y")
        elif act < 0.7 and one.attrib:
            del one.attrib[chance.choice(list(one.attrib))]
        elif act < 0.75:
            one.text = "text"
        elif len(one) == 0:
            one.text = chance.choice(VALUES)
    return root


@pytest.mark.parametrize("syntax", ["UBL", "CII"])
def test_documents_changed_at_random_get_the_schemas_verdict(schemas, shared, syntax):
    chance = random.Random(20261126)
    full = [xml.parse(content) for content in FULL_DOCUMENTS[syntax]]
    roots = full * 40 + [one for one in documents(shared, syntax) if len(etree.tostring(one)) < 40_000]
    verdicts = {True: 0, False: 0}
    for _ in range(1500):
        document = xml.parse(etree.tostring(changed(chance, chance.choice(roots), syntax)))
        name = etree.QName(document).localname
        valid = schemas[name].validate(document)
        verdicts[valid] += 1
        found = SHAPES[syntax].check(document, name)
        assert (found == []) == valid, (found, schemas[name].error_log, etree.tostring(document))
    assert min(verdicts.values()) > 200


def test_what_every_example_has_is_taken_or_refused_as_the_schema_does(schemas, shared):
    for syntax in ("UBL", "CII"):
        for document in documents(shared, syntax):
            name = etree.QName(document).localname
            assert (SHAPES[syntax].check(document, name) == []) == schemas[name].validate(document)


class Declared:
    """The types that a schema and those it imports declare, with their children as text like our tables."""

    def __init__(self, path):
        self.types, self.elements, self._read = {}, {}, set()
        self._load(path.resolve())

    def _load(self, path):
        if path in self._read:
            return
        self._read.add(path)
        root = etree.parse(str(path)).getroot()
        for one in root.iter(f"{XS}import", f"{XS}include"):
            beside = path.parent / one.get("schemaLocation")
            if beside.exists():
                self._load(beside.resolve())
        space = root.get("targetNamespace").split(":")[-1]
        self.types |= {(space, one.get("name")): one for one in root.iterfind(f"{XS}complexType")}
        self.elements |= {one.get("name"): one for one in root.iterfind(f"{XS}element")}

    def children(self, name):
        """The children of the type of that name, in order: name, whether it must stand, whether it may again."""
        named = (one for (_, own), one in self.types.items() if own == f"{name}Type")
        (kind,) = [one for one in named if one.find(f"{XS}sequence") is not None]
        return [
            (
                (one.get("ref") or one.get("name")).rpartition(":")[2],
                one.get("minOccurs", "1") != "0",
                one.get("maxOccurs", "1") != "1",
            )
            for one in kind.iterfind(f"{XS}sequence/{XS}element")
        ]


OF_VALUES = {"Date", "DateTime", "Indicator", "FormattedDateTime"}
"""Types of CII whose children are the forms of a value: a choice, tried by the random documents."""


@pytest.mark.parametrize("syntax", ["UBL", "CII"])
def test_every_type_has_the_children_that_the_schema_gives_it(shared, syntax):
    names = UBL_SCHEMAS if syntax == "UBL" else (CII_SCHEMA,)
    declared = [Declared(found_in(shared, name)) for name in names]
    for name, children in SHAPES[syntax].children.items():
        if name in OF_VALUES:
            continue
        official = declared[1 if name == "CreditNote" else 0].children(name)
        required = SHAPES[syntax].required[name]
        ours = [(tag.partition(":")[2], child.position in required, child.again) for tag, child in children.items()]
        assert ours == official, name


def test_a_hundred_faults_are_told_as_fifty():
    root = xml.parse(ubl_write.write(FULL))
    for _ in range(100):
        etree.SubElement(root, "strange")
    assert len(UBL.check(root, "Invoice")) == 50


@pytest.mark.parametrize(
    ("before", "after", "place", "kind"),
    [
        (b"<cbc:IssueDate>", b"<cbc:IssueDate x='1'>", "/Invoice/cbc:IssueDate", "without this attribute"),
        (b' currencyID="EUR">', b">", None, "with its currencyID"),
        (b"<cac:LegalMonetaryTotal>", b"<cac:LegalMonetaryTotal>x", "/Invoice/cac:LegalMonetaryTotal", "no text"),
        (b"<cbc:ID>", b"<cbc:ID>1</cbc:ID><cbc:ID>", "/Invoice/cbc:ID[2]", "once"),
    ],
)
def test_a_finding_says_where_and_what_is_wrong(before, after, place, kind):
    content = ubl_write.write(FULL)
    assert before in content
    found = [one for one in ubl_check.check(content.replace(before, after, 1)) if one.rule == "XSD"]
    assert [(one.place, str(one.facts["kind"])[: len(kind)]) for one in found] == [(place or found[0].place, kind)]


def test_what_was_said_once_is_not_said_again():
    """The reader says that a day is none; the structure finds the same place and is silent."""
    content = ubl_write.write(FULL).replace(b"<cbc:IssueDate>2026", b"<cbc:IssueDate>never", 1)
    places = [one.place for one in ubl_check.check(content) if one.rule == "XSD"]
    assert places.count("/Invoice/cbc:IssueDate") == 1
    content = cii_write.write(FULL).replace(b"<ram:DuePayableAmount>", b"<ram:DuePayableAmount>x", 1)
    assert len([one for one in cii_check.check(content) if one.rule == "XSD"]) == 1
