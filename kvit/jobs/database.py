"""The state of the database: brought to this version of Kvit, and looked at."""

from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.db.migrations.executor import MigrationExecutor

from kvit.core.errors import Refused


def migrate() -> list[str]:
    """Apply what is missing, guards down before and up again after; returns the names of what was applied."""
    missing = waiting()
    if missing:
        call_command("migrate", verbosity=0, interactive=False)
    return missing


def waiting() -> list[str]:
    """The migrations that this version has and the database does not."""
    executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def is_behind() -> bool:
    """Whether the database answers and lacks tables or columns of this version."""
    try:
        return bool(waiting())
    except DatabaseError:
        return False


def is_away() -> bool:
    """Whether no connection can be made."""
    connection = connections[DEFAULT_DB_ALIAS]
    try:
        connection.close()
        connection.ensure_connection()
    except DatabaseError:
        return True
    return False


def require_current() -> None:
    """The embedded database is brought up to date; one that a team shares is not, it refuses `kvit.not_migrated`."""
    if connections[DEFAULT_DB_ALIAS].vendor == "sqlite":
        migrate()
    elif waiting():
        raise Refused("kvit.not_migrated")
