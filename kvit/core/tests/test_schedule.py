"""Recurring documents over years, month ends, standstills and clock changes (pains 1 to 3)."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kvit.core.errors import Refused
from kvit.core.schedule import Period, Recurrence, day_in, next_runs, periods, run_at

ANCHORS = st.dates(date(2000, 1, 1), date(2060, 12, 31))
RULES = st.builds(
    Recurrence,
    every=st.integers(1, 30),
    unit=st.sampled_from(["day", "week", "month", "quarter", "year"]),
    anchor_on=ANCHORS,
    count=st.none() | st.integers(1, 40),
)
MONTHLY = Recurrence(every=1, unit="month", anchor_on=date(2026, 1, 31))


def starts(found: list[Period]) -> list[date]:
    return [period.starts_on for period in found]


def test_the_worked_example_of_docs_rules_recurrence() -> None:
    found = periods(MONTHLY, since=None, until=date(2026, 5, 31))
    assert [(p.starts_on, p.ends_on) for p in found] == [
        (date(2026, 1, 31), date(2026, 2, 27)),
        (date(2026, 2, 28), date(2026, 3, 30)),
        (date(2026, 3, 31), date(2026, 4, 29)),
        (date(2026, 4, 30), date(2026, 5, 30)),
        (date(2026, 5, 31), date(2026, 6, 29)),
    ]


def test_pain_01_the_same_period_has_the_same_key_however_often_and_from_where_it_is_asked_for() -> None:
    whole = {p.key for p in periods(MONTHLY, since=None, until=date(2030, 1, 1))}
    piecewise = [
        p.key for day in range(1, 1400) for p in periods(MONTHLY, since=on(day), until=on(day)) if p.key in whole
    ]
    assert len(piecewise) == len(set(piecewise)) == len([key for key in whole if on(1) <= key[0] < on(1400)])


def on(day: int) -> date:
    return date(2026, 1, 30) + timedelta(days=day)


def test_pain_02_after_three_months_of_standstill_one_run_finds_the_three_missed_periods() -> None:
    rule = Recurrence(every=1, unit="month", anchor_on=date(2025, 10, 15))
    last_issued_on = date(2026, 1, 15)
    missed = periods(rule, since=last_issued_on + timedelta(days=1), until=date(2026, 4, 20))
    assert starts(missed) == [date(2026, 2, 15), date(2026, 3, 15), date(2026, 4, 15)]
    assert starts(next_runs(rule, after=date(2026, 4, 20), n=2)) == [date(2026, 5, 15), date(2026, 6, 15)]


def test_pain_02_the_anchor_day_comes_back_after_a_short_month_and_a_leap_year() -> None:
    yearly = Recurrence(every=1, unit="year", anchor_on=date(2024, 2, 29))
    assert starts(next_runs(yearly, after=date(2024, 3, 1), n=4)) == [
        date(2025, 2, 28),
        date(2026, 2, 28),
        date(2027, 2, 28),
        date(2028, 2, 29),
    ]
    quarterly = Recurrence(every=1, unit="quarter", anchor_on=date(2025, 11, 30))
    assert starts(next_runs(quarterly, after=date(2025, 12, 1), n=3)) == [
        date(2026, 2, 28),
        date(2026, 5, 30),
        date(2026, 8, 30),
    ]


def test_every_other_month_and_every_ten_days_are_found_from_between() -> None:
    bimonthly = Recurrence(every=2, unit="month", anchor_on=date(2026, 1, 31))
    assert starts(periods(bimonthly, since=date(2026, 2, 1), until=date(2026, 6, 1))) == [
        date(2026, 3, 31),
        date(2026, 5, 31),
    ]
    ten_days = Recurrence(every=10, unit="day", anchor_on=date(2026, 1, 1))
    assert starts(periods(ten_days, since=date(2026, 1, 2), until=date(2026, 1, 21))) == [
        date(2026, 1, 11),
        date(2026, 1, 21),
    ]


def test_month_ends_stay_month_ends() -> None:
    rule = Recurrence(every=1, unit="month", anchor_on=date(2026, 2, 28), end_of_month=True)
    assert starts(next_runs(rule, after=date(2026, 2, 28), n=3)) == [
        date(2026, 3, 31),
        date(2026, 4, 30),
        date(2026, 5, 31),
    ]


def test_a_rule_ends_by_day_or_by_count() -> None:
    by_day = Recurrence(every=2, unit="week", anchor_on=date(2026, 1, 5), ends_on=date(2026, 2, 2))
    assert starts(next_runs(by_day, after=date(2026, 1, 1))) == [
        date(2026, 1, 5),
        date(2026, 1, 19),
        date(2026, 2, 2),
    ]
    by_count = Recurrence(every=1, unit="day", anchor_on=date(2026, 1, 1), count=3)
    assert len(next_runs(by_count, after=date(2025, 1, 1))) == 3
    assert next_runs(by_count, after=date(2026, 1, 3)) == []


@pytest.mark.parametrize(
    ("field", "rule"),
    [
        ("every", {"every": 0}),
        ("every", {"every": -1}),
        ("every", {"every": 10**9}),
        ("unit", {"unit": "fortnight"}),
        ("ends_on", {"ends_on": date(2025, 12, 31)}),
        ("count", {"count": 0}),
        ("end_of_month", {"unit": "week", "end_of_month": True}),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused_naming_the_field(field: str, rule: dict[str, object]) -> None:
    with pytest.raises(Refused) as refused:
        Recurrence(**{"every": 1, "unit": "month", "anchor_on": date(2026, 1, 1), **rule})  # type: ignore[arg-type]
    assert (refused.value.code, refused.value.facts["field"]) == ("schedule.bad_rule", field)


def test_the_end_of_the_calendar_ends_the_rule() -> None:
    rule = Recurrence(every=1, unit="year", anchor_on=date(9990, 1, 1))
    assert len(periods(rule, since=None, until=date.max)) == 9  # 9990 to 9998; the last one would end after 9999
    assert next_runs(rule, after=date.max) == []


@given(RULES)
def test_periods_follow_each_other_without_a_gap_or_an_overlap(rule: Recurrence) -> None:
    found = next_runs(rule, after=rule.anchor_on - timedelta(days=1), n=40)
    assert found[0].starts_on == rule.anchor_on
    for one, other in zip(found, found[1:], strict=False):
        assert one.ends_on + timedelta(days=1) == other.starts_on
        assert one.index + 1 == other.index


@given(RULES)
def test_pain_02_the_anchor_never_drifts(rule: Recurrence) -> None:
    for period in next_runs(rule, after=rule.anchor_on, n=40):
        if rule.unit in ("day", "week"):
            step = rule.every * (7 if rule.unit == "week" else 1)
            assert (period.starts_on - rule.anchor_on).days == step * period.index
        else:
            months = (period.starts_on.year - rule.anchor_on.year) * 12 + period.starts_on.month - rule.anchor_on.month
            assert months == {"month": 1, "quarter": 3, "year": 12}[rule.unit] * rule.every * period.index
            last_of_month = (period.starts_on + timedelta(days=1)).day == 1
            assert period.starts_on.day == rule.anchor_on.day or (
                period.starts_on.day < rule.anchor_on.day and last_of_month
            )


@given(RULES, st.dates(date(1999, 1, 1), date(2070, 1, 1)), st.integers(0, 30))
def test_the_next_runs_are_the_periods_that_come(rule: Recurrence, after: date, n: int) -> None:
    until = after + timedelta(days=5 * 365)
    coming = periods(rule, since=after + timedelta(days=1), until=until)
    told = next_runs(rule, after=after, n=n)
    assert [run for run in told if run.issue_on <= until] == coming[:n]
    assert len(told) == n or rule.ends_on is not None or rule.count is not None


@given(RULES, st.dates(date(1999, 1, 1), date(2070, 1, 1)))
def test_looking_from_a_day_finds_what_looking_from_the_start_finds(rule: Recurrence, since: date) -> None:
    until = since + timedelta(days=800)
    whole = periods(rule, since=None, until=until)
    assert periods(rule, since=since, until=until) == [p for p in whole if p.issue_on >= since]


ZONES = ["Europe/Bucharest", "Australia/Sydney", "America/New_York"]


@pytest.mark.parametrize("zone", ZONES)
def test_pain_03_six_in_the_morning_stays_six_in_the_morning_over_both_clock_changes(zone: str) -> None:
    from zoneinfo import ZoneInfo

    daily = Recurrence(every=1, unit="day", anchor_on=date(2026, 1, 1))
    moments = [run_at(p.issue_on, time(6), zone) for p in periods(daily, since=None, until=date(2026, 12, 31))]
    assert len(moments) == 365
    assert {moment.astimezone(ZoneInfo(zone)).strftime("%H:%M") for moment in moments} == {"06:00"}
    gaps = [later - earlier for earlier, later in zip(moments, moments[1:], strict=False)]
    assert sorted(gap for gap in gaps if gap != timedelta(hours=24)) == [timedelta(hours=23), timedelta(hours=25)]


def test_pain_03_the_moment_is_the_one_on_the_companys_wall() -> None:
    # Bucharest is UTC+2 in winter, UTC+3 in summer; Sydney +11 and +10; New York -5 and -4.
    assert run_at(date(2026, 1, 15), time(6), "Europe/Bucharest") == datetime(2026, 1, 15, 4, tzinfo=UTC)
    assert run_at(date(2026, 7, 15), time(6), "Europe/Bucharest") == datetime(2026, 7, 15, 3, tzinfo=UTC)
    assert run_at(date(2026, 1, 15), time(6), "Australia/Sydney") == datetime(2026, 1, 14, 19, tzinfo=UTC)
    assert run_at(date(2026, 7, 15), time(6), "America/New_York") == datetime(2026, 7, 15, 10, tzinfo=UTC)


def test_pain_03_a_time_the_clock_skips_or_shows_twice_comes_exactly_once() -> None:
    # Bucharest, 29 March 2026: 03:00 becomes 04:00. 25 October 2026: 04:00 becomes 03:00.
    assert run_at(date(2026, 3, 29), time(3, 30), "Europe/Bucharest") == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert run_at(date(2026, 10, 25), time(3, 30), "Europe/Bucharest") == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert run_at(date(2026, 10, 25), time(3, 30, fold=1), "Europe/Bucharest").hour == 0


def test_pain_03_the_day_is_the_companys_not_the_servers() -> None:
    moment = datetime(2026, 3, 5, 22, 30, tzinfo=UTC)
    assert day_in(moment, "Europe/Bucharest") == date(2026, 3, 6)
    assert day_in(moment, "Australia/Sydney") == date(2026, 3, 6)
    assert day_in(moment, "America/New_York") == date(2026, 3, 5)
    with pytest.raises(ValueError, match="without a zone"):
        day_in(moment.replace(tzinfo=None), "UTC")


@given(st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1)), st.sampled_from(ZONES))
def test_pain_03_a_run_at_noon_is_on_its_own_day_whatever_the_zone(moment: datetime, zone: str) -> None:
    day = moment.date()
    assert day_in(run_at(day, time(12), zone), zone) == day


@pytest.mark.parametrize("zone", ["", "Europe/Atlantis", "../../etc/passwd", "/etc/passwd", "\0"])
def test_a_zone_that_is_none_is_refused(zone: str) -> None:
    with pytest.raises(Refused, match="zone.unknown"):
        run_at(date(2026, 1, 1), time(6), zone)
