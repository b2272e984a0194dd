"""What one row of an import became."""

from dataclasses import dataclass, field
from typing import Any


@dataclass
class Made:
    """The object, whether the row made it, and the old and new values of what it changed."""

    object_kind: str
    object_id: int
    made: bool
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
