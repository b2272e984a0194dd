"""What may stand inside an element, and in which order: the content model of a schema, walked child by child.

A model is written as the schema means it: `KodKraju, AdresL1, AdresL2?`, `(NIP | KodUE, NrVatUE)`, `Email{0,3}`; a
comma binds closer than a bar. Schemas are deterministic (XML Schema Part 1, 3.8.6), so one step has one outcome.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

_TOKEN = re.compile(r"\s*(\w+|[(),|?]|\{\d+,\d+\})")


@dataclass(frozen=True, slots=True)
class Name:
    """One element of this name."""

    name: str


@dataclass(frozen=True, slots=True)
class Sequence:
    """All of these, in this order; none of them is what is left when everything has been seen."""

    parts: "tuple[Model, ...]" = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """Exactly one of these."""

    parts: "tuple[Model, ...]"


@dataclass(frozen=True, slots=True)
class Repeated:
    """The same again, so many times."""

    part: "Model"
    least: int
    most: int


Model = Name | Sequence | Choice | Repeated
DONE = Sequence()


@lru_cache(maxsize=512)
def parsed(text: str) -> Model:
    """The model that the text writes down."""
    tokens = [token[1] for token in _TOKEN.finditer(text)][::-1]
    model = _choice(tokens)
    assert not tokens, text
    return model


def _choice(tokens: list[str]) -> Model:
    parts = [_sequence(tokens)]
    while tokens and tokens[-1] == "|":
        tokens.pop()
        parts.append(_sequence(tokens))
    return parts[0] if len(parts) == 1 else Choice(tuple(parts))


def _sequence(tokens: list[str]) -> Model:
    parts = [_counted(tokens)]
    while tokens and tokens[-1] == ",":
        tokens.pop()
        parts.append(_counted(tokens))
    return parts[0] if len(parts) == 1 else Sequence(tuple(parts))


def _counted(tokens: list[str]) -> Model:
    word = tokens.pop()
    if word == "(":
        part = _choice(tokens)
        tokens.pop()
    else:
        part = Name(word)
    if tokens and tokens[-1] == "?":
        tokens.pop()
        return Repeated(part, 0, 1)
    if tokens and tokens[-1].startswith("{"):
        least, most = tokens.pop().strip("{}").split(",")
        return Repeated(part, int(least), int(most))
    return part


def is_complete(model: Model) -> bool:
    """Whether nothing more has to come."""
    match model:
        case Name():
            return False
        case Sequence(parts):
            return all(is_complete(part) for part in parts)
        case Choice(parts):
            return any(is_complete(part) for part in parts)
        case Repeated(part, least, _):
            return least == 0 or is_complete(part)


def after(model: Model, name: str) -> Model | None:
    """What may follow once an element of this name has come; None where it may not come here."""
    match model:
        case Name():
            return DONE if model.name == name else None
        case Sequence(parts):
            return _after_sequence(parts, name)
        case Choice(parts):
            return next((rest for part in parts if (rest := after(part, name)) is not None), None)
        case Repeated(part, least, most):
            rest = after(part, name) if most else None
            if rest is None:
                return None
            again = Repeated(part, max(least - 1, 0), most - 1) if most > 1 else DONE
            return again if rest is DONE else Sequence((rest, again))


def _after_sequence(parts: tuple[Model, ...], name: str) -> Model | None:
    for index, part in enumerate(parts):
        rest = after(part, name)
        if rest is not None:
            return Sequence(parts[index + 1 :] if rest is DONE else (rest, *parts[index + 1 :]))
        if not is_complete(part):
            return None
    return None


def expected(model: Model) -> tuple[str, ...]:
    """The names that may come next, in the schema's order."""
    match model:
        case Name():
            return (model.name,)
        case Choice(parts):
            return tuple(name for part in parts for name in expected(part))
        case Repeated(part, _, most):
            return expected(part) if most else ()
        case Sequence(parts):
            names: tuple[str, ...] = ()
            for part in parts:
                names += expected(part)
                if not is_complete(part):
                    break
            return names
