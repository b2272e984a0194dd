"""Who stands on an FA(3) document: seller, buyer, third parties, and who acts by law for the seller."""

from dataclasses import dataclass
from decimal import Decimal

from kvit.core.einvoice.bound.element import content, term, terms
from kvit.core.einvoice.fa3 import kinds


@content("NIP, Nazwa")
@dataclass(frozen=True, slots=True, kw_only=True)
class DaneSprzedawcy:
    """NIP and name of who issues in Poland."""

    nip: str | None = term("NIP", kinds.NIP)
    nazwa: str | None = term("Nazwa", kinds.T512)


@content("KodKraju, AdresL1, AdresL2?, GLN?")
@dataclass(frozen=True, slots=True, kw_only=True)
class Adres:
    """An address: country, two lines, and its global location number."""

    kod_kraju: str | None = term("KodKraju", kinds.COUNTRY)
    adres_l1: str | None = term("AdresL1", kinds.T512)
    adres_l2: str | None = term("AdresL2", kinds.T512)
    gln: str | None = term("GLN", kinds.GLN)


@content("Email?, Telefon?")
@dataclass(frozen=True, slots=True, kw_only=True)
class DaneKontaktowe:
    """Mailbox and telephone."""

    email: str | None = term("Email", kinds.EMAIL)
    telefon: str | None = term("Telefon", kinds.PHONE)


@content(
    "PrefiksPodatnika?, NrEORI?, DaneIdentyfikacyjne, Adres, AdresKoresp?, DaneKontaktowe{0,3}, StatusInfoPodatnika?"
)
@dataclass(frozen=True, slots=True, kw_only=True)
class Podmiot1:
    """The seller."""

    prefiks_podatnika: str | None = term("PrefiksPodatnika", kinds.POLAND)
    nr_eori: str | None = term("NrEORI", kinds.T256)
    dane_identyfikacyjne: DaneSprzedawcy | None = term("DaneIdentyfikacyjne", DaneSprzedawcy)
    adres: Adres | None = term("Adres", Adres)
    adres_koresp: Adres | None = term("AdresKoresp", Adres)
    dane_kontaktowe: tuple[DaneKontaktowe, ...] = terms("DaneKontaktowe", DaneKontaktowe)
    status_info_podatnika: int | None = term("StatusInfoPodatnika", kinds.TAXPAYER_STATUS)


@content("(NIP | KodUE, NrVatUE | KodKraju?, NrID | BrakID), Nazwa?")
@dataclass(frozen=True, slots=True, kw_only=True)
class DaneNabywcy:
    """By what the buyer is known: NIP, EU VAT number, another number, or none."""

    nip: str | None = term("NIP", kinds.NIP)
    kod_ue: str | None = term("KodUE", kinds.EU_COUNTRY)
    nr_vat_ue: str | None = term("NrVatUE", kinds.EU_VAT_ID)
    kod_kraju: str | None = term("KodKraju", kinds.COUNTRY)
    nr_id: str | None = term("NrID", kinds.TAX_ID)
    brak_id: bool | None = term("BrakID", kinds.YES)
    nazwa: str | None = term("Nazwa", kinds.T512)


@content("NrEORI?, DaneIdentyfikacyjne, Adres?, AdresKoresp?, DaneKontaktowe{0,3}, NrKlienta?, IDNabywcy?, JST, GV")
@dataclass(frozen=True, slots=True, kw_only=True)
class Podmiot2:
    """The buyer."""

    nr_eori: str | None = term("NrEORI", kinds.T256)
    dane_identyfikacyjne: DaneNabywcy | None = term("DaneIdentyfikacyjne", DaneNabywcy)
    adres: Adres | None = term("Adres", Adres)
    adres_koresp: Adres | None = term("AdresKoresp", Adres)
    dane_kontaktowe: tuple[DaneKontaktowe, ...] = terms("DaneKontaktowe", DaneKontaktowe)
    nr_klienta: str | None = term("NrKlienta", kinds.T256)
    id_nabywcy: str | None = term("IDNabywcy", kinds.T32)
    jst: bool | None = term("JST", kinds.YES_NO)
    gv: bool | None = term("GV", kinds.YES_NO)


@content("(NIP | IDWew | KodUE, NrVatUE | KodKraju?, NrID | BrakID), Nazwa?")
@dataclass(frozen=True, slots=True, kw_only=True)
class DanePodmiotu3:
    """By what a third party is known: as the buyer, or by an internal number under a NIP."""

    nip: str | None = term("NIP", kinds.NIP)
    id_wew: str | None = term("IDWew", kinds.INTERNAL_ID)
    kod_ue: str | None = term("KodUE", kinds.EU_COUNTRY)
    nr_vat_ue: str | None = term("NrVatUE", kinds.EU_VAT_ID)
    kod_kraju: str | None = term("KodKraju", kinds.COUNTRY)
    nr_id: str | None = term("NrID", kinds.TAX_ID)
    brak_id: bool | None = term("BrakID", kinds.YES)
    nazwa: str | None = term("Nazwa", kinds.T512)


@content(
    "IDNabywcy?, NrEORI?, DaneIdentyfikacyjne, Adres?, AdresKoresp?, DaneKontaktowe{0,3}, (Rola | "
    "RolaInna, OpisRoli), Udzial?, NrKlienta?"
)
@dataclass(frozen=True, slots=True, kw_only=True)
class Podmiot3:
    """A third party, with its role."""

    id_nabywcy: str | None = term("IDNabywcy", kinds.T32)
    nr_eori: str | None = term("NrEORI", kinds.T256)
    dane_identyfikacyjne: DanePodmiotu3 | None = term("DaneIdentyfikacyjne", DanePodmiotu3)
    adres: Adres | None = term("Adres", Adres)
    adres_koresp: Adres | None = term("AdresKoresp", Adres)
    dane_kontaktowe: tuple[DaneKontaktowe, ...] = terms("DaneKontaktowe", DaneKontaktowe)
    rola: int | None = term("Rola", kinds.THIRD_PARTY_ROLE)
    rola_inna: bool | None = term("RolaInna", kinds.YES)
    opis_roli: str | None = term("OpisRoli", kinds.T256)
    udzial: Decimal | None = term("Udzial", kinds.PERCENT)
    nr_klienta: str | None = term("NrKlienta", kinds.T256)


@content("EmailPU?, TelefonPU?")
@dataclass(frozen=True, slots=True, kw_only=True)
class DaneKontaktoweUpowaznionego:
    """Mailbox and telephone of who acts by law."""

    email_pu: str | None = term("EmailPU", kinds.EMAIL)
    telefon_pu: str | None = term("TelefonPU", kinds.PHONE)


@content("NrEORI?, DaneIdentyfikacyjne, Adres, AdresKoresp?, DaneKontaktowe{0,3}, RolaPU")
@dataclass(frozen=True, slots=True, kw_only=True)
class PodmiotUpowazniony:
    """Who issues by law in the place of the seller (art. 106c), or its tax representative."""

    nr_eori: str | None = term("NrEORI", kinds.T256)
    dane_identyfikacyjne: DaneSprzedawcy | None = term("DaneIdentyfikacyjne", DaneSprzedawcy)
    adres: Adres | None = term("Adres", Adres)
    adres_koresp: Adres | None = term("AdresKoresp", Adres)
    dane_kontaktowe: tuple[DaneKontaktoweUpowaznionego, ...] = terms("DaneKontaktowe", DaneKontaktoweUpowaznionego)
    rola_pu: int | None = term("RolaPU", kinds.AUTHORISED_ROLE)
