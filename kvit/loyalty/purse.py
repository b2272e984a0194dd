"""What customers have: points earned and taken back, held by drafts, used, given back, ended. Each movement is booked.

Lots are locked before they are read, all of a customer's in one order; the database refuses what goes below zero.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db import connection, transaction
from django.db.models import F, QuerySet, Sum

from kvit.companies.models import Company
from kvit.companies.permissions import automation
from kvit.core import loyalty, postings
from kvit.core.loyalty import Kind
from kvit.core.money import Money, total
from kvit.core.permissions import Actor
from kvit.events import events
from kvit.ledger import entries, periods
from kvit.ledger.entries import NewEntry
from kvit.loyalty.models import LoyaltyHold, LoyaltyLot, LoyaltyMovement, LoyaltyProgramme
from kvit.parties import linked
from kvit.parties.models import Party

ENTRY = "loyalty"
MOVEMENT = "loyalty_movement"
AUTOMATION = "loyalty"
OF_EARNING: tuple[Kind, ...] = ("earned", "taken_back", "restored")


@dataclass(frozen=True)
class Document:
    """The document of a room above, by kind and number."""

    id: int
    number: str = ""
    kind: str = "invoice"


def lots_of(company: Company, party: Party) -> list[LoyaltyLot]:
    """Every lot of the customer, those of records that were merged into theirs too, locked in one order."""
    records = linked.with_merged(company, [party])
    rows = LoyaltyLot.objects.select_for_update(of=("self",)).filter(company=company, party__in=records)
    return list(rows.select_related("party").order_by("pk"))


def earn(
    company: Company,
    party: Party,
    document: Document,
    *,
    points: int,
    programme: LoyaltyProgramme,
    days_early: int,
    by: Actor,
    on: date,
) -> LoyaltyLot:
    """The document earned so many points, once: a second time the database refuses it."""
    lot = _lot(company, party, document, programme=programme, days_early=days_early, on=on)
    _move(company, lot, "earned", points, document=document, by=by, on=on)
    return lot


def grant(
    company: Company,
    party: Party,
    document: Document,
    *,
    points: int,
    programme: LoyaltyProgramme,
    by: Actor,
    on: date,
) -> LoyaltyLot:
    """So many points by hand, once, worth and good for as long as the programme says."""
    lot = _lot(company, party, document, programme=programme, days_early=0, on=on)
    _move(company, lot, "granted", points, document=document, by=by, on=on)
    return lot


def remove(company: Company, party: Party, document: Document, points: int, *, by: Actor, on: date) -> None:
    """So many points taken by hand, what ends first of what no draft holds. Refuses `loyalty.too_many`."""
    assert connection.in_atomic_block
    lots = {row.pk: row for row in lots_of(company, party)}
    for part in loyalty.take([row.free(company.currency) for row in lots.values()], points):
        _move(company, lots[part.key], "removed", -part.points, document=document, by=by, on=on)


def _lot(
    company: Company, party: Party, document: Document, *, programme: LoyaltyProgramme, days_early: int, on: date
) -> LoyaltyLot:
    return LoyaltyLot.objects.create(
        company=company,
        party=party,
        programme=programme,
        document_kind=document.kind,
        document_id=document.id,
        document_number=document.number,
        value=programme.value,
        days_early=days_early,
        earned_on=on,
        ends_on=loyalty.ends_on(on, programme.months),
    )


def adjust(company: Company, lot: LoyaltyLot, *, should: int, by: Actor, on: date) -> int:
    """Bring what the lot's document earned to what it should have; returns what moved, as far as it is still there.

    What ended of its own points is gone already, and asked of no other document's.
    """
    lots = lots_of(company, lot.party)
    document = Document(lot.document_id, lot.document_number, lot.document_kind)
    own = next(one for one in lots if one.pk == lot.pk)
    change = should - earned_by(company, document)
    if change > 0:
        _move(company, own, "restored", change, document=document, by=by, on=on)
        return change
    moved, ended = 0, -_moved(company, document, ("expired",))
    in_order = {
        one.key: place for place, one in enumerate(loyalty.in_order(row.free(company.currency) for row in lots))
    }
    for row in sorted(lots, key=lambda one: (one.pk != own.pk, in_order[one.pk])):
        wanted = -change - moved - (0 if row.pk == own.pk else ended)
        taken = min(row.left - row.held, wanted)
        if taken > 0:
            _move(company, row, "taken_back", -taken, document=document, by=by, on=on)
            moved += taken
    return -moved


def earned_by(company: Company, document: Document) -> int:
    """What the document earned, less what was taken back of it."""
    return _moved(company, document, OF_EARNING)


def hold(company: Company, party: Party, document: Document, points: int, *, on: date) -> Money:
    """Keep so many points for the draft, in the place of what it kept before; returns their worth.

    Refuses `loyalty.too_many` over what is free; then nothing changes where the caller's transaction is given up.
    """
    assert connection.in_atomic_block
    lots = {row.pk: row for row in lots_of(company, party)}
    release(company, document, lots=lots)
    parts = loyalty.take([row.free(company.currency) for row in lots.values()], points)
    for part in parts:
        row = lots[part.key]
        row.held += part.points
        row.save(update_fields=["held"])
    LoyaltyHold.objects.bulk_create(
        LoyaltyHold(
            company=company,
            lot=lots[part.key],
            document_kind=document.kind,
            document_id=document.id,
            points=part.points,
            held_on=on,
        )
        for part in parts
    )
    return total((part.worth for part in parts), company.currency)


def release(company: Company, document: Document, *, lots: dict[int, LoyaltyLot] | None = None) -> int:
    """The draft keeps no points any more; returns how many it kept."""
    holds = list(_holds(company, [document.id], kind=document.kind).order_by("lot_id"))
    if not holds:
        return 0
    known = lots if lots is not None else {}
    missing = [one.lot_id for one in holds if one.lot_id not in known]
    for row in LoyaltyLot.objects.select_for_update().filter(company=company, pk__in=missing).order_by("pk"):
        known[row.pk] = row
    for one in holds:
        row = known[one.lot_id]
        row.held -= one.points
        row.save(update_fields=["held"])
    LoyaltyHold.objects.filter(company=company, pk__in=[one.pk for one in holds]).delete()
    return sum(one.points for one in holds)


def spend(company: Company, documents: Sequence[tuple[Document, date]], *, by: Actor) -> None:
    """What drafts kept is used, in the transaction that issues them, each on its day."""
    assert connection.in_atomic_block
    holds = list(_holds(company, [one.id for one, _ in documents]).order_by("lot_id", "pk"))
    if not holds:
        return
    rows = LoyaltyLot.objects.select_for_update(of=("self",)).select_related("party")
    keys = sorted({one.lot_id for one in holds})
    lots = {row.pk: row for row in rows.filter(company=company, pk__in=keys).order_by("pk")}
    named = {one.id: (one, day) for one, day in documents}
    LoyaltyHold.objects.filter(company=company, pk__in=[one.pk for one in holds]).delete()
    for one in holds:
        document, day = named[one.document_id]
        lots[one.lot_id].held -= one.points
        _move(company, lots[one.lot_id], "redeemed", -one.points, document=document, by=by, on=day)


def give_back(company: Company, document: Document, *, should: int, by: Actor, on: date) -> list[LoyaltyLot]:
    """Of what the document used, so many points should have gone back by now: the rest goes, to the lots that end last.

    Returns the lots that got some.
    """
    used = list(
        LoyaltyMovement.objects.filter(
            company=company, document_kind=document.kind, document_id=document.id, kind__in=["redeemed", "given_back"]
        )
    )
    keys = {one.lot_id for one in used}
    rows = LoyaltyLot.objects.select_for_update(of=("self",)).select_related("party")
    lots = {row.pk: row for row in rows.filter(company=company, pk__in=keys).order_by("pk")}
    before = sum(one.points for one in used if one.kind == "given_back")
    left = should - before
    found = []
    for lot in reversed(loyalty.in_order(row.free(company.currency) for row in lots.values())):
        gone = -sum(one.points for one in used if one.lot_id == lot.key)
        back = min(gone, left)
        if back > 0:
            _move(company, lots[lot.key], "given_back", back, document=document, by=by, on=on)
            found.append(lots[lot.key])
            left -= back
    return found


def used_by(company: Company, document: Document) -> int:
    """How many points the issued document used, given back or not."""
    return -_moved(company, document, ("redeemed",))


def run(company: Company, *, on: date) -> int:
    """What no draft holds and nobody used by its last day ends; twice changes nothing. Returns the points."""
    gone = LoyaltyLot.objects.filter(company=company, ends_on__lt=on, left__gt=F("held"))
    return sum(
        _end(company, party, on=on) for party in Party.objects.filter(pk__in=gone.values("party")).order_by("pk")
    )


@transaction.atomic
def _end(company: Company, party: Party, *, on: date) -> int:
    lots = {row.pk: row for row in lots_of(company, party)}
    by = automation(AUTOMATION, company)
    ended = loyalty.over([row.free(company.currency) for row in lots.values()], on=on)
    for part in ended:
        lot = lots[part.key]
        document = Document(lot.document_id, lot.document_number, lot.document_kind)
        _move(company, lot, "expired", -part.points, document=document, by=by, on=on)
    return sum(part.points for part in ended)


def _move(
    company: Company, lot: LoyaltyLot, kind: Kind, points: int, *, document: Document, by: Actor, on: date
) -> None:
    """The one way that what is left of a lot changes: the row, its movement, the entry and the event together."""
    day = max(on, (periods.locked_until(company) or date.min) + timedelta(days=1))
    lot.left += points
    lot.moves += 1
    lot.save(update_fields=["left", "held", "moves"])
    worth = Money(lot.value, company.currency).times(Decimal(points)).amount
    row = LoyaltyMovement.objects.create(
        company=company,
        lot=lot,
        place=lot.moves,
        kind=kind,
        points=points,
        worth=worth,
        document_kind=document.kind,
        document_id=document.id,
        document_number=document.number,
        moved_on=day,
    )
    new = NewEntry(
        kind=ENTRY,
        document_kind=MOVEMENT,
        document_id=row.pk,
        document_number=document.number,
        posted_on=day,
        postings=postings.for_loyalty(worth, currency=company.currency, party=lot.party_id),
        text=lot.party.name[:200],
    )
    entries.post(company, new, by=by)
    facts: dict[str, object] = {
        "customer": lot.party.public_id,
        "points": points,
        "worth": str(worth),
        "currency": company.currency,
        "document": document.number,
        "ends_on": lot.ends_on.isoformat(),
    }
    events.record(f"loyalty.{kind}", lot, by=by, on=day, facts=facts)


def _moved(company: Company, document: Document, kinds: Iterable[Kind]) -> int:
    rows = LoyaltyMovement.objects.filter(
        company=company, document_kind=document.kind, document_id=document.id, kind__in=list(kinds)
    )
    return rows.aggregate(whole=Sum("points"))["whole"] or 0


def _holds(company: Company, ids: Sequence[int], *, kind: str = "invoice") -> QuerySet[LoyaltyHold]:
    return LoyaltyHold.objects.filter(company=company, document_kind=kind, document_id__in=ids)
