"""Arabic letters in the form their neighbours ask for, so that a name looks right and copies out right.

The layout engine draws a dotted letter from two glyphs, and viewers then copy each letter twice. The ready-made forms
of Unicode (FB50 to FEFF) are one glyph each, and viewers turn them back into the plain letters.
"""

import unicodedata
from functools import lru_cache

FORM_RANGES = ((0xFB50, 0xFBB2), (0xFBD3, 0xFC00), (0xFE80, 0xFEF5))
ISOLATED, FINAL, INITIAL, MEDIAL = "isolated", "final", "initial", "medial"


def shaped(text: str) -> str:
    """The text with every Arabic letter in its joined form; anything else is left as it is."""
    if not any("\u0600" <= character <= "\u06ff" for character in text):
        return text
    forms = joined_forms()
    letters = list(text)
    out: list[str] = []
    for at, letter in enumerate(letters):
        if letter not in forms:
            out.append(letter)
            continue
        before, after = neighbour(letters, at, step=-1), neighbour(letters, at, step=1)
        joins_before = before in forms and INITIAL in forms[before] and FINAL in forms[letter]
        joins_after = after in forms and FINAL in forms[after] and INITIAL in forms[letter]
        wanted = {(True, True): MEDIAL, (True, False): FINAL, (False, True): INITIAL}.get(
            (joins_before, joins_after), ISOLATED
        )
        out.append(forms[letter].get(wanted, letter))
    return "".join(out)


def neighbour(letters: list[str], at: int, *, step: int) -> str:
    """The next letter in that direction; vowel signs stand on a letter and do not part two."""
    at += step
    while 0 <= at < len(letters) and unicodedata.combining(letters[at]):
        at += step
    return letters[at] if 0 <= at < len(letters) else ""


@lru_cache(maxsize=1)
def joined_forms() -> dict[str, dict[str, str]]:
    """Letter to its forms, as the Unicode character database says which form stands for which letter."""
    forms: dict[str, dict[str, str]] = {}
    for first, after in FORM_RANGES:
        for point in range(first, after):
            kind, _, base = unicodedata.decomposition(chr(point)).partition("> ")
            if base and " " not in base:
                forms.setdefault(chr(int(base, 16)), {})[kind.strip("<")] = chr(point)
    return forms
