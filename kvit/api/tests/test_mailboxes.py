"""Mailboxes by programs: added, tried, removed; the password goes in and never comes out."""

import pytest

from kvit.api.tests.program import a_program
from kvit.capture.models import Mailbox
from kvit.ports import registry
from kvit.ports.mailbox import FakeMailboxes

pytestmark = pytest.mark.django_db
BOX = {"host": "imap.example.com", "user": "bills@example.com", "password": "hunter-2-hunter"}


@pytest.fixture
def near():
    before = registry.use("mailboxes")
    registry.register("mailboxes", FakeMailboxes())
    yield
    registry.register("mailboxes", before)


def test_a_mailbox_is_added_tried_and_removed_and_its_password_never_shown(near):
    program = a_program()
    made = program.post("/mailboxes", BOX, status=201)
    assert (made["port"], made["security"], made["folder"], made["trouble"]) == (993, "tls", "INBOX", None)
    tried = program.post(f"/mailboxes/{made['id']}/test")
    listed = program.get("/mailboxes")
    assert [one["id"] for one in listed["data"]] == [made["id"]]
    assert BOX["password"] not in f"{made}{tried}{listed}"
    assert BOX["password"] not in Mailbox.objects.get().sealed
    again = program.refused("POST", "/mailboxes", BOX, status=409, key="k")
    assert again["code"] == "mailbox.known"
    assert program.post(f"/mailboxes/{made['id']}/remove")["data"] == []
    assert Mailbox.objects.get().sealed == ""
