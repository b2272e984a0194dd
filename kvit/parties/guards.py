"""What the database itself refuses: what a register said is never changed."""

from kvit.tables import append_only

GUARDS = append_only("parties_vatcheck", refuses="what a register said about a VAT id is never changed")
