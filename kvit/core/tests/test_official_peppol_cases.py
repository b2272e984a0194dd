"""The official unit cases of Peppol BIS Billing 3: Kvit's own rules give the official verdict in every one."""

import csv
from collections import Counter
from pathlib import Path

import pytest
from lxml import etree

from kvit.core.einvoice import peppol, xml

LEFT_OUT = Path(__file__).with_name("official_peppol_cases_left_out.csv")
FAILS = {"error", "warning", "fatal"}


def cases(folder):
    """File, number of the case, what is expected, of which rule, and the fragment."""
    for file in sorted(folder.glob("peppol-ubl/*.xml")):
        for number, test in enumerate(xml.parse(file.read_bytes()).iterfind("{*}test"), 1):
            fragment = next(one for one in test if etree.QName(one).localname in {"Invoice", "CreditNote"})
            for expected in test.find("{*}assert"):
                kind = etree.QName(expected).localname
                if kind in FAILS | {"success"}:
                    yield file.name, number, kind, expected.text.strip(), etree.tostring(fragment)


def broken(fragment):
    return {finding.rule for finding in peppol.check(xml.parse(fragment))}


def test_every_official_case_gets_the_official_verdict(shared, capsys):
    with LEFT_OUT.open(encoding="utf-8") as file:
        left_out = {(row["file"], int(row["case"])): row["reason"] for row in csv.DictReader(file)}
    seen, wrong = Counter(), []
    for file, number, expected, rule, fragment in cases(shared / "einvoice" / "unit"):
        seen["all"] += 1
        if left_out.get((file, number)):
            seen["left out"] += 1
            continue
        agrees = (rule in broken(fragment)) == (expected in FAILS)
        seen["right"] += agrees
        if not agrees:
            wrong.append((file, number, expected, rule))
    with capsys.disabled():
        print(f"\nofficial Peppol cases: {seen['right']} of {seen['all']} right, {seen['left out']} left out")
    assert wrong == []
    assert seen["all"] >= 60
    assert seen["left out"] * 10 <= seen["all"]


@pytest.mark.parametrize("rule", ["PEPPOL-EN16931-R120", "PEPPOL-EN16931-R130", "PEPPOL-COMMON-R044"])
def test_the_cases_tell_a_working_rule_from_one_that_never_finds_anything(shared, rule):
    asked = [(kind, fragment) for *_, kind, code, fragment in cases(shared / "einvoice" / "unit") if code == rule]
    assert any(kind in FAILS and rule in broken(fragment) for kind, fragment in asked)
    assert any(kind == "success" and rule not in broken(fragment) for kind, fragment in asked)
