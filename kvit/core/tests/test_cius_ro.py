"""The Romanian e-invoice: what breaks each of its rules, and how a document takes its form (docs/rules/cius-ro.md)."""

from dataclasses import replace
from decimal import Decimal

import pytest

from kvit.core.einvoice import cius_ro, forms, ubl_profiles, ubl_write
from kvit.core.einvoice.cius_ro import places
from kvit.core.einvoice.model import Address, Note
from kvit.core.tests.full_invoice import FULL
from kvit.core.tests.national_breakings import BUCHAREST, ROMANIAN, ROMANIAN_BREAKINGS, broken


def rules(document):
    findings = ubl_profiles.check(ubl_write.write(document), profile="cius-ro")
    return {finding.rule for finding in findings if finding.severity == "error"}


def test_a_document_with_every_term_keeps_every_romanian_rule():
    assert rules(ROMANIAN) == set()
    assert rules(replace(ROMANIAN, type_code="381")) == set()


@pytest.mark.parametrize(("rule", "path", "value"), ROMANIAN_BREAKINGS, ids=[one[0] for one in ROMANIAN_BREAKINGS])
def test_one_thing_wrong_breaks_its_rule(rule, path, value):
    assert rule in rules(broken(ROMANIAN, path, value))


def test_the_table_breaks_all_rules_but_those_that_need_more_than_one_thing():
    broken_here = {rule for rule, *_ in ROMANIAN_BREAKINGS}
    dates = {code for code in cius_ro.CODES if code.startswith("BR-RO-DT")}
    assert cius_ro.CODES - broken_here == dates | {
        "BR-RO-040",  # a code that BR-CL-06 refuses as well
        "BR-RO-065",  # the seller loses VAT id, tax registration and representative
        "BR-RO-A500",  # five hundred references inside one
        "BR-RO-L1017",  # codes of a hundred characters are in no list
        "BR-RO-L1018",
    }


def test_a_seller_without_any_registration_is_found():
    seller = replace(ROMANIAN.seller, vat_id=None, tax_registration=None)
    assert "BR-RO-065" in rules(replace(ROMANIAN, seller=seller, tax_representative=None))


@pytest.mark.parametrize(
    ("city", "post_code", "county", "expected"),
    [
        ("București, sector 3", None, "București", ("RO-B", "SECTOR3")),
        ("Sectorul 6", None, "RO-B", ("RO-B", "SECTOR6")),
        ("BUCURESTI SECT. 1", None, None, ("RO-B", "SECTOR1")),
        ("București", "020001", "B", ("RO-B", "SECTOR2")),
        ("SECTOR4", None, "RO-B", ("RO-B", "SECTOR4")),
        ("București", None, "RO-B", ("RO-B", "București")),
        ("Târgu Mureș", "540001", "jud. Mureș", ("RO-MS", "Târgu Mureș")),
        ("Satu Mare", None, "satu mare", ("RO-SM", "Satu Mare")),
        ("Cluj-Napoca", None, "CJ", ("RO-CJ", "Cluj-Napoca")),
        ("Otopeni", None, "Moldova", ("Moldova", "Otopeni")),
    ],
)
def test_an_address_is_brought_into_the_form_of_the_law(city, post_code, county, expected):
    address = places.in_form(Address(city=city, post_code=post_code, subdivision=county, country="RO"))
    assert (address.subdivision, address.city) == expected


def test_an_address_abroad_stays_as_it_is():
    berlin = Address(city="Berlin", subdivision="B", country="DE")
    assert places.in_form(berlin) == berlin


def test_the_example_of_the_page_vat_of_an_invoice_in_euros_stands_in_lei_too():
    """100.00 EUR and 19 % on the page: 149.70 EUR net, 28.44 EUR VAT, at 5.0000 lei for a euro 142.20 lei."""
    plain = replace(FULL, vat_currency=None, totals=replace(FULL.totals, total_vat_accounting=None))
    told = forms.as_cius_ro(plain)
    assert {(one.rule, one.place) for one in told.findings} >= {("BR-53", "totals/total_vat_accounting")}
    form = forms.as_cius_ro(plain, vat_in_lei=Decimal("142.20"))
    assert form.findings == ()
    assert (form.invoice.vat_currency, form.invoice.totals.total_vat_accounting) == ("RON", Decimal("142.20"))
    assert b'<cbc:TaxAmount currencyID="RON">142.20</cbc:TaxAmount>' in ubl_write.write(form.invoice)


def test_a_bucharest_firm_without_a_sector_is_told_so_at_its_town():
    nowhere = replace(BUCHAREST, post_code=None, subdivision="București")
    form = forms.as_cius_ro(replace(ROMANIAN, seller=replace(ROMANIAN.seller, address=nowhere)))
    assert [(one.rule, one.place) for one in form.findings] == [("BR-RO-100", "seller/address/city")]


def test_a_note_of_a_thousand_characters_is_split_at_words_and_nothing_is_lost():
    text = " ".join(["livrare"] * 125)
    form = forms.as_cius_ro(replace(ROMANIAN, notes=(Note(text=text, subject="AAI"),)))
    assert form.findings == ()
    assert [len(note.text) <= 295 for note in form.invoice.notes] == [True] * 4
    assert " ".join(note.text for note in form.invoice.notes) == text
    assert {note.subject for note in form.invoice.notes} == {"AAI"}


def test_forty_short_notes_share_twenty():
    notes = tuple(Note(text=f"nota {number}") for number in range(40))
    form = forms.as_cius_ro(replace(ROMANIAN, notes=notes))
    assert form.findings == () and len(form.invoice.notes) <= 20
    assert "\n".join(note.text for note in form.invoice.notes) == "\n".join(note.text for note in notes)


def test_more_than_fits_is_a_finding_and_not_cut():
    notes = tuple(Note(text="x" * 300) for _ in range(21))
    form = forms.as_cius_ro(replace(ROMANIAN, notes=notes))
    assert [one.rule for one in form.findings] == ["BR-RO-A020"]
    assert len(form.invoice.notes) == 21


def test_an_advance_is_an_invoice_and_a_self_billed_credit_note_a_credit_note():
    assert forms.as_cius_ro(replace(ROMANIAN, type_code="386")).invoice.type_code == "380"
    assert forms.as_cius_ro(replace(ROMANIAN, type_code="396")).invoice.type_code == "381"
    assert [one.rule for one in forms.as_cius_ro(replace(ROMANIAN, type_code="393")).findings] == ["BR-RO-020_1"]


def test_what_en_16931_renamed_since_has_its_romanian_name():
    wrong = broken(broken(ROMANIAN, "lines/1/vat_category", "L"), "lines/1/vat_rate", Decimal(-1))
    assert "BR-IG-05" in rules(wrong) and not any(rule.startswith("BR-AF") for rule in rules(wrong))


def test_a_code_that_the_romanian_sheet_still_knows_is_no_breach_there():
    """9907 left the list of electronic addresses after June 2024."""
    old = broken(ROMANIAN, "buyer/electronic_address/scheme", "9907")
    assert rules(old) == set()
    present = ubl_profiles.check(ubl_write.write(old), profile="en16931")
    assert {finding.rule for finding in present} == {"BR-CL-25"}
