"""UPO 4-3, by which KSeF confirms what it took: whose, which number, when, and the hash of the file it has."""

from base64 import b64encode
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256

from lxml import etree

from kvit.core.einvoice import xml
from kvit.core.einvoice.bound import element
from kvit.core.einvoice.bound.element import content, term, terms
from kvit.core.einvoice.bound.simple import Day, Listed, Moment, Text, Whole
from kvit.core.einvoice.breach import breach
from kvit.core.errors import Finding, Refused

NAMESPACE = "http://upo.schematy.mf.gov.pl/KSeF/v4-3"
AUTHORITY = "Ministerstwo Finansów"
"""The name in production; the test system adds to it, and production's schema refuses that."""

_NIP = r"[1-9]((\d[1-9])|([1-9]\d))\d{7}"
_T240 = Text("a text of 1 to 240 characters", 1, 240)
_HASH = Text("a SHA-256 in Base64", 44, 44)
_REFERENCE = Text(
    "a reference number",
    36,
    36,
    r"(20[2-9][0-9]|2[1-9][0-9]{2}|[3-9][0-9]{3})(0[1-9]|1[0-2])(0[1-9]|[1-2][0-9]|3[0-1])"
    r"-([0-9A-Z]{2})-([0-9A-F]{10})-([0-9A-F]{10})-([0-9A-F]{2})",
)
_KSEF_NUMBER = Text(
    "a KSeF number",
    35,
    36,
    rf"({_NIP})-(20[2-9][0-9]|2[1-9]\d{{2}}|[3-9]\d{{3}})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])"
    r"-([0-9A-F]{6})-?([0-9A-F]{6})-([0-9A-F]{2})",
)
_EU_VAT = (
    r"AT(U\d{8})|BE([01]\d{9})|BG(\d{9,10})|CY(\d{8}[A-Z])|CZ(\d{8,10})|DE(\d{9})|DK(\d{8})|EE(\d{9})|EL(\d{9})"
    r"|ES([A-Z]\d{8}|\d{8}[A-Z]|[A-Z]\d{7}[A-Z])|FI(\d{8})|FR[A-Z0-9]{2}\d{9}|HR(\d{11})|HU(\d{8})"
    r"|IE(\d{7}[A-Z]{2}|\d[A-Z0-9+*]\d{5}[A-Z])|IT(\d{11})|LT(\d{9}|\d{12})|LU(\d{8})|LV(\d{11})|MT(\d{8})"
    r"|NL([A-Z0-9+*]{12})|PT(\d{9})|RO(\d{2,10})|SE(\d{12})|SI(\d{8})|SK(\d{10})|XI((\d{9}|\d{12})|(GD|HA)\d{3})"
)
_ANY_NIP = Text("a NIP", 10, 10, _NIP)
_MOMENT = Moment("a moment from October 2021 on", datetime(2021, 10, 1, tzinfo=UTC), datetime.max.replace(tzinfo=UTC))
_COUNT = Whole("a number from 1 on", digits=18)


@content("Nip | IdWewnetrzny | IdZlozonyVatUE | IdDostawcyUslugPeppol")
@dataclass(frozen=True, slots=True, kw_only=True)
class IdKontekstu:
    """In whose name the session was opened."""

    nip: str | None = term("Nip", _ANY_NIP)
    id_wewnetrzny: str | None = term("IdWewnetrzny", Text("an internal number", 16, 16, _NIP + r"-\d{5}"))
    id_zlozony_vat_ue: str | None = term(
        "IdZlozonyVatUE", Text("a NIP and an EU VAT number", 1, 40, f"{_NIP}-({_EU_VAT})")
    )
    id_dostawcy_uslug_peppol: str | None = term(
        "IdDostawcyUslugPeppol", Text("a Peppol provider", 9, 9, "P[A-Z]{2}[0-9]{6}")
    )


@content("IdKontekstu, (NumerReferencyjnyTokenaKSeF | SkrotDokumentuUwierzytelniajacego)")
@dataclass(frozen=True, slots=True, kw_only=True)
class Uwierzytelnienie:
    """Who signed in, and by what."""

    id_kontekstu: IdKontekstu | None = term("IdKontekstu", IdKontekstu)
    numer_referencyjny_tokena_ksef: str | None = term("NumerReferencyjnyTokenaKSeF", _REFERENCE)
    skrot_dokumentu_uwierzytelniajacego: str | None = term("SkrotDokumentuUwierzytelniajacego", _HASH)


