"""Bills of several countries are read as a person would, and what is doubtful is not sure."""

from datetime import date
from decimal import Decimal

import pytest

from kvit.core.reading.bills import read
from kvit.core.reading.tests.paper import page
from tests.habits import ROOT

ROMANIAN = (ROOT / "docs" / "rules" / "reading-bills.md").read_text().split("```")[1]
"""The worked example, as it stands on the page of the rule."""

BULGARIAN = """
                          ФАКТУРА № 0000001234
Дата на издаване: 03.02.2026 г.
Дата на данъчно събитие: 31.01.2026 г.
Получател                           Доставчик
Роза Трейд ООД                      Балкан Строй ЕООД
ИН по ЗДДС: BG175074752             ИН по ЗДДС: BG831915840

Данъчна основа          1 000,00 лв.
ДДС 20%                 200,00 лв.
Сума за плащане         1 200,00 лв.
Падеж: 17.02.2026
"""

SPANISH = """
Talleres Moreno SL                        Factura nº    Fecha         Vencimiento
NIF: B58378431                            2026/000117   14/02/2026    16/03/2026

Cliente: Norte Digital SL
CIF: A28015865
                        Base imponible    IVA 21%       Total factura
                        1.000,00          210,00        1.210,00 €
"""

POLISH = """
Faktura VAT nr FV 12/02/2026
Wystawiona dnia 2026-02-14 w Warszawie         Data sprzedaży: 2026-02-10
Sprzedawca:                     Nabywca:
Młyn Polski S.A.                Bałtyk Trans S.A.
NIP 525-234-40-78               NIP 526-030-02-91

                 Wartość netto    Kwota VAT    Wartość brutto
23%              1 000,00         230,00       1 230,00
8%               100,00           8,00         108,00
Razem            1 100,00         238,00       1 338,00
Do zapłaty: 1 338,00 zł
Termin płatności: 2026-02-28
Nr konta: 61 1090 1014 0000 0712 1981 2874
"""

GERMAN = """
Rechnung Nr. RE-2026/0815 vom 14. Februar 2026
Ihre USt-IdNr.: DE136695976
Nettobetrag                    496,00 EUR
zzgl. 19 % MwSt.                94,24 EUR
Rechnungsbetrag                590,24 EUR
Zahlbar innerhalb von 14 Tagen ohne Abzug, mit 2 % Skonto innerhalb von 7 Tagen.
Muster GmbH     USt-IdNr. DE811569869
"""

FRENCH = """
FACTURE n° F2026-0042 du 3 mars 2026
Date d'échéance : 02/04/2026
Total HT                  100,00 €
TVA 20 %                   20,00 €
Net à payer               120,00 €
N° TVA intracommunautaire : FR60421938861
"""

EXPECTED = {
    "ro": (
        ROMANIAN,
        {
            "number": "KVT-1042",
            "issued_on": date(2026, 2, 3),
            "due_on": date(2026, 3, 5),
            "currency": "RON",
            "net": Decimal("1000.00"),
            "vat": Decimal("210.00"),
            "gross": Decimal("1210.00"),
            "payable": Decimal("1210.00"),
            "seller_name": "Alfa SRL",
            "seller_vat_id": "RO14399840",
            "buyer_vat_id": "RO18547290",
            "iban": "RO49AAAA1B31007593840000",
        },
    ),
    "bg": (
        BULGARIAN,
        {
            "number": "0000001234",
            "issued_on": date(2026, 2, 3),
            "due_on": date(2026, 2, 17),
            "currency": "BGN",
            "gross": Decimal("1200.00"),
            "seller_name": "Балкан Строй ЕООД",
            "seller_vat_id": "BG831915840",
            "buyer_vat_id": "BG175074752",
        },
    ),
    "es": (
        SPANISH,
        {
            "number": "2026/000117",
            "issued_on": date(2026, 2, 14),
            "due_on": date(2026, 3, 16),
            "currency": "EUR",
            "gross": Decimal("1210.00"),
            "seller_vat_id": "ESB58378431",
            "buyer_vat_id": "ESA28015865",
        },
    ),
    "pl": (
        POLISH,
        {
            "number": "FV 12/02/2026",
            "issued_on": date(2026, 2, 14),
            "due_on": date(2026, 2, 28),
            "net": Decimal("1100.00"),
            "vat": Decimal("238.00"),
            "gross": Decimal("1338.00"),
            "seller_vat_id": "PL5252344078",
            "buyer_vat_id": "PL5260300291",
            "iban": "PL61109010140000071219812874",
        },
    ),
    "de": (
        GERMAN,
        {
            "number": "RE-2026/0815",
            "issued_on": date(2026, 2, 14),
            "due_on": date(2026, 2, 28),
            "net": Decimal("496.00"),
            "gross": Decimal("590.24"),
            "seller_vat_id": "DE811569869",
            "buyer_vat_id": "DE136695976",
        },
    ),
    "fr": (
        FRENCH,
        {
            "number": "F2026-0042",
            "issued_on": date(2026, 3, 3),
            "due_on": date(2026, 4, 2),
            "gross": Decimal("120.00"),
            "seller_vat_id": "FR60421938861",
        },
    ),
}


def text_of(paper):
    return read([page(paper)], source="text")


@pytest.mark.parametrize("language", EXPECTED)
def test_a_bill_is_read_in_its_language(language):
    paper, expected = EXPECTED[language]
    reading = text_of(paper)
    assert {name: reading.value(name) for name in expected} == expected


