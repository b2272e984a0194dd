"""The line to an IMAP server: to the very address that was checked, with an end to every wait and to every answer."""

import imaplib
import socket
import ssl
from binascii import b2a_base64

PATIENCE = 30.0
"""Seconds for each step of the talk."""
MOST_ANSWER = 64 * 1024 * 1024
"""No server makes us keep more than this of one answer."""


class Line(imaplib.IMAP4):
    """A connection whose place was looked up and checked before; `trust` is None where it begins in the clear."""

    def __init__(self, host: str, port: int, *, place: str, trust: ssl.SSLContext | None) -> None:
        self._place, self._trust = place, trust
        super().__init__(host, port, timeout=PATIENCE)

    def _create_socket(self, timeout: float | None) -> socket.socket:
        plain = socket.create_connection((self._place, self.port), timeout)
        if self._trust is None:
            return plain
        try:
            return self._trust.wrap_socket(plain, server_hostname=self.host)
        except BaseException:
            plain.close()
            raise

    def read(self, size: int) -> bytes:
        """As much as the server announced, within bounds."""
        if size > MOST_ANSWER:
            raise self.abort(f"an answer of {size} bytes")
        return super().read(size)


def quoted(word: str) -> str:
    """A string as IMAP writes it (RFC 3501, 4.3)."""
    return '"' + word.replace("\\", "\\\\").replace('"', '\\"') + '"'


def folder_name(name: str) -> str:
    """A folder's name in the letters of IMAP: modified UTF-7 (RFC 3501, 5.1.3), quoted."""
    written, waiting = "", ""
    for letter in [*name, ""]:
        if letter and not " " <= letter <= "~":
            waiting += letter
            continue
        if waiting:
            written += "&" + _base64(waiting) + "-"
            waiting = ""
        written += "&-" if letter == "&" else letter
    return quoted(written)


def _base64(letters: str) -> str:
    return b2a_base64(letters.encode("utf-16-be"), newline=False).decode().rstrip("=").replace("/", ",")
