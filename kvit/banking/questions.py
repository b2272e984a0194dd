"""A colleague is asked about a line; the answer stands at the line and closes the question."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from kvit.banking.models import StatementLine
from kvit.companies import whose
from kvit.companies.models import Company, User
from kvit.companies.permissions import require
from kvit.core.errors import Refused
from kvit.core.permissions import Actor
from kvit.events import events
from kvit.tasks import notes, tasks
from kvit.tasks.models import Note, Task
from kvit.tasks.tasks import Case

TASK = "statement_line.question"


@dataclass(frozen=True)
class Talk:
    """What was said about a line, the oldest first, and who is asked now."""

    notes: list[Note]
    asked: User | None


@transaction.atomic
def ask(company: Company, line: StatementLine, *, to: str, text: str, by: Actor, on: date) -> Task:
    """Ask a colleague, by id or e-mail: a task of theirs. An open question goes to them with what is asked now.

    Refuses `user.unknown`, `note.empty`, `note.too_long`, `question.to_viewer`.
    """
    require(by, "bank.match", company)
    person = whose.colleague(company, to)
    if not whose.may(company, person, "task.work"):
        raise Refused("question.to_viewer", name=str(person))
    note = notes.write(company, line, text=text, by=by, on=on)
    tasks.close(company, [_key(line)], by=by, on=on)
    case = Case(
        kind=TASK,
        key=_key(line),
        subject_kind=note.subject_kind,
        subject_id=line.pk,
        subject_public_id=line.public_id,
        facts={"question": note.text[:200], "name": by.name},
    )
    task = tasks.open(company, case, by=by, on=on, owner=person)
    events.record("statement_line.asked", line, by=by, on=on, facts={"note": note.public_id, "to": person.public_id})
    return task


@transaction.atomic
def answer(company: Company, line: StatementLine, *, text: str, by: Actor, on: date) -> Note:
    """Answer at the line, whoever was asked. Refuses `question.none`, `note.empty`, `note.too_long`."""
    require(by, "task.work", company)
    if not Task.objects.filter(company=company, key=_key(line), status="open").exists():
        raise Refused("question.none")
    note = notes.write(company, line, text=text, by=by, on=on)
    tasks.close(company, [_key(line)], by=by, on=on)
    events.record("statement_line.answered", line, by=by, on=on, facts={"note": note.public_id})
    return note


def close(line: StatementLine, *, by: Actor, on: date) -> None:
    """The line is done: nobody is asked about it any more."""
    tasks.close(line.company, [_key(line)], by=by, on=on)


def talk(company: Company, line: StatementLine) -> Talk:
    """What was said about the line."""
    said = Note.objects.filter(company=company, subject_kind=events.kind_of(line), subject_id=line.pk)
    task = Task.objects.filter(company=company, key=_key(line), status="open").select_related("owner").first()
    return Talk(list(said.select_related("author").order_by("pk")), task.owner if task else None)


def _key(line: StatementLine) -> str:
    return f"{TASK}/{line.public_id}"
