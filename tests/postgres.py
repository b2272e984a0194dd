"""A PostgreSQL server of our own for a test run: found, started on a private socket, stopped whatever happens.

`python -m tests.postgres -- COMMAND …` runs the command with KVIT_DATABASE_URL set and returns its exit code;
`python -m tests.postgres --where` names the folder of the server's programs, or ends with 1.
"""

import locale
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Self
from urllib.parse import quote

PROGRAMS = ("initdb", "pg_ctl", "postgres", "createdb")
ABSENT = "PostgreSQL is not installed (initdb, pg_ctl, postgres, createdb): nothing is run on it"
FAST = ("fsync=off", "full_page_writes=off", "synchronous_commit=off")
"""A cluster that lives for one run may lose everything in a power cut; it takes a third of the time."""

STOPPER = 'read -r _; "$1" stop --silent --mode=immediate --pgdata "$2/rows" >/dev/null 2>&1; rm -rf "$2"'
"""Waits until its input closes, which happens when we end in any way, kill -9 included."""


def programs() -> Path | None:
    """The first folder that holds all four programs: those of PATH, links followed, then the newest installed one."""
    on_path = [Path(folder) / "initdb" for folder in os.environ.get("PATH", "").split(os.pathsep) if folder]
    folders = [found.resolve().parent for found in on_path if found.exists()]
    installed = Path("/usr/lib/postgresql").glob("*/bin")
    folders += sorted(installed, key=lambda folder: float(folder.parent.name), reverse=True)
    return next((folder for folder in folders if all((folder / name).exists() for name in PROGRAMS)), None)


def unprivileged() -> dict[str, Any]:
    """How to start the server's programs: as we are, or, as root, as the user `postgres`, else `nobody`."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    raise RuntimeError("PostgreSQL does not run as root, and there is neither a user postgres nor nobody")


class Cluster:
    """A server with its own folder and socket; `with Cluster() as cluster: cluster.url`.

    Synced to disk only when asked (`durable=True`), for the tests that kill the server itself.
    """

    def __init__(self, *, durable: bool = False) -> None:
        found = programs()
        if found is None:
            raise FileNotFoundError(ABSENT)
        self.programs = found
        self.durable = durable
        self.folder = Path(tempfile.mkdtemp(prefix="kvit-pg-", dir=short_folder()))

    @property
    def url(self) -> str:
        return self.url_of("kvit")

    def url_of(self, database: str) -> str:
        """Where one database of this cluster is found."""
        return f"postgresql://kvit@/{database}?host={quote(str(self.folder), safe='')}"

    def __enter__(self) -> Self:
        self._stopper = subprocess.Popen(
            ["/bin/sh", "-c", STOPPER, "stopper", self.programs / "pg_ctl", self.folder],
            stdin=subprocess.PIPE,
            start_new_session=True,
            cwd="/",
            **self._owner(),
        )
        try:
            self._run(
                "initdb", "--username=kvit", "--encoding=UTF8", f"--locale={letters()}", "--no-sync", "--auth=trust"
            )
            self.start()
            self.create("kvit")
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        assert self._stopper.stdin
        self._stopper.stdin.close()
        self._stopper.wait(timeout=60)

    def start(self) -> None:
        """Starts the server, or starts it again after it was killed."""
        settings = [
            "listen_addresses=",
            f"unix_socket_directories={self.folder}",
            "max_connections=200",
            "timezone=UTC",
        ]
        if not self.durable:
            settings += FAST
        options = " ".join(f"-c {setting}" for setting in settings)
        log = self.folder / "log"
        self._run("pg_ctl", "start", "--silent", "--wait", "--timeout=60", f"--log={log}", f"--options={options}")

    def create(self, database: str) -> str:
        """Makes an empty database and returns its URL."""
        subprocess.run(
            [self.programs / "createdb", f"--host={self.folder}", "--username=kvit", database],
            check=True,
            capture_output=True,
        )
        return self.url_of(database)

    def server_pid(self) -> int:
        """The server's first process, for tests that kill it."""
        return int((self.folder / "rows" / "postmaster.pid").read_text().split()[0])

    def _owner(self) -> dict[str, Any]:
        owner = unprivileged()
        if owner:
            os.chown(self.folder, owner["user"], owner["group"])
            self.folder.chmod(0o700)
        return owner

    def _run(self, program: str, *words: str) -> None:
        done = subprocess.run(
            [self.programs / program, *words, f"--pgdata={self.folder / 'rows'}"],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd="/",
            **unprivileged(),
        )
        if done.returncode:
            log = self.folder / "log"
            told = log.read_text()[-2000:] if log.exists() else ""
            raise RuntimeError(f"{program} ended with {done.returncode}:\n{done.stdout}{told}")


def letters() -> str:
    """The plainest locale in which the server knows that Ț is ț in capitals; C where the system has no other."""
    known = locale.setlocale(locale.LC_CTYPE)
    try:
        return locale.setlocale(locale.LC_CTYPE, "C.UTF-8")
    except locale.Error:
        return "C"
    finally:
        locale.setlocale(locale.LC_CTYPE, known)


def short_folder() -> str:
    """A temporary folder whose name leaves room for a socket's (107 characters at most)."""
    usual = tempfile.gettempdir()
    return usual if len(usual) < 60 else "/tmp"


def main(words: list[str]) -> int:
    """Runs `-- COMMAND …` on a new cluster."""
    found = programs()
    if words == ["--where"]:
        print(found or ABSENT)
        return 0 if found else 1
    if not words or words[0] != "--" or not words[1:]:
        print(__doc__)
        return 2
    if found is None:
        print(ABSENT)
        return 0
    if shutil.which(words[1]) is None:
        print(f"there is no program {words[1]}")
        return 2
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with Cluster() as cluster:
        return subprocess.run(words[1:], env={**os.environ, "KVIT_DATABASE_URL": cluster.url}).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
