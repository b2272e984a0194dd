"""Days on which work is done and money moves, and when an invoice falls due (`docs/rules/due-dates.md`)."""

from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache

from kvit.core.errors import Refused

LONGEST_TERMS = 3650
"""Days. Longer terms are a slip of the keyboard."""

TARGET = "TARGET"
"""The calendar of euro transfers: closed on six days of the year (ECB)."""

SATURDAY = 5


@lru_cache(maxsize=512)
def holidays(country: str, year: int) -> frozenset[date]:
    """The public holidays of a country (ISO 3166, two letters) or of "TARGET", with the days given in their place.

    Only what is closed nationwide: regional and local days (Spain has many) are not in it. A country without a
    known calendar gives none, so that there only weekends count.
    """
    from holidays import country_holidays, financial_holidays, list_supported_countries

    if country == TARGET:
        return frozenset(financial_holidays("ECB", years=year))
    if country not in list_supported_countries():
        return frozenset()
    return frozenset(country_holidays(country, years=year))


def closed_days(country: str, *, since: date, until: date) -> frozenset[date]:
    """The holidays of every year that the two days touch, and of the year after, where a due day may roll to."""
    return frozenset().union(*(holidays(country, year) for year in range(since.year, min(until.year + 1, 9999) + 1)))


def is_working_day(day: date, closed: frozenset[date]) -> bool:
    """Whether the day is neither Saturday, Sunday nor among the closed ones."""
    return day.weekday() < SATURDAY and day not in closed


def next_working_day(day: date, closed: frozenset[date]) -> date:
    """The day itself if it is a working day, else the first one after it."""
    while not is_working_day(day, closed):
        day += timedelta(days=1)
    return day


def add_working_days(day: date, n: int, closed: frozenset[date]) -> date:
    """The n-th working day after the day, which itself is not counted (Regulation 1182/71, art. 3); before it if n < 0.

    Nothing moves when n is 0, even on a Sunday.
    """
    step = timedelta(days=1 if n > 0 else -1)
    left = abs(n)
    while left:
        day += step
        left -= is_working_day(day, closed)
    return day


def end_of_month(day: date) -> date:
    """The last day of its month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def due_date(issued_on: date, days: int, closed: frozenset[date] = frozenset(), *, end_of_month: bool = False) -> date:
    """When an invoice with these terms falls due: the days run from the day after issue, and never end on a closed day.

    With `end_of_month` the last day of the month reached counts. A day that is no working day moves to the next one
    (Regulation 1182/71, art. 3(4)). Refuses `terms.bad_days` outside 0 to 3650.
    """
    if not 0 <= days <= LONGEST_TERMS:
        raise Refused("terms.bad_days", days=days, most=LONGEST_TERMS)
    due = issued_on + timedelta(days=days)
    if end_of_month:
        due = due.replace(day=monthrange(due.year, due.month)[1])
    return next_working_day(due, closed)


def due_date_in(country: str, issued_on: date, *, days: int, end_of_month: bool = False) -> date:
    """`due_date` by the holidays of a country, of however many years the terms reach over."""
    reached = due_date(issued_on, days, end_of_month=end_of_month)
    return due_date(issued_on, days, closed_days(country, since=issued_on, until=reached), end_of_month=end_of_month)
