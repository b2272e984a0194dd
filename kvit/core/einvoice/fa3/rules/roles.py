"""Third parties and their roles, as the schema describes Podmiot2 (JST, GV) and Podmiot3 (Rola, Udzial)."""

from collections.abc import Iterator
from decimal import Decimal

from kvit.core.einvoice.breach import breach
from kvit.core.einvoice.fa3.document import Fa, Faktura
from kvit.core.einvoice.fa3.parties import DaneNabywcy, DanePodmiotu3, DaneSprzedawcy, Podmiot3
from kvit.core.errors import Finding

ADDITIONAL_BUYER, ISSUER = 4, 5
LOCAL_RECEIVER, GROUP_RECEIVER = 8, 10
"""The unit of local government, and the member of a VAT group, that receives."""


def check(document: Faktura, fa: Fa) -> Iterator[Finding]:
    """FA-ROLE-01 to FA-ROLE-07."""
    yield from _receivers(document)
    yield from _shares(document)
    self_billed = bool(fa.adnotacje and fa.adnotacje.p_17)
    seen = set()
    for index, party in enumerate(document.podmiot3, 1):
        place = f"/Faktura/Podmiot3[{index}]"
        if party.rola == ISSUER and self_billed:
            yield breach("FA-ROLE-05", f"{place}/Rola")
        identity = identity_of(party.dane_identyfikacyjne)
        if party.rola == ADDITIONAL_BUYER and identity and identity in _sides(document):
            yield breach("FA-ROLE-06", f"{place}/DaneIdentyfikacyjne", number=identity)
        if identity and (identity, party.rola, party.opis_roli) in seen:
            yield breach("FA-ROLE-07", place, number=identity)
        seen.add((identity, party.rola, party.opis_roli))


def _receivers(document: Faktura) -> Iterator[Finding]:
    """JST says 1 exactly where a unit receives (role 8), GV where a member of a group does (role 10)."""
    buyer = document.podmiot2
    marks = (("JST", buyer and buyer.jst, LOCAL_RECEIVER), ("GV", buyer and buyer.gv, GROUP_RECEIVER))
    for mark, said, role in marks:
        named = [one for one in document.podmiot3 if one.rola == role]
        known = [one for one in named if _has_polish_number(one)]
        if said and not known:
            yield breach("FA-ROLE-01", f"/Faktura/Podmiot2/{mark}", mark=mark, role=role)
        if said is False and named:
            yield breach("FA-ROLE-02", f"/Faktura/Podmiot2/{mark}", mark=mark, role=role)


def _has_polish_number(party: Podmiot3) -> bool:
    known = party.dane_identyfikacyjne
    return known is not None and bool(known.nip or known.id_wew)


def _shares(document: Faktura) -> Iterator[Finding]:
    """A share is an additional buyer's; what they leave of 100 % is the buyer's own."""
    for index, party in enumerate(document.podmiot3, 1):
        if party.udzial is not None and party.rola != ADDITIONAL_BUYER:
            yield breach("FA-ROLE-03", f"/Faktura/Podmiot3[{index}]/Udzial")
    shares = sum((one.udzial or Decimal(0) for one in document.podmiot3 if one.rola == ADDITIONAL_BUYER), Decimal(0))
    if shares > 100:
        yield breach("FA-ROLE-04", "/Faktura/Podmiot3/Udzial", sum=shares)


def identity_of(known: DaneSprzedawcy | DaneNabywcy | DanePodmiotu3 | None) -> str:
    """The number by which a party is known; empty where it has none."""
    if known is None or isinstance(known, DaneSprzedawcy):
        return (known and known.nip) or ""
    internal = known.id_wew if isinstance(known, DanePodmiotu3) else None
    abroad = f"{known.kod_ue or known.kod_kraju or ''}{known.nr_vat_ue or known.nr_id or ''}"
    return known.nip or internal or abroad


def _sides(document: Faktura) -> set[str]:
    sides = (document.podmiot1, document.podmiot2)
    return {identity_of(side.dane_identyfikacyjne) for side in sides if side is not None}
