"""Tables of reminders: by which procedure, what holds one back, what was sent about which document."""

from django.db import models
from django.db.models import Q

from kvit.companies.models import Company, User
from kvit.ledger.models import OpenItem
from kvit.parties.models import Party
from kvit.tables import AmountField, PublicIdField


class Procedure(models.Model):
    """The levels of reminding, told as `core.reminder_procedures` reads them; `level` is how far it goes by itself."""

    public_id = PublicIdField(prefix="prc")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="reminder_procedures")
    told = models.JSONField()
    level = models.CharField(max_length=10, default="suggest")
    is_default = models.BooleanField(default=False)
    version = models.IntegerField(default=1)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="procedure_level", condition=Q(level__in=["off", "suggest", "auto"])),
            models.UniqueConstraint(fields=["company"], name="procedure_default_once", condition=Q(is_default=True)),
        ]


class Choice(models.Model):
    """Another procedure than the company's default, for a customer or for one document of theirs."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey(OpenItem, on_delete=models.PROTECT, null=True, related_name="+")
    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="choices")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["party"], name="procedure_choice_of_party", condition=Q(item=None)),
            models.UniqueConstraint(fields=["item"], name="procedure_choice_of_item", condition=Q(item__isnull=False)),
        ]


class Pause(models.Model):
    """What holds reminders back, for a customer or one document: a hold, a promise, a colleague who took over.

    It holds until the day, which it includes, or until it is ended.
    """

    public_id = PublicIdField(prefix="pau")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="reminder_pauses")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey(OpenItem, on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=10)
    since = models.DateField()
    until = models.DateField(null=True)
    reason = models.CharField(max_length=400, blank=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    ended_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="pause_kind", condition=Q(kind__in=["hold", "promise", "taken_over"])),
            models.CheckConstraint(name="pause_days", condition=Q(until=None) | Q(until__gte=models.F("since"))),
            models.CheckConstraint(name="promise_has_day", condition=~Q(kind="promise") | Q(until__isnull=False)),
        ]
        indexes = [models.Index(fields=["company", "party", "ended_on"], name="pause_of_party")]


class PromiseOutcome(models.Model):
    """What became of a promise, said once and never changed; `missing` are the documents that were open, with sums."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    pause = models.OneToOneField(Pause, on_delete=models.PROTECT, related_name="outcome")
    outcome = models.CharField(max_length=10)
    missing = models.JSONField(default=list)
    said_on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="promise_outcome", condition=Q(outcome__in=["kept", "broken"])),
            models.CheckConstraint(
                name="promise_broken_of_something", condition=Q(outcome="kept", missing=[]) | Q(outcome="broken")
            ),
        ]


class Reminder(models.Model):
    """One message for all that a customer owes, sent or skipped by a person on that day."""

    public_id = PublicIdField(prefix="rmd")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="reminders")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="reminders")
    status = models.CharField(max_length=10, default="sent")
    tone = models.CharField(max_length=10)
    channel = models.CharField(max_length=10, default="email")
    language = models.CharField(max_length=5)
    reminded_on = models.DateField()
    reason = models.CharField(max_length=400, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="reminder_status", condition=Q(status__in=["sent", "skipped"])),
            models.CheckConstraint(name="reminder_skip_reason", condition=~Q(status="skipped") | ~Q(reason="")),
        ]
        indexes = [
            models.Index(fields=["company", "-id"], name="reminder_list"),
            models.Index(fields=["company", "party", "-reminded_on"], name="reminder_of_party"),
        ]


class Reminded(models.Model):
    """A document at one level in a reminder: the key lets a level of a document be used once, by whoever is first.

    `days` are those of the level then: a procedure that is changed later moves its levels to other places.
    """

    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    reminder = models.ForeignKey(Reminder, on_delete=models.PROTECT, related_name="parts")
    item = models.ForeignKey(OpenItem, on_delete=models.PROTECT, related_name="reminded")
    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="+")
    position = models.IntegerField()
    days = models.IntegerField()
    balance = AmountField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "position"], name="reminded_once")]


class Suppression(models.Model):
    """A level of a document that was due and held back, by reason, and since when; never changed."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    item = models.ForeignKey(OpenItem, on_delete=models.PROTECT, related_name="+")
    position = models.IntegerField()
    reason = models.CharField(max_length=20)
    facts = models.JSONField(default=dict)
    since = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "position", "reason"], name="suppression_once"),
        ]
        indexes = [models.Index(fields=["company", "-id"], name="suppression_list")]
