"""Opens mailboxes by IMAP (RFC 3501 and 9051), encrypted, and never into our own network unless it was allowed."""

from kvit.adapters.mailboxes.imap.mailboxes import ImapMailboxes

__all__ = ["ImapMailboxes"]
