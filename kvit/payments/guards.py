"""What the database itself refuses about payments."""

from kvit.tables import Guard, append_only, changed

RUN_FIXED = changed(
    "id", "public_id", "company_id", "bank_account_id", "currency", "format", "until_on", "proposed_on", "floor"
)
RUN_RELEASED = changed("version", "proposed_by_id", "released_by_id", "released_on", "released_at", "file_id")
ITEM_FIXED = changed("id", "company_id", "run_id", "item_id", "party_id", "number", "balance")
ITEM_SENT = changed("pays", "bank_detail_id", "pay_on", "discount", "percent", "until_on", "why")

GUARDS = [
    *append_only("payments_payment", refuses="a payment is never changed"),
    *append_only("payments_takenback", refuses="a payment taken back stays so"),
    Guard(
        "kvit_run_fixed",
        "payments_paymentrun",
        "UPDATE",
        "a released run is never changed",
        when=f"{RUN_FIXED} OR OLD.status = 'cancelled' OR (OLD.status <> 'proposed' AND ({RUN_RELEASED})) "
        "OR (OLD.status = 'exported' AND NEW.status <> 'exported') "
        "OR (OLD.status <> 'proposed' AND NEW.status = 'proposed')",
    ),
    Guard("kvit_run_stays", "payments_paymentrun", "DELETE", "a run is never removed", truncate=True),
    Guard(
        "kvit_run_item_in_time",
        "payments_runitem",
        "INSERT",
        "a released run takes no more items",
        when="(SELECT r.status FROM payments_paymentrun r WHERE r.id = NEW.run_id) <> 'proposed'",
    ),
    Guard(
        "kvit_run_item_fixed",
        "payments_runitem",
        "UPDATE",
        "what a released run pays is never changed",
        when=f"{ITEM_FIXED} OR OLD.status IN ('failed', 'removed') OR (OLD.status <> 'planned' AND ({ITEM_SENT})) "
        "OR (OLD.status <> 'planned' AND NEW.status = 'planned')",
    ),
    Guard("kvit_run_item_stays", "payments_runitem", "DELETE", "an item of a run is never removed", truncate=True),
]
