"""Policies: who is asked before money leaves, made and archived; a policy is never changed."""

from typing import Annotated, Literal

from ninja import Router
from pydantic import Field

from kvit.api import lists
from kvit.api.asking import Asking
from kvit.api.operations import changes, reads
from kvit.api.values import Amount, Given, GivenAmount, Id, Shown, Text
from kvit.approvals import policies as kept
from kvit.companies.permissions import require
from kvit.payables import policies

router = Router()
Role = Literal["owner", "accountant", "approver", "clerk"]
Days = Annotated[int, Field(ge=1, le=kept.MOST_DAYS, description="Working days.")]
Someone = Annotated[str, Field(max_length=254, description="A colleague's id or e-mail.")]
Position = Annotated[int, Field(ge=0, le=policies.MOST_POSITIONS)]


class GroupGiven(Given):
    """People by name, and all who have one of the roles."""

    people: Annotated[list[Someone], Field(max_length=policies.MOST_NAMED)] = []
    roles: list[Role] = []


class StepGiven(GroupGiven):
    """Who is asked; steps of one position are asked at the same time, else in the order in which they stand."""

    position: Position | None = None
    need: Literal["any", "all"] = "any"
    remind_days: Days = 1
    escalate_days: Days = 3
    escalate_to: GroupGiven | None = None


class PolicyGiven(Given):
    """When it holds and who is asked. Without steps nobody has to be asked."""

    name: Text
    position: Position | None = Field(None, description="The lowest that holds is taken. Last when left out.")
    about: Literal["bill", "write_off", "any"] = "bill"
    least: GivenAmount = Field("0", description="From which amount on, in the company's currency.")
    period_days: Annotated[int, Field(ge=0, le=kept.MOST_DAYS, description="Bills of these days count as one.")] = 30
    suppliers: Annotated[list[Text], Field(max_length=policies.MOST_NAMED, description="Id, VAT id or name.")] = []
    steps: Annotated[list[StepGiven], Field(max_length=kept.MOST_STEPS)] = []


class GroupShown(Shown):
    """People by name, and all who have one of the roles."""

    people: list[Id]
    roles: list[Role]


class StepShown(GroupShown):
    """Who is asked."""

    position: int
    need: Literal["any", "all"]
    remind_days: int
    escalate_days: int
    escalate_to: GroupShown


class PolicyShown(Shown):
    """When it holds and who is asked."""

    id: Id
    name: str
    position: int
    about: str
    least: Amount
    period_days: int
    suppliers: list[Id]
    steps: list[StepShown]
    archived: bool


@reads(router, "/policies", gives=lists.Listed[PolicyShown])
def listed(request: Asking) -> object:
    """Those that hold, in the order in which they are asked."""
    require(request.actor, "approval.view", request.company)
    return lists.of_all([policies.outside(one) for one in kept.holding(request.company)])


@changes(router, "/policies", gives=PolicyShown, status=201)
def make(request: Asking, *, given: PolicyGiven) -> object:
    """A policy from now on; what was asked before keeps its own."""
    return policies.outside(policies.make(request.company, given.told(), by=request.actor, on=request.today))


@reads(router, "/policies/{id}", gives=PolicyShown)
def show(request: Asking, id: str) -> object:
    """One policy, archived or not."""
    require(request.actor, "approval.view", request.company)
    return policies.outside(kept.find(request.company, id))


@changes(router, "/policies/{id}", method="DELETE", gives=None, status=204)
def archive(request: Asking, id: str) -> None:
    """It holds no more."""
    require(request.actor, "approval.view", request.company)
    kept.archive(request.company, kept.find(request.company, id), by=request.actor, on=request.today)
