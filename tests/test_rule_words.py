"""Every rule that may be found has a sentence, and every finding can be said with the facts that it brings."""

import ast

import pytest
from lxml import etree

from kvit.core.einvoice import ubl_check, xml
from kvit.wording import REFUSALS
from tests.house.tree import REAL


def codes_of_rules():
    """The codes that stand in the files of the rules."""
    files = [module for module in REAL.product if module.path.startswith("kvit/core/einvoice/")]
    strings = [node.value for module in files for node in module.nodes if isinstance(node, ast.Constant)]
    return {text for text in strings if isinstance(text, str) and text.startswith(("BR-", "UBL-")) and " " not in text}


def test_every_rule_has_its_sentence():
    assert len(codes_of_rules()) > 270
    assert codes_of_rules() - set(REFUSALS) == set()


@pytest.mark.parametrize("folder", ["en-ubl-invoice", "en-ubl-creditnote"])
def test_every_finding_of_the_official_cases_can_be_said(shared, folder):
    said = set()
    for file in (shared / "einvoice" / "unit" / folder).glob("*.xml"):
        for test in xml.parse(file.read_bytes()).iterfind("{*}test"):
            fragment = next(one for one in test if etree.QName(one).localname in {"Invoice", "CreditNote"})
            for finding in ubl_check.check(etree.tostring(fragment)):
                sentence = REFUSALS[finding.rule].format(**finding.facts)
                assert "{" not in sentence
                assert "None" not in sentence
                said.add(finding.rule)
    assert len(said) > 60
