"""What the database itself refuses: what registers and directories said is never changed."""

from kvit.tables import append_only

GUARDS = [
    *append_only("parties_vatcheck", refuses="what a register said about a VAT id is never changed"),
    *append_only("parties_addresscheck", refuses="what a directory said about an address is never changed"),
]
