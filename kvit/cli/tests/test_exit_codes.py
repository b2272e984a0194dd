"""Every refusal that has words has the exit code of its family."""

from kvit import wording
from kvit.core.families import LISTED, Family, family
from kvit.wording import lifecycles


def test_what_comes_too_late_is_a_conflict_for_every_noun():
    assert {family(code) for code in lifecycles.REFUSALS} == {Family.CONFLICT}


def test_every_listed_code_is_said_somewhere():
    assert set(LISTED) <= set(wording.REFUSALS)
