"""The ground of a bench: an empty Kvit with its tables, and beside it a second database for the floor."""

import os
import shutil
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from tests.postgres import Cluster

ENGINES = ("sqlite", "postgresql")
FLOOR = "floor"
"""The alias of the floor's database: the same tables and indexes, without Kvit's triggers."""


def engine() -> str:
    """Which engine the command line asks for; SQLite when it asks for none."""
    asked = [word for word in sys.argv[1:] if word in ENGINES]
    return asked[0] if asked else ENGINES[0]


def stand() -> ExitStack:
    """Sets Django up on two empty, migrated databases; close what it returns at the end.

    On PostgreSQL the cluster syncs to disk, as a real one does.
    """
    ground = ExitStack()
    folder = Path(tempfile.mkdtemp(prefix="kvit-bench-"))
    ground.callback(shutil.rmtree, folder, ignore_errors=True)
    os.environ["KVIT_DATA_DIR"] = str(folder)
    os.environ.pop("KVIT_DATABASE_URL", None)
    name = str(folder / "floor.sqlite3")
    if engine() == "postgresql":
        cluster = ground.enter_context(Cluster(durable=True))
        os.environ["KVIT_DATABASE_URL"] = cluster.url
        cluster.create(FLOOR)
        name = FLOOR
    os.environ["DJANGO_SETTINGS_MODULE"] = "kvit.project.settings"

    import django
    from django.conf import settings

    settings.DATABASES[FLOOR] = {**settings.DATABASES["default"], "NAME": name}
    django.setup()

    from django.core.management import call_command
    from django.db import connections

    from kvit.tables import drop_guards

    for alias in ("default", FLOOR):
        call_command("migrate", database=alias, verbosity=0)
    drop_guards(connections[FLOOR])
    ground.callback(connections.close_all)
    return ground
