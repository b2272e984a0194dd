"""What pages offer for paying early is read in the languages of the trade; it is sure only where a sum proves it."""

from datetime import date
from decimal import Decimal

import pytest

from kvit.core.reading.bills import read
from kvit.core.reading.tests.paper import page

D = Decimal
ROMANIAN = """
FACTURĂ Nr. factură: KVT-1042    Data emiterii: 03.02.2026
Furnizor: Alfa SRL, CIF: RO14399840
Total fără TVA        1.000,00
TVA 21%               210,00
Total de plată        1.210,00 RON

{terms}
"""


def offers(terms, **how):
    return read([page(ROMANIAN.format(terms=terms), **how)], source="text").offers


@pytest.mark.parametrize(
    ("terms", "found"),
    [
        ("2% Skonto bei Zahlung innerhalb 10 Tagen, 30 Tage netto", [("2", 10)]),
        ("Zahlbar innerhalb von 10 Tagen mit 2 % Skonto oder 30 Tage netto.", [("2", 10)]),
        ("3% Skonto innerhalb 7 Tagen, 2% Skonto innerhalb 14 Tagen, 30 Tage netto", [("3", 7), ("2", 14)]),
        ("innerhalb 7 Tagen 3% Skonto, innerhalb 14 Tagen 2% Skonto", [("3", 7), ("2", 14)]),
        ("Bei Zahlung innerhalb von 10 Tagen\ngewähren wir 2,5 % Skonto.", [("2.5", 10)]),
        ("Zahlbar in 30 Tagen\n2% Skonto in 10 Tagen", [("2", 10)]),
        ("2% descuento por pronto pago a 10 días", [("2", 10)]),
        ("Dto. pronto pago 2 % si paga en 10 días, neto 60 días", [("2", 10)]),
        ("skonto 2% przy zapłacie w ciągu 7 dni", [("2", 7)]),
        ("Przy płatności w ciągu 10 dni udzielamy 3 % skonta", [("3", 10)]),
        ("Reducere de 2% pentru plata în termen de 10 zile", [("2", 10)]),
        ("Scont 1,5% la plata în 14 zile", [("1.5", 14)]),
        ("2% отстъпка при плащане до 10 дни", [("2", 10)]),
        ("Сконто 3 % при плащане в срок от 7 дни", [("3", 7)]),
        ("2% discount if paid within 10 days, net 30 days", [("2", 10)]),
        ("Terms: 2/10 net 30", [("2", 10)]),
        ("Terms: 2% 10 net 30", [("2", 10)]),
        ("Skonto   2,00 %   10 Tage", [("2.00", 10)]),
    ],
)
def test_a_percentage_with_days_beside_a_word_for_it_is_an_offer(terms, found):
    told = offers(terms)
    assert [(one.percent, one.days) for one in told] == [(D(percent), days) for percent, days in found]
    assert not any(one.sure for one in told), "nothing proves it"
    assert all(one.page == 1 and one.box[0] < one.box[2] for one in told)


@pytest.mark.parametrize(
    "terms",
    [
        "2 % Skonto bei Zahlung bis zum 13.02.2026",
        "Early payment discount of 2% if paid by 13.02.2026",
        "Skonto 2% przy płatności do dnia 13.02.2026",
        "2% descuento por pronto pago antes del 13.02.2026",
    ],
)
def test_an_offer_may_name_its_last_day(terms):
    [one] = offers(terms)
    assert (one.percent, one.days, one.until) == (2, None, date(2026, 2, 13))


@pytest.mark.parametrize(
    "terms",
    [
        "TVA 21% scadent în 30 zile",
        "Dobândă de întârziere 2% pe zi după 10 zile",
        "Reducere comercială 5%",
        "Rabatt 10 %, zahlbar innerhalb 14 Tagen",
        "Discount 5%   Delivery within 3 days",
        "Skonto wird nicht gewährt. 19 % USt. 30 Tage Zahlungsziel",
        "Zahlbar ohne Abzug innerhalb 30 Tagen",
        "Verzugszinsen 9 % nach 30 Tagen",
        "50% Skonto innerhalb 10 Tagen",
    ],
)
def test_rates_interest_and_discounts_that_were_given_already_offer_nothing(terms):
    assert offers(terms) == ()


@pytest.mark.parametrize("amount", ["24,20", "1.185,80"])
def test_an_amount_that_the_percentage_comes_to_proves_it(amount):
    [one] = offers(f"2% Skonto bei Zahlung innerhalb 10 Tagen: {amount} RON")
    assert (one.sure, one.confidence) == (True, D("0.97"))


@pytest.mark.parametrize(
    "terms",
    [
        "2% Skonto bei Zahlung innerhalb 10 Tagen: 24,00 RON",
        "2% Skonto innerhalb 10 Tagen nach Erhalt: 24,20 RON",
        "2% discount if paid within 10 days: 24,20 RON",
    ],
)
def test_another_amount_another_beginning_or_a_word_for_any_discount_prove_nothing(terms):
    [one] = offers(terms)
    assert not one.sure


def test_what_a_scanner_was_not_clear_about_is_not_sure():
    text = ROMANIAN.format(terms="2% Skonto bei Zahlung innerhalb 10 Tagen: 24,20 RON")
    [one] = read([page(text, certainty=70)], source="ocr").offers
    assert not one.sure
