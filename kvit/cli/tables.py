"""What a person may decide about a table that can be read two ways: the order of days, the mark, the columns."""

from enum import Enum
from typing import Annotated

import typer

from kvit.core.errors import Refused


class Dates(Enum):
    """The order of day, month and year."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"
    YEAR_FIRST = "year_first"


class Marks(Enum):
    """What stands before the decimals."""

    COMMA = ","
    POINT = "."


DatesOption = Annotated[Dates | None, typer.Option("--dates", help="The order, where days can be read two ways.")]
MarksOption = Annotated[Marks | None, typer.Option("--decimals", help="The mark, where amounts can be read two ways.")]
ColumnsOption = Annotated[
    list[str] | None, typer.Option("--column", metavar="FIELD=HEADING", help="Which column holds a field.")
]


def columns(told: list[str] | None) -> dict[str, str]:
    """What was told of the columns. Refuses `command.bad_column`."""
    for one in told or ():
        if "=" not in one:
            raise Refused("command.bad_column", value=one[:60])
    return {field.strip(): heading.strip() for field, _, heading in (one.partition("=") for one in told or ())}
