"""Backups: one file with the database and every archived byte, proven before anybody relies on it."""

import hashlib
import json
import tarfile
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from kvit.archive import files
from kvit.archive.models import File
from kvit.core.errors import Refused
from kvit.proof import engines

FORMAT = 1
MANIFEST = "manifest.json"
SECRET = "secret-key"  # noqa: S105 the name of the file


@dataclass(frozen=True)
class Contents:
    """What a backup holds, by its own manifest."""

    path: Path
    made_at: str
    database: str
    files: int
    bytes: int


def create(*, folder: Path | None = None, now: datetime | None = None) -> Path:
    """Write a backup and prove it. Safe while others write: the database is copied first, its files are older than it.

    Refuses `backup.failed`, and `archive.damaged` when an archived file is not what its row says.
    """
    moment = now or timezone.now()
    target = (folder or Path(settings.KVIT_DATA_DIR) / "backups") / f"kvit-{moment:%Y%m%dT%H%M%SZ}.tar"
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_suffix(".part")
    with tempfile.TemporaryDirectory(dir=target.parent) as scratch:
        copy = engines.copy_to(Path(scratch))
        try:
            with tarfile.open(part, "w") as tar:
                hashes = {copy.name: _add(tar, copy, copy.name)}
                for sha256 in File.objects.order_by().values_list("sha256", flat=True).distinct().iterator():
                    name = f"archive/{sha256[:2]}/{sha256[2:]}"
                    hashes[name] = _add(tar, files.place(sha256), name)
                secret = Path(settings.KVIT_DATA_DIR) / SECRET
                if secret.exists():
                    hashes[SECRET] = _add(tar, secret, SECRET)
                _add_manifest(tar, Path(scratch), {"format": FORMAT, "made_at": moment.isoformat(), "hashes": hashes})
        except FileNotFoundError as error:
            part.unlink(missing_ok=True)
            raise Refused("archive.damaged", file="", name=str(error.filename)) from error
    verify(part)
    part.replace(target)
    return target


def verify(path: Path) -> Contents:
    """Every file of the backup against its hash, and the database opened. Refuses `backup.damaged`."""
    with tempfile.TemporaryDirectory() as scratch:
        contents = _unpack(path, Path(scratch))
        engines.check_copy(Path(scratch) / contents.database)
    return contents


def restore(path: Path) -> Contents:
    """Put a backup into this installation, which must be empty. Refuses `backup.not_empty`, `backup.damaged`."""
    data = Path(settings.KVIT_DATA_DIR)
    if (data / "archive").exists() and any((data / "archive").iterdir()):
        raise Refused("backup.not_empty")
    data.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=data) as scratch:
        contents = _unpack(path, Path(scratch))
        engines.check_copy(Path(scratch) / contents.database)
        engines.put_back(Path(scratch) / contents.database)
        if (Path(scratch) / "archive").exists():
            (data / "archive").parent.mkdir(parents=True, exist_ok=True)
            if (data / "archive").exists():
                (data / "archive").rmdir()
            (Path(scratch) / "archive").replace(data / "archive")
        if (Path(scratch) / SECRET).exists():
            (Path(scratch) / SECRET).replace(data / SECRET)
    return contents


def _add(tar: tarfile.TarFile, source: Path, name: str) -> str:
    """The file into the tar; returns its hash, read once more so that it speaks of what was stored."""
    content = source.read_bytes() if source.stat().st_size < 64 * 1024 * 1024 else None
    digest = hashlib.sha256(content).hexdigest() if content is not None else _hash_of(source)
    if name.startswith("archive/") and digest != name.removeprefix("archive/").replace("/", ""):
        raise Refused("archive.damaged", file=digest, name=name)
    tar.add(source, name, recursive=False)
    return digest


def _hash_of(source: Path) -> str:
    with source.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _add_manifest(tar: tarfile.TarFile, scratch: Path, manifest: dict[str, object]) -> None:
    written = scratch / MANIFEST
    written.write_text(json.dumps(manifest, sort_keys=True))
    tar.add(written, MANIFEST, recursive=False)


def _unpack(path: Path, target: Path) -> Contents:
    """The plain files of the backup, none outside the folder, each by its hash."""
    try:
        with tarfile.open(path) as tar:
            tar.extractall(target, filter="data")
        manifest = json.loads((target / MANIFEST).read_text())
        hashes = dict(manifest["hashes"])
        if manifest["format"] != FORMAT:
            raise Refused("backup.other_format", file=path.name)
    except (tarfile.TarError, OSError, ValueError, KeyError) as error:
        raise Refused("backup.damaged", file=path.name) from error
    size = 0
    for name, digest in hashes.items():
        file = target / name
        if not file.is_file() or _hash_of(file) != digest:
            raise Refused("backup.damaged", file=name)
        size += file.stat().st_size
    database = next((name for name in engines.NAMES.values() if name in hashes), "")
    if not database:
        raise Refused("backup.damaged", file=path.name)
    archived = sum(1 for name in hashes if name.startswith("archive/"))
    return Contents(path, manifest["made_at"], database, archived, size)
