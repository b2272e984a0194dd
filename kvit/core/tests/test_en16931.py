"""Kvit's own EN 16931 rules, by cases worked out by hand. The page is docs/rules/en16931.md."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given

from kvit.core.einvoice import rules, ubl_check, ubl_read, ubl_write
from kvit.core.einvoice.model import (
    Address,
    Adjustment,
    Attachment,
    Attribute,
    Card,
    CreditTransfer,
    Delivery,
    Identifier,
    Invoice,
    Item,
    Note,
    Party,
    Payee,
    Payment,
    Period,
    PrecedingInvoice,
    Price,
    SupportingDocument,
    TaxRepresentative,
    VatBreakdown,
)
from kvit.core.tests.breakings import BREAKINGS
from kvit.core.tests.full_invoice import FULL
from kvit.core.tests.sound_invoices import sound_invoices
from kvit.core.tests.test_ubl_write import invoice

D = Decimal


def broken(document):
    return {finding.rule for finding in rules.check(document)}


def seller(**changes):
    return invoice(number="KV-1", seller=replace(invoice().seller, **changes))


def buyer(**changes):
    return invoice(number="KV-1", buyer=replace(invoice().buyer, **changes))


def totals(**changes):
    return invoice(number="KV-1", totals=replace(invoice().totals, **changes))


def line(**changes):
    return invoice(number="KV-1", lines=(replace(invoice().lines[0], **changes),))


def group(**changes):
    return invoice(number="KV-1", vat_breakdown=(replace(invoice().vat_breakdown[0], **changes),))


def issued(**changes):
    return invoice(**{"number": "KV-1", **changes})


def in_category(code, rate, *, tax="0", code_of_reason=None, **changes):
    """One line of 149.70 in the category, with a breakdown to match."""
    sold = replace(invoice().lines[0], vat_category=code, vat_rate=None if rate is None else D(rate))
    base = D("149.70")
    return invoice(
        number="KV-1",
        lines=(sold,),
        vat_breakdown=(
            VatBreakdown(taxable=base, tax=D(tax), category=code, rate=sold.vat_rate, exemption_code=code_of_reason),
        ),
        totals=replace(invoice().totals, total_vat=D(tax), total_with_vat=base + D(tax), payable=base + D(tax)),
        **changes,
    )


DELIVERED = Delivery(delivered_on=date(2026, 2, 27), address=Address(country="DE"))
NOBODY = Party(name="Nobody", address=Address(country="RO"), legal_registration=Identifier("J1"))


def test_the_example_of_the_page_keeps_every_rule_and_one_cent_too_many_breaks_two():
    assert rules.check(issued()) == []
    (first, second) = rules.check(totals(total_with_vat=D("178.15")))
    assert (first.rule, first.place, first.facts) == (
        "BR-CO-15",
        "totals/total_with_vat",
        {"found": "178.15", "expected": "178.14"},
    )
    assert (second.rule, second.place) == ("BR-CO-16", "totals/payable")


CASES = [
    (issued(specification_id=None), {"BR-01"}),
    (issued(number=" "), {"BR-02"}),
    (issued(issued_on=None), {"BR-03"}),
    (issued(type_code=None), {"BR-04"}),
    (issued(type_code="999"), {"BR-CL-01"}),
    (issued(currency=None), {"BR-05"}),
    (issued(currency="RRR"), {"BR-CL-04"}),
    (seller(name=None), {"BR-06"}),
    (buyer(name=""), {"BR-07"}),
    (seller(address=None), {"BR-08"}),
    (seller(address=Address()), {"BR-09"}),
    (buyer(address=None), {"BR-10"}),
    (buyer(address=Address(city="Iași")), {"BR-11"}),
    (buyer(address=Address(country="ROM")), {"BR-CL-14"}),
    (seller(electronic_address=Identifier("1")), {"BR-62"}),
    (buyer(electronic_address=Identifier("1", "9999")), {"BR-CL-25"}),
    (buyer(electronic_address=Identifier("1")), {"BR-63"}),
    (buyer(identifiers=(Identifier("1"), Identifier("2"))), {"UBL-SR-16"}),
    (seller(vat_id="12345678"), {"BR-CO-09"}),
    (seller(vat_id="EL123456789"), set()),
    (seller(vat_id=None, tax_registration="77"), {"BR-CO-26"}),
    (seller(identifiers=(Identifier("1", "9999"),)), {"BR-CL-10"}),
    (seller(legal_registration=Identifier("1", "ONRC")), {"BR-CL-11"}),
    (totals(line_total_sum=None), {"BR-12", "BR-CO-10", "BR-CO-13"}),
    (totals(total_without_vat=None), {"BR-13", "BR-CO-13", "BR-CO-15"}),
    (totals(total_with_vat=None), {"BR-14", "BR-CO-15", "BR-CO-16"}),
    (totals(payable=None), {"BR-15", "BR-CO-16"}),
    (totals(line_total_sum=D("149.71"), total_without_vat=D("149.71")), {"BR-CO-10", "BR-CO-15"}),
    (totals(allowance_sum=D("1.00"), total_without_vat=D("148.70")), {"BR-CO-11", "BR-CO-15"}),
    (totals(charge_sum=D("1.00")), {"BR-CO-12", "BR-CO-13"}),
    (totals(total_vat=D("28.45")), {"BR-CO-14", "BR-CO-15"}),
    (totals(paid=D("78.14"), payable=D("100.00")), set()),
    (totals(rounding=D("-0.14"), payable=D("178.00")), set()),
    (totals(rounding=D("0.14"), payable=D("178.00")), {"BR-CO-16"}),
    (totals(payable=D("178.140")), {"BR-DEC-18"}),
    (issued(vat_currency="EUR"), {"BR-53"}),
    (issued(tax_point_on=date(2026, 3, 1), tax_point_code="3"), {"BR-CO-03"}),
    (issued(tax_point_code="5"), {"BR-CL-06"}),
    (issued(period=Period()), {"BR-CO-19"}),
    (issued(period=Period(start_on=date(2026, 3, 2), end_on=date(2026, 3, 1))), {"BR-29"}),
    (issued(period=Period(start_on=date(2026, 3, 1), end_on=date(2026, 3, 1))), set()),
    (issued(preceding_invoices=(PrecedingInvoice(issued_on=date(2026, 1, 1)),)), {"BR-55"}),
    (issued(notes=(Note(text="x", subject="QQQ"),)), {"BR-CL-08"}),
    (issued(delivery=Delivery(address=Address(city="Bonn"))), {"BR-57"}),
    (issued(payee=Payee()), {"BR-17", "UBL-SR-19", "UBL-SR-20", "UBL-SR-21"}),
    (issued(payee=Payee(name="Factor SA")), set()),
    (issued(payee=Payee(name="Beta SRL")), {"UBL-SR-19", "UBL-SR-20", "UBL-SR-21"}),
    (issued(tax_representative=TaxRepresentative()), {"BR-18", "BR-19", "BR-56"}),
    (
        issued(tax_representative=TaxRepresentative(name="Fisc SRL", vat_id="RO9", address=Address())),
        {"BR-20"},
    ),
    (issued(payment=Payment()), {"BR-49"}),
    (issued(payment=Payment(means_code="30")), {"BR-61"}),
    (issued(payment=Payment(means_code="58", credit_transfers=(CreditTransfer(account=""),))), {"BR-50"}),
    (issued(payment=Payment(means_code="10")), set()),
    (issued(payment=Payment(means_code="0")), {"BR-CL-16"}),
    (issued(payment=Payment(means_code="48", card=Card(account="4111111111111111"))), {"BR-51"}),
    (issued(supporting_documents=(SupportingDocument(),)), {"BR-52"}),
    (
        issued(supporting_documents=(SupportingDocument(reference="A", attachment=Attachment(content=b"")),)),
        {"UBL-DT-06", "UBL-DT-07"},
    ),
    (
        issued(
            supporting_documents=(
                SupportingDocument(
                    reference="A", attachment=Attachment(content=b"", mime_code="text/html", filename="a")
                ),
            )
        ),
        {"BR-CL-24"},
    ),
    (issued(lines=()), {"BR-16", "BR-CO-10", "BR-S-01", "BR-S-08"}),
    (line(id=None), {"BR-21"}),
    (line(quantity=None), {"BR-22"}),
    (line(unit=None), {"BR-23"}),
    (line(unit="PIECE"), {"BR-CL-23"}),
    (line(item=Item()), {"BR-25"}),
    (line(price=Price()), {"BR-26", "BR-27"}),
    (line(price=Price(net=D("-1"))), {"BR-27"}),
    (line(price=Price(net=D("-0.00"))), {"BR-27"}),
    (line(price=Price(net=D(0))), set()),
    (line(price=Price(net=D(1), gross=D(-1))), {"BR-28"}),
    (line(quantity=D(-3), net=D("149.70")), set()),
    (line(period=Period(start_on=date(2026, 2, 1), end_on=date(2026, 1, 1))), {"BR-30"}),
    (line(period=Period()), {"BR-CO-20"}),
    (line(allowances=(Adjustment(reason="x"),)), {"BR-41"}),
    (line(allowances=(Adjustment(amount=D(1)),)), {"BR-42", "BR-CO-23"}),
    (line(charges=(Adjustment(),)), {"BR-43", "BR-44", "BR-CO-24"}),
    (line(charges=(Adjustment(amount=D("1.001"), base=D("1.001"), reason="x"),)), {"BR-DEC-27", "BR-DEC-28"}),
    (line(allowances=(Adjustment(amount=D(1), reason_code="ZZZ"),)), {"BR-CL-19"}),
    (line(item=Item(name="x", attributes=(Attribute(name="colour"),))), {"BR-54"}),
    (line(item=Item(name="x", standard_id=Identifier("1"))), {"BR-64"}),
    (line(item=Item(name="x", classifications=(Identifier("1"),))), {"BR-65"}),
    (line(item=Item(name="x", classifications=(Identifier("1", "ZZZZ"),))), {"BR-CL-13"}),
    (line(item=Item(name="x", origin_country="UK")), {"BR-CL-15"}),
    (line(object_id=Identifier("1", "QQQ")), {"BR-CL-07"}),
    (line(vat_category=None), {"BR-CO-04", "BR-S-01", "BR-S-08"}),
    (line(vat_category="Q"), {"BR-CL-18", "BR-S-01", "BR-S-08"}),
    (line(vat_rate=D(0)), {"BR-S-05", "BR-S-08"}),
    (line(vat_rate=None), {"BR-S-05", "BR-S-08"}),
    (line(net=D("149.701")), {"BR-DEC-23"}),
    (issued(vat_breakdown=()), {"BR-CO-18", "BR-S-01"}),
    (group(taxable=None), {"BR-45", "BR-CO-17", "BR-S-08", "BR-S-09"}),
    (group(tax=None), {"BR-46", "BR-CO-14", "BR-CO-17", "BR-S-09"}),
    (group(category=None), {"BR-47", "BR-S-01"}),
    (group(rate=None), {"BR-48", "BR-CO-17", "BR-S-09"}),
    (group(taxable=D("150.69")), set()),
    (group(taxable=D("150.70")), {"BR-S-08"}),
    (group(exemption_reason="none"), {"BR-S-10"}),
    (group(exemption_code="VATEX-NO"), {"BR-S-10", "BR-CL-22"}),
    (in_category("Z", "0"), set()),
    (in_category("Z", "5"), {"BR-Z-05", "BR-CO-17"}),
    (in_category("Z", "0", code_of_reason="VATEX-EU-132"), {"BR-Z-10"}),
    (in_category("Z", "0", tax="0.01"), {"BR-Z-09"}),
    (in_category("E", "0", code_of_reason="vatex-eu-132"), set()),
    (in_category("E", "0"), {"BR-E-10"}),
    (in_category("E", "0", code_of_reason="VATEX-EU-132", seller=NOBODY), {"BR-E-02"}),
    (in_category("AE", "0", code_of_reason="VATEX-EU-AE"), set()),
    (in_category("AE", "0", code_of_reason="VATEX-EU-AE", buyer=NOBODY), set()),
    (
        in_category("AE", "0", code_of_reason="VATEX-EU-AE", buyer=replace(NOBODY, legal_registration=None)),
        {"BR-AE-02"},
    ),
    (in_category("K", "0", code_of_reason="VATEX-EU-IC", delivery=DELIVERED), set()),
    (in_category("K", "0", code_of_reason="VATEX-EU-IC"), {"BR-IC-11", "BR-IC-12"}),
    (in_category("K", "0", code_of_reason="VATEX-EU-IC", delivery=DELIVERED, buyer=NOBODY), {"BR-IC-02"}),
    (in_category("G", "0", code_of_reason="VATEX-EU-G", buyer=NOBODY), set()),
    (in_category("G", "0", code_of_reason="VATEX-EU-G", seller=replace(NOBODY, tax_registration="7")), {"BR-G-02"}),
    (in_category("O", None, code_of_reason="VATEX-EU-O", seller=NOBODY, buyer=NOBODY), set()),
    (in_category("O", None, code_of_reason="VATEX-EU-O"), {"BR-O-02"}),
    (in_category("O", "0", code_of_reason="VATEX-EU-O", seller=NOBODY, buyer=NOBODY), {"BR-O-05"}),
    (in_category("L", "7", tax="10.48"), set()),
    (in_category("L", "-7", tax="-10.48"), {"BR-AF-05", "BR-AF-09", "BR-CO-17"}),
    (in_category("M", "4", tax="5.99", code_of_reason="VATEX-EU-O"), {"BR-AG-10"}),
    (in_category("B", "19", tax="28.44"), {"BR-B-01"}),
]


@pytest.mark.parametrize(
    ("document", "expected"), CASES, ids=[f"{index}-{sorted(rules)}" for index, (_, rules) in enumerate(CASES)]
)
def test_what_the_standard_forbids_is_found_and_nothing_else(document, expected):
    assert broken(document) == expected


def test_a_document_with_every_term_keeps_every_rule_and_survives_its_xml():
    assert rules.check(FULL) == []
    for type_code in ("380", "381"):
        document = replace(FULL, type_code=type_code)
        assert ubl_read.read(ubl_write.write(document)) == document


@pytest.mark.parametrize(("rule", "document"), BREAKINGS, ids=[f"{i}-{rule}" for i, (rule, _) in enumerate(BREAKINGS)])
def test_every_rule_can_be_broken_in_the_model_and_in_its_xml(rule, document):
    assert rule in broken(document)
    assert rule in {finding.rule for finding in ubl_check.check(ubl_write.write(document))}


def test_outside_vat_stands_alone():
    mixed = in_category("O", None, code_of_reason="VATEX-EU-O", seller=NOBODY, buyer=NOBODY)
    allowance = Adjustment(amount=D("1.00"), vat_category="S", vat_rate=D(19), reason="x")
    found = broken(
        replace(
            mixed,
            lines=(*mixed.lines, replace(mixed.lines[0], id="2", vat_category="Z", vat_rate=D(0))),
            allowances=(allowance,),
            charges=(allowance,),
            vat_breakdown=(*mixed.vat_breakdown, *invoice().vat_breakdown),
        )
    )
    assert {"BR-O-11", "BR-O-12", "BR-O-13", "BR-O-14"} <= found


def test_allowances_and_charges_are_asked_for_their_own_rate_and_registrations():
    wrong = Adjustment(amount=D(0), vat_category="E", vat_rate=D(5), reason="x")
    found = broken(issued(allowances=(wrong,), charges=(wrong,), seller=NOBODY))
    assert {"BR-E-03", "BR-E-04", "BR-E-06", "BR-E-07", "BR-E-01"} <= found


def test_a_finding_says_where_counting_from_one():
    two = issued(lines=(*invoice().lines, replace(invoice().lines[0], unit=None)))
    assert ("BR-23", "lines/2/unit", {"line": 2}) in [(f.rule, f.place, f.facts) for f in rules.check(two)]


def test_a_card_number_is_a_warning_and_everything_else_an_error():
    shown = issued(payment=Payment(means_code="48", card=Card(account="4111111111111111")))
    assert [finding.severity for finding in rules.check(shown)] == ["warning"]
    assert {finding.severity for finding in rules.check(Invoice())} == {"error"}


@given(sound_invoices())
def test_a_document_whose_sums_are_right_keeps_every_rule(document):
    assert rules.check(document) == []


@given(sound_invoices())
def test_the_rules_find_the_same_in_the_document_that_was_written(document):
    assert ubl_check.check(ubl_write.write(document)) == []


def test_a_term_that_cannot_be_read_is_not_called_missing():
    written = ubl_write.write(issued()).replace(b"2026-03-01", b"yesterday")
    assert {finding.rule for finding in ubl_check.check(written)} == {"XSD"}
