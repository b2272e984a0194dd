"""A round of a feed: what was booked since the last one, each movement once, held against the bank's balance."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Max

from kvit.banking import feed_lines, feeds
from kvit.banking.feed_lines import Round
from kvit.banking.models import FedAccount, Feed, StatementLine
from kvit.companies.models import Company
from kvit.companies.permissions import require
from kvit.core import feeds as core
from kvit.core.errors import Finding, Refused
from kvit.core.permissions import Actor
from kvit.ledger import accounts
from kvit.ledger.models import BankAccount
from kvit.ports.failures import Declined, Unreachable
from kvit.ports.feed import Access, Account, BankFeed, Consent

EVERY = timedelta(hours=8)
"""A bank lets programs ask four times in 24 hours: three rounds, and one that a person asks for."""


def due(company: Company, *, by: Actor, on: date, at: datetime) -> list[Round]:
    """The rounds of the feeds whose turn it is; of two workers one takes each."""
    done = []
    for feed in Feed.objects.filter(company=company, is_used=True, next_at__lte=at).order_by("pk"):
        mine = Feed.objects.filter(pk=feed.pk, is_used=True, next_at=feed.next_at)
        if mine.update(next_at=at + EVERY):
            done.append(fetch(company, feed, by=by, on=on))
    return done


def fetch(company: Company, feed: Feed, *, by: Actor, on: date) -> Round:
    """Ask the provider at once. The network is used between transactions; a kill at any point loses nothing.

    A failure is in the feed's `trouble`; an account that fails delays no other.
    """
    require(by, "bank.import", company)
    found = Round(feed)
    failure: Declined | Unreachable | None = None
    try:
        port, access = _port_of(feed), feeds.access(feed)
        consent = _consent(port, access, feed)
        if consent is None:
            found.is_waiting = True
            return found
        feed = feeds.consented(feed, consent, by=by, on=on)
        for reference in consent.accounts:
            try:
                _account(port, access, feed, reference=reference, found=found, by=by, on=on)
            except (Declined, Unreachable) as one:
                failure = one
    except (Declined, Unreachable) as one:
        failure = one
    if failure is None:
        found.feed = feeds.out_of_trouble(feed, by=by, on=on)
    else:
        found.feed = feeds.in_trouble(feed, failure, by=by, on=on)
    return found


def _port_of(feed: Feed) -> BankFeed:
    try:
        return feeds.port_of(feed.provider)
    except Refused as refused:  # set up on another installation
        raise Declined(refused.code, provider=feed.provider, known="") from refused


def _consent(port: BankFeed, access: Access, feed: Feed) -> Consent | None:
    """The consent to use: the one that was asked for last, once it is given. Declines `feed.consent_ended`."""
    asked = port.consent(access, feed.asked) if feed.asked else None
    if asked is not None and asked.is_given:
        return asked
    if not feed.consent:
        if asked is not None and asked.is_ended:
            raise Declined("feed.consent_ended", provider=feed.provider, reason="")
        return None
    used = port.consent(access, feed.consent)
    if not used.is_given:
        raise Declined("feed.consent_ended", provider=feed.provider, reason="")
    return used


def _account(port: BankFeed, access: Access, feed: Feed, *, reference: str, found: Round, by: Actor, on: date) -> None:
    fed = FedAccount.objects.filter(feed=feed, reference=reference).select_related("bank_account").first()
    if fed is None:
        fed = _tied(feed, port.account(access, reference), found=found, by=by, on=on)
    if fed is None or not fed.is_used or fed.bank_account.archived_at is not None:
        return
    since = core.asks_since(fed.from_on, None if fed.gap else fed.known_until, on=on)
    feed_lines.take(fed, port.read(access, reference, since=since), found, since=since, by=by, on=on)


@transaction.atomic
def _tied(feed: Feed, told: Account, *, found: Round, by: Actor, on: date) -> FedAccount | None:
    """Our account that the provider's is; one that we do not know is opened, and said. A new consent renames it.

    None where another feed of the company shows it already, or where the bank names no account by a number.
    """
    Company.objects.select_for_update(no_key=True).get(pk=feed.company_id)
    if not told.iban:
        found.findings.append(Finding("feed.no_iban", "account", "warning", {"account": told.reference[:40]}))
        return None
    bank = BankAccount.objects.filter(company_id=feed.company_id, iban=told.iban).first()
    if bank is None:
        bank = accounts.open_named(
            feed.company, told.iban[:34], currency=told.currency or feed.company.currency, by=by, on=on
        )
        found.findings.append(Finding("statement.new_account", "account", "warning", {"account": told.iban}))
    if told.currency and told.currency != bank.currency:
        found.findings.append(Finding("feed.other_currency", "account", "warning", {"account": told.iban}))
        return None
    known = FedAccount.objects.filter(bank_account=bank, is_used=True).select_related("bank_account").first()
    if known is not None and known.feed_id != feed.pk:
        found.findings.append(Finding("feed.other_feed", "account", "warning", {"account": told.iban}))
        return None
    if known is not None:
        FedAccount.objects.filter(pk=known.pk).update(reference=told.reference)
        return known
    from_on = core.first_day(_told_until(bank), on=on)
    return FedAccount.objects.create(
        company_id=feed.company_id, feed=feed, bank_account=bank, reference=told.reference, from_on=from_on
    )


def _told_until(bank: BankAccount) -> date | None:
    """The last day of which any line of the account is known."""
    found = StatementLine.objects.filter(bank_account=bank).order_by().aggregate(last=Max("booked_on"))
    last: date | None = found["last"]
    return last
