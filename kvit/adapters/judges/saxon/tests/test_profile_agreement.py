"""Kvit's own rules of Peppol and of Romania against their official sheets: the same rules, and the same verdict."""

import copy
import random
from collections import Counter

import pytest
from lxml import etree

from kvit.adapters.judges.saxon import SaxonJudge
from kvit.adapters.judges.saxon.tests.test_agreement import VALUES, examples, mutated
from kvit.core.einvoice import cius_ro, peppol, ubl_profiles, ubl_write, xml
from kvit.core.einvoice.element_rules import PREFIXES
from kvit.core.errors import errors
from kvit.core.tests.national_breakings import (
    IN_PEPPOL,
    PEPPOL_BREAKINGS,
    ROMANIAN,
    ROMANIAN_BREAKINGS,
    broken,
)

COUNTRIES = ["NO", "DK", "SE", "IS", "IT", "GR", "NL", "DE"]
"""The countries that have rules of their own in Peppol."""

MORE_VALUES = ["0184", "0096", "0198", "0192", "0208", "0007", "0106", "0190", "0151", "9933", "0196", "9944", "0211"]
MORE_VALUES += ["DK12345678", "12345678", "5560160680", "NO923609016MVA", "EL094259216", "01#", "71#123", "ZZZ", "#AB#"]
MORE_VALUES += [
    "31",
    "42",
    "49",
    "50",
    "59",
    "93",
    "9",
    "SE:BANKGIRO",
    "EINDAGI",
    "##M.AR.K##",
    "##INVOICE|URL##",
    "384",
]
MORE_VALUES += ["SECTOR1", "RO-B", "RO-CJ", "x" * 301, "x" * 151, "1.005", "PRV", "BGN", "VATEX-FR-AE", "0217", "751"]
TYPED = ("Amount", "Quantity", "Date", "Percent", "Indicator", "Numeric", "Object")
"""Endings of the elements that hold no text: the schema refuses a text in them, and then the rules do not matter."""

BROKE_OFF = "judge.broke_off"


@pytest.fixture(scope="module")
def judge(shared):
    judge = SaxonJudge(shared / "einvoice")
    yield judge
    judge.close()


def naturalised(root, *, seller, buyer):
    """The document as if its parties lived elsewhere: addresses and the first letters of their VAT ids."""
    root = copy.deepcopy(root)
    for party, country in (("Supplier", seller), ("Customer", buyer)):
        for one in root.iterfind(f"cac:Accounting{party}Party/cac:Party", PREFIXES):
            for code in one.iterfind("cac:PostalAddress/cac:Country/cbc:IdentificationCode", PREFIXES):
                code.text = country
            for vat in one.iterfind("cac:PartyTaxScheme/cbc:CompanyID", PREFIXES):
                vat.text = ("EL" if country == "GR" else country) + (vat.text or "")[2:]
    return root


def changed(chance, root, profile):
    """The document with its parties moved, and then things taken out, doubled or changed."""
    if profile == "peppol":
        home = chance.choice(COUNTRIES)
        root = naturalised(root, seller=home, buyer=chance.choice([home, home, "RO"]))
    root = xml.parse(mutated(chance, root) if chance.random() < 0.5 else etree.tostring(root))
    leaves = [one for one in root.iter() if len(one) == 0 and not str(one.tag).endswith(TYPED)]
    for one in chance.sample(leaves, min(3, len(leaves))):
        act = chance.random()
        if act < 0.3 and one.attrib:
            one.set(chance.choice(list(one.attrib)), chance.choice(MORE_VALUES + VALUES))
        elif act < 0.5:
            one.getparent().remove(one)
        else:
            one.text = chance.choice(MORE_VALUES)
    return etree.tostring(root)


def rules(findings, codes):
    return {(one.rule, one.severity) for one in findings if one.rule in codes}


def disagreements(judge, shared, *, profile, seed, times):
    """Documents on which the verdict, or the rules of the profile, differ; those that the schema refuses apart."""
    codes = {"peppol": peppol.CODES, "cius-ro": cius_ro.CODES}[profile]
    chance = random.Random(seed)
    roots = [xml.parse(content) for _, content in examples(shared) if len(content) < 15_000]
    if profile == "cius-ro":
        roots = [root for root in roots if b"CIUS-RO" in etree.tostring(root)]
    roots += [xml.parse(ubl_write.write(ROMANIAN if profile == "cius-ro" else IN_PEPPOL))] * 5
    documents = [changed(chance, chance.choice(roots), profile) for _ in range(times)]
    found, judged, seen = [], 0, Counter()
    for document, verdict in zip(documents, judge.judge_all(documents, profile=profile), strict=True):
        if any(one.rule in {"XSD", BROKE_OFF} for one in verdict.findings):
            continue
        judged += 1
        own = ubl_profiles.check(document, profile=profile)
        seen.update(rule for rule, _ in rules(own, codes))
        differ = rules(own, codes) ^ rules(verdict.findings, codes)
        if differ or bool(errors(own)) != (verdict.verdict == "invalid"):
            found.append((differ, errors(own), verdict.findings, document))
    assert judged > times / 3
    return found, seen


@pytest.mark.parametrize("profile", ["peppol", "cius-ro"])
def test_documents_changed_at_random_break_the_same_rules_and_get_the_same_verdict(judge, shared, profile):
    found, seen = disagreements(judge, shared, profile=profile, seed=20261126, times=80)
    assert found == []
    assert len(seen) > 10


@pytest.mark.long
@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("profile", ["peppol", "cius-ro"])
def test_thousands_of_documents_changed_at_random_agree(judge, shared, profile, seed):
    assert disagreements(judge, shared, profile=profile, seed=seed, times=1000)[0] == []


@pytest.mark.parametrize(
    ("profile", "whole", "breakings"),
    [("cius-ro", ROMANIAN, ROMANIAN_BREAKINGS), ("peppol", IN_PEPPOL, PEPPOL_BREAKINGS)],
)
def test_for_every_rule_the_sheet_finds_the_same_in_the_document_that_breaks_it(judge, profile, whole, breakings):
    codes = {"peppol": peppol.CODES, "cius-ro": cius_ro.CODES}[profile]
    documents = [ubl_write.write(broken(whole, path, value)) for _, path, value in breakings]
    verdicts = judge.judge_all(documents, profile=profile)
    different = {}
    for (rule, *_), document, verdict in zip(breakings, documents, verdicts, strict=True):
        own = rules(ubl_profiles.check(document, profile=profile), codes)
        official = rules(verdict.findings, codes)
        if own != official or rule not in {one.rule for one in verdict.findings}:
            different[rule] = (own ^ official, {one.rule for one in verdict.findings})
    assert different == {}
