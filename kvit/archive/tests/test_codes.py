"""Codes for phones: their words by the guideline, and read back from the printed page."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kvit.archive.codes import authority_code, epc_code, zbp_code
from kvit.archive.pages.circumstances import Circumstances, Code
from kvit.archive.pages.document import page
from kvit.archive.tests import qr
from kvit.archive.tests.invoices import BG, ES, PL, RO, bank
from kvit.archive.tests.paper import picture
from kvit.archive.typesetting import pdf
from kvit.core.countries import bg, es, pl, ro

D = Decimal
IBAN = "BG95UNCR70001020488315"


def test_the_payment_code_says_what_the_guideline_wants():
    """EPC069-12, version 002: eleven lines, level M."""
    code = epc_code(D("4026.00"), beneficiary="Мелница ООД", iban=IBAN, text="Фактура 0000004127", bic="UNCRBGSF")
    assert qr.read(qr.matrix_of(code)).split("\n") == [
        "BCD",
        "002",
        "1",
        "SCT",
        "UNCRBGSF",
        "Мелница ООД",
        IBAN,
        "EUR4026",
        "",
        "",
        "Фактура 0000004127",
    ]
    assert code.error == "M"


def test_a_creditor_reference_goes_in_its_own_line():
    code = epc_code(D("0.05"), beneficiary="A", iban=IBAN, text="RF18 5390 0754 7034")
    assert qr.read(qr.matrix_of(code)).split("\n")[7:] == ["EUR0.05", "", "RF18539007547034"]


def test_a_name_of_many_bytes_leaves_room_for_the_text():
    code = epc_code(D("999999999.99"), beneficiary="𐌀" * 70, iban=IBAN, text="Фактура 0000004127", bic="UNCRBGSFXXX")
    read = qr.read(qr.matrix_of(code)).split("\n")
    assert read[5] == "𐌀" * 50
    assert read[10] == "Фактура 0000004127"


def test_a_bic_that_is_none_is_left_out():
    code = epc_code(D("1.00"), beneficiary="A", iban=IBAN, text="x", bic="UNCR")
    assert qr.read(qr.matrix_of(code)).split("\n")[4] == ""


@pytest.mark.parametrize("amount", ["0.00", "-1.00", "0.004", "1000000000.00"])
def test_no_code_where_the_guideline_has_none(amount):
    assert epc_code(D(amount), beneficiary="A", iban=IBAN, text="x") is None


names = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=200)


@given(name=names, text=names, amount=st.decimals("0.01", "999999999.99", places=2))
def test_any_name_and_text_fit_and_read_back(name, text, amount):
    code = epc_code(amount, beneficiary=name, iban=IBAN, text=text)
    read = qr.read(qr.matrix_of(code)).split("\n")
    assert len("\n".join(read).encode()) <= 331
    assert name.startswith(read[5])
    assert len(read[5]) == min(len(name), 70)
    assert D(read[7].removeprefix("EUR")) == amount
    said = read[10] if len(read) > 10 else read[9]
    assert text.startswith(said)
    assert said


def printed(made: bytes, *, left: int, top: int, right: int, bottom: int) -> str:
    """What a phone reads from the code within these millimetres of the first page."""
    width, height, dots = picture(made, dpi=254)  # ten dots a millimetre
    found = qr.seen(width, height, dots, left=10 * left, top=10 * top, right=10 * right, bottom=10 * bottom)
    return qr.read(found)


def test_the_payment_code_on_paper_says_the_amount_account_and_number():
    made = pdf(page(BG, profile=bg.PROFILE, language="bg"))
    assert printed(made, left=137, top=167, right=166, bottom=197).split("\n")[4:] == [
        "UNCRBGSF",
        "Мелница Чавдарови ООД",
        IBAN,
        "EUR4026",
        "",
        "",
        "0000004127",
    ]


def test_the_tax_code_stands_at_the_top_of_the_first_page_thirty_millimetres_wide():
    url = "https://www2.agenciatributaria.gob.es/wlpl/TIKE-CONT/ValidarQR?nif=51083274K&numserie=2026-A%2F0093"
    code = Code(url, "QR tributario", 30, "QR tributario:", "VERI*FACTU")
    made = pdf(page(ES, profile=es.PROFILE, language="es", circumstances=Circumstances(top_code=code)))
    assert printed(made, left=85, top=9, right=122, bottom=42) == url
    width, _, dots = picture(made, dpi=254)
    dark = [x for x in range(850, 1220) if any(dots[y * width + x] < 100 for y in range(100, 400))]
    assert abs((dark[-1] - dark[0]) / 10 - 30) < 0.3
    assert authority_code(url).error == "M"


def test_euro_has_a_payment_code_and_lei_have_none():
    assert "qr" not in page(RO, profile=ro.PROFILE, language="ro")["payment"]
    assert "qr" in page(replace(RO, currency="EUR"), profile=ro.PROFILE, language="ro")["payment"]


NRB = "61109010140000071219812874"


def test_of_an_address_that_nobody_types_the_house_is_shown():
    address = "https://kvit.example/portal/pay/0123456789012345678901234567890123456789012"
    sheet = page(RO, profile=ro.PROFILE, language="ro", circumstances=Circumstances(pay_link=address))["payment"]
    assert ["Plată online", "kvit.example", "plain", address] in sheet["middle"]


def test_the_polish_code_says_what_the_banks_agreed_on():
    """Rekomendacja ZBP "Standard 2D": nine fields, the amount in six figures of grosze."""
    code = zbp_code(D("123.45"), recipient="Żuraw i Synowie | sp. z o.o.", account=f"PL{NRB}", title="FV 12/2026")
    assert qr.read(qr.matrix_of(code)) == f"|PL|{NRB}|012345|Żuraw i Synowie sp.|FV 12/2026|||"
    named = zbp_code(D("9999.99"), recipient="A", account=f"PL{NRB}", title="x", nip="5260001246")
    assert qr.read(qr.matrix_of(named)) == f"5260001246|PL|{NRB}|999999|A|x|||"


@pytest.mark.parametrize(
    "told",
    [
        {"amount": D("10000.00")},
        {"amount": D("0.00")},
        {"title": "FV 12/2026 z dnia 12 stycznia 2026"},
        {"title": "|"},
        {"recipient": " "},
        {"account": "DE89370400440532013000"},
    ],
)
def test_no_polish_code_for_what_the_standard_cannot_say(told):
    amount, rest = told.pop("amount", D(1)), {"recipient": "A", "account": f"PL{NRB}", "title": "x", **told}
    assert zbp_code(amount, **rest) is None


def test_zloty_to_a_polish_account_have_a_code_unless_the_payment_is_to_be_split():
    small = replace(PL, lines=(), totals=replace(PL.totals, payable=D("100.00")))
    sheet = page(small, profile=pl.PROFILE, language="pl")["payment"]
    assert sheet["qr_alt"] == f"QR: {PL.number}"
    split = Circumstances(predicates=frozenset({"split_payment"}))
    assert "qr" not in page(small, profile=pl.PROFILE, language="pl", circumstances=split)["payment"]
    assert "qr" not in page(replace(small, currency="RON"), profile=pl.PROFILE, language="pl")["payment"]


def test_an_account_that_is_no_iban_has_no_code():
    sheet = page(replace(BG, payment=bank("12-34-56 7890", "")), profile=bg.PROFILE, language="en")
    assert "qr" not in sheet["payment"]
    assert sheet["payment"]["iban"] == {"label": "Account", "groups": "12-34-56 7890"}


def test_a_pay_link_is_there_with_and_without_a_code():
    around = Circumstances(pay_link="https://pay.kvit.example/r/4T7K")
    link = ["Plată online", "pay.kvit.example/r/4T7K", "plain", "https://pay.kvit.example/r/4T7K"]
    lei = page(RO, profile=ro.PROFILE, language="ro", circumstances=around)["payment"]
    euro = page(replace(RO, currency="EUR"), profile=ro.PROFILE, language="ro", circumstances=around)["payment"]
    assert link in lei["middle"]
    assert link in euro["middle"]
    assert (lei["qr_label"], euro["qr_alt"]) == ("Scanați pentru plată online", f"EPC QR: {RO.number}")
