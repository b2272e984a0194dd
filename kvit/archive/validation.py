"""What judges say of an e-invoice from anywhere: our own rules first, then the official sheet of its profile."""

from dataclasses import dataclass

from lxml import etree

from kvit.core.einvoice import ubl_check, xml
from kvit.core.errors import Finding, Refused, errors
from kvit.ports import registry
from kvit.ports.judge import Answer, Judge

OWN = "kvit"
CUSTOMIZATION = "{urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2}CustomizationID"
UBL = (
    "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2",
    "urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2",
)
CII = "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"
MARKS = (("cius-ro", "CIUS-RO"), ("peppol", "poacc:billing:3"))
"""Profile, and what its specification identifier (BT-24) contains."""


@dataclass(frozen=True)
class Validation:
    """One verdict over all judges: valid only when each of them says so; a judge that did not run is no pass."""

    verdict: Answer
    profile: str
    findings: tuple[Finding, ...]
    judges: tuple[str, ...]


def validate(content: bytes) -> Validation:
    """Judge the document. What cannot be read at all is invalid, with the reason as its finding."""
    try:
        root = xml.parse(content)
    except Refused as refused:
        return Validation("invalid", "", (_told(refused),), (OWN,))
    profile = profile_of(root)
    if not profile:
        return Validation("not_validated", "", (Finding("einvoice.unknown_format", "/", "error"),), ())
    own = [] if profile == "en16931-cii" else _own(content)
    judge: Judge = registry.use("judge")
    sheet = judge.judge_all([content], profile=profile)[0]
    known = {(finding.rule, finding.severity) for finding in own}
    findings = (*own, *(one for one in sheet.findings if (one.rule, one.severity) not in known))
    official = f"{sheet.judge} {sheet.version}".strip()
    judges = (official,) if profile == "en16931-cii" else (OWN, official)
    answer: Answer = "invalid" if errors(own) else sheet.verdict
    return Validation(answer, profile, findings, judges)


def _own(content: bytes) -> list[Finding]:
    try:
        return ubl_check.check(content)
    except Refused as refused:
        return [_told(refused)]


def _told(refused: Refused) -> Finding:
    return Finding(refused.code, "/", "error", {name: str(value) for name, value in refused.facts.items()})


def profile_of(root: etree._Element) -> str:
    """By namespace and specification identifier (BT-24); empty for what is no e-invoice that Kvit judges."""
    space = etree.QName(root).namespace
    if space == CII:
        return "en16931-cii"
    if space not in UBL:
        return ""
    specification = root.findtext(CUSTOMIZATION) or ""
    return next((profile for profile, mark in MARKS if mark in specification), "en16931")
