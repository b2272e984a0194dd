"""Files that commands read and write; `-` is standard input or output."""

import shutil
import sys
from enum import Enum
from pathlib import Path
from typing import Annotated, BinaryIO

import typer

from kvit.core.errors import Refused
from kvit.core.parsing import json_documents

In = Annotated[Path, typer.Option("--file", "-f", metavar="FILE", help="A JSON file; - for standard input.")]

Out = Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="Where to write it; - for the screen.")]


class Form(Enum):
    """Formats of electronic invoices that are archived."""

    UBL = "ubl"
    CII = "cii"
    FACTURX = "facturx"


def read(file: Path, *, most: int) -> bytes:
    """The bytes, one more than `most` at most. Refuses `file.unreadable`."""
    try:
        if str(file) == "-":
            return sys.stdin.buffer.read(most + 1)
        with file.open("rb") as opened:
            return opened.read(most + 1)
    except OSError as error:
        raise Refused("file.unreadable", file=str(file), reason=error.strerror or str(error)) from None


def read_json(file: Path) -> object:
    """The JSON document of the file. Refuses what `json_documents.read_json` refuses."""
    return json_documents.read_json(read(file, most=json_documents.MOST_BYTES))


def write(file: Path, content: bytes) -> None:
    """Write all of the bytes. Refuses `file.unwritable`."""
    try:
        if str(file) == "-":
            sys.stdout.buffer.write(content)
            sys.stdout.buffer.flush()
        else:
            file.write_bytes(content)
    except OSError as error:
        raise Refused("file.unwritable", file=str(file), reason=error.strerror or str(error)) from None


def copy(file: Path, opened: BinaryIO) -> int:
    """Write what is left of the opened file, piece by piece, and say how many bytes. Refuses `file.unwritable`."""
    try:
        if str(file) == "-":
            shutil.copyfileobj(opened, sys.stdout.buffer)
            sys.stdout.buffer.flush()
        else:
            with file.open("wb") as out:
                shutil.copyfileobj(opened, out)
    except OSError as error:
        raise Refused("file.unwritable", file=str(file), reason=error.strerror or str(error)) from None
    return opened.tell()
