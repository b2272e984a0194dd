"""Copying a database by its own means, while it is written to: SQLite's backup, PostgreSQL's dump."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from django.db import connection

from kvit.core.errors import Refused

NAMES = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}


def copy_to(folder: Path) -> Path:
    """The database as it is at one moment, as a file in the folder."""
    target = folder / NAMES[connection.vendor]
    assert not connection.in_atomic_block, "a copy made inside a transaction would wait for it for ever"
    if connection.vendor == "sqlite":
        source = f"file:{connection.settings_dict['NAME']}?mode=ro"
        with closing(sqlite3.connect(source, uri=True)) as database, closing(sqlite3.connect(target)) as copy:
            database.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
    else:
        _run(["pg_dump", "--format=custom", "--no-owner", f"--file={target}", *_where()])
    return target


def check_copy(copy: Path) -> None:
    """Refuses `backup.damaged` when the copy is not a whole database."""
    if copy.name == NAMES["sqlite"]:
        with closing(sqlite3.connect(f"file:{copy}?mode=ro", uri=True)) as opened:
            try:
                answer = opened.execute("PRAGMA integrity_check").fetchone()[0]
            except sqlite3.DatabaseError as error:
                raise Refused("backup.damaged", file=copy.name) from error
        if answer != "ok":
            raise Refused("backup.damaged", file=copy.name)
    else:
        _run(["pg_restore", "--list", str(copy)])


def put_back(copy: Path) -> None:
    """The copy as the database of this installation, which must be empty. Refuses `backup.not_empty`."""
    if connection.vendor != ("sqlite" if copy.name == NAMES["sqlite"] else "postgresql"):
        raise Refused("backup.other_engine", engine=connection.vendor, file=copy.name)
    if connection.introspection.table_names():
        raise Refused("backup.not_empty")
    if connection.vendor == "sqlite":
        target = Path(str(connection.settings_dict["NAME"]))
        connection.close()
        for old in (target, *(target.with_name(target.name + end) for end in ("-wal", "-shm"))):
            old.unlink(missing_ok=True)
        shutil.copyfile(copy, target)
    else:
        _run(["pg_restore", "--no-owner", "--exit-on-error", "--single-transaction", *_where(), str(copy)])
        connection.close()


def _where() -> list[str]:
    return [f"--dbname={connection.settings_dict['NAME']}"]


def _environment() -> Mapping[str, str]:
    given = connection.settings_dict
    named = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
    return {**os.environ, **{name: str(given[key]) for name, key in named.items() if given.get(key)}}


def _run(command: list[str]) -> None:
    program = shutil.which(command[0])
    if program is None:
        raise Refused("backup.program_missing", program=command[0])
    done = subprocess.run([program, *command[1:]], env=_environment(), capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise Refused("backup.failed", program=command[0], reason=done.stderr.strip()[-300:])
