"""Flat files of the white list in a folder, one for each day, as small as questions need them.

The ministry's file is about 500 MB of text; what is kept of it is a line of JSON and 16 bytes a hash, about 60 MB.
"""

import json
import os
from collections.abc import Iterable, Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path

from kvit.core.white_list import KEPT, FlatFile, Hashes, read
from kvit.ports.white_list import Kept


class WhiteListFolder:
    """Reads a day's list once, and again only when its file changed. A kept file is whole or not there."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._last: tuple[date, int, Kept] | None = None

    def load(self, pieces: Iterable[bytes]) -> Kept:
        """Keep what the pieces of the ministry's JSON say."""
        digest = sha256()

        def seen() -> Iterator[bytes]:
            for piece in pieces:
                digest.update(piece)
                yield piece

        file = read(seen())
        kept = Kept(file, digest.hexdigest())
        self._folder.mkdir(parents=True, exist_ok=True)
        heading = {
            "day": file.day.isoformat(),
            "rounds": file.rounds,
            "sha256": kept.sha256,
            "active": len(file.active),
            "masks": file.masks,
        }
        path = self._path(file.day)
        half = path.with_suffix(".half")
        with half.open("wb") as out:
            out.write(json.dumps(heading).encode() + b"\n")
            for hashes in (file.active, file.exempt):
                out.write(hashes.packed)
            out.flush()
            os.fsync(out.fileno())
        half.replace(path)
        return kept

    def of(self, day: date) -> Kept | None:
        """The list of the day, if its file is there."""
        path = self._path(day)
        try:
            changed = path.stat().st_mtime_ns
        except FileNotFoundError:
            return None
        if self._last is None or self._last[:2] != (day, changed):
            self._last = (day, changed, _opened(path))
        return self._last[2]

    def _path(self, day: date) -> Path:
        return self._folder / f"{day:%Y%m%d}.hashes"


def _opened(path: Path) -> Kept:
    first, _, content = path.read_bytes().partition(b"\n")
    told = json.loads(first)
    end = told["active"] * KEPT
    masks = {bank: tuple(own) for bank, own in told["masks"].items()}
    active, exempt = Hashes(content[:end]), Hashes(content[end:])
    return Kept(FlatFile(date.fromisoformat(told["day"]), told["rounds"], active, exempt, masks), told["sha256"])
