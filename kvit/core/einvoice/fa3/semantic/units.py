"""Units of UN/ECE Recommendation 20 and how a Polish invoice writes them (P_8A is a text)."""

from kvit.core.einvoice import codes

WRITTEN = {
    "H87": "szt.",
    "HUR": "godz.",
    "MIN": "min",
    "DAY": "dzień",
    "WEE": "tydz.",
    "MON": "mies.",
    "ANN": "rok",
    "KGM": "kg",
    "GRM": "g",
    "TNE": "t",
    "LTR": "l",
    "MTR": "m",
    "KMT": "km",
    "MTK": "m2",
    "MTQ": "m3",
    "KWH": "kWh",
    "MWH": "MWh",
    "SET": "kpl.",
    "PR": "para",
}
_CODES = {text: code for code, text in WRITTEN.items()} | {"szt": "H87", "godz": "HUR", "m^2": "MTK", "kpl": "SET"}
UNKNOWN = "ZZ"
"""Mutually defined: a text that no code is known for."""


def written(code: str | None) -> str | None:
    """The unit as it stands on the invoice: its Polish sign, or the code where it has none."""
    return WRITTEN.get(code or "", code)


def code_of(text: str | None) -> str | None:
    """The code of a written unit; `ZZ` for a text that none is known for."""
    if text is None:
        return None
    return _CODES.get(text) or (text if text in codes.UNITS else UNKNOWN)
