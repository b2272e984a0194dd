"""Long names, large amounts and half-empty drafts: nothing runs over anything else, nothing fails."""

from dataclasses import fields, replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kvit.archive.appearance import Appearance, Column
from kvit.archive.pages.circumstances import Circumstances
from kvit.archive.pages.document import page
from kvit.archive.tests.invoices import BUYERS, BY_COUNTRY, ES, RO, breakdown, line, totals
from kvit.archive.tests.paper import beyond_the_edge, collisions, copied, squeezed
from kvit.archive.typesetting import pdf
from kvit.core.countries import bg, es, pl, ro
from kvit.core.einvoice.model import Address, Contact, Identifier, Invoice, Item, Note, Party, Price

D = Decimal
PROFILES = {"RO": ro.PROFILE, "BG": bg.PROFILE, "ES": es.PROFILE, "PL": pl.PROFILE}
LONG_NAME = (
    "Întreprinderea Individuală și Asociații pentru Arhitectură, Scenografie și Restaurare Ștefănescu-Țuțuianu SRL"
)
CROWDED_BUYER = Party(
    name=LONG_NAME,
    trading_name="Atelier de arhitectură și scenografie al fraților Ștefănescu",
    vat_id="RO33629040",
    legal_registration=Identifier("J40/12345/2014/EXTRALONG"),
    address=Address(
        line_1="Șoseaua Nicolae Titulescu 121–127, bloc 8A, scara B, etaj 4, apartament 112, interfon 112",
        line_2="corp clădire nou, intrarea din curte",
        line_3="c/o Ștefănescu",
        post_code="011137",
        city="București, sector 1",
        country="RO",
    ),
)
CROWDED = replace(
    RO,
    number="FACTURA-FOARTE-LUNGA-2026-000000000000147-X",
    seller=replace(
        RO.seller,
        name=LONG_NAME,
        address=replace(RO.seller.address, line_2="Parcul industrial Tetarom III, hala 14", line_3="corp B"),
        contact=Contact(telephone="0264 555 018", email="departamentul.facturare@intreprindere-individuala.example"),
    ),
    buyer=CROWDED_BUYER,
    order_ref="COMANDA-FOARTE-LUNGA-2026/0000000000012345",
    contract_ref="CONTRACT-CADRU-2026-000001234567890",
    lines=(
        replace(
            line("", "1234567.1234", "9876543.2101", net="12192853281.20", unit="ZZZZZZ"),
            item=Item(
                name="PAC-NUC-0625-2400-ÎȘȚ-ABCDEFGHIJKLMNOPQRSTUVWXYZ-0123456789", seller_id="SKU-0000000000001"
            ),
        ),
        *(line(f"Linia {rate}", "1", "10", net="10.00", rate=str(rate)) for rate in range(1, 14)),
    ),
    vat_breakdown=breakdown(*(("S", str(rate), "12192853281.20", "2560499189.05") for rate in range(1, 14))),
    totals=totals("12192853411.20", "2560499189.05", "14753352600.25"),
    notes=(Note(text="Predare la poarta 3. " * 60),),
)
ALL_COLUMNS = tuple(Column(key) for key in ("no", "item", "code", "qty", "unit", "price", "rate", "net"))
AROUND = Circumstances(
    registrations=(("Capital social", "2.000 lei"), ("Atestat", "12/2020"), ("Aviz", "44/2021")),
    bank="Banca Transilvania Sucursala Cluj-Napoca Centru",
    pay_link="https://plata.kvit.example/r/" + "x" * 60,
)


@pytest.mark.parametrize("window", ["left", "right"])
def test_long_names_and_large_amounts_run_over_nothing(window):
    made = pdf(
        page(
            CROWDED,
            profile=ro.PROFILE,
            language="ro",
            appearance=Appearance(window=window, columns=ALL_COLUMNS),
            circumstances=AROUND,
        )
    )
    assert collisions(made) == []
    assert beyond_the_edge(made) == []
    dense = squeezed(copied(made)).replace(" ", "")
    assert dense.count(LONG_NAME.replace(" ", "")) >= 3
    assert "14.753.352.600,25" in dense


@pytest.mark.parametrize("language", ["en", "ro", "bg", "es", "pl"])
@pytest.mark.parametrize("country", BY_COUNTRY)
def test_no_page_of_any_country_and_language_runs_over_itself(country, language):
    invoice = replace(BY_COUNTRY[country], buyer=BUYERS.get(language, BY_COUNTRY[country].buyer))
    made = pdf(page(invoice, profile=PROFILES[country], language=language, circumstances=AROUND))
    assert collisions(made) == []
    assert beyond_the_edge(made) == []


def test_the_check_of_collisions_sees_one():
    sheet = page(RO, profile=ro.PROFILE, language="ro")
    wide = {**sheet["tables"][0]["columns"][-1], "width": 8}
    sheet["tables"][0]["columns"] = [*sheet["tables"][0]["columns"][:-1], wide]
    assert collisions(pdf(sheet)) != []


def test_the_barest_draft_has_a_page():
    text = copied(pdf(page(Invoice(issued_on=date(2026, 1, 2)), profile=ro.PROFILE, language="ro")))
    assert "Total de plată, RON 0,00" in text
    assert "None" not in text


PARTS = sorted({field.name for field in fields(Invoice)} - {"issued_on"})
EMPTY = Invoice()


@settings(max_examples=30)
@given(st.sets(st.sampled_from(PARTS), max_size=len(PARTS)))
def test_whatever_a_draft_lacks_it_has_a_page(lacking):
    draft = replace(ES, **{name: getattr(EMPTY, name) for name in lacking})
    text = copied(pdf(page(draft, profile=es.PROFILE, language="es")))
    assert "None" not in text
    assert "Factura" in text


def test_lines_without_price_quantity_or_name_are_printed_as_they_are():
    bare = replace(RO.lines[0], quantity=None, unit=None, net=None, price=Price(), vat_rate=None, item=Item())
    rows = page(replace(RO, lines=(bare,)), profile=ro.PROFILE, language="ro")["tables"][0]["rows"]
    assert [rows[0][key] for key in ("qty", "unit", "price", "rate", "net")] == ["", "", "", "–", ""]
