"""What a test that touches a database or a data folder gets: its own, on the engine that KVIT_DATABASE_URL names."""

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.test import TransactionTestCase

from kvit.companies.limits import Buckets
from kvit.proof import guards
from kvit.tables import make_guards
from tests.habits import ROOT, touches_database

POSTGRES_URL = os.environ.get("KVIT_DATABASE_URL", "")


@pytest.fixture(autouse=True)
def archive_folder(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path | None]:
    """An own archive for every test that touches the database, gone afterwards."""
    if not touches_database(request.node):
        yield None
        return
    folder = Path(tempfile.mkdtemp(prefix="kvit-test-"))
    monkeypatch.setattr(settings, "KVIT_DATA_DIR", folder)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(autouse=True)
def nobody_asked_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    """How often somebody asked is counted anew in every test: the keys of two tests may have the same number."""
    monkeypatch.setattr("kvit.companies.limits.BUCKETS", Buckets())


@pytest.fixture(scope="session")
def tables(request: pytest.FixtureRequest) -> Path | None:
    """On SQLite an empty database with all its tables, migrated once for what the migrations say now; None elsewhere.

    Every process of every run copies it: migrating takes longer than most files of tests.
    """
    if POSTGRES_URL:
        return None
    cache = request.config.cache
    assert cache is not None, "pytest runs without its cache"
    folder = cache.mkdir("tables")
    made = folder / f"{_migrations()}.sqlite3"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            for old in folder.glob("*.sqlite3"):
                old.unlink()
            with tempfile.TemporaryDirectory(prefix="kvit-test-") as name:
                _migrate({"KVIT_DATA_DIR": name, "KVIT_DATABASE_URL": ""}, folder=Path(name))
                shutil.move(Path(name) / "kvit.sqlite3", made)
    return made


def _migrations() -> str:
    """What decides how an empty database looks."""
    rooms = ROOT / "kvit"
    told = [
        *rooms.glob("*/migrations/*.py"),
        *rooms.glob("*/models.py"),
        *rooms.glob("*/guards.py"),
        rooms / "tables.py",
        ROOT / "requirements.txt",
    ]
    return hashlib.sha256(b"".join(file.read_bytes() for file in sorted(told))).hexdigest()[:16]


def _migrate(environment: Mapping[str, str], *, folder: Path) -> None:
    named = {"PYTHONPATH": str(ROOT), "DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE}
    command = [sys.executable, "-m", "django", "migrate", "--verbosity=0"]
    subprocess.run(command, env={**os.environ, **environment, **named}, cwd=folder, check=True)


@pytest.fixture(scope="session")
def django_db_keepdb(request: pytest.FixtureRequest) -> bool:
    """The copied tables are used as they are."""
    return not POSTGRES_URL or bool(request.config.getvalue("reuse_db"))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tables: Path | None
) -> Iterator[None]:
    """On SQLite the test database lies in a folder of this run, so that two runs never meet."""
    if tables is None:
        yield
        return
    folder = Path(tempfile.mkdtemp(prefix="kvit-test-"))
    named = settings.DATABASES["default"]["TEST"]
    named["NAME"] = str(folder / Path(named["NAME"]).name)
    shutil.copyfile(tables, named["NAME"])
    yield
    shutil.rmtree(folder, ignore_errors=True)


LEFT_FULL = {"django_content_type", "django_migrations", "django_site", "auth_permission"}
"""What migrating itself puts into the tables."""


@pytest.fixture(autouse=True, scope="session")
def emptied_between_tests() -> None:
    """Tests that commit are cleaned up by emptying what they filled, which the guards refuse: they stand aside for it.

    Django would empty and fill again every table there is, which takes longer than most tests.
    """

    def empty(case: TransactionTestCase) -> None:
        connection = connections["default"]
        with transaction.atomic(), connection.cursor() as cursor:
            filled = _filled(connection)
            if connection.vendor == "sqlite":
                aside = [guard for guard in guards.ALL if guard.table in filled]
                _tell(cursor, [f'DROP TRIGGER IF EXISTS "{guard.name}"' for guard in aside])
                _tell(cursor, [f'DELETE FROM "{table}"' for table in filled])
                make_guards(connection, aside)
                return
            _tell(cursor, [f'ALTER TABLE "{table}" DISABLE TRIGGER USER' for table in filled])
            _tell(cursor, [f'DELETE FROM "{table}"' for table in filled])
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            _tell(cursor, [f'ALTER TABLE "{table}" ENABLE TRIGGER USER' for table in filled])

    TransactionTestCase._fixture_teardown = empty


