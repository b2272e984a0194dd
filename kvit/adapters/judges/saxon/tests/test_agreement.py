"""Kvit's own rules against the official sheet: the same verdict, and on whole documents the same rules."""

import copy
import csv
import random
from dataclasses import replace

import pytest
from lxml import etree

from kvit.adapters.judges.saxon import SaxonJudge
from kvit.core.einvoice import ubl_binding, ubl_check, ubl_write, xml
from kvit.core.einvoice.ubl_elements import CAC, CBC
from kvit.core.tests.breakings import BREAKINGS
from kvit.core.tests.full_invoice import FULL

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


NEVER_FOUND_BY_THE_SHEET = {"BR-DEC-13", "BR-DEC-15"}
"""Its expressions for these two look in the wrong place; it finds UBL-DT-01 instead."""


def test_for_every_rule_of_the_model_the_sheet_finds_the_same_in_the_document_that_breaks_it(judge):
    documents = [ubl_write.write(document) for _, document in BREAKINGS]
    verdicts = judge.judge_all(documents, profile="en16931")
    different = {
        rule: (official(verdict), own(document))
        for (rule, _), document, verdict in zip(BREAKINGS, documents, verdicts, strict=True)
        if official(verdict) - {"XSD"} != own(document) - {"XSD"} - NEVER_FOUND_BY_THE_SHEET
    }
    assert {rule for rule, _ in BREAKINGS} >= {"BR-02", "BR-65", "BR-CL-26", "BR-CO-26", "BR-AG-10"}
    assert different == {}


def test_a_document_with_every_term_has_not_even_a_warning(judge):
    """So no term stands where the binding does not want it (UBL-CR), and none has a mark too many (UBL-DT)."""
    written = [ubl_write.write(replace(FULL, type_code=type_code)) for type_code in ("380", "381")]
    assert [verdict.findings for verdict in judge.judge_all(written, profile="en16931")] == [(), ()]


def doubled(where, what, *, root, whole):
    """The document with a term standing twice: itself, or the part of the path that holds it."""
    for step in where.split("|"):
        for node in root.xpath(step, namespaces=NAMES):
            for found in node.xpath(what, namespaces=NAMES)[:1]:
                element = found if hasattr(found, "tag") else found.getparent()
                while whole and element.getparent() is not node and what.startswith("cac:"):
                    element = element.getparent()
                element.addnext(copy.deepcopy(element))
                return etree.tostring(root)
    raise LookupError(f"the full document has no {where} with {what}")


@pytest.mark.parametrize("type_code", ["380", "381"])
def test_for_every_rule_of_the_binding_the_sheet_finds_the_same_where_a_term_stands_twice(judge, type_code):
    written = ubl_write.write(replace(FULL, type_code=type_code))
    asked = [one for one in ubl_binding.AT_MOST_ONE if one[0] not in ABSENT[type_code]]
    agreed = set()
    for whole in (False, True):
        documents = [doubled(where, what, root=xml.parse(written), whole=whole) for _, where, what in asked]
        verdicts = judge.judge_all(documents, profile="en16931")
        agreed |= {
            rule
            for (rule, _, _), document, verdict in zip(asked, documents, verdicts, strict=True)
            if rule in official(verdict) and rule in own(document)
        }
    assert {rule for rule, _, _ in asked} - agreed == BREAKS_OFF


NAMES = {"cac": CAC, "cbc": CBC}
ABSENT = {
    # what the full document of that type does not have: an exemption, and where each type keeps project and due date
    "380": {"UBL-SR-32", "UBL-SR-45", "UBL-SR-49"},
    "381": {"UBL-SR-32", "UBL-SR-39", "UBL-SR-49"},
}

BREAKS_OFF = {"UBL-SR-09", "UBL-SR-15", "UBL-SR-22", "UBL-SR-27"}
"""Where two of something end the sheet itself: it asks for one text and gets two. The schema refuses these."""

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
