"""What the database itself refuses: what came is never changed."""

from kvit.tables import append_only

GUARDS = [*append_only("capture_captureddocument", refuses="what came from a supplier is never changed")]
