"""Random documents of Romanian firms, in the form of a network, pass its schema and its official sheet."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, assume, given, settings

from kvit.adapters.judges.saxon import SaxonJudge
from kvit.core.einvoice import forms, ubl_read, ubl_write
from kvit.core.einvoice.model import Identifier
from kvit.core.tests.national_invoices import romanian_invoices
from tests.habits import random_documents

FEW, MANY = 60, random_documents(150)


@pytest.fixture(scope="module")
def judge(shared):
    judge = SaxonJudge(shared / "einvoice")
    yield judge
    judge.close()


WITHOUT_CENTS = ("JPY", "KRW")
"""Peppol allows a line two cents of rounding (R120), so what is rounded to whole units seldom passes there."""


def made_by(shape, *, times):
    """Random documents, each as the form has it, with its findings."""
    made = []

    @settings(
        max_examples=times, database=None, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
    )
    @given(romanian_invoices())
    def collect(drawn):
        assume(shape is not in_peppol or drawn[0].currency not in WITHOUT_CENTS)
        made.append(shape(*drawn))

    collect()
    assert len(made) >= times
    return made


def in_romania(invoice, vat_in_lei):
    return forms.as_cius_ro(invoice, vat_in_lei=vat_in_lei)


def in_peppol(invoice, vat_in_lei):
    type_code = "380" if invoice.type_code == "389" else invoice.type_code  # self-billing is another profile there
    invoice = replace(invoice, type_code=type_code, vat_currency=None if vat_in_lei is None else "RON")
    invoice = replace(invoice, totals=replace(invoice.totals, total_vat_accounting=vat_in_lei))
    buyer = Identifier("7300010000001", "0088")
    seller = Identifier("RO14399840", "9947")
    return forms.as_peppol(invoice, seller_address=seller, buyer_address=buyer)


def passes(judge, *, profile, shape, times):
    made = made_by(shape, times=times)
    written = [ubl_write.write(form.invoice) for form in made]
    verdicts = judge.judge_all(written, profile=profile)
    wrong = [
        (form.findings, verdict.findings)
        for form, verdict in zip(made, verdicts, strict=True)
        if verdict.verdict != "valid" or any(one.severity == "error" for one in form.findings)
    ]
    assert wrong == []
    assert all(ubl_read.read(content) == form.invoice for content, form in zip(written, made, strict=True))
    return made


FORMS = [("cius-ro", in_romania), ("peppol", in_peppol)]


@pytest.mark.parametrize(("profile", "shape"), FORMS)
def test_random_documents_pass_schema_and_sheet_and_read_back_as_they_are(judge, profile, shape):
    passes(judge, profile=profile, shape=shape, times=FEW)


@pytest.mark.long
@pytest.mark.parametrize(("profile", "shape"), FORMS)
def test_hundreds_of_random_documents_of_every_vat_category_pass_schema_and_sheet(judge, profile, shape):
    made = passes(judge, profile=profile, shape=shape, times=MANY)
    assert {form.invoice.is_credit_note for form in made} == {True, False}
    categories = {one.category for form in made for one in form.invoice.vat_breakdown}
    assert categories == {"S", "Z", "E", "AE", "K", "G", "O", "L", "M"}
