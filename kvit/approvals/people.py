"""Who works in the company, and which person acts."""

from kvit.companies.models import Company, Membership
from kvit.companies.permissions import person_behind
from kvit.core.errors import Refused
from kvit.core.permissions import Actor, may


def roles(company: Company) -> dict[int, str]:
    """Everybody who may answer in the company today, with their role."""
    rows = Membership.objects.filter(company=company, user__is_active=True).values_list("user_id", "role")
    return {user: role for user, role in rows if may(role, "approval.answer")}


def acting(by: Actor) -> int:
    """The person who acts; behind a key the one it belongs to. Refuses `approval.no_person` to an automation."""
    person = person_behind(by)
    if person is None:
        raise Refused("approval.no_person", name=by.name)
    return person
