"""The values that programs send and get: amounts as text, days, ids; what can be read two ways is refused."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Annotated, Any, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, WithJsonSchema
from pydantic_core import PydanticCustomError

from kvit.core.parsing.told import FIRST_YEAR, LAST_YEAR

AMOUNT = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,6})?")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
MOST_CHARACTERS = 4000


class Given(BaseModel):
    """What a program sends: nothing unknown, nothing turned into what it is not."""

    model_config = ConfigDict(extra="forbid", strict=True, populate_by_name=False)

    def told(self) -> dict[str, Any]:
        """Only what was given, in the words of the rooms: plain JSON values."""
        return self.model_dump(mode="json", by_alias=True, exclude_unset=True)


def known_at(model: type[BaseModel], place: Sequence[int | str]) -> list[str]:
    """The fields that a model takes at a place in it, as a program writes them."""
    for part in place:
        field = next((f for name, f in model.model_fields.items() if part in (f.alias or name, name)), None)
        model = next(_models_in(field.annotation), model) if field is not None else model
    return sorted(field.alias or name for name, field in model.model_fields.items())


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models_in(part)


class Shown(BaseModel):
    """What a program gets."""

    model_config = ConfigDict(from_attributes=False)


def _amount(value: object) -> str:
    if not isinstance(value, str) or not AMOUNT.fullmatch(value):
        raise PydanticCustomError("field.not_amount", "an amount is text")
    return value


def _day(value: object) -> date:
    try:
        if not isinstance(value, str) or not DAY.fullmatch(value):
            raise ValueError
        day = date.fromisoformat(value)
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise ValueError
        return day
    except ValueError:
        raise PydanticCustomError("field.not_day", "a day is written 2026-03-01") from None


def _moment(value: object) -> datetime:
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
        if moment is None or moment.tzinfo is None or not FIRST_YEAR <= moment.year <= LAST_YEAR:
            raise ValueError
        return moment
    except ValueError:
        raise PydanticCustomError("field.not_moment", "a moment is written 2026-03-01T08:30:00Z") from None


GivenAmount = Annotated[
    str,
    BeforeValidator(_amount),
    WithJsonSchema({"type": "string", "pattern": r"^-?[0-9]{1,12}(\.[0-9]{1,6})?$", "examples": ["49.90"]}),
]
"""A number as text: money, a quantity, a percentage."""
GivenDay = Annotated[date, BeforeValidator(_day), Field(strict=False)]
GivenMoment = Annotated[
    datetime,
    BeforeValidator(_moment),
    Field(strict=False),
    WithJsonSchema({"type": "string", "format": "date-time", "examples": ["2026-03-01T08:30:00Z"]}),
]
"""With its offset: without one it is another moment in another country."""
Text = Annotated[str, Field(max_length=MOST_CHARACTERS)]
"""The room says how long it may be."""
Currency = Annotated[str, Field(min_length=3, max_length=3, examples=["EUR"])]

Amount = Annotated[
    str,
    WithJsonSchema({"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$", "examples": ["1234.50"]}),
]
"""Money or another number as text, with at least the decimals of its currency."""
Id = Annotated[str, WithJsonSchema({"type": "string", "examples": ["inv_01KAR3JV1N0Q7W2B8ZXKQ5T9CM"]})]


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")


Moment = Annotated[
    datetime, PlainSerializer(_iso, return_type=str), WithJsonSchema({"type": "string", "format": "date-time"})
]


class ReasonGiven(Given):
    """Why."""

    reason: Text


class WhyGiven(Given):
    """Why, where there is something to say."""

    reason: Text = ""


class MailGiven(Given):
    """To whom; to their own addresses where nobody is named."""

    to: Annotated[list[Annotated[str, Field(max_length=254)]], Field(max_length=20)] = []
    again: Annotated[bool, Field(description="Send it once more, though it was sent before.")] = False
