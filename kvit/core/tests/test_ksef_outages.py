"""Outages of KSeF: in which of them a document was issued, and the last day that the law's text gives it."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kvit.core.einvoice.ksef.outages import LAWS, Issue, Outage, covering, going_on, last_day

WARSAW = ZoneInfo("Europe/Warsaw")


def at(text):
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=WARSAW)


def outage(kind, since, until=None):
    return Outage(kind=kind, began_at=at(since), ended_at=at(until) if until else None)


def issued(text, on=None):
    return Issue(on=on or at(text).date(), at=at(text))


TABLE = [
    # outages, moment of issue, last day, why
    ([], "03-02T10:00", date(2026, 3, 3), "art. 106nda ust. 2: the next working day"),
    ([("unavailable", "03-02T08:00", "03-04T12:00")], "03-02T10:00", date(2026, 3, 5), "art. 106nh ust. 2"),
    ([("unavailable", "04-02T08:00", "04-03T23:59")], "04-02T10:00", date(2026, 4, 7), "over Easter Monday"),
    ([("unavailable", "03-28T08:00", "03-29T02:30")], "03-28T10:00", date(2026, 3, 30), "ends as the clocks change"),
    ([("emergency", "03-02T08:00", "03-04T12:00")], "03-02T10:00", date(2026, 3, 13), "art. 106nf ust. 4: 7 days"),
    ([("emergency", "12-17T08:00", "12-18T08:00")], "12-17T09:00", date(2026, 12, 31), "over Christmas"),
    ([("emergency", "12-22T08:00", "12-29T08:00")], "12-23T09:00", date(2027, 1, 11), "over the year's end"),
    ([("emergency", "03-02T23:30", "03-03T00:30")], "03-02T23:45", date(2026, 3, 12), "ends after midnight in Warsaw"),
    ([("emergency", "03-02T08:00", "03-02T12:00")], "03-02T13:00", date(2026, 3, 3), "issued after its end"),
    ([("emergency", "03-02T14:00", "03-04T12:00")], "03-02T13:00", date(2026, 3, 13), "announced before the last day"),
    ([("emergency", "03-03T14:00", "03-03T16:00")], "03-02T13:00", date(2026, 3, 12), "announced on the last day"),
    ([("emergency", "03-04T08:00", "03-05T12:00")], "03-02T13:00", date(2026, 3, 3), "announced after the last day"),
    ([("unavailable", "03-02T14:00", "03-04T12:00")], "03-02T13:00", date(2026, 3, 3), "an outage moves no offline24"),
    (
        [("unavailable", "03-02T08:00", "03-03T12:00"), ("emergency", "03-04T08:00", "03-04T18:00")],
        "03-02T10:00",
        date(2026, 3, 13),
        "art. 106nh ust. 3 pkt 1",
    ),
    (
        [("emergency", "03-02T08:00", "03-03T12:00"), ("emergency", "03-12T08:00", "03-13T18:00")],
        "03-02T10:00",
        date(2026, 3, 24),
        "art. 106nf ust. 5: on the seventh day another one",
    ),
    (
        [("unavailable", "03-02T08:00", "03-06T12:00"), ("emergency", "03-02T09:00", "03-03T12:00")],
        "03-02T10:00",
        date(2026, 3, 12),
        "the graver one counts",
    ),
    (
        [("unavailable", "03-02T08:00", "03-06T12:00"), ("emergency", "03-06T10:00", "03-09T12:00")],
        "03-02T10:00",
        date(2026, 3, 18),
        "a failure follows without a gap",
    ),
    (
        [("unavailable", "03-02T08:00", "03-06T12:00"), ("emergency", "03-04T10:00", "03-09T12:00")],
        "03-02T10:00",
        date(2026, 3, 18),
        "a failure outlasts the outage",
    ),
    (
        [("unavailable", "03-02T08:00", "03-06T12:00"), ("emergency", "03-04T10:00", "03-05T12:00")],
        "03-02T10:00",
        date(2026, 3, 9),
        "a failure within the outage is over before the time begins",
    ),
    ([("emergency", "03-02T08:00", "03-02T09:00")], "03-02T10:00", date(2026, 3, 3), "it was over before the issue"),
]


@pytest.mark.parametrize(("outages", "moment", "last", "why"), TABLE, ids=[row[3] for row in TABLE])
def test_the_last_day_after_an_outage(outages, moment, last, why):
    found = last_day([outage(*one) for one in outages], issued(moment))
    assert (found.send_by, found.waits) == (last, False), why


def test_the_days_are_those_of_poland():
    """Half past eleven at night in Greenwich is the next day in Warsaw, when the seven days begin."""
    began, ended = datetime(2026, 3, 2, 8, tzinfo=UTC), datetime(2026, 3, 2, 23, 30, tzinfo=UTC)
    found = last_day([Outage(kind="emergency", began_at=began, ended_at=ended)], issued("03-02T10:00"))
    assert found.send_by == date(2026, 3, 12)


def test_while_it_goes_on_there_is_no_last_day_and_nothing_is_sent():
    outages = [outage("unavailable", "03-02T08:00")]
    found = last_day(outages, issued("03-02T10:00"))
    assert (found.send_by, found.waits) == (None, True)
    assert going_on(outages, at("03-05T10:00")) == outages[-1]
    assert going_on([outage("unavailable", "03-02T08:00", "03-02T12:00")], at("03-02T12:00")) is None


def test_what_is_issued_in_a_total_failure_never_goes_to_ksef():
    found = last_day([outage("total", "03-02T08:00", "03-04T12:00")], issued("03-02T10:00"))
    assert (found.send_by, found.waits, found.law) == (None, False, "ustawa o VAT art. 106ng")
    assert not LAWS["total"].is_sent


@pytest.mark.parametrize("earlier", [[], ["unavailable"], ["emergency"]])
def test_a_total_failure_announced_in_the_time_ends_the_duty(earlier):
    outages = [outage(kind, "03-02T08:00", "03-02T12:00") for kind in earlier]
    found = last_day([*outages, outage("total", "03-03T08:00")], issued("03-02T10:00"))
    assert (found.send_by, found.waits) == (None, False)


def test_a_document_that_bears_another_day_is_known_by_that_day_alone():
    """Issued on the 5th with the date of the 3rd: KSeF takes P_1 for the day of issue."""
    outages = [outage("emergency", "03-02T08:00", "03-03T12:00")]
    assert covering(outages, issued("03-05T10:00", on=date(2026, 3, 3))) is outages[0]
    assert covering(outages, issued("03-05T10:00", on=date(2026, 3, 4))) is None


@given(st.lists(st.tuples(st.sampled_from(["unavailable", "emergency"]), st.integers(0, 600), st.integers(1, 90))))
def test_an_outage_never_brings_the_last_day_forward(spans):
    """Whatever is announced, nobody has less time than without it."""
    hour = at("03-02T10:00")
    start = hour.timestamp()

    def moment(hours):
        return datetime.fromtimestamp(start + (hours - 100) * 3600, WARSAW)

    outages = [
        Outage(kind=kind, began_at=moment(since), ended_at=moment(since + hours)) for kind, since, hours in spans
    ]
    found = last_day(outages, Issue(on=hour.date(), at=hour))
    assert found.send_by >= date(2026, 3, 3)
