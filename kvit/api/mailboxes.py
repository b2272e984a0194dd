"""Mailboxes that suppliers and customers write to: added with a password that is never shown again, tried, removed."""

from typing import Annotated, Literal

from ninja import Router
from pydantic import Field

from kvit.api import lists
from kvit.api.asking import Asking
from kvit.api.operations import changes, reads
from kvit.api.values import Given, Id, Moment, Shown, Text
from kvit.capture import mailboxes, outside, queries
from kvit.companies.permissions import require

router = Router()


class MailboxGiven(Given):
    """Where it is, and who opens it."""

    host: Text
    user: Text
    password: Annotated[Text, Field(description="Kept encrypted, and never shown again.")]
    port: Annotated[str, Field(max_length=5, description="993 with TLS, else 143, when left out.")] = ""
    security: Literal["tls", "starttls", "none"] = "tls"
    folder: Annotated[Text, Field(description="Every mail in it is taken.")] = "INBOX"
    purpose: Annotated[
        Literal["bills", "replies"], Field(description="Suppliers' bills, or customers' answers to what we sent.")
    ] = "bills"
    taken_folder: Annotated[Text, Field(description="Where taken mails are moved; else they stay, marked as read.")] = (
        ""
    )


class MailboxShown(Shown):
    """A mailbox that is looked into."""

    id: Id
    purpose: Literal["bills", "replies"]
    host: str
    port: int
    security: Literal["tls", "starttls", "none"]
    user: str
    folder: str
    taken_folder: str
    trouble: str | None = Field(description="Why it could not be looked into the last time.")
    trouble_since: Moment | None
    fetched_at: Moment | None = Field(description="When it was last looked into.")
    created_at: Moment


def shown(request: Asking) -> object:
    """Those that are looked into."""
    return lists.of_all([outside.mailbox(row) for row in queries.mailboxes(request.company)])


@reads(router, "/mailboxes", gives=lists.Listed[MailboxShown])
def listed(request: Asking) -> object:
    """The mailboxes that are looked into, and whether one is in trouble."""
    require(request.actor, "bill.view", request.company)
    return shown(request)


@changes(router, "/mailboxes", gives=MailboxShown, status=201)
def add(request: Asking, *, given: MailboxGiven) -> object:
    """Look into it from now on."""
    return outside.mailbox(mailboxes.add(request.company, given.told(), by=request.actor, on=request.today))


@changes(router, "/mailboxes/{id}/test", gives=MailboxShown)
def test(request: Asking, id: str) -> object:
    """Sign in and open the folder at once; nothing is fetched. What came of it is its `trouble`."""
    row = queries.mailbox(request.company, id)
    return outside.mailbox(mailboxes.attempt(request.company, row, by=request.actor, on=request.today))


@changes(router, "/mailboxes/{id}/remove", gives=lists.Listed[MailboxShown])
def remove(request: Asking, id: str) -> object:
    """Look into it no more, and forget its password; what came by it stays."""
    mailboxes.remove(request.company, queries.mailbox(request.company, id), by=request.actor, on=request.today)
    return shown(request)
