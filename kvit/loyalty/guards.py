"""What the database itself refuses about points: what was promised, earned and moved is never rewritten."""

from kvit.tables import Guard, append_only, changed

PROGRAMME_FIXED = changed(
    "id", "public_id", "company_id", "level", "way", "per_unit", "value", "months", "least", "most_share",
    "early_days", "early_bonus", "by_hand", "started_on", "started_by_id",
)  # fmt: skip
LOT_FIXED = changed(
    "id", "public_id", "company_id", "party_id", "programme_id", "document_kind", "document_id", "document_number",
    "value", "days_early", "earned_on", "ends_on",
)  # fmt: skip

GRANT_FIXED = changed(
    "id", "public_id", "company_id", "party_id", "programme_id", "points", "reason", "needs_two", "asked_by_id",
    "asked_on", "key", "at",
)  # fmt: skip

GUARDS = [
    Guard(
        "kvit_loyalty_programme_fixed",
        "loyalty_loyaltyprogramme",
        "UPDATE",
        "a programme stays as it was promised, and ends once",
        when=f"OLD.ended_on IS NOT NULL OR {PROGRAMME_FIXED}",
    ),
    Guard(
        "kvit_loyalty_programme_stays",
        "loyalty_loyaltyprogramme",
        "DELETE",
        "a programme is never removed",
        truncate=True,
    ),
    Guard(
        "kvit_loyalty_lot_fixed",
        "loyalty_loyaltylot",
        "UPDATE",
        "points stay as they were earned",
        when=LOT_FIXED,
    ),
    Guard("kvit_loyalty_lot_stays", "loyalty_loyaltylot", "DELETE", "points are never removed", truncate=True),
    Guard(
        "kvit_loyalty_grant_fixed",
        "loyalty_loyaltygrant",
        "UPDATE",
        "what a person asked for stays, and is decided once",
        when=f"OLD.status <> 'waiting' OR {GRANT_FIXED}",
    ),
    Guard("kvit_loyalty_grant_stays", "loyalty_loyaltygrant", "DELETE", "what was asked for stays", truncate=True),
    *append_only("loyalty_loyaltymovement", refuses="a movement of points is never changed"),
]
