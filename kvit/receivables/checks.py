"""What Kvit asks of a draft beyond EN 16931: facts the standard cannot know."""

from collections.abc import Sequence

from kvit.core.errors import Finding
from kvit.core.money import decimals
from kvit.receivables.models import Invoice, InvoiceLine

STANDARD_DECIMALS = 2


def check(row: Invoice, lines: Sequence[InvoiceLine]) -> list[Finding]:
    """Everything that keeps this draft from being issued, and what a person should look at."""
    found = [
        *_customer(row),
        *_days(row),
        *_amounts(row),
    ]
    if not lines:
        found.append(Finding("invoice.no_lines", "lines"))
    return found


def _customer(row: Invoice) -> list[Finding]:
    if not row.buyer.get("country"):
        return [Finding("customer.country_missing", "buyer/address/country", facts={"name": row.buyer.get("name", "")})]
    if row.party.incomplete:
        return [Finding("customer.incomplete", "buyer", facts={"name": row.party.name})]
    return []


def _days(row: Invoice) -> list[Finding]:
    found = []
    if row.period_from and row.period_to and row.period_to < row.period_from:
        found.append(Finding("invoice.period_reversed", "period/to"))
    if row.issued_on and row.due_on and row.due_on < row.issued_on:
        found.append(Finding("invoice.due_before_issue", "due_on"))
    return found


def _amounts(row: Invoice) -> list[Finding]:
    """EN 16931 allows two decimals (BR-DEC-09 and others), so a currency with three cannot be written exactly."""
    found = []
    if decimals(row.currency) > STANDARD_DECIMALS:
        found.append(Finding("BR-DEC-18", "totals/payable", facts={"currency": row.currency}))
    if row.kind != "credit_note" and row.payable < 0:
        found.append(Finding("invoice.negative_payable", "totals/payable", facts={"payable": str(row.payable)}))
    return found
