"""Annotations that the rest of the document belies (ustawa o VAT art. 106e ust. 1 pkt 17 to 23, ust. 2, 3 and 5)."""

from collections.abc import Iterator
from decimal import Decimal

from kvit.core.einvoice.breach import breach
from kvit.core.einvoice.fa3.annotations import Adnotacje
from kvit.core.einvoice.fa3.document import Fa, Faktura
from kvit.core.errors import Finding

SPLIT_ABOVE = Decimal(15000)
"""PLN, gross: above it split payment is compulsory for goods and services of annex 15 (art. 108a ust. 1a)."""
SIMPLIFIED = {"PLN": Decimal(450), "EUR": Decimal(100)}
"""Art. 106e ust. 5 pkt 3."""


def check(document: Faktura, fa: Fa) -> Iterator[Finding]:
    """FA-NOTE-01 to FA-NOTE-08."""
    if fa.adnotacje is not None:
        yield from _exempt(fa, fa.adnotacje)
        yield from _reverse_charge(fa, fa.adnotacje)
        yield from _split_payment(document, fa, notes=fa.adnotacje)
        yield from _margin(fa, fa.adnotacje)
        yield from _new_means(fa, fa.adnotacje)
    if fa.p_13_6_2 and not _has_eu_number(document):
        yield breach("FA-NOTE-06", "/Faktura/Podmiot2/DaneIdentyfikacyjne", severity="warning")
    limit = SIMPLIFIED.get(fa.kod_waluty or "")
    if fa.rodzaj_faktury == "UPR" and fa.p_15 is not None and limit is not None and fa.p_15 > limit:
        yield breach("FA-NOTE-08", "/Faktura/Fa/P_15", severity="warning", total=fa.p_15, limit=limit)


def _has_eu_number(document: Faktura) -> bool:
    known = document.podmiot2.dane_identyfikacyjne if document.podmiot2 else None
    return known is not None and known.kod_ue is not None


def _exempt(fa: Fa, notes: Adnotacje) -> Iterator[Finding]:
    """What is exempt names its provision (pkt 19), and the provision something exempt."""
    sold = bool(fa.p_13_7) or any(line.p_12 == "zw" for line in fa.fa_wiersz)
    said = bool(notes.zwolnienie and notes.zwolnienie.p_19)
    if sold and not said:
        yield breach("FA-NOTE-01", "/Faktura/Fa/Adnotacje/Zwolnienie", severity="warning")
    if said and not sold and fa.rodzaj_faktury == "VAT":
        yield breach("FA-NOTE-02", "/Faktura/Fa/Adnotacje/Zwolnienie/P_19", severity="warning")


def _reverse_charge(fa: Fa, notes: Adnotacje) -> Iterator[Finding]:
    """Where the buyer owes the VAT, the words stand (pkt 18): at home (oo) and for services in the Union (np II)."""
    if (fa.p_13_10 or fa.p_13_9) and notes.p_18 is False:
        yield breach("FA-NOTE-03", "/Faktura/Fa/Adnotacje/P_18", severity="warning")


def _split_payment(document: Faktura, fa: Fa, *, notes: Adnotacje) -> Iterator[Finding]:
    """Above 15,000 PLN the words stand where annex 15 is sold to a taxpayer (pkt 18a; ust. 12 is the sanction)."""
    listed = any(line.p_12_zal_15 for line in fa.fa_wiersz)
    known = document.podmiot2.dane_identyfikacyjne if document.podmiot2 else None
    taxpayer = known is not None and known.nip is not None
    above = fa.kod_waluty == "PLN" and fa.p_15 is not None and fa.p_15 > SPLIT_ABOVE
    if listed and taxpayer and above and notes.p_18a is False and fa.rodzaj_faktury == "VAT":
        yield breach("FA-NOTE-04", "/Faktura/Fa/Adnotacje/P_18A", total=fa.p_15)


def _margin(fa: Fa, notes: Adnotacje) -> Iterator[Finding]:
    """A sum under a margin scheme has its words (ust. 2 and 3)."""
    if fa.p_13_11 and not (notes.p_marzy and notes.p_marzy.p_pmarzy):
        yield breach("FA-NOTE-05", "/Faktura/Fa/Adnotacje/PMarzy", severity="warning")


def _new_means(fa: Fa, notes: Adnotacje) -> Iterator[Finding]:
    """Each new means of transport (pkt 22) is one of the lines."""
    numbers = {line.nr_wiersza_fa for line in fa.fa_wiersz}
    held = notes.nowe_srodki_transportu.nowy_srodek_transportu if notes.nowe_srodki_transportu else ()
    for index, means in enumerate(held, 1):
        number = means.p_nr_wiersza_nst
        if number is not None and number not in numbers:
            place = f"/Faktura/Fa/Adnotacje/NoweSrodkiTransportu/NowySrodekTransportu[{index}]/P_NrWierszaNST"
            yield breach("FA-NOTE-07", place, severity="warning", line=number)
