"""What the database itself refuses about the books."""

from kvit.tables import Guard, append_only, changed

UNBALANCED = (
    "EXISTS (SELECT 1 FROM ledger_entryline l WHERE l.entry_id = NEW.id GROUP BY l.currency HAVING SUM(l.amount) <> 0) "
    "OR (SELECT COALESCE(SUM(l.base_amount), 0) FROM ledger_entryline l WHERE l.entry_id = NEW.id) <> 0 "
    "OR NOT EXISTS (SELECT 1 FROM ledger_entryline l WHERE l.entry_id = NEW.id)"
)
ENTRY_FIXED = changed(
    "id",
    "public_id",
    "company_id",
    "kind",
    "document_kind",
    "document_id",
    "document_number",
    "posted_on",
    "text",
    "reverses_id",
    "at",
)
ITEM_FIXED = changed(
    "id",
    "public_id",
    "company_id",
    "line_id",
    "party_id",
    "document_kind",
    "document_id",
    "document_number",
    "part",
    "side",
    "opened_on",
    "due_on",
    "discount",
    "discount_until",
    "currency",
    "amount",
    "base_amount",
)
LOCKED = (
    "EXISTS (SELECT 1 FROM ledger_periodlock p WHERE p.company_id = NEW.company_id AND p.locked_until >= NEW.posted_on)"
)

ACCOUNT_FIXED = changed("id", "public_id", "company_id", "iban", "currency", "opened_by_id")

GUARDS = [
    Guard(
        "kvit_bank_account_fixed",
        "ledger_bankaccount",
        "UPDATE",
        "an own account stays the one it is",
        when=ACCOUNT_FIXED,
    ),
    Guard(
        "kvit_entry_starts_open",
        "ledger_entry",
        "INSERT",
        "an entry gets its lines before it is posted",
        when="NEW.posted",
    ),
    Guard("kvit_entry_period", "ledger_entry", "INSERT", "the period is locked", when=LOCKED),
    Guard(
        "kvit_entry_fixed", "ledger_entry", "UPDATE", "an entry is never changed", when=f"OLD.posted OR {ENTRY_FIXED}"
    ),
    Guard("kvit_entry_balances", "ledger_entry", "UPDATE", "an entry balances", when=UNBALANCED),
    Guard("kvit_entry_stays", "ledger_entry", "DELETE", "an entry is never removed", truncate=True),
    Guard(
        "kvit_entry_line_in_time",
        "ledger_entryline",
        "INSERT",
        "a posted entry takes no more lines",
        when="(SELECT e.posted FROM ledger_entry e WHERE e.id = NEW.entry_id)",
    ),
    *append_only("ledger_entryline", refuses="an entry line is never changed"),
    Guard(
        "kvit_open_item_fixed", "ledger_openitem", "UPDATE", "of an open item only the balance changes", when=ITEM_FIXED
    ),
    Guard("kvit_open_item_stays", "ledger_openitem", "DELETE", "an open item is never removed", truncate=True),
    *append_only("ledger_allocation", refuses="an allocation is never changed"),
]
