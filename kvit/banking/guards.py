"""What the database itself refuses about statements: what the bank said is never changed."""

from kvit.tables import Guard, append_only, changed

LINE_FIXED = changed(
    "id",
    "public_id",
    "company_id",
    "statement_id",
    "bank_account_id",
    "key",
    "booked_on",
    "value_on",
    "amount",
    "currency",
    "counterparty_name",
    "counterparty_iban",
    "remittance",
    "end_to_end_id",
    "structured_reference",
    "bank_reference",
    "entry_reference",
)

GUARDS = [
    *append_only("banking_statement", refuses="a statement is never changed"),
    Guard(
        "kvit_statement_line_fixed",
        "banking_statementline",
        "UPDATE",
        "what the bank said is never changed",
        when=LINE_FIXED,
    ),
    Guard(
        "kvit_statement_line_stays",
        "banking_statementline",
        "DELETE",
        "a statement line is never removed",
        truncate=True,
    ),
    Guard("kvit_match_stays", "banking_match", "DELETE", "a match is undone, never removed", truncate=True),
]
