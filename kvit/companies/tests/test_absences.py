"""Who is away and who acts for them: it never goes in a circle, and nobody makes themselves a stand-in."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from kvit.companies import absences
from kvit.companies.absences import Away
from kvit.companies.models import User
from kvit.core.errors import Refused
from tests.builders import DAY, a_company, somebody, the_owner

pytestmark = pytest.mark.django_db
FRIDAY = date(2026, 3, 6)


@pytest.fixture
def company():
    return a_company()


def user(person):
    return User.objects.get(pk=person.id)


def away(company, person, substitute=None, *, by=None, first=DAY, last=FRIDAY, ceiling=None):
    name = user(substitute).public_id if substitute else ""
    told = Away(first=first, last=last, substitute=name, ceiling=ceiling)
    return absences.note(company, user(person), away=told, by=by or person, on=DAY)


def refused(act, *given, **named):
    with pytest.raises(Refused) as refusal:
        act(*given, **named)
    return refusal.value.code


def test_pain_23_stand_ins_never_go_in_a_circle(company):
    ana, bogdan, carmen = (somebody(company, "approver") for _ in range(3))
    away(company, ana, bogdan)
    away(company, bogdan, carmen, first=FRIDAY, last=date(2026, 3, 20))
    assert refused(away, company, carmen, ana) == "absence.loop"
    later = date(2026, 3, 9)
    away(company, carmen, ana, first=later, last=later)
    assert [one.person for one in absences.on_day(company, on=later)] == [bogdan.id, carmen.id]
    assert [one.substitute for one in absences.on_day(company, on=DAY)] == [bogdan.id]


def test_one_says_it_oneself_and_an_owner_may_but_not_for_their_own_gain(company):
    owner, ana, clerk = the_owner(company), somebody(company, "approver"), somebody(company, "clerk")
    assert refused(away, company, ana, clerk, by=clerk) == "absence.not_yours"
    assert refused(away, company, ana, owner, by=owner) == "absence.not_yours"
    row = away(company, ana, clerk, by=owner, ceiling=Decimal("500.00"))
    assert absences.on_day(company, on=DAY)[0].ceiling == 500
    assert refused(absences.end, company, row, by=clerk, on=DAY) == "absence.not_yours"
    assert absences.end(company, row, by=ana, on=DAY + timedelta(days=1)).until_on == DAY
    assert absences.on_day(company, on=DAY + timedelta(days=1)) == []
    assert refused(absences.end, company, row, by=ana, on=FRIDAY) == "absence.over"


def test_who_came_back_before_they_went_was_never_away(company):
    ana = somebody(company, "approver")
    absences.end(company, away(company, ana, first=FRIDAY), by=ana, on=DAY)
    assert away(company, ana, first=DAY - timedelta(days=3)).from_on == DAY - timedelta(days=3)


def test_what_makes_no_sense_is_refused(company):
    ana, viewer = somebody(company, "approver"), somebody(company, "viewer")
    assert refused(away, company, ana, viewer) == "absence.cannot_act"
    assert refused(away, company, ana, ana) == "absence.loop"
    assert refused(away, company, ana, first=FRIDAY, last=DAY) == "absence.bad_days"
    assert refused(away, company, ana, last=DAY + timedelta(days=400)) == "absence.bad_days"
    assert refused(away, company, ana, first=date(2026, 1, 1), last=date(2026, 1, 5)) == "absence.bad_days"
    assert refused(away, company, ana, ceiling=Decimal(-1)) == "absence.bad_ceiling"
    away(company, ana)
    assert refused(away, company, ana, first=FRIDAY, last=date(2026, 3, 30)) == "absence.known"
    stranger = somebody(a_company("BG"), "approver")
    assert refused(away, company, somebody(company, "approver"), stranger) == "user.unknown"
