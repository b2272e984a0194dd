"""How alike the name a bank gives is to that of a party: cut short, without accents, mistyped.

Rules and examples: docs/rules/matching.md.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

from rapidfuzz import fuzz, process

from kvit.core.latin import latin

SAME = 90
"""From this likeness on a name is that of the party."""
NEAR = 75
"""From this likeness on it may be: a sister, or a neighbour in the alphabet."""
BEGINNING = 85
SHORTEST = 6

_LEGAL_FORMS = """
    gmbh mbh co kg ag ug ohg srl sa pfa eood ood ead ad et sl slu sp spolka zoo bv nv sarl sas ltd llc inc plc
"""
_LEGAL = frozenset(_LEGAL_FORMS.split())


class Names:
    """The names of parties, to be found by what a bank writes."""

    def __init__(self, parties: Mapping[str, str]) -> None:
        self._bare = {party: bare(name) for party, name in parties.items() if bare(name)}
        self._found: dict[str, dict[str, int]] = {}

    def alike(self, name: str) -> dict[str, int]:
        """The parties whose name is near to this one, with how near it is."""
        if name not in self._found:
            self._found[name] = self._search(bare(name))
        return self._found[name]

    def _search(self, wanted: str) -> dict[str, int]:
        if not wanted:
            return {}
        near = process.extract(wanted, self._bare, scorer=fuzz.ratio, score_cutoff=NEAR, limit=None)
        found: dict[str, int] = {party: int(score) for _, score, party in near}
        for party, own in self._bare.items():
            if _begins(wanted, own):
                found[party] = max(found.get(party, 0), BEGINNING)
        return found


def likeness(one: str, other: str) -> int:
    """From 0 to 100, legal forms aside. A name that begins the other is near, but it may be a sister's."""
    left, right = bare(one), bare(other)
    if not left or not right:
        return 0
    return max(int(fuzz.ratio(left, right)), BEGINNING if _begins(left, right) else 0)


def is_payer(told: str, name: str) -> bool:
    """Whether the payer that a bank tells is the party of this name."""
    return likeness(told, name) >= SAME


def _begins(one: str, other: str) -> bool:
    short, long = (one, other) if len(one) < len(other) else (other, one)
    return len(short) >= SHORTEST and short != long and long.startswith(short)


@lru_cache(maxsize=50_000)
def bare(name: str) -> str:
    """The words that tell the party: `Müller Grün GmbH & Co. KG` and `MUELLER GRUEN` are both `muller grun`."""
    small = latin(name).lower()
    for written, letter in (("ae", "a"), ("oe", "o"), ("ue", "u")):
        small = small.replace(written, letter)
    words = re.findall(r"[a-z0-9]+", small)
    while len(words) > 1 and (words[-1] in _LEGAL or len(words[-1]) == 1):
        words.pop()
    return " ".join(words)
