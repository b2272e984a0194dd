"""Desks: opened over an account of their own, handed to another person."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import Max, Q, Sum

from kvit.cashbook import book
from kvit.cashbook.book import NewLine, Opened
from kvit.cashbook.models import Desk
from kvit.companies.models import Company, Membership, User
from kvit.companies.permissions import person_behind, require
from kvit.core import cash
from kvit.core.countries.cash import papers_of
from kvit.core.errors import Refused
from kvit.core.money import decimals, round_half_up
from kvit.core.permissions import Actor
from kvit.core.postings import Posting
from kvit.events import events
from kvit.ledger import accounts, entries, rates
from kvit.ledger.entries import NewEntry
from kvit.ledger.models import Account, EntryLine

CODE = re.compile(r"[A-Z0-9]{1,6}")
MOST = 99


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A new desk. Without an account it stands over the chart's own, or over a new one beside it.

    `holds` is what is in it now; `responsible` an e-mail or id of somebody who works here, else who opens it.
    """

    name: str
    code: str
    currency: str = ""
    account: str = ""
    responsible: str = ""
    holds: Decimal = Decimal(0)


@transaction.atomic
def open_desk(company: Company, asked: Asked, *, by: Actor, on: date) -> Desk:
    """Open a desk with what is in it; from now on nothing but its book posts to its account.

    Refuses `desk.bad_code`, `desk.known`, `desk.too_many`, `desk.account_taken`, `desk.account_mixed`,
    `desk.no_person`, `account.unknown`, `field.bad_value`.
    """
    require(by, "desk.edit", company)
    Company.objects.select_for_update(no_key=True).get(pk=company.pk)
    code, currency = asked.code.strip().upper(), asked.currency.upper() or company.currency
    if not CODE.fullmatch(code):
        raise Refused("desk.bad_code", told=code[:20])
    if not asked.name.strip():
        raise Refused("field.missing", field="name")
    if asked.holds < 0 or round_half_up(asked.holds, decimals(currency)) != asked.holds:
        raise Refused("field.bad_value", field="holds", value=f"{asked.holds:f}", wanted=f"cents of {currency}")
    rows = Desk.objects.filter(company=company)
    last = rows.aggregate(last=Max("nth"))["last"] or 0
    if last >= MOST:
        raise Refused("desk.too_many", most=MOST)
    if rows.filter(code=code).exists():
        raise Refused("desk.known", desk=code)
    account = _account(company, asked, currency=currency)
    desk = Desk.objects.create(
        company=company,
        nth=last + 1,
        code=code,
        name=asked.name.strip()[:80],
        account=account,
        transit=_transit(company),
        currency=currency,
        responsible=_person(company, asked.responsible, by=by),
        opened_on=on,
    )
    accounts.keep_book(company, account)
    _opening(company, desk, asked.holds, by=by, on=on)
    facts = {"code": code, "currency": currency, "holds": str(asked.holds), "responsible": desk.responsible.public_id}
    events.record("desk.opened", desk, by=by, on=on, facts=facts)
    return desk


@transaction.atomic
def hand_over(company: Company, desk: Desk, responsible: str, *, by: Actor, on: date) -> Desk:
    """Another person answers for the desk from now on. Refuses `desk.no_person`."""
    require(by, "desk.edit", company)
    row = book.hold(company, desk).desk
    before, row.responsible = row.responsible, _person(company, responsible, by=by)
    row.save(update_fields=["responsible"])
    facts = {"before": before.public_id, "responsible": row.responsible.public_id}
    events.record("desk.handed_over", row, by=by, on=on, facts=facts)
    return row


def _account(company: Company, asked: Asked, *, currency: str) -> Account:
    if asked.account:
        found = accounts.by_code(company, {asked.account})[asked.account]
        if _is_taken(found) or found.kind != "asset" or found.role not in ("", book.ROLE):
            raise Refused("desk.account_taken", account=f"{found.code} {found.name}"[:80])
    else:
        found = accounts.find(company, book.ROLE)
        if _is_taken(found) or _is_mixed(company, found, currency):
            found = accounts.beside(company, found, f"{found.name}, {asked.name.strip()}")
    if _is_mixed(company, found, currency):
        raise Refused("desk.account_mixed", account=f"{found.code} {found.name}"[:80], currency=currency)
    return found


def _is_taken(account: Account) -> bool:
    return Desk.objects.filter(Q(account=account) | Q(transit=account)).exists()


def _is_mixed(company: Company, account: Account, currency: str) -> bool:
    return EntryLine.objects.filter(company=company, account=account).exclude(currency=currency).exists()


def _transit(company: Company) -> Account:
    """Where cash is between a desk and the bank: one for all desks, to which bank lines may be booked."""
    known = Desk.objects.filter(company=company).select_related("transit").first()
    if known is not None:
        return known.transit
    way = accounts.find(company, accounts.in_transit(company))
    return accounts.beside(company, way, papers_of(company.country).in_transit)


def _person(company: Company, reference: str, *, by: Actor) -> User:
    members = Membership.objects.filter(company=company).select_related("user")
    person = person_behind(by)
    if reference:
        named = members.filter(user__email__iexact=reference) | members.filter(user__public_id=reference)
        found = named.first()
    else:
        found = None if person is None else members.filter(user_id=person).first()
    if found is None:
        raise Refused("desk.no_person", person=reference[:80])
    return found.user


def _opening(company: Company, desk: Desk, holds: Decimal, *, by: Actor, on: date) -> None:
    """The first line, and an entry for what differs from what the books knew of it."""
    if holds:
        purpose = book.purpose_of(papers_of(company.country), cash.OPENING)
        new = NewLine(kind=cash.OPENING, moved=holds, on=on, purpose=purpose)
        book.write(company, Opened(desk, None), new, by=by)
    rate = rates.exchange(company, desk.currency, on=on)
    known = EntryLine.objects.filter(company=company, account=desk.account, entry__posted=True)
    sums = known.aggregate(amount=Sum("amount"), worth=Sum("base_amount"))
    more, worth = holds - (sums["amount"] or 0), rate.worth(holds) - (sums["worth"] or 0)
    if more or worth:
        both = [
            Posting(book.ROLE, more, worth, desk.currency, account=desk.account.code),
            Posting("opening", -more, -worth, desk.currency),
        ]
        first = NewEntry(
            kind="cash_opening",
            document_kind="desk",
            document_id=desk.pk,
            document_number=desk.code,
            posted_on=on,
            postings=both,
            text=desk.name,
            in_book=True,
        )
        entries.post(company, first, by=by)
