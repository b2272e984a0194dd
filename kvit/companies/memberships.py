"""Which companies a person works for, and as what."""

from kvit.companies.models import Membership, User
from kvit.core.permissions import Actor


def of(user: User) -> list[Membership]:
    """The memberships of a user with their companies, by the company's name."""
    return list(Membership.objects.filter(user=user).select_related("company").order_by("company__name", "company_id"))


def acting(membership: Membership, user: User, *, request_id: str = "") -> Actor:
    """The user acting in that company with the role of this membership."""
    return Actor("user", user.pk, str(user), membership.company_id, membership.role, request_id)
