"""Kvit's own rules against the official sheet: the same verdict, and on whole documents the same rules."""

import copy
import csv
import random

import pytest
from hypothesis import HealthCheck, given, settings
from lxml import etree

from kvit.adapters.judges.saxon import SaxonJudge
from kvit.core.einvoice import ubl_check, ubl_write, xml
from kvit.core.tests.einvoices import sound_invoices

DIFFERENT: dict[str, str] = {}
"""Examples on which own rules and sheet name different rules, each with its reason: there are none."""


@pytest.fixture(scope="module")
def judge():
    judge = SaxonJudge()
    yield judge
    judge.close()


def official(verdict):
    return {finding.rule for finding in verdict.findings if finding.severity == "error"}


def own(content):
    return {finding.rule for finding in ubl_check.check(content) if finding.severity == "error"}


def examples(shared):
    """Name and bytes of every UBL document of the manifest."""
    folder = shared / "einvoice"
    with (folder / "manifest.csv").open(encoding="utf-8") as manifest:
        rows = [row for row in csv.DictReader(manifest) if row["syntax"].startswith("UBL")]
    return [(row["file"], (folder / row["file"]).read_bytes()) for row in rows]


def test_on_every_example_the_own_rules_find_what_the_sheet_finds(judge, shared):
    named = examples(shared)
    verdicts = judge.judge_all([content for _, content in named], profile="en16931")
    different = {
        name: (official(verdict) ^ own(content))
        for (name, content), verdict in zip(named, verdicts, strict=True)
        if official(verdict) != own(content) and name not in DIFFERENT
    }
    assert len(named) > 90
    assert different == {}
    assert {verdict.verdict for verdict in verdicts} == {"valid", "invalid"}


VALUES = ["", "0", "-1", "1", "10.001", "S", "Z", "E", "AE", "K", "G", "O", "L", "M", "EUR", "RON", "XYZ", "30", "58"]
VALUES += ["380", "381", "RO", "DE", "true", "false", "2026-01-01", "0088", "C62", "99999999.99", "19", "0.5", "130"]


def mutated(chance, root):
    """The document with up to three things taken out, doubled, or changed."""
    root = copy.deepcopy(root)
    elements = [one for one in root.iter() if one is not root]
    for one in chance.sample(elements, 3)[: chance.randint(1, 3)]:
        act = chance.random()
        if one.getparent() is None:
            continue
        if act < 0.3:
            one.getparent().remove(one)
        elif act < 0.4:
            one.addnext(copy.deepcopy(one))
        elif act < 0.5 and one.attrib:
            del one.attrib[chance.choice(list(one.attrib))]
        elif len(one) == 0:
            one.text = chance.choice(VALUES)
    return etree.tostring(root)


def agree(judge, shared, *, seed, times):
    chance = random.Random(seed)
    roots = [xml.parse(content) for _, content in examples(shared) if len(content) < 60_000]
    documents = [mutated(chance, chance.choice(roots)) for _ in range(times)]
    verdicts = judge.judge_all(documents, profile="en16931")
    judged = [
        (document, verdict)
        for document, verdict in zip(documents, verdicts, strict=True)
        # a document that the schema refuses may break the sheet off; the own rules are no schema
        if "XSD" not in official(verdict) and verdict.verdict != "not_validated"
    ]
    assert len(judged) > times / 4
    assert {verdict.verdict for _, verdict in judged} == {"valid", "invalid"}
    return [
        (document, official(verdict), own(document))
        for document, verdict in judged
        if (verdict.verdict == "valid") != (own(document) == set())
    ]


def test_documents_changed_at_random_get_the_same_verdict(judge, shared):
    assert agree(judge, shared, seed=20261122, times=300) == []


@pytest.mark.long
@pytest.mark.parametrize("seed", range(10))
def test_thousands_of_documents_changed_at_random_get_the_same_verdict(judge, shared, seed):
    assert agree(judge, shared, seed=seed, times=1000) == []


def test_documents_made_by_properties_pass_the_official_sheet(judge):
    """Any VAT category, allowances, charges, an accounting currency: written, they are valid by schema and sheet."""
    made = []

    @settings(max_examples=100, database=None, suppress_health_check=list(HealthCheck))
    @given(sound_invoices())
    def collect(document):
        made.append(ubl_write.write(document))

    collect()
    verdicts = judge.judge_all(made, profile="en16931")
    assert len(made) >= 100
    assert [(verdict.verdict, official(verdict)) for verdict in verdicts] == [("valid", set())] * len(made)
