"""Payment runs: proposed, released by another person as one file, exported (`docs/rules/payment-runs.md`)."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from kvit.archive import files
from kvit.companies import hands
from kvit.companies.models import Company
from kvit.companies.permissions import person_behind, require
from kvit.core import lifecycle
from kvit.core.discounts import Offer
from kvit.core.errors import Refused
from kvit.core.formats import run_file
from kvit.core.formats.run_file import Format
from kvit.core.formats.transfers import identification
from kvit.core.money import decimals, round_half_up
from kvit.core.payment_day import BankDays
from kvit.core.permissions import Actor
from kvit.core.run_lifecycle import PAYMENT_RUN, RUN_ITEM
from kvit.events import events
from kvit.ledger import accounts, allocations, open_items
from kvit.ledger.allocations import Pair
from kvit.ledger.models import Allocation, BankAccount
from kvit.payables import discounts
from kvit.payables.models import Bill
from kvit.payments import choosing, duty, gathering, run_papers, white_listing
from kvit.payments.gathering import Wanted
from kvit.payments.models import PaymentRun, RunItem
from kvit.tables import new_id

NAMED = "rni"
"""How the names of transfers begin."""


@transaction.atomic
def propose(
    company: Company,
    *,
    until: date,
    by: Actor,
    on: date,
    account: str = "",
    format: str = "",
    floor: Decimal | None = None,
) -> PaymentRun:
    """A run of what is due until the day and of the discounts worth taking, from the account named, else the main one.

    `floor` is the balance that nothing goes below; that of the account's run before where none is given. Refuses
    `bank_account.unknown`, `run.bad_format`, `run.bad_floor`, and `run.nothing_due` with what is left out and why.
    """
    require(by, "run.propose", company)
    Company.objects.select_for_update(no_key=True).get(pk=company.pk)  # two proposals at once share nothing
    ours = _account(company, account)
    kind = _format(ours, format)
    wanted, floor = Wanted(ours, kind, until), _floor(company, ours, floor)
    found = choosing.choose(company, gathering.gather(company, wanted, on=on), wanted=wanted, floor=floor, on=on)
    if not any(row.pays for row in found.rows):
        told = [f"{one['number']} ({one['rule']})" for one in found.left_out] or ["–"]
        raise Refused("run.nothing_due", account=ours.iban, until=until.isoformat(), left_out=told)
    run = PaymentRun.objects.create(
        company=company,
        bank_account=ours,
        currency=ours.currency,
        format=kind,
        until_on=until,
        floor=floor,
        plan=found.told,
        left_out=found.left_out,
        proposed_by_id=person_behind(by),
        proposed_on=on,
    )
    for row in found.rows:
        row.run = run
    RunItem.objects.bulk_create(found.rows)
    events.record("run.proposed", run, by=by, on=on, facts=_told(run))
    return run


@transaction.atomic
def remove(company: Company, run: PaymentRun, *, number: str, by: Actor, on: date) -> PaymentRun:
    """Take a bill or credit note out, by its number or the id of its open item; what is left is netted anew.

    Refuses `run.not_proposed`, `run_item.not_there`.
    """
    require(by, "run.propose", company)
    row = locked(company, run)
    lifecycle.after(PAYMENT_RUN, row.status, "edit")
    rows = list(row.items.select_related("item", "party").filter(status="planned").order_by("pk"))
    out = next((one for one in rows if number in (one.number, one.item.public_id)), None)
    if out is None:
        raise Refused("run_item.not_there", number=number[:60])
    _move([out], "remove")
    rest = [one for one in rows if one.item.party_id == out.item.party_id and one is not out]
    kept = gathering.net(company, rest) if any(one.item.amount < 0 for one in rest) else []
    _move([one for one in rest if one not in kept], "remove")
    for one in kept:
        one.save(update_fields=["pays", "discount", "percent", "until_on", "why"])
    row.version += 1
    row.save(update_fields=["version"])
    events.record("run.changed", row, by=by, on=on, facts={**_told(row), "removed": out.number})
    return row


@transaction.atomic
def cancel(company: Company, run: PaymentRun, *, reason: str, by: Actor, on: date) -> PaymentRun:
    """It is not paid, and its items are free again. Refuses `run.cannot_cancel` once its file was handed out."""
    require(by, "run.propose", company)
    if not reason.strip():
        raise Refused("reason.missing")
    row = locked(company, run)
    status = lifecycle.after(PAYMENT_RUN, row.status, "cancel")
    rows = list(row.items.select_related("item").filter(status__in=["planned", "sent", "paid"]).order_by("pk"))
    if row.released_at is not None:
        open_items.hold(company, [one.item for one in rows])
        items = [one.item_id for one in rows]
        made = Allocation.objects.filter(company=company, item__in=items, against__in=items, at__gte=row.released_at)
        made = made.exclude(item__claim__status="written_off")  # of what was given up nothing opens again
        for one in made.filter(undoes=None, undone_by=None).select_related("item", "against"):
            allocations.undo(company, one, by=by, on=on)
    _move(rows, "remove")
    row.status = status
    row.save(update_fields=["status"])
    events.record("run.cancelled", row, by=by, on=on, facts=_told(row), reason=reason.strip()[:400])
    return row


@transaction.atomic
def release(company: Company, run: PaymentRun, *, version: int, by: Actor, on: date) -> PaymentRun:
    """Let it be paid: its file is written once and frozen; another person than all who had a hand in its bills.

    `version` is the one that was looked at. Refuses `run.own`, `run.no_person`, `run.own_account`,
    `duty.kept_apart`, `run.changed`, `run.items_changed`, `run.offer_over` for a discount gone meanwhile,
    `run.not_listed` on Poland's white list, `run.account_changed` and `run.findings`.
    """
    require(by, "run.release", company)
    if by.kind != "user":
        raise Refused("run.no_person")
    row = locked(company, run)
    status = lifecycle.after(PAYMENT_RUN, row.status, "release")
    if by.id in proposed_by(row):
        raise Refused("run.own")
    if row.version != version:
        raise Refused("run.changed")
    rows = _held_rows(company, row)
    _require_unchanged(company, rows, on=on)
    _keep_apart(company, rows, person=by.id, on=on)
    bank, first = gathering.bank_days(company, row.currency, on=on)
    for one in rows:
        one.pay_on = max(one.pay_on, first)
    _require_offers(company, rows, bank=bank)
    white_listing.require(company, row, rows, on=on)
    _name([one for one in rows if one.pays])
    row.released_by_id, row.released_on, row.released_at = by.id, on, timezone.now()
    row.file = _frozen(company, row, rows)
    _settle_credits(company, rows, by=by, on=on)
    RunItem.objects.bulk_update(rows, ["pay_on", "white_list", "end_to_end_id"])
    _move([one for one in rows if one.pays], "send")
    _move([one for one in rows if not one.pays], "settle")
    row.status = status
    row.save()
    events.record("run.released", row, by=by, on=on, facts={**_told(row), "sha256": row.file.sha256})
    return row


@transaction.atomic
def export(company: Company, run: PaymentRun, *, by: Actor, on: date) -> bytes:
    """The bytes that were released, the same for ever. Refuses `run.not_released`, `archive.damaged`."""
    require(by, "run.export", company)
    row = locked(company, run)
    was = row.status
    row.status = lifecycle.after(PAYMENT_RUN, was, "export")
    assert row.file is not None, "the database holds no released run without it"
    content = files.read(row.file)
    if was != row.status:
        row.exported_on = on
        row.save(update_fields=["status", "exported_on"])
        events.record("run.exported", row, by=by, on=on, facts={**_told(row), "sha256": row.file.sha256})
    return content


def locked(company: Company, run: PaymentRun) -> PaymentRun:
    """The run under lock. Refuses `run.unknown`."""
    rows = PaymentRun.objects.select_for_update(of=("self",)).select_related("bank_account", "file", "company")
    row = rows.filter(company=company, pk=run.pk).first()
    if row is None:
        raise Refused("run.unknown", run=run.public_id)
    return row


def proposed_by(run: PaymentRun) -> frozenset[int]:
    """Who proposed it, with whoever made the key through which they did: somebody else releases it."""
    known = () if run.proposed_by_id is None else (run.proposed_by_id,)
    return hands.acted(run.company, "payment_run", run.pk, names={"run.proposed"}).union(known)


def _account(company: Company, named: str) -> BankAccount:
    if named:
        known = BankAccount.objects.filter(company=company, archived_at=None)
        found = known.filter(iban="".join(named.split()).upper()).first() or known.filter(public_id=named).first()
    else:
        found = accounts.main_bank(company, company.currency)
    if found is None:
        raise Refused("bank_account.unknown", account=named[:60] or company.currency)
    return found


def _floor(company: Company, account: BankAccount, given: Decimal | None) -> Decimal | None:
    """What was given, else what the last run from the account went by."""
    if given is None:
        before = PaymentRun.objects.filter(company=company, bank_account=account).order_by("-pk")
        return before.values_list("floor", flat=True).first()
    if round_half_up(given, decimals(account.currency)) != given:
        raise Refused("run.bad_floor", floor=f"{given:f}", currency=account.currency)
    return given


def _format(account: BankAccount, named: str) -> Format:
    if not named:
        return run_file.usual(account.iban, account.currency)
    found = next((one for one in gathering.formats(account) if one == named), None)
    if found is None:
        raise Refused("run.bad_format", account=account.iban, currency=account.currency, format=named[:20])
    return found


def _held_rows(company: Company, run: PaymentRun) -> list[RunItem]:
    rows = list(run.items.filter(status="planned").select_related("item", "party", "bank_detail").order_by("pk"))
    open_items.hold(company, [one.item for one in rows])
    return rows


def _require_unchanged(company: Company, rows: Sequence[RunItem], *, on: date) -> None:
    changed = [one.number for one in rows if abs(one.item.balance) != one.balance]
    if changed or not rows:
        raise Refused("run.items_changed", numbers=changed)
    bills = _bills(company, rows)
    strange = [
        one.party.name
        for one in rows
        if one.item.amount < 0
        and gathering.trusted_account(company, bills[one.item.document_id], one.party, on=on) != one.bank_detail
    ]
    if strange:
        raise Refused("run.account_changed", suppliers=sorted(set(strange)))


def _keep_apart(company: Company, rows: Sequence[RunItem], *, person: int, on: date) -> None:
    """Nobody releases what they entered, typed or approved (or somebody for them), nor to an account they confirmed."""
    for one in rows:
        if one.bank_detail is not None and one.bank_detail.confirmed_by_id == person:
            raise Refused("run.own_account", supplier=one.party.name)
    duty.release(company, _bills(company, rows).values(), person=person, on=on)


def _require_offers(company: Company, rows: Sequence[RunItem], *, bank: BankDays) -> None:
    """Each discount still stands, and the money is there in time."""
    standing = discounts.standing(company, list(_bills(company, rows).values()))
    over = [
        one.number
        for one in rows
        if one.percent is not None
        and one.until_on is not None
        and (
            Offer(one.percent, one.until_on) not in standing.get(one.item.document_id, [])
            or bank.last(one.until_on) < one.pay_on
        )
    ]
    if over:
        raise Refused("run.offer_over", numbers=over)


def _bills(company: Company, rows: Sequence[RunItem]) -> dict[int, Bill]:
    return Bill.objects.filter(company=company, status="approved").in_bulk([one.item.document_id for one in rows])


def _name(rows: Sequence[RunItem]) -> None:
    """Each transfer by a name that no other one ever has, in the order of the rows."""
    for row, name in zip(rows, sorted(new_id(NAMED) for _ in rows), strict=True):
        row.end_to_end_id = identification(name)


def _frozen(company: Company, run: PaymentRun, rows: Sequence[RunItem]) -> files.File:
    assert run.released_at is not None
    kind = next(one for one in run_file.FORMATS if one == run.format)
    content = run_file.write(run_papers.run_of(company, run, rows, released_at=run.released_at), kind)
    media_type, ending = run_file.MEDIA[kind]
    return files.keep(company, content, media_type=media_type, name=f"{run.public_id}.{ending}")


def _settle_credits(company: Company, rows: Sequence[RunItem], *, by: Actor, on: date) -> None:
    """The credit notes that make transfers smaller settle that part of the bills."""
    of_party: dict[int, list[RunItem]] = defaultdict(list)
    for one in rows:
        of_party[one.item.party_id].append(one)
    for some in of_party.values():
        items = {one.item.public_id: one.item for one in some}
        netting = gathering.netted(company, some)
        assert all(
            netting.left[one.item.public_id].amount == one.pays + one.discount for one in some if one.item.amount < 0
        )
        for pair in netting.pairs:
            claim, debt = items[pair.claim], items[pair.debt]
            allocations.allocate(company, Pair(claim, debt, pair.amount.amount), by=by, on=on)


def _move(rows: Sequence[RunItem], verb: str) -> None:
    for one in rows:
        one.status = lifecycle.after(RUN_ITEM, one.status, verb)
        one.save(update_fields=["status"])


def _told(run: PaymentRun) -> dict[str, object]:
    rows = run.items.exclude(status="removed")
    return {
        "account": run.bank_account.iban,
        "currency": run.currency,
        "transfers": rows.filter(pays__gt=0).count(),
        "sum": str(sum(rows.values_list("pays", flat=True))),
        "until": run.until_on.isoformat(),
    }
