"""Every valid document of the samples, damaged as people and programs damage them: own rules and official ones agree.

The own rules of FA(3) say more than its schema on purpose (docs/rules/fa3.md); of what only they find, each finding
is one of theirs and never the structure.
"""

import csv

import pytest
from lxml import etree

from kvit.adapters.judges.saxon import SaxonJudge
from kvit.adapters.judges.saxon.tests.faults import faulty
from kvit.core.einvoice import cii_check, ubl_profiles, xml
from kvit.core.einvoice.fa3 import check as fa3_check
from kvit.core.einvoice.facturae import check as facturae_check
from kvit.core.einvoice.facturae.schema import SIGNATURE
from kvit.core.errors import Refused, errors

UBL = ("UBL-Invoice", "UBL-CreditNote")
FORMATS = {
    # profile: syntaxes and profiles of the examples, how many faulty copies of each
    "en16931": (UBL, ("en16931", "peppol", "cius-ro", "xrechnung(en16931 rules only)"), 20),
    "en16931-cii": (("CII",), ("en16931", "xrechnung(en16931 rules only)"), 20),
    "peppol": (UBL, ("peppol",), 40),
    "cius-ro": (UBL, ("cius-ro",), 60),
    "fa3": (("FA3",), ("FA3",), 40),
    "facturae": (("Facturae",), ("Facturae",), 200),
}
CHECKS = {"en16931-cii": cii_check.check, "fa3": fa3_check.check, "facturae": facturae_check.check}


@pytest.fixture(scope="module")
def judge(shared):
    judge = SaxonJudge(shared / "einvoice")
    yield judge
    judge.close()


def own(profile, content):
    """The rules of the errors that Kvit finds by itself; without a day that is none, which the sheet of CII passes."""
    check = CHECKS.get(profile)
    try:
        found = check(content) if check else ubl_profiles.check(content, profile=profile)
    except Refused as refused:
        return {refused.code}
    return {one.rule for one in errors(found) if profile != "en16931-cii" or one.facts.get("kind") != "a date"}


def unsigned(content):
    """The document without its signature, which is judged as a whole by who verifies it."""
    root = xml.parse(content)
    for one in root.findall(SIGNATURE):
        root.remove(one)
    return etree.tostring(root)


def examples(shared, profile):
    syntaxes, profiles, times = FORMATS[profile]
    folder = shared / "einvoice"
    with (folder / "manifest.csv").open(encoding="utf-8") as manifest:
        for row in csv.DictReader(manifest):
            if row["syntax"] in syntaxes and row["profile"] in profiles and row["expected"] == "valid":
                content = (folder / row["file"]).read_bytes()
                if b"SubInvoiceLine" not in content:  # lines within lines are an extension that the model does not hold
                    yield row["file"], unsigned(content), times


def disagreements(judge, shared, profile, *, seed, share):
    """How many were judged, and those on which own rules and official ones do not say the same."""
    made = [
        (name, one)
        for name, content, times in examples(shared, profile)
        for one in faulty(content, times=times // share, seed=f"{seed} {name}")
    ]
    differ = []
    for (name, content), verdict in zip(made, judge.judge_all([one for _, one in made], profile=profile), strict=True):
        found = own(profile, content)
        # where two of a thing make the sheet break off, no official judge passes the document
        is_wrong = verdict.verdict != "valid"
        if is_wrong != bool(found) and not (profile == "fa3" and found and "XSD" not in found):
            differ.append((name, verdict.findings[:3], found, content.decode()))
    return len(made), differ


@pytest.mark.parametrize("profile", FORMATS)
def test_damaged_documents_get_the_same_verdict(judge, shared, profile):
    judged, differ = disagreements(judge, shared, profile, seed=1, share=5)
    assert judged >= 36
    assert differ == []


@pytest.mark.long
@pytest.mark.parametrize("profile", FORMATS)
def test_twenty_faults_in_every_document_get_the_same_verdict(judge, shared, profile):
    judged, differ = disagreements(judge, shared, profile, seed=2, share=1)
    assert judged >= 180
    assert differ == []
