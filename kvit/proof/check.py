"""`kvit check`: every invariant with its count of breaches. It reads only."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from kvit.companies.models import Company
from kvit.proof import (
    approvals,
    arrangements,
    bank_lines,
    bills,
    cash,
    chains,
    checkouts,
    collecting,
    debits,
    feeds,
    loyalty,
    money,
    offsets,
    orders,
    papers,
    purchase_vat,
    reminders,
    replies,
    runs,
    state,
    submissions,
    texts,
    thanks,
    told,
    write_offs,
)

SHOWN = 20


@dataclass(frozen=True)
class Result:
    """One invariant: what it says, how much was looked at, and what breaks it (the first twenty are named)."""

    id: str
    says: str
    looked_at: int
    breaches: int
    examples: list[str] = field(default_factory=list)


Invariant = tuple[str, str, Callable[[Company], tuple[int, Iterable[str]]]]
OF_COMPANY: list[Invariant] = [
    *money.INVARIANTS,
    *papers.INVARIANTS,
    *bills.INVARIANTS,
    *purchase_vat.INVARIANTS,
    *orders.INVARIANTS,
    *runs.INVARIANTS,
    *offsets.INVARIANTS,
    *debits.INVARIANTS,
    *checkouts.INVARIANTS,
    *thanks.INVARIANTS,
    *cash.INVARIANTS,
    *arrangements.INVARIANTS,
    *loyalty.INVARIANTS,
    *write_offs.INVARIANTS,
    *reminders.INVARIANTS,
    *collecting.INVARIANTS,
    *texts.INVARIANTS,
    *replies.INVARIANTS,
    *told.INVARIANTS,
    *chains.INVARIANTS,
    *submissions.INVARIANTS,
    *bank_lines.INVARIANTS,
    *feeds.INVARIANTS,
    *approvals.INVARIANTS,
    *state.INVARIANTS,
]


def run() -> list[Result]:
    """Every invariant over every company, and those of the installation."""
    companies = list(Company.objects.order_by("pk"))
    return [*_over_companies(companies), *(_result(*one) for one in state.of_installation())]


def breached(results: Iterable[Result]) -> bool:
    """Whether anything does not hold."""
    return any(result.breaches for result in results)


def _over_companies(companies: list[Company]) -> Iterator[Result]:
    for key, says, look in OF_COMPANY:
        seen = 0
        broken: list[str] = []
        for company in companies:
            count, found = look(company)
            seen += count
            broken += found
        yield _result(key, says, seen, broken)


def _result(key: str, says: str, seen: int, broken: Iterable[str]) -> Result:
    named = list(broken)
    return Result(key, says, seen, len(named), named[:SHOWN])
