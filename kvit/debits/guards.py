"""What the database itself refuses about direct debits."""

from kvit.tables import Guard, changed

MANDATE_FIXED = changed("id", "public_id", "company_id", "party_id", "amends_id", "created_at")
MANDATE_SIGNED = changed(
    *("reference", "scheme", "kind", "debtor_name", "iban", "bic", "notice_days", "signed_on", "signed", "paper_id")
)
RUN_FIXED = changed("id", "public_id", "company_id", "identifier", "bank_account_id", "until_on", "proposed_on")
RUN_RELEASED = changed("version", "proposed_by_id", "released_by_id", "released_on", "released_at", "file_id")
ITEM_FIXED = changed("id", "public_id", "company_id", "run_id", "item_id", "mandate_id", "party_id", "number", "amount")
ITEM_SENT = changed("sequence", "collect_on", "account_changed")
OF_ANOTHER = (
    "NOT EXISTS (SELECT 1 FROM debits_mandate m JOIN debits_debitrun r ON r.company_id = m.company_id "
    "JOIN ledger_openitem i ON i.company_id = m.company_id JOIN parties_party p ON p.id = i.party_id "
    "JOIN parties_party q ON q.id = m.party_id "
    "WHERE m.id = NEW.mandate_id AND r.id = NEW.run_id AND i.id = NEW.item_id AND m.company_id = NEW.company_id "
    "AND m.party_id = NEW.party_id "
    "AND (q.id IN (p.id, p.merged_into_id) OR q.merged_into_id IN (p.id, p.merged_into_id)))"
)
"""A mandate is the customer's own: neither of another company nor of another customer (S06)."""

GUARDS = [
    Guard(
        "kvit_mandate_fixed",
        "debits_mandate",
        "UPDATE",
        "a signed mandate is never changed",
        when=f"{MANDATE_FIXED} OR OLD.status IN ('cancelled', 'expired', 'amended') "
        f"OR (OLD.status <> 'draft' AND ({MANDATE_SIGNED} OR NEW.status = 'draft'))",
    ),
    Guard("kvit_mandate_stays", "debits_mandate", "DELETE", "a mandate is never removed", truncate=True),
    Guard(
        "kvit_debit_run_fixed",
        "debits_debitrun",
        "UPDATE",
        "a released run is never changed",
        when=f"{RUN_FIXED} OR OLD.status = 'cancelled' OR (OLD.status <> 'proposed' AND ({RUN_RELEASED})) "
        "OR (OLD.status = 'exported' AND NEW.status <> 'exported') "
        "OR (OLD.status <> 'proposed' AND NEW.status = 'proposed')",
    ),
    Guard("kvit_debit_run_stays", "debits_debitrun", "DELETE", "a run is never removed", truncate=True),
    Guard(
        "kvit_debit_item_in_time",
        "debits_debititem",
        "INSERT",
        "a released run takes no more items",
        when="(SELECT r.status FROM debits_debitrun r WHERE r.id = NEW.run_id) <> 'proposed'",
    ),
    Guard(
        "kvit_debit_item_own_mandate",
        "debits_debititem",
        "INSERT",
        "a mandate is for the debts of its own customer alone",
        when=OF_ANOTHER,
    ),
    Guard(
        "kvit_debit_item_fixed",
        "debits_debititem",
        "UPDATE",
        "what a released run collects is never changed",
        when=f"{ITEM_FIXED} OR OLD.status IN ('rejected', 'removed') OR (OLD.status <> 'planned' AND ({ITEM_SENT})) "
        "OR (OLD.status <> 'planned' AND NEW.status = 'planned')",
    ),
    Guard("kvit_debit_item_stays", "debits_debititem", "DELETE", "an item of a run is never removed", truncate=True),
]
