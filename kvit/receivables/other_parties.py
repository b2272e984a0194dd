"""Who else a document is about beside seller and buyer: who receives, who pays, a buyer with a share (FA(3): Podmiot3).

`docs/rules/beside-the-invoice.md`. Kept as it was asked for.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from kvit.core.formatting import format_exact
from kvit.core.parsing.told import Told
from kvit.receivables.models import Invoice

ADDRESS = frozenset({"street", "building", "post_code", "town", "region", "country"})
FIELDS = frozenset({"role", "name", "vat_id", "address", "email", "phone", "customer_number", "share"})
MOST = 100


@dataclass(frozen=True)
class Role:
    """A role: its number in FA(3) (TRolaPodmiotu3), and the law's own word for it."""

    number: int
    word: str


ROLES: Mapping[str, Role] = {
    "recipient": Role(2, "Odbiorca"),
    "additional_buyer": Role(4, "Dodatkowy nabywca"),
    "payer": Role(6, "Dokonujący płatności"),
    "factor": Role(1, "Faktor"),
    "local_unit": Role(8, "Jednostka samorządu terytorialnego – odbiorca"),
    "group_member": Role(10, "Członek grupy VAT – odbiorca"),
}


def read(told: Told) -> list[dict[str, object]]:
    """The other parties of a request. A share is an additional buyer's, in percent; the rest is the buyer's own."""
    found: list[dict[str, object]] = []
    together = Decimal(0)
    for raw, place in told.each("other_parties", most=MOST):
        one = Told(raw, FIELDS, place=place)
        if "role" not in one:
            one.missing("role")
        role = one.one_of("role", known=tuple(ROLES))
        at = one.within("address", ADDRESS)
        share = one.number("share", digits=6, most=3)
        if share is not None and (role != "additional_buyer" or not 0 < share < 100):
            one.refuse("share", "a share above 0 and below 100, of an additional buyer")
        together += share or 0
        if together >= 100:
            one.refuse("share", "shares that are below 100 together: the rest is the buyer's own")
        kept = {"role": role, "name": one.needed("name", most=512), "vat_id": one.text("vat_id", most=20)}
        kept |= {"email": one.text("email", most=254), "phone": one.text("phone", most=40)}
        kept |= {"customer_number": one.text("customer_number", most=256)}
        address = {name: at.text(name, most=150) for name in sorted(ADDRESS)}
        party: dict[str, object] = {name: value for name, value in kept.items() if value}
        party["address"] = {name: value for name, value in address.items() if value}
        if share is not None:
            party["share"] = format_exact(share)
        found.append(party)
    return found


def facts_of(one: Mapping[str, object]) -> dict[str, str]:
    """Its facts in one row, as a buyer's copy has them; in Poland where no country is said."""
    address = one["address"]
    assert isinstance(address, Mapping)
    flat = {name: str(value) for name, value in one.items() if isinstance(value, str)}
    return {"country": "PL", **flat, **{name: str(value) for name, value in address.items()}}


def in_words(row: Invoice) -> list[str]:
    """Each in words, for what has no place for them."""
    return [_text(one) for one in row.other_parties]


def _text(one: Mapping[str, object]) -> str:
    facts = facts_of(one)
    street = " ".join(facts[name] for name in ("street", "building") if facts.get(name))
    town = " ".join(facts[name] for name in ("post_code", "town") if facts.get(name))
    share = f"{Decimal(facts['share']).normalize():f} %" if "share" in facts else ""
    parts = [facts["name"], facts.get("vat_id", ""), street, town, share]
    return f"{ROLES[facts['role']].word}: {', '.join(part for part in parts if part)}"
