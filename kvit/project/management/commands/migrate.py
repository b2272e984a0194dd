"""Django's migrate, with the guards taken down before and put up again after."""

from typing import Any

from django.core.management.commands.migrate import Command as DjangoMigrate
from django.db import connections

from kvit.proof.guards import ALL
from kvit.tables import drop_guards, make_guards


class Command(DjangoMigrate):
    """On SQLite a migration that alters a table drops or breaks its triggers, so all go and all come back."""

    def handle(self, *args: Any, **options: Any) -> None:
        connection = connections[options["database"]]
        drop_guards(connection)
        try:
            super().handle(*args, **options)
        finally:
            make_guards(connection, ALL)
