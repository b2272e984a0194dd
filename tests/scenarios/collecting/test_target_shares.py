"""How much of what can be collected is to be, by a day, beside the sum: set, measured on that day, seen."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from kvit.api.tests.program import Program
from kvit.cli.tests.inside import kvit
from kvit.collecting import targets
from kvit.collecting.models import CollectionTarget, TargetChange
from kvit.companies.models import User
from kvit.core.errors import Refused
from tests.builders import a_company, a_customer, a_user, breaches, somebody, the_owner
from tests.scenarios.collecting.test_doors import page, post
from tests.scenarios.collecting.test_targets import SOLD, aim, entrust, owed, paid, user

pytestmark = pytest.mark.django_db
MARCH = date(2026, 3, 31)
D = Decimal


@pytest.fixture
def company(client, time_machine):
    time_machine.move_to("2026-03-02 09:00:00Z", tick=False)
    owner = a_user("ana@example.com")
    client.force_login(owner)
    return a_company("RO", owner=owner, on=SOLD)


@pytest.fixture
def maria(company):
    return somebody(company, "clerk")


@pytest.fixture
def worked(company, maria):
    """1,000.00 late since February, 500.00 due on 13 March, 300.00 on 25 March: 750.00 come on the 10th, 600.00 on the
    20th."""
    alfa = a_customer(company)
    entrust(company, alfa, maria)
    late = owed(company, alfa, "1000.00", due=date(2026, 2, 20))
    soon = owed(company, alfa, "500.00", due=date(2026, 3, 13))
    owed(company, alfa, "300.00", due=date(2026, 3, 25))
    paid(company, late, "750.00", on=date(2026, 3, 10))
    paid(company, late, "250.00", on=date(2026, 3, 20))
    paid(company, soon, "350.00", on=date(2026, 3, 20))


def share(company, percent, *, by_day=None, person=None, on=date(2026, 3, 2), by=None):
    told = {"person": user(person).email if person else "", "share": D(percent), "by_day": by_day}
    return targets.set_share(company, month=MARCH, **told, by=by or the_owner(company), on=on)


def row_of(company, person, on):
    found = targets.month_of(company, on, by=the_owner(company), on=on)
    if person is None:
        return found.company
    return next(one for one in found.people if one.user is not None and one.user.pk == person.id)


def test_the_worked_example_of_the_rules_page(company, maria, worked):
    share(company, "60", by_day=date(2026, 3, 16), person=maria)
    share(company, "75")
    early = row_of(company, maria, date(2026, 3, 12))
    assert (early.wanted, early.reached) == (60, D("75.0")), "750.00 of the 1,000.00 that were late by then"
    then = row_of(company, maria, date(2026, 3, 16))
    assert then.reached == D("50.0"), "750.00 of 1,500.00: the 300.00 are not late yet"
    ended = row_of(company, maria, MARCH)
    assert ended.reached == D("50.0"), "by its day, whatever came after it"
    whole = row_of(company, None, MARCH)
    assert (whole.wanted, whole.wanted_by, whole.reached) == (75, None, D("75.0")), "1,350.00 of 1,800.00"


def test_the_share_stands_beside_the_sum_and_each_tells_how_it_came_to_be(company, maria):
    aim(company, "800", person=maria)
    share(company, "90.5", person=maria)
    aim(company, "700", person=maria)
    share(company, "90.5", person=maria)
    row = CollectionTarget.objects.get(company=company)
    assert (row.amount, row.share, row.version) == (700, D("90.5"), 3), "the same again is no news"
    told = list(TargetChange.objects.order_by("version").values_list("amount", "share"))
    assert told == [(800, None), (800, D("90.5")), (700, D("90.5"))]
    share(company, "0", person=maria)
    assert row_of(company, maria, MARCH).wanted is None
    assert breaches() == []


@pytest.mark.parametrize("percent", ["-1", "100.1", "50.55", "NaN"])
def test_a_share_is_a_percent_with_one_decimal(company, percent):
    with pytest.raises(Refused, match=r"field\.bad_value"):
        share(company, percent)


def test_its_day_lies_in_the_month_and_the_month_is_not_over(company, maria):
    with pytest.raises(Refused, match=r"field\.bad_value"):
        share(company, "50", by_day=date(2026, 4, 1))
    with pytest.raises(Refused, match=r"target\.over"):
        share(company, "50", on=date(2026, 4, 1))
    with pytest.raises(Refused, match="permission"):
        share(company, "50", person=maria, by=maria)
    with pytest.raises(IntegrityError), transaction.atomic():
        CollectionTarget.objects.create(company=company, month=date(2026, 3, 1), amount=0, share=101)


def test_it_is_set_and_seen_on_the_page_by_programs_and_by_command(client, company, maria, worked, time_machine):
    told = {"share-person": user(maria).public_id, "share-share": "60", "share-by_day": "16/03/2026"}
    post(client, "targets", **told)
    post(client, "targets", **{**told, "share-by_day": "16/04/2026"}, status=422)
    time_machine.move_to("2026-03-31 09:00:00Z", tick=False)
    client.force_login(User.objects.get(email="ana@example.com"))
    shown = page(client, "targets").replace("\u00a0", "")
    assert "50% of 60% by 16/03/2026" in shown
    program = Program(company)
    month = {"month": "2026-03", "share": "75"}
    answer = program.ask("PUT", "/collection_targets/share", month).json()
    assert (answer["company"]["share_wanted"], answer["company"]["share_reached"]) == ("75", "75")
    [hers] = [one for one in answer["people"] if one["person"] == user(maria).public_id]
    assert (hers["share_wanted"], hers["share_by"], hers["share_reached"]) == ("60", "2026-03-16", "50")
    again = kvit("target", "share", "80", "--by", "2026-03-31", "--as-of", "2026-03-31").answer["company"]
    assert (again["share_wanted"], again["share_by"]) == ("80", "2026-03-31")
    client.force_login(user(maria))
    assert "the aim is 60% by 16/03/2026" in page(client, "tasks").replace("\u00a0", "")
