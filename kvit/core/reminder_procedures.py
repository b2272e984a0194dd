"""A procedure as it is told: its levels, their tones and a company's own words (`docs/rules/reminders.md`)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kvit.core.dunning import FIRM, FRIENDLY, LAST, NOTICE, Level, Procedure
from kvit.core.errors import Refused
from kvit.core.languages import LANGUAGES
from kvit.core.parsing.told import Told
from kvit.core.reaching import CHANNELS, EMAIL, TEXTS
from kvit.core.texting import LONGEST as LONGEST_TEXT

MOST_LEVELS = 6
MOST_DAYS = 365
BANK_DAYS, MOST_BANK_DAYS = 5, 60
LONGEST = {"subject": 200, "intro": 2000, "closing": 2000}
KNOWN = frozenset({"name", "levels", "bank_days", "from_hour", "until_hour", "by_habit"})
KNOWN_OF_LEVEL = frozenset({"days", "tone", "channel", "texts"})
DEFAULT: Mapping[str, object] = {
    "bank_days": BANK_DAYS,
    "from_hour": 9,
    "until_hour": 18,
    "levels": [
        {"days": -3, "tone": NOTICE, "channel": EMAIL},
        {"days": 3, "tone": FRIENDLY, "channel": EMAIL},
        {"days": 14, "tone": FIRM, "channel": EMAIL},
        {"days": 28, "tone": LAST, "channel": EMAIL},
    ],
}
"""What a company has until it says otherwise; its name is in the company's language."""


@dataclass(frozen=True)
class OwnText:
    """A company's own words for a level in one language; what is empty is Kvit's."""

    subject: str = ""
    intro: str = ""
    closing: str = ""


@dataclass(frozen=True)
class ToldLevel:
    """A level with its words by language."""

    days: int
    tone: str
    channel: str = EMAIL
    texts: Mapping[str, OwnText] = field(default_factory=dict)


@dataclass(frozen=True)
class ToldProcedure:
    """A procedure with its name and texts, as it is kept."""

    name: str
    levels: tuple[ToldLevel, ...]
    bank_days: int | None
    from_hour: int
    until_hour: int
    by_habit: bool = False

    def judged(self, key: int) -> Procedure:
        """What deciding needs of it."""
        levels = tuple(
            Level(position, one.days, one.tone, one.channel) for position, one in enumerate(self.levels, start=1)
        )
        return Procedure(key, levels, self.bank_days, self.from_hour, self.until_hour, self.by_habit)


def read(raw: object) -> ToldProcedure:
    """The procedure that JSON tells.

    Refuses `field.*`, `procedure.no_level`, `procedure.bad_order` where days do not rise, `procedure.bad_tone` where a
    word before the due day scolds or one after it only announces, `procedure.bad_hours`.
    """
    told = Told(raw, KNOWN)
    levels = tuple(_level(one, place) for one, place in told.each("levels", most=MOST_LEVELS))
    if not levels:
        raise Refused("procedure.no_level", field="levels")
    _check_order(levels)
    from_hour, until_hour = told.whole("from_hour", most=23), told.whole("until_hour", most=24)
    from_hour, until_hour = 9 if from_hour is None else from_hour, 18 if until_hour is None else until_hour
    if from_hour >= until_hour:
        raise Refused("procedure.bad_hours", field="until_hour", since=from_hour, until=until_hour)
    bank_days = told.whole("bank_days", most=MOST_BANK_DAYS) if "bank_days" in told else BANK_DAYS
    name, by_habit = told.needed("name", most=80), told.flag("by_habit")
    return ToldProcedure(name, levels, bank_days, from_hour, until_hour, by_habit)


def written(told: ToldProcedure) -> dict[str, object]:
    """The procedure as JSON: `read(written(p)) == p`."""
    return {
        "name": told.name,
        "levels": [written_level(level) for level in told.levels],
        "bank_days": told.bank_days,
        "from_hour": told.from_hour,
        "until_hour": told.until_hour,
        "by_habit": told.by_habit,
    }


def _level(raw: object, place: str) -> ToldLevel:
    told = Told(raw, KNOWN_OF_LEVEL, place=place)
    days = told.number("days", digits=0, most=3)
    if days is None:
        told.missing("days")
    if abs(days) > MOST_DAYS:
        told.refuse("days", f"-{MOST_DAYS} to {MOST_DAYS}")
    tone = told.one_of("tone", known=(FRIENDLY, NOTICE, FIRM, LAST))
    if (tone == NOTICE) != (days <= 0):
        raise Refused("procedure.bad_tone", field=f"{place}/tone", tone=tone, days=int(days))
    texts = told.within("texts", frozenset(LANGUAGES))
    channel = told.one_of("channel", known=CHANNELS)
    own = {language: _own(texts, language, channel) for language in sorted(texts.raw)}
    return ToldLevel(int(days), tone, channel, {language: one for language, one in own.items() if one != OwnText()})


def _own(texts: Told, language: str, channel: str) -> OwnText:
    """A text has neither subject nor closing: what it says whole is its intro."""
    one = texts.within(language, frozenset(LONGEST))
    if channel in TEXTS:
        return OwnText(intro=one.text("intro", most=LONGEST_TEXT).replace("\r\n", " "))
    return OwnText(**{name: one.text(name, most=most).replace("\r\n", "\n") for name, most in LONGEST.items()})


def _check_order(levels: Sequence[ToldLevel]) -> None:
    for before, after in zip(levels, levels[1:], strict=False):
        if after.days <= before.days:
            raise Refused("procedure.bad_order", field="levels", before=before.days, after=after.days)


def written_level(level: ToldLevel) -> dict[str, object]:
    """The level as JSON."""
    told: dict[str, object] = {"days": level.days, "tone": level.tone, "channel": level.channel}
    if level.texts:
        told["texts"] = {
            language: {"subject": one.subject, "intro": one.intro, "closing": one.closing}
            for language, one in level.texts.items()
        }
    return told
