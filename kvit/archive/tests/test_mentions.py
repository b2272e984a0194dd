"""The law's words: in the seller's language and in the buyer's, with the law they come from."""

from dataclasses import replace
from decimal import Decimal

from kvit.archive.pages.circumstances import Circumstances
from kvit.archive.pages.document import page
from kvit.archive.tests.invoices import BG, ES, PL, RO, RO_BUYER, line, totals
from kvit.archive.tests.paper import copied
from kvit.archive.typesetting import pdf
from kvit.core.countries import bg, es, pl, ro
from kvit.core.einvoice.model import VatBreakdown

D = Decimal


def untaxed(invoice, category: str, *, reason: str | None = None):
    return replace(
        invoice,
        lines=(line("Diseño", "1", "1880.00", net="1880.00", category=category, rate="0"),),
        vat_breakdown=(VatBreakdown(category=category, rate=D(0), taxable=D(1880), tax=D(0), exemption_reason=reason),),
        totals=totals("1880.00", "0.00", "1880.00"),
    )


def words(sheet: dict) -> list[list[tuple[str, str]]]:
    return [[(text["lang"], text["words"]) for text in mention["texts"]] for mention in sheet["mentions"] or []]


def test_reverse_charge_stands_in_both_languages_side_by_side():
    """Directive 2010/45/EU gives the words in each language."""
    sheet = page(untaxed(replace(ES, buyer=RO_BUYER), "AE"), profile=es.PROFILE, language="ro")
    assert words(sheet) == [[("es", "Inversión del sujeto pasivo"), ("ro", "Taxare inversă")]]
    text = copied(pdf(sheet))
    assert "Inversión del sujeto pasivo" in text
    assert "Taxare inversă" in text


def test_the_law_of_a_reverse_charge_abroad_is_not_the_one_at_home():
    home = page(untaxed(ES, "AE"), profile=es.PROFILE, language="es")["mentions"][0]["texts"][0]["law"]
    abroad = page(untaxed(replace(ES, buyer=RO_BUYER), "AE"), profile=es.PROFILE, language="es")["mentions"]
    assert home != abroad[0]["texts"][0]["law"]
    for cited in (es.PROFILE.reason("AE", abroad=True).law, "RD 1619/2012"):
        assert cited.replace(" ", "\u00a0") in abroad[0]["texts"][0]["law"].replace(" ", "\u00a0")


def test_a_supply_inside_the_union_says_why_it_carries_no_vat():
    sheet = page(untaxed(replace(RO, buyer=BG.buyer), "K"), profile=ro.PROFILE, language="bg")
    said = words(sheet)
    assert said[0][0][1].startswith("Livrare intracomunitară scutită")
    assert said[0][1][1].startswith("Вътреобщностна доставка")
    assert sheet["vat"]["rows"][0][0] == "ВОД"


def test_the_documents_own_reason_is_printed_as_it_is():
    sheet = page(untaxed(RO, "E", reason="Scutit, art. 292 alin. (1) lit. f)"), profile=ro.PROFILE, language="en")
    assert words(sheet) == [[("ro", "Scutit, art.\u00a0292 alin.\u00a0(1) lit.\u00a0f)")]]


def test_vat_on_payment_and_split_payment_are_said_when_they_hold():
    sheet = page(RO, profile=ro.PROFILE, language="ro", circumstances=told("vat_on_payment"))
    assert words(sheet) == [[("ro", "TVA la încasare")]]
    sheet = page(PL, profile=pl.PROFILE, language="pl", circumstances=told("split_payment"))
    assert words(sheet) == [[("pl", "Mechanizm podzielonej płatności")]]
    sheet = page(BG, profile=bg.PROFILE, language="bg", circumstances=told("vat_on_payment"))
    assert words(sheet) == [[("bg", "Касова отчетност")]]


def test_self_billing_is_seen_from_the_type_of_the_document():
    sheet = page(replace(ES, type_code="389"), profile=es.PROFILE, language="es")
    assert words(sheet) == [[("es", "Facturación por el destinatario")]]


def test_an_ordinary_invoice_says_nothing_more():
    assert page(RO, profile=ro.PROFILE, language="ro")["mentions"] is None


def told(predicate: str) -> Circumstances:
    return Circumstances(predicates=frozenset({predicate}))
