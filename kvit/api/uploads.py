"""Files that programs send: their bytes in Base64 within the JSON, so that a key covers them too."""

import base64
import binascii
from typing import Annotated, Literal

from pydantic import Field

from kvit.api.values import Given
from kvit.core.errors import Refused

Dates = Literal["day_first", "month_first", "year_first"]
Decimals = Literal[",", "."]


class FileGiven(Given):
    """A file and, where it can be read two ways, how a person reads it."""

    name: Annotated[str, Field(min_length=1, max_length=200, description="With its ending, such as march.csv.")]
    content: Annotated[str, Field(description="The bytes in Base64 (RFC 4648).", examples=["RGF0YTtTdW1h"])]
    dates: Dates | None = Field(None, description="The order of day and month.")
    decimals: Decimals | None = Field(None, description="The decimal mark.")
    columns: dict[str, str] = Field({}, description="Which field stands under which heading.")

    def read(self) -> bytes:
        """The file. Refuses `file.not_base64`."""
        try:
            return base64.b64decode(self.content, validate=True)
        except binascii.Error as wrong:
            raise Refused("file.not_base64", name=self.name, field="content") from wrong
