"""What the words of a payment say beside numbers: that it may be no payment, a fee, a part, a month."""

import re
from decimal import Decimal

from kvit.core.parsing.dates import folded, month_names

_NEGATIVE = """
    proforma advance advances prepayment deposit deposits loan refund refunds refunded return returned returns claim
    claims donation chargeback reversal rejected grant interest downpayment overpayment compensation penalty
    avans avansuri depozit garantie imprumut rambursare restituire retur returnare dauna despagubire donatie
    dobanda storno stornare penalitati
    проформа аванс авансово депозит гаранция заем кредит възстановяване връщане върната щета обезщетение дарение лихва
    сторно неустойка
    anticipo anticipos fianza prestamo reembolso devolucion devuelto siniestro indemnizacion donacion interes intereses
    zaliczka zaliczki zadatek kaucja pozyczka pozyczki kredyt zwrot odszkodowanie darowizna odsetki
    anzahlung vorkasse kaution darlehen erstattung ruckzahlung rucklastschrift schaden spende zinsen
"""
NEGATIVE_WORDS = frozenset(folded(_NEGATIVE).split())
"""Words that say that the money may be something else than the payment of an invoice."""
ON_ACCOUNT = frozenset({"acont", "acconto", "akonto", "conto"})
"""Money on account: a part where an invoice is named, an advance where none is."""

_PART = re.compile(r"\b(?:part|parte|partial|partiala|rata|rate|instalment|teil|teilzahlung|czesc|част|частично)\b")
_OF_PARTS = re.compile(r"(?<![\w/])([1-9])\s*/\s*([2-9])(?![\w/])")
_FEE = re.compile(
    r"\b(?:sha|chgs|chg|charges?|fees?|comision\w*|spesen|gebuhr\w*|entgelt\w*|gastos|prowizj\w*|oplat\w*|такс\w*"
    r"|комисион\w*)\b"
)
_STATED_FEE = re.compile(
    r"/?\b(?:chgs|chg|charges?|fees?|comision|spesen)\b[/: ]*(?:[a-z]{3})?\s*([0-9]+[.,][0-9]{2})\b"
)
_MONTH = re.compile(r"(?<![0-9./-])(0?[1-9]|1[0-2])[./-](20[0-9]{2})(?![0-9./-]*[0-9])")
_YEAR_FIRST = re.compile(r"(?<![0-9./-])(20[0-9]{2})[./-](0[1-9]|1[0-2])(?![0-9./-]*[0-9])")
_NAMED_MONTH = re.compile(r"([^\W\d_]{3,})\.?\s+(20[0-9]{2})\b")
_DAY = re.compile(
    r"(?<![0-9])[0-3]?[0-9][./-][01]?[0-9][./-](?:20)?[0-9]{2}(?![0-9])|(?<![0-9])20[0-9]{2}-[01][0-9]-[0-3][0-9]\b"
)


def is_negative(text: str, *, names_a_number: bool) -> bool:
    """Whether the words say that this may be no payment of an invoice at all."""
    small = folded(text)
    words = set(re.findall(r"[^\W\d_]+", small))
    on_account = not names_a_number and bool(ON_ACCOUNT & words)
    return bool(NEGATIVE_WORDS & words) or on_account or bool(re.search(r"\bpro forma\b|\bdown payment\b", small))


def says_part(text: str) -> bool:
    """Whether the payer says that it is a part: `part 1`, `2/3`, `a conto`."""
    small = folded(text)
    parts = _OF_PARTS.search(small)
    counted = parts is not None and int(parts[1]) <= int(parts[2])
    return counted or bool(_PART.search(small)) or bool(ON_ACCOUNT & set(re.findall(r"[^\W\d_]+", small)))


def says_fee(text: str) -> bool:
    """Whether somebody says that the bank took a fee off: `SHA`, `/CHGS/`, `charges`."""
    return bool(_FEE.search(folded(text)))


def stated_fee(text: str) -> Decimal | None:
    """The fee, where the line says how much: 12.00 of `/CHGS/EUR12,00`."""
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
