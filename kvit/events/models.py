"""Tables of what happened, the seals over it, inbound keys and the work that follows."""

from django.db import models
from django.db.models import Q

from kvit.tables import PublicIdField


class Event(models.Model):
    """One thing that happened; never changed, never removed."""

    public_id = PublicIdField(prefix="evt")
    company_id = models.BigIntegerField(null=True, db_index=True)
    name = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=30)
    subject_id = models.BigIntegerField()
    subject_public_id = models.CharField(max_length=40, blank=True)
    actor_kind = models.CharField(max_length=20)
    actor_id = models.BigIntegerField()
    actor_name = models.CharField(max_length=200)
    request_id = models.CharField(max_length=64, blank=True)
    reason = models.TextField(blank=True)
    acted_on = models.DateField()
    at = models.DateTimeField()
    facts = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["company_id", "subject_kind", "subject_id", "id"], name="event_of_subject"),
            models.Index(fields=["company_id", "name", "id"], name="event_of_name"),
        ]


class Seal(models.Model):
    """A batch of events bound by hash to the batch before it."""

    number = models.BigIntegerField(unique=True)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)
    events = models.IntegerField()
    at = models.DateTimeField()


class SealedEvent(models.Model):
    """Which seal an event is in, and the hash of the event alone."""

    event = models.OneToOneField(Event, on_delete=models.PROTECT, primary_key=True)
    seal = models.ForeignKey(Seal, on_delete=models.PROTECT, related_name="lines")
    hash = models.CharField(max_length=64)


class Work(models.Model):
    """One piece of work that an event leaves behind; the row without a handler deals it out."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT)
    handler = models.CharField(max_length=80, blank=True)
    status = models.CharField(max_length=10, default="pending")
    attempt = models.IntegerField(default=0)
    due_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "handler"], name="work_once"),
            models.CheckConstraint(name="work_status", condition=Q(status__in=["pending", "running", "done", "dead"])),
        ]
        indexes = [
            models.Index(fields=["due_at", "id"], name="work_waiting", condition=Q(status__in=["pending", "running"])),
            models.Index(fields=["id"], name="work_dead", condition=Q(status="dead")),
        ]


class InboundKey(models.Model):
    """A fact from outside that was taken in, once: a webhook, a bank line, a request with a key."""

    company_id = models.BigIntegerField(db_index=True)
    source = models.CharField(max_length=40)
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64, blank=True)
    status_code = models.IntegerField(null=True)
    answer = models.JSONField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company_id", "source", "key"], name="inbound_once")]
