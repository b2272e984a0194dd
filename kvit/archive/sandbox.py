"""Files of strangers are read in a child process with limits on time, memory and answer; a bomb ends there.

Decision and measurements: an XLSX of one megabyte can unpack to 280 and keep a parser busy for ever, so the limits are
the system's and not the parser's. Never call a parser of spreadsheets or statements in the main process.
"""

import json
import logging
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from inspect import getfile
from pathlib import Path
from typing import Any

from kvit.archive.sandbox_values import unpacked
from kvit.core.errors import Refused
from kvit.core.formats.statement import Statement
from kvit.core.mail_parts import MailParts
from kvit.core.parsing.delimited import Sheet

log = logging.getLogger(__name__)

CHILD = Path(__file__).with_name("sandbox_child.py")


@dataclass(frozen=True, slots=True)
class Limits:
    """What one reading may take. Seconds of CPU are the child's own, so a busy machine does not refuse good files."""

    most_bytes: int = 20 * 1024 * 1024
    cpu_seconds: int = 5
    wall_seconds: int = 30
    memory_bytes: int = 512 * 1024 * 1024
    most_cells: int = 1_000_000


LIMITS = Limits()
STATEMENT_LIMITS = Limits(cpu_seconds=20, wall_seconds=60)
"""20,000 lines of camt take three seconds; bombs are refused by the door of XML long before."""

MAIL_LIMITS = Limits(most_bytes=48 * 1024 * 1024, cpu_seconds=10, wall_seconds=60)
"""Twenty megabytes of files are twenty-eight as they travel in a mail."""


def read_table(content: bytes, name: str, *, limits: Limits = LIMITS) -> Sheet:
    """The table in an uploaded CSV, XLSX or ODS; `name` is only said in refusals.

    Refuses `upload.too_large`, `upload.timed_out`, `upload.unreadable`, and the `table.` codes of the readers.
    """
    sheet = run("table", content, name=name, limits=limits, most_cells=limits.most_cells)
    if not isinstance(sheet, Sheet):
        raise TypeError(f"the child gave {type(sheet).__name__} for a table")
    return sheet


def read_statements(
    content: bytes, name: str, *, limits: Limits = STATEMENT_LIMITS, **options: object
) -> list[Statement]:
    """The bank statements in an uploaded file: camt.053 or a table. Refuses as above, and the `statement.` codes."""
    statements = run("statement", content, name=name, limits=limits, **options)
    if not isinstance(statements, list) or not all(isinstance(each, Statement) for each in statements):
        raise TypeError("the child gave no statements")
    return statements


def read_mail(content: bytes, name: str, *, limits: Limits = MAIL_LIMITS) -> MailParts:
    """The words and files of a mail. Refuses `upload.*` as above, and the `mail.` codes of `core/mail_parts.py`."""
    parts = run("mail", content, name=name, limits=limits)
    if not isinstance(parts, MailParts):
        raise TypeError(f"the child gave {type(parts).__name__} for a mail")
    return parts


def run(task: str, content: bytes, *, name: str, limits: Limits = LIMITS, **options: object) -> Any:
    """What the task of the child makes of the content. Options are texts, whole numbers and dicts of them."""
    if len(content) > limits.most_bytes:
        raise Refused("upload.too_large", name=name)
    asked = {
        "task": task,
        "options": options,
        "cpu_seconds": limits.cpu_seconds,
        "memory_bytes": limits.memory_bytes,
    }
    with tempfile.TemporaryFile() as answer:
        code = _ended(json.dumps(asked).encode() + b"\n" + content, answer=answer.fileno(), name=name, limits=limits)
        answer.seek(0)
        told = answer.read()
    return _value(told, code, name=name)


def run_function(
    function: Callable[..., object],
    content: bytes,
    *,
    name: str,
    cpu_seconds: int,
    wall_seconds: int,
    memory_bytes: int,
    more: Sequence[int] = (),
) -> Any:
    """What a function of Kvit makes of the content, and of `more`, in the child. Its answer is made of what travels.

    For adapters, which the child's own list of tasks does not know. Refuses as `run` does.
    """
    limits = Limits(cpu_seconds=cpu_seconds, wall_seconds=wall_seconds, memory_bytes=memory_bytes)
    told = {"file": getfile(function), "function": function.__name__, "more": list(more)}
    return run("function", content, name=name, limits=limits, **told)


def _ended(given: bytes, *, answer: int, name: str, limits: Limits) -> int:
    """Runs the child to its end, in an empty surrounding and a group of its own; gives how it ended."""
    child = subprocess.Popen(  # noqa: S603 - our own interpreter and file, no shell, no words of users
        [sys.executable, "-I", "-B", str(CHILD)],
        stdin=subprocess.PIPE,
        stdout=answer,
        stderr=subprocess.DEVNULL,
        cwd="/",
        env={"LANG": "C.UTF-8"},
        start_new_session=True,
    )
    try:
        child.communicate(given, timeout=limits.wall_seconds)
    except subprocess.TimeoutExpired:
        raise Refused("upload.timed_out", name=name) from None
    finally:
        child.kill()
        child.wait()
    return child.returncode


def _value(told: bytes, code: int, *, name: str) -> Any:
    if code != 0:
        # Killed by its own limits: out of processor time, or out of memory where the parser gives up by abort.
        log.warning("the child that read %r ended with %s", name, code)
        raise Refused("upload.timed_out" if code in (-24, -9) else "upload.too_large", name=name)
    answered = json.loads(told)
    if "refused" in answered:
        facts = unpacked(answered["facts"])
        raise Refused(answered["refused"], **{"name": name, **facts})
    if "failed" in answered:
        log.error("the child could not read %r: %s", name, answered["failed"])
        raise Refused("upload.unreadable", name=name)
    return unpacked(answered["value"])
