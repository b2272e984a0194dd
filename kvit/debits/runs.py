"""Runs of direct debits: proposed, released by another person as one file, exported (`docs/rules/direct-debit.md`)."""

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
from kvit.core.debit_lifecycle import DEBIT_ITEM, DEBIT_RUN, MANDATE
from kvit.core.errors import Refused
from kvit.core.formats import pain008
from kvit.core.permissions import Actor
from kvit.debits import creditors, gathering, mandates, papers
from kvit.debits.gathering import History
from kvit.debits.models import Creditor, DebitItem, DebitRun, Mandate
from kvit.events import events
from kvit.ledger import open_items


@transaction.atomic
def propose(company: Company, *, until: date, by: Actor, on: date) -> DebitRun:
    """A run of all that is due until the day and may be collected.

    Refuses `creditor.missing`, and `debit.nothing_due` with what is left out and why.
    """
    require(by, "debit.propose", company)
    Company.objects.select_for_update(no_key=True).get(pk=company.pk)  # two proposals at once share nothing
    creditor = creditors.needed(company)
    found = gathering.gather(company, creditor, until=until, on=on)
    if not found.rows:
        told = [f"{one['number']} ({one['rule']})" for one in found.left_out] or ["–"]
        raise Refused("debit.nothing_due", until=until.isoformat(), left_out=told)
    run = DebitRun.objects.create(
        company=company,
        identifier=creditor.identifier,
        bank_account=creditor.bank_account,
        until_on=until,
        left_out=found.left_out,
        proposed_by_id=person_behind(by),
        proposed_on=on,
    )
    for row in found.rows:
        row.run = run
    DebitItem.objects.bulk_create(found.rows)
    events.record("debit_run.proposed", run, by=by, on=on, facts=_told(run))
    return run


@transaction.atomic
def remove(company: Company, run: DebitRun, *, number: str, by: Actor, on: date) -> DebitRun:
    """Take an item out, by its number or the id of its open item. Refuses `debit_run.not_proposed`, `.not_there`."""
    require(by, "debit.propose", company)
    row = locked(company, run)
    lifecycle.after(DEBIT_RUN, row.status, "edit")
    rows = row.items.select_related("item").filter(status="planned").order_by("pk")
    out = next((one for one in rows if number in (one.number, one.item.public_id, one.public_id)), None)
    if out is None:
        raise Refused("debit_item.not_there", number=number[:60])
    move([out], "remove")
    row.version += 1
    row.save(update_fields=["version"])
    events.record("debit_run.changed", row, by=by, on=on, facts={**_told(row), "removed": out.number})
    return row


@transaction.atomic
def cancel(company: Company, run: DebitRun, *, reason: str, by: Actor, on: date) -> DebitRun:
    """Nothing of it is collected, and its items are free. Refuses `debit_run.cannot_cancel` once it was handed out.

    `released` of the event are the items that customers may have been told of.
    """
    require(by, "debit.propose", company)
    if not reason.strip():
        raise Refused("reason.missing")
    row = locked(company, run)
    row.status = lifecycle.after(DEBIT_RUN, row.status, "cancel")
    items = list(row.items.filter(status__in=["planned", "sent"]).order_by("pk"))
    facts = {**_told(row), "released": [one.public_id for one in items if one.status == "sent"]}
    move(items, "remove")
    row.save(update_fields=["status"])
    events.record("debit_run.cancelled", row, by=by, on=on, facts=facts, reason=reason.strip()[:400])
    return row


@transaction.atomic
def release(company: Company, run: DebitRun, *, version: int, by: Actor, on: date) -> DebitRun:
    """Let it be collected: its file is written once and frozen, and the customers are told; by another person.

    `version` is the one that was looked at. Days are those of today: a notice that would come late moves them. Refuses
    `debit_run.no_person`, `.own`, `.changed`, `.items_changed`, `.creditor_changed`, and `run.findings`.
    """
    require(by, "debit.release", company)
    if by.kind != "user":
        raise Refused("debit_run.no_person")
    row = locked(company, run)
    status = lifecycle.after(DEBIT_RUN, row.status, "release")
    if by.id in proposed_by(row):
        raise Refused("debit_run.own")
    if row.version != version:
        raise Refused("debit_run.changed")
    creditor = creditors.needed(company)
    if (creditor.identifier, creditor.bank_account_id) != (row.identifier, row.bank_account_id):
        raise Refused("debit_run.creditor_changed")
    rows = _held_rows(company, row)
    _require_unchanged(company, rows)
    _settle_days(company, creditor, rows, on=on)
    row.released_by_id, row.released_on, row.released_at = by.id, on, timezone.now()
    content = pain008.write(papers.run_of(company, row, rows, released_at=row.released_at))
    row.file = files.keep(company, content, media_type=papers.MEDIA_TYPE, name=f"{row.public_id}.xml")
    DebitItem.objects.bulk_update(rows, ["sequence", "collect_on", "account_changed"])
    move(rows, "send")
    _present(rows)
    row.status = status
    row.save()
    events.record("debit_run.released", row, by=by, on=on, facts={**_told(row), "sha256": row.file.sha256})
    return row


