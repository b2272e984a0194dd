"""How small a difference may be written off by one person: by bank lines and by small rests of customers."""

from datetime import date
from decimal import Decimal

from kvit.companies.models import Company
from kvit.core import write_offs
from kvit.ledger.models import Tolerance


def of(company: Company, currency: str, *, on: date) -> Decimal:
    """The most of the currency that a person may write off on the day."""
    own = Tolerance.objects.filter(company=company, currency=currency).values_list("valid_from", "amount")
    return write_offs.tolerance(currency, on=on, set_by_company=list(own))
