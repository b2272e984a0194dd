"""What is made of a frozen file is made once, and again when it was lost or torn."""

import pytest

from kvit.archive import derived

SOURCE = "ab" + 62 * "0"


@pytest.fixture
def made():
    """How often something was made."""
    return []


@pytest.fixture
def picture(tmp_path, settings, made):
    """Asks for the picture of a page."""
    settings.KVIT_DATA_DIR = tmp_path

    def asked(way="page-1"):
        return derived.kept(SOURCE, way, lambda: made.append(way) or f"picture of {way}".encode())

    return asked


def files_of(tmp_path):
    return [path for path in (tmp_path / "derived").rglob("*") if path.is_file()]


def test_it_is_made_once_for_each_way(picture, made):
    assert [picture(), picture(), picture("page-2"), picture()] == [
        b"picture of page-1",
        b"picture of page-1",
        b"picture of page-2",
        b"picture of page-1",
    ]
    assert made == ["page-1", "page-2"]


@pytest.mark.parametrize("harm", [b"", b"torn", None])
def test_what_was_lost_or_torn_is_made_again(picture, made, tmp_path, harm):
    picture()
    [path] = files_of(tmp_path)
    if harm is None:
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[:5] + harm)
    assert picture() == b"picture of page-1" and len(made) == 2
    assert picture() == b"picture of page-1" and len(made) == 2, "the second one is whole"


def test_where_nothing_can_be_kept_it_is_given_all_the_same(picture, made, tmp_path):
    (tmp_path / "derived").write_text("no folder")
    assert [picture(), picture()] == [b"picture of page-1"] * 2 and len(made) == 2
