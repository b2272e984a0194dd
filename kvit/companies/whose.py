"""Which company and which user somebody means, and which day it is there."""

from collections.abc import Collection
from datetime import date
from zoneinfo import ZoneInfo

from django.utils import timezone

from kvit.companies.models import Company, Membership, User
from kvit.core import permissions
from kvit.core.errors import Refused


def company_of(reference: str = "", *, user: User | None = None) -> Company:
    """The company by its id, or the only one there is (for the user).

    Refuses `company.none`, `company.unknown`, and `company.needed` where there are several to choose from.
    """
    companies = Company.objects.order_by("pk")
    if user is not None:
        companies = companies.filter(memberships__user=user)
    if reference:
        found = companies.filter(public_id=reference).first()
        if found is None:
            raise Refused("company.unknown", company=reference[:60])
        return found
    known = list(companies[:2])
    if not known:
        raise Refused("company.none") if user is None else Refused("company.unknown")
    if len(known) > 1:
        raise Refused("company.needed")
    return known[0]


def same(company: Company, reference: str) -> Company:
    """The company, if it is the one of that id. Refuses `company.unknown`."""
    if reference != company.public_id:
        raise Refused("company.unknown", company=reference[:60])
    return company


def user_of(reference: str) -> User:
    """The user by id or e-mail address. Refuses `user.unknown`."""
    user = User.objects.filter(public_id=reference).first() or User.objects.filter(email__iexact=reference).first()
    if user is None:
        raise Refused("user.unknown", user=reference[:100])
    return user


def colleague(company: Company, reference: str) -> User:
    """The user by id or e-mail address, who must work in the company. Refuses `user.unknown`."""
    user = user_of(reference)
    if not Membership.objects.filter(company=company, user=user).exists():
        raise Refused("user.unknown", user=reference[:100])
    return user


def may(company: Company, user: User, verb: str) -> bool:
    """Whether the user works in the company in a role that may do the verb."""
    found = Membership.objects.filter(company=company, user=user, user__is_active=True).first()
    return found is not None and permissions.may(found.role, verb)


def another_who_may(company: Company, verb: str, *, than: Collection[int]) -> User | None:
    """Whom to ask to do what others may not do alone: who may and works here for longest, owners first."""
    roles = [role for role in permissions.ROLES if permissions.may(role, verb)]
    people = Membership.objects.filter(company=company, role__in=roles, user__is_active=True).select_related("user")
    able = sorted(people.exclude(user_id__in=than), key=lambda one: (roles.index(one.role), one.pk))
    return able[0].user if able else None


def first_owner(company: Company) -> User:
    """Who owns the company for longest."""
    owners = Membership.objects.filter(company=company, role=permissions.OWNER, user__is_active=True)
    return owners.select_related("user").order_by("pk")[0].user


def today(zone: str) -> date:
    """The day that it is in the zone now."""
    return timezone.now().astimezone(ZoneInfo(zone)).date()
