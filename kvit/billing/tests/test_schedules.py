"""A schedule bills each of its periods once: on its day, after a standstill, and in the company's own time."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from kvit.billing import queries, schedules
from kvit.billing.models import Schedule, ScheduleRun
from kvit.billing.tests.makers import NEW_YEAR, let_it, run, scheduled
from kvit.core.errors import Refused
from kvit.events.models import Event
from kvit.parties import customers
from kvit.receivables import invoices
from kvit.receivables.models import Invoice
from tests.builders import a_company, a_customer, a_line, somebody, the_owner

pytestmark = pytest.mark.django_db


def periods_of(schedule):
    return list(schedule.runs.order_by("period_from").values_list("period_from", "period_to"))


# -- once


def test_pain_01_running_it_twice_makes_one_invoice():
    company = a_company()
    schedule = scheduled(company)
    first = run(company, date(2026, 1, 31))
    assert [made.period_from for made in first.made] == [date(2026, 1, 31)]
    for _ in range(3):
        assert run(company, date(2026, 1, 31)).made == []
    assert Invoice.objects.count() == schedule.runs.count() == 1


def test_pain_01_the_database_itself_refuses_a_second_run_of_a_period():
    company = a_company()
    schedule = scheduled(company)
    made = run(company, date(2026, 1, 31)).made[0]
    again = ScheduleRun(
        company=company, schedule=schedule, status="made", run_on=made.run_on, at=made.at,
        period_from=made.period_from, period_to=made.period_to,
    )  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        made.delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        ScheduleRun.objects.filter(pk=made.pk).update(period_from=date(2025, 1, 1))


def test_pain_01_a_run_that_breaks_before_its_end_leaves_neither_key_nor_draft(monkeypatch):
    company = a_company()
    schedule = scheduled(company)

    def broken(*_words, **_named):
        raise RuntimeError("the machine went off")

    with monkeypatch.context() as patched:
        patched.setattr("kvit.billing.runs.tell", broken)
        with pytest.raises(RuntimeError):
            run(company, date(2026, 1, 31))
    assert (Invoice.objects.count(), ScheduleRun.objects.count()) == (0, 0)
    assert Schedule.objects.get().next_on == date(2026, 1, 31)
    assert len(run(company, date(2026, 1, 31)).made) == 1
    assert periods_of(schedule) == [(date(2026, 1, 31), date(2026, 2, 27))]


def test_pain_01_killed_between_draft_and_issue_it_issues_that_draft_and_makes_no_other(monkeypatch):
    company = a_company()
    let_it(company, "auto")
    scheduled(company, level="issue")
    with monkeypatch.context() as patched:
        patched.setattr("kvit.billing.runs.issue", lambda *_: None)
        run(company, date(2026, 1, 31))
    assert Invoice.objects.get().status == "draft"
    assert [row.number for row in run(company, date(2026, 1, 31)).issued] == ["KV-2026-00001"]
    assert run(company, date(2026, 1, 31)).issued == []
    assert Invoice.objects.get().status == "issued"


def test_a_schedule_whose_rhythm_changes_never_bills_a_day_again():
    company = a_company()
    schedule = scheduled(company, anchor_on="2026-01-01")
    run(company, date(2026, 3, 1))
    told = {
        "name": "Abonament", "unit": "quarter", "anchor_on": "2026-01-01",
        "draft": {"customer": schedule.party.public_id, "lines": [a_line()]},
    }  # fmt: skip
    changed = schedules.change(company, schedule, told, version=1, by=the_owner(company), on=date(2026, 3, 2))
    assert changed.next_on == date(2026, 4, 1)
    run(company, date(2026, 4, 1))
    assert periods_of(schedule)[-2:] == [
        (date(2026, 3, 1), date(2026, 3, 31)),
        (date(2026, 4, 1), date(2026, 6, 30)),
    ]
    with pytest.raises(Refused) as refusal:
        schedules.change(company, schedule, told, version=1, by=the_owner(company), on=date(2026, 4, 2))
    assert refusal.value.code == "schedule.changed"


# -- caught up


def test_pain_02_three_missed_months_are_made_by_one_run_each_with_its_own_days():
    company = a_company()
    let_it(company, "auto")
    schedule = scheduled(company, level="issue")
    run(company, date(2026, 1, 31))
    ran = run(company, date(2026, 5, 4))
    expected = [
        (date(2026, 1, 31), date(2026, 2, 27)),
        (date(2026, 2, 28), date(2026, 3, 30)),
        (date(2026, 3, 31), date(2026, 4, 29)),
        (date(2026, 4, 30), date(2026, 5, 30)),
    ]
    assert periods_of(schedule) == expected
    assert [(row.period_from, row.period_to) for row in ran.issued] == expected[1:]
    assert {row.issued_on for row in ran.issued} == {date(2026, 5, 4)}, "a number is drawn on the day it is drawn"
    names = [row.lines.get().name for row in ran.issued]
    assert names == ["Abonament februarie 2026", "Abonament martie 2026", "Abonament aprilie 2026"]
    schedule.refresh_from_db()
    assert (schedule.anchor_on, schedule.next_on) == (date(2026, 1, 31), date(2026, 5, 31))


def test_pain_02_a_schedule_that_asks_makes_the_running_month_and_asks_about_those_that_are_over():
    company = a_company()
    schedule = scheduled(company, catch_up="ask")
    run(company, date(2026, 1, 31))
    preview = schedules.left_behind(company, schedule, on=date(2026, 5, 4))
    schedule.refresh_from_db()
    preview = schedules.left_behind(company, schedule, on=date(2026, 5, 4))
    assert [(one.period.starts_on, one.net.amount) for one in preview] == [
        (date(2026, 2, 28), 100), (date(2026, 3, 31), 100), (date(2026, 4, 30), 100),
    ]  # fmt: skip

    ran = run(company, date(2026, 5, 4))
    assert [one.period_from for one in ran.made] == [date(2026, 4, 30)]
    assert [one.period_from for one in ran.asked] == [date(2026, 2, 28), date(2026, 3, 31)]
    assert run(company, date(2026, 5, 4)).asked == []
    assert Event.objects.filter(name="schedule.asked").count() == 2
    schedule.refresh_from_db()
    assert [one.period.starts_on for one in schedules.left_behind(company, schedule, on=date(2026, 5, 4))] == [
        date(2026, 2, 28),
        date(2026, 3, 31),
    ]

    by = the_owner(company)
    made = schedules.make_missed(company, schedule, [date(2026, 2, 28)], by=by, on=date(2026, 5, 5))
    assert (made[0].invoice.period_from, made[0].invoice.period_to) == (date(2026, 2, 28), date(2026, 3, 30))
    schedules.skip_missed(company, schedule, [date(2026, 3, 31)], reason="Închis", by=by, on=date(2026, 5, 5))
    for act, more in ((schedules.make_missed, {}), (schedules.skip_missed, {"reason": "x"})):
        with pytest.raises(Refused) as refusal:
            act(company, schedule, [date(2026, 2, 28)], by=by, on=date(2026, 5, 5), **more)
        assert refusal.value.code == "schedule_run.not_waiting"
    assert Invoice.objects.count() == 3
    assert queries.asked(company).count() == 0


def test_pain_02_what_began_during_a_pause_is_not_billed():
    company = a_company()
    schedule = scheduled(company)
    by = the_owner(company)
    run(company, date(2026, 1, 31))
    schedules.pause(company, schedule, by=by, on=date(2026, 2, 10))
    assert run(company, date(2026, 4, 2)).made == []
    resumed = schedules.resume(company, schedule, by=by, on=date(2026, 4, 2))
    assert resumed.next_on == date(2026, 4, 30)
    run(company, date(2026, 4, 30))
    assert [day for day, _ in periods_of(schedule)] == [date(2026, 1, 31), date(2026, 4, 30)]


def test_an_anchor_in_the_past_gives_the_rhythm_and_bills_nothing_backwards():
    company = a_company()
    schedule = scheduled(company, on=date(2026, 6, 15))
    assert schedule.next_on == date(2026, 6, 30)
    assert scheduled(company, on=date(2026, 6, 15), first_on="2026-05-01").next_on == date(2026, 5, 31)


def test_a_schedule_ends_with_its_last_period():
    company = a_company()
    schedule = scheduled(company, count=2)
    run(company, date(2026, 12, 1))
    schedule.refresh_from_db()
    assert (schedule.status, schedule.next_on) == ("ended", None)
    assert len(periods_of(schedule)) == 2
    assert schedules.calendar(company, schedule) == []
    with pytest.raises(Refused) as refusal:
        schedules.pause(company, schedule, by=the_owner(company), on=date(2026, 12, 1))
    assert refusal.value.code == "schedule.not_active"


# -- in the company's own time


@pytest.fixture(params=["UTC", "Australia/Sydney", "America/New_York"])
def server_zone(request, monkeypatch):
    """The machine stands elsewhere than the company."""
    import time

    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield request.param
    monkeypatch.undo()
    time.tzset()


def test_pain_03_six_in_the_morning_stays_six_over_the_change_of_clocks(server_zone):
    company = a_company()
    schedule = scheduled(company, unit="day", anchor_on="2026-03-28", time="06:00")
    six_in_winter, six_in_summer = datetime(2026, 3, 28, 4, tzinfo=UTC), datetime(2026, 3, 29, 3, tzinfo=UTC)
    for moment in (six_in_winter, six_in_summer):  # the clocks went forward in Bucharest on 29 March 2026
        day = date(2026, 3, moment.day)
        before = moment.replace(hour=moment.hour - 1, minute=59)
        assert run(company, day, at=before).made == []
        assert [one.period_from for one in run(company, day, at=moment).made] == [day]
    assert periods_of(schedule) == [(date(2026, 3, 28),) * 2, (date(2026, 3, 29),) * 2]


def test_pain_03_days_are_those_of_the_company_wherever_the_server_stands(server_zone):
    from kvit.core.schedule import day_in

    company = a_company()
    let_it(company, "auto")
    scheduled(company, level="issue", anchor_on="2026-02-01", time="00:30")
    moment = datetime(2026, 1, 31, 22, 30, tzinfo=UTC)  # half past midnight on 1 February in Bucharest
    ran = run(company, day_in(moment, company.zone), at=moment)
    row = ran.issued[0]
    assert (row.issued_on, row.period_from, row.period_to) == (
        date(2026, 2, 1), date(2026, 2, 1), date(2026, 2, 28),
    )  # fmt: skip
    assert row.due_on == date(2026, 3, 3), "thirty days, on a working day"
    row.refresh_from_db()
    assert row.issued_on == date(2026, 2, 1)


# -- how far it goes by itself


@pytest.mark.parametrize(
    ("autopilot_level", "level", "made", "status"),
    [
        ("off", "issue", 0, None),
        ("suggest", "issue", 1, "draft"),
        ("auto", "draft", 1, "draft"),
        ("auto", "issue", 1, "issued"),
    ],
)
def test_the_autopilot_issues_only_where_both_say_so(autopilot_level, level, made, status):
    company = a_company()
    let_it(company, autopilot_level)
    scheduled(company, level=level)
    assert len(run(company, date(2026, 1, 31)).made) == made
    assert list(Invoice.objects.values_list("status", flat=True)) == ([status] if status else [])


def test_one_customer_who_cannot_be_billed_stops_nobody_else():
    company = a_company()
    bad = scheduled(company, name="Rău")
    good = scheduled(company, name="Bun", customer=a_customer(company, name="Beta SRL"))
    bad.draft["lines"][0]["price"] = None
    bad.save(update_fields=["draft"])
    for _ in range(3):
        ran = run(company, date(2026, 1, 31))
        assert [(name, refusal.code) for name, refusal in ran.refused] == [(bad.public_id, "field.missing")]
    assert (bad.runs.count(), good.runs.count()) == (0, 1)
    assert [row.failure for row in queries.failing(company)] == ["field.missing"]
    assert Event.objects.filter(name="schedule.failed").count() == 1, "told once, tried each time"
    bad.draft["lines"][0]["price"] = "5"
    Schedule.objects.filter(pk=bad.pk).update(draft=bad.draft)
    assert len(run(company, date(2026, 2, 1)).made) == 1
    assert not queries.failing(company)


def test_a_draft_that_the_rules_refuse_goes_to_a_person():
    company = a_company()
    let_it(company, "auto")
    nowhere = a_customer(company, name="Fără țară", country="RO", vat_id="")
    scheduled(company, level="issue", customer=nowhere)
    nowhere.country = ""
    nowhere.save()
    ran = run(company, date(2026, 1, 31))
    assert [refusal.code for _, refusal in ran.refused] == ["invoice.findings"]
    made = ScheduleRun.objects.get()
    assert (made.refusal, made.to_issue, made.invoice.status) == ("invoice.findings", False, "draft")
    assert "customer.country_missing" in made.refusal_facts["rules"]
    assert run(company, date(2026, 2, 1)).refused == []
    assert Event.objects.filter(name="schedule.failed").count() == 1


def test_the_next_period_can_be_billed_before_its_day():
    company = a_company()
    schedule = scheduled(company)
    made = schedules.run_next(company, schedule, by=the_owner(company), on=date(2026, 1, 20))
    assert (made.period_from, made.invoice.status) == (date(2026, 1, 31), "draft")
    assert run(company, date(2026, 1, 31)).made == []


def test_who_may_and_who_may_not():
    company = a_company()
    schedule = scheduled(company)
    clerk, viewer = somebody(company, "clerk"), somebody(company, "viewer")
    assert schedules.pause(company, schedule, by=clerk, on=NEW_YEAR).status == "paused"
    with pytest.raises(Refused) as refusal:
        schedules.resume(company, schedule, by=viewer, on=NEW_YEAR)
    assert refusal.value.code == "permission.denied"
    with pytest.raises(Refused) as refusal:
        schedules.run_due(company, by=clerk, on=NEW_YEAR)
    assert refusal.value.code == "permission.denied"
    with pytest.raises(Refused) as refusal:
        schedules.end(a_company("PL"), schedule, by=the_owner(company), on=NEW_YEAR)
    assert refusal.value.code == "permission.denied"


def test_a_discarded_draft_is_not_made_again():
    company = a_company()
    scheduled(company)
    made = run(company, date(2026, 1, 31)).made[0]
    invoices.discard(company, made.invoice, by=the_owner(company), on=date(2026, 1, 31))
    assert run(company, date(2026, 2, 1)).made == []


def test_a_customer_who_was_merged_is_billed_as_the_other_one():
    company = a_company()
    old, new = a_customer(company, name="Vechi SRL"), a_customer(company, name="Nou SRL")
    scheduled(company, customer=old)
    old.merged_into = new
    old.save()
    run(company, date(2026, 1, 31))
    assert Invoice.objects.get().party == customers.find(company, old.public_id) == new
