"""The sender of installations without a mail server, and of the demo: nothing leaves, the outbox page shows it all."""

from kvit.ports.sender import Handed, Mail


class OutboxOnly:
    """Keeps every mail."""

    def send(self, mail: Mail) -> Handed:
        return Handed("kept")
