"""What a customer sees in the portal of what they were charged for being late."""

from kvit.collecting import fee_papers, queries
from kvit.companies.models import Company
from kvit.core.money import Money
from kvit.parties.models import Party


def listed(company: Company, party: Party) -> list[dict[str, object]]:
    """Charges and what took them back, the newest first, as the account summary shows them."""
    return [
        {
            "id": row.public_id,
            "number": row.number,
            "title": fee_papers.title_of(row),
            "on": row.issued_on,
            "due_on": None if row.reverses_id else row.due_on,
            "amount": Money(-row.amount if row.reverses_id else row.amount, row.currency),
            "is_taken_back": hasattr(row, "reversed_by"),
            "numbers": ", ".join(sorted({line.item.document_number for line in row.lines.all()})),
        }
        for row in queries.late_fees_of(company, party)
    ]


def ids(company: Company, party: Party) -> dict[str, str]:
    """The id of each of the customer's charges, by its number."""
    return {row.number: row.public_id for row in queries.late_fees_of(company, party)}
