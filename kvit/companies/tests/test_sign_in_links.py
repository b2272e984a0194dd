"""A link signs in one person, once, for a quarter of an hour."""

import pytest
import time_machine
from django.utils import timezone

from kvit.companies import sign_in_links
from kvit.core.errors import Refused
from tests.builders import DAY, a_company, a_user, somebody, the_owner

pytestmark = pytest.mark.django_db


def refusal(token: str) -> str:
    with pytest.raises(Refused) as refused:
        sign_in_links.user_of(token)
    return refused.value.code


def test_it_signs_in_whom_it_was_made_for():
    user = a_user()
    link = sign_in_links.link_for(user, base="http://127.0.0.1:8000/")
    assert link.startswith("http://127.0.0.1:8000/sign-in/")
    assert sign_in_links.user_of(link.rpartition("/")[2]) == user


def test_the_next_sign_in_makes_it_worthless():
    user = a_user()
    token = sign_in_links.token_for(user)
    user.last_login = timezone.now()
    user.save()
    assert refusal(token) == "link.bad"


def test_it_is_good_for_a_quarter_of_an_hour():
    user = a_user()
    with time_machine.travel("2026-03-02 10:00:00Z", tick=False):
        token = sign_in_links.token_for(user)
    with time_machine.travel("2026-03-02 10:14:59Z", tick=False):
        assert sign_in_links.user_of(token) == user
    with time_machine.travel("2026-03-02 10:15:02Z", tick=False):
        assert refusal(token) == "link.bad"


def test_a_changed_link_and_somebody_who_left_are_refused():
    user = a_user()
    token = sign_in_links.token_for(user)
    assert refusal(token[:-1] + ("a" if token[-1] != "a" else "b")) == "link.bad"
    user.is_active = False
    user.save()
    assert refusal(token) == "link.bad"


def test_the_demo_lets_people_come_back_by_the_same_link(settings):
    settings.KVIT_DEMO = True
    user = a_user()
    token = sign_in_links.token_for(user)
    user.last_login = timezone.now()
    user.save()
    assert sign_in_links.user_of(token) == user


def test_only_who_may_let_people_in_makes_one_and_only_for_colleagues():
    company, other = a_company(), a_company("PL")
    owner = company.memberships.get().user
    made = sign_in_links.make(company, owner.email, base="http://x", by=the_owner(company), on=DAY)
    assert sign_in_links.user_of(made[1].rpartition("/")[2]) == owner
    with pytest.raises(Refused) as refused:
        sign_in_links.make(company, owner.email, base="http://x", by=somebody(company, "clerk"), on=DAY)
    assert refused.value.code == "permission.denied"
    with pytest.raises(Refused) as refused:
        sign_in_links.make(other, owner.email, base="http://x", by=the_owner(other), on=DAY)
    assert refused.value.code == "user.unknown"