@content("Strona, LiczbaStron, ZakresDokumentowOd, ZakresDokumentowDo, CalkowitaLiczbaDokumentow")
@dataclass(frozen=True, slots=True, kw_only=True)
class OpisPotwierdzenia:
    """Which page of how many this is, and which documents are on it (the last one not included)."""

    strona: int | None = term("Strona", _COUNT)
    liczba_stron: int | None = term("LiczbaStron", _COUNT)
    zakres_dokumentow_od: int | None = term("ZakresDokumentowOd", _COUNT)
    zakres_dokumentow_do: int | None = term("ZakresDokumentowDo", _COUNT)
    calkowita_liczba_dokumentow: int | None = term("CalkowitaLiczbaDokumentow", _COUNT)


@content(
    "NipSprzedawcy, NumerKSeFDokumentu, NumerFaktury, DataWystawieniaFaktury, DataPrzeslaniaDokumentu, "
    "DataNadaniaNumeruKSeF, SkrotDokumentu, TrybWysylki"
)
@dataclass(frozen=True, slots=True, kw_only=True)
class Dokument:
    """One invoice that KSeF took."""

    nip_sprzedawcy: str | None = term("NipSprzedawcy", _ANY_NIP)
    numer_ksef_dokumentu: str | None = term("NumerKSeFDokumentu", _KSEF_NUMBER)
    numer_faktury: str | None = term("NumerFaktury", Text("a text of 1 to 256 characters", 1, 256))
    data_wystawienia_faktury: date | None = term(
        "DataWystawieniaFaktury", Day("a day from 2006 on", date(2006, 1, 1), date.max)
    )
    data_przeslania_dokumentu: datetime | None = term("DataPrzeslaniaDokumentu", _MOMENT)
    data_nadania_numeru_ksef: datetime | None = term("DataNadaniaNumeruKSeF", _MOMENT)
    skrot_dokumentu: str | None = term("SkrotDokumentu", _HASH)
    tryb_wysylki: str | None = term(
        "TrybWysylki", Listed("Online or Offline", frozenset({"Online", "Offline"}), keeps_space=True)
    )


@content(
    "NazwaPodmiotuPrzyjmujacego, NumerReferencyjnySesji, Uwierzytelnienie, OpisPotwierdzenia?, "
    "NazwaStrukturyLogicznej, KodFormularza, Dokument{1,10000}"
)
@dataclass(frozen=True, slots=True, kw_only=True)
class Potwierdzenie:
    """The acknowledgement of a session."""

    nazwa_podmiotu_przyjmujacego: str | None = term("NazwaPodmiotuPrzyjmujacego", _T240)
    numer_referencyjny_sesji: str | None = term("NumerReferencyjnySesji", _REFERENCE)
    uwierzytelnienie: Uwierzytelnienie | None = term("Uwierzytelnienie", Uwierzytelnienie)
    opis_potwierdzenia: OpisPotwierdzenia | None = term("OpisPotwierdzenia", OpisPotwierdzenia)
    nazwa_struktury_logicznej: str | None = term("NazwaStrukturyLogicznej", _T240)
    kod_formularza: str | None = term("KodFormularza", _T240)
    dokument: tuple[Dokument, ...] = terms("Dokument", Dokument)


@dataclass(frozen=True, slots=True)
class Reading:
    """What the acknowledgement says, and what production's schema would refuse in it."""

    document: Potwierdzenie
    findings: tuple[Finding, ...]


def inspect(content: bytes) -> Reading:
    """The acknowledgement as far as it can be read, with its findings: one from the test system has at least one.

    Refuses what `xml.parse` refuses, and `upo.other_document`.
    """
    root = xml.parse(content)
    if root.tag != f"{{{NAMESPACE}}}Potwierdzenie":
        raise Refused("upo.other_document", root=etree.QName(root).localname)
    found: list[Finding] = []
    root.attrib.pop("wersjaSchemy", "")  # it may be there, and says nothing
    document = element.read(root, Potwierdzenie, found=found)
    authority = document.nazwa_podmiotu_przyjmujacego
    if authority is not None and authority != AUTHORITY:
        place = "/Potwierdzenie/NazwaPodmiotuPrzyjmujacego"
        found.append(breach(element.XSD, place, value=authority, kind=AUTHORITY))
    numbers = [one.numer_ksef_dokumentu for one in document.dokument]
    for index, number in enumerate(numbers):
        if number is not None and number in numbers[:index]:
            place = f"/Potwierdzenie/Dokument[{index + 1}]/NumerKSeFDokumentu"
            found.append(breach(element.XSD, place, value=number, kind="a number that stands once"))
    return Reading(document, tuple(found))


def check(content: bytes) -> list[Finding]:
    """Every finding on an acknowledgement. Refuses what `inspect` refuses."""
    return list(inspect(content).findings)


def confirms(document: Dokument, content: bytes) -> bool:
    """Whether the acknowledged document is exactly this file."""
    return document.skrot_dokumentu == b64encode(sha256(content).digest()).decode()
