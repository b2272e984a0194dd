"""Lists: a page by cursor, never by number."""

from collections.abc import Callable, Sequence
from typing import Annotated, Any, Generic, Literal, TypeVar

from ninja import Query
from pydantic import BaseModel, Field

from kvit.tables import Page

Item = TypeVar("Item")


class Paging(BaseModel):
    """How much of a list, from where on."""

    limit: Annotated[int, Field(ge=1, le=100, description="How many, 100 at most.")] = 25
    after: Annotated[str, Field(max_length=500, description="`next` of the page before.")] = ""


Asked = Query[Paging]


class Listed(BaseModel, Generic[Item]):
    """A page of a list."""

    object: Literal["list"] = "list"
    data: list[Item]
    has_more: bool
    next: str | None = Field(description="Give it as `after` to go on; null at the end.")


def of_page(page: Page[Any], show: Callable[[Sequence[Any]], Sequence[object]]) -> dict[str, object]:
    """The page as programs see it."""
    return {"data": show(page.rows), "has_more": bool(page.on), "next": page.on or None}


def of_all(rows: Sequence[object]) -> dict[str, object]:
    """A short list that is always whole."""
    return {"data": rows, "has_more": False, "next": None}
