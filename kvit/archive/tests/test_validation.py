"""An e-invoice from anywhere is valid only when every judge says so."""

import csv
from pathlib import Path

import pytest

from kvit.archive import validation
from kvit.core.errors import Finding
from kvit.ports import registry
from kvit.ports.judge import FakeJudge, Verdict
from tests.builders import a_company, an_invoice

pytestmark = pytest.mark.django_db


def test_what_we_issue_is_valid():
    from kvit.archive import documents

    company = a_company()
    invoice = an_invoice(company)
    content = documents.content(company, "invoice", document_id=invoice.pk, form="ubl")
    judged = validation.validate(content)
    assert (judged.verdict, judged.profile, judged.findings) == ("valid", "en16931", ())
    assert judged.judges[0] == "kvit" and len(judged.judges) == 2


@pytest.mark.parametrize(
    ("content", "verdict", "rule"),
    [
        (b"", "invalid", "xml."),
        (b"no xml at all", "invalid", "xml."),
        (b"<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><x>&e;</x>", "invalid", "xml."),
        (b"<order/>", "not_validated", "einvoice.unknown_format"),
    ],
)
def test_rubbish_gets_a_reason(content, verdict, rule):
    judged = validation.validate(content)
    assert judged.verdict == verdict and judged.findings[0].rule.startswith(rule)


def test_a_judge_that_did_not_run_is_no_pass(shared):
    content = (Path(shared) / "einvoice/examples/en-ubl/guide-example2.xml").read_bytes()
    real = registry.use("judge")
    registry.register("judge", FakeJudge({b"<": Verdict("not_validated", "fake", "1")}))
    try:
        assert validation.validate(content).verdict == "not_validated"
    finally:
        registry.register("judge", real)


def ubl_rows(folder):
    rows = csv.DictReader((folder / "manifest.csv").open(encoding="utf-8"))
    return [row for row in rows if row["syntax"].startswith("UBL")]


def named(findings):
    return {finding.rule for finding in findings if finding.severity == "error"}


@pytest.fixture
def with_rules(shared):
    """The judge as the operator's KVIT_RULES_DIR makes it."""
    real = registry.use("judge")
    judge = type(real)(shared / "einvoice")
    registry.register("judge", judge)
    yield
    registry.register("judge", real)
    judge.close()


def test_every_ubl_sample_gets_its_verdict_from_own_rules_and_sheets(shared, with_rules):
    folder = Path(shared) / "einvoice"
    for row in ubl_rows(folder):
        judged = validation.validate((folder / row["file"]).read_bytes())
        assert (judged.verdict, judged.own) == (row["expected"], row["expected"]), (row["file"], judged.findings)
        assert row["expected"] == "valid" or set(row["rule_ids"].split()) & named(judged.findings), row["file"]
        assert judged.profile == row["profile"].partition("(")[0].replace("xrechnung", "en16931")


def test_without_any_sheet_the_own_verdict_is_right_and_nothing_passes_unjudged(shared):
    folder = Path(shared) / "einvoice"
    missing = Finding("judge.no_sheet", "/", "error", {"profile": "any"})
    real = registry.use("judge")
    registry.register("judge", FakeJudge({b"<": Verdict("not_validated", "fake", "1", (missing,))}))
    try:
        for row in ubl_rows(folder):
            judged = validation.validate((folder / row["file"]).read_bytes())
            assert judged.own == row["expected"], (row["file"], judged.findings)
            assert judged.verdict == ("invalid" if row["expected"] == "invalid" else "not_validated")
            assert row["expected"] == "valid" or set(row["rule_ids"].split()) & named(judged.findings), row["file"]
    finally:
        registry.register("judge", real)


def test_the_en_16931_samples_get_their_verdict(shared):
    folder = Path(shared) / "einvoice"
    tried = 0
    for row in csv.DictReader((folder / "manifest.csv").open(encoding="utf-8")):
        if not row["syntax"].startswith("UBL") or row["checked_with"] != "xsd+en-ubl":
            continue
        tried += 1
        judged = validation.validate((folder / row["file"]).read_bytes())
        assert judged.verdict == row["expected"], (row["file"], judged.findings)
    assert tried >= 8


FACTURAE = b'<f:Facturae xmlns:f="http://www.facturae.gob.es/formato/Versiones/Facturaev3_2_2.xml"/>'


def test_the_facturae_samples_get_their_verdict_from_both_judges(shared):
    """Our own reading of the schema and the schema itself, from the folder of rules."""
    folder = Path(shared) / "einvoice"
    real = registry.use("judge")
    judge = type(real)(folder)
    registry.register("judge", judge)
    try:
        rows = list(csv.DictReader((folder / "manifest.csv").open(encoding="utf-8")))
        tried = [row for row in rows if row["syntax"] == "Facturae"]
        for row in tried:
            judged = validation.validate((folder / row["file"]).read_bytes())
            assert (judged.verdict, judged.profile) == (row["expected"], "facturae"), row["file"]
            assert not row["rule_ids"] or row["rule_ids"] in {one.rule for one in judged.findings}
            assert judged.judges == ("kvit", "xsd Facturaev3_2_2")
        assert len(tried) >= 7
    finally:
        registry.register("judge", real)
        judge.close()


def test_a_facturae_that_only_we_judged_is_not_passed():
    """Without the official schema there is no second judge: what we find counts, what we do not find is no pass."""
    judged = validation.validate(FACTURAE)
    assert (judged.verdict, judged.findings[0].rule) == ("invalid", "XSD")


def test_an_older_facturae_has_no_second_judge(shared):
    content = (Path(shared) / "einvoice/examples/facturae/invoice-vat.xml").read_bytes()
    older = content.replace(
        b"http://www.facturae.gob.es/formato/Versiones/Facturaev3_2_2.xml",
        b"http://www.facturae.es/Facturae/2014/v3.2.1/Facturae",
    )
    judged = validation.validate(older.replace(b"<SchemaVersion>3.2.2<", b"<SchemaVersion>3.2.1<"))
    assert (judged.verdict, judged.profile) == ("not_validated", "facturae-3.2.1")


def test_the_cii_samples_get_their_verdict_from_our_own_rules(shared):
    """Without the official sheet for CII nothing passes, and what breaks a rule is invalid all the same."""
    folder = Path(shared) / "einvoice"
    tried = 0
    for row in csv.DictReader((folder / "manifest.csv").open(encoding="utf-8")):
        if row["syntax"] == "CII":
            tried += 1
            judged = validation.validate((folder / row["file"]).read_bytes())
            assert judged.profile == "en16931-cii"
            assert judged.verdict == ("not_validated" if row["expected"] == "valid" else "invalid")
    assert tried == 33
