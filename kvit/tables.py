"""What every table shares: amounts as whole numbers, public ids, the text of the triggers, pages by key."""

import json
import secrets
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db import OperationalError, connection, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from kvit.core.errors import Refused
from kvit.core.money import TABLE_DIGITS

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CURSOR_MOST = 500
AMOUNT_MAX = 10**18
"""Whole ten-thousandths that fit a 64-bit column with room for sums."""


def whole(value: Decimal) -> int:
    """The value as an int; a fraction or what does not fit the column raises."""
    number = int(value)
    if number != value:
        raise ValidationError("the amount has more decimals than are kept")
    if abs(number) >= AMOUNT_MAX:
        raise ValidationError("the amount is too large to be kept")
    return number


class AmountField(models.Field):
    """An exact amount, kept as ten-thousandths in a bigint: SQLite sums decimal columns as floats."""

    digits = TABLE_DIGITS

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        return "bigint"

    def get_prep_value(self, value: object) -> int | None:
        if value is None:
            return None
        if isinstance(value, float):
            raise ValidationError("an amount is never a float")
        return whole(self._decimal(value).scaleb(self.digits))

    def from_db_value(self, value: int | None, *_: object) -> Decimal | None:
        return None if value is None else Decimal(value).scaleb(-self.digits)

    def to_python(self, value: object) -> Decimal | None:
        return None if value is None else self._decimal(value)

    def _decimal(self, value: object) -> Decimal:
        try:
            number = value if isinstance(value, Decimal) else Decimal(str(value))
        except InvalidOperation as error:
            raise ValidationError(f"{str(value)[:40]!r} is no amount") from error
        if not number.is_finite():
            raise ValidationError("an amount is a finite number")
        return number


class PriceField(AmountField):
    """A computed price, exact to eight decimals: more digits than SQLite keeps of a decimal column."""

    digits = 8


