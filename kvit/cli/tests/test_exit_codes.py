"""Every refusal that has words has the exit code of its family."""

import subprocess
import sys

from kvit import wording
from kvit.core.families import LISTED, Family, family
from kvit.wording import lifecycles


def test_what_comes_too_late_is_a_conflict_for_every_noun():
    assert {family(code) for code in lifecycles.REFUSALS} == {Family.CONFLICT}


def test_every_listed_code_is_said_somewhere():
    assert set(LISTED) <= set(wording.REFUSALS)


def test_words_that_are_no_utf8_are_misuse_and_no_crash():
    done = subprocess.run([sys.executable, "-m", "kvit", "--company", b"\xff", "invoice", "list"], capture_output=True)
    assert done.returncode == 2 and b"UTF-8" in done.stderr and b"Traceback" not in done.stderr
