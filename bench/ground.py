"""The ground of a bench: an empty Kvit with its tables, on SQLite in a temporary folder or on PostgreSQL."""

import os
import shutil
import sys
import tempfile
from contextlib import ExitStack

from tests.postgres import Cluster


def stand(engine: str = "") -> ExitStack:
    """Sets Django up on an empty, migrated database; `engine` is sqlite or postgresql, from the command line if empty.

    Close what it returns at the end. On PostgreSQL the cluster syncs to disk, as a real one does.
    """
    ground = ExitStack()
    folder = tempfile.mkdtemp(prefix="kvit-bench-")
    ground.callback(shutil.rmtree, folder, ignore_errors=True)
    os.environ["KVIT_DATA_DIR"] = folder
    os.environ.pop("KVIT_DATABASE_URL", None)
    if (engine or (sys.argv[1:2] or ["sqlite"])[0]) == "postgresql":
        os.environ["KVIT_DATABASE_URL"] = ground.enter_context(Cluster(durable=True)).url
    os.environ["DJANGO_SETTINGS_MODULE"] = "kvit.project.settings"

    import django
    from django.core.management import call_command
    from django.db import connections

    django.setup()
    call_command("migrate", verbosity=0)
    ground.callback(connections.close_all)
    return ground
