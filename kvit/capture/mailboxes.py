"""The mailboxes that suppliers and customers write to: added, tried, no longer used; in or out of trouble."""

from collections.abc import Mapping
from datetime import date
from typing import cast

from django.db import transaction
from django.utils import timezone

from kvit.capture.models import PURPOSES, Mailbox
from kvit.companies.models import Company
from kvit.companies.permissions import require
from kvit.core.errors import Refused
from kvit.core.parsing.told import Told
from kvit.core.permissions import Actor
from kvit.events import ciphers, events
from kvit.ports import registry
from kvit.ports.failures import Declined, Failure, Unreachable
from kvit.ports.mailbox import Account, Mailboxes, Security

KNOWN = frozenset({"host", "port", "security", "user", "password", "folder", "taken_folder", "purpose"})
PORTS = {"tls": 993, "starttls": 143, "none": 143}
"""Where IMAP listens (RFC 8314; RFC 9051), unless another port is given."""
BILLS, REPLIES = PURPOSES
MOST = 20
"""So many mailboxes a company has at most: each is looked into every few minutes."""


@transaction.atomic
def add(company: Company, raw: Mapping[str, object], *, by: Actor, on: date) -> Mailbox:
    """A folder that is looked into from now on; its password is kept encrypted and never shown again.

    Its purpose is `bills` unless it is told. Refuses `mailbox.bad_security`, `.bad_purpose`, `.bad_port`,
    `.same_folder`, `.known`, `.too_many`, `field.*`.
    """
    require(by, "mailbox.edit", company)
    told = Told(raw, KNOWN)
    security = told.text("security") or "tls"
    if security not in PORTS:
        raise Refused("mailbox.bad_security", security=security[:20], known=sorted(PORTS))
    purpose = told.text("purpose") or BILLS
    if purpose not in PURPOSES:
        raise Refused("mailbox.bad_purpose", purpose=purpose[:20], known=PURPOSES)
    facts = {
        "purpose": purpose,
        "host": told.needed("host", most=255).lower(),
        "user": told.needed("user", most=200),
        "folder": told.text("folder", most=200) or "INBOX",
        "taken_folder": told.text("taken_folder", most=200),
    }
    if facts["taken_folder"] == facts["folder"]:
        raise Refused("mailbox.same_folder", folder=facts["folder"])
    Company.objects.select_for_update(no_key=True).get(pk=company.pk)
    used = Mailbox.objects.filter(company=company, is_used=True)
    if used.filter(host=facts["host"], user=facts["user"], folder=facts["folder"]).exists():
        raise Refused("mailbox.known", user=facts["user"], folder=facts["folder"])
    if used.count() >= MOST:
        raise Refused("mailbox.too_many", most=MOST)
    row = Mailbox.objects.create(
        company=company,
        security=security,
        port=_port(told, security),
        sealed=ciphers.encrypt(told.needed("password", most=1000)),
        created_at=timezone.now(),
        **facts,
    )
    _record("mailbox.added", row, by=by, on=on)
    return row


def attempt(company: Company, mailbox: Mailbox, *, by: Actor, on: date) -> Mailbox:
    """Sign in and open the folder at once; nothing is fetched. What came of it is in its `trouble`."""
    require(by, "mailbox.edit", company)
    try:
        port: Mailboxes = registry.use("mailboxes")
        with port.open(account(mailbox)):
            pass
    except (Declined, Unreachable) as failure:
        return in_trouble(mailbox, failure, by=by, on=on)
    return out_of_trouble(mailbox, by=by, on=on)


@transaction.atomic
def remove(company: Company, mailbox: Mailbox, *, by: Actor, on: date) -> None:
    """Look into it no more, and forget its password; what came by it stays."""
    require(by, "mailbox.edit", company)
    row = _locked(mailbox)
    row.is_used, row.sealed = False, ""
    row.save(update_fields=["is_used", "sealed"])
    _record("mailbox.removed", row, by=by, on=on)


def account(row: Mailbox) -> Account:
    """The mailbox as adapters want it, its password readable. Declines `secret.unreadable`."""
    try:
        password = ciphers.decrypt(row.sealed)
    except Refused as refused:
        raise Declined(refused.code) from refused
    return Account(
        host=row.host,
        port=row.port,
        security=cast(Security, row.security),
        user=row.user,
        password=password,
        folder=row.folder,
        taken_folder=row.taken_folder,
    )


@transaction.atomic
def in_trouble(mailbox: Mailbox, failure: Failure, *, by: Actor, on: date) -> Mailbox:
    """It could not be looked into: told once for each new reason."""
    row = _locked(mailbox)
    is_new = row.trouble != failure.code
    row.trouble, row.trouble_facts = failure.code, failure.facts
    row.trouble_since = timezone.now() if is_new else row.trouble_since
    row.save(update_fields=["trouble", "trouble_facts", "trouble_since"])
    if is_new:
        _record("mailbox.troubled", row, by=by, on=on, failure=failure.code, failure_facts=failure.facts)
    return row


@transaction.atomic
def out_of_trouble(mailbox: Mailbox, *, by: Actor, on: date) -> Mailbox:
    """It was looked into; a trouble that there was is over."""
    row = _locked(mailbox)
    was, row.fetched_at = row.trouble, timezone.now()
    row.trouble, row.trouble_facts, row.trouble_since = "", {}, None
    row.save(update_fields=["trouble", "trouble_facts", "trouble_since", "fetched_at"])
    if was:
        _record("mailbox.recovered", row, by=by, on=on)
    return row


def _port(told: Told, security: str) -> int:
    given = told.text("port") or str(PORTS[security])
    if not given.isascii() or not given.isdigit() or not 0 < int(given) < 65536:
        raise Refused("mailbox.bad_port", port=given[:20])
    return int(given)


def _locked(mailbox: Mailbox) -> Mailbox:
    return Mailbox.objects.select_for_update(of=("self",)).select_related("company").get(pk=mailbox.pk)


def _record(name: str, row: Mailbox, *, by: Actor, on: date, **facts: object) -> None:
    told: dict[str, object] = {"host": row.host, "user": row.user, "folder": row.folder, **facts}
    events.record(name, row, by=by, on=on, facts=told)
