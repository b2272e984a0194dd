"""What the database itself refuses about issued documents."""

from kvit.tables import Guard, append_only


def _frozen_with_invoice(table: str) -> list[Guard]:
    refuses = "an issued document is never changed"
    by = "(SELECT i.status FROM receivables_invoice i WHERE i.id = {row}.invoice_id) = 'issued'"
    return [
        Guard(f"kvit_{table}_frozen_{event.lower()}", table, event, refuses, when=by.format(row=row), truncate=cut)
        for event, row, cut in (("INSERT", "NEW", False), ("UPDATE", "OLD", False), ("DELETE", "OLD", True))
    ]


GUARDS = [
    Guard(
        "kvit_invoice_frozen",
        "receivables_invoice",
        "UPDATE",
        "an issued document is never changed",
        when="OLD.status <> 'draft'",
    ),
    Guard(
        "kvit_invoice_stays",
        "receivables_invoice",
        "DELETE",
        "an issued document is never removed",
        when="OLD.status = 'issued'",
        truncate=True,
    ),
    *_frozen_with_invoice("receivables_invoiceline"),
    *_frozen_with_invoice("receivables_invoiceextra"),
    *_frozen_with_invoice("receivables_invoicevat"),
    *append_only("receivables_annulment", refuses="an annulment is never changed"),
    *append_only("receivables_acceptedfinding", refuses="who accepted what is never changed"),
]
