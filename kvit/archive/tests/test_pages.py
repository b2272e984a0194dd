"""The page of an invoice, in every country and language: all of it there, all of it right when copied out."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from kvit.archive import pages as pages_room
from kvit.archive.appearance import Appearance, Column
from kvit.archive.pages.circumstances import Circumstances, EarlyDiscount, Exchange, Retention
from kvit.archive.pages.document import page
from kvit.archive.pages.text import prose
from kvit.archive.tests.invoices import BG, BUYERS, BY_COUNTRY, ES, PL, RO, STORNO, breakdown, line, long, totals
from kvit.archive.tests.paper import copied, pages, squeezed
from kvit.archive.tests.translated import untranslated
from kvit.archive.typesetting import pdf, visible_text
from kvit.core.countries import bg, es, pl, ro
from kvit.core.einvoice.model import Adjustment, Identifier, Invoice, Line, Note, Payee, PrecedingInvoice, Price
from kvit.core.errors import Refused
from kvit.core.tax import Surcharge, Vat

D = Decimal
PROFILES = {"RO": ro.PROFILE, "BG": bg.PROFILE, "ES": es.PROFILE, "PL": pl.PROFILE}
LANGUAGES = ("en", "ro", "bg", "es", "pl")


def made(invoice: Invoice, country: str, language: str, **more: object) -> dict:
    return page(invoice, profile=PROFILES[country], language=language, **more)


def text_of(invoice: Invoice, country: str, language: str, **more: object) -> str:
    return copied(pdf(made(invoice, country, language, **more)))


def printed_strings(made: dict) -> set[str]:
    """Every string that the page shows; of the return line's three lengths one is shown."""
    shown = {name: part for name, part in made.items() if name not in ("return_lines", "labels", "watermark")}
    for table in shown["tables"]:
        keys = {column["key"] for column in table["columns"]} | {"group"}
        table = dict(table)
        table["rows"] = [{k: v for k, v in row.items() if k in keys} for row in table["rows"]]
        shown = {**shown, "tables": [{k: v for k, v in table.items() if k != "carry"}]}
    strings = {squeezed(one) for one in re.split(r"\n", visible_text(shown))}
    return strings - {"", "strong", "plain", "left", "right"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("country", BY_COUNTRY)
def test_pain_19_every_string_of_the_page_copies_out_in_every_language(country, language):
    invoice = replace(
        BY_COUNTRY[country],
        buyer=BUYERS.get(language, BY_COUNTRY[country].buyer),
        notes=(Note(text="ĂÂÎȘȚ ăâîșț ЩЪЮЯѝ ÑÁÉÍÓÚÜ ñ¿¡ ĄĆĘŁŃÓŚŹŻ ąćęłńóśźż Ελλάδα"),),
    )
    sheet = made(invoice, country, language, appearance=Appearance(intro="Dragă client,\n\nBună ziua."))
    text = copied(pdf(sheet))
    # a line that ends at a hyphen or a slash is copied in two parts
    dense = text.replace(" ", "").replace("-", "")
    lost = [
        one for one in printed_strings(sheet) if one not in text and one.replace(" ", "").replace("-", "") not in dense
    ]
    assert lost == []
    assert len(printed_strings(sheet)) > 40


@pytest.mark.parametrize("language", ["ro", "bg", "es", "pl"])
def test_every_word_of_the_page_is_in_the_readers_language(language):
    assert untranslated(Path(pages_room.__file__).parent, language) == []


@pytest.mark.parametrize(
    ("country", "language", "said"),
    [
        ("RO", "ro", ["Factură FKN 2026-0147", "23.449,66", "12.11.2026", "TVA 21 %", "CIF cumpărător RO33629040"]),
        ("BG", "bg", ["Фактура № 0000004127", "4 026,00", "26.11.2026", "ДДС 20%", "ЕИК 204883158", "ИН по ЗДДС"]),
        ("ES", "es", ["Factura 2026-A/0093", "4.622,20", "12/11/2026", "IVA 21 %", "NIF del destinatario"]),
        ("PL", "pl", ["Faktura FA/2026/11/0219", "30 462,67", "12.12.2026", "VAT 23%", "NIP nabywcy"]),
        ("RO", "en", ["Factură · Invoice FKN 2026-0147", "23,449.66", "12/11/2026", "VAT 21%", "Customer's CIF"]),
        ("RO", "bg", ["Factură · Фактура FKN 2026-0147", "23 449,66", "12.12.2026", "Румъния"]),
    ],
)
def test_what_the_law_asks_is_there_in_the_countrys_words(country, language, said):
    text = text_of(BY_COUNTRY[country], country, language)
    assert [one for one in said if squeezed(one) not in text] == []


def test_the_seller_and_the_buyer_are_told_with_address_and_number():
    text = text_of(RO, "RO", "ro")
    for told in (
        "Atelierul Nistorescu SRL Str. Cuptorarilor 14, ap. 3 400123 Cluj-Napoca",
        "CIF RO45182735",
        "Reg. com. J2014002817125",
        "Librăria Ștefan și Țîrlea SRL Bd. Ștefan cel Mare și Sfânt 28 700259 Iași România",
    ):
        assert told in text


def test_the_amounts_are_those_of_the_invoice_and_line_up():
    sheet = made(RO, "RO", "ro")
    assert sheet["due"] == {"label": "Total de plată, RON", "amount": "23.449,66"}
    assert sheet["totals"] == [["Total fără TVA", "19.505,50"], ["Total TVA", "3.944,16"]]
    assert [row["qty"] for row in sheet["tables"][0]["rows"]] == ["6,00", "2,00", "14,50", "40,00"]
    assert [row["carry"] for row in sheet["tables"][0]["rows"]] == ["11.073,00", "15.593,00", "17.985,50", "19.505,50"]
    assert sheet["vat"]["rows"] == [
        ["TVA 21\u00a0%", "17.985,50", "3.776,96", "21.762,46"],
        ["TVA 11\u00a0%", "1.520,00", "167,20", "1.687,20"],
    ]


def test_a_long_table_carries_its_sums_over_every_page():
    sheets = pages(pdf(made(long(120), "RO", "ro")))
    assert len(sheets) == 4
    lines_before = [int(re.search(r"Baghetă profilată (\d+)", sheet)[1]) - 1 for sheet in sheets]
    assert lines_before[0] == 0
    for before, sheet, previous in zip(lines_before[1:], sheets[1:], sheets, strict=False):
        carried = f"{10 * before:,}".replace(",", ".") + ",00"
        assert f"De reportat {carried}" in previous
        assert f"Report {carried}" in sheet
    assert "De reportat" not in sheets[-1]
    assert [f"Pagina {at} din 4" in sheet for at, sheet in enumerate(sheets, start=1)] == [True] * 4
    assert "Total de plată, RON 1.452,00" in " ".join(sheets)


def test_sums_and_payment_are_not_parted():
    for count in range(18, 40, 3):
        sheets = pages(pdf(made(long(count), "RO", "ro")))
        assert [("Total de plată" in sheet) for sheet in sheets] == [("RO38 BTRL" in sheet) for sheet in sheets]


def test_a_short_invoice_carries_nothing():
    assert "carry" not in made(RO, "RO", "ro")["tables"][0]
    assert "De reportat" not in text_of(RO, "RO", "ro")


def test_a_storno_has_minus_signs_and_names_the_first_invoice():
    around = Circumstances(kind="credit_note", reason="două module returnate", still_open=D("18983.55"))
    sheet = made(STORNO, "RO", "ro", circumstances=around)
    text = copied(pdf(sheet))
    assert sheet["tables"][0]["rows"][0]["qty"] == "-2"
    assert sheet["totals"][-1] == ["Total cu TVA", "-4.466,11", "strong"]
    assert sheet["payment"] is None
    for told in (
        "Factură storno ST-2026-00012",
        "Corectează factura FKN 2026-0147 din 12.11.2026. Motiv: două module returnate",
        "Sumă în favoarea dvs., RON 4.466,11",
        "Din factura corectată rămân de plată 18.983,55 RON.",
    ):
        assert told in text


def test_a_bulgarian_credit_note_has_plain_amounts():
    note = replace(STORNO, seller=BG.seller, buyer=BG.buyer, currency="EUR", number="1000000003")
    sheet = made(note, "BG", "bg", circumstances=Circumstances(kind="credit_note"))
    assert sheet["title"] == "Кредитно известие"
    assert sheet["tables"][0]["rows"][0]["net"] == "3\u00a0691,00"


def test_a_polish_correction_shows_before_after_and_difference():
    lines = (
        line("Dwuteownik HEB 200, stal S235JR", "1740", "5.42", net="9430.80", unit="KGM", rate="23", id="1"),
        *PL.lines[1:],
    )
    # 24766.40 - 650.40 = 24116.00; × 23 % = 5546.68
    after = replace(
        PL,
        lines=lines,
        vat_breakdown=breakdown(("S", "23", "24116.00", "5546.68")),
        totals=totals("24116.00", "5546.68", "29662.68"),
    )
    note = replace(
        PL,
        number="FK/2026/11/0014",
        type_code="381",
        preceding_invoices=(PrecedingInvoice(number=PL.number, issued_on=PL.issued_on),),
        lines=(replace(PL.lines[0], quantity=D(120), net=D("650.40")),),
        vat_breakdown=breakdown(("S", "23", "650.40", "149.59")),
        totals=totals("650.40", "149.59", "799.99"),
    )
    around = Circumstances(kind="credit_note", before=PL, after=after)
    sheet = made(note, "PL", "pl", circumstances=around)
    rows = sheet["tables"][0]["rows"]
    assert [row.get("group") or row["item"] for row in rows] == [
        "Dwuteownik HEB 200, stal S235JR",
        "Przed korektą",
        "Po korekcie",
        "Różnica",
    ]
    assert [row["net"] for row in rows[1:]] == ["10\u00a0081,20", "9\u00a0430,80", "-650,40"]
    assert sheet["vat"]["total"] == ["Różnica", "-650,40", "-149,59", "-799,99"]
    assert "Do faktury FA/2026/11/0219 z dnia 12.11.2026" in copied(pdf(sheet))


def test_a_line_taken_away_stands_at_nothing_after():
    after = replace(PL, lines=PL.lines[:2])
    rows = made(PL, "PL", "pl", circumstances=Circumstances(kind="corrective", before=PL, after=after))["tables"][0][
        "rows"
    ]
    assert [(row["qty"], row["net"]) for row in rows[1:]] == [("1", "980,00"), ("0", "0,00"), ("-1", "-980,00")]


def test_irpf_is_kept_back_after_the_sum_with_vat():
    kept = Retention(rate=D(15), net=D("3820.00"), amount=D("573.00"))
    sheet = made(ES, "ES", "es", circumstances=Circumstances(retention=kept))
    assert sheet["totals"] == [
        ["Base imponible", "3.820,00"],
        ["Cuota de IVA", "802,20"],
        ["Total con IVA", "4.622,20", "strong"],
        ["Retención IRPF 15\u00a0%", "-573,00"],
    ]
    assert sheet["due"]["amount"] == "4.049,20"


def test_the_recargo_has_its_own_row_and_line():
    # 446.40 × 21 % = 93.74; × 5.2 % = 23.21; the e-invoice names 26.2 %: 116.96, of which 23.22 is not IVA
    surcharge = Surcharge(
        vat=Vat("S", D(21)), rate=D("5.2"), base=D("446.40"), vat_amount=D("93.74"), amount=D("23.22")
    )
    invoice = replace(
        ES,
        lines=(line("Aceite de oliva", "36", "12.40", net="446.40", rate="26.2"),),
        vat_breakdown=breakdown(("S", "26.2", "446.40", "116.96")),
        totals=totals("446.40", "116.96", "563.36"),
    )
    sheet = made(invoice, "ES", "es", circumstances=Circumstances(surcharges=(surcharge,)))
    assert sheet["tables"][0]["rows"][0]["rate"] == "21\u00a0%"
    assert [row[:3] for row in sheet["vat"]["rows"]] == [
        ["IVA 21\u00a0%", "446,40", "93,74"],
        ["Recargo de equivalencia 5,2\u00a0%", "446,40", "23,22"],
    ]
    assert sheet["totals"][1:] == [["Cuota de IVA", "93,74"], ["Recargo de equivalencia 5,2\u00a0%", "23,22"]]


def test_discounts_on_the_document_and_on_lines_are_said():
    lines = (
        Line(
            id="1",
            quantity=D(10),
            unit="H87",
            net=D("80.00"),
            vat_rate=D(21),
            vat_category="S",
            price=Price(net=D("9.00"), gross=D("10.00"), discount=D("1.00")),
            allowances=(Adjustment(amount=D("10.00"), reason="Rabat de volum"),),
        ),
    )
    invoice = replace(
        RO,
        lines=lines,
        allowances=(Adjustment(amount=D("4.00"), percent=D(5), vat_category="S", vat_rate=D(21)),),
        vat_breakdown=breakdown(("S", "21", "76.00", "15.96")),
        totals=replace(totals("76.00", "15.96", "91.96", paid="1.96", payable="90.00"), line_total_sum=D("80.00")),
    )
    sheet = made(invoice, "RO", "ro")
    assert sheet["tables"][0]["rows"][0]["price"] == "10,00"
    assert sheet["tables"][0]["rows"][0]["item"]["sub"] == "Rabat la preț -1,00\nRabat de volum -10,00"
    assert sheet["totals"] == [
        ["Valoarea liniilor", "80,00"],
        ["Rabat 5\u00a0%", "-4,00"],
        ["Total fără TVA", "76,00"],
        ["Total TVA", "15,96"],
        ["Total cu TVA", "91,96", "strong"],
        ["Achitat anterior", "-1,96"],
    ]


def test_tax_in_lei_and_the_discount_for_paying_early_are_told():
    invoice = replace(
        RO, currency="EUR", vat_currency="RON", totals=replace(RO.totals, total_vat_accounting=D("20065.13"))
    )
    around = Circumstances(
        exchange=Exchange(D("5.0873"), date(2026, 11, 13), "BNR"),
        discount=EarlyDiscount(D(2), date(2026, 11, 23), D("22980.67")),
    )
    text = text_of(invoice, "RO", "ro", circumstances=around)
    assert "TVA în RON: 20.065,13, la cursul BNR din 13.11.2026: 1 EUR = 5,0873 RON." in text
    assert "Cu scont 2 %, până la 23.11.2026: 22.980,67" in text


def test_a_proforma_says_that_it_is_none():
    around = Circumstances(kind="proforma", valid_until=date(2026, 11, 30))
    text = text_of(replace(BG, number="PF-2026-00031", due_on=None), "BG", "bg", circumstances=around)
    assert "Проформа фактура № PF-2026-00031" in text
    assert "Този документ не е данъчен документ и не дава право на данъчен кредит." in text
    assert "Валидна до 30.11.2026" in text


def test_a_test_company_prints_specimens_and_a_draft_says_draft():
    sheet = made(RO, "RO", "ro", circumstances=Circumstances(specimen=True))
    assert sheet["watermark"] == "SPECIMEN"
    text = copied(pdf(sheet))
    assert "SPECIMEN: document de probă, fără valoare fiscală" in text
    assert text.count("SPECIMEN") == 2
    assert made(replace(RO, number=None), "RO", "pl")["watermark"] == "PROJEKT"
    assert made(RO, "RO", "ro")["watermark"] is None


def test_columns_of_the_company_stand_in_its_order():
    look = Appearance(columns=tuple(Column(key) for key in ("item", "code", "rate", "qty", "unit", "price", "net")))
    heads = [column["label"] for column in made(RO, "RO", "ro", appearance=look)["tables"][0]["columns"]]
    assert heads[:4] == ["Denumirea bunurilor sau serviciilor", "Cod", "TVA", "Cantitate"]


def test_the_window_may_be_at_the_right():
    text = pages(pdf(made(RO, "RO", "ro", appearance=Appearance(window="right"))))[0]
    assert "Librăria Ștefan și Țîrlea SRL" in text


def test_a_seller_abroad_names_the_country_and_one_at_home_does_not():
    assert made(RO, "RO", "ro")["seller"]["lines"] == ["Str. Cuptorarilor 14, ap. 3", "400123 Cluj-Napoca"]
    assert made(replace(RO, buyer=BG.buyer), "RO", "bg")["seller"]["lines"][-1] == "România"


def test_a_number_is_told_once_and_spain_says_nif_iva_beside_the_nif():
    alone = replace(BG, seller=replace(BG.seller, legal_registration=Identifier("BG204883158")))
    assert ["ЕИК", "BG204883158"] not in made(alone, "BG", "bg")["seller"]["ids"]
    assert made(ES, "ES", "es")["seller"]["ids"][0] == ["NIF", "ES51083274K"]
    both = replace(ES, seller=replace(ES.seller, legal_registration=Identifier("51083274K")))
    assert made(both, "ES", "es")["seller"]["ids"][:2] == [["NIF-IVA", "ES51083274K"], ["NIF", "51083274K"]]


def test_the_account_is_whose_it_is_said_to_be():
    def holder(invoice):
        return next(pair[1] for pair in made(invoice, "RO", "ro")["payment"]["middle"] if pair[0] == "Beneficiar")

    transfer = replace(RO.payment.credit_transfers[0], account_name="Factoring SA")
    assert holder(RO) == "Atelierul Nistorescu SRL"
    assert holder(replace(RO, payee=Payee(name="Grup SRL"))) == "Grup SRL"
    assert holder(replace(RO, payment=replace(RO.payment, credit_transfers=(transfer,)))) == "Factoring SA"


def test_a_credit_note_has_no_due_day():
    labels = [label for label, _ in made(replace(STORNO, due_on=date(2026, 12, 1)), "RO", "ro")["facts"]]
    assert "Data emiterii" in labels
    assert "Scadență" not in labels


@pytest.mark.parametrize(
    ("typed", "set_as"),
    [
        ("Stal sp. z o.o. sp. k.", "Stal sp.~z~o.o. sp.~k."),
        ("art. 319 alin. (20) lit. p)", "art.~319 alin.~(20) lit.~p)"),
        ("25 kg, 3 m², 40 buc.", "25~kg, 3~m², 40 buc."),
        ("чл. 114, № 12", "чл.~114, №~12"),
        ("  two   spaces \t and\x07 bells ", "two spaces and bells"),
        ("s\u0326i", "și"),
        ("short-word", "short-word"),
        ("x" * 25, "x" * 12 + "|" + "x" * 12 + "|" + "x"),
    ],
)
def test_prose_breaks_where_a_reader_would(typed, set_as):
    assert prose(typed) == set_as.replace("~", "\u00a0").replace("|", "\u200b")


def test_a_hyphen_at_the_end_of_a_line_is_not_said_twice():
    """Polish typography would repeat it on the next line, and a copied name or number would be another one."""
    text = text_of(PL, "PL", "pl", appearance=Appearance(window="right"))
    assert re.search("Łąkowa- ?Wschód", text)


def test_a_document_without_a_day_is_refused():
    with pytest.raises(Refused) as refused:
        made(replace(RO, issued_on=None), "RO", "ro")
    assert refused.value.code == "document.no_date"


def test_what_strangers_wrote_stays_text():
    evil = "#panic() $x$ \\ {{7*7}} <b>&amp; \u202egnp.exe"
    invoice = replace(RO, buyer=replace(RO.buyer, name=evil), notes=(Note(text=evil),))
    text = text_of(invoice, "RO", "ro")
    assert text.count("#panic() $x$ \\ {{7*7}} <b>&amp; gnp.exe") == 2
