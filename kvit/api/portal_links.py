"""Links to the portal: made for suppliers and customers, listed, revoked."""

from typing import Literal

from ninja import Router

from kvit.api import lists
from kvit.api.asking import Asking
from kvit.api.operations import changes, reads
from kvit.api.values import Given, Id, Moment, Shown
from kvit.companies import links
from kvit.companies.permissions import require
from kvit.messages import invitations
from kvit.parties import queries as parties

router = Router()


class InviteGiven(Given):
    """Whether the link is mailed to the supplier's addresses too."""

    mail: bool = True


class LinkShown(Shown):
    """A link; its address was shown once, when it was made."""

    id: Id
    supplier: Id
    standing: Literal["live", "expired", "revoked"]
    made_at: Moment
    expires_at: Moment
    last_used_at: Moment | None


class InvitedShown(LinkShown):
    """A new link with its address, which nobody can read again."""

    url: str
    mailed_to: list[str]


@reads(router, "/suppliers/{id}/portal_links", gives=lists.Listed[LinkShown])
def listed(request: Asking, id: str) -> object:
    """The supplier's links, the newest first."""
    require(request.actor, "supplier.view", request.company)
    party = parties.find_supplier(request.company, id)
    rows = links.of_party(request.company, party.pk, purpose="supplier")
    return lists.of_all([invitations.outside(row, party) for row in rows])


@changes(router, "/suppliers/{id}/portal_links", gives=InvitedShown, status=201)
def invite(request: Asking, id: str, *, given: InviteGiven) -> object:
    """A new link for the supplier."""
    party = parties.find_supplier(request.company, id)
    made = invitations.invite(request.company, party, by=request.actor, on=request.today, mail=given.mail)
    told = {"url": made.url, "mailed_to": list(made.mailed_to)}
    return {**invitations.outside(made.link, party), **told}


@changes(router, "/portal_links/{id}/revoke", gives=LinkShown)
def revoke(request: Asking, id: str) -> object:
    """The link opens nothing any more, nor do the visits that it began."""
    link = links.revoke(request.company, id, by=request.actor, on=request.today)
    return invitations.outside(link, parties.party_of_link(request.company, link))


class PayLinkShown(Shown):
    """A new link by which a customer sees what is open and pays it, with its address, which nobody can read again."""

    id: Id
    customer: Id
    expires_at: Moment
    url: str


@changes(router, "/customers/{id}/portal_links", gives=PayLinkShown, status=201)
def invite_to_pay(request: Asking, id: str) -> object:
    """A new link for the customer; every mail with an invoice carries one of its own."""
    party = parties.find(request.company, id)
    made = invitations.to_pay(request.company, party, by=request.actor, on=request.today)
    told = {"id": made.link.public_id, "customer": party.public_id, "expires_at": made.link.expires_at}
    return {**told, "url": made.url}
