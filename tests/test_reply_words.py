"""Answers of customers in five languages: what is sure is right, also where no rule was made from the text."""

import pytest

from bench import replies

SURE_AND_RIGHT, COVERED = 0.98, 0.6


@pytest.mark.parametrize("half", ["taught", "held out"])
def test_what_is_sure_is_right_in_every_language(half):
    rows = replies.read(replies.HALVES[half])
    for language in ("en", "ro", "bg", "es", "pl"):
        mine = [row for row in rows if row[0] == language]
        right, _, coverage, precision = replies.figures(mine)
        assert precision >= SURE_AND_RIGHT and coverage >= COVERED and right >= 0.9, (language, right, coverage)


def test_what_is_worded_in_another_way_is_left_to_a_person_and_not_guessed():
    right, _, _, precision = replies.figures(replies.read(replies.HALVES["fresh"]))
    assert precision >= SURE_AND_RIGHT and right >= 0.6


def test_there_are_sixty_texts_a_language_and_each_want_in_every_one():
    rows = [row for path in replies.HALVES.values() for row in replies.labelled(path)]
    for language in ("en", "ro", "bg", "es", "pl"):
        mine = [wants for tongue, wants, _ in rows if tongue == language]
        assert len(mine) >= 60
        assert set().union(*mine) == set(replies.WANTS)
