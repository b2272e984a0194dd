"""Accounts of suppliers: asked for by one person, confirmed by another after a call, usable some working days later.

`docs/rules/bank-details.md`. What a bill, a mail or a portal says of an account is a request and nothing more.
"""

from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from kvit.companies import hands
from kvit.companies.models import Company
from kvit.companies.permissions import person_behind, require
from kvit.core import calendar, identifiers, lifecycle
from kvit.core.errors import Refused
from kvit.core.permissions import Actor
from kvit.events import events
from kvit.parties import linked, suppliers
from kvit.parties.models import BankDetail, Party
from kvit.tables import Page, page

WAITING_DAYS = 2
"""Working days between the confirmation and the first payment, in which a fraud is usually noticed."""
CHANGED_DAYS = 5
"""The same of an account that comes after another one: the usual fraud (attack A01)."""
LEAST_NOTE = 10
ASKED = frozenset({"bank_detail.requested"})
STATUSES = sorted(lifecycle.BANK_DETAIL.statuses)


@transaction.atomic
def request(company: Company, party: Party, *, iban: str, source: str, by: Actor, on: date) -> BankDetail:
    """Ask for the account to be trusted; the same one twice is one request. Refuses what a wrong IBAN refuses."""
    require(by, "bank_detail.request", company)
    checked = identifiers.check_iban(iban)
    live = BankDetail.objects.filter(company=company, party=party, iban=checked, status__in=["requested", "confirmed"])
    if (known := live.first()) is not None:
        return known
    try:
        with transaction.atomic():
            row = BankDetail.objects.create(
                company=company,
                party=party,
                iban=checked,
                source=source,
                requested_by_id=person_behind(by),
                requested_on=on,
                requested_at=timezone.now(),
            )
    except IntegrityError:
        return live.get()
    events.record("bank_detail.requested", row, by=by, on=on, facts={"iban": checked, "source": source})
    return row


@transaction.atomic
def confirm(company: Company, public_id: str, *, note: str, by: Actor, on: date) -> BankDetail:
    """Another person called a number that was known before and was told this account; the note says whom and when.

    Refuses `bank_detail.own` for who asked or made the link by which it was asked, `bank_detail.no_person` for
    programs, `bank_detail.note_missing`, and `bank_detail.not_requested`.
    """
    require(by, "bank_detail.confirm", company)
    row = _locked(company, public_id)
    if by.kind != "user":
        raise Refused("bank_detail.no_person")
    if by.id in asked_by(row):
        raise Refused("bank_detail.own")
    if len(note.strip()) < LEAST_NOTE:
        raise Refused("bank_detail.note_missing", least=LEAST_NOTE)
    row.status = lifecycle.after(lifecycle.BANK_DETAIL, row.status, "confirm")
    row.confirmed_by_id = by.id
    row.confirmed_on = on
    row.note = note.strip()[:400]
    closed = calendar.closed_days(company.country, since=on, until=on + timedelta(days=30))
    row.usable_on = calendar.add_working_days(on, waiting_days(company, row.party), closed)
    row.save()
    facts: dict[str, object] = {"iban": row.iban, "usable_on": row.usable_on.isoformat()}
    events.record("bank_detail.confirmed", row, by=by, on=on, facts=facts, reason=row.note)
    return row


@transaction.atomic
def refuse(company: Company, public_id: str, *, reason: str, by: Actor, on: date) -> BankDetail:
    """The account is not theirs. Refuses `reason.missing`, `bank_detail.not_requested`."""
    require(by, "bank_detail.confirm", company)
    row = _ended(company, public_id, verb="refuse", reason=reason)
    events.record("bank_detail.refused", row, by=by, on=on, facts={"iban": row.iban}, reason=reason.strip()[:400])
    return row


@transaction.atomic
def retire(company: Company, public_id: str, *, reason: str, by: Actor, on: date) -> BankDetail:
    """Nothing is paid to it any more. Whoever handles bills may say so at once: it holds money back and sends none.

    Refuses `reason.missing`, `bank_detail.not_confirmed`.
    """
    require(by, "bank_detail.request", company)
    row = _ended(company, public_id, verb="retire", reason=reason)
    events.record("bank_detail.retired", row, by=by, on=on, facts={"iban": row.iban}, reason=reason.strip()[:400])
    return row


def waiting_days(company: Company, party: Party) -> int:
    """How many working days an account waits that is confirmed now: longer where another was, of whichever record."""
    records = linked.records(company, suppliers.surviving(party))
    before = BankDetail.objects.filter(company=company, party__in=records, confirmed_on__isnull=False)
    return CHANGED_DAYS if before.exists() else WAITING_DAYS


def usable(company: Company, party: Party, *, on: date) -> list[BankDetail]:
    """The accounts that may be paid to on the day, the last confirmed first."""
    found = BankDetail.objects.filter(company=company, party=party, status="confirmed", usable_on__lte=on)
    return list(found.order_by("-confirmed_on", "-pk"))


def of_party(company: Company, party: Party) -> list[BankDetail]:
    """Every account of the party that was asked for, the newest first."""
    return list(BankDetail.objects.filter(company=company, party=party).order_by("-pk"))


def listed(
    company: Company, *, status: str = "", size: int = 25, after: str = "", before: str = ""
) -> Page[BankDetail]:
    """A page of accounts, the newest first; all of them where no status is named. Refuses `status.unknown`."""
    found = BankDetail.objects.filter(company=company).select_related("party", "requested_by", "confirmed_by")
    if status:
        if status not in STATUSES:
            raise Refused("status.unknown", status=status[:40], known=STATUSES)
        found = found.filter(status=status)
    return page(found, "-id", size=size, after=after, before=before)


def find(company: Company, public_id: str) -> BankDetail:
    """The account by its id. Refuses `bank_detail.unknown`."""
    row = BankDetail.objects.filter(company=company, public_id=public_id).select_related("party").first()
    if row is None:
        raise Refused("bank_detail.unknown", bank_detail=public_id[:40])
    return row


def asked_by(row: BankDetail) -> frozenset[int]:
    """Who asked for the account, or made the key or the portal link by which it was asked for."""
    known = () if row.requested_by_id is None else (row.requested_by_id,)
    about = ("bank_detail", row.pk)
    acted = hands.acted(row.company, *about, names=ASKED)
    return acted.union(known, hands.invited(row.company, *about, names=ASKED))


def _ended(company: Company, public_id: str, *, verb: str, reason: str) -> BankDetail:
    if not reason.strip():
        raise Refused("reason.missing")
    row = _locked(company, public_id)
    row.status = lifecycle.after(lifecycle.BANK_DETAIL, row.status, verb)
    row.save(update_fields=["status"])
    return row


def _locked(company: Company, public_id: str) -> BankDetail:
    row = BankDetail.objects.select_for_update().filter(company=company, public_id=public_id).first()
    if row is None:
        raise Refused("bank_detail.unknown", bank_detail=public_id[:40])
    return row
