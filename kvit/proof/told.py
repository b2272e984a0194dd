"""Invariants of what suppliers are told: an advice adds up to payments that were made, a claim is in our favour."""

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal

from kvit.companies.models import Company
from kvit.payments.models import Claim, Payment, Remittance

Found = tuple[int, Iterable[str]]
PARTS = ("amount", "before", "discount", "later")


def advices_add_up(company: Company) -> Found:
    """Each row of an advice adds up, and its rows to the payments that it names; no payment is told twice."""
    rows = list(Remittance.objects.filter(company=company).order_by("pk"))
    named = [line["payment"] for row in rows for line in row.lines if line["payment"]]
    paid = dict(Payment.objects.filter(company=company, public_id__in=named).values_list("public_id", "amount"))
    broken = [row.number for row in rows if not _adds_up(row, paid)]
    return len(rows), [*broken, *sorted(one for one, times in Counter(named).items() if times > 1)]


def _adds_up(row: Remittance, paid: dict[str, Decimal]) -> bool:
    lines = [{name: Decimal(line[name]) for name in (*PARTS, "paid")} for line in row.lines]
    whole = all(sum(line[name] for name in PARTS) == line["paid"] for line in lines)
    told = sum((paid.get(line["payment"], Decimal(0)) for line in row.lines if line["payment"]), Decimal(0))
    return whole and sum((line["paid"] for line in lines), Decimal(0)) == row.amount == told


def claims_in_our_favour(company: Company) -> Found:
    """What is claimed back was in our favour, and nothing is left of what was given up."""
    rows = list(Claim.objects.filter(company=company).select_related("item").order_by("pk"))
    broken = [row.public_id for row in rows if row.item.side != "payable" or row.item.amount <= 0]
    return len(rows), [*broken, *(row.public_id for row in rows if row.status == "written_off" and row.item.balance)]


INVARIANTS = [
    ("I29", "A payment advice adds up to the payments that it names, each told once.", advices_add_up),
    (
        "I29a",
        "What suppliers owe us back was in our favour; nothing is left of what was given up.",
        claims_in_our_favour,
    ),
]