@transaction.atomic
def export(company: Company, run: DebitRun, *, by: Actor, on: date) -> bytes:
    """The bytes that were released, the same for ever. Refuses `debit_run.not_released`, `archive.damaged`."""
    require(by, "debit.export", company)
    row = locked(company, run)
    was = row.status
    row.status = lifecycle.after(DEBIT_RUN, was, "export")
    assert row.file is not None, "the database holds no released run without it"
    content = files.read(row.file)
    if was != row.status:
        row.exported_on = on
        row.save(update_fields=["status", "exported_on"])
        events.record("debit_run.exported", row, by=by, on=on, facts={**_told(row), "sha256": row.file.sha256})
    return content


def locked(company: Company, run: DebitRun) -> DebitRun:
    """The run under lock. Refuses `debit_run.unknown`."""
    rows = DebitRun.objects.select_for_update(of=("self",)).select_related("bank_account", "file", "company")
    row = rows.filter(company=company, pk=run.pk).first()
    if row is None:
        raise Refused("debit_run.unknown", run=run.public_id)
    return row


def proposed_by(run: DebitRun) -> frozenset[int]:
    """Who proposed it, with whoever made the key through which they did: somebody else releases it."""
    known = () if run.proposed_by_id is None else (run.proposed_by_id,)
    return hands.acted(run.company, "debit_run", run.pk, names={"debit_run.proposed"}).union(known)


def move(rows: Sequence[DebitItem], verb: str) -> None:
    """On to the next status, each under lock with its run."""
    for one in rows:
        one.status = lifecycle.after(DEBIT_ITEM, one.status, verb)
        one.save(update_fields=["status"])


def _held_rows(company: Company, run: DebitRun) -> list[DebitItem]:
    rows = list(run.items.filter(status="planned").select_related("item__party", "mandate__party").order_by("pk"))
    ids = [row.mandate_id for row in rows]
    held = Mandate.objects.select_for_update(of=("self",)).filter(company=company, pk__in=ids).select_related("party")
    now = {mandate.pk: mandate for mandate in held.order_by("pk")}
    for row in rows:
        row.mandate = now[row.mandate_id]
    open_items.hold(company, [one.item for one in rows])
    return rows


def _require_unchanged(company: Company, rows: Sequence[DebitItem]) -> None:
    """Each is open as it was, under a mandate that stands, and nothing speaks against collecting it."""
    against = gathering.kept_out(company, [row.item for row in rows])
    changed = [
        row.number
        for row in rows
        if row.item.balance != row.amount or row.item_id in against or row.mandate.status not in mandates.STANDING
    ]
    if changed or not rows:
        raise Refused("debit_run.items_changed", numbers=changed)


def _settle_days(company: Company, creditor: Creditor, rows: Sequence[DebitItem], *, on: date) -> None:
    """Day, sequence type and change of account as they are today."""
    history = History(company, [row.mandate for row in rows])
    against = []
    for row in rows:
        if history.refuses(row) is not None:
            against.append(row.number)
            continue
        gathering.day_of(row, creditor, on=on)
        history.mark(row)
        history.took(row)
        if row.collect_on > mandates.holds_until(row.mandate):
            against.append(row.number)
    if against:
        raise Refused("debit_run.items_changed", numbers=against)


def _present(rows: Sequence[DebitItem]) -> None:
    """Each mandate was used by this file."""
    last = {row.mandate_id: row for row in sorted(rows, key=lambda one: one.collect_on)}
    for row in last.values():
        mandate = row.mandate
        mandate.status = lifecycle.after(MANDATE, mandate.status, "present")
        mandate.last_used_on = max(row.collect_on, mandate.last_used_on or row.collect_on)
        mandate.save(update_fields=["status", "last_used_on"])


def _told(run: DebitRun) -> dict[str, object]:
    rows = run.items.exclude(status="removed")
    return {
        "account": run.bank_account.iban,
        "currency": run.bank_account.currency,
        "collections": rows.count(),
        "sum": str(sum(rows.values_list("amount", flat=True), Decimal(0))),
        "until": run.until_on.isoformat(),
    }
