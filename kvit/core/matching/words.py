"""What the words of a payment say beside numbers: that it may be no payment, a fee, a part, a month."""

import re
from decimal import Decimal

from kvit.core.parsing.dates import folded, month_names

_NEGATIVE = """
    proforma* prepayment* advance advances deposit* loan loans refund* return returns returned claim claims
    donation* chargeback* reversal reversed rejected grant grants interest downpayment* overpay* overpaid compensation
    penalty penalties
    avans* depozit* garantie garantia garantii imprumut* rambursar* restitui* retur* dauna daune daunei daunelor
    despagub* donatie donatia donatii* doband* dobanz* storn* penalit*
    проформ* аванс* предплат* предварително капаро* депозит* гаранци* заем* заим* кредит* възстанов* връщ* върнат* щета*
    щети* обезщет* дарени* лихв* сторн* неустоик*
    anticip* adelant* deposito* fianza* senal prestamo* reembols* devoluc* devuel* siniestr* indemniz*
    donacion* donativ* interes intereses
    zaliczk* zaliczek przedplat* zadatek zadatk* kaucj* pozycz* kredyt kredytu zwrot* odszkodowan* darowizn*
    odsetki odsetek odsetkami
    anzahlung* vorauszahlung* vorkasse kaution* darlehen* *erstattung* ruckzahlung* rucklastschrift* schaden* spende
    spenden zinsen
"""
"""Words that say that the money may be something else than the payment of an invoice; `*` is any ending."""


def _any_of(told: str) -> re.Pattern[str]:
    """Whole words, beside figures too (`AVANS123`)."""
    words = "|".join(word.replace("*", r"[^\W\d_]*") for word in folded(told).split())
    return re.compile(rf"(?<![^\W\d_])(?:{words})(?![^\W\d_])")


_IS_NEGATIVE = _any_of(_NEGATIVE)
_IS_TWO_NEGATIVE_WORDS = re.compile(r"\b(?:pro forma|down payment|provision de fondos)\b")
_ON_ACCOUNT = re.compile(r"\b(?:acont\w*|acconto|akonto|conto|(?:pago|entrega) a cuenta)\b")
"""Money on account: a part where an invoice is named, an advance where none is."""

_PART = _any_of("""
    part parte partial* instalment* installment* rata rate ratei transa transei teil teilzahlung* teilbetrag* czesc
    czesci czesciow* raty transza transzy част части частичн* вноск* parcial* plazo* cuota*
""")
_OF_PARTS = re.compile(r"(?<![\w/])([1-9])\s*/\s*([2-9])(?![\w/])")
_FEE_WORD = _any_of(
    "chg chgs charge charges fee fees comision* spesen gebuhr* entgelt* gastos prowizj* oplat* такс* комисион*"
)
_FEE_TAKEN = re.compile(
    r"\bsha\b|\bchgs?\b|\b(?:fees?|charges?) (?:were |was )?(?:deducted|withheld|taken)\b"
    r"|\b(?:less|minus|net of) (?:[^\W\d_]+ )?(?:fees?|charges?)\b"
)
_STATED_FEE = re.compile(rf"{_FEE_WORD.pattern}(?: [^\W\d_]+)?[/: ]*(?:[a-z]{{3}})?\s*([0-9]+[.,][0-9]{{2}})\b")
_MONTH = re.compile(r"(?<![0-9./-])(0?[1-9]|1[0-2])[./-](20[0-9]{2})(?![0-9./-]*[0-9])")
_YEAR_FIRST = re.compile(r"(?<![0-9./-])(20[0-9]{2})[./-](0[1-9]|1[0-2])(?![0-9./-]*[0-9])")
_NAMED_MONTH = re.compile(r"([^\W\d_]{3,})\.?\s+(20[0-9]{2})\b")
_DAY = re.compile(
    r"(?<![0-9])[0-3]?[0-9][./-][01]?[0-9][./-](?:20)?[0-9]{2}(?![0-9])|(?<![0-9])20[0-9]{2}-[01][0-9]-[0-3][0-9]\b"
)


def is_negative(text: str, *, names_a_number: bool) -> bool:
    """Whether the words say that this may be no payment of an invoice at all."""
    small = folded(text)
    on_account = not names_a_number and _ON_ACCOUNT.search(small)
    return bool(_IS_NEGATIVE.search(small) or _IS_TWO_NEGATIVE_WORDS.search(small) or on_account)


def says_part(text: str) -> bool:
    """Whether the payer says that it is a part: `part 1`, `2/3`, `a conto`."""
    small = folded(text)
    parts = _OF_PARTS.search(small)
    counted = parts is not None and int(parts[1]) <= int(parts[2])
    return bool(counted or _PART.search(small) or _ON_ACCOUNT.search(small))


def speaks_of_fee(text: str) -> bool:
    """Whether a word for a fee stands there, be it the bank's or what the invoice itself is for."""
    return bool(_FEE_WORD.search(folded(text)) or _FEE_TAKEN.search(folded(text)))


def says_fee_taken(text: str) -> bool:
    """Whether the bank's own signs say that a fee was taken off on the way: `SHA`, `/CHGS/`, `fees deducted`."""
    return bool(_FEE_TAKEN.search(folded(text)))


def stated_fee(text: str) -> Decimal | None:
    """The fee, where the line says how much: 12.00 of `/CHGS/EUR12,00`, 5.00 of `prowizja 5,00`."""
    found = _STATED_FEE.search(folded(text))
    return Decimal(found[1].replace(",", ".")) if found else None


def months_of(text: str) -> set[tuple[int, int]]:
    """The months that the text names, each as year and number: `abonament 05/2026`, `Leistungen Mai 2026`."""
    small = folded(text)
    months = {(int(found[2]), int(found[1])) for found in _MONTH.finditer(small)}
    months |= {(int(found[1]), int(found[2])) for found in _YEAR_FIRST.finditer(small)}
    names = month_names()
    return months | {(int(found[2]), names[found[1]]) for found in _NAMED_MONTH.finditer(small) if found[1] in names}


def without_days(text: str) -> str:
    """The text without days and months, whose figures name no document."""
    small = _DAY.sub(" ", folded(text))
    for pattern in (_MONTH, _YEAR_FIRST):
        small = pattern.sub(" ", small)
    names = month_names()
    return _NAMED_MONTH.sub(lambda found: " " if found[1] in names else found[0], small)
