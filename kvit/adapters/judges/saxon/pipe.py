"""One helper process and the pipe to it: started when asked, ended when late, begun anew when gone."""

import os
import selectors
import struct
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

LENGTH = struct.Struct(">I")
MODULE = "kvit.adapters.judges.saxon.child"
_ROOT = str(Path(__file__).parents[4])
_PIECE = 65536


class Gone(Exception):
    """The helper ended, or did not answer in time; its reason is a code of a finding."""


class Child:
    """A long-lived child. Not for two threads at once: the judge holds the lock."""

    def __init__(self, command: Sequence[str] | None = None) -> None:
        self._command = list(command or [sys.executable, "-m", MODULE])
        self._child: subprocess.Popen[bytes] | None = None
        self._owner = 0

    @property
    def is_warm(self) -> bool:
        """Whether a process of ours is running."""
        return self._child is not None and self._owner == os.getpid() and self._child.poll() is None

    def ask(self, request: Sequence[bytes], *, seconds: float) -> bytes:
        """Sends the pieces, returns the answer. Raises Gone, after which the next call starts anew.

        So it does after anything else that cuts the wait short: no later question meets the answer to this one.
        """
        deadline = time.monotonic() + seconds
        try:
            if not self.is_warm:
                self._start()
            return self._exchange(b"".join(request), deadline)
        except BaseException as error:
            self.end()
            if isinstance(error, OSError):
                raise Gone("judge.gone") from error
            raise

    def end(self) -> None:
        """Ends the child, if it is ours and not another process's after a fork."""
        child, self._child = self._child, None
        if child is None:
            return
        if self._owner == os.getpid():
            child.kill()
            child.wait()
        for stream in (child.stdin, child.stdout):
            if stream:
                stream.close()

    def _start(self) -> None:
        self.end()
        paths = [_ROOT, *filter(None, [os.environ.get("PYTHONPATH")])]
        self._child = subprocess.Popen(  # noqa: S603 the command is ours
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        )
        self._owner = os.getpid()
        for stream in (self._child.stdin, self._child.stdout):
            assert stream is not None
            os.set_blocking(stream.fileno(), False)

    def _exchange(self, request: bytes, deadline: float) -> bytes:
        assert self._child is not None and self._child.stdin is not None and self._child.stdout is not None
        writing, reading = self._child.stdin.fileno(), self._child.stdout.fileno()
        waiting, answer, wanted = memoryview(request), bytearray(), LENGTH.size
        with selectors.DefaultSelector() as selector:
            selector.register(reading, selectors.EVENT_READ)
            selector.register(writing, selectors.EVENT_WRITE)
            while len(answer) < wanted:
                ready = selector.select(max(0.0, deadline - time.monotonic()))
                if not ready:
                    raise Gone("judge.late")
                for key, _ in ready:
                    if key.fd == writing:
                        waiting = waiting[os.write(writing, waiting[:_PIECE]) :]
                        if not waiting:
                            selector.unregister(writing)
                        continue
                    piece = os.read(reading, _PIECE)
                    if not piece:
                        raise Gone("judge.gone")
                    answer += piece
                    if len(answer) >= LENGTH.size:
                        wanted = LENGTH.size + LENGTH.unpack(answer[: LENGTH.size])[0]
        return bytes(answer[LENGTH.size :])
