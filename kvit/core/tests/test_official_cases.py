"""The official unit cases of EN 16931 for UBL: Kvit's own rules give the official verdict in every one.

A case is a fragment and the rules that it must or must not break. A case whose terms the model does not hold would be
listed with its reason in `official_cases_left_out.csv`; at most one in ten may be.
"""

import csv
from collections import Counter
from pathlib import Path

import pytest
from lxml import etree

from kvit.core.einvoice import ubl_check, xml

LEFT_OUT = Path(__file__).with_name("official_cases_left_out.csv")
FAILS = {"error", "warning", "fatal"}


def cases(folder):
    """Set, file, number of the case, what is expected, of which rule, and the fragment."""
    for file in sorted(folder.glob("en-ubl-*/*.xml")):
        for number, test in enumerate(xml.parse(file.read_bytes()).iterfind("{*}test"), 1):
            fragment = next(one for one in test if etree.QName(one).localname in {"Invoice", "CreditNote"})
            for expected in test.find("{*}assert"):
                kind = etree.QName(expected).localname
                if kind in FAILS | {"success"}:
                    yield file.parent.name, file.name, number, kind, expected.text.strip(), etree.tostring(fragment)


def test_every_official_case_gets_the_official_verdict(shared, capsys):
    with LEFT_OUT.open(encoding="utf-8") as file:
        left_out = {(row["set"], row["file"], int(row["case"])): row["reason"] for row in csv.DictReader(file)}
    seen, wrong = Counter(), []
    for family, file, number, expected, rule, fragment in cases(shared / "einvoice" / "unit"):
        seen["all"] += 1
        if left_out.get((family, file, number)):
            seen["left out"] += 1
            continue
        found = {finding.rule for finding in ubl_check.check(fragment)}
        seen["right"] += (rule in found) == (expected in FAILS)
        if (rule in found) != (expected in FAILS):
            wrong.append((family, file, number, expected, rule))
    with capsys.disabled():
        print(f"\nofficial EN 16931 cases: {seen['right']} of {seen['all']} right, {seen['left out']} left out")
    assert wrong == []
    assert seen["all"] >= 300
    assert seen["left out"] * 10 <= seen["all"]
    assert set(left_out) <= {one[:3] for one in cases(shared / "einvoice" / "unit")}


@pytest.mark.parametrize("reason", ["BR-02", "BR-S-08", "BR-CO-16", "BR-CL-21", "UBL-SR-42"])
def test_the_runner_notices_a_rule_that_is_gone(shared, monkeypatch, reason):
    """The cases themselves tell a working rule from one that never finds anything."""
    check = ubl_check.check
    monkeypatch.setattr(ubl_check, "check", lambda content: [one for one in check(content) if one.rule != reason])
    asked = [(kind, fragment) for *_, kind, rule, fragment in cases(shared / "einvoice" / "unit") if rule == reason]
    assert any(kind in FAILS and not _breaks(fragment, reason) for kind, fragment in asked)


def _breaks(fragment, rule):
    return rule in {finding.rule for finding in ubl_check.check(fragment)}
