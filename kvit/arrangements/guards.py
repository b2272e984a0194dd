"""What the database itself refuses about disputes and plans: what was said and agreed is never rewritten."""

from kvit.tables import Guard, append_only, changed

DISPUTE_FIXED = changed(
    "id", "public_id", "company_id", "party_id", "invoice_id", "line_id", "reason", "text", "currency", "amount",
    "opened_on", "opened_at", "answer_by", "noted_by_id",
)  # fmt: skip
PLAN_FIXED = changed(
    "id", "public_id", "company_id", "party_id", "currency", "amount", "is_asked", "grace_days", "made_on"
)

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
]
