"""How much may be taken or paid in cash, by country and day: the laws as tables (`docs/rules/cash.md`)."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

Counted = Literal["day_of_party", "day", "document", "deal", "desk"]
BUSINESS, CONSUMER, ABROAD, ANY = "business", "consumer", "consumer_abroad", "any"
IN, OUT, BOTH = "in", "out", "both"


@dataclass(frozen=True)
class Ceiling:
    """One sentence of a law from `since` until another day: whom it binds, which way, what is counted, how much.

    `counted`: what one party paid or got that day; what all got that day; all the cash ever paid on one document (it
    may not be split); the worth of the whole deal, whatever part of it is cash; what lies in the desk in the evening.
    `reached`: already the sum itself is too much. `warns`: nothing is forbidden, but a person must see to it.
    """

    since: date
    counted: Counted
    most: Decimal
    currency: str
    law: str
    way: str = BOTH
    party: str = ANY
    until: date | None = None
    reached: bool = False
    warns: bool = False

    def holds(self, on: date) -> bool:
        """Whether it is the law on the day."""
        return self.since <= on and (self.until is None or on <= self.until)


@dataclass(frozen=True)
class Facts:
    """An act with cash, itself counted, in one currency; `deal` and `document_cash` are of the document it is for."""

    way: str
    party: str
    party_day: Decimal
    day: Decimal
    deal: Decimal
    document_cash: Decimal
    desk: Decimal = Decimal(0)


@dataclass(frozen=True)
class Over:
    """A ceiling that an act breaks, and the sum that does."""

    ceiling: Ceiling
    counted: Decimal


LEGEA_70 = "Legea 70/2015 art. 3 alin. (1)"
RO_ON = date(2015, 5, 9)
DESK_ON = date(2023, 11, 11)
LEI_5000, LEI_10000 = Decimal(5000), Decimal(10000)
ROMANIA = (
    Ceiling(RO_ON, "day_of_party", LEI_5000, "RON", f"{LEGEA_70} lit. a)", way=IN, party=BUSINESS),
    Ceiling(RO_ON, "document", LEI_5000, "RON", "Legea 70/2015 art. 3 alin. (2)", way=IN, party=BUSINESS),
    Ceiling(RO_ON, "day_of_party", LEI_5000, "RON", f"{LEGEA_70} lit. c)", way=OUT, party=BUSINESS),
    Ceiling(RO_ON, "day", LEI_10000, "RON", f"{LEGEA_70} lit. c)", way=OUT, party=BUSINESS),
    Ceiling(RO_ON, "document", LEI_5000, "RON", "Legea 70/2015 art. 3 alin. (3)", way=OUT, party=BUSINESS),
    Ceiling(RO_ON, "day_of_party", LEI_10000, "RON", "Legea 70/2015 art. 4", party=CONSUMER),
    Ceiling(RO_ON, "document", LEI_10000, "RON", "Legea 70/2015 art. 4", party=CONSUMER),
    Ceiling(DESK_ON, "desk", Decimal(50000), "RON", "Legea 70/2015, Legea 296/2023 art. LXIV, OUG 98/2023", warns=True),
)
ZOPB = "ЗОПБ чл. 3, ал. 1"
EURO_ON = date(2026, 1, 1)
BULGARIA = (
    Ceiling(
        date(2016, 1, 1),
        "deal",
        Decimal("5112.92"),
        "EUR",
        f"{ZOPB} (ДВ, бр. 95 от 2015 г.: 10 000 лв.)",
        until=date(2025, 12, 31),
        reached=True,
    ),
    Ceiling(EURO_ON, "deal", Decimal("5112.92"), "EUR", f"{ZOPB}; ЗВЕРБ (10 000 лв.)", reached=True),
)
LEY_7 = "Ley 7/2012 art. 7.Uno.1"
LEY_11_ON = date(2021, 7, 11)
BEFORE_LEY_11 = date(2021, 7, 10)
LEY_7_ON = date(2012, 11, 19)
SPAIN = tuple(
    Ceiling(since, "deal", Decimal(most), "EUR", law, party=party, until=until, reached=True)
    for since, until, law, resident, abroad in (
        (LEY_7_ON, BEFORE_LEY_11, LEY_7, 2500, 15000),
        (LEY_11_ON, None, f"{LEY_7} (Ley 11/2021 art. 18)", 1000, 10000),
    )
    for party, most in ((BUSINESS, resident), (CONSUMER, resident), (ABROAD, abroad))
)
PL_SWOBODA = "ustawa o swobodzie działalności gospodarczej art. 22"
PL_LAST_SWOBODA = date(2018, 4, 29)
POLAND = (
    Ceiling(date(2017, 1, 1), "deal", Decimal(15000), "PLN", PL_SWOBODA, party=BUSINESS, until=PL_LAST_SWOBODA),
    Ceiling(date(2018, 4, 30), "deal", Decimal(15000), "PLN", "Prawo przedsiębiorców art. 19", party=BUSINESS),
)
UNION = (Ceiling(date(2027, 7, 10), "deal", Decimal(10000), "EUR", "Regulation (EU) 2024/1624 art. 80"),)
"""For the countries of the Union whose own laws allow more, or that Kvit knows no law of."""
MEMBERS = (
    *("AT", "BE", "CY", "CZ", "DE", "DK", "EE", "FI", "FR", "GR", "HR", "HU"),
    *("IE", "IT", "LT", "LU", "LV", "MT", "NL", "PT", "SE", "SI", "SK"),
)
CEILINGS: Mapping[str, tuple[Ceiling, ...]] = {
    **dict.fromkeys(MEMBERS, UNION),
    "RO": ROMANIA,
    "BG": BULGARIA,
    "ES": SPAIN,
    "PL": (*POLAND, *UNION),
}
"""Romania, Bulgaria and Spain allow less than the Union will."""


def in_force(country: str, *, on: date) -> list[Ceiling]:
    """The ceilings of the company's country on the day."""
    return [one for one in CEILINGS.get(country, ()) if one.holds(on)]


def exceeded(country: str, facts: Facts, *, on: date, worth: Callable[[Ceiling], Decimal]) -> Iterator[Over]:
    """Every ceiling that the act breaks; `worth` gives a ceiling's sum in the currency of the facts.

    Where nothing is counted it is not asked: its rate may be missing.
    """
    laws = in_force(country, on=on)
    abroad = any(one.party == ABROAD for one in laws)
    party = CONSUMER if facts.party == ABROAD and not abroad else facts.party
    for one in laws:
        if one.way not in (BOTH, facts.way) or one.party not in (ANY, party):
            continue
        counted = _counted(one, facts)
        if not counted:
            continue
        most = worth(one)
        if counted > most or (one.reached and counted == most):
            yield Over(one, counted)


def _counted(one: Ceiling, facts: Facts) -> Decimal:
    return {
        "day_of_party": facts.party_day,
        "day": facts.day,
        "document": facts.document_cash,
        "deal": facts.deal,
        "desk": facts.desk,
    }[one.counted]
