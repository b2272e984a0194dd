"""The annotations of FA(3): the words of ustawa o VAT art. 106e ust. 1 pkt 16 to 24 and ust. 2 to 3 as fields."""

from dataclasses import dataclass
from datetime import date

from kvit.core.einvoice.bound.element import content, term, terms
from kvit.core.einvoice.fa3 import kinds


@content("(P_19, (P_19A | P_19B | P_19C) | P_19N)")
@dataclass(frozen=True, slots=True, kw_only=True)
class Zwolnienie:
    """Whether something is exempt, and by which provision."""

    p_19: bool | None = term("P_19", kinds.YES)  # something is exempt
    p_19a: str | None = term("P_19A", kinds.T256)  # by this provision of Polish law
    p_19b: str | None = term("P_19B", kinds.T256)  # by this provision of the directive
    p_19c: str | None = term("P_19C", kinds.T256)  # on this other ground
    p_19n: bool | None = term("P_19N", kinds.YES)  # nothing is exempt


@content(
    "P_22A, P_NrWierszaNST, P_22BMK?, P_22BMD?, P_22BK?, P_22BNR?, P_22BRP?, (P_22B, (P_22B1? | P_22B2? | "
    "P_22B3? | P_22B4?)?, P_22BT? | P_22C, P_22C1? | P_22D, P_22D1?)"
)
@dataclass(frozen=True, slots=True, kw_only=True)
class NowySrodekTransportu:
    """One new means of transport."""

    p_22a: date | None = term("P_22A", kinds.DAY)  # first in use
    p_nr_wiersza_nst: int | None = term("P_NrWierszaNST", kinds.NATURAL)
    p_22bmk: str | None = term("P_22BMK", kinds.T256)
    p_22bmd: str | None = term("P_22BMD", kinds.T256)
    p_22bk: str | None = term("P_22BK", kinds.T256)
    p_22bnr: str | None = term("P_22BNR", kinds.T256)
    p_22brp: str | None = term("P_22BRP", kinds.T256)
    p_22b: str | None = term("P_22B", kinds.T256)  # mileage, on land
    p_22b1: str | None = term("P_22B1", kinds.T256)
    p_22b2: str | None = term("P_22B2", kinds.T256)
    p_22b3: str | None = term("P_22B3", kinds.T256)
    p_22b4: str | None = term("P_22B4", kinds.T256)
    p_22bt: str | None = term("P_22BT", kinds.T256)
    p_22c: str | None = term("P_22C", kinds.T256)  # hours, on water
    p_22c1: str | None = term("P_22C1", kinds.T256)
    p_22d: str | None = term("P_22D", kinds.T256)  # hours, in the air
    p_22d1: str | None = term("P_22D1", kinds.T256)


@content("(P_22, P_42_5, NowySrodekTransportu{1,10000} | P_22N)")
@dataclass(frozen=True, slots=True, kw_only=True)
class NoweSrodkiTransportu:
    """Whether new means of transport go to another member state."""

    p_22: bool | None = term("P_22", kinds.YES)  # there are some
    p_42_5: bool | None = term("P_42_5", kinds.YES_NO)  # art. 42 ust. 5 applies
    nowy_srodek_transportu: tuple[NowySrodekTransportu, ...] = terms("NowySrodekTransportu", NowySrodekTransportu)
    p_22n: bool | None = term("P_22N", kinds.YES)  # there are none


@content("(P_PMarzy, (P_PMarzy_2 | P_PMarzy_3_1 | P_PMarzy_3_2 | P_PMarzy_3_3) | P_PMarzyN)")
@dataclass(frozen=True, slots=True, kw_only=True)
class PMarzy:
    """Whether a margin scheme applies, and which (art. 119, 120)."""

    p_pmarzy: bool | None = term("P_PMarzy", kinds.YES)  # one applies
    p_pmarzy_2: bool | None = term("P_PMarzy_2", kinds.YES)  # travel agents
    p_pmarzy_3_1: bool | None = term("P_PMarzy_3_1", kinds.YES)  # second-hand goods
    p_pmarzy_3_2: bool | None = term("P_PMarzy_3_2", kinds.YES)  # works of art
    p_pmarzy_3_3: bool | None = term("P_PMarzy_3_3", kinds.YES)  # collectors' items and antiques
    p_pmarzy_n: bool | None = term("P_PMarzyN", kinds.YES)  # none applies


@content("P_16, P_17, P_18, P_18A, Zwolnienie, NoweSrodkiTransportu, P_23, PMarzy")
@dataclass(frozen=True, slots=True, kw_only=True)
class Adnotacje:
    """All annotations; every one is answered."""

    p_16: bool | None = term("P_16", kinds.YES_NO)  # metoda kasowa
    p_17: bool | None = term("P_17", kinds.YES_NO)  # samofakturowanie
    p_18: bool | None = term("P_18", kinds.YES_NO)  # odwrotne obciążenie
    p_18a: bool | None = term("P_18A", kinds.YES_NO)  # mechanizm podzielonej płatności
    zwolnienie: Zwolnienie | None = term("Zwolnienie", Zwolnienie)
    nowe_srodki_transportu: NoweSrodkiTransportu | None = term("NoweSrodkiTransportu", NoweSrodkiTransportu)
    p_23: bool | None = term("P_23", kinds.YES_NO)  # second in a triangular supply (art. 135)
    p_marzy: PMarzy | None = term("PMarzy", PMarzy)
