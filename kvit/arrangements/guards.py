"""What the database itself refuses about disputes, plans, write-offs and ratings: nothing said is rewritten."""

from kvit.tables import Guard, append_only, changed

DISPUTE_FIXED = changed(
    "id", "public_id", "company_id", "party_id", "invoice_id", "line_id", "reason", "text", "currency", "amount",
    "opened_on", "opened_at", "answer_by", "noted_by_id",
)  # fmt: skip
PLAN_FIXED = changed(
    "id", "public_id", "company_id", "party_id", "currency", "amount", "is_asked", "grace_days", "made_on"
)
WRITE_OFF_FIXED = changed(
    "id", "public_id", "company_id", "party_id", "reason", "text", "currency", "amount", "is_small", "asked_by_id",
    "asked_on",
)  # fmt: skip
WRITE_OFF_PART_FIXED = changed("id", "company_id", "write_off_id", "item_id", "amount")

GUARDS = [
    Guard(
        "kvit_dispute_fixed",
        "arrangements_dispute",
        "UPDATE",
        "a dispute stays as it was opened, and ends once",
        when=f"OLD.status <> 'open' OR {DISPUTE_FIXED}",
    ),
    Guard("kvit_dispute_stays", "arrangements_dispute", "DELETE", "a dispute is never removed", truncate=True),
    Guard(
        "kvit_plan_fixed",
        "arrangements_plan",
        "UPDATE",
        "a plan stays as it was made, and ends once",
        when=f"OLD.status NOT IN ('proposed', 'agreed') OR {PLAN_FIXED}",
    ),
    Guard("kvit_plan_stays", "arrangements_plan", "DELETE", "a plan is never removed", truncate=True),
    Guard(
        "kvit_plan_item_fixed",
        "arrangements_planitem",
        "UPDATE",
        "what a plan pays is never changed, nor taken up again",
        when=f"NOT OLD.is_live OR {changed('id', 'company_id', 'plan_id', 'item_id', 'amount')}",
    ),
    Guard("kvit_plan_item_stays", "arrangements_planitem", "DELETE", "it is never removed", truncate=True),
    *append_only("arrangements_planinstalment", refuses="an instalment is never changed"),
    Guard(
        "kvit_write_off_fixed",
        "arrangements_writeoff",
        "UPDATE",
        "a write-off stays as it was asked for, and is decided once",
        when=f"OLD.status NOT IN ('requested', 'booked') OR {WRITE_OFF_FIXED}",
    ),
    Guard("kvit_write_off_stays", "arrangements_writeoff", "DELETE", "a write-off is never removed", truncate=True),
    Guard(
        "kvit_write_off_item_fixed",
        "arrangements_writeoffitem",
        "UPDATE",
        "what was written off is booked once, and taken back once",
        when=f"{WRITE_OFF_PART_FIXED} OR (NOT OLD.is_live AND ({changed('is_live', 'booked')}))"
        " OR OLD.taken_back_on IS NOT NULL",
    ),
    Guard("kvit_write_off_item_stays", "arrangements_writeoffitem", "DELETE", "it is never removed", truncate=True),
    Guard(
        "kvit_rating_fixed",
        "arrangements_rating",
        "UPDATE",
        "a rating stays with its invoice",
        when=changed("id", "public_id", "company_id", "party_id", "invoice_id", "rated_on"),
    ),
    Guard("kvit_rating_stays", "arrangements_rating", "DELETE", "a rating is changed, never removed", truncate=True),
]
