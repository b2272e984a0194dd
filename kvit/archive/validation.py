"""What judges say of an e-invoice from anywhere: our own rules first, then the official sheet of its profile."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from lxml import etree

from kvit.archive import hybrids
from kvit.core.einvoice import cii_check, fa3, ubl_profiles, xml, zugferd_read
from kvit.core.einvoice.fa3 import check as fa3_check
from kvit.core.einvoice.facturae import check as facturae_check
from kvit.core.einvoice.facturae.schema import VERSIONS as FACTURAE
from kvit.core.einvoice.ksef import upo
from kvit.core.errors import Finding, Refused, errors, finding_of
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
    "en16931-cii": cii_check.check,
    "fa3": fa3_check.check,
    "ksef-upo": upo.check,
    **dict.fromkeys(_FACTURAE.values(), facturae_check.check),
}
"""What Kvit says of the profiles that are no UBL."""

ZUGFERD = "zugferd-1"
"""A profile that Kvit reads and nobody judges: no rules of EN 16931 were made for it."""

NO_INVOICE = ("", "ksef-upo")
"""Profiles of what is no invoice."""


@dataclass(frozen=True)
class Validation:
    """One verdict over all judges: valid only when each of them says so; a judge that did not run is no pass.

    `own` is what Kvit's rules say by themselves, so that it is known also where no sheet is at hand; `embedded` the
    name of the file inside a PDF that was judged.
    """

    verdict: Answer
    own: Answer
    profile: str
    findings: tuple[Finding, ...]
    judges: tuple[str, ...]
    embedded: str = ""


def validate(content: bytes) -> Validation:
    """Judge the XML, or the one inside the PDF. What cannot be read is invalid, with the reason as its finding."""
    if not hybrids.is_pdf(content):
        return _judged(content)
    try:
        found = hybrids.embedded(content)
    except Refused as refused:
        return _unreadable(refused)
    if found is None:
        return _unjudged("", Finding("pdf.no_xml", "/", "error"))
    return replace(_judged(found.content), embedded=found.name)


def is_einvoice(content: bytes) -> bool:
    """Whether the bytes are the XML of an invoice in a format that Kvit knows."""
    try:
        root = xml.parse(content)
    except Refused:
        return False
    return root.tag == zugferd_read.ROOT or profile_of(root) not in NO_INVOICE


def _judged(content: bytes) -> Validation:
    try:
        root = xml.parse(content)
    except Refused as refused:
        return _unreadable(refused)
    if root.tag == zugferd_read.ROOT:
        return _read_only(content)
    profile = profile_of(root)
    if not profile:
        return _unjudged("", Finding("einvoice.unknown_format", "/", "error"))
    own = _own(content, profile)
    judge: Judge = registry.use("judge")
    sheet = judge.judge_all([content], profile=profile)[0]
    known = {(finding.rule, finding.severity) for finding in own}
    findings = (*own, *(one for one in sheet.findings if (one.rule, one.severity) not in known))
    judges = (OWN, f"{sheet.judge} {sheet.version}".strip())
    ours: Answer = "invalid" if errors(own) else "valid"
    return Validation("invalid" if ours == "invalid" else sheet.verdict, ours, profile, findings, judges)


def _read_only(content: bytes) -> Validation:
    """ZUGFeRD 1 is read, and invalid where it cannot be; that it could be read is no pass."""
    try:
        zugferd_read.read(content)
    except Refused as refused:
        return _unreadable(refused, profile=ZUGFERD)
    return _unjudged(ZUGFERD, Finding("einvoice.no_rules", "/", "note", {"format": "ZUGFeRD 1"}))


def _own(content: bytes, profile: str) -> list[Finding]:
    check = OWN_CHECKS.get(profile)
    try:
        return check(content) if check is not None else ubl_profiles.check(content, profile=profile)
    except Refused as refused:
        return [finding_of(refused, "/")]


def _unreadable(refused: Refused, *, profile: str = "") -> Validation:
    return Validation("invalid", "invalid", profile, (finding_of(refused, "/"),), (OWN,))


def _unjudged(profile: str, finding: Finding) -> Validation:
    return Validation("not_validated", "not_validated", profile, (finding,), ())


def profile_of(root: etree._Element) -> str:
    """By namespace and specification identifier (BT-24); empty for what is no e-invoice that Kvit judges."""
    space = str(etree.QName(root).namespace)
    if space in BY_NAMESPACE:
        return BY_NAMESPACE[space]
    if space not in UBL:
        return ""
    return ubl_profiles.profile_of(root.findtext(CUSTOMIZATION) or "")
