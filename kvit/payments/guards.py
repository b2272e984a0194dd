"""What the database itself refuses about payments."""

from kvit.tables import append_only

GUARDS = [
    *append_only("payments_payment", refuses="a payment is never changed"),
    *append_only("payments_takenback", refuses="a payment taken back stays so"),
]
