"""Files inside a zip that came from outside, read within limits whatever its head says of their sizes."""

import io
import zipfile
import zlib

from kvit.core.errors import Refused

MOST_FILES = 100
MOST_BYTES = 32 * 1024 * 1024


def members(content: bytes, *, most_files: int = MOST_FILES, most_bytes: int = MOST_BYTES) -> list[tuple[str, bytes]]:
    """Name and content of each file. Refuses `zip.unreadable`, `zip.too_many_files`, `zip.too_big` (all together)."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if len(entries) > most_files:
                raise Refused("zip.too_many_files", limit=most_files)
            left = most_bytes
            found = []
            for entry in entries:
                if entry.flag_bits & 1:
                    raise Refused("zip.unreadable", reason="encrypted")
                with archive.open(entry) as file:
                    read = file.read(left + 1)
                if len(read) > left:
                    raise Refused("zip.too_big", limit=most_bytes)
                left -= len(read)
                found.append((entry.filename, read))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError) as error:
        raise Refused("zip.unreadable", reason=str(error)[:100]) from error
    return found
