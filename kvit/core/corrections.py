"""How a mistake on an issued document is put right: the act that the seller's country asks for, by reason.

What is issued is never changed. Which document and which steps follow is the country's (`core/countries`); which of
its cases a person's reason falls under, Spain's codes and Bulgaria's five days stand here. `docs/rules/corrections.md`.

An invoice that should never have been, for a sale that never was, is annulled in Spain by a record of its own, where
the program chains its records (RD 1007/2023 art. 11); elsewhere it is taken back whole.

In Bulgaria wrong VAT makes a document "wrongly drawn up" (ЗДДС, чл. 116, ал. 2 и 3), as wrong data does: it is
annulled, and no note is issued.
"""

from dataclasses import dataclass

from kvit.core.countries import profile
from kvit.core.countries.profile import Correction
from kvit.core.errors import Refused

DOWNWARDS = {
    "whole": "void",
    "duplicate": "void",
    "mistake": "void",
    "price": "amount",
    "quantity": "amount",
    "return": "amount",
    "discount_after": "amount",
    "vat": "text",  # no line can lower the VAT alone: the whole is taken back and told anew
    "customer": "party",
    "customer_data": "text",
}
"""The case of a country for each reason, where the correction lowers what is owed or leaves it alone."""

UPWARDS = DOWNWARDS | {"price": "upward", "quantity": "upward"}
"""Where it raises it. The others cannot: what is given back or taken off never makes a document dearer."""

REASONS = frozenset(DOWNWARDS)
RAISING = frozenset({"price", "quantity", "vat", "customer", "customer_data"})

SPANISH_MISTAKE = "mistake"
"""Spain's own case: no document takes the invoice back, since there is no operation to correct."""

POLISH_VAT = {False: "amount", True: "upward"}
"""A faktura korygująca shows every position before and after, so it corrects a rate by the difference (art. 106j)."""

BULGARIAN_DAYS = 5
"""A note is due within five days of what changed (ЗДДС, чл. 115, ал. 2)."""

SPANISH_CODES = {
    "whole": "R1",  # art. 80.Dos: the operation was left without effect
    "price": "R1",  # art. 80.Dos: the price changed afterwards
    "return": "R1",  # art. 80.Uno and Dos
    "discount_after": "R1",  # art. 80.Uno.2º
    "vat": "R1",  # an error founded in law, art. 89
    "quantity": "R4",
    "duplicate": "R4",
    "customer": "R4",
    "customer_data": "R4",
}
"""Type of rectificativa in SII and VERI*FACTU. R2 (insolvency) and R3 (bad debt) are reliefs, not corrections."""

SPANISH_SIMPLIFIED = "R5"
SPANISH_METHODS = {"rectify_by_difference": "I", "rectify_by_substitution": "S"}


@dataclass(frozen=True)
class Act:
    """What to do: the kind of document, the steps in order, the law, and what that document must carry.

    `code` and `method` are Spain's (R1 to R5; S por sustitución, I por diferencias). `within_days` counts from what
    made the correction necessary.
    """

    kind: str
    steps: tuple[str, ...]
    law: str
    code: str = ""
    method: str = ""
    within_days: int | None = None


def act(country: str, reason: str, *, upwards: bool = False, booked: bool = True, simplified: bool = False) -> Act:
    """The act for a reason of REASONS in the seller's country; `upwards` when more will be owed than before.

    `booked`: the document is in the seller's or the buyer's VAT ledgers already (Bulgaria then asks for a protocol).
    `simplified`: it was a simplified invoice. Refuses `correction.unknown_reason` and `correction.cannot_raise`.
    """
    if reason not in REASONS:
        raise Refused("correction.unknown_reason", reason=reason, known=sorted(REASONS))
    if upwards and reason not in RAISING:
        raise Refused("correction.cannot_raise", reason=reason)
    case = (UPWARDS if upwards else DOWNWARDS)[reason]
    if country == "PL" and reason == "vat":
        case = POLISH_VAT[upwards]
    if country == "ES" and reason == "mistake":
        case = SPANISH_MISTAKE
    found = _case(country, case)
    steps = tuple(step for step in found.steps if booked or step != "protocol_if_booked")
    return Act(
        found.kind,
        steps,
        found.law,
        code=_spanish_code(reason, simplified=simplified) if country == "ES" else "",
        method=next((SPANISH_METHODS[step] for step in steps if step in SPANISH_METHODS), ""),
        within_days=BULGARIAN_DAYS if country == "BG" and found.kind != "annulment" else None,
    )


def _spanish_code(reason: str, *, simplified: bool) -> str:
    """The type of the rectificativa; nothing for what no document corrects."""
    if reason not in SPANISH_CODES:
        return ""
    return SPANISH_SIMPLIFIED if simplified else SPANISH_CODES[reason]


def _case(country: str, case: str) -> Correction:
    return next(one for one in profile(country).corrections if one.reason == case)
