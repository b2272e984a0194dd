"""Late payment between businesses: yearly rates by half-year, and the fixed sums, as each country's law has them.

Only values with a source stand here; a half-year without one is refused, never guessed. The tables end with the first
half of 2026: no source for the second was to be had when they were written (`docs/rules/late-payment.md`).
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

EURO_AREA_ON = date(2026, 1, 1)
"""Bulgaria pays in euro from here; 80 lev are then 40.90 EUR (Regulation (EC) 974/98, art. 14, at 1.95583)."""


@dataclass(frozen=True)
class HalfYearRate:
    """The yearly rate in percent for the days of one half-year, and where it comes from."""

    year: int
    half: int
    percent: Decimal
    source: str


@dataclass(frozen=True)
class FixedSum:
    """The sum for recovery costs of each invoice paid late, by how large the claim was (below `below`; None: any)."""

    amount: Decimal
    currency: str
    since: date
    until: date | None = None
    below: Decimal | None = None


@dataclass(frozen=True)
class LatePaymentLaw:
    """A country's rules. `days_in_year` divides the yearly rate; `claim_currency` is the one of the sums' limits."""

    law: str
    rates: tuple[HalfYearRate, ...]
    sums: tuple[FixedSum, ...]
    days_in_year: int = 365
    claim_currency: str = ""
    converted_before_due_month: bool = False


def _rates(known: dict[str, str], *, margin: str, source: str) -> tuple[HalfYearRate, ...]:
    """`known` maps "2025/1" to the reference rate of that half-year."""
    halves = [(label.split("/"), reference) for label, reference in known.items()]
    return tuple(
        HalfYearRate(int(year), int(half), Decimal(reference) + Decimal(margin), source)
        for (year, half), reference in halves
    )


ECB = {
    "2017/1": "0", "2017/2": "0", "2018/1": "0", "2018/2": "0", "2019/1": "0", "2019/2": "0", "2020/1": "0",
    "2020/2": "0", "2021/1": "0", "2021/2": "0", "2022/1": "0", "2022/2": "0", "2023/1": "2.5", "2023/2": "4",
    "2024/1": "4.5", "2024/2": "4.25", "2025/1": "3.15", "2025/2": "2.15", "2026/1": "2.15",
}  # fmt: skip
"""Main refinancing operations before the first day of the half-year (ECB; BOE-A-2025-27201 for the last)."""

BNR = {
    "2021/1": "1.5", "2021/2": "1.25", "2022/1": "1.75", "2022/2": "3.75", "2023/1": "6.75", "2023/2": "7",
    "2024/1": "7", "2024/2": "7", "2025/1": "6.5", "2025/2": "6.5", "2026/1": "6.5",
}  # fmt: skip
"""Rata dobânzii de referință on the first day of the half-year (circulars of the BNR)."""

NBP = {
    "2022/1": "1.75", "2022/2": "6", "2023/1": "6.75", "2023/2": "6.75", "2024/1": "5.75", "2024/2": "5.75",
    "2025/1": "5.75", "2025/2": "5.25", "2026/1": "4",
}  # fmt: skip
"""Stopa referencyjna on 1 January and 1 July (resolutions of the RPP)."""

BNB = {
    "2017/1": "0", "2017/2": "0", "2018/1": "0", "2018/2": "0", "2019/1": "0", "2019/2": "0", "2020/1": "0",
    "2020/2": "0", "2021/1": "0", "2021/2": "0", "2022/1": "0", "2022/2": "0", "2023/2": "3.12", "2025/2": "1.91",
}  # fmt: skip
"""Основен лихвен процент on 1 January and 1 July (BNB, which stopped announcing it at the end of 2025)."""

DIRECTIVE_LAW = "Directive 2011/7/EU art. 2(6), 3 and 6"
DIRECTIVE_RATES = _rates(ECB, margin="8", source="ECB main refinancing rate + 8 (Directive 2011/7/EU art. 2(6))")
DIRECTIVE_SUMS = (FixedSum(Decimal(40), "EUR", date(2013, 3, 16)),)

LAWS = {
    "RO": LatePaymentLaw(
        law="Legea 72/2013; OG 13/2011 art. 3 alin. (2^1)",
        rates=_rates(BNR, margin="8", source="rata de referință BNR + 8 (OG 13/2011 art. 3 alin. (2^1))"),
        sums=(FixedSum(Decimal(40), "EUR", date(2013, 4, 5)),),
    ),
    "BG": LatePaymentLaw(
        law="ЗЗД чл. 86; ТЗ чл. 309а; ПМС 426/2014",
        rates=(
            *_rates(BNB, margin="10", source="ОЛП на БНБ + 10 (ПМС 426/2014, ал. 1)"),
            *_rates({"2026/1": ECB["2026/1"]}, margin="8", source="лихва на ЕЦБ + 8 (ПМС 426/2014, изм. 2025)"),
        ),
        sums=(
            FixedSum(Decimal(80), "BGN", date(2013, 3, 15), until=date(2025, 12, 31)),
            FixedSum(Decimal("40.90"), "EUR", EURO_AREA_ON),
        ),
        days_in_year=360,
    ),
    "ES": LatePaymentLaw(
        law="Ley 3/2004 art. 7 y 8",
        rates=_rates(ECB, margin="8", source="tipo del BCE + 8 (Ley 3/2004 art. 7.2)"),
        sums=(FixedSum(Decimal(40), "EUR", date(2013, 2, 24)),),
    ),
    "PL": LatePaymentLaw(
        law="ustawa z 8.03.2013 o przeciwdziałaniu nadmiernym opóźnieniom w transakcjach handlowych, art. 4, 7 i 10",
        rates=_rates(NBP, margin="10", source="stopa referencyjna NBP + 10 (art. 4 pkt 3)"),
        sums=(
            FixedSum(Decimal(40), "EUR", date(2020, 1, 1), below=Decimal("5000.01")),
            FixedSum(Decimal(70), "EUR", date(2020, 1, 1), below=Decimal(50_000)),
            FixedSum(Decimal(100), "EUR", date(2020, 1, 1)),
        ),
        claim_currency="PLN",
        converted_before_due_month=True,
    ),
}

EURO_AREA = frozenset(
    ("AT", "BE", "CY", "DE", "EE", "FI", "FR", "GR", "HR", "IE", "IT", "LT", "LU", "LV", "MT", "NL", "PT", "SI", "SK")
)
OUTSIDE_EURO = frozenset(("CZ", "DK", "HU", "SE"))


def law_of(country: str) -> LatePaymentLaw:
    """A country's own rules; in the rest of the Union the directive's minimum, outside the Union nothing.

    A member state may ask for more than the directive does; those outside the euro have rates of their own banks.
    """
    if country in LAWS:
        return LAWS[country]
    if country in EURO_AREA:
        return LatePaymentLaw(law=DIRECTIVE_LAW, rates=DIRECTIVE_RATES, sums=DIRECTIVE_SUMS)
    if country in OUTSIDE_EURO:
        return LatePaymentLaw(law=DIRECTIVE_LAW, rates=(), sums=DIRECTIVE_SUMS)
    return LatePaymentLaw(law="", rates=(), sums=())
