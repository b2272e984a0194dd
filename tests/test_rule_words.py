"""Every rule that may be found has a sentence, and every finding can be said with the facts that it brings."""

import ast

import pytest
from lxml import etree

from kvit.core.einvoice import cii_check, ubl_check, xml
from kvit.core.tests.test_cii_read import FULL_CII, WRONG, fragment, without
from kvit.wording import REFUSALS
from tests.house.tree import REAL


def codes_of_rules():
    """The codes that stand in the files of the rules."""
    files = [module for module in REAL.product if module.path.startswith("kvit/core/einvoice/")]
    strings = [node.value for module in files for node in module.nodes if isinstance(node, ast.Constant)]
    return {
        text
        for text in strings
        if isinstance(text, str)
        and text.startswith(("BR-", "UBL-", "CII-"))
        and " " not in text
        and not text.endswith("-")  # a beginning that is looked for
    }


def test_every_rule_has_its_sentence():
    assert len(codes_of_rules()) > 370
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


def test_every_finding_about_cii_can_be_said():
    documents = [content for _, content in WRONG]
    documents += [without(FULL_CII, name) for name in (b"Name", b"ClassCode", b"BasisAmount", b"CategoryCode")]
    backwards = FULL_CII.replace(b">20260228<", b">20250228<").replace(b">RO", b">XX").replace(b">VAT<", b">GST<")
    documents += [backwards, FULL_CII.replace(b".00<", b".001<"), fragment()]
    documents += [fragment("<ram:BillingSpecifiedPeriod/><ram:ApplicableTradeTax/>")]
    said = set()
    for content in documents:
        for finding in cii_check.check(content):
            assert "{" not in REFUSALS[finding.rule].format(**finding.facts)
            said.add(finding.rule)
    assert len(said) > 45
