"""A supplier's file is put into a folder and becomes a bill; a kill between the books and the move makes no second."""

import os

import pytest

from kvit.capture import folders
from kvit.capture.models import CapturedDocument
from kvit.cli.tests.inside import kvit
from kvit.companies.models import User
from kvit.core.errors import Refused
from kvit.events import work
from kvit.jobs import schedule
from kvit.payables import bills
from kvit.payables.models import Bill
from kvit.reactions import REACTIONS
from tests.builders import a_line, breaches, somebody
from tests.scenarios.bills.supplied import DAY, invoiced

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def folder(company):
    made = folders.of(company)
    made.mkdir(parents=True)
    return made


@pytest.fixture
def settled(monkeypatch):
    """What was written a moment ago is whole already."""
    monkeypatch.setattr(folders, "SETTLED", 0.0)


def names(folder):
    """Every file in it and below, by its way from it."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if not path.is_dir())


def taken(company, folder, *, by):
    return list(folders.take(company, folder, by=by, on=DAY))


def test_what_is_put_into_the_folder_becomes_a_bill_that_nobody_added(company, seller, folder, settled):
    (folder / "factura.xml").write_bytes(invoiced(seller))
    (folder / "scan.pdf").write_bytes(b"%PDF-1.7 of no pages")
    (folder / "letter.txt").write_text("Dear Sir or Madam")
    ticked = schedule.tick(company, on=DAY)
    assert len(ticked.files) == 3
    assert not ticked.refused
    work.run_all(REACTIONS)
    read = {bill.document.name: (bill.number, bill.status, bill.added_by_id) for bill in Bill.objects.all()}
    assert read["factura.xml"] == ("KV-2026-00001", "needs_attention", None)
    assert {name: told[:2] for name, told in read.items() if name != "factura.xml"} == {
        "scan.pdf": ("", "needs_attention"),
        "letter.txt": ("", "needs_attention"),
    }
    assert set(CapturedDocument.objects.values_list("via", flat=True)) == {"folder"}
    assert names(folder) == ["taken/factura.xml", "taken/letter.txt", "taken/scan.pdf"]
    assert schedule.tick(company, on=DAY).files == []
    assert breaches() == []


def test_a_company_without_such_a_folder_has_nothing_to_take(company):
    assert schedule.tick(company, on=DAY).files == []
    assert not folders.of(company).exists()


def test_killed_between_the_books_and_the_move_it_is_found_again_and_stays_one_bill(
    company, seller, folder, settled, clerk
):
    (folder / "factura.xml").write_bytes(invoiced(seller))
    passing = folders.take(company, folder, by=clerk, on=DAY)
    bills.capture(company, next(passing).document, by=clerk, on=DAY)
    passing.close()  # dead before it is moved
    assert names(folder) == ["factura.xml"]
    [again] = taken(company, folder, by=clerk)
    assert not again.is_new
    work.run_all(REACTIONS)
    assert Bill.objects.count() == 1
    assert names(folder) == ["taken/factura.xml"]


def test_a_copy_is_moved_too_and_of_one_name_both_files_stay(company, seller, folder, settled, clerk):
    first, second = invoiced(seller), invoiced(seller, a_line("70.00"))
    kept = []
    for content in (first, second, first):
        (folder / "factura.xml").write_bytes(content)
        (folder / "copy.xml").write_bytes(content)
        kept += [one.is_new for one in taken(company, folder, by=clerk)]
    assert kept == [True, False, True, False, False, False]
    assert CapturedDocument.objects.count() == 2
    moved = list(folder.rglob("factura.xml"))
    assert sorted(path.read_bytes() for path in moved) == sorted([first, second, first])
    assert [path for path in folder.iterdir() if path.is_file()] == []


def test_what_cannot_be_taken_is_set_aside_with_its_reason(company, seller, folder, settled):
    (folder / "empty.xml").touch()
    with (folder / "huge.pdf").open("wb") as huge:
        huge.truncate(folders.MOST_BYTES + 1)
    (folder / "whole.xml").write_bytes(invoiced(seller))
    [ticked] = kvit("tick", "--company", company.public_id, exit_code=4).answer
    assert {one["file"]: one["error"]["code"] for one in ticked["files"]["refused"]} == {
        "empty.xml": "document.empty",
        "huge.pdf": "document.too_large",
    }
    assert len(ticked["files"]["taken"]) == 1
    assert names(folder) == ["refused/empty.xml", "refused/huge.pdf", "taken/whole.xml"]


def test_half_written_hidden_and_linked_files_are_left(company, folder, settled, clerk, tmp_path):
    outside = tmp_path / "secret.xml"
    outside.write_text("<secret/>")
    (folder / "link.xml").symlink_to(outside)
    (folder / "more").symlink_to(tmp_path)
    os.mkfifo(folder / "pipe.xml")
    (folder / "below").mkdir()
    for name in (".hidden.xml", "~$bill.xml", "a.xml.part", "b.PDF.TMP", "below/c.xml"):
        (folder / name).write_text("<half/>")
    before = names(folder)
    assert taken(company, folder, by=clerk) == []
    assert names(folder) == before
    assert outside.exists()


def test_what_changed_a_moment_ago_has_its_turn_later(company, folder, clerk, monkeypatch):
    (folder / "slow.xml").write_text("<Inv")
    os.utime(folder / "slow.xml", (0, 0))  # a copy that keeps the old day is no older for it
    assert taken(company, folder, by=clerk) == []
    monkeypatch.setattr(folders, "SETTLED", 0.0)
    assert [one.name for one in taken(company, folder, by=clerk)] == ["slow.xml"]


def test_a_file_written_anew_while_it_was_taken_is_taken_anew(company, folder, settled, clerk):
    (folder / "scan.xml").write_text("<first/>")
    passing = folders.take(company, folder, by=clerk, on=DAY)
    next(passing)
    (folder / "scan.xml").write_text("<second/>")
    assert list(passing) == []
    assert names(folder) == ["scan.xml"], "nobody took the second one yet"
    assert [one.is_new for one in taken(company, folder, by=clerk)] == [True]
    assert names(folder) == ["taken/scan.xml"]


@pytest.mark.parametrize("into", ["taken", "refused"])
def test_nothing_is_moved_through_a_link(company, folder, settled, clerk, tmp_path, into):
    (folder / into).symlink_to(tmp_path)
    (folder / "bill.xml").write_text("<bill/>" if into == "taken" else "")
    with pytest.raises(Refused, match=r"file\.unwritable"):
        taken(company, folder, by=clerk)
    assert (folder / "bill.xml").exists()
    assert not (tmp_path / "bill.xml").exists()


def test_a_name_in_no_known_letters_is_taken_as_well(company, folder, settled, clerk):
    try:
        (folder / os.fsdecode(b"factur\xe3.xml")).write_text("<bill/>")
    except OSError:
        pytest.skip("this disk takes no such names")
    assert [one.document.name for one in taken(company, folder, by=clerk)] == ["factur�.xml"]
    assert len(names(folder / "taken")) == 1


def test_the_command_takes_any_folder_and_answers_as_add_does(company, seller, settled, clerk, tmp_path):
    (tmp_path / "a.xml").write_bytes(invoiced(seller))
    (tmp_path / "b.xml").touch()
    who = ["--company", company.public_id, "--as", User.objects.get(pk=clerk.id).email]
    told = kvit("bill", "take", tmp_path, *who, exit_code=4).answer
    assert [(one["number"], one["is_new"]) for one in told["bills"]] == [("KV-2026-00001", True)]
    assert [one["file"] for one in told["refused"]] == ["b.xml"]
    assert Bill.objects.get().added_by_id == clerk.id
    refused = kvit("bill", "take", *who, exit_code=None).error
    assert (refused["code"], refused["facts"]["file"]) == ("file.unreadable", str(folders.of(company)))


def test_who_may_add_no_bills_moves_nothing(company, folder, settled):
    (folder / "bill.xml").write_text("<bill/>")
    with pytest.raises(Refused, match=r"permission\.denied"):
        taken(company, folder, by=somebody(company, "viewer"))
    assert names(folder) == ["bill.xml"]
