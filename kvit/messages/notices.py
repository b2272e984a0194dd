"""Mails that tell a colleague of a task, or what a rule of the company has to tell."""

from collections.abc import Callable

from django.conf import settings
from django.utils import translation

from kvit.companies.models import Company, User
from kvit.companies.permissions import automation
from kvit.core import flow_rules
from kvit.core.languages import LANGUAGES
from kvit.events.models import Event
from kvit.messages import letters, outbox, senders
from kvit.messages.dispatches import reachable
from kvit.messages.outbox import About, Outgoing
from kvit.tasks import because, texts
from kvit.tasks.kinds import KINDS
from kvit.tasks.models import Task

WHERE = dict.fromkeys(("approval.waiting", "approval.overdue", "approval.escalated"), "/approvals")
"""Kinds of tasks that are done on a page of their own: the address that a mail gives."""


def task_opened(event: Event) -> Callable[[], None] | None:
    """What follows when a task is opened or given to somebody: its owner is told, unless they did it themselves."""
    company = Company.objects.get(pk=event.company_id or 0)
    task = Task.objects.select_related("owner").get(company=company, pk=event.subject_id)
    owner = task.owner
    given = event.name == "task.assigned"
    if owner is None or not (given or KINDS[task.kind].tells) or task.status != "open":
        return None
    if (event.actor_kind == "user" and event.actor_id == owner.pk) or not reachable(owner):
        return None
    out = Outgoing(
        kind="task_opened",
        about=About(kind="task", id=task.pk, public_id=task.public_id, name=str(task.facts.get("number", ""))),
        occasion=f"{event.name}/{event.pk}",
        to_address=owner.email,
        to_name=str(owner),
        language=language_of(owner),
        mail=_letter(company, task, owner),
        responsible=owner,
    )
    return lambda: _queue(company, out, event)


def rule_acted(event: Event) -> Callable[[], None] | None:
    """What follows when a rule acts: where the act is a notice, each of those whom it is for gets a mail."""
    if event.facts["act"] != flow_rules.NOTICE:
        return None
    company = Company.objects.get(pk=event.company_id or 0)
    people = User.objects.filter(memberships__company=company, public_id__in=event.facts["to"]).order_by("pk")
    mails = [_notice(company, event, person) for person in people if reachable(person)]

    def queue_all() -> None:
        for mail in mails:
            outbox.queue(company, mail, by=automation("rules", company), on=event.acted_on)

    return queue_all


def _notice(company: Company, event: Event, person: User) -> Outgoing:
    language = language_of(person)
    facts = event.facts
    name = str(facts["name"])
    with translation.override(language):
        why = because.sentence(facts, language=language)
    mail = letters.rule_notice(
        language=language,
        sender=senders.of(company),
        person=str(person),
        notice=str(facts["text"]),
        about=name,
        because=why,
        link=f"{settings.KVIT_BASE_URL}/rules/{facts['rule_id']}",
    )
    return Outgoing(
        kind="rule_notice",
        about=About(kind="rule_act", id=event.subject_id, public_id=event.subject_public_id, name=name),
        occasion=f"{event.name}/{event.pk}/{person.pk}",
        to_address=person.email,
        to_name=str(person),
        language=language,
        mail=mail,
        responsible=person,
    )


def _queue(company: Company, out: Outgoing, event: Event) -> None:
    outbox.queue(company, out, by=automation("tasks", company), on=event.acted_on)


def _letter(company: Company, task: Task, owner: User) -> letters.Mail:
    language = language_of(owner)
    with translation.override(language):
        title = texts.title(task, language=language)
    about = task.facts.get("number") or task.facts.get("name") or company.name
    return letters.task_opened(
        language=language,
        sender=senders.of(company),
        person=str(owner),
        task=title,
        about=str(about),
        due_on=task.due_on,
        link=f"{settings.KVIT_BASE_URL}{WHERE.get(task.kind, '/tasks')}",
    )


def language_of(user: User) -> str:
    """The language in which the user works."""
    return user.language if user.language in LANGUAGES else "en"
