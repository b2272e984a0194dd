"""Between the one model and FA(3): nothing is lost on the way that is not said before."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from lxml import etree

from kvit.core.einvoice import fa3
from kvit.core.einvoice.fa3.check import check
from kvit.core.einvoice.fa3.kinds import MEMBERS
from kvit.core.einvoice.fa3.lines import FakturaZaliczkowa
from kvit.core.einvoice.fa3.semantic.categories import rate_of
from kvit.core.einvoice.fa3.semantic.dropping import dropped
from kvit.core.einvoice.fa3.semantic.facts import Advance, Correction, Facts, LineFacts
from kvit.core.einvoice.fa3.semantic.reading import to_invoice
from kvit.core.einvoice.fa3.semantic.writing import from_invoice
from kvit.core.einvoice.model import (
    Adjustment,
    Delivery,
    Identifier,
    Invoice,
    Item,
    Line,
    Note,
    Party,
    Period,
    PrecedingInvoice,
    Price,
    TaxRepresentative,
    Totals,
    VatBreakdown,
)
from kvit.core.errors import errors
from kvit.core.tests.polish import HOME, breakdown, polish_invoices, transfer
from kvit.core.tests.polish_schema import examples, schema
from tests.habits import random_documents

CREATED = datetime(2026, 2, 15, 9, 30, 47, tzinfo=UTC)
EXAMPLE = Invoice(
    number="FV/2026/00001",
    issued_on=date(2026, 2, 15),
    type_code="380",
    currency="PLN",
    due_on=date(2026, 3, 1),
    seller=Party(name="Alfa sp. z o.o.", vat_id="PL5265877635", address=HOME),
    buyer=Party(name="Beta S.A.", vat_id="PL1111111111", address=HOME),
    delivery=Delivery(delivered_on=date(2026, 2, 10)),
    payment=transfer(),
    lines=(
        Line(
            id="1",
            quantity=Decimal(100),
            unit="KGM",
            net=Decimal("20000.00"),
            price=Price(net=Decimal(200)),
            vat_category="S",
            vat_rate=Decimal(23),
            item=Item(name="Pręty stalowe"),
        ),
    ),
    vat_breakdown=(VatBreakdown(taxable=Decimal("20000.00"), tax=Decimal("4600.00"), category="S", rate=Decimal(23)),),
    totals=Totals(
        line_total_sum=Decimal("20000.00"),
        total_without_vat=Decimal("20000.00"),
        total_vat=Decimal("4600.00"),
        total_with_vat=Decimal("24600.00"),
        payable=Decimal("24600.00"),
    ),
)
"""The worked example of `docs/rules/fa3.md`."""


def of(invoice=EXAMPLE, **facts):
    return from_invoice(invoice, Facts(created_at=CREATED, **facts)).fa


def written(invoice=EXAMPLE, **facts):
    return fa3.write(from_invoice(invoice, Facts(created_at=CREATED, **facts)))


def test_the_worked_example_is_steel_with_split_payment():
    noted = replace(EXAMPLE, notes=(Note(text="mechanizm podzielonej płatności"),))
    document = from_invoice(noted, Facts(created_at=CREATED, lines=(LineFacts(is_annex_15=True),)))
    fa = document.fa
    assert (fa.p_13_1, fa.p_14_1, fa.p_15) == (20000, 4600, 24600)
    assert (fa.fa_wiersz[0].p_8a, fa.fa_wiersz[0].p_12, fa.fa_wiersz[0].p_12_zal_15) == ("kg", "23", True)
    assert fa.adnotacje.p_18a is True and fa.adnotacje.p_18 is False
    assert document.podmiot2.dane_identyfikacyjne.nip == "1111111111"
    assert fa.platnosc.rachunek_bankowy[0].nr_rb == "73111111111111111111111111"
    assert check(fa3.write(document), on=date(2026, 2, 15)) == []


def test_without_the_words_the_same_steel_is_an_error():
    found = check(written(lines=(LineFacts(is_annex_15=True),)))
    assert [finding.rule for finding in found] == ["FA-NOTE-04"]


def test_every_official_example_comes_out_of_invoice_and_facts_field_by_field(shared):
    for name, content in examples(shared):
        document = fa3.read(content)
        assert from_invoice(*to_invoice(document)) == document, name


ANY = {"deadline": None, "database": None, "suppress_health_check": list(HealthCheck)}


@settings(max_examples=200, **ANY)
@given(polish_invoices())
def test_random_invoices_corrections_and_advances_pass_schema_and_rules_and_read_back_equal(shared, made):
    assert_comes_back(shared, *made)


@pytest.mark.long
@settings(max_examples=random_documents(150), **ANY)
@given(polish_invoices())
def test_hundreds_more_invoices_corrections_and_advances_come_back(shared, made):
    assert_comes_back(shared, *made)


def assert_comes_back(shared, invoice, facts):
    document = from_invoice(invoice, facts)
    content = fa3.write(document)
    assert schema(shared).validate(etree.fromstring(content)), schema(shared).error_log
    assert errors(check(content, on=date(2026, 2, 25))) == []
    assert fa3.read(content) == document
    assert to_invoice(document) == (invoice, facts)
    assert dropped(invoice, facts) == []


@pytest.mark.parametrize(
    ("category", "percent", "country", "rate"),
    [
        ("S", "23", "PL", "23"),
        ("S", "8.0", "PL", "8"),
        ("S", "19", "DE", None),
        ("Z", "0", "PL", "0 KR"),
        ("K", "0", "DE", "0 WDT"),
        ("G", "0", "US", "0 EX"),
        ("E", "0", "PL", "zw"),
        ("AE", "0", "PL", "oo"),
        ("AE", "0", "DE", "np II"),
        ("AE", "0", "GR", "np II"),
        ("AE", "0", "US", "np I"),
        ("O", None, "DE", "np I"),
    ],
)
def test_the_category_and_the_buyers_country_say_the_rate(category, percent, country, rate):
    assert rate_of(category, percent and Decimal(percent), country=country) == rate


@pytest.mark.parametrize(
    ("category", "country", "field"),
    [
        ("Z", "PL", "p_13_6_1"),
        ("K", "DE", "p_13_6_2"),
        ("G", "US", "p_13_6_3"),
        ("E", "PL", "p_13_7"),
        ("O", "DE", "p_13_8"),
        ("AE", "DE", "p_13_9"),
        ("AE", "PL", "p_13_10"),
    ],
)
def test_what_bears_no_vat_is_summed_where_the_law_tells_it_apart(category, country, field):
    line = replace(EXAMPLE.lines[0], vat_category=category, vat_rate=None if category == "O" else Decimal(0))
    buyer = replace(EXAMPLE.buyer, address=replace(HOME, country=country))
    sums = replace(EXAMPLE.totals, total_vat=Decimal(0), total_with_vat=Decimal(20000), payable=Decimal(20000))
    untaxed = replace(EXAMPLE, buyer=buyer, lines=(line,), vat_breakdown=breakdown((line,)), totals=sums)
    fa = of(untaxed)
    assert getattr(fa, field) == 20000
    assert (fa.p_13_1, fa.p_15) == (None, 20000)
    assert fa.adnotacje.p_18 is (category == "AE")
    assert bool(fa.adnotacje.zwolnienie.p_19) is (category == "E")


def test_goods_to_the_union_put_the_prefix_before_the_sellers_number():
    line = replace(EXAMPLE.lines[0], vat_category="K", vat_rate=Decimal(0))
    abroad = Party(name="Gamma", vat_id="DE123456788", address=replace(HOME, country="DE"))
    document = from_invoice(
        replace(EXAMPLE, buyer=abroad, lines=(line,), vat_breakdown=breakdown((line,))), Facts(created_at=CREATED)
    )
    assert document.podmiot1.prefiks_podatnika == "PL"
    assert document.podmiot2.dane_identyfikacyjne.kod_ue == "DE" and "DE" in MEMBERS


def test_a_margin_scheme_has_gross_prices_no_rate_and_its_words():
    line = replace(EXAMPLE.lines[0], vat_category="E", vat_rate=Decimal(0))
    group = VatBreakdown(taxable=line.net, tax=Decimal(0), category="E", rate=Decimal(0), exemption_code="VATEX-EU-F")
    fa = of(replace(EXAMPLE, lines=(line,), vat_breakdown=(group,)))
    assert (fa.p_13_11, fa.p_13_7) == (20000, None)
    assert (fa.fa_wiersz[0].p_9b, fa.fa_wiersz[0].p_11a, fa.fa_wiersz[0].p_12) == (200, 20000, None)
    assert fa.adnotacje.p_marzy.p_pmarzy_3_1 is True


def test_vat_in_another_currency_is_stated_in_zloty_rate_by_rate():
    lines = (EXAMPLE.lines[0], replace(EXAMPLE.lines[0], id="2", vat_rate=Decimal(8), net=Decimal("10000.00")))
    sums = replace(EXAMPLE.totals, total_vat=Decimal("5400.00"), total_vat_accounting=Decimal("23220.01"))
    fa = of(
        replace(EXAMPLE, currency="EUR", vat_currency="PLN", lines=lines, vat_breakdown=breakdown(lines), totals=sums),
        exchange_rate=Decimal("4.3"),
    )
    assert (fa.p_14_1, fa.p_14_2) == (4600, 800)
    assert (fa.p_14_1w, fa.p_14_2w) == (Decimal("19780.01"), Decimal("3440.00"))
    assert {row.kurs_waluty for row in fa.fa_wiersz} == {Decimal("4.3")}


def test_a_credit_note_is_a_correction_by_differences_below_zero():
    credit = replace(
        EXAMPLE,
        type_code="381",
        preceding_invoices=(PrecedingInvoice(number="FV/2026/00001", issued_on=date(2026, 2, 15)),),
    )
    number = "5265877635-20250916-0200A0D6723E-C2"
    fa = of(credit, correction=Correction(reason="zwrot", effect=2, ksef_numbers=(number,)))
    assert (fa.rodzaj_faktury, fa.p_13_1, fa.p_14_1, fa.p_15) == ("KOR", -20000, -4600, -24600)
    assert (fa.fa_wiersz[0].p_8b, fa.fa_wiersz[0].p_9a, fa.fa_wiersz[0].p_11) == (-100, 200, -20000)
    assert fa.dane_fa_korygowanej[0].nr_ksef_fa_korygowanej == number
    outside = of(credit).dane_fa_korygowanej[0]
    assert outside.nr_ksef_n is True and outside.nr_ksef is None


def test_a_line_as_it_was_and_as_it_is_add_up_to_the_difference():
    """A price lowered from 200 to 180: the model holds −100 at 200 and +100 at 180, FA(3) both states as amounts."""
    before = replace(EXAMPLE.lines[0], quantity=Decimal(-100), net=Decimal(-20000))
    after = replace(EXAMPLE.lines[0], id="2", price=Price(net=Decimal(180)), net=Decimal(18000))
    correction = replace(
        EXAMPLE,
        type_code="384",
        lines=(before, after),
        vat_breakdown=breakdown((before, after)),
        totals=Totals(total_with_vat=Decimal(-2460)),
        preceding_invoices=(PrecedingInvoice(number="FV/1", issued_on=date(2026, 2, 1)),),
    )
    fa = of(correction, lines=(LineFacts(is_before=True), LineFacts()))
    assert [(row.p_8b, row.p_11, row.stan_przed) for row in fa.fa_wiersz] == [(100, 20000, True), (100, 18000, None)]
    assert (fa.p_13_1, fa.p_14_1) == (-2000, -460)


def test_a_settlement_names_its_advances_and_is_for_the_rest():
    final = replace(EXAMPLE, preceding_invoices=(PrecedingInvoice(number="FZ/1"),))
    rest = (("p_13_1", Decimal(10000)), ("p_14_1", Decimal(2300)), ("p_15", Decimal(12300)))
    fa = of(final, kind="ROZ", sums=rest)
    assert (fa.p_13_1, fa.p_15, fa.fa_wiersz[0].p_11) == (10000, 12300, 20000)
    assert fa.faktura_zaliczkowa == (FakturaZaliczkowa(nr_ksef_zn=True, nr_fa_zaliczkowej="FZ/1"),)
    known = (FakturaZaliczkowa(nr_ksef_fa_zaliczkowej="5265877635-20250916-0200A0D6723E-C2"),)
    assert of(final, kind="ROZ", sums=rest, advance=Advance(settled=known)).faktura_zaliczkowa == known


def test_a_discount_on_the_whole_becomes_a_line():
    line = EXAMPLE.lines[0]
    allowance = Adjustment(amount=Decimal(1000), vat_category="S", vat_rate=Decimal(23), reason="Rabat roczny")
    fa = of(replace(EXAMPLE, lines=(line,), allowances=(allowance,)))
    assert (fa.fa_wiersz[1].p_7, fa.fa_wiersz[1].p_11, fa.fa_wiersz[1].p_12) == ("Rabat roczny", -1000, "23")


def test_what_is_paid_before_is_deducted_from_what_is_due():
    sums = replace(EXAMPLE.totals, paid=Decimal(600), rounding=Decimal("-0.40"), payable=Decimal("23999.60"))
    held = of(replace(EXAMPLE, totals=sums)).rozliczenie
    assert [one.kwota for one in held.odliczenia] == [600, Decimal("0.40")]
    assert (held.suma_odliczen, held.do_zaplaty) == (Decimal("600.40"), Decimal("23999.60"))


def test_what_fa3_has_no_place_for_is_said_before():
    more = replace(
        EXAMPLE,
        seller=replace(EXAMPLE.seller, trading_name="Stalownia", electronic_address=Identifier("7", "9945")),
        period=Period(start_on=date(2026, 1, 1), end_on=date(2026, 1, 31)),
        payment=replace(transfer(), remittance="TYTUŁ 7"),
        project_ref="x" * 257,
    )
    found = dropped(more, Facts(created_at=CREATED))
    assert {finding.rule for finding in found} == {"FA-DROP-01"}
    assert {finding.place for finding in found} == {
        "seller/trading_name",
        "seller/electronic_address/value",
        "seller/electronic_address/scheme",
        "period/start_on",
        "period/end_on",
        "payment/remittance",
        "project_ref",
    }


def test_the_tax_representative_stands_as_who_is_authorised():
    represented = TaxRepresentative(name="Delta", vat_id="PL5451824119", address=HOME)
    document = from_invoice(replace(EXAMPLE, tax_representative=represented), Facts(created_at=CREATED))
    assert (document.podmiot_upowazniony.rola_pu, document.podmiot_upowazniony.dane_identyfikacyjne.nip) == (
        3,
        "5451824119",
    )
    assert to_invoice(document)[0].tax_representative == represented


@pytest.mark.parametrize(
    ("buyer", "known"),
    [
        (Party(name="B", vat_id="PL1111111111", address=HOME), {"nip": "1111111111"}),
        (Party(name="B", legal_registration=Identifier("2222222222"), address=HOME), {"nip": "2222222222"}),
        (Party(name="B", vat_id="ELL123", address=replace(HOME, country="GR")), {"kod_ue": "EL", "nr_vat_ue": "L123"}),
        (Party(name="B", vat_id="CHE123", address=replace(HOME, country="CH")), {"kod_kraju": "CH", "nr_id": "CHE123"}),
        (Party(name="Jan Kowalski", address=HOME), {"brak_id": True}),
    ],
)
def test_a_buyer_is_known_by_the_number_he_has(buyer, known):
    held = from_invoice(replace(EXAMPLE, buyer=buyer), Facts(created_at=CREATED)).podmiot2.dane_identyfikacyjne
    assert {name: getattr(held, name) for name in known} == known
