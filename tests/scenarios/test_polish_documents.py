"""Poland's documents get their verdict: the official examples, the faults made for them, and KSeF's papers."""

import csv
from pathlib import Path

import pytest

from kvit.adapters.judges.saxon import SaxonJudge
from kvit.archive import validation
from kvit.ports import registry

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
