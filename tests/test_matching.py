"""Matching on lines that somebody else made, with the truth beside them: what the targets of the bench say."""

import pytest

from tests.strange_lines import make, matched, scored


@pytest.mark.parametrize(("level", "seed"), [("hard", 7), ("hard", 16), ("basic", 1)])
def test_pain_16_of_strange_lines_most_are_booked_and_none_wrongly(shared, tmp_path, level, seed):
    bench = shared / "bench" / "matching"
    make(bench, tmp_path, seed=seed, level=level)
    seconds = matched(tmp_path)
    figures = scored(bench, tmp_path)
    assert figures["auto_precision"] >= 0.995
    assert figures["harmful"] == 0
    assert figures["review_caught"] >= 0.98
    assert figures["auto_recall"] >= 0.92
    assert figures["suggestion_right"] >= 0.75
    assert figures["kind_right"] >= 0.95
    assert seconds < 5
