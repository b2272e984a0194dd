"""Tables of what a person must do, and notes on any subject."""

from django.db import models
from django.db.models import Q

from kvit.companies.models import Company, User
from kvit.tables import PublicIdField


class Task(models.Model):
    """Something a person must do, opened and closed by events; `key` says which case it is, once while open.

    `opened_by` is the number of the event that asked for it: what happened before that does not close it.
    """

    public_id = PublicIdField(prefix="task")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="tasks")
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=120)
    subject_kind = models.CharField(max_length=30)
    subject_id = models.BigIntegerField()
    subject_public_id = models.CharField(max_length=40, blank=True)
    facts = models.JSONField(default=dict)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="tasks")
    due_on = models.DateField()
    status = models.CharField(max_length=10, default="open")
    opened_by = models.BigIntegerField(default=0)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "key"], name="task_once", condition=Q(status="open")),
            models.CheckConstraint(name="task_status", condition=Q(status__in=["open", "done", "dismissed"])),
        ]
        indexes = [models.Index(fields=["company", "status", "due_on", "id"], name="task_list")]


class Note(models.Model):
    """What a person wrote about a subject."""

    public_id = PublicIdField(prefix="note")
    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    subject_kind = models.CharField(max_length=30)
    subject_id = models.BigIntegerField()
    author = models.ForeignKey(User, on_delete=models.PROTECT)
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["company", "subject_kind", "subject_id", "id"], name="note_of_subject")]
