"""Codes of the file: accounts, taxes, units, payment methods, and the numbers that name partners.

The authority's nomenclatures (order of 25 July 2025, annexes) were not at hand. Where each code comes from instead
stands in `docs/rules/saft-bg.md`.
"""

import re
from collections.abc import Mapping
from decimal import Decimal

from kvit.core.countries import bg
from kvit.core.errors import Refused
from kvit.core.identifiers import is_eu_member

SCHEMA_ACCOUNT = re.compile(r"[1-9][0-9]{2,4}")
"""SAFAccountType of the schema."""

VAT = "100010"
VAT_NAME = "Данък върху добавената стойност"
RATES = {
    "110010": (Decimal(20), "Стандартна ставка на ДДС"),
    "110020": (Decimal(9), "Намалена ставка на ДДС"),
    "110030": (Decimal(0), "Нулева ставка на ДДС, освободени и необлагаеми доставки"),
}
"""Tax codes of the authority's sample, which names zero-rated and exempt supplies by one code."""

GOODS, SERVICES = "01", "02"
NO_COMMODITY, SERVICE_COMMODITY = "0", "00000000"

PAID = {"cash": "01", "bank": "03", "clearing": "02"}

OWN_PARTS = ("459", "609", "629", "709", "721")
"""Three-digit accounts of the model chart of which Kvit keeps four-digit parts of its own (6091, 7211 and so on)."""

UNITS = {
    "H87": "брой",
    "C62": "брой",
    "EA": "брой",
    "PR": "чифт",
    "SET": "комплект",
    "XPK": "опаковка",
    "XBX": "кутия",
    "XPX": "палет",
    "E48": "услуга",
    "LS": "обща сума",
    "MIN": "минута",
    "HUR": "час",
    "DAY": "ден",
    "WEE": "седмица",
    "MON": "месец",
    "ANN": "година",
    "GRM": "грам",
    "KGM": "килограм",
    "TNE": "тон",
    "MMT": "милиметър",
    "CMT": "сантиметър",
    "MTR": "метър",
    "KMT": "километър",
    "MTK": "квадратен метър",
    "MTQ": "кубичен метър",
    "MLT": "милилитър",
    "LTR": "литър",
    "KWH": "киловатчас",
}

ENTRIES = {
    "invoice": "Фактура",
    "simplified": "Фактура",
    "corrective": "Дебитно известие",
    "credit_note": "Кредитно известие",
    "payment": "Плащане от клиент",
    "refund": "Възстановена сума на клиент",
    "payment_out": "Плащане към доставчик",
    "payment_back": "Върната сума от доставчик",
    "bill": "Фактура от доставчик",
    "self_charge": "Протокол по чл. 117 ЗДДС",
}
"""What an entry is about, by its kind."""
OTHER_ENTRY = "Счетоводна статия"

_MODEL_CHART = frozenset(account.code for account in bg.ACCOUNTS)


def standard_account(code: str) -> str:
    """The authority's account for one of the company's: itself, or the three digits of which it is a part of Kvit's.

    Refuses `saft.no_account_number` for a code that the schema does not take.
    """
    if not SCHEMA_ACCOUNT.fullmatch(code):
        raise Refused("saft.no_account_number", account=code)
    return code[:3] if code[:3] in OWN_PARTS else code


def is_of_model_chart(code: str) -> bool:
    """Whether the account is one that Kvit opens in Bulgaria."""
    return code in _MODEL_CHART


def tax_code(category: str, rate: Decimal) -> str:
    """The code of a VAT treatment. Refuses `saft.no_tax_code` for a rate that Bulgaria does not have."""
    for code, (known, _) in RATES.items():
        if known == rate and (rate == 0 or category == "S"):
            return code
    raise Refused("saft.no_tax_code", vat_code=f"{category}{rate.normalize():f}")


def partner_number(facts: Mapping[str, str], *, fallback: str, is_person: bool = False) -> str:
    """The two-digit kind of number and the number that name a partner, by the facts of their snapshot.

    10 an ЕИК; 11 a VAT number of another member state; 12 a number of a country outside the Union, its country in
    front; 13 the personal number of somebody in Bulgaria; 14 a number of ours (`fallback`) with the country, 15 without
    one. A VAT number says more than a register's.
    """
    country = facts.get("country", "")
    vat, other = facts.get("vat_id", ""), facts.get("register_id") or facts.get("tax_id") or ""
    if country == "BG" or vat.startswith("BG"):
        known = vat.removeprefix("BG") or other
        return f"{'13' if is_person else '10'}{known}" if known else f"14BG{fallback}"
    if country and is_eu_member(country):
        return f"11{vat}" if vat else f"14{country}{fallback}"
    known = vat or other
    if country and known:
        return f"12{known}" if known.startswith(country) else f"12{country}{known}"
    return f"14{country}{fallback}" if country else f"15{fallback}"


def is_official(number: str) -> bool:
    """Whether a partner's number was given by a state, not by us."""
    return number[:2] in ("10", "11", "12", "13")
