"""How words are written for IMAP, and what is never called."""

import pytest

from kvit.adapters.mailboxes.imap import ImapMailboxes
from kvit.adapters.mailboxes.imap.line import folder_name
from kvit.ports.failures import Declined
from kvit.ports.mailbox import Account


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("INBOX", '"INBOX"'),
        ("R&D", '"R&-D"'),
        ('say "hi"', '"say \\"hi\\""'),
        ("~peter/mail/台北/日本語", '"~peter/mail/&U,BTFw-/&ZeVnLIqe-"'),
    ],
)
def test_folders_are_named_in_modified_utf_7(name, written):
    """The last is the example of RFC 3501, 5.1.3."""
    assert folder_name(name) == written


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.5", "169.254.169.254", "::1", "::ffff:192.168.0.1"])
def test_our_own_network_is_not_called(address):
    boxes = ImapMailboxes(look_up=lambda host, port: ["93.184.216.34", address])
    with pytest.raises(Declined, match=r"mailbox\.private"), boxes.open(account(host="imap.example.com")):
        pass


def test_no_password_leaves_in_the_clear():
    boxes = ImapMailboxes(look_up=lambda host, port: ["93.184.216.34"])
    with pytest.raises(Declined, match=r"mailbox\.no_encryption"), boxes.open(account(security="none")):
        pass


def account(*, host="imap.example.com", security="tls"):
    return Account(host=host, port=993, security=security, user="u", password="p")  # noqa: S106
