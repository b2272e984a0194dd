"""Mandates: entered, signed, used, amended, over (`docs/rules/direct-debit.md`)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q

from kvit.archive import files
from kvit.companies.models import Company
from kvit.companies.permissions import require
from kvit.core import debits, lifecycle
from kvit.core.debit_lifecycle import MANDATE
from kvit.core.debits import Kind, Scheme
from kvit.core.errors import Refused
from kvit.core.formats.collections import is_mandate_reference
from kvit.core.formats.transfers import SEPA_AREA
from kvit.core.identifiers import check_bic, check_iban
from kvit.core.permissions import Actor
from kvit.debits.models import LAST, LIVE, PRESENTED, DebitItem, Mandate
from kvit.events import events
from kvit.parties.models import Party

STANDING = ("active", "used")
MOST_PAPER = 10 * 1024 * 1024
MOST_NAME = 70


@dataclass(frozen=True, kw_only=True)
class MandateGiven:
    """What is told of a mandate. Without a reference it gets the next of ours, without a day it is a draft."""

    iban: str
    debtor_name: str = ""
    reference: str = ""
    scheme: Scheme = "core"
    kind: Kind = "recurring"
    bic: str = ""
    signed_on: date | None = None
    notice_days: int | None = None


@transaction.atomic
def enter(company: Company, party: Party, given: MandateGiven, *, by: Actor, on: date) -> Mandate:
    """Keep what a customer signed, or prepare what they are to sign. Refuses as `keep`."""
    require(by, "mandate.edit", company)
    return keep(company, party, given, by=by, on=on)


def keep(
    company: Company,
    party: Party,
    given: MandateGiven,
    *,
    by: Actor,
    on: date,
    signed: dict[str, Any] | None = None,
) -> Mandate:
    """What `enter` does, for those who have asked already whether it may be done; `signed` is what they saw.

    Refuses `iban.*`, `bic.*`, `mandate.bad_reference`, `mandate.known`, `mandate.not_sepa`, `mandate.b2b_person`,
    `mandate.signed_in_future`, `mandate.bad_notice`, and `customer.unknown` for a party of another company.
    """
    if party.company_id != company.pk or not party.is_customer:
        raise Refused("customer.unknown", customer=party.public_id)
    facts = _facts(party, given)
    _require_signed(given.signed_on, on=on)
    reference = given.reference.strip() or _next_reference(company)
    if not is_mandate_reference(reference):
        raise Refused("mandate.bad_reference", reference=reference[:60])
    row = Mandate(company=company, party=party, reference=reference, signed_on=given.signed_on, **facts)
    row.signed = signed or {}
    row.status = "draft" if given.signed_on is None else "active"
    _insert(row)
    events.record("mandate.entered", row, by=by, on=on, facts=_told(row))
    if row.status == "active":
        events.record("mandate.activated", row, by=by, on=on, facts=_told(row))
    return row


@transaction.atomic
def activate(
    company: Company, mandate: Mandate, *, signed_on: date, paper: bytes = b"", by: Actor, on: date
) -> Mandate:
    """The customer signed it on the day; `paper` is the signed PDF, kept as it is.

    Refuses `mandate.not_draft`, `mandate.signed_later`, `mandate.not_pdf`.
    """
    require(by, "mandate.edit", company)
    row = locked(company, mandate)
    status = lifecycle.after(MANDATE, row.status, "activate")
    _require_signed(signed_on, on=on)
    row.signed_on, row.status = signed_on, status
    if paper:
        if not paper.startswith(b"%PDF-") or len(paper) > MOST_PAPER:
            raise Refused("mandate.not_pdf")
        row.paper = files.keep(company, paper, media_type="application/pdf", name=f"{row.public_id}.pdf")
    row.save()
    events.record("mandate.activated", row, by=by, on=on, facts=_told(row))
    return row


@transaction.atomic
def amend(company: Company, mandate: Mandate, *, iban: str, bic: str = "", by: Actor, on: date) -> Mandate:
    """The customer collects from another account now: a new row under the same reference and signature.

    The next file says so to the bank. Refuses `mandate.not_active`, `mandate.in_flight`, `mandate.same_account`.
    """
    require(by, "mandate.edit", company)
    row = locked(company, mandate)
    status = lifecycle.after(MANDATE, row.status, "amend")
    _require_idle(company, row)
    told = check_iban(iban)
    if told == row.iban:
        raise Refused("mandate.same_account", iban=told)
    _require_sepa(told)
    was = row.status
    row.status, row.over_on = status, on
    row.save(update_fields=["status", "over_on"])
    kept = (
        *("party", "reference", "scheme", "kind", "debtor_name", "notice_days", "signed_on", "paper"),
        *("ends_with_next", "last_used_on"),
    )
    facts: dict[str, Any] = {name: getattr(row, name) for name in kept}
    made = Mandate(
        company=company, amends=row, status=was, iban=told, bic=check_bic(bic) if bic.strip() else "", **facts
    )
    _insert(made)
    events.record("mandate.amended", made, by=by, on=on, facts={**_told(made), "before": row.iban[-4:]})
    return made


@transaction.atomic
def end_with_next(company: Company, mandate: Mandate, *, by: Actor, on: date) -> Mandate:
    """The next collection under it is the last one. Refuses `mandate.not_active`."""
    require(by, "mandate.edit", company)
    row = locked(company, mandate)
    lifecycle.after(MANDATE, row.status, "end_with_next")
    row.ends_with_next = True
    row.save(update_fields=["ends_with_next"])
    events.record("mandate.ends_with_next", row, by=by, on=on, facts=_told(row))
    return row


@transaction.atomic
def cancel(company: Company, mandate: Mandate, *, reason: str, by: Actor, on: date) -> Mandate:
    """Nothing is collected under it any more; what is with the bank already still comes in or back.

    Refuses `mandate.over`, `reason.missing`.
    """
    require(by, "mandate.edit", company)
    if not reason.strip():
        raise Refused("reason.missing")
    return end(company, locked(company, mandate), "cancel", reason=reason, by=by, on=on)


def end(company: Company, row: Mandate, verb: str, *, reason: str, by: Actor, on: date) -> Mandate:
    """The mandate, under lock, is over: cancelled or expired."""
    row.status = lifecycle.after(MANDATE, row.status, verb)
    row.over_on, row.over_reason = on, reason.strip()[:400]
    row.save(update_fields=["status", "over_on", "over_reason"])
    events.record(f"mandate.{row.status}", row, by=by, on=on, facts=_told(row), reason=row.over_reason)
    return row


@transaction.atomic
def expire_all(company: Company, *, by: Actor, on: date) -> list[Mandate]:
    """Every mandate that presented nothing for 36 months is over."""
    standing = Mandate.objects.select_for_update(of=("self",)).filter(company=company, status__in=STANDING)
    old = [row for row in standing.select_related("party").order_by("pk") if holds_until(row) < on]
    busy = set(DebitItem.objects.filter(mandate__in=old, status__in=LIVE).values_list("mandate_id", flat=True))
    return [end(company, row, "expire", reason="", by=by, on=on) for row in old if row.pk not in busy]


def holds_until(row: Mandate) -> date:
    """The last day on which a collection may be presented under a signed mandate."""
    assert row.signed_on is not None, "the database holds no standing mandate without it"
    return debits.last_presenting_day(max(row.signed_on, row.last_used_on or row.signed_on))


def locked(company: Company, mandate: Mandate) -> Mandate:
    """The mandate under lock. Refuses `mandate.unknown`, also for one of another company (S06)."""
    rows = Mandate.objects.select_for_update(of=("self",)).select_related("party", "paper", "company")
    row = rows.filter(company=company, pk=mandate.pk).first()
    if row is None:
        raise Refused("mandate.unknown", mandate=mandate.public_id)
    return row


def _facts(party: Party, given: MandateGiven) -> dict[str, Any]:
    iban = check_iban(given.iban)
    _require_sepa(iban)
    if given.scheme == "b2b" and not party.is_business:
        raise Refused("mandate.b2b_person", customer=party.name)
    if given.notice_days is not None and not 1 <= given.notice_days <= 60:
        raise Refused("mandate.bad_notice", days=given.notice_days)
    return {
        "scheme": given.scheme,
        "kind": given.kind,
        "debtor_name": (given.debtor_name.strip() or party.name)[:MOST_NAME],
        "iban": iban,
        "bic": check_bic(given.bic) if given.bic.strip() else "",
        "notice_days": given.notice_days,
    }


def _require_sepa(iban: str) -> None:
    if iban[:2] not in SEPA_AREA:
        raise Refused("mandate.not_sepa", iban=iban)


def _require_signed(signed_on: date | None, *, on: date) -> None:
    if signed_on is not None and signed_on > on:
        raise Refused("mandate.signed_in_future", on=signed_on.isoformat())


def _require_idle(company: Company, row: Mandate) -> None:
    if DebitItem.objects.filter(company=company, mandate=row, status__in=LIVE).exists():
        raise Refused("mandate.in_flight", reference=row.reference)


def _next_reference(company: Company) -> str:
    """The next free one of ours; two at once differ, or the second is refused by the database."""
    Company.objects.select_for_update(no_key=True).get(pk=company.pk)
    count = Mandate.objects.filter(company=company, amends=None).count()
    known = {name.upper() for name in Mandate.objects.filter(company=company).values_list("reference", flat=True)}
    return next(name for n in range(count + 1, count + len(known) + 2) if (name := f"M-{n:05}") not in known)


def _insert(row: Mandate) -> None:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        known = Mandate.objects.filter(~Q(status="amended"), company_id=row.company_id)
        if known.filter(reference__iexact=row.reference).exists():
            raise Refused("mandate.known", reference=row.reference) from error
        raise


def _told(row: Mandate) -> dict[str, object]:
    return {
        "reference": row.reference,
        "customer": row.party.name,
        "scheme": row.scheme,
        "kind": row.kind,
        "account": row.iban[-4:],
    }


def standing(company: Company, parties: Iterable[int]) -> dict[int, list[Mandate]]:
    """The signed mandates of these parties, by the party's key, the newest first."""
    found: dict[int, list[Mandate]] = {}
    rows = Mandate.objects.filter(company=company, party__in=list(parties), status__in=STANDING)
    for row in rows.select_related("party").order_by("-pk"):
        found.setdefault(row.party_id, []).append(row)
    return found


def used_up(company: Company, rows: Iterable[Mandate]) -> set[int]:
    """The keys of those of these mandates that presented their only or their last collection, from any account."""
    by_reference = {row.reference: row.pk for row in rows}
    last = DebitItem.objects.filter(company=company, status__in=PRESENTED, sequence__in=LAST)
    found = last.filter(mandate__reference__in=by_reference).values_list("mandate__reference", flat=True)
    return {by_reference[reference] for reference in found}
