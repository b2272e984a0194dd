"""How procedures, reminders, pauses and simulations look to programs."""

from collections.abc import Sequence
from decimal import Decimal

from kvit.core import reminder_procedures
from kvit.core.dunning import Outcome, Step
from kvit.core.formatting import format_plain
from kvit.dunning import procedures, promises, rounds
from kvit.dunning.campaigns import Reminding
from kvit.dunning.models import Pause, Procedure, Reminded, Reminder, ReminderRound, RoundRow
from kvit.dunning.procedures import Applied
from kvit.dunning.simulator import Simulation
from kvit.dunning.situation import Situation

Shape = dict[str, object]


def procedure(row: Procedure) -> Shape:
    """A procedure as it stands."""
    head = {"id": row.public_id, "level": row.level, "is_default": row.is_default, "version": row.version}
    return {**head, **reminder_procedures.written(procedures.read(row))}


def applied(one: Applied) -> Shape:
    """By which procedure a document, or the customer where it has no number, is reminded, and who says so."""
    return {
        "number": one.item.document_number if one.item is not None else "",
        "procedure": one.procedure.public_id,
        "name": str(one.procedure.told["name"]),
        "why": one.why,
    }


def documents(row: Reminder) -> list[Reminded]:
    """What the reminder was about, of one that was read with its documents."""
    return list(row.parts.all())


def reminder(row: Reminder) -> Shape:
    """A reminder that was sent, or skipped by a person, with the documents that it was about."""
    told = [
        {
            "number": part.item.document_number,
            "level": part.position,
            "open": _amount(part.balance, part.item.currency),
            "currency": part.item.currency,
        }
        for part in documents(row)
    ]
    return {
        "id": row.public_id,
        "customer": {"id": row.party.public_id, "name": row.party.name},
        "status": row.status,
        "tone": row.tone,
        "channel": row.channel,
        "language": row.language,
        "on": row.reminded_on,
        "reason": row.reason,
        "documents": told,
    }


def pause(row: Pause) -> Shape:
    """What holds a customer's reminders back, or those about one document."""
    return {
        "id": row.public_id,
        "kind": row.kind,
        "customer": {"id": row.party.public_id, "name": row.party.name},
        "number": row.item.document_number if row.item is not None else "",
        "since": row.since,
        "until": row.until,
        "reason": row.reason,
        "ended_on": row.ended_on,
    }


def promise(row: Pause, state: str) -> Shape:
    """A promise to pay, how it stands, and what was missing of one that was broken."""
    missing = [{"amount": _amount(one.amount, one.currency), "currency": one.currency} for one in promises.missing(row)]
    return {**pause(row), "state": state, "missing": missing}


def due(found: Situation, outcome: Outcome) -> Shape:
    """What may go to a customer today, and what is held back, with every reason."""
    party = found.parties[outcome.debtor.key]
    return {
        "customer": {"id": party.public_id, "name": party.name},
        "documents": [_step(found, step) for step in outcome.steps],
        "held": [_step(found, step) for step in outcome.held],
    }


def simulation(one: Simulation) -> Shape:
    """The calendar: each message with its day, and what is held back from which day on."""
    return {
        "since": one.since,
        "until": one.until,
        "messages": [
            {
                "on": message.on,
                "customer": {"id": message.party.public_id, "name": message.party.name},
                "language": message.language,
                "channel": message.channel,
                "tone": message.tone,
                "documents": [_step(one.found, step) for step in message.steps],
            }
            for message in one.planned
        ],
        "held": [
            {
                "on": stopped.on,
                "customer": {"id": stopped.party.public_id, "name": stopped.party.name},
                **_step(one.found, stopped.step),
            }
            for stopped in one.held
        ],
    }


def ran(one: Reminding) -> Shape:
    """What a day's run left."""
    return {
        "sent": [row.public_id for row in one.sent],
        "proposed": [party.public_id for party in one.proposed],
        "held": [party.public_id for party in one.held],
        "refused": [{"customer": party.public_id, "code": refusal.code} for party, refusal in one.refused],
    }


def rounds_of(rows: Sequence[ReminderRound]) -> list[Shape]:
    """Rounds, and how far each has come."""
    counts = rounds.counts(rows)
    return [_round(row, counts[row.pk]) for row in rows]


def _round(row: ReminderRound, told: rounds.Counts) -> Shape:
    return {
        "id": row.public_id,
        "status": row.status,
        "on": row.reminded_on,
        "by": row.actor_name,
        **{name: getattr(told, name) for name in ("waiting", "sent", "passed", "failed", "held")},
    }


def round_row(row: RoundRow) -> Shape:
    """What became of a customer, or of a document that was held back."""
    return {
        "customer": {"id": row.party.public_id, "name": row.party.name},
        "status": row.status,
        "reminder": row.reminder.public_id if row.reminder is not None else None,
        "number": row.item.document_number if row.item is not None else "",
        "code": row.code,
        "reasons": [one["reason"] for one in row.facts["reasons"]] if row.status == "held" else [],
    }


def _step(found: Situation, step: Step) -> Shape:
    item = found.items[step.owed.key]
    return {
        "item": item.public_id,
        "number": item.document_number,
        "due_on": item.due_on,
        "open": _amount(step.owed.balance.amount, item.currency),
        "disputed": _amount(step.owed.disputed.amount if step.owed.disputed else Decimal(0), item.currency),
        "currency": item.currency,
        "level": step.level.position,
        "tone": step.level.tone,
        "reasons": [{"reason": brake.reason, "until": brake.until} for brake in step.brakes],
    }


def _amount(value: Decimal, currency: str) -> str:
    return format_plain(value, currency)
