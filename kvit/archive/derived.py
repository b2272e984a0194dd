"""What can be made again of frozen files, kept so that it is made once; nothing is lost when its folder is.

Each lies under the hash of what it is made of, behind a hash of its own: what a full disk or a power cut tore is made
anew.
"""

import os
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from django.conf import settings

DIGEST = 32


def kept(source: str, way: str, make: Callable[[], bytes]) -> bytes:
    """The bytes that `make` gives of the file with the hash `source`, made once for each `way` of making them."""
    path = Path(settings.KVIT_DATA_DIR) / "derived" / source[:2] / f"{source[2:]}.{way}"
    with suppress(OSError):
        held = path.read_bytes()
        if held[:DIGEST] == sha256(held[DIGEST:]).digest():
            return held[DIGEST:]
    made = make()
    with suppress(OSError):  # where it cannot be kept it is made again
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f"{path.name}.{os.getpid()}.part")
        part.write_bytes(sha256(made).digest() + made)
        part.replace(path)
    return made
