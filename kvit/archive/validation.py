"""What judges say of an e-invoice from anywhere: our own rules first, then the official sheet of its profile."""

from collections.abc import Callable
from dataclasses import dataclass

from lxml import etree

from kvit.core.einvoice import fa3, ubl_profiles, xml
from kvit.core.einvoice.fa3 import check as fa3_check
from kvit.core.einvoice.facturae import check as facturae_check
from kvit.core.einvoice.facturae.schema import VERSIONS as FACTURAE
from kvit.core.einvoice.ksef import upo
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
_FACTURAE = {
    # only the last version has its schema here
    space: "facturae" if version == "3.2.2" else f"facturae-{version}"
    for space, version in FACTURAE.items()
}
BY_NAMESPACE = {CII: "en16931-cii", fa3.NAMESPACE: "fa3", upo.NAMESPACE: "ksef-upo", **_FACTURAE}
OWN_CHECKS: dict[str, Callable[[bytes], list[Finding]]] = {
    "fa3": fa3_check.check,
    "ksef-upo": upo.check,
    **dict.fromkeys(_FACTURAE.values(), facturae_check.check),
}
"""What Kvit says of the profiles that are no UBL."""


@dataclass(frozen=True)
class Validation:
    """One verdict over all judges: valid only when each of them says so; a judge that did not run is no pass.

    `own` is what Kvit's rules say by themselves, so that it is known also where no sheet is at hand.
    """

    verdict: Answer
    own: Answer
    profile: str
    findings: tuple[Finding, ...]
    judges: tuple[str, ...]


def validate(content: bytes) -> Validation:
    """Judge the document. What cannot be read at all is invalid, with the reason as its finding."""
    try:
        root = xml.parse(content)
    except Refused as refused:
        return Validation("invalid", "invalid", "", (_told(refused),), (OWN,))
    profile = profile_of(root)
    if not profile:
        return Validation("not_validated", "not_validated", "", (Finding("einvoice.unknown_format", "/", "error"),), ())
    own = _own(content, profile)
    judge: Judge = registry.use("judge")
    sheet = judge.judge_all([content], profile=profile)[0]
    known = {(finding.rule, finding.severity) for finding in own or ()}
    findings = (*(own or ()), *(one for one in sheet.findings if (one.rule, one.severity) not in known))
    official = f"{sheet.judge} {sheet.version}".strip()
    judges = (official,) if own is None else (OWN, official)
    ours: Answer = "not_validated" if own is None else "invalid" if errors(own) else "valid"
    answer: Answer = "invalid" if ours == "invalid" else sheet.verdict
    return Validation(answer, ours, profile, findings, judges)


def _own(content: bytes, profile: str) -> list[Finding] | None:
    """What our own rules find; None for a profile that we have none for."""
    check = OWN_CHECKS.get(profile)
    try:
        if check is not None:
            return check(content)
        return None if profile in BY_NAMESPACE.values() else ubl_profiles.check(content, profile=profile)
    except Refused as refused:
        return [_told(refused)]


def _told(refused: Refused) -> Finding:
    return Finding(refused.code, "/", "error", {name: str(value) for name, value in refused.facts.items()})


def profile_of(root: etree._Element) -> str:
    """By namespace and specification identifier (BT-24); empty for what is no e-invoice that Kvit judges."""
    space = str(etree.QName(root).namespace)
    if space in BY_NAMESPACE:
        return BY_NAMESPACE[space]
    if space not in UBL:
        return ""
    return ubl_profiles.profile_of(root.findtext(CUSTOMIZATION) or "")
