"""One folder over one connection. Nothing is marked by reading; what is put away is moved, or marked where it lies."""

import contextlib
import imaplib
import re
import socket
import ssl
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager

from kvit.adapters.mailboxes.imap.line import Line, folder_name, quoted
from kvit.core import web_addresses
from kvit.ports.failures import Declined, Failure, Unreachable
from kvit.ports.mailbox import Account

KEPT = "KvitTaken"
"""The keyword of a mail that Kvit has kept (RFC 3501, 2.3.2)."""
NUMBER = re.compile(rb"\d+")
LONGEST_ANSWER = 300
LookUp = Callable[[str, int], Sequence[str]]


def look_up(host: str, port: int) -> list[str]:
    """Every address the name has now."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


class ImapMailboxes:
    """Opens mailboxes at public addresses; `near` are hosts of the own network that may be called as well."""

    def __init__(
        self, *, near: Collection[str] = (), trust: ssl.SSLContext | None = None, look_up: LookUp = look_up
    ) -> None:
        self.near, self.look_up = frozenset(near), look_up
        self.trust = trust or ssl.create_default_context()

    @contextmanager
    def open(self, account: Account) -> Iterator["ImapFolder"]:
        """Sign in and open the folder; see `kvit.ports.mailbox`."""
        with _told_apart(account):
            line = self._connected(account)
        try:
            with _told_apart(account):
                self._sign_in(line, account)
                folder = ImapFolder(line, account)
            yield folder
        finally:
            with contextlib.suppress(OSError, imaplib.IMAP4.error):
                line.logout()

    def _connected(self, account: Account) -> Line:
        if account.security == "none" and account.host not in self.near:
            raise Declined("mailbox.no_encryption", host=account.host)
        place = self._checked(account)
        trust = self.trust if account.security == "tls" else None
        line = Line(account.host, account.port, place=place, trust=trust)
        if account.security == "starttls":
            if "STARTTLS" not in line.capabilities:
                line.shutdown()
                raise Declined("mailbox.no_encryption", host=account.host)
            line.starttls(self.trust)
        return line

    def _checked(self, account: Account) -> str:
        """The address to call. Where one of a name's addresses is not public, none of them is called."""
        found = self.look_up(account.host, account.port)
        if not found:
            raise Unreachable("mailbox.away", host=account.host, reason="no address")
        if account.host not in self.near and not all(web_addresses.is_public(each) for each in found):
            raise Declined("mailbox.private", host=account.host)
        return found[0]

    def _sign_in(self, line: Line, account: Account) -> None:
        """By AUTH=PLAIN (RFC 4616), which takes every letter, else by LOGIN."""
        words = f"\0{account.user}\0{account.password}".encode()
        try:
            if "AUTH=PLAIN" in line.capabilities:
                line.authenticate("PLAIN", lambda _challenge: words)
            else:
                line.login(quoted(account.user), account.password)
        except imaplib.IMAP4.abort:
            raise
        except (imaplib.IMAP4.error, UnicodeError) as error:
            raise Declined("mailbox.sign_in_refused", host=account.host, answer=said(error)) from error


class ImapFolder:
    """The folder of the account, open for reading and marking."""

    def __init__(self, line: Line, account: Account) -> None:
        self._line, self._account = line, account
        answer, told = line.select(folder_name(account.folder))
        if answer != "OK":
            raise Declined("mailbox.no_folder", host=account.host, folder=account.folder, answer=said(told))
        _, can = line.capability()  # asked anew: many servers can more once somebody signed in
        self._can = frozenset(b" ".join(one for one in can if one).decode("ascii", "replace").upper().split())
        _, validity = line.response("UIDVALIDITY")
        self.validity = int(validity[0] or 0) if validity else 0
        _, flags = line.response("PERMANENTFLAGS")
        self._may_mark = any(flag and (b"\\*" in flag or KEPT.encode() in flag) for flag in flags or [])
        if account.taken_folder:
            line.create(folder_name(account.taken_folder))  # NO where it is there already

    def waiting(self) -> list[int]:
        asked = ["UNDELETED", *(["UNKEYWORD", KEPT] if self._may_mark else [])]
        told = self._done("SEARCH", *asked)
        return sorted(int(one) for line in told if isinstance(line, bytes) for one in NUMBER.findall(line))

    def read(self, number: int, *, most: int) -> bytes | None:
        told = self._done("FETCH", str(number), f"(UID BODY.PEEK[]<0.{most}>)")
        return next((bytes(one[1]) for one in told if isinstance(one, tuple) and len(one) > 1), None)

    def put_away(self, number: int) -> None:
        folder, mark = self._account.taken_folder, str(number)
        flags = f"(\\Seen {KEPT})" if self._may_mark else "(\\Seen)"
        self._done("STORE", mark, "+FLAGS.SILENT", flags)
        if not folder:
            return
        if "MOVE" in self._can:  # RFC 6851: whole or not at all
            self._done("MOVE", mark, folder_name(folder))
            return
        self._done("COPY", mark, folder_name(folder))
        self._done("STORE", mark, "+FLAGS.SILENT", "(\\Deleted)")
        if "UIDPLUS" in self._can:  # RFC 4315: this mail, and nobody else's that is marked as deleted
            self._done("EXPUNGE", mark)

    def _done(self, command: str, *words: str) -> list[bytes | tuple[bytes, bytes]]:
        """A command about mails by their numbers, and what was answered."""
        with _told_apart(self._account):
            answer, told = self._line.uid(command, *words)
        if answer != "OK":
            raise Unreachable("mailbox.busy", host=self._account.host, answer=said(told))
        return [one for one in told if one is not None]


@contextmanager
def _told_apart(account: Account) -> Iterator[None]:
    """What a person must mend, and what may be over in a while."""
    try:
        yield
    except Failure:
        raise
    except ssl.SSLCertVerificationError as error:
        raise Declined("mailbox.bad_certificate", host=account.host, reason=said(error.verify_message)) from error
    except (OSError, imaplib.IMAP4.error, UnicodeError, ValueError) as error:
        raise Unreachable("mailbox.away", host=account.host, reason=said(error)) from error


def said(told: object) -> str:
    """A server's words: somebody else's text, so one line of visible letters, and not long."""
    words = b" ".join(one for one in told if isinstance(one, bytes)) if isinstance(told, list) else told
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words or type(told).__name__)
    return " ".join("".join(one if one.isprintable() else " " for one in text).split())[:LONGEST_ANSWER]
