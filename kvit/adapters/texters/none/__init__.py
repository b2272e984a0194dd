"""Where nobody set up a service for telephones: no text leaves, and reminders go by e-mail."""

from collections.abc import Collection

from kvit.ports.failures import Declined, Unreachable
from kvit.ports.texter import Became, Taken, Text


class NoTexter:
    """Can do nothing, and says so before it is asked.

    What became of a text it does not know: whoever is asked about one was handed it by a service that was set up then.
    """

    channels: frozenset[str] = frozenset()

    def send(self, text: Text) -> Taken:
        raise Declined("text.no_service", number=text.to)

    def ask(self, text: Text, *, reference: str = "", others: Collection[str] = ()) -> Became:
        raise Unreachable("text.no_service", number=text.to)
