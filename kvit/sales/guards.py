"""What the database itself refuses about proformas."""

from kvit.tables import Guard, changed

FIXED = changed(
    "id",
    "public_id",
    "company_id",
    "party_id",
    "external_id",
    "number",
    "issued_on",
    "valid_until",
    "draft",
    "language",
    "currency",
    "net",
    "vat",
    "gross",
    "payable",
    "seller",
    "buyer",
    "issued_at",
)

GUARDS = [
    Guard(
        "kvit_proforma_frozen",
        "sales_proforma",
        "UPDATE",
        "an issued proforma is never changed",
        when=f"OLD.status <> 'draft' AND ({FIXED})",
    ),
    Guard(
        "kvit_proforma_stays",
        "sales_proforma",
        "DELETE",
        "an issued proforma is never removed",
        when="OLD.number IS NOT NULL",
        truncate=True,
    ),
]
