"""What the database itself refuses about issued documents."""

from kvit.tables import Guard, append_only


def _frozen_with_invoice(table: str) -> list[Guard]:
    refuses = "an issued document is never changed"
    issued = "EXISTS (SELECT 1 FROM receivables_invoice i WHERE i.id IN ({rows}) AND i.status = 'issued')"
    rows = {"INSERT": "NEW.invoice_id", "UPDATE": "OLD.invoice_id, NEW.invoice_id", "DELETE": "OLD.invoice_id"}
    return [
        Guard(
            f"kvit_{table}_frozen_{event.lower()}",
            table,
            event,
            refuses,
            when=issued.format(rows=named),
            truncate=event == "DELETE",
        )
        for event, named in rows.items()
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
    *_frozen_with_invoice("receivables_settledadvance"),
    *_frozen_with_invoice("receivables_correcteddocument"),
    *append_only("receivables_annulment", refuses="an annulment is never changed"),
    *append_only("receivables_acceptedfinding", refuses="who accepted what is never changed"),
]
