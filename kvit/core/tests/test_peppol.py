"""Peppol BIS Billing 3: what breaks its rules, the countries' own, and how a document takes its form."""

from dataclasses import replace

import pytest
from lxml import etree

from kvit.core.einvoice import check_digits, forms, peppol, ubl_profiles, ubl_write, xml
from kvit.core.einvoice.element_rules import PREFIXES
from kvit.core.einvoice.model import Address, Identifier, Note
from kvit.core.tests.full_invoice import FULL
from kvit.core.tests.national_breakings import IN_PEPPOL, PEPPOL_BREAKINGS, broken


def rules(document):
    return {finding.rule for finding in ubl_profiles.check(ubl_write.write(document), profile="peppol")}


def test_a_document_with_every_term_keeps_every_rule():
    assert rules(IN_PEPPOL) == set()
    assert rules(replace(IN_PEPPOL, type_code="381")) == set()


@pytest.mark.parametrize(("rule", "path", "value"), PEPPOL_BREAKINGS, ids=[one[0] for one in PEPPOL_BREAKINGS])
def test_one_thing_wrong_breaks_its_rule(rule, path, value):
    assert rule in rules(broken(IN_PEPPOL, path, value))


def at_home(country, **address):
    """The document between two firms of one country."""
    document = IN_PEPPOL
    prefix = "EL" if country == "GR" else country
    for party in ("seller", "buyer"):
        held = getattr(document, party)
        home = replace(held.address, country=country, **address)
        document = replace(document, **{party: replace(held, address=home, vat_id=f"{prefix}1", tax_registration=None)})
    return replace(document, tax_representative=None)


@pytest.mark.parametrize(
    ("country", "expected"),
    [
        ("NO", {"NO-R-001", "NO-R-002"}),
        ("DK", {"DK-R-005", "DK-R-003", "DK-R-014", "DK-R-017"}),
        ("SE", {"SE-R-001", "SE-R-003", "SE-R-006", "SE-R-013"}),
        ("IS", {"IS-R-002", "IS-R-004"}),
        ("IT", set()),
        ("GR", {"GR-R-001-1", "GR-R-003", "GR-R-004-1", "GR-R-006", "GR-R-009", "GR-R-010", "GR-S-011"}),
        ("NL", {"NL-R-003", "NL-R-005"}),
        ("DE", {"DE-R-023-2"}),
        ("RO", set()),
    ],
)
def test_each_country_asks_its_own_firms(country, expected):
    found = {rule for rule in rules(at_home(country)) if rule[:2] == country}
    assert found >= expected
    assert expected or not found


def test_an_italian_firm_needs_street_town_and_post_code():
    found = rules(at_home("IT", line_1=None, city=None, post_code=None))
    assert found >= {"IT-R-002", "IT-R-003", "IT-R-004"}


GERMAN_TERMS = "#SKONTO#TAGE=7#PROZENT=2.00#\n"


@pytest.mark.parametrize(
    ("terms", "right"),
    [
        (GERMAN_TERMS, True),
        ("30 Tage netto", True),
        (GERMAN_TERMS + "#SKONTO#TAGE=14#PROZENT=1.00#BASISBETRAG=119.00#\n", True),
        ("#SKONTO#TAGE=7#PROZENT=2.00#", False),
        ("#SKONTO#TAGE=7#PROZENT=2#\n", False),
        ("#VERZUG#TAGE=7#PROZENT=2.00#\n", False),
    ],
)
def test_german_discounts_are_written_as_xrechnung_wants_them(terms, right):
    root = xml.parse(ubl_write.write(at_home("DE")))
    root.find("cac:PaymentTerms/cbc:Note", PREFIXES).text = terms
    found = {finding.rule for finding in peppol.check(xml.parse(etree.tostring(root)))}
    assert ("DE-R-018" not in found) is right


@pytest.mark.parametrize(
    ("check", "right", "wrong"),
    [
        (check_digits.gln, "7300010000001", "7300010000002"),
        (check_digits.norwegian, "923609016", "923609017"),
        (check_digits.belgian, "0403170701", "0403170702"),
        (check_digits.swedish, "5560160680", "5560160681"),
        (check_digits.australian, "53004085616", "53004085617"),
        (check_digits.greek, "094259216", "094259217"),
        (check_digits.italian_vat, "IT00743110157", "IT00743110158"),
        (check_digits.italian_person, "RSSMRA85T10A562S", "RSSMRA85T10A5625"),
        (check_digits.dutch_vat, "NL123456789B01", "NL123456789C01"),
        (check_digits.iban, "DE89 3704 0044 0532 0130 00", "DE89 3704 0044 0532 0130 01"),
        (check_digits.danish_cvr, "DK16356706", "DK1635670"),
    ],
)
def test_identifiers_of_real_registers_are_told_from_mistyped_ones(check, right, wrong):
    assert check(right) and not check(wrong)


# -- the form


def test_the_example_of_the_page_two_notes_become_one_and_the_seller_is_reached_by_its_vat_id():
    seller = replace(FULL.seller, vat_id="RO14399840", electronic_address=None, legal_registration=Identifier("J1/1/1"))
    plain = replace(
        FULL,
        seller=seller,
        notes=(Note(text="Thank you"), Note(text="See you")),
        payee=None,
        buyer=replace(FULL.buyer, legal_registration=Identifier("HRB 1")),
    )
    form = forms.as_peppol(plain)
    assert form.findings == ()
    assert form.invoice.notes == (Note(text="Thank you\nSee you"),)
    assert form.invoice.seller.electronic_address == Identifier("RO14399840", "9947")
    assert (form.invoice.specification_id, form.invoice.process_type) == (peppol.SPECIFICATION, peppol.PROCESS)


def test_what_is_missing_is_said_at_its_field_and_the_buyers_address_is_not_guessed():
    buyer = replace(IN_PEPPOL.buyer, electronic_address=None)
    bare = replace(IN_PEPPOL, buyer=buyer, buyer_reference=None, order_ref=None, sales_order_ref=None)
    told = {(one.rule, one.place) for one in forms.as_peppol(bare).findings}
    assert told == {
        ("PEPPOL-EN16931-R003", "buyer_reference"),
        ("PEPPOL-EN16931-R010", "buyer/electronic_address"),
    }
    assert forms.as_peppol(bare, buyer_address=Identifier("7300010000001", "0088")).findings[0].rule.endswith("R003")


def test_a_corrected_invoice_is_a_plain_one_outside_germany_and_keeps_what_it_corrects():
    form = forms.as_peppol(replace(IN_PEPPOL, type_code="384"))
    assert form.findings == () and form.invoice.type_code == "380"
    assert form.invoice.preceding_invoices == IN_PEPPOL.preceding_invoices


def test_terms_with_nothing_in_them_are_left_out():
    empty = replace(
        IN_PEPPOL.seller, trading_name=" ", contact=None, address=replace(IN_PEPPOL.seller.address, line_2="")
    )
    form = forms.as_peppol(replace(IN_PEPPOL, seller=empty, delivery=replace(IN_PEPPOL.delivery, address=Address())))
    assert form.findings == ()
    assert form.invoice.seller.trading_name is None and form.invoice.delivery.address is None
