"""Invariants of state and of the installation: locked periods, companies apart, triggers in place, work left behind."""

from collections.abc import Iterable

from django.apps import apps
from django.db import connection
from django.db.models import Count, F, ForeignKey, Model, Q

from kvit.companies.models import Company
from kvit.events.models import Event, Work
from kvit.ledger.models import Entry, PeriodLock
from kvit.messages.models import Message, WebhookDelivery
from kvit.proof.guards import ALL
from kvit.tables import present, wanted

Found = tuple[int, Iterable[str]]


def locked_periods_took_nothing(company: Company) -> Found:
    """No entry in the locked days was made after the day they were locked."""
    lock = PeriodLock.objects.filter(company=company).exclude(locked_until=None).first()
    if lock is None:
        return 0, []
    event = Event.objects.filter(company_id=company.pk, name="period.locked").order_by("-id").first()
    entries = Entry.objects.filter(company=company, posted_on__lte=lock.locked_until)
    late = entries.filter(at__gt=event.at).values_list("public_id", flat=True) if event else []
    return entries.count(), late


def rows_stay_in_their_company(company: Company) -> Found:
    """No row points to a row of another company."""
    broken: list[str] = []
    seen = 0
    for model in filled(company):
        if not (names := _to_what_has_a_company(model)):
            continue
        rows = model._default_manager.filter(company=company)
        seen += len(names)
        whose = [f"{name}__company" for name in names]
        apart = Q(*(Q(**{f"{one}__isnull": False}) & ~Q(**{one: F("company")}) for one in whose), _connector=Q.OR)
        strange = rows.filter(apart).values_list("pk", *whose)[:20]
        for pk, *owners in strange:
            pairs = zip(names, owners, strict=True)
            broken += [f"{model._meta.label} {pk}: {name}" for name, owner in pairs if owner not in (None, company.pk)]
    return seen, broken


def filled(company: Company) -> list[type[Model]]:
    """The tables of companies' rows that hold any of this one: one question for all of them."""
    models = [model for model in apps.get_models() if _is_owned(model)]
    row = "SELECT '{0}' WHERE EXISTS (SELECT 1 FROM \"{0}\" WHERE company_id = %s)"
    with connection.cursor() as cursor:
        asked = " UNION ALL ".join(row.format(model._meta.db_table) for model in models)
        cursor.execute(asked, [company.pk] * len(models))
        tables = {table for (table,) in cursor.fetchall()}
    return [model for model in models if model._meta.db_table in tables]


def _is_owned(model: type[Model]) -> bool:
    return any(field.name == "company" for field in model._meta.fields)


def _to_what_has_a_company(model: type[Model]) -> list[str]:
    """The relations of a company's rows whose other end is a company's too."""
    relations = [field for field in model._meta.fields if isinstance(field, ForeignKey) and field.name != "company"]
    targets = [(field.name, field.related_model) for field in relations]
    return [name for name, target in targets if isinstance(target, type) and _is_owned(target)]


def every_change_has_its_event(company: Company) -> Found:
    """What was issued says so in the log, once."""
    from kvit.receivables.models import Invoice

    told = set(
        Event.objects.filter(
            company_id=company.pk, name__in=["invoice.issued", "credit_note.issued"], subject_kind="invoice"
        ).values_list("subject_id", flat=True)
    )
    issued = Invoice.objects.filter(company=company, status="issued")
    return issued.count(), [row.public_id for row in issued.iterator() if row.pk not in told]


def every_queued_mail_has_its_work(company: Company) -> Found:
    """A mail that waits has somebody who will send it: its work waits, is under way, or was given up and told."""
    queued = Message.objects.filter(company=company, status="queued")
    left = Work.objects.filter(event__company_id=company.pk, event__name="message.queued").exclude(status="done")
    with_work = set(left.values_list("event__subject_id", flat=True))
    return queued.count(), [row.public_id for row in queued.iterator() if row.pk not in with_work]


def every_delivery_has_its_event(company: Company) -> Found:
    """What was sent by webhook is one of the company's events, told to each address once, in its own words."""
    rows = WebhookDelivery.objects.filter(company=company)
    strange = rows.exclude(event__company_id=company.pk, name=F("event__name"))
    twice = rows.values("endpoint", "event").annotate(times=Count("pk")).filter(times__gt=1)
    doubled = [f"event {one['event']} to endpoint {one['endpoint']}: {one['times']} times" for one in twice]
    return rows.count(), [*strange.values_list("public_id", flat=True)[:1000], *doubled]


def of_installation() -> list[tuple[str, str, int, list[str]]]:
    """What holds for the whole installation: triggers, and work that is neither done nor waiting."""
    missing = sorted(wanted(connection, ALL) - present(connection))
    lost = Event.objects.filter(work=None).values_list("public_id", flat=True)[:1000]
    dead = Work.objects.filter(status="dead").count()
    return [
        ("G1", "Every trigger is in place.", len(wanted(connection, ALL)), missing),
        ("I19", f"Every event left its work behind ({dead} waiting for a person).", Event.objects.count(), list(lost)),
    ]


INVARIANTS = [
    ("I13", "A locked period took no entry after it was locked.", locked_periods_took_nothing),
    ("I15", "Every issued document has its event.", every_change_has_its_event),
    ("I19m", "Every queued mail has somebody who sends it.", every_queued_mail_has_its_work),
    ("I19w", "Every webhook delivery belongs to an event, and none is doubled.", every_delivery_has_its_event),
    ("I24", "Every row stays in its company.", rows_stay_in_their_company),
]
