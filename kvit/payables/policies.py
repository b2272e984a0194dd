"""Policies as somebody writes and reads them: people by e-mail or id, suppliers by id, VAT id or name."""

from datetime import date
from decimal import Decimal

from django.db.models import Max, Q

from kvit.approvals import policies
from kvit.approvals.models import Policy
from kvit.companies import whose
from kvit.companies.models import Company, User
from kvit.core import approval
from kvit.core.approval import Group
from kvit.core.errors import Refused
from kvit.core.formatting import format_plain
from kvit.core.parsing.told import Told
from kvit.core.permissions import Actor
from kvit.parties.models import Party
from kvit.parties.suppliers import surviving

POLICY = frozenset({"name", "position", "about", "least", "period_days", "suppliers", "steps"})
STEP = frozenset({"position", "people", "roles", "need", "remind_days", "escalate_days", "escalate_to"})
GROUP = frozenset({"people", "roles"})
ABOUT = ("bill", "write_off", "any")
NEEDS = ("any", "all")
MOST_POSITIONS, MOST_NAMED = 10_000, 100


def make(company: Company, raw: object, *, by: Actor, on: date) -> Policy:
    """The policy, told as JSON; without a position it is asked last, without steps it says that nobody is asked.

    `least` is in the company's currency. Refuses `field.*` by the field, `user.unknown`, `supplier.unknown` and what
    `approvals.policies.make` refuses.
    """
    told = Told(raw, POLICY)
    position = told.whole("position", most=MOST_POSITIONS)
    about = told.one_of("about", known=ABOUT)
    steps = [Told(one, STEP, place=place) for one, place in told.each("steps", most=policies.MOST_STEPS)]
    period = told.whole("period_days", most=policies.MOST_DAYS)
    policy = approval.Policy(
        id="",
        position=_last(company) + 1 if position is None else position,
        subject_kind=approval.ANY_SUBJECT if about == "any" else about,
        least=told.number("least", digits=2, most=12) or Decimal(0),
        period_days=30 if period is None else period,
        suppliers=frozenset(_supplier(company, one) for one in _names(told, "suppliers")),
        steps=tuple(_step(company, one, place=place) for place, one in enumerate(steps, start=1)),
    )
    return policies.make(company, policy, name=told.needed("name", most=120), by=by, on=on)


def outside(row: Policy) -> dict[str, object]:
    """The policy as programs see it."""
    return {
        "id": row.public_id,
        "name": row.name,
        "position": row.position,
        "about": row.subject_kind or "any",
        "least": format_plain(row.least, row.company.currency),
        "period_days": row.period_days,
        "suppliers": row.suppliers,
        "steps": [_told(step) for step in policies.read(row).steps],
        "archived": row.archived_at is not None,
    }


def _last(company: Company) -> int:
    return Policy.objects.filter(company=company).aggregate(last=Max("position"))["last"] or 0


def _step(company: Company, told: Told, *, place: int) -> approval.Step:
    position, remind = told.whole("position", most=MOST_POSITIONS), told.whole("remind_days", most=policies.MOST_DAYS)
    escalate = told.whole("escalate_days", most=policies.MOST_DAYS)
    return approval.Step(
        position=place if position is None else position,
        group=_group(company, told),
        need="all" if told.one_of("need", known=NEEDS) == "all" else "any",
        remind_days=1 if remind is None else remind,
        escalate_days=3 if escalate is None else escalate,
        escalate_to=_group(company, told.within("escalate_to", GROUP)),
    )


def _group(company: Company, told: Told) -> Group:
    people = frozenset(whose.colleague(company, one).pk for one in _names(told, "people"))
    return Group(people, frozenset(_names(told, "roles")))


def _names(told: Told, name: str) -> list[str]:
    named = [one for one, _place in told.each(name, most=MOST_NAMED)]
    if any(not isinstance(one, str) for one in named):
        told.refuse(name, "a list of texts")
    return [str(one) for one in named]


def _supplier(company: Company, reference: str) -> str:
    """The id of the supplier whom an id, a VAT id or a name means. Refuses `supplier.unknown`."""
    known = Party.objects.filter(company=company, is_supplier=True)
    written = reference.strip()
    by_id = Q(public_id=written) | Q(vat_id=written.replace(" ", "").upper()) if written else Q(pk=None)
    found = {surviving(one) for one in known.filter(by_id)} or {surviving(one) for one in known.filter(name=written)}
    if len(found) != 1:
        raise Refused("supplier.unknown", supplier=reference[:60])
    return found.pop().public_id


def _told(step: approval.Step) -> dict[str, object]:
    return {
        "position": step.position,
        **_named(step.group),
        "need": step.need,
        "remind_days": step.remind_days,
        "escalate_days": step.escalate_days,
        "escalate_to": _named(step.escalate_to),
    }


def _named(group: Group) -> dict[str, list[str]]:
    people = User.objects.filter(pk__in=group.people).order_by("pk").values_list("public_id", flat=True)
    return {"people": list(people), "roles": sorted(group.roles)}
