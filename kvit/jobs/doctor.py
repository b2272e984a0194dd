"""What the installation runs on and what is missing."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import connection

from kvit.companies.models import Company
from kvit.jobs import database, heartbeats
from kvit.ports import registry
from kvit.proof.guards import ALL
from kvit.tables import present, wanted

Check = dict[str, object]
LEAST_FREE = 500 * 1024 * 1024
"""Bytes below which a disk is as good as full."""


def examine() -> list[Check]:
    """One answer for each part, told in a sentence; a part that breaks while it is looked at is not well."""
    return [_examined(name, look) for name, look in CHECKS.items()]


def _examined(name: str, look: Callable[[], tuple[bool, str]]) -> Check:
    try:
        ok, told = look()
    except Exception as error:  # whatever is wrong with a part, the other parts are looked at
        ok, told = False, f"{type(error).__name__}: {error}"
    return {"check": name, "ok": ok, "told": told}


def _folder() -> tuple[bool, str]:
    folder = Path(settings.KVIT_DATA_DIR)
    return folder.is_dir() and os.access(folder, os.W_OK), str(folder)


def _disk() -> tuple[bool, str]:
    free = shutil.disk_usage(settings.KVIT_DATA_DIR).free
    return free > LEAST_FREE, f"{free // 1024**2} MiB free"


def _database() -> tuple[bool, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    missing = database.waiting()
    return not missing, f"{connection.vendor}, {len(missing)} migrations missing" if missing else connection.vendor


def _guards() -> tuple[bool, str]:
    missing = wanted(connection, ALL) - present(connection)
    return not missing, f"missing: {', '.join(sorted(missing))}" if missing else f"{len(ALL)} in place"


def _judge() -> tuple[bool, str]:
    version = registry.use("judge").version("en16931")
    return bool(version), f"en16931 {version}" if version else "no official rules for en16931"


def _worker() -> tuple[bool, str]:
    """A worker that is not there is no fault by itself: commands can run what waits."""
    alive = heartbeats.alive()
    return True, f"{len(alive)} alive" if alive else "none alive: run kvit serve or kvit worker"


def _declaration() -> tuple[bool, str]:
    """Only where a company of this installation is Spanish: who made the program must say so (RD 1007/2023 art. 13)."""
    if not Company.objects.filter(country="ES", is_test=False).exists():
        return True, "no Spanish company"
    producer = settings.KVIT_PRODUCER.get("name")
    return True, f"by {producer}" if producer else "nobody is named in KVIT_PRODUCER: the company answers for itself"


CHECKS: dict[str, Callable[[], tuple[bool, str]]] = {
    "data folder": _folder,
    "disk": _disk,
    "database": _database,
    "guards": _guards,
    "judge": _judge,
    "worker": _worker,
    "declaration for Spain": _declaration,
}