def new_id(prefix: str) -> str:
    """`prefix_` and 26 characters: 10 of milliseconds, 16 random; sorts by time of making."""
    number = (time.time_ns() // 1_000_000 << 80) | secrets.randbits(80)
    return prefix + "_" + "".join(CROCKFORD[(number >> shift) & 31] for shift in range(125, -1, -5))


class PublicIdField(models.CharField):
    """The name of a row to the outside: prefixed, time-sortable, unique, made with the object."""

    def __init__(self, prefix: str = "", **options: Any) -> None:
        self.prefix = prefix
        options.update(max_length=40, unique=True, editable=False)
        super().__init__(**options)

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        name, path, args, options = super().deconstruct()
        for fixed in ("max_length", "unique", "editable"):
            options.pop(fixed, None)
        return name, path, args, {**options, "prefix": self.prefix}

    def has_default(self) -> bool:
        return True

    def get_default(self) -> str:
        return new_id(self.prefix)


@dataclass(frozen=True)
class Guard:
    """One trigger in both engines. `event` is INSERT, UPDATE or DELETE; `unless` is SQL over OLD and NEW.

    `refuses` is what a direct statement gets to read; `truncate` also forbids TRUNCATE on PostgreSQL.
    """

    name: str
    table: str
    event: str
    refuses: str
    when: str = ""
    truncate: bool = False

    def sqlite(self) -> str:
        when = f" WHEN {self.when}" if self.when else ""
        return (
            f"CREATE TRIGGER {self.name} BEFORE {self.event} ON {self.table} FOR EACH ROW{when} "
            f"BEGIN SELECT RAISE(ABORT, '{self.refuses}'); END"
        )

    def postgresql(self) -> list[str]:
        when = f" WHEN ({self.when})" if self.when and "SELECT" not in self.when.upper() else ""
        body = f"RAISE EXCEPTION '{self.refuses}' USING ERRCODE = 'integrity_constraint_violation';"
        if self.when and not when:
            body = f"IF {self.when} THEN {body} END IF;"
        gives = "RETURN OLD;" if self.event == "DELETE" else "RETURN NEW;"
        made = [
            f"CREATE OR REPLACE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$guard$ BEGIN {body} {gives} END $guard$",
            f"CREATE TRIGGER {self.name} BEFORE {self.event} ON {self.table} FOR EACH ROW{when} "
            f"EXECUTE FUNCTION {self.name}()",
        ]
        if self.truncate:
            made += [
                f"CREATE OR REPLACE FUNCTION {self.name}_t() RETURNS trigger LANGUAGE plpgsql AS "
                f"$guard$ BEGIN RAISE EXCEPTION '{self.refuses}' USING ERRCODE = 'integrity_constraint_violation'; "
                f"END $guard$",
                f"CREATE TRIGGER {self.name}_t BEFORE TRUNCATE ON {self.table} EXECUTE FUNCTION {self.name}_t()",
            ]
        return made


def update_each(rows: Sequence[models.Model], fields: Sequence[str]) -> None:
    """Write these fields of every row with one prepared statement; far cheaper than a CASE over all of them."""
    if not rows:
        return
    meta = rows[0]._meta
    columns = [column for column in meta.concrete_fields if column.name in fields]
    assert len(columns) == len(fields), "a field that the table does not have"
    sets = ", ".join(f'"{column.column}" = %s' for column in columns)
    statement = f'UPDATE "{meta.db_table}" SET {sets} WHERE "{meta.pk.column}" = %s'  # noqa: S608 names are ours
    with connection.cursor() as cursor:
        cursor.executemany(
            statement,
            [[*(c.get_db_prep_save(getattr(row, c.attname), connection) for c in columns), row.pk] for row in rows],
        )


NOT_NOW = {
    "disk is full": "disk.full",
    "No space left": "disk.full",
    "database is locked": "database.busy",
    "deadlock detected": "database.busy",
    "could not serialize access": "database.busy",
}
"""What SQLite and PostgreSQL say when they cannot write for now, and the refusal it is."""


def refusal_of(error: BaseException) -> Refused | None:
    """`disk.full` or `database.busy` where the database cannot write for now; None for every other error."""
    if not isinstance(error, OperationalError):
        return None
    return next((Refused(code) for said, code in NOT_NOW.items() if said in str(error)), None)


@contextmanager
def refusing() -> Iterator[None]:
    """Refuses `disk.full` and `database.busy` in the place of the database's own error."""
    try:
        yield
    except OperationalError as error:
        refusal = refusal_of(error)
        if refusal is None:
            raise
        raise refusal from error


def append_only(table: str, *, refuses: str) -> list[Guard]:
    """No row of the table is ever changed or removed."""
    return [
        Guard(f"kvit_{table}_no_update", table, "UPDATE", refuses),
        Guard(f"kvit_{table}_no_delete", table, "DELETE", refuses, truncate=True),
    ]


def changed(*columns: str) -> str:
    """SQL that is true when one of the columns changes."""
    return " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in columns)


def present(connection: BaseDatabaseWrapper) -> set[str]:
    """Names of Kvit's triggers in the database."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'kvit_%'")
        else:
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgname LIKE 'kvit_%'")
        return {name for (name,) in cursor.fetchall()}


def wanted(connection: BaseDatabaseWrapper, guards: Sequence[Guard]) -> set[str]:
    """Names the guards should have in this engine."""
    names = {guard.name for guard in guards}
    if connection.vendor == "postgresql":
        names |= {f"{guard.name}_t" for guard in guards if guard.truncate}
    return names


def drop_guards(connection: BaseDatabaseWrapper) -> None:
    """Take all of Kvit's triggers away, so that SQLite can rebuild tables in a migration."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name in present(connection):
                cursor.execute(f'DROP TRIGGER IF EXISTS "{name}"')
            return
        cursor.execute(
            "SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal AND tgname LIKE 'kvit_%'"
        )
        for name, table in cursor.fetchall():
            cursor.execute(f'DROP TRIGGER IF EXISTS "{name}" ON {table}')


def make_guards(connection: BaseDatabaseWrapper, guards: Sequence[Guard]) -> None:
    """Put every guard in place whose table exists."""
    tables = set(connection.introspection.table_names())
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for guard in guards:
            if guard.table not in tables:
                continue
            statements = [guard.sqlite()] if connection.vendor == "sqlite" else guard.postgresql()
            for statement in statements:
                cursor.execute(statement)


Row = TypeVar("Row", bound=models.Model)


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Some rows of a list in its order, and where to go on or back: opaque cursors, empty where nothing lies."""

    rows: list[Row]
    back: str
    on: str


def page(found: "models.QuerySet[Row]", *order: str, size: int, after: str = "", before: str = "") -> Page[Row]:
    """The rows behind or ahead of a cursor, reached by their keys, so that the last page costs what the first does.

    The columns of `order` are never null, all rise or all fall, and end with `id`. Refuses `cursor.bad`.
    """
    falling = order[0].startswith("-")
    names = [name.lstrip("-") for name in order]
    if after or before:
        values = _cursor_values(after or before, [found.model._meta.get_field(name) for name in names])
        found = found.filter(_beyond(names, values, rising=falling == bool(before)))
    turned = [name if falling else f"-{name}" for name in names] if before else list(order)
    rows = list(found.order_by(*turned)[: size + 1])
    more = len(rows) > size
    rows = rows[:size]
    if before:
        rows.reverse()
    goes_on = bool(rows) and (more or bool(before))
    goes_back = bool(rows) and (more if before else bool(after))
    return Page(rows, _cursor(rows[0], names) if goes_back else "", _cursor(rows[-1], names) if goes_on else "")


def _beyond(names: Sequence[str], values: Sequence[object], *, rising: bool) -> models.Q:
    compare = "gt" if rising else "lt"
    found = models.Q()
    for i, name in enumerate(names):
        same = models.Q(**dict(zip(names[:i], values[:i], strict=True)))
        found |= same & models.Q(**{f"{name}__{compare}": values[i]})
    # The first column alone lets the database enter its index where the page begins.
    return models.Q(**{f"{names[0]}__{compare}e": values[0]}) & found


def _cursor(row: models.Model, names: Sequence[str]) -> str:
    values = [getattr(row, name) for name in names]
    text = json.dumps([value if isinstance(value, int) else str(value) for value in values])
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _cursor_values(cursor: str, columns: Sequence[Any]) -> list[object]:
    try:
        values = json.loads(urlsafe_b64decode(cursor[:CURSOR_MOST] + "=" * (-len(cursor) % 4)))
        if not isinstance(values, list) or len(values) != len(columns):
            raise ValueError
        read = [column.to_python(value) for column, value in zip(columns, values, strict=True)]
    except (ValueError, TypeError, ValidationError):
        raise Refused("cursor.bad") from None
    if any(isinstance(value, int) and abs(value) >= 2**63 or "\0" in str(value) for value in read):
        raise Refused("cursor.bad")
    return read
