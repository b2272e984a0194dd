"""What the database itself refuses about companies: a counter never goes back, an absence is never rewritten."""

from kvit.tables import Guard, changed

GUARDS = [
    Guard(
        "kvit_counter_rises",
        "companies_counter",
        "UPDATE",
        "a counter never goes back",
        when="NEW.last < OLD.last OR NEW.pattern <> OLD.pattern OR NEW.year <> OLD.year",
    ),
    Guard("kvit_counter_stays", "companies_counter", "DELETE", "a counter is never removed", truncate=True),
    Guard(
        "kvit_absence_fixed",
        "companies_absence",
        "UPDATE",
        "an absence is ended, never changed",
        when=changed("id", "company_id", "user_id", "substitute_id", "from_on", "ceiling")
        + " OR NEW.until_on > OLD.until_on",
    ),
    Guard("kvit_absence_stays", "companies_absence", "DELETE", "an absence is ended, never removed", truncate=True),
    Guard(
        "kvit_portal_link_fixed",
        "companies_portallink",
        "UPDATE",
        "a link opens what it was made for, and a revoked one stays revoked",
        when=changed("id", "company_id", "party_id", "purpose", "hash", "made_by_id", "made_at", "expires_at")
        + " OR (OLD.revoked_at IS NOT NULL AND NEW.revoked_at IS NULL)",
    ),
    Guard(
        "kvit_portal_link_stays", "companies_portallink", "DELETE", "a link is revoked, never removed", truncate=True
    ),
    Guard(
        "kvit_api_key_fixed",
        "companies_apikey",
        "UPDATE",
        "a key acts for whom it was made for, and whoever made it stays known",
        when=changed("id", "company_id", "user_id", "made_by_id", "made_with_id", "hash"),
    ),
    Guard("kvit_api_key_stays", "companies_apikey", "DELETE", "a key is revoked, never removed", truncate=True),
    Guard("kvit_company_stays", "companies_company", "DELETE", "a company is never removed", truncate=True),
]
