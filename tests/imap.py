"""A real mail server of our own for a test: Dovecot on a free port, with one account, stopped at the end."""

import getpass
import imaplib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Self

ABSENT = "dovecot is not installed"
USER, PASSWORD = "bills@nord.example", 'oak "und" Eiche \\ 7'  # noqa: S105
PROGRAM = shutil.which("dovecot") or next((each for each in ("/usr/sbin/dovecot",) if os.access(each, os.X_OK)), None)


class Dovecot:
    """A server with its own folder; `with Dovecot() as server: server.port`."""

    def __init__(self, *, capability: str = "") -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="kvit-imap-"))
        self.capability = capability
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])

    def __enter__(self) -> Self:
        (self.folder / "dovecot.conf").write_text(self._settings())
        (self.folder / "users").write_text(f"{USER}:{{PLAIN}}{PASSWORD}\n")
        self.folder.chmod(0o755)
        mail = self.folder / "mail"
        mail.mkdir()
        if os.geteuid() == 0:
            nobody = pwd.getpwnam("nobody")
            os.chown(mail, nobody.pw_uid, nobody.pw_gid)
        assert PROGRAM is not None
        self._server = subprocess.Popen([PROGRAM, "-F", "-c", str(self.folder / "dovecot.conf")])  # noqa: S603
        self._await()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.terminate()
        self._server.wait(10)
        shutil.rmtree(self.folder, ignore_errors=True)

    def deliver(self, mail: bytes, *, folder: str = "INBOX") -> None:
        """A mail arrives."""
        with self.signed_in() as line:
            line.append(folder, None, None, mail)

    def signed_in(self) -> imaplib.IMAP4:
        """A person's own program, looking into the mailbox."""
        line = imaplib.IMAP4("127.0.0.1", self.port, timeout=10)
        line.authenticate("PLAIN", lambda _challenge: f"\0{USER}\0{PASSWORD}".encode())
        return line

    def held(self, folder: str = "INBOX") -> list[set[str]]:
        """The flags of each mail in the folder, in order."""
        with self.signed_in() as line:
            answer, count = line.select(folder, readonly=True)
            if answer != "OK" or count == [b"0"]:
                return []
            _, found = line.fetch("1:*", "(FLAGS)")
            return [set(map(bytes.decode, imaplib.ParseFlags(one))) for one in found if isinstance(one, bytes)]

    def _await(self) -> None:
        for _ in range(100):
            with suppress(OSError, imaplib.IMAP4.error), self.signed_in():
                return
            time.sleep(0.1)
        raise RuntimeError("dovecot does not answer: " + (self.folder / "log").read_text())

    def _settings(self) -> str:
        own = getpass.getuser()
        is_root = os.geteuid() == 0
        who = "" if is_root else f"default_login_user = {own}\ndefault_internal_user = {own}\n"
        group = "" if is_root else f"default_internal_group = {own}\n"
        mailer = pwd.getpwnam("nobody") if is_root else pwd.getpwuid(os.geteuid())
        return f"""
base_dir = {self.folder}/run
log_path = {self.folder}/log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain login
{who}{group}{f"imap_capability = {self.capability}" if self.capability else ""}
mail_location = maildir:{self.folder}/mail/%u
first_valid_uid = {min(mailer.pw_uid, 1)}
first_valid_gid = 1
passdb {{
  driver = passwd-file
  args = username_format=%u {self.folder}/users
}}
userdb {{
  driver = static
  args = uid={mailer.pw_uid} gid={mailer.pw_gid} home={self.folder}/mail/%u
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {self.port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
namespace inbox {{
  inbox = yes
}}
"""
