"""Django's migrate, with the guards taken down before and put up again after; an empty database is filled at once."""

from typing import Any

from django.apps import apps
from django.core.management.commands.migrate import Command as DjangoMigrate
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor

from kvit.proof.guards import ALL
from kvit.tables import drop_guards, make_guards

STEP_BY_STEP = frozenset({"auth", "procrastinate"})
"""Apps whose migrations make something else than their models say: functions and types, a narrower key."""


class Command(DjangoMigrate):
    """On SQLite a migration that alters a table drops or breaks its triggers, so all go and all come back."""

    def handle(self, *args: Any, **options: Any) -> None:
        connection = connections[options["database"]]
        drop_guards(connection)
        try:
            if not any(options[narrowed] for narrowed in ("app_label", "fake", "plan", "check_unapplied")):
                _fill(connection)
            super().handle(*args, **options)
        finally:
            make_guards(connection, ALL)


def _fill(connection: BaseDatabaseWrapper) -> None:
    """Make the tables of an empty database from the models, in one transaction; any other is left as it is.

    That is what the migrations come to (`make check` holds the one against the other, a long test the tables), and
    taken step by step they cost most of a first start: after each Django makes its picture of all tables anew.
    """
    executor = MigrationExecutor(connection)
    if set(connection.introspection.table_names()) - {executor.recorder.Migration._meta.db_table}:
        return  # the table of migrations alone is what a program left that was killed in here
    migrations = [one for key, one in executor.loader.graph.nodes.items() if key[0] not in STEP_BY_STEP]
    filled = {one.app_label for one in migrations}
    executor.recorder.ensure_schema()
    with connection.schema_editor() as editor:
        for model in apps.get_models():
            if model._meta.app_label in filled and model._meta.can_migrate(connection):
                editor.create_model(model)
        for migration in migrations:
            for name in (*migration.replaces, (migration.app_label, migration.name)):
                executor.recorder.record_applied(*name)
