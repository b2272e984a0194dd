"""The words of the five languages by which an answer is understood. See `table.py` for how a line is read."""

from kvit.core.replies.words import bg, en, es, pl, ro
from kvit.core.replies.words.table import Table

TABLES: dict[str, Table] = {"en": en.TABLE, "ro": ro.TABLE, "bg": bg.TABLE, "es": es.TABLE, "pl": pl.TABLE}
