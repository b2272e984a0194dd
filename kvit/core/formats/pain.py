"""What the messages of ISO 20022 to a bank, transfers and direct debits, spell in the same way."""

from collections.abc import Sequence
from typing import Protocol

from kvit.core.einvoice.markup import element, group
from kvit.core.formats.transfers import (
    LONGEST_CODE,
    LONGEST_LINE,
    LONGEST_NAME,
    LONGEST_TOWN,
    Address,
    Counted,
    control_sum,
    documents_told,
)
from kvit.core.latin import cut, latin

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:"
NOT_PROVIDED = "NOTPROVIDED"


class Told(Protocol):
    """What a transfer or a collection says of its purpose."""

    @property
    def reference(self) -> str: ...

    @property
    def told(self) -> tuple[str, ...]: ...


def counted(orders: Sequence[Counted]) -> str:
    """How many orders there are, and what they make together."""
    return element("NbOfTxs", str(len(orders))) + element("CtrlSum", control_sum(orders))


def remittance(order: Told, *, is_in_sepa: bool) -> str:
    """SEPA takes the reference or the text, once, not both (EPC125-05 and EPC016-06, AT-05, AT-22)."""
    if order.reference.strip() and is_in_sepa:
        (reference,) = order.told
        kind = group("CdOrPrtry", element("Cd", "SCOR")) + element("Issr", "ISO")
        return group("Strd", group("CdtrRefInf", group("Tp", kind) + element("Ref", reference)))
    return element("Ustrd", documents_told(order.told) or None)


def party(name: str, address: Address) -> str:
    """Name and postal address, cut to what the schemes keep."""
    street, building = address.street, latin(address.building)
    if len(building) > LONGEST_CODE:  # "12, bl. A, sc. 2, et. 3, ap. 45" has more room beside the street
        street, building = f"{street} {building}", ""
    parts = (
        ("StrtNm", street, LONGEST_LINE),
        ("BldgNb", building, LONGEST_CODE),
        ("PstCd", address.post_code, LONGEST_CODE),
        ("TwnNm", address.town, LONGEST_TOWN),
        ("Ctry", address.country, 2),
        *(("AdrLine", line, LONGEST_LINE) for line in address.lines),
    )
    told = "".join(element(tag, cut(text, longest) or None) for tag, text, longest in parts)
    return element("Nm", cut(name, LONGEST_NAME)) + group("PstlAdr", told)


def account(tag: str, iban: str) -> str:
    """An account by its IBAN."""
    return group(tag, group("Id", element("IBAN", iban)))


def agent(role: str, bic: str, *, tag: str) -> str:
    """A bank by its BIC; nothing where that is not known."""
    return group(role, group("FinInstnId", element(tag, bic or None)))


def unnamed_agent(role: str) -> str:
    """A bank that nobody named, where the message must have one."""
    return group(role, group("FinInstnId", group("Othr", element("Id", NOT_PROVIDED))))
