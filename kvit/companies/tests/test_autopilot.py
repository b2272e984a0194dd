"""How far an automation goes is a level that somebody with the right to chose, and it is told."""

import pytest

from kvit.companies import autopilot
from kvit.core.errors import Refused
from kvit.events.models import Event
from tests.builders import DAY, a_company, somebody, the_owner

pytestmark = pytest.mark.django_db


def test_a_new_company_is_asked_before_anything_happens():
    company = a_company()
    assert autopilot.level(company, "recurring") == "suggest"
    autopilot.change(company, "recurring", level="auto", by=the_owner(company), on=DAY)
    assert autopilot.level(company, "recurring") == "auto"
    assert autopilot.level(company, "match") == "suggest"
    event = Event.objects.get(name="autopilot.changed")
    assert event.facts == {"automation": "recurring", "from": "suggest", "to": "auto"}


@pytest.mark.parametrize(
    ("automation", "level", "role", "code"),
    [
        ("recurring", "full", "owner", "autopilot.bad_level"),
        ("tea", "auto", "owner", "autopilot.unknown"),
        ("recurring", "auto", "accountant", "permission.denied"),
    ],
)
def test_what_is_refused(automation, level, role, code):
    company = a_company()
    with pytest.raises(Refused) as refusal:
        autopilot.change(company, automation, level=level, by=somebody(company, role), on=DAY)
    assert refusal.value.code == code
    assert autopilot.level(company, "recurring") == "suggest"