def _filled(connection: BaseDatabaseWrapper) -> list[str]:
    """The tables in which a test may have left rows."""
    tables = sorted(set(connection.introspection.django_table_names(only_existing=True)) - LEFT_FULL)
    asked = " UNION ALL ".join(f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM \"{table}\")" for table in tables)
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return [table for (table,) in cursor.fetchall()]


def _tell(cursor: CursorWrapper, statements: Iterable[str]) -> None:
    for statement in statements:
        cursor.execute(statement)


@dataclass
class Installation:
    """A Kvit of its own, run as a person runs it: by commands, each a program of its own."""

    environment: dict[str, str]

    @property
    def folder(self) -> Path:
        return Path(self.environment["KVIT_DATA_DIR"])

    def start(self, *words: str, **options: Any) -> subprocess.Popen[str]:
        """Starts `kvit words…` and does not wait for it."""
        return subprocess.Popen(
            [sys.executable, "-m", "kvit", *words],
            env={**os.environ, **self.environment, "PYTHONPATH": str(ROOT)},
            cwd=self.folder,
            stdout=options.pop("stdout", subprocess.PIPE),
            stderr=options.pop("stderr", subprocess.PIPE),
            text=True,
            **options,
        )

    def run(self, *words: str, given: str | None = None, exit_code: int | None = 0) -> subprocess.CompletedProcess[str]:
        """Runs `kvit words…` to its end, which must be with that exit code (None: any)."""
        started = self.start(*words, stdin=subprocess.PIPE)
        out, told = started.communicate(given, timeout=480)
        done = subprocess.CompletedProcess(words, started.returncode, out, told)
        if exit_code is not None and done.returncode != exit_code:
            raise AssertionError(f"kvit {' '.join(words)} ended with {done.returncode}:\n{out}\n{told}")
        return done

    def json(self, *words: str, given: str | None = None, exit_code: int | None = 0) -> Any:
        """What the command says with --json."""
        return json.loads(self.run(*words, "--json", given=given, exit_code=exit_code).stdout)


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory, tables: Path | None) -> Iterator[Installation]:
    """An empty Kvit with its tables, made once, from which each installation is copied."""
    folder = tmp_path_factory.mktemp("migrated")
    with database_for(folder, template="") as environment:
        if tables is None:
            _migrate(environment, folder=folder)
        else:
            shutil.copyfile(tables, folder / "kvit.sqlite3")
        yield Installation(environment)


@pytest.fixture
def installation(migrated: Installation, tmp_path: Path) -> Iterator[Installation]:
    """A Kvit of its own with an empty database, for tests that run real programs side by side."""
    folder = tmp_path / "kvit-data"
    shutil.copytree(migrated.folder, folder)
    template = urlsplit(migrated.environment["KVIT_DATABASE_URL"]).path.lstrip("/")
    with database_for(folder, template=template) as environment:
        yield Installation(environment)


class database_for:
    """The environment of a Kvit in that folder; on PostgreSQL with a database that is dropped at the end."""

    def __init__(self, folder: Path, *, template: str) -> None:
        self.folder = folder
        self.template = template
        self.name = f"kvit_{uuid.uuid4().hex[:12]}"

    def __enter__(self) -> dict[str, str]:
        url = ""
        if POSTGRES_URL:
            copied = f' TEMPLATE "{self.template}"' if self.template else ""
            self._tell(f'CREATE DATABASE "{self.name}"{copied}')
            url = urlsplit(POSTGRES_URL)._replace(path=f"/{self.name}").geturl()
        return {"KVIT_DATA_DIR": str(self.folder), "KVIT_DATABASE_URL": url}

    def __exit__(self, *_: object) -> None:
        if POSTGRES_URL:
            self._tell(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')

    def _tell(self, statement: str) -> None:
        import psycopg

        with psycopg.connect(POSTGRES_URL, autocommit=True) as connection:
            connection.execute(statement)
