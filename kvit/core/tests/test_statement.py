"""A statement that comes again adds nothing; honest twins in one file are two (pain 17)."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from kvit.core.formats import camt
from kvit.core.formats.statement import StatementLine, occurrence_keys

ACCOUNT = "RO49AAAA1B31007593840000"


def line(amount="4.50", *, on=date(2026, 4, 7), text="CARD PAYMENT CITY COFFEE", **more):
    return StatementLine(booked_on=on, amount=Decimal(amount), currency="EUR", remittance=text, **more)


def new_in(later, *earlier):
    known = {key for file in earlier for key in occurrence_keys(ACCOUNT, file)}
    return [each for each, key in zip(later, occurrence_keys(ACCOUNT, later), strict=True) if key not in known]


def test_pain_17_the_same_file_again_adds_nothing():
    file = [line("4.50"), line("9.00"), line("-3.20")]
    assert new_in(file, file) == []


def test_pain_17_two_equal_coffees_in_one_file_are_both_kept():
    assert len(set(occurrence_keys(ACCOUNT, [line(), line()]))) == 2


def test_pain_17_the_sample_with_twins_keeps_both_and_adds_nothing_the_second_time(shared):
    content = (shared / "bank" / "camt" / "camt053_duplicate_same_day.xml").read_bytes()
    lines = camt.parse(content)[0].lines
    assert len(new_in(lines)) == 2
    assert new_in(lines, lines) == []


def test_pain_17_an_overlapping_file_adds_only_its_new_days():
    monday, tuesday, wednesday = (date(2026, 4, day) for day in (6, 7, 8))
    first = [line(on=monday), line(on=tuesday), line(on=tuesday)]
    second = [line(on=tuesday), line(on=tuesday), line(on=wednesday)]
    assert new_in(second, first) == [line(on=wednesday)]


def test_pain_17_a_later_file_of_the_same_day_adds_the_second_coffee():
    assert len(new_in([line(), line()], [line()])) == 1


def test_the_place_in_the_file_and_the_writing_do_not_matter():
    first = [line(text="Factura  INV-7", entry_reference="1"), line("9", text="x", entry_reference="2")]
    second = [line("9.00", text="X", entry_reference="1"), line(text="FACTURA INV 7", entry_reference="2")]
    assert new_in(second, first) == []


def test_what_the_bank_marks_apart_stays_apart():
    assert len(new_in([line(bank_reference="B2")], [line(bank_reference="B1")])) == 1
    assert len(new_in([line("4.51")], [line("4.50")])) == 1


def test_another_account_is_another_line():
    assert occurrence_keys("DE1", [line()]) != occurrence_keys("DE2", [line()])
    assert occurrence_keys("de 1", [line()]) == occurrence_keys("DE1", [line()])


booked = st.builds(
    line,
    st.sampled_from(["4.50", "4.5", "9.00", "-3.20"]),
    on=st.dates(date(2026, 4, 1), date(2026, 4, 3)),
    text=st.sampled_from(["coffee", "INV-7", ""]),
)


@given(st.lists(booked, max_size=12), st.randoms(use_true_random=False))
def test_every_line_has_a_key_of_its_own_in_any_order(lines, chance):
    keys = occurrence_keys(ACCOUNT, lines)
    assert len(set(keys)) == len(lines)
    chance.shuffle(lines)
    assert sorted(occurrence_keys(ACCOUNT, lines)) == sorted(keys)


@given(st.lists(booked, max_size=12), st.integers(0, 2), st.integers(0, 2))
def test_files_cut_by_days_give_together_what_the_whole_gives(lines, until, since):
    days = [date(2026, 4, day) for day in (1, 2, 3)]
    first = [each for each in lines if each.booked_on <= days[until]]
    second = [each for each in lines if each.booked_on >= days[min(since, until)]]
    together = set(occurrence_keys(ACCOUNT, first)) | set(occurrence_keys(ACCOUNT, second))
    assert together == set(occurrence_keys(ACCOUNT, lines))
