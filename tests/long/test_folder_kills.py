"""An import of hundreds of files is killed again and again: it resumes, and every file is one bill."""

import random
import shutil
import subprocess
import time
from dataclasses import replace

import pytest

from bench import bill_layouts, made_bills
from tests.habits import ROOT
from tests.long.inside import look
from tests.long.test_issue_races import FOUND
from tests.long.test_kill_loop import whole

pytestmark = [pytest.mark.long, pytest.mark.timeout(3600)]

FILES = 200
COPIES, PAGES = FILES // 10, FILES // 10
"""How many files lie there under a second name, and how many are PDFs whose text is read."""

KILLS = 6
COMMAND, TICK = ["bill", "take"], ["tick"]
NUMBER = "<cbc:ID>{}</cbc:ID>"
COMPANY = """
from kvit.companies.models import Company
answer = Company.objects.get().public_id
"""
OUTCOME = """
from kvit.capture.models import CapturedDocument
from kvit.events.models import Event, Work
from kvit.payables.models import Bill
answer = {
    "numbers": sorted(Bill.objects.values_list("number", flat=True)),
    "documents": CapturedDocument.objects.count(),
    "taken": Event.objects.filter(name="document.taken").count(),
    "captured": Event.objects.filter(name="bill.captured").count(),
    "undone": list(Work.objects.exclude(status="done").values_list("handler", "status", "error")),
}
"""


def test_hundreds_of_files_resume_after_every_kill_and_each_is_one_bill(installation):
    look(installation, f"COUNT = 1{FOUND}")
    folder = filled(installation)
    lying = len(left(folder))
    killed = 0
    for ways in ([COMMAND], [TICK], [COMMAND, TICK], [COMMAND, COMMAND], [COMMAND], [TICK]):
        killed += kill_after(installation, folder, ways=ways, moved=lying // 10)
    assert killed >= KILLS, "too few met their end to prove anything"
    assert left(folder), "nothing was left to resume"
    finish(installation, "bill", "take")
    finish(installation, "work", "--until-idle")
    outcome = look(installation, OUTCOME)
    assert outcome["numbers"] == numbers()
    assert (outcome["documents"], outcome["taken"], outcome["captured"]) == (FILES, FILES, FILES)
    assert outcome["undone"] == []
    assert left(folder) == []
    assert len(list((folder / "taken").rglob("*.*"))) == FILES + COPIES
    whole(installation)


def numbers():
    return [f"IMP-{n:05}" for n in range(FILES)]


def filled(installation):
    """The watched folder with a file for each number, XML or printed, some of them under a second name."""
    written = (ROOT / "tests" / "golden" / "ubl" / "invoice.xml").read_text()
    folder = installation.folder / "inbox" / look(installation, COMPANY)
    folder.mkdir(parents=True)
    for n, number in enumerate(numbers()):
        if n >= FILES - PAGES:
            (folder / f"{n}.pdf").write_bytes(printed(number, seed=n))
        else:
            (folder / f"{n}.xml").write_text(written.replace(NUMBER.format("KV-1"), NUMBER.format(number), 1))
        if n < COPIES:
            shutil.copy(folder / f"{n}.xml", folder / f"{n}-copy.xml")
    time.sleep(6)  # they have settled
    return folder


def printed(number, *, seed):
    draw = random.Random(seed)
    bill = made_bills.bill(draw, made_bills.supplier(draw, "RO"))
    return bill_layouts.printed(replace(bill, number=number), layout=0, style=bill_layouts.Style("RO", 1))


def left(folder):
    return [path for path in folder.iterdir() if path.is_file()]


def kill_after(installation, folder, *, ways, moved):
    """kill -9 for all of them once so many more files were moved; how many were killed at their work."""
    lying = len(left(folder))
    out = subprocess.DEVNULL
    started = [installation.start(*way, stdout=out, stderr=out) for way in ways]
    until = time.monotonic() + 600
    while len(left(folder)) > lying - moved and any(one.poll() is None for one in started):
        assert time.monotonic() < until, f"{len(left(folder))} files still lie there"
        time.sleep(0.01)
    killed = sum(one.poll() is None for one in started)
    for one in started:
        one.kill()
        one.wait()
    return killed


def finish(installation, *words):
    ended = installation.start(*words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    assert ended.wait(timeout=1800) == 0
