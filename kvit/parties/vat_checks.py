"""VAT ids of customers, asked about at public registers: valid, invalid, or unknown and asked again.

A register that is down or busy says nothing about the number (docs/rules/vat-checks.md). The network is used outside
any transaction; what was said is written down at once and kept for good.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.utils import timezone

from kvit.companies import whose
from kvit.companies.models import Company
from kvit.companies.permissions import automation, require
from kvit.core import identifiers
from kvit.core.errors import Refused
from kvit.core.permissions import Actor
from kvit.events import events
from kvit.events.models import Event
from kvit.parties import registers
from kvit.parties.models import Party, VatCheck
from kvit.ports.failures import Declined, Failure, Unreachable
from kvit.ports.register import Found

AUTOMATION = "report"
AGAIN_AFTER = (1, 5, 15, 60, 240, 720, 1440)
"""Minutes until a register that could not say is asked again, by how often it could not say in a row."""
AT_ONCE = 50
"""So many numbers of a company are asked about again in one round: registers refuse those who ask too much."""
CONCERNED_BY = {"vat_id", "country"}


def on_customer(event: Event) -> Callable[[], None] | None:
    """What follows when a customer came or got another VAT id: the register is asked, where there is one."""
    if event.name == "customer.updated" and not CONCERNED_BY & set(event.facts.get("changed", [])):
        return None
    company = Company.objects.get(pk=event.company_id or 0)
    party = Party.objects.filter(company=company, pk=event.subject_id).first()
    if party is None:
        return None
    return asked_about(company, party, by=automation(AUTOMATION, company), on=event.acted_on)


def asked_about(company: Company, party: Party, *, by: Actor, on: date) -> Callable[[], None] | None:
    """Ask about the VAT id on the row, saved or not; returns what writes the answer down, None without a register."""
    if not may_be_asked(party):
        return None
    found = _found(company, party)

    def write() -> None:
        _keep(company, party, found, by=by, on=on)

    return write


def ask(company: Company, party: Party, *, by: Actor, on: date) -> VatCheck:
    """Ask now; whatever comes of it is kept. Refuses `vat_check.no_vat_id` and `.no_register`."""
    require(by, "customer.edit", company)
    if not party.vat_id:
        raise Refused("vat_check.no_vat_id", customer=party.name)
    if not may_be_asked(party):
        raise Refused("vat_check.no_register", country=party.country)
    found = _found(company, party)
    with transaction.atomic():
        return _keep(company, party, found, by=by, on=on)


def ask_older(company: Company, parties: Iterable[Party], *, than: timedelta, by: Actor, on: date) -> int:
    """Ask about those whose number nobody was asked about lately; returns how many. An `unknown` waits its time."""
    rows = {one.pk: one for one in parties if may_be_asked(one)}
    known = latest(company, list(rows.values())) if rows else {}
    now = timezone.now()
    asked = 0
    for key, party in rows.items():
        check = known.get(key)
        if check is None or _is_due(check, than=than, now=now):
            ask(company, party, by=by, on=on)
            asked += 1
    return asked


def run(company: Company, *, at: datetime) -> int:
    """Ask again about numbers of which the register could not say; returns how many. Twice changes nothing."""
    by, on = automation(AUTOMATION, company), whose.today(company.zone)
    rows = list(_waiting(company, at=at)[:AT_ONCE])
    for party in rows:
        if may_be_asked(party):
            ask(company, party, by=by, on=on)
    return len(rows)


def may_be_asked(party: Party) -> bool:
    """Whether a register is set up that keeps the party's VAT id."""
    return bool(party.vat_id) and identifiers.is_eu_member(party.country) and registers.keeps(party.country)


def of(company: Company, party: Party) -> list[VatCheck]:
    """Everything registers said about the party, the newest first."""
    return list(VatCheck.objects.filter(company=company, party=party).order_by("-pk")[:100])


