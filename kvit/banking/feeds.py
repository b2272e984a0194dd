"""Feeds of our accounts: added, a new consent asked for, no longer used; in or out of trouble."""

import json
import secrets as chance
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from kvit.banking.models import FedAccount, Feed
from kvit.companies.models import Company
from kvit.companies.permissions import require
from kvit.core.errors import Refused
from kvit.core.feeds import is_ending
from kvit.core.formats.statement import account_of
from kvit.core.parsing.told import Told
from kvit.core.permissions import Actor
from kvit.events import ciphers, events
from kvit.ports import registry
from kvit.ports.failures import Declined, Failure, Unreachable
from kvit.ports.feed import Access, BankFeed, Consent

KNOWN = frozenset({"provider", "bank", "secrets"})
USUAL = "gocardless"
MOST = 20
"""So many feeds a company has at most: each is asked several times a day."""
QUIET = timedelta(hours=24)
"""So long a provider may be away before a person is told; what it declines is told at once."""


def port_of(provider: str) -> BankFeed:
    """The adapter of that name. Refuses `feed.no_provider`."""
    ports: dict[str, BankFeed] = registry.use("feeds")
    if provider not in ports:
        raise Refused("feed.no_provider", provider=provider[:30], known=sorted(ports))
    return ports[provider]


def add(company: Company, raw: Mapping[str, object], *, by: Actor, on: date) -> Feed:
    """A bank whose accounts are fetched once their holder agreed; `renew` asks them. Secrets are never shown again.

    Refuses `feed.no_provider`, `feed.known`, `feed.too_many`, `field.*`.
    """
    require(by, "feed.edit", company)
    told = Told(raw, KNOWN)
    port = port_of(told.text("provider", most=30) or USUAL)
    inner = told.within("secrets", frozenset(port.needs))
    given = {name: inner.needed(name, most=1000) for name in port.needs}
    return _added(company, port.name, told.needed("bank", most=100), given, by=by, on=on)


@transaction.atomic
def _added(company: Company, provider: str, bank: str, given: Mapping[str, str], *, by: Actor, on: date) -> Feed:
    Company.objects.select_for_update(no_key=True).get(pk=company.pk)
    used = Feed.objects.filter(company=company, is_used=True)
    if used.filter(provider=provider, bank=bank).exists():
        raise Refused("feed.known", bank=bank)
    if used.count() >= MOST:
        raise Refused("feed.too_many", most=MOST)
    now = timezone.now()
    sealed = ciphers.encrypt(json.dumps(given))
    row = Feed.objects.create(company=company, provider=provider, bank=bank, sealed=sealed, created_at=now, next_at=now)
    _record("feed.added", row, by=by, on=on)
    return row


def renew(company: Company, feed: Feed, *, by: Actor, on: date) -> Feed:
    """Ask the holder of the accounts for a consent, on the feed's `page`; until it is given an old one is used.

    Where the provider cannot be asked now, the feed is in trouble.
    """
    require(by, "feed.edit", company)
    key = f"{feed.public_id}-{chance.token_hex(4)}"
    try:
        back = f"{settings.KVIT_BASE_URL}/settings/feeds"
        asked = port_of(feed.provider).ask_consent(access(feed), bank=feed.bank, key=key, return_url=back)
    except (Declined, Unreachable) as failure:
        return in_trouble(feed, failure, by=by, on=on)
    with transaction.atomic():
        row = _locked(feed)
        if not row.is_used:
            return row
        row.asked, row.page = asked.reference[:100], asked.page[:500]
        row.save(update_fields=["asked", "page"])
        _record("feed.consent_asked", row, by=by, on=on)
    return row


@transaction.atomic
def remove(company: Company, feed: Feed, *, by: Actor, on: date) -> None:
    """Fetch nothing more, and forget the secrets; what came by it stays. The consent ends at the provider by itself."""
    require(by, "feed.edit", company)
    row = _locked(feed)
    row.is_used, row.sealed, row.page = False, "", ""
    row.save(update_fields=["is_used", "sealed", "page"])
    used = FedAccount.objects.filter(feed=row, is_used=True)
    ibans = list(used.order_by("pk").values_list("bank_account__iban", flat=True))
    used.update(is_used=False)
    _record("feed.removed", row, by=by, on=on, accounts=ibans)


