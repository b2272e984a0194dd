"""Whose act it is: of who acts, and through a key also of whoever made the key (`docs/rules/approval.md`).

What is kept apart between persons asks here, so that nobody becomes two by making a key that acts for a colleague.
"""

from collections.abc import Collection, Iterable

from kvit.companies.models import ApiKey, Company, Membership, PortalLink
from kvit.core.permissions import OWNER, Actor
from kvit.events.models import Event


def people(by: Actor) -> frozenset[int]:
    """Everybody whose act it is; nobody behind an automation, and behind a guest of the portal no person of ours."""
    if by.kind == "api_key":
        return _behind_keys([by.id])[by.id]
    return frozenset({by.id}) if by.kind == "user" else frozenset()


def acted(company: Company, kind: str, key: int, *, names: Collection[str]) -> frozenset[int]:
    """Everybody whose acts the events of these names about the subject were, as `people` finds them."""
    about = Event.objects.filter(company_id=company.pk, subject_kind=kind, subject_id=key, name__in=names)
    return _behind(about.values_list("actor_kind", "actor_id"))


def acted_last(company: Company, kind: str, key: int, *, name: str) -> frozenset[int]:
    """Whose act the last event of that name about the subject was."""
    about = Event.objects.filter(company_id=company.pk, subject_kind=kind, subject_id=key, name=name).order_by("-id")
    return _behind(about.values_list("actor_kind", "actor_id")[:1])


def through_made_keys(company: Company, person: int, *, kind: str, names: Collection[str]) -> set[int]:
    """The subjects of that kind about which such events happened through keys that the person had a hand in making."""
    keys = [key for key, theirs in _behind_keys(_others_keys(company, person)).items() if person in theirs]
    if not keys:
        return set()
    about = Event.objects.filter(company_id=company.pk, subject_kind=kind, name__in=names)
    return set(about.filter(actor_kind="api_key", actor_id__in=keys).values_list("subject_id", flat=True))


def invited(company: Company, kind: str, key: int, *, names: Collection[str]) -> frozenset[int]:
    """Who made the portal links by which guests acted so: they were shown the address, and could come by it."""
    about = Event.objects.filter(company_id=company.pk, subject_kind=kind, subject_id=key, name__in=names)
    guests = about.filter(actor_kind="portal_guest").values_list("actor_id", flat=True)
    links = PortalLink.objects.filter(company=company, pk__in=set(guests))
    makers = [acted(company, "portal_link", link.pk, names={"portal_link.made"}) for link in links]
    return frozenset(link.made_by_id for link in links if link.made_by_id is not None).union(*makers)


def _behind(actors: Iterable[tuple[str, int]]) -> frozenset[int]:
    known = set(actors)
    keys = _behind_keys([number for kind, number in known if kind == "api_key"])
    return frozenset({number for kind, number in known if kind == "user"}).union(*keys.values())


def _others_keys(company: Company, person: int) -> list[int]:
    return list(ApiKey.objects.filter(company=company).exclude(user_id=person).values_list("pk", flat=True))


def _behind_keys(numbers: Iterable[int]) -> dict[int, frozenset[int]]:
    """Of each key its user and its maker, with those behind the key through which it was made. Who made it being
    unknown, every owner of today may have been it."""
    rows = ApiKey.objects.in_bulk(list(numbers))
    found = {}
    for number, row in rows.items():
        theirs, at = set[int](), row
        while True:
            theirs |= {at.user_id} | _makers(at)
            if at.made_with is None:
                break
            at = at.made_with
        found[number] = frozenset(theirs)
    return found


def _makers(key: ApiKey) -> set[int]:
    if key.made_by_id is not None:
        return {key.made_by_id}
    owners = Membership.objects.filter(company_id=key.company_id, role=OWNER, user__is_active=True)
    return set(owners.values_list("user_id", flat=True))
