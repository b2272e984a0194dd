"""What the database itself refuses about disputes, plans, write-offs and ratings: nothing said is rewritten."""

from kvit.tables import Guard, append_only, changed

DISPUTE_FIXED = changed(
    "id", "public_id", "company_id", "party_id", "invoice_id", "line_id", "reason", "text", "currency", "amount",
    "opened_on", "opened_at", "noted_by_id",
)  # fmt: skip
DISPUTE_AGAIN = "OLD.status = 'settled' AND NEW.status = 'open'"
PLAN_AGAIN = "OLD.status = 'completed' AND NEW.status IN ('proposed', 'agreed')"
OF_A_LIVE_PLAN = (
    "EXISTS (SELECT 1 FROM arrangements_plan p WHERE p.id = NEW.plan_id AND p.status IN ('proposed', 'agreed'))"
)
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
        "a dispute stays as it was opened, and ends once, unless its invoice is owed again",
        when=f"(OLD.status <> 'open' OR {changed('answer_by')}) AND NOT ({DISPUTE_AGAIN}) OR {DISPUTE_FIXED}",
    ),
    Guard("kvit_dispute_stays", "arrangements_dispute", "DELETE", "a dispute is never removed", truncate=True),
    Guard(
        "kvit_plan_fixed",
        "arrangements_plan",
        "UPDATE",
        "a plan stays as it was made, and ends once, unless what it paid is owed again",
        when=f"(OLD.status NOT IN ('proposed', 'agreed') OR {changed('resumed_on')}) AND NOT ({PLAN_AGAIN})"
        f" OR {PLAN_FIXED}",
    ),
    Guard("kvit_plan_stays", "arrangements_plan", "DELETE", "a plan is never removed", truncate=True),
    Guard(
        "kvit_plan_item_fixed",
        "arrangements_planitem",
        "UPDATE",
        "what a plan pays is never changed, and taken up again with its plan alone",
        when=f"NOT OLD.is_live AND NOT (NEW.is_live AND {OF_A_LIVE_PLAN})"
        f" OR {changed('id', 'company_id', 'plan_id', 'item_id', 'amount')}",
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
