"""The attachment of FA(3): blocks of texts and tables (art. 106gba ustawy o VAT)."""

from dataclasses import dataclass

from kvit.core.einvoice.bound.element import attribute, content, term, terms
from kvit.core.einvoice.fa3 import kinds


@content("ZKlucz, ZWartosc")
@dataclass(frozen=True, slots=True, kw_only=True)
class MetaDane:
    """A key and a value of a block."""

    z_klucz: str | None = term("ZKlucz", kinds.T256)
    z_wartosc: str | None = term("ZWartosc", kinds.T256)


@content("Akapit{1,10}")
@dataclass(frozen=True, slots=True, kw_only=True)
class Tekst:
    """Paragraphs."""

    akapit: tuple[str, ...] = terms("Akapit", kinds.T512)


@content("TKlucz, TWartosc")
@dataclass(frozen=True, slots=True, kw_only=True)
class TMetaDane:
    """A key and a value of a table."""

    t_klucz: str | None = term("TKlucz", kinds.T256)
    t_wartosc: str | None = term("TWartosc", kinds.T256)


@content("NKom")
@dataclass(frozen=True, slots=True, kw_only=True)
class Kol:
    """A column, with the kind of its values."""

    typ: str | None = attribute("Typ", kinds.COLUMN)
    n_kom: str | None = term("NKom", kinds.T256_EMPTY)


@content("Kol{1,20}")
@dataclass(frozen=True, slots=True, kw_only=True)
class TNaglowek:
    """The head of a table."""

    kol: tuple[Kol, ...] = terms("Kol", Kol)


@content("WKom{1,20}")
@dataclass(frozen=True, slots=True, kw_only=True)
class Wiersz:
    """A row."""

    w_kom: tuple[str, ...] = terms("WKom", kinds.T256_EMPTY)


@content("SKom{1,20}")
@dataclass(frozen=True, slots=True, kw_only=True)
class Suma:
    """The row of sums."""

    s_kom: tuple[str, ...] = terms("SKom", kinds.T256_EMPTY)


@content("TMetaDane{0,1000}, Opis?, TNaglowek, Wiersz{1,1000}, Suma?")
@dataclass(frozen=True, slots=True, kw_only=True)
class Tabela:
    """A table."""

    t_meta_dane: tuple[TMetaDane, ...] = terms("TMetaDane", TMetaDane)
    opis: str | None = term("Opis", kinds.T512)
    t_naglowek: TNaglowek | None = term("TNaglowek", TNaglowek)
    wiersz: tuple[Wiersz, ...] = terms("Wiersz", Wiersz)
    suma: Suma | None = term("Suma", Suma)


@content("ZNaglowek?, MetaDane{1,1000}, Tekst?, Tabela{0,1000}")
@dataclass(frozen=True, slots=True, kw_only=True)
class BlokDanych:
    """A block of the attachment."""

    z_naglowek: str | None = term("ZNaglowek", kinds.T512)
    meta_dane: tuple[MetaDane, ...] = terms("MetaDane", MetaDane)
    tekst: Tekst | None = term("Tekst", Tekst)
    tabela: tuple[Tabela, ...] = terms("Tabela", Tabela)


@content("BlokDanych{1,1000}")
@dataclass(frozen=True, slots=True, kw_only=True)
class Zalacznik:
    """The attachment."""

    blok_danych: tuple[BlokDanych, ...] = terms("BlokDanych", BlokDanych)
