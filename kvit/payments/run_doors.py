"""What every kind of bank runs, payments and direct debits alike, offers to the doors that show and move them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Protocol

from kvit.companies.models import Company
from kvit.core.permissions import Actor


class Runs(Protocol):
    """The verbs of a run; each refuses as its room says."""

    def release(self, company: Company, run: Any, *, version: int, by: Actor, on: date) -> Any:
        """Another person than who proposed it lets the run go, in the version that they saw."""

    def remove(self, company: Company, run: Any, *, number: str, by: Actor, on: date) -> Any:
        """Without that document."""

    def cancel(self, company: Company, run: Any, *, reason: str, by: Actor, on: date) -> Any:
        """Its documents are free for another run."""

    def export(self, company: Company, run: Any, *, by: Actor, on: date) -> bytes:
        """The released file: the same bytes for ever."""

    def proposed_by(self, run: Any) -> frozenset[int]:
        """The people who may not release it."""


class Queries(Protocol):
    """The company's runs."""

    def listed(self, company: Company, *, status: str = "", size: int = 25, after: str = "", before: str = "") -> Any:
        """A page of them, the newest first."""

    def find(self, company: Company, public_id: str) -> Any:
        """One, with its items."""


class Answers(Protocol):
    """What banks say of a file."""

    def take(self, company: Company, content: bytes, *, by: Actor, on: date) -> Any:
        """The run and what the bank said of its items, kept."""


class Shapes(Protocol):
    """Runs as programs are told them."""

    def listed(self, rows: Sequence[Any]) -> list[dict[str, Any]]:
        """Each in short."""

    def answered(self, told: Any) -> Mapping[str, Any]:
        """What a bank said."""

    def why(self, one: dict[str, object]) -> str:
        """Why a document was left out, as a sentence."""
