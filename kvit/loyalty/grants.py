"""Points that a person gives a customer by hand, or takes: with a reason, and by two where it is many.

Asked for by one person; up to the programme's `by_hand` done at once, above it when another one agrees.
"""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Sum

from kvit.companies import hands
from kvit.companies.models import Company
from kvit.companies.permissions import person_behind, require, require_person
from kvit.core import loyalty
from kvit.core.errors import Refused
from kvit.core.permissions import Actor
from kvit.events import events
from kvit.loyalty import programmes, purse, queries
from kvit.loyalty.models import LoyaltyGrant, LoyaltyProgramme
from kvit.loyalty.purse import Document
from kvit.parties.models import Party

KIND = "loyalty_grant"
WAITING, DONE, TURNED_DOWN = "waiting", "done", "refused"


@dataclass(frozen=True, kw_only=True)
class Wish:
    """So many points to a customer, below zero from them, and why. `key` names the act, so that it is done once."""

    points: int
    reason: str
    key: str = ""


@transaction.atomic
def ask(company: Company, party: Party, wish: Wish, *, by: Actor, on: date) -> LoyaltyGrant:
    """Give or take them now, or have them wait for another person where they are too many for one.

    Where nobody else works here, one person is enough. Refuses `loyalty_grant.no_person`, `reason.missing`,
    `field.bad_value` for no points, `key.reused` for the key of another act, `loyalty.no_programme` where none holds
    (to take, where none ever did), and `loyalty.too_many` for more than the customer has free.
    """
    require(by, "loyalty.grant", company)
    person = require_person(by, Refused("loyalty_grant.no_person"))
    if not wish.reason.strip():
        raise Refused("reason.missing")
    if not 0 < abs(wish.points) <= loyalty.MOST_POINTS:
        wanted = f"1 – {loyalty.MOST_POINTS}"
        raise Refused("field.bad_value", field="points", value=str(wish.points)[:40], wanted=wanted)
    party = Party.objects.select_for_update(no_key=True).get(company=company, pk=party.pk)
    key = wish.key.strip()[:60]
    known = LoyaltyGrant.objects.filter(company=company, key=key).first() if key else None
    if known is not None:
        if (known.party_id, known.points) != (party.pk, wish.points):
            raise Refused("key.reused", key=key)
        return known
    programme = _programme(company, wish)
    _require_there(company, party, wish.points)
    alone = company.memberships.count() == 1
    row = LoyaltyGrant.objects.create(
        company=company,
        party=party,
        programme=programme,
        points=wish.points,
        reason=wish.reason.strip()[:400],
        needs_two=_of_the_day(party, wish, person=person, on=on) > programme.by_hand and not alone,
        asked_by_id=person,
        asked_on=on,
        key=key,
    )
    events.record("loyalty_grant.asked", row, by=by, on=on, facts=_facts(row), reason=row.reason)
    return row if row.needs_two else _done(company, row, person=person, by=by, on=on)


@transaction.atomic
def agree(company: Company, grant: LoyaltyGrant, *, by: Actor, on: date) -> LoyaltyGrant:
    """Another person says yes, and it is done.

    Refuses `loyalty_grant.no_person`, `…own`, `…decided`, and `loyalty.too_many` where they are not there any more.
    """
    require(by, "loyalty.agree", company)
    person = require_person(by, Refused("loyalty_grant.no_person"))
    row = _waiting(company, grant)
    if row.asked_by_id in hands.people(by):
        raise Refused("loyalty_grant.own")
    if row.points > 0 and row.programme.ended_on is not None:
        raise Refused("loyalty.no_programme")
    events.record("loyalty_grant.agreed", row, by=by, on=on, facts=_facts(row))
    return _done(company, row, person=person, by=by, on=on)


@transaction.atomic
def turn_down(company: Company, grant: LoyaltyGrant, *, reason: str, by: Actor, on: date) -> LoyaltyGrant:
    """It is not done: says another person, or who asked and thinks better of it.

    Refuses `reason.missing`, `loyalty_grant.no_person`, `…decided`.
    """
    require(by, "loyalty.grant" if person_behind(by) == grant.asked_by_id else "loyalty.agree", company)
    person = require_person(by, Refused("loyalty_grant.no_person"))
    if not reason.strip():
        raise Refused("reason.missing")
    row = _waiting(company, grant)
    _decided(row, TURNED_DOWN, person=person, on=on)
    events.record("loyalty_grant.refused", row, by=by, on=on, facts=_facts(row), reason=reason.strip()[:400])
    return row


def _programme(company: Company, wish: Wish) -> LoyaltyProgramme:
    """What holds now says what points given are worth and how long; what was taken back needs only that one was."""
    found = programmes.live(company)
    if found is None and wish.points < 0:
        found = next(iter(queries.programmes(company)), None)
    if found is None:
        raise Refused("loyalty.no_programme")
    return found


def _of_the_day(party: Party, wish: Wish, *, person: int, on: date) -> int:
    """How many points the person gives, or takes, this customer today: many small wishes are a large one."""
    rows = LoyaltyGrant.objects.filter(party=party, asked_by_id=person, asked_on=on, needs_two=False)
    rows = rows.filter(points__gt=0) if wish.points > 0 else rows.filter(points__lt=0)
    before = rows.aggregate(points=Sum("points"))["points"] or 0
    return abs(before + wish.points)


def _require_there(company: Company, party: Party, points: int) -> None:
    if points < 0:
        loyalty.take([row.free(company.currency) for row in purse.lots_of(company, party)], -points)


def _waiting(company: Company, grant: LoyaltyGrant) -> LoyaltyGrant:
    rows = LoyaltyGrant.objects.select_for_update(of=("self",)).select_related("party", "programme__company")
    row = rows.get(company=company, pk=grant.pk)
    if row.status != WAITING:
        raise Refused("loyalty_grant.decided")
    return row


def _done(company: Company, row: LoyaltyGrant, *, person: int, by: Actor, on: date) -> LoyaltyGrant:
    document = Document(row.pk, kind=KIND)
    if row.points > 0:
        purse.grant(company, row.party, document, points=row.points, programme=row.programme, by=by, on=on)
    else:
        purse.remove(company, row.party, document, -row.points, by=by, on=on)
    _decided(row, DONE, person=person, on=on)
    return row


def _decided(row: LoyaltyGrant, status: str, *, person: int, on: date) -> None:
    row.status, row.decided_by_id, row.decided_on = status, person, on
    row.save(update_fields=["status", "decided_by", "decided_on"])


def _facts(row: LoyaltyGrant) -> dict[str, object]:
    return {"customer": row.party.public_id, "points": row.points, "needs_two": row.needs_two}
