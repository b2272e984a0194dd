"""ETag and If-Match: nobody overwrites what somebody else changed meanwhile."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from django.http import HttpRequest

from kvit.core.errors import Refused

ETAG = re.compile(r'"([0-9]{1,9})"')


def etag(version: int) -> str:
    """The version as a header: it names what can be edited, not what follows from it, such as a balance."""
    return f'"{version}"'


def asked(request: HttpRequest) -> int | None:
    """The version that the change was made on; None when the program does not say. Refuses `request.version_old`."""
    told = request.headers.get("If-Match", "").strip()
    if told in ("", "*"):
        return None
    found = ETAG.fullmatch(told)
    if found is None:
        raise Refused("request.version_old")
    return int(found[1])


@contextmanager
def matching(request: HttpRequest) -> Iterator[None]:
    """A room that finds another version refuses `noun.changed`; to a program that named one, that is 412."""
    try:
        yield
    except Refused as refused:
        if refused.code.endswith(".changed") and asked(request) is not None:
            raise Refused("request.version_old", **refused.facts) from refused
        raise
