"""Signs of life of the workers: a file each in the data folder, touched while they are at it."""

import os
import socket
import time
from pathlib import Path

from django.conf import settings

SILENCE = 60
"""Seconds without a sign after which a worker counts as gone."""


def folder() -> Path:
    """Where the signs lie."""
    return Path(settings.KVIT_DATA_DIR) / "workers"


class Heartbeat:
    """The sign of one worker, gone when it ends in order."""

    def __init__(self) -> None:
        self.file = folder() / f"{socket.gethostname()}-{os.getpid()}"

    def beat(self) -> None:
        """I am alive."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        self.file.touch()

    def end(self) -> None:
        """I go in order."""
        self.file.unlink(missing_ok=True)


def alive() -> list[str]:
    """The workers that gave a sign within the last minute."""
    since = time.time() - SILENCE
    return sorted(sign.name for sign in folder().glob("*") if sign.stat().st_mtime >= since)
