"""A day's flat file is kept, found again with its proof, and answers as the ministry's would."""

from datetime import date, timedelta
from hashlib import sha256

import pytest

from kvit.adapters.white_lists.folder import WhiteListFolder
from kvit.core.errors import Refused
from kvit.core.tests.test_white_list import DAY, IN_THE_FILE_OF_THAT_DAY, ORDINARY, VIRTUAL, answer, content


@pytest.fixture
def folder(tmp_path):
    return WhiteListFolder(tmp_path / "white-list")


def in_pieces(whole, size=700):
    return (whole[at : at + size] for at in range(0, len(whole), size))


def test_what_was_loaded_is_found_by_another_process_with_the_hash_of_the_ministrys_file(folder, tmp_path):
    whole = content(exempt=IN_THE_FILE_OF_THAT_DAY[1:])
    folder.load(in_pieces(whole))
    kept = WhiteListFolder(tmp_path / "white-list").of(DAY)
    assert kept.sha256 == sha256(whole).hexdigest()
    assert answer(kept.file, ORDINARY) == ("passed", "active", None)
    assert answer(kept.file, VIRTUAL) == ("passed", "exempt", None)
    assert answer(kept.file, (ORDINARY[0], VIRTUAL[1]))[0] == "failed"


def test_a_day_without_a_file_has_no_list(folder):
    assert folder.of(DAY) is None
    folder.load([content()])
    assert folder.of(DAY + timedelta(days=1)) is None


def test_a_file_loaded_again_takes_the_place_of_the_first(folder):
    folder.load([content(active=["0" * 128])])
    assert answer(folder.of(DAY).file, ORDINARY)[0] == "failed"
    folder.load([content()])
    assert answer(folder.of(DAY).file, ORDINARY)[0] == "passed"


def test_a_broken_file_leaves_nothing_behind(folder, tmp_path):
    with pytest.raises(Refused, match=r"white_list\.unreadable"):
        folder.load([b'{"naglowek": {}}'])
    assert not list(tmp_path.rglob("*.h*"))
    assert folder.of(date(2024, 7, 25)) is None
