"""A line between two programs that is cut where a test says so: a TCP relay that follows who asks and who answers."""

import select
import socket
import struct
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, Self
from urllib.parse import urlsplit

Moment = Literal["before", "asking", "unanswered", "answering"]
"""`before`: nothing of the request arrives. `asking`: half of it. `unanswered`: all, and nothing of the answer comes
back. `answering`: half of the answer does."""
Manner = Literal["closed", "reset", "silent"]
"""How the near end learns of it: by an end, by a reset, or never."""
ASKED: tuple[Moment, ...] = ("before", "asking")
ANSWERED: tuple[Moment, ...] = ("unanswered", "answering")
MOMENTS: tuple[Moment, ...] = (*ASKED, *ANSWERED)
MANNERS: tuple[Manner, ...] = ("closed", "reset", "silent")
AT_ONCE = struct.pack("ii", 1, 0)


@dataclass(frozen=True)
class Cut:
    """One cut, in the first exchange in which the near end asks for something with `about` in it."""

    moment: Moment
    manner: Manner
    about: bytes = b""


class Relay:
    """Carries what comes to its port to another one and back, until a cut is due; each cut happens once."""

    def __init__(self, port: int) -> None:
        self.made: list[Cut] = []
        self._due: list[Cut] = []
        self._to = port
        self._lines: list[socket.socket] = []
        self._lock = threading.Lock()
        self._door = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._door.getsockname()[1])

    @property
    def url(self) -> str:
        """Where it listens, for who speaks HTTP."""
        return f"http://127.0.0.1:{self.port}"

    def cut(self, *cuts: Cut) -> None:
        """These are next."""
        with self._lock:
            self._due += cuts

    def heal(self) -> list[Cut]:
        """No more of them; those that did not come to be."""
        with self._lock:
            left, self._due = self._due, []
        return left

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._door.close()
        _end(self._lines)

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._door.accept()
            except OSError:
                return
            try:
                far = socket.create_connection(("127.0.0.1", self._to), timeout=10)
            except OSError:
                near.close()
                continue
            self._lines += [near, far]
            threading.Thread(target=self._carry, args=(near, far), daemon=True).start()

    def _carry(self, near: socket.socket, far: socket.socket) -> None:
        """Until one end is done: what is asked up, what is answered down."""
        asked, is_answered = b"", False
        try:
            while True:
                for end in select.select([near, far], [], [])[0]:
                    piece = end.recv(65536)
                    if not piece:
                        return
                    if end is near:
                        asked = piece if is_answered else asked + piece
                    is_answered = end is far
                    other = near if is_answered else far
                    cut = self._cut(asked, ANSWERED if is_answered else ASKED)
                    if cut is None:
                        other.sendall(piece)
                        continue
                    if cut.moment in ("asking", "answering"):
                        other.sendall(piece[: len(piece) // 2])
                    _broken(near, far, cut.manner)
                    return
        except (OSError, ValueError):
            return  # closed from outside
        finally:
            _end([near, far])

    def _cut(self, asked: bytes, moments: Iterable[Moment]) -> Cut | None:
        with self._lock:
            cut = next((one for one in self._due if one.moment in moments and one.about in asked), None)
            if cut is not None:
                self._due.remove(cut)
                self.made.append(cut)
        return cut


def relay_to(url: str) -> Relay:
    """A line to who listens at that address of this machine."""
    port = urlsplit(url).port
    assert port is not None
    return Relay(port)


def _broken(near: socket.socket, far: socket.socket, manner: Manner) -> None:
    """The far end sees that the line is gone; the near end as the manner says."""
    if manner == "reset":
        for line in (near, far):
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
    if manner == "silent":
        far.close()
        while near.recv(65536):
            pass


def _end(lines: Iterable[socket.socket]) -> None:
    for line in lines:
        line.close()
