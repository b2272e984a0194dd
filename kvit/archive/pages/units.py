"""Units of measure in words: the codes of UN/ECE Recommendation 20 that invoices of small companies use."""

from django.utils.translation import pgettext


def unit_word(code: str | None) -> str:
    """The unit in the language in force; a code without a word stays a code."""
    words = {
        "H87": pgettext("unit", "pc."),
        "C62": pgettext("unit", "pc."),
        "EA": pgettext("unit", "pc."),
        "PR": pgettext("unit", "pair"),
        "SET": pgettext("unit", "set"),
        "XPK": pgettext("unit", "package"),
        "XBX": pgettext("unit", "box"),
        "XPX": pgettext("unit", "pallet"),
        "E48": pgettext("unit", "service"),
        "LS": pgettext("unit", "lump sum"),
        "MIN": pgettext("unit", "min"),
        "HUR": pgettext("unit", "h"),
        "DAY": pgettext("unit", "day"),
        "WEE": pgettext("unit", "week"),
        "MON": pgettext("unit", "month"),
        "ANN": pgettext("unit", "year"),
        "GRM": pgettext("unit", "g"),
        "KGM": pgettext("unit", "kg"),
        "TNE": pgettext("unit", "t"),
        "MMT": pgettext("unit", "mm"),
        "CMT": pgettext("unit", "cm"),
        "MTR": pgettext("unit", "m"),
        "KMT": pgettext("unit", "km"),
        "MTK": pgettext("unit", "m²"),
        "MTQ": pgettext("unit", "m³"),
        "MLT": pgettext("unit", "ml"),
        "LTR": pgettext("unit", "l"),
        "KWH": pgettext("unit", "kWh"),
    }
    return words.get(code or "", code or "")
