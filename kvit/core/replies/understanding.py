"""What an answer wants, with a confidence: cues of five languages, taken away by negations and conditions."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from kvit.core.mail_heads import REPORT
from kvit.core.replies import likeness, told
from kvit.core.replies.cutting import own_words
from kvit.core.replies.days import days_said
from kvit.core.replies.sentences import Sentence, sentences_of
from kvit.core.replies.words import TABLES
from kvit.core.replies.words.table import ABSENCE, ADDRESS, OTHER, PAID, PAYS, PROMISE, WANTS, Cue, Table

SURE = 80
"""Percent from which an answer may be acted upon by itself: measured, see `bench/replies.py`."""
WHOLE = 10_000
"""Scores are ten-thousandths."""
HALF = WHOLE // 2
FLOOR = 4_000
"""Below it a want is not named."""
LIKE, CLEARLY_OTHER = 30, 50
"""How sure likeness is, which is never enough to act; and how sure it must be that nothing else is wanted."""
BEFORE = 4
"""Words in front of a cue in which a negation takes it away."""
_CYRILLIC = re.compile("[а-яА-Я]")
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Want:
    """One thing that is wanted, and how sure that is, in percent."""

    want: str
    confidence: int


@dataclass(frozen=True)
class Understood:
    """What an answer says: its own words, its language, what it wants (the surest first), and what it tells of it.

    `day` is when it was or will be paid; `amount`, `currency` and `reference` as far as they are said.
    """

    words: str
    language: str
    wants: tuple[Want, ...]
    day: date | None = None
    days: tuple[date, ...] = ()
    amount: str = ""
    currency: str = ""
    reference: str = ""

    @property
    def want(self) -> str:
        """The first of the wants."""
        return self.wants[0].want

    @property
    def confidence(self) -> int:
        """How sure the first of the wants is the only one, in percent."""
        return self.wants[0].confidence

    @property
    def is_sure(self) -> bool:
        """Whether it may be acted upon without a person."""
        return self.confidence >= SURE


def understood(text: str, *, on: date, hint: str = "en", program: str = "") -> Understood:
    """Read the answer that came on the day. `hint` is the customer's language; `program` is what wrote it, as
    its head says (`mail_heads`): a program wants nothing, so it is an absence note whatever else it says; and a mail
    server's report says that an address is wrong.
    """
    words = own_words(text)
    sentences = sentences_of(words)
    languages = languages_of(sentences, hint=hint, text=words)
    scores, days = _scored(sentences, languages, on=on)
    if program:
        scores = {ADDRESS if program == REPORT else ABSENCE: 9_700}
    wants = _wants(scores)
    if wants[0].want == OTHER and wants[0].confidence < CLEARLY_OTHER and any(each.isalpha() for each in words):
        wants = (Want(likeness.most_like(words), LIKE),)
    spoken = days.get(wants[0].want, [])
    money = told.amount_in(words) if wants[0].want == PAID else ("", "")
    return Understood(
        words=words,
        language=languages[0],
        wants=wants,
        day=spoken[0] if spoken else None,
        days=tuple(dict.fromkeys(spoken)),
        amount=money[0],
        currency=money[1],
        reference=told.reference_in(words) if wants[0].want == PAID else "",
    )


def languages_of(sentences: list[Sentence], *, hint: str, text: str) -> tuple[str, ...]:
    """The languages that the text may be in, the likeliest first; the hint where nothing tells."""
    if len(_CYRILLIC.findall(text)) * 2 > len(_LETTER.findall(text)):
        return ("bg",)
    count: Counter[str] = Counter()
    for sentence in sentences:
        for word in sentence.words.split():
            for language, table in TABLES.items():
                count[language] += 2 * (word in table.known_words) + (word in table.vocabulary)
    best = max(count.values(), default=0)
    known = hint if hint in TABLES else "en"
    if best == 0:
        return (known, *(one for one in TABLES if one != known))
    likely = [one for one in TABLES if count[one] * 3 >= best * 2]
    return tuple(sorted(likely, key=lambda one: (-count[one], one != known)))


def _scored(
    sentences: list[Sentence], languages: tuple[str, ...], *, on: date
) -> tuple[dict[str, int], dict[str, list[date]]]:
    """The score of each want over all sentences, and the days told with paying."""
    scores: dict[str, int] = {}
    days: dict[str, list[date]] = {PAID: [], PROMISE: [], ABSENCE: []}
    for sentence in sentences:
        found = _of_sentence(sentence, languages)
        said = days_said(sentence.words, languages=languages, on=on)
        near = [one.near(on) for one in said]
        if PAYS in found:
            is_past = bool(near) and max(near) < on
            want, score = (PAID if is_past else PROMISE), found.pop(PAYS)
            found[want] = max(found.get(want, 0), score if near else score * 7 // 10)
        if found.get(PROMISE, 0) >= HALF:
            days[PROMISE] += [one.future for one in said if one.future is not None and one.future >= on]
            found[PROMISE] = _or(found[PROMISE], 6_000 if days[PROMISE] else 0)
        if found.get(PAID, 0) >= HALF:
            days[PAID] += [one.past for one in said if one.past is not None and one.past <= on]
        for want, score in found.items():
            scores[want] = _or(scores.get(want, 0), score)
    return scores, days


def _of_sentence(sentence: Sentence, languages: tuple[str, ...]) -> dict[str, int]:
    """The best score that a cue gives each want, helped a little by further ones."""
    found: dict[str, int] = {}
    for language in languages:
        table = TABLES[language]
        for want, cues in table.read_cues.items():
            weights = sorted(_weights(sentence, want, table, cues), reverse=True)
            if weights:
                score = weights[0]
                for one in weights[1:]:
                    score = _or(score, one * 3 // 10)
                found[want] = max(found.get(want, 0), score)
    return found


def _weights(sentence: Sentence, want: str, table: Table, cues: list[Cue]) -> Iterator[int]:
    for cue in cues:
        for match in cue.pattern.finditer(sentence.words):
            clause = sentence.clause_of(match.start(), match.end())
            void = table.read_voids.get(want)
            if void is not None and void.search(clause):
                continue
            before = " " + " ".join(sentence.words[: match.start()].rpartition(",")[2].split()[-BEFORE:])
            if not cue.is_negative and table.negation.search(f"{before}{match[0]} "):
                continue
            weight = cue.weight
            if want in (PROMISE, PAYS, PAID) and sentence.asks:
                weight = weight * 4 // 10
            if want in (PROMISE, PAYS) and table.condition.search(sentence.words):
                weight = weight * 7 // 10
            yield weight


def _wants(scores: Mapping[str, int]) -> tuple[Want, ...]:
    """Those that are likely, the surest first; nothing is `other`. A second one takes from how sure the first is."""
    spoken = {want: score for want, score in scores.items() if want != OTHER and score >= FLOOR}
    if not spoken:
        return (Want(OTHER, min(7_500, max(3_000, scores.get(OTHER, 0))) // 100),)
    order = sorted(spoken, key=lambda want: (-spoken[want], WANTS.index(want)))
    first = spoken[order[0]]
    second = spoken[order[1]] if len(order) > 1 else 0
    sure = first * (10 * WHOLE - 6 * second) // (10 * WHOLE)
    return (Want(order[0], sure // 100), *(Want(one, spoken[one] // 100) for one in order[1:]))


def _or(one: int, other: int) -> int:
    return WHOLE - (WHOLE - one) * (WHOLE - other) // WHOLE
