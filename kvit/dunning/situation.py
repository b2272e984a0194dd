"""Who owes what, and all that may hold a reminder back, read from the rooms that know it, for `core.dunning`."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Max

from kvit.arrangements import queries as arranged
from kvit.banking import queries as bank
from kvit.checkouts import queries as checkouts
from kvit.checkouts import saved_queries
from kvit.companies.models import Company
from kvit.core import dunning, habits
from kvit.core.dunning import Brake, Debtor, Owed, Told
from kvit.core.money import Money
from kvit.debits import counting
from kvit.debits import queries as debits
from kvit.dunning import procedures, queries, reaches, sent_back
from kvit.dunning.models import Choice, Pause, Procedure, Reminded, Reminder
from kvit.ledger import open_items
from kvit.ledger.models import OpenItem
from kvit.messages import queries as outbox
from kvit.networks import queries as networks
from kvit.parties.models import Party
from kvit.receivables import queries as documents

INVOICE = "invoice"
FAILED = frozenset({"failed", "bounced"})
WRITTEN = ("sent", "prepared")
"""Reminders after which a customer is left alone: a letter that waits to be posted is one."""


@dataclass(frozen=True)
class Situation:
    """What deciding needs, and the rows that it speaks of by their keys; `bank_on` is how far the bank's figures go."""

    debtors: tuple[Debtor, ...]
    items: Mapping[int, OpenItem]
    parties: Mapping[int, Party]
    procedures: Mapping[int, Procedure]
    bank_on: date | None

    def level_of(self, keys: Iterable[int]) -> str:
        """How far these procedures, by their keys, let a common message go by itself: as the most careful of them."""
        return min((self.procedures[key].level for key in keys), key=("off", "suggest", "auto").index)


def of(company: Company, *, party: Party | None = None, as_if_on: bool = False) -> Situation:
    """The situation of every customer who owes something, or of one. A procedure that is off has no level.

    With `as_if_on` it has them all: what would go, if it were on.
    """
    owed = list(open_items.owed(company, party=party).exclude(document_kind="payment").select_related("party"))
    parties = {item.party_id: item.party for item in owed}
    known = {row.pk: row for row in procedures.every(company)}
    judged = {key: _judged(row, as_if_on=as_if_on) for key, row in known.items()}
    shown = _habits(company, parties) if any(one.by_habit for one in judged.values()) else {}
    chosen = _chosen(company, parties, default=next(key for key, row in known.items() if row.is_default))
    told = _told(company, owed)
    brakes = _of_documents(company, owed)
    by_party, by_item = _paused(company, parties)
    reach = reaches.of_all(company, parties)
    ours = _credits(company, parties)
    written = _written(company, parties)
    disputed = arranged.disputed(company, owed)
    mine: dict[int, list[Owed]] = defaultdict(list)
    for item in owed:
        procedure = judged[chosen.get((item.party_id, item.pk)) or chosen[item.party_id, None]]
        if procedure.by_habit:
            procedure = habits.followed(procedure, shown[item.party_id])
        balance, held = dunning.asked_for(Money(item.balance, item.currency), disputed.get(item.pk))
        stops = (*brakes[item.pk], *by_item[item.pk], *held)
        apart = None if held else disputed.get(item.pk)
        mine[item.party_id].append(Owed(item.pk, item.due_on, balance, procedure, tuple(told[item.pk]), stops, apart))
    debtors = tuple(
        Debtor(
            key,
            one.country or company.country,
            tuple(mine[key]),
            ours[key],
            by_party[key],
            written.get(key),
            shown.get(key, "") if any(owed.procedure.by_habit for owed in mine[key]) else "",
            reach[key],
        )
        for key, one in parties.items()
    )
    return Situation(debtors, {item.pk: item for item in owed}, parties, known, bank.known_until(company))


def _habits(company: Company, parties: Iterable[int]) -> dict[int, str]:
    """How each customer pays; what we collect ourselves is late only as far as it was their doing."""
    paid = open_items.paid_days(company, parties, counted=counting.of_customers(company, parties))
    return {key: habits.habit(paid.get(key, ())) for key in parties}


def _judged(row: Procedure, *, as_if_on: bool) -> dunning.Procedure:
    one = procedures.read(row).judged(row.pk)
    return one if as_if_on or row.level != "off" else replace(one, levels=())


def _chosen(company: Company, parties: Iterable[int], *, default: int) -> dict[tuple[int, int | None], int]:
    """The procedure of each customer, and of each document that has one of its own."""
    chosen: dict[tuple[int, int | None], int] = {(key, None): default for key in parties}
    rows = Choice.objects.filter(company=company, party__in=list(parties))
    return chosen | {(one.party_id, one.item_id): one.procedure_id for one in rows}


