"""Kvit's own verdict on a UBL document under the profile it says it keeps: EN 16931, Peppol or Romania."""

from collections.abc import Callable

from lxml import etree

from kvit.core.einvoice import cius_ro, peppol, ubl_check, xml
from kvit.core.einvoice.cius_ro import release
from kvit.core.errors import Finding

MARKS = (("cius-ro", "CIUS-RO"), ("peppol", "poacc:billing:3"))
"""Profile, and what its specification identifier (BT-24) contains."""


def profile_of(specification: str) -> str:
    """The profile by the specification identifier; EN 16931 for every other."""
    return next((profile for profile, mark in MARKS if mark in specification), "en16931")


def check(content: bytes, *, profile: str) -> list[Finding]:
    """Every finding of EN 16931 and of the profile. Refuses what `ubl_read.inspect` refuses."""
    root = xml.parse(content)
    findings = ubl_check.check_tree(root)
    return _WITH[profile](findings, root) if profile in _WITH else findings


def _with_peppol(findings: list[Finding], root: etree._Element) -> list[Finding]:
    return findings + peppol.check(root)


def _with_romania(findings: list[Finding], root: etree._Element) -> list[Finding]:
    return release.adapted(findings, root) + cius_ro.check(root)


_WITH: dict[str, Callable[[list[Finding], etree._Element], list[Finding]]] = {
    "peppol": _with_peppol,
    "cius-ro": _with_romania,
}
