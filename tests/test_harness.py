"""The harness keeps its own promises: no network, own databases, guards that come back, told skips."""

import os
import socket
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from kvit.events.models import Event
from kvit.proof.guards import ALL
from kvit.tables import present, wanted
from tests import postgres
from tests.habits import OutsideWorld, first_values, unlisted


def an_event() -> Event:
    return Event.objects.create(
        name="test.happened", subject_kind="test", subject_id=1, actor_kind="user", actor_id=1, actor_name="Ana",
        acted_on=timezone.now().date(), at=timezone.now(),
    )  # fmt: skip


@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("example.org", 443)])
def test_no_test_reaches_the_world(address):
    with pytest.raises(OutsideWorld), socket.socket() as door:
        door.settimeout(1)
        door.connect(address)


def test_this_machine_may_be_reached():
    with socket.socket() as server, socket.socket() as client:
        server.bind(("127.0.0.1", 0))
        server.listen()
        client.connect(server.getsockname())
        assert client.getpeername() == server.getsockname()


def test_only_listed_skips_are_allowed():
    reasons = Counter({"no folder of samples (KVIT_SHARED_DIR, ../shared)": 3, "too slow today": 1})
    assert unlisted(reasons, "# why\nno folder of samples\n\n") == ["too slow today"]


def test_of_a_test_with_several_values_the_first_is_kept():
    told = [SimpleNamespace(nodeid=f"test_a.py::{name}") for name in ("one[RO]", "one[BG]", "two", "three[x[1]]")]
    assert [item.nodeid for item in first_values(told)] == [
        f"test_a.py::{n}" for n in ("one[RO]", "two", "three[x[1]]")
    ]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", [1, 2])
def test_tests_that_commit_leave_nothing_and_keep_the_guards(time):
    assert Event.objects.count() == 0
    event = an_event()
    with pytest.raises(DatabaseError), transaction.atomic():
        Event.objects.filter(pk=event.pk).update(name="test.forged")
    assert present(connection) == wanted(connection, ALL)


@pytest.mark.django_db
def test_every_test_has_an_archive_of_its_own(archive_folder):
    assert archive_folder == settings.KVIT_DATA_DIR
    assert list(archive_folder.iterdir()) == []


def test_an_installation_is_empty_and_runs_on_the_engine_of_the_run(installation):
    script = "import django; django.setup()\nfrom django.db import connection\nfrom kvit.events.models import Event\n"
    said = subprocess.run(
        [sys.executable, "-c", script + "print(connection.vendor, Event.objects.count())"],
        env={**os.environ, **installation.environment, "DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE},
        capture_output=True,
        text=True,
    )
    assert said.stdout.split() == [connection.vendor, "0"], said.stderr


@pytest.mark.long
@pytest.mark.skipif(postgres.programs() is None, reason=postgres.ABSENT)
def test_a_killed_run_leaves_no_server_behind(tmp_path):
    run = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "tests.postgres",
            "--",
            "sh",
            "-c",
            f"echo $KVIT_DATABASE_URL > {tmp_path}/url; sleep 60",
        ],
        start_new_session=True,
    )
    url = wait_for(lambda: (tmp_path / "url").exists() and (tmp_path / "url").read_text().strip())
    folder = Path(url.partition("host=")[2].replace("%2F", "/"))
    server = int((folder / "rows" / "postmaster.pid").read_text().split()[0])
    os.killpg(run.pid, 9)
    run.wait()
    assert wait_for(lambda: not folder.exists())
    assert wait_for(lambda: not Path(f"/proc/{server}").exists())


def wait_for(happened, seconds=20):
    """What the function gives once it is true."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if given := happened():
            return given
        time.sleep(0.1)
    raise AssertionError("it did not happen in time")
