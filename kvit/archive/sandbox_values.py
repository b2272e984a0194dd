"""How values travel between Kvit and its limited child: as JSON of a few known kinds, never as code."""

import base64
import dataclasses
from datetime import date
from decimal import Decimal
from typing import Any

from kvit.core.errors import Finding
from kvit.core.formats.statement import Part, Statement, StatementLine
from kvit.core.mail_parts import MailPart, MailParts
from kvit.core.parsing.delimited import Sheet
from kvit.core.reading.pages import Page, Word

KINDS = (Sheet, Statement, StatementLine, Part, Finding, Page, Word, MailPart, MailParts)
TRAVELLERS = {each.__name__: each for each in KINDS}


def packed(value: object) -> Any:
    """The value as JSON can hold it. Raises TypeError for what is not on the list."""
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, bytes):
        return {"bytes": base64.b64encode(value).decode()}
    if isinstance(value, Decimal):
        return {"decimal": str(value)}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    if isinstance(value, list):
        return [packed(each) for each in value]
    if isinstance(value, tuple):
        return {"tuple": [packed(each) for each in value]}
    if isinstance(value, dict):
        return {"dict": {str(key): packed(each) for key, each in value.items()}}
    name = type(value).__name__
    if dataclasses.is_dataclass(value) and TRAVELLERS.get(name) is type(value):
        fields = {each.name: packed(getattr(value, each.name)) for each in dataclasses.fields(value)}
        return {"kind": name, "fields": fields}
    raise TypeError(f"{name} does not travel")


def unpacked(told: Any) -> Any:
    """The value that was packed. Raises KeyError, TypeError or ValueError for anything else."""
    if isinstance(told, list):
        return [unpacked(each) for each in told]
    if not isinstance(told, dict):
        return told
    if "kind" in told:
        return TRAVELLERS[told["kind"]](**{name: unpacked(each) for name, each in told["fields"].items()})
    (name, inner), *rest = told.items()
    if rest:
        raise ValueError("more than one kind")
    if name == "bytes":
        return base64.b64decode(inner)
    if name == "decimal":
        return Decimal(inner)
    if name == "day":
        return date.fromisoformat(inner)
    if name == "tuple":
        return tuple(unpacked(each) for each in inner)
    if name == "dict":
        return {key: unpacked(each) for key, each in inner.items()}
    raise ValueError(f"{name} is not known")