def test_the_worked_example_is_sure_of_what_the_page_of_the_rule_says():
    reading = text_of(ROMANIAN)
    sure = {fact.name for fact in reading.facts if fact.sure}
    assert sure == set(EXPECTED["ro"][1]) - {"seller_name"}
    assert reading.findings == ()
    assert [(line.name, line.quantity, line.price, line.net) for line in reading.lines] == [
        ("Scaun", Decimal(2), Decimal("150.00"), Decimal("300.00")),
        ("Masă", Decimal(1), Decimal("700.00"), Decimal("700.00")),
    ]


def test_a_total_that_does_not_add_up_is_kept_and_said():
    reading = text_of(ROMANIAN.replace("1.210,00", "1.211,00"))
    total = reading.fact("gross")
    assert (total.value, total.sure) == (Decimal("1211.00"), False)
    assert [finding.rule for finding in reading.findings] == ["bill.sums_unproven"]


def test_every_fact_says_where_it_stands():
    reading = text_of(ROMANIAN)
    number, total = reading.fact("number"), reading.fact("gross")
    assert number.page == total.page == 1
    assert number.box[1] < total.box[1], "the number stands above the total"
    left, top, right, bottom = number.box
    assert right - left == 8 * 60 + 25, "eight letters wide, in tenths of a point"
    assert bottom - top == 90


def test_a_wrong_check_digit_of_the_supplier_is_kept_and_said():
    reading = text_of(ROMANIAN.replace("RO14399840", "RO14399841"))
    fact = reading.fact("seller_vat_id")
    assert (fact.value, fact.sure) == ("RO14399841", False)
    assert ("vat_id.bad_checksum", "seller_vat_id") in {(each.rule, each.place) for each in reading.findings}


def test_a_wrong_iban_is_kept_and_said():
    reading = text_of(ROMANIAN.replace("9384 0000", "9384 0001"))
    fact = reading.fact("iban")
    assert (fact.value, fact.sure) == ("RO49AAAA1B31007593840001", False)
    assert ("iban.bad_checksum", "iban") in {(each.rule, each.place) for each in reading.findings}


def test_two_accounts_leave_it_open_which_one():
    reading = text_of(ROMANIAN + "IBAN: DE89 3704 0044 0532 0130 00\n")
    assert reading.fact("iban").sure is False


def test_what_a_scanner_was_not_clear_about_is_not_sure():
    dim = read([page(ROMANIAN, certainty=60)], source="ocr")
    clear = read([page(ROMANIAN, certainty=95)], source="ocr")
    assert not any(fact.sure for fact in dim.facts)
    assert clear.fact("gross").sure
    assert dim.value("gross") == clear.value("gross")


def test_a_term_of_days_is_worked_out_and_not_sure():
    due = text_of(GERMAN).fact("due_on")
    assert (due.value, due.sure) == (date(2026, 2, 28), False)


def test_the_number_of_a_customer_or_an_order_is_not_that_of_the_bill():
    reading = text_of("Customer number: 4711\nOrder no: 8812\nInvoice number: A-15\n")
    assert (reading.value("number"), reading.value("order_ref")) == ("A-15", "8812")


def test_two_numbers_that_are_both_named_leave_it_open():
    number = text_of("Rechnung Nr. E2018092011\nBelegnummer 2018092011804\n").fact("number")
    assert number.sure is False


def test_two_currencies_leave_it_open():
    reading = text_of("Total 100.00 EUR\nEquivalent 497.00 RON\n")
    assert reading.fact("currency").sure is False


def test_a_day_that_can_be_read_two_ways_keeps_both():
    reading = text_of("Invoice date: 03/04/2026\nInvoice number: 7\nTotal 10.00 USD\n")
    assert reading.fact("issued_on").sure is False
    finding = next(each for each in reading.findings if each.rule == "date.ambiguous")
    assert finding.facts["readings"] == ["2026-04-03", "2026-03-04"]


def test_a_receipt_gives_what_was_paid_for_not_the_cash():
    reading = text_of("TOTAL    18.80\nCASH    50.00\nCHANGE    31.20\n16/04/2018 16:28\n")
    assert (reading.value("gross"), reading.value("issued_on")) == (Decimal("18.80"), date(2018, 4, 16))


def test_an_advert_says_that_it_is_no_bill():
    reading = text_of("Big sale this week\nEverything must go\nCome and see us\n")
    missing = {finding.place for finding in reading.findings if finding.rule == "bill.not_found"}
    assert missing == {"number", "issued_on", "gross", "currency"}


def test_an_empty_page_is_read_as_nothing():
    assert text_of("").facts == ()


RECEIPT = """
HERO MART SDN BHD
Date: 17/05/2026
Rice 5kg                                    40.46
Total (Excluding GST):                      39.13
GST 6%:                                      2.35
Total (Inclusive of GST):                   41.48
Rounding Adj:                                0.02
CASH                                        41.50
"""


def test_a_receipt_that_rounds_to_its_smallest_coin_costs_what_it_rounds_to():
    assert read([page(RECEIPT)], source="ocr").fact("gross").value == Decimal("41.50")
    plain = RECEIPT.replace("Rounding Adj:                                0.02", "")
    assert read([page(plain)], source="ocr").fact("gross").value == Decimal("41.48")


def test_days_beside_the_bills_own_whose_heads_a_scan_lost_are_a_guess_and_never_sure():
    bill = "FACTURA 543\nData facturii\n24-07-2026     24-07-2026     22-09-2026\nTotal de plata 121,00 lei\n"
    due = read([page(bill)], source="ocr").fact("due_on")
    assert (due.value, due.sure) == (date(2026, 9, 22), False)
    far = read([page(bill.replace("22-09-2026", "22-09-2027"))], source="ocr")
    assert far.fact("due_on") is None
