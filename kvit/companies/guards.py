"""What the database itself refuses about companies: a counter never goes back or away."""

from kvit.tables import Guard

GUARDS = [
    Guard(
        "kvit_counter_rises",
        "companies_counter",
        "UPDATE",
        "a counter never goes back",
        when="NEW.last < OLD.last OR NEW.pattern <> OLD.pattern OR NEW.year <> OLD.year",
    ),
    Guard("kvit_counter_stays", "companies_counter", "DELETE", "a counter is never removed", truncate=True),
    Guard("kvit_company_stays", "companies_company", "DELETE", "a company is never removed", truncate=True),
]
