"""`kvit serve` and `kvit worker` as real programs: they answer, work beside the pages, and go in order."""

import json
import signal
import socket
import threading
import time
import urllib.request
from contextlib import closing, contextmanager

import pytest

from kvit.core.errors import Refused
from kvit.jobs import serving

INIT = ["init", "--name", "Alfa SRL", "--country", "RO", "--vat-id", "RO18547290"]


@contextmanager
def running(installation, *words):
    """The program, gone at the end whatever happens; its lines are read aside, so that it never waits for us."""
    program = installation.start(*words)
    lines = []
    reader = threading.Thread(target=lambda: lines.extend(iter(program.stdout.readline, "")), daemon=True)
    reader.start()
    try:
        yield program, lines
    finally:
        program.kill()
        program.wait()


def wait_for(happened, seconds=60):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if given := happened():
            return given
        time.sleep(0.1)
    raise AssertionError("it did not happen in time")


def free_port() -> int:
    with closing(socket.socket()) as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]


def alive(installation) -> list:
    return list((installation.folder / "workers").glob("*"))


def test_serving_answers_works_and_stops_in_order(installation):
    with running(installation, "serve", "--port", str(free_port()), "--json") as (server, lines):
        wait_for(lambda: "}\n" in lines)
        address = json.loads("".join(lines))["address"]
        with urllib.request.urlopen(f"{address}/account/login/") as page:
            assert page.status == 200
        wait_for(lambda: alive(installation))
        installation.run(*INIT)
        waiting = wait_for(lambda: _idle(installation))
        assert waiting["dead"] == 0
        server.send_signal(signal.SIGTERM)
        assert server.wait(40) == 0
        assert alive(installation) == []


def test_a_worker_takes_what_is_there_and_stops_in_order(installation):
    installation.run(*INIT)
    with running(installation, "worker") as (worker, _):
        wait_for(lambda: _idle(installation))
        assert len(alive(installation)) == 1
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(40) == 0
        assert alive(installation) == []


def _idle(installation) -> dict | None:
    """What the doctor of the work says, once nothing waits; it looks and does nothing itself."""
    from tests.long.inside import look

    counts = look(installation, "from kvit.events.work import counts\nanswer = counts()")
    return counts if not counts["pending"] + counts["running"] else None


def test_a_taken_port_gives_way_to_the_next():
    with closing(serving.open_door("127.0.0.1", free_port())) as first:
        taken = first.getsockname()[1]
        with closing(serving.open_door("127.0.0.1", taken)) as second:
            assert taken < second.getsockname()[1] < taken + serving.TRIED_PORTS
            assert serving.address_of(second) == f"http://127.0.0.1:{second.getsockname()[1]}"


def test_an_address_of_another_machine_is_refused():
    with pytest.raises(Refused) as refused:
        serving.open_door("192.0.2.1", 8000)
    assert refused.value.code == "server.no_port"
