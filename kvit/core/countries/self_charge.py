"""VAT that a buyer charges itself, by country: the articles, whether a document is made, by when, at whose rate.

`docs/rules/self-charge.md` says which texts were read.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Treatment = Literal["services", "acquisition", "domestic"]


@dataclass(frozen=True)
class SelfChargeLaw:
    """A country's rules. `grounds` are the articles by which the buyer owes the VAT, by what was bought.

    It counts in the month of its document (`issue`) or of its tax point; `rate_days_before` says how long before the
    tax point the exchange rate is looked for. Without a document `series` and `document` are empty; then the VAT is
    to be booked by `return_day` of the month after. `words` are those of the document, in its language.
    """

    grounds: Mapping[str, str]
    counts_on: Literal["issue", "tax_point"]
    return_day: int
    valid_from: date
    source: str
    rate_days_before: int = 0
    document: str = ""
    document_law: str = ""
    document_days: int = 0
    series: str = ""
    words: Mapping[str, str] = field(default_factory=dict)


LAWS: dict[str, SelfChargeLaw] = {
    "BG": SelfChargeLaw(
        grounds={
            "services": "чл. 82, ал. 2, т. 3 ЗДДС",
            "acquisition": "чл. 84 ЗДДС",
            "domestic": "чл. 82, ал. 5 във връзка с чл. 163а, ал. 2 ЗДДС",
        },
        counts_on="issue",
        return_day=14,
        valid_from=date(2007, 1, 1),
        source="ЗДДС чл. 82, 84, 86, 117, 124 и 125",
        document="Протокол по чл. 117 ЗДДС",
        document_law="ЗДДС чл. 117, ал. 1–5",
        document_days=15,
        series="4{n:09}",
        words={
            "number": "Номер",
            "issued_on": "Дата на издаване",
            "tax_point_on": "Данъчно събитие",
            "supplier": "Доставчик",
            "supplier_number": "ДДС № на доставчика",
            "bill": "Фактура №",
            "credit_note": "Кредитно известие №",
            "of": "от",
            "item": "Вид на стоката или услугата",
            "quantity": "Количество",
            "unit": "Мярка",
            "net": "Стойност",
            "whole": "Доставка по фактура №",
            "rate": "Ставка на данъка",
            "base": "Данъчна основа",
            "vat": "Размер на данъка",
            "base_lower": "Намаление на данъчната основа",
            "vat_lower": "Намаление на данъка",
            "ground": "Основание за начисляване на данъка",
            "corrects": "Изменя протокол №",
            "why": "Основание за издаване: изменение на данъчната основа, чл. 117, ал. 4 ЗДДС",
            "exchange": "Валутен курс",
            "issuer": "Съставил",
        },
    ),
    "RO": SelfChargeLaw(
        grounds={
            "services": "art. 307 alin. (2) Cod fiscal",
            "acquisition": "art. 308 Cod fiscal",
            "domestic": "art. 331 Cod fiscal",
        },
        counts_on="tax_point",
        return_day=25,
        valid_from=date(2016, 1, 1),
        source="Cod fiscal art. 290, 307, 308, 320, 323, 326 și 331",
    ),
    "ES": SelfChargeLaw(
        grounds={
            "services": "art. 84.Uno.2.º.a) Ley 37/1992",
            "acquisition": "art. 85 Ley 37/1992",
            "domestic": "art. 84.Uno.2.º Ley 37/1992",
        },
        counts_on="tax_point",
        return_day=20,
        valid_from=date(2013, 1, 1),
        source="Ley 37/1992 art. 79.Once, 84, 85, 99 y 165; RD 1619/2012",
    ),
    "PL": SelfChargeLaw(
        grounds={
            "services": "art. 17 ust. 1 pkt 4 ustawy o VAT",
            "acquisition": "art. 17 ust. 1 pkt 3 ustawy o VAT",
            "domestic": "art. 145e ustawy o VAT",
        },
        counts_on="tax_point",
        return_day=25,
        valid_from=date(2013, 1, 1),
        source="ustawa o VAT art. 17, 19a, 20 ust. 5, 31a, 86 ust. 2 pkt 4 i 99",
        rate_days_before=1,
    ),
}
"""No other country has an entry: there Kvit charges nothing by itself."""
