"""A bill before its approvers: asked when its checks let it pass, let go when it is decided in another way.

Where no policy speaks of bills, one second person who may approve is enough (`docs/rules/bills.md`).
"""

from datetime import date
from decimal import Decimal

from kvit.approvals import queries as asked_for
from kvit.approvals import requests, ways
from kvit.approvals.models import Approval
from kvit.approvals.requests import About
from kvit.approvals.ways import Day
from kvit.companies.models import Company, User
from kvit.companies.permissions import allowed
from kvit.core.permissions import Actor
from kvit.ledger import rates
from kvit.parties import suppliers
from kvit.payables import facts, queries
from kvit.payables.models import Bill

SUBJECT = "bill"


def asked(company: Company, bill: Bill) -> Approval | None:
    """The request about the bill that is open or approved, if there is one."""
    return requests.of_subject(company, SUBJECT, id=bill.pk)


def ask(company: Company, bill: Bill, *, on: date) -> Approval | None:
    """Ask those whom the policy names, once; None where no policy speaks of it. Whoever entered it is the requester.

    Refuses `approval.nobody`, `duty.kept_apart` and `rate.missing`.
    """
    if (known := asked(company, bill)) is not None:
        return known
    assert bill.party is not None, "the check of completeness let it pass"
    about = About(
        kind=SUBJECT,
        id=bill.pk,
        name=bill.number,
        public_id=bill.public_id,
        amount=_worth(company, bill),
        supplier=suppliers.surviving(bill.party).public_id,
        done={} if bill.added_by_id is None else {"enter": bill.added_by_id},
        entered=facts.entered_by(bill),
    )
    return requests.ask(company, about, on=on)


def let_go(company: Company, bill: Bill, *, reason: str, on: date) -> None:
    """Nobody is asked any more: the bill is not what was asked for, or is decided."""
    requests.let_go(company, asked(company, bill), reason=reason, on=on)


def people(company: Company, row: Approval, *, on: date) -> list[User]:
    """Who may answer the request on the day."""
    day = Day.of(company, on=on)
    steps = ways.with_people(row.steps.filter(settled_on=None).exclude(opened_on=None))
    able = {person for step in steps for person in ways.may_answer(step, day=day)}
    return list(User.objects.filter(pk__in=able).order_by("name", "email"))


def may_answer(company: Company, row: Approval, *, person: int | None, on: date) -> bool:
    """Whether the person is one of them."""
    return row.status == "open" and any(one.pk == person for one in people(company, row, on=on))


def waiting_for(company: Company, *, by: Actor, on: date) -> list[Bill]:
    """The bills that wait for the actor's yes, what is due first before the rest.

    Those that a policy put before them, or where none does, what others entered and they may approve.
    """
    rows = list(queries.to_approve(company))
    open_ids = {row.subject_id for row in asked_for.open_about(company, SUBJECT)}
    mine = {one.approval.subject_id for one in asked_for.waiting(company, person=by.id, on=on)}
    may = allowed(by, "bill.approve", company)
    own = facts.entered_by_person(company, by.id)
    return [row for row in rows if (row.pk in mine if row.pk in open_ids else may and row.pk not in own)]


def left_after(company: Company, row: Approval | None) -> int:
    """How many steps are left once the one that waits now is answered."""
    return 0 if row is None else max(0, row.steps.filter(settled_on=None).count() - 1)


def _worth(company: Company, bill: Bill) -> Decimal:
    """What it costs, in the company's currency; a credit note asks nobody for money."""
    assert bill.payable is not None and bill.issued_on is not None, "the check of completeness let it pass"
    if bill.kind == "credit_note":
        return Decimal(0)
    return rates.exchange(company, bill.currency, on=bill.issued_on).worth(bill.payable)
