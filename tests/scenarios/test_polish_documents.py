"""Poland's documents get their verdict: official examples, faults made for them, KSeF's acknowledgements."""

import copy
import csv
import random
from pathlib import Path

import pytest
from lxml import etree

from kvit.adapters.judges.saxon import SaxonJudge
from kvit.archive import validation
from kvit.core.einvoice import fa3
from kvit.core.einvoice.fa3.check import check
from kvit.core.einvoice.fa3.semantic.reading import to_invoice
from kvit.core.einvoice.fa3.semantic.writing import from_invoice
from kvit.core.tests.polish_schema import examples, schema
from kvit.core.tests.test_fa3_rules import FAULTS
from kvit.ports import registry
from kvit.wording import ksef

VERDICTS = {"valid": "valid", "invalid": "invalid", "valid-xsd-business-error": "invalid"}
UNREADABLE = {"NOT-WELL-FORMED": "xml.malformed"}
"""What the manifest calls by another name than Kvit."""


@pytest.fixture
def schemas(shared):
    """The judge with the folder of official schemas, as KVIT_RULES_DIR names it."""
    before = registry.use("judge")
    judge = SaxonJudge(Path(shared) / "einvoice")
    registry.register("judge", judge)
    yield judge
    registry.register("judge", before)
    judge.close()


def polish(shared):
    folder = Path(shared) / "einvoice"
    with (folder / "manifest.csv").open(encoding="utf-8") as manifest:
        rows = [row for row in csv.DictReader(manifest) if row["syntax"] in ("FA3", "KSeF-UPO-4.3")]
    return [(row, (folder / row["file"]).read_bytes()) for row in rows]


def test_every_polish_document_of_the_manifest_gets_its_verdict_and_a_rule_of_it(shared, schemas):
    wrong = {}
    tried = polish(shared)
    for row, content in tried:
        judged = validation.validate(content)
        rules = {finding.rule for finding in judged.findings if finding.severity == "error"}
        wanted = {UNREADABLE.get(rule, rule) for rule in row["rule_ids"].split()}
        if judged.verdict != VERDICTS[row["expected"]] or (wanted and not wanted & rules):
            wrong[row["file"]] = (judged.verdict, rules)
    assert len(tried) > 35
    assert wrong == {}


def test_the_schema_is_asked_too_where_it_is_at_hand(shared, schemas):
    content = (Path(shared) / "einvoice/examples/fa3-official/FA_3_Przyklad_26.xml").read_bytes()
    judged = validation.validate(content)
    assert (judged.verdict, judged.profile) == ("valid", "fa3")
    assert judged.judges == ("kvit", "xsd schemat_FA3_v1-0E")


@pytest.mark.parametrize("root", ["Faktura xmlns='http://crd.gov.pl/wzor/2025/06/25/13775/'", "Potwierdzenie"])
def test_an_empty_document_is_refused_with_a_reason(root):
    name = root.split()[0]
    space = "" if "xmlns" in root else " xmlns='http://upo.schematy.mf.gov.pl/KSeF/v4-3'"
    judged = validation.validate(f"<{root}{space}></{name}>".encode())
    assert judged.verdict == "invalid"
    assert "XSD" in {finding.rule for finding in judged.findings}


def mutated(chance, root):
    root = copy.deepcopy(root)
    elements = [one for one in root.iter() if isinstance(one.tag, str) and one is not root]
    for one in chance.sample(elements, chance.randint(1, 2)):
        act = chance.random()
        if one.getparent() is None:
            continue
        if act < 0.25:
            one.getparent().remove(one)
        elif act < 0.4:
            one.addnext(copy.deepcopy(one))
        elif act < 0.5:
            etree.SubElement(one.getparent(), f"{{{fa3.NAMESPACE}}}{chance.choice(NAMES)}").text = chance.choice(VALUES)
        elif act < 0.55 and one.getnext() is not None:
            one.addprevious(one.getnext())
        elif act < 0.6:
            one.set("x", "1")
        elif len(one) == 0:
            one.text = chance.choice(VALUES)
    return etree.tostring(root, encoding="utf-8")


NAMES = ["P_1", "P_6", "NIP", "Email", "P_13_1", "FaWiersz", "P_12", "Rola", "BrakID", "P_19A"]
VALUES = ["", "0", "1", "2", "-1", "x", "PL", "PLN", "23", "zw", "oo", "2026-01-01", "2026-02-30", "1.5", "1.555"]
VALUES += ["01", "+1", " 1 ", "1111111111", "GTU_01", "a@b", "a b", "1" * 300, "KOR", "2026-01-01T00:00:00Z"]
VALUES += ["2026-01-01T00:00:00", "1.", ".5", "-0", "00.1", "2051-01-01", "1\u00a0", "ŻÓŁ", "\u0661", "1e3", "+1.00"]


def disagreements(shared, *, seed, times):
    chance = random.Random(seed)
    roots = [etree.fromstring(given) for _, given in examples(shared) if len(given) < 12_000]
    documents = [mutated(chance, chance.choice(roots)) for _ in range(times)]
    official = [schema(shared).validate(etree.fromstring(document)) for document in documents]
    own = [not fa3.inspect(document).findings for document in documents]
    assert set(official) == {True, False}
    return [document for document, one, other in zip(documents, official, own, strict=True) if one != other]


def test_documents_changed_at_random_are_refused_exactly_where_the_schema_refuses_them(shared):
    assert disagreements(shared, seed=20260201, times=500) == []


def test_whatever_the_schema_takes_comes_out_of_invoice_and_facts_as_it_was(shared):
    """And what it refuses is judged without breaking off."""
    chance = random.Random(20260401)
    roots = [etree.fromstring(given) for _, given in examples(shared) if len(given) < 12_000]
    kept = 0
    for _ in range(500):
        content = mutated(chance, chance.choice(roots))
        reading = fa3.inspect(content)
        found = {finding.rule for finding in check(content)}
        assert ("XSD" in found) is bool(reading.findings)
        again = from_invoice(*to_invoice(reading.document))
        if not reading.findings:
            assert again == reading.document
            kept += 1
    assert kept > 50


@pytest.mark.long
@pytest.mark.parametrize("seed", range(4))
def test_thousands_of_documents_changed_at_random_get_the_schemas_verdict(shared, seed):
    assert disagreements(shared, seed=seed, times=3000) == []


def test_every_rule_that_has_a_sentence_has_a_document_that_breaks_it():
    asked_otherwise = {"FA-DAY-01", "FA-DROP-01", "FA-FILE-01", "FA-FILE-02", "FA-FILE-03", "FA-FILE-04", "FA-FILE-05"}
    worded = {code for code in ksef.REFUSALS if code.startswith("FA-")}
    assert {rule for rule, _, _ in FAULTS} == worded - asked_otherwise
