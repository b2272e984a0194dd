"""Whether an actor may do a verb in a company."""

from kvit.companies.models import ApiKey, Company, Membership, User
from kvit.core import permissions
from kvit.core.errors import Refused
from kvit.core.permissions import Actor


def require(by: Actor, verb: str, company: Company) -> None:
    """Refuses `permission.denied` unless the actor's role in this very company allows the verb."""
    if by.company_id != company.pk or not permissions.may(by.role, verb):
        raise Refused("permission.denied", company=company.name, verb=verb, user=by.name)


def allowed(by: Actor, verb: str, company: Company) -> bool:
    """Whether `require` would let it pass."""
    return by.company_id == company.pk and permissions.may(by.role, verb)


def actor(user: User, company: Company, *, request_id: str = "") -> Actor:
    """The user acting in the company. Refuses `company.unknown` when there is no membership."""
    membership = Membership.objects.filter(company=company, user=user, user__is_active=True).first()
    if membership is None:
        raise Refused("company.unknown")
    return Actor("user", user.pk, str(user), company.pk, membership.role, request_id)


def api_actor(key: ApiKey, *, request_id: str = "") -> Actor:
    """The API key acting with its user's role of today."""
    person = actor(key.user, key.company, request_id=request_id)
    return Actor("api_key", key.pk, key.name, key.company_id, person.role, request_id)


def again(company: Company, *, kind: str, id: int) -> Actor:
    """Who asked for something earlier, with the role they have today. Refuses `company.unknown` once they left."""
    if kind == "api_key":
        key = ApiKey.objects.select_related("user", "company").filter(company=company, pk=id, revoked_at=None).first()
        if key is not None:
            return api_actor(key)
    user = User.objects.filter(pk=id).first() if kind == "user" else None
    if user is None:
        raise Refused("company.unknown")
    return actor(user, company)


def person_behind(by: Actor) -> int | None:
    """The user who acts, also where a key acts for them; None for an automation. What is kept apart is kept apart
    between persons, whatever they act through."""
    if by.kind == "api_key":
        return ApiKey.objects.values_list("user_id", flat=True).get(pk=by.id)
    return by.id if by.kind == "user" else None


def require_person(by: Actor, otherwise: Refused) -> int:
    """The person who acts, as `person_behind` finds them; refused as told where there is none to answer for it."""
    found = person_behind(by)
    if found is None:
        raise otherwise
    return found


def automation(name: str, company: Company, *, reason: str = "") -> Actor:
    """An automation acting by itself in the company."""
    return Actor("automation", 0, name, company.pk, permissions.AUTOMATION, reason=reason)
