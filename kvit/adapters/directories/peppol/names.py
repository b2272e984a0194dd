"""Asking DNS for U-NAPTR records (RFC 1035, RFC 3403, RFC 4848), which the resolver of the machine does not give."""

import re
import secrets
import socket
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

NAPTR, INTERNET = 35, 1
NO_SUCH_NAME = 3
LONGEST = 4096
RESOLVERS = Path("/etc/resolv.conf")


class NoAnswer(Exception):
    """The name server did not say anything that can be used: nobody knows."""


@dataclass(frozen=True)
class Pointer:
    """A U-NAPTR record: which service, and the expression that holds the address."""

    order: int
    preference: int
    service: str
    expression: str


def pointers(name: str, *, server: tuple[str, int] | None = None, seconds: float = 5.0) -> list[Pointer]:
    """The records of the name, the first choice first; none where the name does not exist. Raises NoAnswer."""
    query = secrets.randbits(16)
    labels = b"".join(bytes([len(one)]) + one.encode("ascii") for one in name.rstrip(".").split("."))
    question = struct.pack(">6H", query, 0x0100, 1, 0, 0, 0) + labels + b"\0" + struct.pack(">2H", NAPTR, INTERNET)
    try:
        host, port = server or _resolver()
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        with socket.socket(family, socket.SOCK_DGRAM) as asking:
            asking.settimeout(seconds)
            asking.connect((host, port))
            asking.send(question)
            answer = asking.recv(LONGEST)
        return sorted(_read(answer, query), key=lambda one: (one.order, one.preference))
    except (OSError, struct.error, IndexError, ValueError) as error:
        raise NoAnswer(str(error) or type(error).__name__) from error


def _resolver() -> tuple[str, int]:
    """The machine's first name server."""
    found = re.search(r"^\s*nameserver\s+(\S+)", RESOLVERS.read_text(), re.MULTILINE)
    if found is None:
        raise ValueError("no name server")
    return found[1], 53


def _read(answer: bytes, query: int) -> Iterator[Pointer]:
    identifier, flags, questions, answers = struct.unpack_from(">4H", answer)
    code = flags & 0xF
    if identifier != query or not flags & 0x8000 or flags & 0x0200 or code not in (0, NO_SUCH_NAME):
        raise ValueError(f"DNS answer {code}")
    at = 12
    for _ in range(questions):
        at = _after_name(answer, at) + 4
    for _ in range(answers):
        at = _after_name(answer, at)
        kind, _, _, length = struct.unpack_from(">HHIH", answer, at)
        at += 10
        if kind == NAPTR:
            yield _pointer(answer, at)
        at += length


def _pointer(answer: bytes, at: int) -> Pointer:
    order, preference = struct.unpack_from(">2H", answer, at)
    at += 4
    texts = []
    for _ in range(3):  # flags, service, expression
        length = answer[at]
        texts.append(answer[at + 1 : at + 1 + length].decode("ascii"))
        at += 1 + length
    return Pointer(order, preference, texts[1], texts[2])


def _after_name(answer: bytes, at: int) -> int:
    """Where a name ends: at its empty label, or after a pointer to an earlier one (RFC 1035, 4.1.4)."""
    while answer[at]:
        if answer[at] & 0xC0 == 0xC0:
            return at + 2
        at += 1 + answer[at]
    return at + 1
