"""Watched folders: what lies there whole is taken in, then moved beside it; a kill in between makes nothing twice."""

import os
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol, TypeVar

from django.conf import settings

from kvit.archive import files
from kvit.capture import arrivals
from kvit.capture.arrivals import MOST_BYTES, Incoming
from kvit.capture.models import CapturedDocument
from kvit.companies.models import Company
from kvit.companies.permissions import require
from kvit.core.errors import Refused
from kvit.core.permissions import Actor

SETTLED = 5.0
"""Seconds without a change after which a file is held to be whole."""
HALF_WRITTEN = (".part", ".partial", ".filepart", ".crdownload", ".download", ".tmp")
"""How those who write or fetch files name them until they are whole."""
HIDDEN = (".", "~")
TAKEN, REFUSED = "taken", "refused"
OF_THE_FILE = frozenset({"document.empty", "document.too_large"})
"""What is wrong with the file itself; every other refusal leaves it where it lies."""


@dataclass(frozen=True, kw_only=True)
class Found:
    """A file of the folder, and what became of it: a document, or why it is none."""

    name: str
    document: CapturedDocument | None = None
    is_new: bool = False
    refusal: Refused | None = None


@dataclass(frozen=True)
class _Whole:
    """The bytes of a file, and the state it was in while they were read."""

    content: bytes
    state: tuple[int, ...]


def of(company: Company) -> Path:
    """The folder that is watched for the company, once somebody made it."""
    return Path(settings.KVIT_DATA_DIR) / "inbox" / company.public_id


def take(company: Company, folder: Path, *, by: Actor, on: date) -> Iterator[Found]:
    """Each whole file that lies in the folder, kept; it is moved when the caller asks for the next one.

    First what is committed, then the move: what was killed in between is found again, and the same bytes are one
    document. Links are not followed. Refuses `file.unreadable` and `file.unwritable` for the folder, and what
    `arrivals.take` refuses but for the file itself.
    """
    require(by, "bill.add", company)
    yield from passed(
        folder,
        keep=lambda content, name: _taken(company, Incoming(content=content, name=name, via="folder"), by=by, on=on),
        unreadable=lambda name, refusal: Found(name=name, refusal=refusal),
    )


class Kept(Protocol):
    """What became of a file; with a refusal it is put beside those that were taken."""

    @property
    def refusal(self) -> Refused | None: ...


Became = TypeVar("Became", bound=Kept)


def passed(
    folder: Path, *, keep: Callable[[bytes, str], Became], unreadable: Callable[[str, Refused], Became]
) -> Iterator[Became]:
    """What became of each whole file in the folder; it is moved when the caller asks for the next one."""
    with _opened(folder) as place:
        for name in _names(place):
            shown = os.fsencode(name).decode(errors="replace")
            try:
                whole = _read(place, name)
            except OSError as error:
                reason = error.strerror or str(error)
                yield unreadable(shown, Refused("file.unreadable", file=shown, reason=reason))
                continue
            if whole is None:
                continue
            became = keep(whole.content, shown)
            yield became
            try:
                _move(place, name, whole, into=REFUSED if became.refusal else TAKEN)
            except OSError as error:
                reason = error.strerror or str(error)
                raise Refused("file.unwritable", file=str(folder / shown), reason=reason) from None


def _taken(company: Company, incoming: Incoming, *, by: Actor, on: date) -> Found:
    try:
        document, is_new = arrivals.take(company, incoming, by=by, on=on)
    except Refused as refusal:
        if refusal.code not in OF_THE_FILE:
            raise
        return Found(name=incoming.name, refusal=refusal)
    return Found(name=incoming.name, document=document, is_new=is_new)


@contextmanager
def _opened(folder: Path) -> Iterator[int]:
    """The folder itself, so that nothing put into its place later is meant."""
    try:
        place = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError as error:
        raise Refused("file.unreadable", file=str(folder), reason=error.strerror or str(error)) from None
    try:
        yield place
    finally:
        os.close(place)


def _names(place: int) -> list[str]:
    with os.scandir(place) as entries:
        names = [entry.name for entry in entries if entry.is_file(follow_symlinks=False)]
    return sorted(name for name in names if not name.startswith(HIDDEN) and not name.lower().endswith(HALF_WRITTEN))


def _read(place: int, name: str) -> _Whole | None:
    """The file, one byte more than `MOST_BYTES` at most; None while somebody writes it, or once it is gone."""
    try:
        opened = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=place)
    except FileNotFoundError:  # another worker was quicker
        return None
    with open(opened, "rb") as file:
        before = os.fstat(opened)
        if not stat.S_ISREG(before.st_mode) or time.time() - before.st_ctime < SETTLED:
            return None
        content = file.read(MOST_BYTES + 1)
        return _Whole(content, _state(before)) if _state(os.fstat(opened)) == _state(before) else None


def _state(told: os.stat_result) -> tuple[int, ...]:
    return (told.st_dev, told.st_ino, told.st_size, told.st_mtime_ns, told.st_ctime_ns)


def _move(place: int, name: str, whole: _Whole, *, into: str) -> None:
    """Out of the way, under its name; beside another one of that name in a folder named after the bytes."""
    with _inside(place, into) as target:
        try:
            if _state(os.stat(name, dir_fd=place, follow_symlinks=False)) != whole.state:
                return  # written anew since it was read: it has another turn
            if not _is_there(target, name):
                os.rename(name, name, src_dir_fd=place, dst_dir_fd=target)
                return
            with _inside(target, files.sha256(whole.content)[:12]) as own:
                os.rename(name, name, src_dir_fd=place, dst_dir_fd=own)
        except FileNotFoundError:  # another worker was quicker
            return


@contextmanager
def _inside(place: int, name: str) -> Iterator[int]:
    """The folder of that name in the other one, made where there is none; a link is none."""
    with suppress(FileExistsError):
        os.mkdir(name, dir_fd=place)
    opened = os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=place)
    try:
        yield opened
    finally:
        os.close(opened)


def _is_there(place: int, name: str) -> bool:
    try:
        os.stat(name, dir_fd=place, follow_symlinks=False)
    except FileNotFoundError:
        return False
    return True
