"""The embedded server: gunicorn in this program, with threads and one worker of our own beside them."""

import errno
import socket
import threading
from collections.abc import Callable
from typing import Any

from django.core.wsgi import get_wsgi_application
from django.db import connections
from gunicorn.app.base import BaseApplication

from kvit.core.errors import Refused
from kvit.jobs.worker import Worker

THREADS = 8
TRIED_PORTS = 50
PATIENCE = 25
"""Seconds in which a request, or the work in hand, may come to its end when the server stops."""


def open_door(host: str, port: int) -> socket.socket:
    """A listening socket on the port, or on the next free one. Refuses `server.no_port`."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for number in range(port, min(port + TRIED_PORTS, 65536)):
        door = socket.socket(family, socket.SOCK_STREAM)
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((host, number))
            door.listen(128)
        except OSError as error:
            door.close()
            if error.errno != errno.EADDRINUSE:
                raise Refused("server.no_port", host=host, port=number, reason=error.strerror or "") from None
        else:
            return door
    raise Refused("server.no_port", host=host, port=port, reason=f"{TRIED_PORTS} ports are taken")


def address_of(door: socket.socket) -> str:
    """Where a browser finds it."""
    host, port = door.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


class Server(BaseApplication):
    """Serves until SIGTERM or Ctrl-C; what is under way is finished first."""

    def __init__(self, door: socket.socket, *, with_worker: bool) -> None:
        self.door = door
        self.with_worker = with_worker
        self.stop_worker: Callable[[], None] | None = None
        super().__init__()

    def load_config(self) -> None:
        settings: dict[str, Any] = {
            "bind": f"fd://{self.door.fileno()}",
            "workers": 1,
            "worker_class": "gthread",
            "threads": THREADS,
            "timeout": 120,
            "graceful_timeout": PATIENCE,
            "loglevel": "warning",
            "control_socket_disable": True,
            "post_worker_init": self._begin,
            "worker_exit": self._end,
        }
        for name, value in settings.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        return get_wsgi_application()

    def run(self) -> None:
        """Until stopped. No connection is carried over into the process that serves."""
        connections.close_all()
        super().run()

    def _begin(self, _serving: object) -> None:
        if not self.with_worker:
            return
        mine = Worker()
        thread = threading.Thread(target=mine.run, name="kvit-worker", daemon=True)
        thread.start()

        def stop() -> None:
            mine.stop()
            thread.join(PATIENCE)

        self.stop_worker = stop

    def _end(self, _arbiter: object, _serving: object) -> None:
        if self.stop_worker:
            self.stop_worker()