def _told(company: Company, owed: Sequence[OpenItem]) -> dict[int, list[Told]]:
    found: dict[int, list[Told]] = defaultdict(list)
    rows = Reminded.objects.filter(company=company, item__in=[item.pk for item in owed], is_free=False)
    for item, position, days, on in rows.values_list("item_id", "position", "days", "reminder__reminded_on"):
        found[item].append(Told(position, days, on))
    return found


def _paused(
    company: Company, parties: Iterable[int]
) -> tuple[dict[int, tuple[Brake, ...]], dict[int, tuple[Brake, ...]]]:
    """What people said: by customer, and by document."""
    by_party: dict[int, tuple[Brake, ...]] = defaultdict(tuple)
    by_item: dict[int, tuple[Brake, ...]] = defaultdict(tuple)
    for row in Pause.objects.filter(company=company, party__in=list(parties), ended_on=None).order_by("pk"):
        facts: dict[str, object] = {"since": row.since.isoformat(), "reason": row.reason}
        if row.until is not None:
            facts["until"] = row.until.isoformat()
        brake = Brake(row.kind, row.until, facts)
        if row.item_id is None:
            by_party[row.party_id] = (*by_party[row.party_id], brake)
        else:
            by_item[row.item_id] = (*by_item[row.item_id], brake)
    return by_party, by_item


def _credits(company: Company, parties: Iterable[int]) -> dict[int, tuple[Money, ...]]:
    """What we owe each customer back: payments and credit notes that were not used yet."""
    found: dict[int, tuple[Money, ...]] = defaultdict(tuple)
    rows = open_items.of_customers(company).exclude(balance=0).filter(balance__lt=0, party__in=list(parties))
    for party, currency, balance in rows.order_by("pk").values_list("party_id", "currency", "balance"):
        found[party] = (*found[party], Money(-balance, currency))
    return found


def _written(company: Company, parties: Iterable[int]) -> dict[int, date]:
    rows = Reminder.objects.filter(company=company, party__in=list(parties), status__in=WRITTEN).order_by()
    return dict(rows.values_list("party_id").annotate(Max("reminded_on")))


def our_mistakes(company: Company, items: Sequence[OpenItem]) -> dict[int, tuple[Brake, ...]]:
    """By item, what is wrong with its document through us; those without are left out, whether they are paid or not."""
    keys = [item.document_id for item in items if item.document_kind == INVOICE]
    undelivered = {key for key, state in outbox.delivery(company, INVOICE, ids=keys).items() if state in FAILED}
    mistakes = (
        (dunning.REJECTED, networks.refused_of(company, INVOICE, ids=keys)),
        (dunning.CORRECTION, documents.being_corrected(company, keys)),
        (dunning.UNDELIVERED, undelivered),
    )
    found = {
        item.pk: tuple(Brake(reason) for reason, those in mistakes if item.document_id in those)
        for item in items
        if item.document_kind == INVOICE
    }
    return {key: brakes for key, brakes in found.items() if brakes}


def _of_documents(company: Company, owed: Sequence[OpenItem]) -> dict[int, tuple[Brake, ...]]:
    """What holds documents back: money on its way, instalments that are kept, our own mistakes, a letter that waits."""
    in_flight, paying = bank.in_flight(company, owed), checkouts.under_way(company, owed)
    collecting, charged = debits.under_collection(company, owed), saved_queries.planned(company, owed)
    went_back = sent_back.brakes(company, owed)
    planned = arranged.holding(company, owed)
    mistakes = our_mistakes(company, owed)
    waiting = queries.to_post(company, owed)
    found: dict[int, tuple[Brake, ...]] = {}
    for item in owed:
        money = ((dunning.IN_FLIGHT, in_flight), (dunning.PAYING, paying), (dunning.COLLECTING, collecting))
        brakes = [*(Brake(reason) for reason, those in money if item.pk in those), *went_back[item.pk]]
        if (day := charged.get(item.pk)) is not None:
            brakes.append(Brake(dunning.CHARGING, day, {"until": day.isoformat()}))
        if (until := planned.get(item.pk)) is not None:
            brakes.append(Brake(dunning.PLAN, until))
        if item.pk in waiting:
            brakes.append(Brake(dunning.TO_POST))
        found[item.pk] = (*brakes, *mistakes.get(item.pk, ()))
    return found
