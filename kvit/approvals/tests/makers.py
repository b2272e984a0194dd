"""A company with people, a policy for large bills and one for small ones, and a bill to approve."""

from decimal import Decimal
from itertools import count

from kvit.approvals import policies, requests
from kvit.approvals.requests import About
from kvit.companies import absences
from kvit.companies.absences import Away
from kvit.companies.models import User
from kvit.companies.permissions import actor
from kvit.core.approval import Group, Policy, Step
from kvit.core.permissions import OWNER
from tests.builders import DAY, a_company, a_user, the_owner

_serial = count(1)


class Office:
    """Dan enters bills. Ana and Bogdan, late Carmen, approve large ones, then an owner; any approver small ones."""

    def __init__(self, *, large=None):
        self.company = a_company()
        self.olga = the_owner(self.company)
        self.ana, self.bogdan = self.somebody("ana", "accountant"), self.somebody("bogdan", "approver")
        self.carmen, self.dan = self.somebody("carmen", "approver"), self.somebody("dan", "clerk")
        both = Group(frozenset({self.ana.id, self.bogdan.id}))
        owner = Group(roles=frozenset({OWNER}))
        carmen = Group(frozenset({self.carmen.id}))
        steps = large or (
            Step(position=1, group=both, need="all", escalate_to=carmen),
            Step(position=2, group=owner),
        )
        self.policy("large", 1, *steps, least=Decimal(1000))
        self.policy("small", 2, Step(position=1, group=Group(roles=frozenset({"approver"}))))

    def somebody(self, name, role):
        user = a_user(f"{name}{next(_serial)}@office.example")
        self.company.memberships.create(user=user, role=role)
        return actor(user, self.company)

    def policy(self, name, position, *steps, **conditions):
        policy = Policy(id="", position=position, steps=steps, **conditions)
        return policies.make(self.company, policy, name=name, by=self.olga, on=DAY)

    def ask(self, amount="1500.00", *, by=None, on=DAY, kind="bill", **facts):
        number = next(_serial)
        about = About(kind=kind, id=number, name=f"F-{number}", amount=Decimal(amount), **facts)
        return requests.open(self.company, about, by=by or self.dan, on=on)

    def away(self, person, substitute=None, *, by=None, first=DAY, last=None, ceiling=None):
        name = User.objects.get(pk=substitute.id).public_id if substitute else ""
        told = Away(first=first, last=last or first, substitute=name, ceiling=ceiling)
        return absences.note(self.company, User.objects.get(pk=person.id), away=told, by=by or person, on=DAY)
