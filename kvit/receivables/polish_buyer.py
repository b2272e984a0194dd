"""What FA(3) says of the buyer beside who it is: how to reach it, its number with us (DaneKontaktowe, NrKlienta)."""

from collections.abc import Mapping
from dataclasses import fields, replace
from decimal import Decimal

from kvit.core.einvoice.fa3.kinds import EMAIL, PHONE
from kvit.core.einvoice.fa3.parties import DaneKontaktowe, DaneNabywcy, DanePodmiotu3, Podmiot2, Podmiot3
from kvit.core.einvoice.fa3.semantic import parties, writing
from kvit.core.einvoice.fa3.semantic.facts import Facts
from kvit.core.einvoice.model import Invoice as Model
from kvit.receivables import other_parties, semantic
from kvit.receivables.models import Invoice


def told(row: Invoice, model: Model, facts: Facts) -> Podmiot2:
    """The buyer with the mailbox and telephone that the document copied of it; what FA(3) does not take is left out."""
    roles = {one["role"] for one in row.other_parties}
    facts = replace(facts, is_for_local_government="local_unit" in roles, is_for_vat_group="group_member" in roles)
    known = writing.buyer(model, facts)
    number = row.buyer.get("customer_number") or None
    return replace(known, dane_kontaktowe=_reached(row.buyer), nr_klienta=number)


def others(row: Invoice) -> tuple[Podmiot3, ...]:
    """Who receives, pays or buys with a share beside the buyer."""
    return tuple(_other(one) for one in row.other_parties)


def _other(one: Mapping[str, object]) -> Podmiot3:
    facts = other_parties.facts_of(one)
    known = parties.buyer(semantic.buyer_of(facts), jst=False, gv=False)
    told = known.dane_identyfikacyjne or DaneNabywcy()
    named = {field.name: getattr(told, field.name) for field in fields(DaneNabywcy)}
    has_address = known.adres is not None and known.adres.adres_l1 is not None
    return Podmiot3(
        dane_identyfikacyjne=DanePodmiotu3(**named),
        adres=known.adres if has_address else None,
        dane_kontaktowe=_reached(facts),
        rola=other_parties.ROLES[facts["role"]].number,
        udzial=Decimal(facts["share"]) if "share" in facts else None,
        nr_klienta=facts.get("customer_number"),
    )


def _reached(facts: Mapping[str, str]) -> tuple[DaneKontaktowe, ...]:
    mail, phone = EMAIL.read(facts.get("email", "")), PHONE.read(facts.get("phone", ""))
    return (DaneKontaktowe(email=mail, telefon=phone),) if mail or phone else ()
