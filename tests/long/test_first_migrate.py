"""An empty database that is filled at once has the tables that all migrations make one after the other."""

import os
import re
import sqlite3
import subprocess
import sys

import psycopg
import pytest
from django.conf import settings

from tests.databases import POSTGRES_URL, database_for
from tests.habits import ROOT

pytestmark = [pytest.mark.long, pytest.mark.django_db]

AT_ONCE = "from kvit.project.management.commands.migrate import Command"
ALL_STEPS = "from django.core.management.commands.migrate import Command"
COLUMNS = """SELECT table_name, column_name, data_type, character_maximum_length, is_nullable, column_default
    FROM information_schema.columns WHERE table_schema = 'public'"""
CONSTRAINTS = """SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace"""
INDEXES = "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"


def made(folder, command):
    """What the tables look like that the command makes."""
    with database_for(folder, template="") as environment:
        folder.mkdir()
        program = f"import django; django.setup(); {command}; from django.core.management import call_command as call"
        named = {"PYTHONPATH": str(ROOT), "DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE}
        subprocess.run(
            [sys.executable, "-c", f"{program}; call(Command(), verbosity=0)"],
            env={**os.environ, **environment, **named},
            cwd=folder,
            check=True,
        )
        return on_postgres(environment["KVIT_DATABASE_URL"]) if POSTGRES_URL else on_sqlite(folder / "kvit.sqlite3")


def on_postgres(url):
    with psycopg.connect(url) as connection:
        asked = [*(connection.execute(one).fetchall() for one in (COLUMNS, CONSTRAINTS, INDEXES))]
        steps = connection.execute("SELECT app, name FROM django_migrations").fetchall()
    return {row for rows in (*asked, steps) for row in rows}


def on_sqlite(file):
    connection = sqlite3.connect(file)
    found = set(connection.execute("SELECT app, name FROM django_migrations"))
    for kind, name, text in connection.execute(
        "SELECT type, name, sql FROM sqlite_master WHERE sql != '' AND type IN ('table', 'index')"
    ):
        if kind == "index":
            found.add((name, text))
            continue
        found |= {(name, *column[1:]) for column in connection.execute(f'PRAGMA table_info("{name}")')}
        found |= {(name, *key[2:]) for key in connection.execute(f'PRAGMA foreign_key_list("{name}")')}
        found |= {(name, rule.rstrip(", )")) for rule in re.split(r'(?=CONSTRAINT ")', text)[1:]}
    connection.close()
    return found


def test_filled_at_once_it_is_what_all_steps_come_to(tmp_path):
    at_once, step_by_step = made(tmp_path / "at-once", AT_ONCE), made(tmp_path / "steps", ALL_STEPS)
    assert len(at_once) > 1000
    assert at_once == step_by_step
