"""Lists are read by key: every row once, in order, forwards and backwards, whatever names repeat."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kvit.core.errors import Refused
from kvit.parties.models import Party
from kvit.tables import page
from tests.builders import a_company

pytestmark = pytest.mark.django_db


def walk(found, order, size):
    """All rows forwards, then back from the last page."""
    forwards, pages = [], [page(found, *order, size=size)]
    forwards += pages[0].rows
    while pages[-1].on:
        pages.append(page(found, *order, size=size, after=pages[-1].on))
        forwards += pages[-1].rows
    backwards, here = [], pages[-1]
    backwards = list(here.rows)
    while here.back:
        here = page(found, *order, size=size, before=here.back)
        backwards = here.rows + backwards
    return [row.pk for row in forwards], [row.pk for row in backwards]


@settings(max_examples=15)
@given(
    names=st.lists(st.sampled_from(["Alfa", "Beta", "Łódź", "Ștefan", "alfa"]), min_size=0, max_size=12),
    size=st.integers(1, 5),
    falling=st.booleans(),
)
def test_every_row_is_met_once_in_order_both_ways(names, size, falling):
    company = a_company()
    Party.objects.bulk_create(Party(company=company, name=name) for name in names)
    sign = "-" if falling else ""
    order = (f"{sign}name", f"{sign}id")
    found = Party.objects.filter(company=company)

    forwards, backwards = walk(found, order, size)

    assert forwards == list(found.order_by(*order).values_list("pk", flat=True))
    assert backwards == forwards


def test_the_first_page_has_no_way_back_and_the_last_none_on():
    company = a_company()
    Party.objects.bulk_create(Party(company=company, name=name) for name in "abc")
    found = Party.objects.filter(company=company)
    first = page(found, "name", "id", size=2)
    last = page(found, "name", "id", size=2, after=first.on)
    assert (first.back, bool(first.on), bool(last.back), last.on) == ("", True, True, "")


@pytest.mark.parametrize("cursor", ["x", "!!!!", "bnVsbA", "W10", "WyJhIiwgImIiXQ"])
def test_a_cursor_that_nobody_gave_is_refused(cursor):
    with pytest.raises(Refused) as caught:
        page(Party.objects.all(), "name", "id", size=2, after=cursor)
    assert caught.value.code == "cursor.bad"
