"""The official sheets through the child process: right verdicts, and never a pass from a judge that did not run."""

import csv
import os
import sys
import time

import pytest

from kvit.adapters.judges.saxon import SaxonJudge
from kvit.core.einvoice import ubl_write
from kvit.core.tests.test_ubl_write import invoice

GOOD = ubl_write.write(invoice(number="KV-1"))
BAD = GOOD.replace(b">178.14</cbc:TaxInclusiveAmount>", b">178.15</cbc:TaxInclusiveAmount>")


@pytest.fixture(scope="module")
def judge():
    judge = SaxonJudge()
    yield judge
    judge.close()


def codes(verdict):
    return {finding.rule for finding in verdict.findings if finding.severity == "error"}


def test_a_right_invoice_is_valid_and_the_rules_say_their_version(judge):
    (verdict,) = judge.judge_all([GOOD], profile="en16931")
    assert (verdict.verdict, verdict.findings) == ("valid", ())
    assert verdict.judge == "xsd+EN16931-UBL-validation"
    assert verdict.version == "1.3.16"


def test_a_wrong_total_is_found_by_rule_and_place(judge):
    (verdict,) = judge.judge_all([BAD], profile="en16931")
    assert verdict.verdict == "invalid"
    assert codes(verdict) == {"BR-CO-15", "BR-CO-16"}
    assert "/Invoice/LegalMonetaryTotal" in {finding.place for finding in verdict.findings}
    assert all(finding.facts["message"] for finding in verdict.findings)


def test_a_batch_keeps_its_order(judge):
    verdicts = judge.judge_all([GOOD, BAD] * 60, profile="en16931")
    assert [verdict.verdict for verdict in verdicts] == ["valid", "invalid"] * 60


def test_the_schema_judges_too(judge):
    (verdict,) = judge.judge_all([GOOD.replace(b"2026-03-01", b"2026-13-01")], profile="en16931")
    assert verdict.verdict == "invalid"
    assert "XSD" in codes(verdict)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + GOOD[GOOD.index(b"<Invoice") :], "xml.doctype"),
        (b"%PDF", "xml.malformed"),
        (b"<Order/>", "XSD"),
    ],
)
def test_what_the_reader_refuses_never_reaches_the_sheet(judge, content, code):
    (verdict,) = judge.judge_all([content], profile="en16931")
    assert (verdict.verdict, codes(verdict)) == ("invalid", {code})


def test_rules_that_are_not_here_are_not_a_pass(judge):
    (verdict,) = judge.judge_all([GOOD], profile="peppol")
    assert (verdict.verdict, codes(verdict)) == ("not_validated", {"judge.no_sheet"})


def test_no_documents_give_no_verdicts(judge):
    assert judge.judge_all([], profile="en16931") == []


def test_a_killed_helper_is_started_anew(judge):
    judge.judge_all([GOOD], profile="en16931")
    judge._child._child.kill()
    judge._child._child.wait()
    assert [verdict.verdict for verdict in judge.judge_all([GOOD, BAD], profile="en16931")] == ["valid", "invalid"]


def test_a_forked_process_gets_a_helper_of_its_own(judge):
    judge.judge_all([GOOD], profile="en16931")
    child = os.fork()
    if child == 0:
        mine = judge.judge_all([BAD], profile="en16931")
        os._exit(0 if mine[0].verdict == "invalid" else 1)
    theirs = [judge.judge_all([GOOD], profile="en16931")[0].verdict for _ in range(20)]
    assert os.waitpid(child, 0)[1] == 0
    assert theirs == ["valid"] * 20


@pytest.mark.parametrize(
    ("program", "seconds", "code"),
    [("import time; time.sleep(60)", 0.3, "judge.late"), ("raise SystemExit(2)", 30, "judge.gone")],
)
def test_a_dead_or_silent_helper_is_not_a_pass(program, seconds, code):
    judge = SaxonJudge(command=[sys.executable, "-c", program], seconds=seconds, warm_up_seconds=0)
    (verdict,) = judge.judge_all([GOOD], profile="en16931")
    assert (verdict.verdict, codes(verdict)) == ("not_validated", {code})


def test_a_program_that_is_not_there_is_not_a_pass():
    judge = SaxonJudge(command=["/nowhere/python"])
    verdicts = judge.judge_all([GOOD] * 3, profile="en16931")
    assert {verdict.verdict for verdict in verdicts} == {"not_validated"}


def test_a_large_batch_does_not_wait_for_a_silent_helper_again_and_again():
    judge = SaxonJudge(command=[sys.executable, "-c", "import time; time.sleep(60)"], seconds=0.1, warm_up_seconds=0)
    started = time.perf_counter()
    verdicts = judge.judge_all([GOOD * 20] * 300, profile="en16931")
    assert {verdict.verdict for verdict in verdicts} == {"not_validated"}
    assert time.perf_counter() - started < 10


POISON = """
import os
from kvit.adapters.judges.saxon import child
judged = child.judged
def poisoned(content, **rest):
    if b"POISON" in content:
        os._exit(2)
    return judged(content, **rest)
child.judged = poisoned
child.main()
"""


def test_one_document_that_ends_the_helper_does_not_take_the_others_with_it():
    judge = SaxonJudge(command=[sys.executable, "-c", POISON])
    documents = [GOOD, BAD, GOOD.replace(b"KV-1", b"POISON"), GOOD]
    verdicts = judge.judge_all(documents, profile="en16931")
    judge.close()
    assert [verdict.verdict for verdict in verdicts] == ["valid", "invalid", "not_validated", "valid"]


def test_a_helper_without_saxon_says_so():
    program = "import sys; sys.modules['saxonche'] = None\nfrom kvit.adapters.judges.saxon import child; child.main()"
    judge = SaxonJudge(command=[sys.executable, "-c", program])
    (verdict,) = judge.judge_all([GOOD], profile="en16931")
    judge.close()
    assert (verdict.verdict, codes(verdict)) == ("not_validated", {"judge.does_not_start"})


def test_the_helper_ends_with_its_parent(judge):
    own = SaxonJudge()
    own.judge_all([GOOD], profile="en16931")
    child = own._child._child
    child.stdin.close()
    assert child.wait(timeout=5) == 0


def test_the_official_examples_get_the_verdicts_of_the_manifest(shared):
    folder = shared / "einvoice"
    judge = SaxonJudge(folder)
    profiles = {"en16931", "peppol", "cius-ro", "xrechnung(en16931 rules only)"}
    with (folder / "manifest.csv").open(encoding="utf-8") as manifest:
        rows = [row for row in csv.DictReader(manifest) if row["profile"] in profiles and row["syntax"] != "-"]
    wrong = []
    for profile in profiles:
        for suffix, syntaxes in (("", ("UBL-Invoice", "UBL-CreditNote")), ("-cii", ("CII",))):
            chosen = [row for row in rows if row["profile"] == profile and row["syntax"] in syntaxes]
            documents = [(folder / row["file"]).read_bytes() for row in chosen]
            rules = "en16931" if profile.startswith("xrechnung") else profile
            verdicts = judge.judge_all(documents, profile=rules + suffix)
            wrong += [
                (row["file"], verdict.verdict, codes(verdict))
                for row, verdict in zip(chosen, verdicts, strict=True)
                if (verdict.verdict, codes(verdict)) != (row["expected"], set(row["rule_ids"].split()))
            ]
    judge.close()
    assert len(rows) > 120
    assert wrong == []
