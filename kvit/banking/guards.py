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
    "remittance",
    "bank_reference",
    "entry_reference",
)
FILLED_ONCE = " OR ".join(
    f"(OLD.{column} <> '' AND OLD.{column} IS DISTINCT FROM NEW.{column})"
    for column in ("counterparty_name", "counterparty_iban", "end_to_end_id", "structured_reference")
)
"""What one message leaves empty another may tell; what was said stays."""

GUARDS = [
    *append_only("banking_statement", refuses="a statement is never changed"),
    Guard(
        "kvit_statement_line_fixed",
        "banking_statementline",
        "UPDATE",
        "what the bank said is never changed",
        when=f"{LINE_FIXED} OR {FILLED_ONCE}",
    ),
    Guard(
        "kvit_statement_line_stays",
        "banking_statementline",
        "DELETE",
        "a statement line is never removed",
        truncate=True,
    ),
    Guard("kvit_booking_stays", "banking_booking", "DELETE", "a booking is undone, never removed", truncate=True),
    Guard(
        "kvit_booking_fixed",
        "banking_booking",
        "UPDATE",
        "what was booked is never changed",
        when=changed("id", "public_id", "company_id", "line_id", "kind", "automatic", "rule_id"),
    ),
    Guard("kvit_feed_stays", "banking_feed", "DELETE", "a feed is no longer used, never removed", truncate=True),
    *append_only("banking_fedmovement", refuses="the name of a movement is never changed"),
    Guard("kvit_bank_rule_stays", "banking_bankrule", "DELETE", "a rule is archived, never removed", truncate=True),
    *append_only("banking_tolerance", refuses="a tolerance is set anew, never changed"),
    Guard("kvit_match_stays", "banking_match", "DELETE", "a match is undone, never removed", truncate=True),
]
