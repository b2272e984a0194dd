"""A crowd of programs, some of which are killed: started, watched, replaced, and gone at the end."""

import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from tests.databases import Installation
from tests.habits import ROOT


class Crowd:
    """Runs many copies of a program of `tests.long.programs` on one installation."""

    def __init__(self, installation: Installation, seed: int) -> None:
        self.installation = installation
        self.chance = random.Random(seed)
        self.alive: list[subprocess.Popen[str]] = []
        self.ended: list[subprocess.Popen[str]] = []
        self.killed = 0

    def start(self, *words: str) -> subprocess.Popen[str]:
        """One more of them; what it says is kept in a file, so that nothing said before a kill is lost."""
        out = self.installation.folder / f"said-{len(self.alive) + len(self.ended)}"
        with out.open("w") as said:
            member = subprocess.Popen(
                [sys.executable, "-m", "tests.long.programs", *words],
                env={**os.environ, **self.installation.environment},
                cwd=ROOT,
                stdout=said,
                stderr=subprocess.STDOUT,
                text=True,
            )
        member.said = out
        self.alive.append(member)
        return member

    def said(self, member: subprocess.Popen[str]) -> list[str]:
        """The whole lines that it has said so far."""
        return member.said.read_text().splitlines()

    def all_said(self) -> list[str]:
        """What all of them said, the living and the dead."""
        return [line for member in [*self.ended, *self.alive] for line in self.said(member)]

    def kill_one(self) -> None:
        """kill -9 for one that has got to work."""
        ready = [member for member in self.alive if member.poll() is None and self.said(member)]
        if not ready:
            return
        member = self.chance.choice(ready)
        member.kill()
        member.wait()
        self.killed += 1
        self._gone(member)

    def bury(self) -> None:
        """Notices those that came to their end; one that failed by itself fails the test."""
        for member in [member for member in self.alive if member.poll() is not None]:
            assert member.returncode == 0, f"ended with {member.returncode}: {member.said.read_text()[-3000:]}"
            self._gone(member)

    def wait(self, seconds: float) -> None:
        """Until all came to their end."""
        until = time.monotonic() + seconds
        while self.alive:
            self.bury()
            assert time.monotonic() < until, f"{len(self.alive)} are still at it"
            time.sleep(0.05)

    def _gone(self, member: subprocess.Popen[str]) -> None:
        self.alive.remove(member)
        self.ended.append(member)


@contextmanager
def crowd(installation: Installation, *, seed: int) -> Iterator[Crowd]:
    """A crowd of which nobody outlives the test."""
    made = Crowd(installation, seed)
    try:
        yield made
    finally:
        for member in made.alive:
            member.kill()
            member.wait()