def latest(company: Company, parties: Iterable[Party]) -> dict[int, VatCheck]:
    """What was said last about the VAT id that each party has now, by the party's key, in one query."""
    keys = [one.pk for one in parties if one.pk]
    newest = VatCheck.objects.filter(party=OuterRef("party"), vat_id=OuterRef("vat_id")).order_by("-pk").values("pk")
    rows = VatCheck.objects.filter(company=company, party_id__in=keys, vat_id=F("party__vat_id"))
    return {row.party_id: row for row in rows.filter(pk=Subquery(newest[:1]))}


def holding(company: Company, parties: Iterable[Party], *, since: datetime) -> dict[int, VatCheck]:
    """What counts of each party: the newest yes or no since the moment, else what was said last.

    A register that was busy in between takes nothing back.
    """
    rows = list(parties)
    found = latest(company, rows)
    lost = [key for key, check in found.items() if check.answer == "unknown"]
    clear = VatCheck.objects.filter(company=company, party_id__in=lost, vat_id=F("party__vat_id"), asked_at__gte=since)
    for check in clear.exclude(answer="unknown").order_by("pk"):
        found[check.party_id] = check
    return found


def _waiting(company: Company, *, at: datetime) -> QuerySet[Party]:
    newest = VatCheck.objects.filter(party=OuterRef("pk"), vat_id=OuterRef("vat_id")).order_by("-pk")
    rows = Party.objects.filter(company=company, is_customer=True, archived_at=None, merged_into=None)
    rows = rows.exclude(vat_id="").annotate(again_at=Subquery(newest.values("again_at")[:1]))
    return rows.filter(again_at__lte=at).order_by("again_at")


def _is_due(check: VatCheck, *, than: timedelta, now: datetime) -> bool:
    return check.again_at <= now if check.again_at is not None else check.asked_at < now - than


def _found(company: Company, party: Party) -> Found:
    """What the register says; one that fails has not said anything."""
    try:
        found = registers.register().find(party.country, party.vat_id, requester=_requester(company))
    except (Declined, Unreachable) as failure:
        return Found(standing="unknown", asked_at=timezone.now(), reason=_reason(failure))
    return found or Found(standing="unknown", asked_at=timezone.now(), reason="not kept")


def _requester(company: Company) -> str:
    return company.vat_id if identifiers.is_eu_member(company.country) else ""


def _reason(failure: Failure) -> str:
    return str(failure.facts.get("reason") or failure.code)[:60]


def _keep(company: Company, party: Party, found: Found, *, by: Actor, on: date) -> VatCheck:
    """Write down what was said, in the caller's transaction; told where it is news."""
    before = VatCheck.objects.filter(company=company, party=party, vat_id=party.vat_id).order_by("-pk")
    answers = list(before.values_list("answer", flat=True)[: len(AGAIN_AFTER)])
    row = VatCheck.objects.create(
        company=company,
        party=party,
        vat_id=party.vat_id,
        answer=found.standing,
        asked_at=found.asked_at,
        again_at=_again_at(found, answers),
        register=found.register[:40],
        requester=_requester(company),
        proof=found.proof[:60],
        reason=found.reason[:60],
        name=found.name[:200],
        address=found.address_text[:400],
        facts=_facts(found),
    )
    if not answers or answers[0] != row.answer:
        told = {"vat_id": row.vat_id, "answer": row.answer, "register": row.register, "proof": row.proof}
        events.record("customer.vat_checked", party, by=by, on=on, facts={**told, "customer": party.name})
    return row


def _again_at(found: Found, answers: list[str]) -> datetime | None:
    if found.standing != "unknown":
        return None
    in_a_row = next((number for number, answer in enumerate(answers) if answer != "unknown"), len(answers))
    return found.asked_at + timedelta(minutes=AGAIN_AFTER[min(in_a_row, len(AGAIN_AFTER) - 1)])


def _facts(found: Found) -> dict[str, object]:
    told = {"vat_on_payment": found.vat_on_payment, "inactive": found.inactive, "accounts": list(found.accounts)}
    return {name: value for name, value in told.items() if value}
