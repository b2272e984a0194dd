"""What the database itself refuses about cash: a gap, a day before the last, a sum that does not follow, a change."""

from kvit.tables import Guard, append_only, changed

LAST = "(SELECT l.balance FROM cashbook_cashline l WHERE l.desk_id = NEW.desk_id AND l.nth = NEW.nth - 1)"
LATER = "EXISTS (SELECT 1 FROM cashbook_cashline l WHERE l.desk_id = NEW.desk_id AND l.booked_on > NEW.booked_on)"
BROKEN_CHAIN = (
    f"NEW.nth < 1 OR (NEW.nth > 1 AND {LAST} IS NULL) OR NEW.balance <> NEW.amount + COALESCE({LAST}, 0) OR {LATER}"
)
GAP = (
    "NEW.form <> '' AND NEW.counter <> 1 + COALESCE((SELECT MAX(l.counter) FROM cashbook_cashline l "
    "WHERE l.desk_id = NEW.desk_id AND l.form = NEW.form AND l.year = NEW.year), 0)"
)
CLOSED = "EXISTS (SELECT 1 FROM cashbook_desk d WHERE d.id = NEW.desk_id AND d.closed_on IS NOT NULL)"
NOT_EMPTY = (
    "NEW.closed_on IS NOT NULL AND COALESCE((SELECT l.balance FROM cashbook_cashline l WHERE l.desk_id = NEW.id "
    "ORDER BY l.nth DESC LIMIT 1), 0) <> 0"
)
DESK_FIXED = changed(
    "id", "public_id", "company_id", "nth", "code", "account_id", "transit_id", "currency", "opened_on", "at"
)

GUARDS = [
    Guard(
        "kvit_cash_line_chain",
        "cashbook_cashline",
        "INSERT",
        "a line of a cash book follows the last one, by day and by balance",
        when=BROKEN_CHAIN,
    ),
    Guard("kvit_cash_paper_gap", "cashbook_cashline", "INSERT", "papers of cash are numbered without a gap", when=GAP),
    Guard("kvit_cash_line_open", "cashbook_cashline", "INSERT", "a closed desk takes no line", when=CLOSED),
    Guard("kvit_cash_count_open", "cashbook_cashcount", "INSERT", "a closed desk is not counted", when=CLOSED),
    *append_only("cashbook_cashline", refuses="a line of a cash book is never changed"),
    *append_only("cashbook_cashcount", refuses="what was counted stays"),
    Guard("kvit_desk_fixed", "cashbook_desk", "UPDATE", "a desk stays the one it is", when=DESK_FIXED),
    Guard(
        "kvit_desk_closed_empty",
        "cashbook_desk",
        "UPDATE",
        "a desk is closed once, with nothing in it",
        when=f"OLD.closed_on IS NOT NULL OR ({NOT_EMPTY})",
    ),
    Guard("kvit_desk_stays", "cashbook_desk", "DELETE", "a desk is never removed", truncate=True),
]
