"""What an answer says of the dispute or the payment plan that it begins: what is wrong, and how many instalments."""

import re

from kvit.core.disputes import REASONS
from kvit.core.instalments import MOST
from kvit.core.parsing.dates import folded
from kvit.core.replies.words import TABLES

OTHER = REASONS[-1]
_WRONG = {
    "damaged": (
        r"damag|broken|defect|faulty|deterior|stricat|avariat|повреден|счупен|дефект|бракуван|danad|rot[oa]s?\b|averiad|"
        r"uszkodz|wadliw|zepsut|popekan"
    ),
    "not_ordered": (
        r"\b(?:not|never|n't)(?: ever)? order|\b(?:nu|n)[ -]am comandat|\bне (?:сме |съм )?поръчв|"
        r"\bno (?:l[oae]s? )?(?:hemos )?(?:pedi|encarg)|\bnie zamawia|\bnie zamowi"
    ),
    "wrong_quantity": (
        r"quantit|too few|missing|cantitat|lipse?sc|lipses|количеств|липсва|cantidad|\bfalta|ilosc|\bbrakuj"
    ),
    "wrong_price": r"\bprice|\bpret|\bцена|\bцени|\bprecio|\bcen[aey]\b|\bcene\b",
    "not_delivered": (
        r"receiv|deliver|arriv|primit|livrat|sosit|получ|достав|recibi|entrega|llega|otrzyma|dostarcz|dotar"
    ),
}
"""Words of five languages for each reason, the most telling first: what is broken was delivered."""
_READ = {reason: re.compile(folded(words)) for reason, words in _WRONG.items()}
_WORD = re.compile(r"[^\W_]+")
_NUMBERS = {folded(word): number for table in TABLES.values() for word, number in table.numbers.items() if number > 1}
_EVENLY = r"(?: (?:equal|monthly|lunare|egale|равни|месечни|iguales|mensuales|rownych|rowne|miesiecznych|miesieczne))?"
_UNIT = (
    r"(?:instal?lments?|payments?|parts|rate|transe|plati|вноски|части|плащания|plazos|cuotas|pagos|partes|raty|rat|"
    r"ratach|czesci|czesciach)"
)
_COUNT = re.compile(folded(rf"(?<![\w.,/-])(\d{{1,2}}|{'|'.join(_NUMBERS)}){_EVENLY}{_EVENLY} {_UNIT}") + r"(?!\w)")


def reason_in(words: str) -> str:
    """What is wrong by the words of a dispute, one of `disputes.REASONS`; `other` where they do not tell."""
    text = folded(words)
    return next((reason for reason, pattern in _READ.items() if pattern.search(text)), OTHER)


def instalments_in(words: str) -> int | None:
    """In how many instalments somebody asks to pay; none where no number is said, or more than one."""
    text = " ".join(folded(words).split())
    said = {int(found) if found.isdecimal() else _NUMBERS[found] for found in _COUNT.findall(text)}
    [count] = said if len(said) == 1 else [0]
    return count if 2 <= count <= MOST else None


def named_in(words: str, names: list[str]) -> int | None:
    """The place of the only name that is said whole in the words, letters compared without accents."""
    text = _bare(words)
    said = [at for at, name in enumerate(names) if _bare(name).strip() and _bare(name) in text]
    return said[0] if len(said) == 1 else None


def _bare(text: str) -> str:
    """Its words alone, each between blanks."""
    return f" {' '.join(_WORD.findall(folded(text)))} "
