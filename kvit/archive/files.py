"""Bytes under their own hash in the data folder, on the disk before the row that names them is committed."""

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from kvit.archive.models import File
from kvit.companies.models import Company
from kvit.core.errors import Refused


def sha256(content: bytes) -> str:
    """The name of the bytes."""
    return hashlib.sha256(content).hexdigest()


def place(name: str) -> Path:
    """Where the bytes with this hash lie."""
    return Path(settings.KVIT_DATA_DIR) / "archive" / name[:2] / name[2:]


def keep(company: Company, content: bytes, *, media_type: str, name: str) -> File:
    """Freeze the bytes; the same bytes of one company are one file."""
    return keep_all(company, [(content, name)], media_type=media_type)[0]


def keep_all(company: Company, contents: Sequence[tuple[bytes, str]], *, media_type: str) -> list[File]:
    """Freeze many; written and synced now, named by rows in the caller's transaction."""
    named = [(sha256(content), content, name) for content, name in contents]
    for key, content, _ in named:
        _write(place(key), content)
    now = timezone.now()
    File.objects.bulk_create(
        (
            File(company=company, sha256=key, size=len(content), media_type=media_type, name=name[:200], at=now)
            for key, content, name in named
        ),
        ignore_conflicts=True,
    )
    known = {file.sha256: file for file in File.objects.filter(company=company, sha256__in=[n[0] for n in named])}
    return [known[key] for key, _, _ in named]


def read(file: File) -> bytes:
    """The bytes, proven by their hash. Refuses `archive.damaged` when they are gone or changed."""
    try:
        content = place(file.sha256).read_bytes()
    except OSError:
        raise Refused("archive.damaged", file=file.public_id, name=file.name) from None
    if sha256(content) != file.sha256:
        raise Refused("archive.damaged", file=file.public_id, name=file.name)
    return content


def _write(path: Path, content: bytes) -> None:
    if path.exists() and path.stat().st_size == len(content):
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        part.replace(path)
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise Refused("archive.no_space", reason=error.strerror or str(error)) from error
