"""Dispatches: a document on its way to its customer, one mail to each address, and a copy to who looks after them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kvit.archive.models import File
from kvit.companies import whose
from kvit.companies.models import ApiKey, Company, User
from kvit.core import identifiers
from kvit.core.errors import Refused
from kvit.core.permissions import Actor
from kvit.messages import outbox
from kvit.messages.letters import Mail
from kvit.messages.models import Message
from kvit.messages.outbox import About, Outgoing
from kvit.parties import correspondence
from kvit.parties.models import Party

FIRST = "first"
COPY = "document_copy"


@dataclass(frozen=True, kw_only=True)
class Dispatch:
    """A document with the letter that carries it; `secret` is the key in its link, told to nobody in the outbox.

    `reply_to` is where answers are looked for by themselves, where the company has such a mailbox. `copied` is false
    where who looks after the customer is told in another way.
    """

    kind: str
    about: About
    party: Party
    language: str
    mail: Mail
    files: Sequence[tuple[str, File]]
    secret: str = ""
    reply_to: str = ""
    copied: bool = True


def occasion(company: Company, about: About, *, again: bool, known: int | None = None) -> str:
    """Which sending of the document this one is; the caller holds the document's row.

    Refuses `message.waiting` while one has not left yet, and `message.sent_before` for a second one without `again`,
    or where there was one that the asker, who knew of so many (`known`), has not seen: two clicks are one mail.
    """
    before = Message.objects.filter(company=company, about_kind=about.kind, about_id=about.id).exclude(kind=COPY)
    sent = list(before.order_by("pk").values_list("occasion", "status", "to_address"))
    waiting = [address for _, status, address in sent if status == "queued"]
    if waiting:
        raise Refused("message.waiting", number=about.name, address=waiting)
    arrived = [address for _, status, address in sent if status in ("sent", "kept", "unknown")]
    count = len({name for name, _, _ in sent})
    if arrived and (not again or known not in (None, count)):
        raise Refused("message.sent_before", number=about.name, address=list(dict.fromkeys(arrived)))
    return f"again-{count}" if count else FIRST


def sent_before(company: Company, kind: str, *, ids: Sequence[int]) -> dict[int, str]:
    """Of many documents, those that `occasion` would refuse to send, each with the code it would refuse with."""
    on_their_way = Message.objects.filter(company=company, about_kind=kind, about_id__in=ids).exclude(kind=COPY)
    told = on_their_way.filter(status__in=("queued", "sent", "kept", "unknown")).values_list("about_id", "status")
    found: dict[int, str] = {}
    for key, status in told:
        if status == "queued" or key not in found:
            found[key] = "message.waiting" if status == "queued" else "message.sent_before"
    return found


def addressees(company: Company, party: Party, *, to: Sequence[str] = ()) -> list[tuple[str, str]]:
    """To whom it goes: those who were named, else the customer's own. Refuses `message.no_address`, `email.*`."""
    named = [(identifiers.check_email(address), party.name) for address in to if address.strip()]
    found = list(dict.fromkeys(named)) or correspondence.mailboxes(company, party)
    if not found:
        raise Refused("message.no_address", name=party.name)
    return found


def queue_all(
    company: Company, out: Dispatch, *, to: Sequence[tuple[str, str]], occasion: str, by: Actor, on: date
) -> list[Message]:
    """One mail to each address, all in the caller's transaction; who was named for the customer gets a copy.

    No copy goes to the one who acts. Replies go to where they are looked for, else to the one who
    was named, else to who acts, else to the company.
    """
    named = correspondence.named_responsible(company, out.party)
    queued = [
        outbox.queue(
            company,
            Outgoing(
                kind=out.kind,
                about=out.about,
                occasion=occasion,
                to_address=address,
                to_name=name,
                reply_to=out.reply_to or _reply_to(company, named, by=by),
                language=out.language,
                mail=out.mail,
                party=out.party,
                responsible=correspondence.responsible(company, out.party),
                files=out.files,
                secret=out.secret,
            ),
            by=by,
            on=on,
        )
        for address, name in to
    ]
    if out.copied and named is not None and named != _person(by) and reachable(named):
        copy = Outgoing(
            kind=COPY,
            about=out.about,
            occasion=occasion,
            to_address=named.email,
            to_name=str(named),
            reply_to=to[0][0],
            language=out.language,
            mail=out.mail,
            party=out.party,
            responsible=named,
            files=out.files,
            secret=out.secret,
        )
        outbox.queue(company, copy, by=by, on=on)
    return queued


def reachable(user: User) -> bool:
    """Whether mail can reach the address under which the user signs in."""
    try:
        identifiers.check_email(user.email)
    except Refused:
        return False
    return True


def _reply_to(company: Company, named: User | None, *, by: Actor) -> str:
    for user in (named, _person(by)):
        if user is not None and reachable(user):
            return user.email
    owner = whose.first_owner(company)
    return company.email or (owner.email if reachable(owner) else "")


def _person(by: Actor) -> User | None:
    if by.kind == "user":
        return User.objects.filter(pk=by.id).first()
    if by.kind == "api_key":
        return User.objects.filter(pk__in=ApiKey.objects.filter(pk=by.id).values("user")).first()
    return None
