"""Programs that speak with a gateway, killed among their calls, and some more that are let be."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from kvit.adapters.gateways.sandbox.simulator import Sandbox
from tests.databases import Installation
from tests.habits import ROOT

KILLS = 20


@pytest.fixture
def sandbox(installation: Installation) -> Iterator[Sandbox]:
    """The gateway of the installation; it tells what was paid late."""
    made = Sandbox()
    made.switches.late = True
    installation.environment["KVIT_SANDBOX_GATEWAY"] = made.served.url
    yield made
    made.served.close()


def kill_among_calls(
    installation: Installation, sandbox: Sandbox, work: str, *, seed: int, slow: float, within: float, rest: float
) -> int:
    """Starts programs that do the work, and kills each within so many seconds of its first call; how many it killed.

    Each call takes the gateway `slow` seconds. After so many seconds of `rest` each, a few programs do the rest.
    """
    chance, killed = random.Random(seed), 0
    sandbox.served.weather.slow = slow
    for turn in range(KILLS * 4):
        program = _started(installation, work, turn=turn)
        _wait_for_a_call(sandbox, program)
        time.sleep(chance.random() * within)
        if program.poll() is None:
            program.send_signal(signal.SIGKILL)
            killed += 1
        program.wait()
        if killed == KILLS:
            break
    sandbox.served.weather.slow = 0.0
    for turn in range(KILLS * 4, KILLS * 4 + 6):
        time.sleep(rest)
        assert _started(installation, work, turn=turn).wait(300) == 0
    return killed


def _started(installation: Installation, work: str, *, turn: int) -> subprocess.Popen[bytes]:
    """A program for which so many days have passed: what the gateway is asked about is due each time."""
    environment = {**os.environ, **installation.environment, "PYTHONPATH": str(ROOT)}
    environment["DJANGO_SETTINGS_MODULE"] = "kvit.project.settings"
    return subprocess.Popen([sys.executable, "-c", work, str(turn + 1)], env=environment, cwd=installation.folder)


def _wait_for_a_call(sandbox: Sandbox, program: subprocess.Popen[bytes]) -> None:
    """Until the program has spoken with the gateway, so that it dies among calls and not while it starts."""
    before = len(sandbox.served.asked)
    until = time.monotonic() + 60
    while len(sandbox.served.asked) == before and program.poll() is None and time.monotonic() < until:
        time.sleep(0.01)
