"""What the database itself refuses: a bill is changed by nobody once it is decided, and is never removed."""

from kvit.tables import Guard, append_only

GUARDS = [
    Guard(
        "kvit_bill_decided",
        "payables_bill",
        "UPDATE",
        "a decided bill is never changed",
        when="OLD.status IN ('approved', 'rejected')",
    ),
    Guard("kvit_bill_stays", "payables_bill", "DELETE", "a bill is never removed", truncate=True),
    *append_only("payables_billline", refuses="what a bill says is never changed"),
    *append_only("payables_billvat", refuses="what a bill says is never changed"),
    *append_only("payables_ordertaken", refuses="what a bill took of an order is given back by a credit note only"),
]
