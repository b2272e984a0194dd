"""What a customer sees in the portal beside paying: lines that they can dispute, instalments that they can ask for.

Names of colleagues and what is said among them are never in it: only what stands here leaves.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kvit.arrangements import beside, plans, queries, standing, terms
from kvit.arrangements.models import Dispute, Plan
from kvit.arrangements.plans import Wish
from kvit.companies.models import Company
from kvit.core import disputes, instalments
from kvit.core.errors import Refused
from kvit.core.instalments import Instalment
from kvit.core.money import Money
from kvit.dunning import pauses
from kvit.dunning.models import Pause
from kvit.parties.models import Party
from kvit.receivables.models import Invoice
from kvit.reports.customer_account import Owed


@dataclass(frozen=True)
class Line:
    """A line of an invoice with its VAT, what can be disputed of it now, and the dispute that was opened last.

    `was_rejected`: we found once that it is right.
    """

    position: int
    name: str
    quantity: str
    gross: Money
    most: Money | None
    dispute: Dispute | None
    was_rejected: bool

    @property
    def is_asked_for(self) -> bool:
        """Whether it stays due while somebody looks at what is said of it: we have answered the same before."""
        noted = self.dispute is not None and self.dispute.status == "open" and self.dispute.noted_by_id is not None
        return self.was_rejected and not noted

    @property
    def can_dispute(self) -> bool:
        return self.most is not None and (self.dispute is None or self.dispute.status != "open")

    @property
    def state(self) -> str:
        """The state of the dispute, by its name."""
        return f"dispute_{self.dispute.status}" if self.dispute else ""

    @property
    def disputed(self) -> Money | None:
        """What is or was disputed of it."""
        return Money(self.dispute.amount, self.dispute.currency) if self.dispute else None


@dataclass(frozen=True)
class Choice:
    """So many instalments, and what they come to."""

    count: int
    parts: Sequence[Instalment]

    @property
    def first(self) -> Instalment:
        return self.parts[0]

    @property
    def later(self) -> Sequence[Instalment]:
        return self.parts[1:]


@dataclass(frozen=True)
class Part:
    """One instalment of a plan, what of it is covered, and whether what is not disputed of it is late."""

    due_on: date
    amount: Money
    covered: Money
    is_late: bool

    @property
    def is_covered(self) -> bool:
        return self.covered == self.amount


def lines(company: Company, invoice: Invoice) -> list[Line]:
    """The lines of an issued document as its customer sees them."""
    said = queries.of_invoice(company, invoice)
    last = {row.line_id: row for row in said}
    rejected = {row.line_id for row in said if row.status == "rejected"}
    rows = list(invoice.lines.order_by("position"))
    most = beside.most_of_each(company, invoice, rows) if invoice.kind != "credit_note" else {}
    return [
        Line(
            position=line.position,
            name=line.name,
            quantity=f"{line.quantity.normalize():f}",
            gross=disputes.line_gross(Money(line.net, invoice.currency), line.charged_rate),
            most=most.get(line.pk),
            dispute=last.get(line.pk),
            was_rejected=line.pk in rejected,
        )
        for line in rows
    ]


def offered(company: Company, party: Party, owed: Sequence[Owed], *, on: date) -> dict[str, Any]:
    """Beside paying: whether instalments can be asked for, until when payment can be promised, what was promised."""
    can_plan = terms.of(company).level != terms.OFF and bool(for_plan(company, owed))
    return {
        "can_plan": can_plan,
        "most_instalments": terms.of(company).most_instalments,
        "plans": queries.live_plans(company, party=party),
        "promised": _promised(company, party, on=on),
        "promise_until": on + pauses.MOST_PROMISED,
        "today": on,
    }


def for_plan(company: Company, owed: Sequence[Owed]) -> list[Owed]:
    """What can go into a plan: in the company's currency, not disputed, in no other plan, not being paid."""
    return [one for one in owed if one.currency == company.currency and one.is_free]


def choices(company: Company, party: Party, items: Sequence[str], *, first_on: date, on: date) -> list[Choice]:
    """Every number of instalments that the limits allow for these items. Refuses what none of them allows."""
    found = list(_choices(company, party, items, first_on=first_on, on=on))
    if not found:
        plans.foreseen(company, party, Wish(items=items, count=2, first_on=first_on), on=on)
    return found


def parts_of(plan: Plan, *, on: date) -> list[Part]:
    """The instalments of a plan as they stand on the day."""
    parts = standing.parts_of(plan)
    covered = instalments.covered(parts, standing.settled_of(plan))
    disputed = queries.disputed(plan.company, standing.items_of([plan]))
    kept = instalments.covered(parts, standing.settled_of(plan, disputed))
    return [
        Part(part.due_on, part.amount, taken, is_late=that != part.amount and part.due_on < on)
        for part, taken, that in zip(parts, covered, kept, strict=True)
    ]


def first_day(on: date) -> tuple[date, date]:
    """The day that is offered first, and the last one that can be chosen."""
    return on + plans.FIRST_AFTER, on + plans.FIRST_WITHIN


def _choices(company: Company, party: Party, items: Sequence[str], *, first_on: date, on: date) -> Iterator[Choice]:
    for count in range(2, terms.of(company).most_instalments + 1):
        wish = Wish(items=items, count=count, first_on=first_on)
        try:
            yield Choice(count, plans.foreseen(company, party, wish, on=on))
        except Refused:
            continue


def _promised(company: Company, party: Party, *, on: date) -> Pause | None:
    rows = Pause.objects.filter(company=company, party=party, kind="promise", item=None, ended_on=None, until__gte=on)
    return rows.order_by("pk").last()
