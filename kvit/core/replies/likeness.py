"""What a text without any known cue is most like: naive Bayes over words and their parts, taught by the examples.

It only suggests where to look first: nothing is done by itself because of it.
"""

import math
import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from kvit.core.parsing.dates import folded
from kvit.core.replies.examples import EXAMPLES

SMOOTHING = 0.3
PARTS = (4, 5)
"""Letters of the parts of a word that are looked at, so that its forms are alike."""
MOST = 1500
"""Letters of a text that are compared."""
_WORD = re.compile(r"[^\W_]+")
_FIGURE = re.compile(r"\d")


@dataclass(frozen=True)
class _Taught:
    texts: Counter[str]
    features: dict[str, Counter[str]]
    known: frozenset[str]


def most_like(text: str) -> str:
    """The want whose examples share most with the text."""
    taught = _taught()
    whole = sum(taught.texts.values())
    found = [one for one in _features(text) if one in taught.known]

    def score(want: str) -> float:
        count, seen = taught.texts[want], taught.features[want]
        share = sum(math.log((seen[one] + SMOOTHING) / (count + 2 * SMOOTHING)) for one in found)
        return math.log(count / whole) + share

    return max(sorted(taught.texts), key=score)


@lru_cache(maxsize=1)
def _taught() -> _Taught:
    texts: Counter[str] = Counter()
    features: dict[str, Counter[str]] = {}
    for examples in EXAMPLES.values():
        for wants, text in examples:
            for want in wants.split(","):
                texts[want] += 1
                features.setdefault(want, Counter()).update(_features(text))
    return _Taught(texts, features, frozenset().union(*features.values()))


def _features(text: str) -> list[str]:
    """Its words and their parts, each once, in order."""
    found: dict[str, None] = {}
    for word in _WORD.findall(_FIGURE.sub("0", folded(text[:MOST]))):
        edged = f"<{word[:40]}>"
        found[word] = None
        found |= {edged[at : at + size]: None for size in PARTS for at in range(len(edged) - size + 1)}
    return list(found)
