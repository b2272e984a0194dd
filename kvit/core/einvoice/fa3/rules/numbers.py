"""Check digits: NIP (rozporządzenie on the NIP), and KSeF numbers that the document names. Warnings: KSeF's test system
takes invented ones, and the ministry's own examples have them.
"""

from collections.abc import Iterator

from kvit.core.einvoice.breach import breach
from kvit.core.einvoice.fa3.document import Fa, Faktura
from kvit.core.einvoice.ksef.numbers import ksef_number
from kvit.core.errors import Finding, Refused
from kvit.core.identifiers import check_national_id


def check(document: Faktura, fa: Fa) -> Iterator[Finding]:
    """FA-NIP-01 on every NIP of a party; FA-KSEF-01 on every KSeF number of an earlier document."""
    for place, nip in _nips(document):
        if nip is not None and not is_nip(nip):
            yield breach("FA-NIP-01", place, severity="warning", nip=nip)
    for place, number in _ksef_numbers(fa):
        if number is not None and not _is_ksef_number(number):
            yield breach("FA-KSEF-01", place, severity="warning", number=number)


def is_nip(nip: str) -> bool:
    """Whether the check digit of the NIP is right."""
    try:
        check_national_id("PL", nip, kind="nip")
    except Refused:
        return False
    return True


def _is_ksef_number(number: str) -> bool:
    try:
        ksef_number(number)
    except Refused:
        return False
    return True


def _nips(document: Faktura) -> Iterator[tuple[str, str | None]]:
    parties = (
        ("/Faktura/Podmiot1", document.podmiot1),
        ("/Faktura/Podmiot2", document.podmiot2),
        ("/Faktura/PodmiotUpowazniony", document.podmiot_upowazniony),
        *((f"/Faktura/Podmiot3[{index}]", one) for index, one in enumerate(document.podmiot3, 1)),
    )
    for place, party in parties:
        if party is not None and party.dane_identyfikacyjne is not None:
            yield f"{place}/DaneIdentyfikacyjne/NIP", party.dane_identyfikacyjne.nip


def _ksef_numbers(fa: Fa) -> Iterator[tuple[str, str | None]]:
    for index, corrected in enumerate(fa.dane_fa_korygowanej, 1):
        yield f"/Faktura/Fa/DaneFaKorygowanej[{index}]/NrKSeFFaKorygowanej", corrected.nr_ksef_fa_korygowanej
    for index, advance in enumerate(fa.faktura_zaliczkowa, 1):
        yield f"/Faktura/Fa/FakturaZaliczkowa[{index}]/NrKSeFFaZaliczkowej", advance.nr_ksef_fa_zaliczkowej
