"""Kvit's own rules for CII against the official sheet: the same verdict, and a same rule for each invalid document."""

import csv
import random

import pytest

from kvit.adapters.judges.saxon import SaxonJudge
from kvit.adapters.judges.saxon.tests.test_agreement import mutated, official
from kvit.core.einvoice import cii_check, cii_losses, cii_write, xml
from kvit.core.tests.breakings import BREAKINGS
from kvit.core.tests.full_invoice import FULL


@pytest.fixture(scope="module")
def judge(shared):
    judge = SaxonJudge(shared / "einvoice")
    yield judge
    judge.close()


MORE = {"BR-08": {"BR-09"}, "BR-10": {"BR-11"}, "BR-19": {"BR-20"}}
"""Where an address is missing the sheet says of its country, too, that it is missing."""


def judged(judge, documents):
    return judge.judge_all(documents, profile="en16931-cii")


def own(content):
    """The rules that Kvit finds broken, without the two that it alone has, on purpose (docs/rules/cii.md)."""
    found = [one for one in cii_check.check(content) if one.severity == "error" and one.rule != "KVIT-CII-TWICE"]
    return {one.rule for one in found if one.facts.get("kind") != "a date"}


def examples(shared):
    """Row and bytes of every CII document of the manifest."""
    folder = shared / "einvoice"
    with (folder / "manifest.csv").open(encoding="utf-8") as manifest:
        rows = [row for row in csv.DictReader(manifest) if row["syntax"] == "CII"]
    return [(row, (folder / row["file"]).read_bytes()) for row in rows]


def test_on_every_example_the_own_rules_find_what_the_sheet_finds(judge, shared):
    rows = examples(shared)
    verdicts = judged(judge, [content for _, content in rows])
    different = {
        row["file"]: (official(verdict), own(content))
        for (row, content), verdict in zip(rows, verdicts, strict=True)
        if official(verdict) != own(content)
    }
    assert len(rows) >= 33
    assert different == {}


def test_every_example_gets_the_verdict_of_the_manifest_and_one_of_its_rules(shared):
    wrong = [
        (row["file"], own(content))
        for row, content in examples(shared)
        if (row["expected"] == "valid") != (own(content) == set())
        or (row["expected"] == "invalid" and not own(content) & set(row["rule_ids"].split()))
    ]
    assert wrong == []


def test_for_every_rule_of_the_model_the_sheet_finds_the_same_in_the_document_that_breaks_it(judge):
    asked = [(rule, document) for rule, document in BREAKINGS if not cii_losses.dropped(document)]
    documents = [cii_write.write(document) for _, document in asked]
    different = {
        rule: (official(verdict), own(document))
        for (rule, _), document, verdict in zip(asked, documents, judged(judge, documents), strict=True)
        if verdict.verdict != "not_validated"
        and official(verdict) - {"XSD"} - MORE.get(rule, set()) != own(document) - {"XSD"}
    }
    assert len(asked) > 200
    assert different == {}


def test_a_document_with_every_term_has_not_even_a_warning(judge):
    """So no term stands where the binding does not want it (CII-SR), and none has a mark too many (CII-DT)."""
    (verdict,) = judged(judge, [cii_write.write(FULL)])
    assert (verdict.verdict, verdict.findings) == ("valid", ())


def agree(judge, shared, *, seed, times):
    chance = random.Random(seed)
    roots = [xml.parse(content) for _, content in examples(shared) if len(content) < 60_000]
    documents = [mutated(chance, chance.choice(roots)) for _ in range(times)]
    kept = [
        (document, verdict)
        for document, verdict in zip(documents, judged(judge, documents), strict=True)
        # a document that the schema refuses may break the sheet off; the own rules are no schema
        if "XSD" not in official(verdict) and verdict.verdict != "not_validated"
    ]
    assert len(kept) > times / 4
    assert {verdict.verdict for _, verdict in kept} == {"valid", "invalid"}
    return [
        (document, official(verdict), own(document))
        for document, verdict in kept
        if (verdict.verdict == "valid") != (own(document) == set())
        or (verdict.verdict == "invalid" and not official(verdict) & own(document))
    ]


def test_documents_changed_at_random_get_the_same_verdict_and_a_same_rule(judge, shared):
    assert agree(judge, shared, seed=20261126, times=300) == []


@pytest.mark.long
@pytest.mark.parametrize("seed", range(10))
def test_thousands_of_documents_changed_at_random_get_the_same_verdict(judge, shared, seed):
    assert agree(judge, shared, seed=seed, times=1000) == []
