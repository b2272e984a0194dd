"""Seller, buyer and tax representative between the model and FA(3)."""

import re

from kvit.core.einvoice.fa3.kinds import MEMBERS, PHONE, POLAND
from kvit.core.einvoice.fa3.parties import (
    Adres,
    DaneKontaktowe,
    DaneNabywcy,
    DaneSprzedawcy,
    Podmiot1,
    Podmiot2,
    PodmiotUpowazniony,
)
from kvit.core.einvoice.fa3.rules.numbers import is_nip
from kvit.core.einvoice.model import Address, Contact, Identifier, Party, TaxRepresentative

TAX_REPRESENTATIVE = 3
GREECE = {"GR": "EL", "EL": "GR"}
_POST_CODE = re.compile(r"([0-9]{2}-[0-9]{3}) (.+)")
HOME = next(iter(POLAND.codes))


def seller(party: Party, *, is_prefixed: bool) -> Podmiot1:
    """Podmiot1; with the prefix PL where goods or services go to the Union (art. 97 ust. 10 pkt 2 and 3)."""
    return Podmiot1(
        prefiks_podatnika=HOME if is_prefixed else None,
        dane_identyfikacyjne=DaneSprzedawcy(nip=_nip(party), nazwa=party.name),
        adres=address(party.address),
        dane_kontaktowe=_contacts(party.contact),
    )


def buyer(party: Party, *, jst: bool, gv: bool) -> Podmiot2:
    """Podmiot2: known by NIP, EU VAT number, another number, or by none."""
    return Podmiot2(
        dane_identyfikacyjne=_known(party),
        adres=address(party.address),
        dane_kontaktowe=_contacts(party.contact),
        jst=jst,
        gv=gv,
    )


def representative(party: TaxRepresentative) -> PodmiotUpowazniony:
    """The seller's tax representative, role 3."""
    return PodmiotUpowazniony(
        dane_identyfikacyjne=DaneSprzedawcy(nip=(party.vat_id or "").removeprefix(HOME) or None, nazwa=party.name),
        adres=address(party.address),
        rola_pu=TAX_REPRESENTATIVE,
    )


def _nip(party: Party) -> str | None:
    given = party.vat_id or party.tax_registration
    if given is None and party.legal_registration is not None and is_nip(party.legal_registration.value):
        given = party.legal_registration.value
    return given.removeprefix(HOME) if given else None


def _known(party: Party) -> DaneNabywcy:
    vat_id = party.vat_id or ""
    country = party.address.country if party.address else None
    nip = _nip(party) if vat_id.startswith(HOME) or country in (HOME, None) else None
    if nip and is_nip(nip):
        return DaneNabywcy(nip=nip, nazwa=party.name)
    if vat_id[:2] in MEMBERS and len(vat_id) > 2:
        return DaneNabywcy(kod_ue=vat_id[:2], nr_vat_ue=vat_id[2:], nazwa=party.name)
    other = vat_id or (party.legal_registration.value if party.legal_registration else "")
    if other:
        return DaneNabywcy(kod_kraju=country, nr_id=other, nazwa=party.name)
    return DaneNabywcy(brak_id=True, nazwa=party.name)


def address(held: Address | None) -> Adres | None:
    """Two lines: the street and what belongs to it, then post code and place; one line where there is one alone."""
    if held is None:
        return None
    town = " ".join(part for part in (held.post_code, held.city) if part)
    street = [part for part in (held.line_1, held.line_2, held.line_3) if part]
    if not town and len(street) > 1:
        town = street.pop()
    town = ", ".join(part for part in (town, held.subdivision) if part)
    lines = [part for part in (", ".join(street), town) if part]
    return Adres(
        kod_kraju=held.country,
        adres_l1=lines[0] if lines else None,
        adres_l2=lines[1] if len(lines) > 1 else None,
    )


def read_address(held: Adres | None) -> Address | None:
    """The model's address; a second line is post code and place where it is written so, else a second line."""
    if held is None:
        return None
    town = _POST_CODE.fullmatch(held.adres_l2 or "")
    return Address(
        line_1=held.adres_l1,
        line_2=None if town else held.adres_l2,
        post_code=town[1] if town else None,
        city=town[2] if town else None,
        country=held.kod_kraju,
    )


def _contacts(contact: Contact | None) -> tuple[DaneKontaktowe, ...]:
    if contact is None:
        return ()
    phone = PHONE.read(contact.telephone or "")
    return (DaneKontaktowe(email=contact.email, telefon=phone),) if contact.email or phone else ()


def _read_contact(held: tuple[DaneKontaktowe, ...]) -> Contact | None:
    first = next(iter(held), None)
    return Contact(email=first.email, telephone=first.telefon) if first and (first.email or first.telefon) else None


def read_seller(held: Podmiot1 | None, register: Identifier | None) -> Party:
    """The seller (BG-4), with the number of the register that the foot names (BT-30)."""
    if held is None:
        return Party()
    known = held.dane_identyfikacyjne
    return Party(
        name=known.nazwa if known else None,
        vat_id=f"{HOME}{known.nip}" if known and known.nip else None,
        legal_registration=register,
        address=read_address(held.adres),
        contact=_read_contact(held.dane_kontaktowe),
    )


def read_buyer(held: Podmiot2 | None) -> Party:
    """The buyer (BG-7)."""
    if held is None:
        return Party()
    known = held.dane_identyfikacyjne or DaneNabywcy()
    vat_id = f"{HOME}{known.nip}" if known.nip else f"{known.kod_ue}{known.nr_vat_ue}" if known.kod_ue else None
    return Party(
        name=known.nazwa,
        vat_id=vat_id,
        legal_registration=Identifier(known.nr_id) if known.nr_id else None,
        address=read_address(held.adres),
        contact=_read_contact(held.dane_kontaktowe),
    )


def read_representative(held: PodmiotUpowazniony | None) -> TaxRepresentative | None:
    """The tax representative (BG-11); who issues by law (art. 106c) is none."""
    if held is None or held.rola_pu != TAX_REPRESENTATIVE:
        return None
    known = held.dane_identyfikacyjne
    return TaxRepresentative(
        name=known.nazwa if known else None,
        vat_id=f"{HOME}{known.nip}" if known and known.nip else None,
        address=read_address(held.adres),
    )