@transaction.atomic
def accept_gap(company: Company, feed: Feed, account: str = "", *, by: Actor, on: date) -> None:
    """What was missing is in the books by now, from a statement: count on from the bank's balance.

    Of the account that is named, else of every one. Refuses `feed.no_gap`.
    """
    require(by, "feed.edit", company)
    rows = FedAccount.objects.select_for_update(of=("self",)).filter(feed=feed, is_used=True).exclude(gap=None)
    found = rows.select_related("bank_account", "feed__company").order_by("pk")
    missing = [row for row in found if row.gap and account_of(account) in ("", row.bank_account.iban)]
    if not missing:
        raise Refused("feed.no_gap", account=account[:40] or feed.bank)
    for row in missing:
        record_gap("feed.gap_accepted", row, by=by, on=on)
        row.base, row.gap, row.is_gap_told = (row.base or 0) + (row.gap or 0), Decimal(0), False
        row.known_until = on
        row.save(update_fields=["base", "gap", "is_gap_told", "known_until"])


def access(feed: Feed) -> Access:
    """The secrets as adapters want them. Declines `secret.unreadable`."""
    try:
        return Access(json.loads(ciphers.decrypt(feed.sealed)))
    except Refused as refused:
        raise Declined(refused.code) from refused


@transaction.atomic
def consented(feed: Feed, consent: Consent, *, by: Actor, on: date) -> Feed:
    """A consent is given: it is used from now on. A person is told once that it ends, two weeks before."""
    row = _locked(feed)
    if not row.is_used:
        return row  # removed meanwhile
    is_new = row.consent != consent.reference
    row.consent, row.until = consent.reference[:100], consent.until
    if row.asked == row.consent:
        row.asked, row.page = "", ""
    if is_new:
        _record("feed.consented", row, by=by, on=on, until=_day(row.until))
    if is_ending(row.until, on=on) and row.warned_until != row.until:
        row.warned_until = row.until
        _record("feed.consent_ends", row, by=by, on=on, until=_day(row.until))
    row.save(update_fields=["consent", "until", "asked", "page", "warned_until"])
    return row


@transaction.atomic
def in_trouble(feed: Feed, failure: Failure, *, by: Actor, on: date) -> Feed:
    """A round failed: a person is told once, of a provider that is only away after a day."""
    row, now = _locked(feed), timezone.now()
    if not row.is_used:
        return row  # removed meanwhile
    is_new = row.trouble != failure.code
    row.trouble, row.trouble_facts = failure.code, failure.facts
    row.trouble_since = now if is_new else row.trouble_since
    is_late = now - (row.fetched_at or row.created_at) > QUIET
    if (is_new or not row.is_told) and (isinstance(failure, Declined) or is_late):
        row.is_told = True
        _record("feed.troubled", row, by=by, on=on, failure=failure.code, failure_facts=failure.facts)
    row.save(update_fields=["trouble", "trouble_facts", "trouble_since", "is_told"])
    return row


@transaction.atomic
def out_of_trouble(feed: Feed, *, by: Actor, on: date) -> Feed:
    """A round went through; a trouble that there was is over."""
    row = _locked(feed)
    if not row.is_used:
        return row  # removed meanwhile
    was_told, row.fetched_at = row.is_told, timezone.now()
    row.trouble, row.trouble_facts, row.trouble_since, row.is_told = "", {}, None, False
    row.save(update_fields=["trouble", "trouble_facts", "trouble_since", "is_told", "fetched_at"])
    if was_told:
        _record("feed.recovered", row, by=by, on=on)
    return row


def record_gap(name: str, account: FedAccount, *, by: Actor, on: date) -> None:
    """That movements of an account are missing, or are there by now."""
    told = {"account": account.bank_account.iban, "difference": f"{account.gap or 0:f}"}
    _record(name, account.feed, by=by, on=on, currency=account.bank_account.currency, **told)


def _locked(feed: Feed) -> Feed:
    return Feed.objects.select_for_update(of=("self",)).select_related("company").get(pk=feed.pk)


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _record(name: str, row: Feed, *, by: Actor, on: date, **facts: object) -> None:
    events.record(name, row, by=by, on=on, facts={"provider": row.provider, "bank": row.bank, **facts})
