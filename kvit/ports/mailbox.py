"""Looks into a mailbox that a supplier writes to: which mails wait there, what they are; and puts them away."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Literal, Protocol

from kvit.ports.failures import Declined, Unreachable

Security = Literal["tls", "starttls", "none"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Where a mailbox is and who opens it. Mails go to `taken_folder` once they are kept; empty: they stay, marked."""

    host: str
    port: int
    security: Security
    user: str
    password: str
    folder: str = "INBOX"
    taken_folder: str = ""


class Folder(Protocol):
    """An open folder. A number names one mail for as long as `validity` is the same (RFC 3501, 2.3.1.1)."""

    validity: int

    def waiting(self) -> list[int]:
        """The numbers of the mails that nobody put away yet, the oldest first."""
        ...

    def read(self, number: int, *, most: int) -> bytes | None:
        """The mail as it came, its first `most` bytes; None where it is gone. It is not marked as read."""
        ...

    def put_away(self, number: int) -> None:
        """Move or mark it, so that it waits no more. One that is gone is no failure."""
        ...


class Mailboxes(Protocol):
    """Raises Declined (a person must look: password, folder, encryption) or Unreachable (later, perhaps)."""

    def open(self, account: Account) -> AbstractContextManager[Folder]:
        """Sign in and open the folder, until the context ends."""
        ...


class FakeFolder:
    """Mails by number; those put away are kept apart."""

    def __init__(self, validity: int = 1) -> None:
        self.validity = validity
        self.mails: dict[int, bytes] = {}
        self.away: dict[int, bytes] = {}
        self._last = 0

    def arrive(self, mail: bytes) -> int:
        """A mail comes; gives its number."""
        self._last += 1
        self.mails[self._last] = mail
        return self._last

    def waiting(self) -> list[int]:
        return sorted(self.mails)

    def read(self, number: int, *, most: int) -> bytes | None:
        mail = self.mails.get(number)
        return None if mail is None else mail[:most]

    def put_away(self, number: int) -> None:
        if number in self.mails:
            self.away[number] = self.mails.pop(number)


class FakeMailboxes:
    """One folder for every account, and the failure it was told to have next."""

    def __init__(self) -> None:
        self.folder = FakeFolder()
        self.opened: list[Account] = []
        self.failure: Declined | Unreachable | None = None

    @contextmanager
    def open(self, account: Account) -> Iterator[Folder]:
        self.opened.append(account)
        if self.failure is not None:
            raise self.failure
        yield self.folder
