"""What an approved bill posts to the ledger."""

from datetime import date
from decimal import Decimal

from kvit.companies.models import Company
from kvit.core import purchase_postings, purchase_vat
from kvit.core.postings import Rate
from kvit.core.purchase_postings import BillBooked, Bought
from kvit.ledger.entries import NewEntry
from kvit.payables.models import Bill


def rate_of(company: Company, bill: Bill) -> Rate:
    """The rate that the bill was booked at; one where it is in the company's currency."""
    return Rate(bill.currency, company.currency, Decimal(1) if bill.rate is None else bill.rate)


def entry_of(company: Company, bill: Bill, *, on: date) -> NewEntry | None:
    """The entry of the bill on the day of its approval; None for one that comes to nothing.

    It is due when the bill says, and on the day of its issue where it says nothing.
    """
    assert bill.payable is not None and bill.party_id is not None and bill.issued_on is not None
    rows = list(bill.vat_totals.order_by("pk"))
    assert rows or not bill.payable, "without a breakdown the whole of it would be a rounding"
    seller = purchase_vat.seller_of(bill.supplier)
    lines = purchase_postings.for_bill(
        BillBooked(
            rate=rate_of(company, bill),
            bought=[
                Bought(
                    f"{one.category}{one.rate.normalize():f}",
                    one.base,
                    one.amount,
                    is_cost=purchase_vat.deductible(one.amount, seller=seller, buyer=company.country) != one.amount,
                )
                for one in rows
            ],
            party=bill.party_id,
            payable=bill.payable,
            prepaid=bill.prepaid,
            withheld=bill.withheld,
            is_credit_note=bill.kind == "credit_note",
        )
    )
    if not lines:
        return None
    return NewEntry(
        kind=bill.kind,
        document_kind="bill",
        document_id=bill.pk,
        document_number=bill.number[:60],
        posted_on=on,
        postings=lines,
        due_on=bill.due_on or bill.issued_on,
        text=str(bill.supplier.get("name", ""))[:200],
    )
