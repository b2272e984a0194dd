"""`kvit check`: every invariant with its count of breaches. It reads only."""

from collections.abc import Callable, Iterable, Iterator, Sequence
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
OF_COMPANY: list[tuple[str, Sequence[Invariant]]] = [
    ("", money.INVARIANTS),
    ("", papers.INVARIANTS),
    ("", bills.INVARIANTS),
    ("", purchase_vat.INVARIANTS),
    ("purchasing", orders.INVARIANTS),
    ("payments", runs.INVARIANTS),
    ("payments", offsets.INVARIANTS),
    ("debits", debits.INVARIANTS),
    ("", checkouts.INVARIANTS),
    ("", thanks.INVARIANTS),
    ("", cash.INVARIANTS),
    ("arrangements", arrangements.INVARIANTS),
    ("", loyalty.INVARIANTS),
    ("", write_offs.INVARIANTS),
    ("dunning", reminders.INVARIANTS),
    ("", collecting.INVARIANTS),
    ("", texts.INVARIANTS),
    ("replies", replies.INVARIANTS),
    ("", told.INVARIANTS),
    ("networks", chains.INVARIANTS),
    ("networks", submissions.INVARIANTS),
    ("banking", bank_lines.INVARIANTS),
    ("banking", feeds.INVARIANTS),
    ("approvals", approvals.INVARIANTS),
    ("", state.INVARIANTS),
]
"""Beside a room stands what is said of each row of it: a company that has none there breaks none of that."""


def run() -> list[Result]:
    """Every invariant over every company, and those of the installation."""
    companies = list(Company.objects.order_by("pk"))
    return [*_over_companies(companies), *(_result(*one) for one in state.of_installation())]


def breached(results: Iterable[Result]) -> bool:
    """Whether anything does not hold."""
    return any(result.breaches for result in results)


def _over_companies(companies: list[Company]) -> Iterator[Result]:
    used = {company.pk: {"", *(model._meta.app_label for model in state.filled(company))} for company in companies}
    for room, invariants in OF_COMPANY:
        for key, says, look in invariants:
            seen = 0
            broken: list[str] = []
            for company in (one for one in companies if room in used[one.pk]):
                count, found = look(company)
                seen += count
                broken += found
            yield _result(key, says, seen, broken)


def _result(key: str, says: str, seen: int, broken: Iterable[str]) -> Result:
    named = list(broken)
    return Result(key, says, seen, len(named), named[:SHOWN])
