"""Where nobody set up a service for telephones: no text leaves, and reminders go by e-mail."""

from collections.abc import Collection

from kvit.ports.failures import Declined
from kvit.ports.texter import Became, Taken, Text


class NoTexter:
    """Can do nothing, and says so before it is asked."""

    channels: frozenset[str] = frozenset()

    def send(self, text: Text) -> Taken:
        raise Declined("text.no_service", number=text.to)

    def ask(self, text: Text, *, reference: str = "", others: Collection[str] = ()) -> Became:
        return Became("absent")
