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
    """One message for all that a customer owes, sent or skipped by a person on that day.

    A letter is `prepared` until a person says on which day they posted it, or withdraws it.
    """

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
            models.CheckConstraint(
                name="reminder_status", condition=Q(status__in=["sent", "skipped", "prepared", "withdrawn"])
            ),
            models.CheckConstraint(
                name="reminder_posted", condition=~Q(status__in=["prepared", "withdrawn"]) | Q(channel="letter")
            ),
            models.CheckConstraint(name="reminder_skip_reason", condition=~Q(status="skipped") | ~Q(reason="")),
        ]
        indexes = [
            models.Index(fields=["company", "-id"], name="reminder_list"),
            models.Index(fields=["company", "party", "-reminded_on"], name="reminder_of_party"),
        ]


class Reminded(models.Model):
    """A document at one level in a reminder: the key lets a level of a document be used once, by whoever is first.

    `days` are those of the level then: a procedure that is changed later moves its levels to other places. A letter
    that was withdrawn gives its levels free.
    """

    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    reminder = models.ForeignKey(Reminder, on_delete=models.PROTECT, related_name="parts")
    item = models.ForeignKey(OpenItem, on_delete=models.PROTECT, related_name="reminded")
    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="+")
    position = models.IntegerField()
    days = models.IntegerField()
    balance = AmountField()
    is_free = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "position"], name="reminded_once", condition=Q(is_free=False))
        ]


class ReminderLetter(models.Model):
    """What the page of a reminder that goes by post prints, copied in the transaction that takes its levels."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    reminder = models.OneToOneField(Reminder, on_delete=models.PROTECT, related_name="letter")
    told = models.JSONField()
    ours = models.JSONField()
    theirs = models.JSONField()


class Digest(models.Model):
    """One mail that tells a person which reminders went to customers they look after; one a day at most."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    told_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "user", "told_on"], name="digest_once_a_day")]


class DigestLine(models.Model):
    """A reminder that a digest tells of: each is told of once."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    digest = models.ForeignKey(Digest, on_delete=models.PROTECT, related_name="lines")
    reminder = models.OneToOneField(Reminder, on_delete=models.PROTECT, related_name="told_in")


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


class ReminderRound(models.Model):
    """Everything that was proposed, sent in one act by a person, or what a day sent by itself; `key` lets a click that
    comes twice begin it once."""

    public_id = PublicIdField(prefix="rrd")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="reminder_rounds")
    key = models.CharField(max_length=60, blank=True)
    status = models.CharField(max_length=10, default="running")
    reminded_on = models.DateField()
    actor_kind = models.CharField(max_length=20)
    actor_id = models.BigIntegerField()
    actor_name = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="reminder_round_status", condition=Q(status__in=["running", "finished"])),
            models.UniqueConstraint(
                fields=["company"], name="reminder_round_one_at_a_time", condition=Q(status="running")
            ),
            models.UniqueConstraint(fields=["company", "key"], name="reminder_round_key", condition=~Q(key="")),
        ]
        indexes = [models.Index(fields=["company", "-id"], name="reminder_round_list")]


class RoundRow(models.Model):
    """What became of a customer in a round, or (`item`) a document of theirs that was held back, with its reasons."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    round = models.ForeignKey(ReminderRound, on_delete=models.PROTECT, related_name="rows")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey(OpenItem, on_delete=models.PROTECT, null=True, related_name="+")
    reminder = models.ForeignKey(Reminder, on_delete=models.PROTECT, null=True, related_name="+")
    status = models.CharField(max_length=10, default="waiting")
    code = models.CharField(max_length=60, blank=True)
    facts = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="round_row_status", condition=Q(status__in=["waiting", "sent", "held", "passed", "failed"])
            ),
            models.CheckConstraint(
                name="round_row_sent", condition=Q(status="sent", reminder__isnull=False) | ~Q(status="sent")
            ),
            models.CheckConstraint(
                name="round_row_held", condition=Q(status="held", item__isnull=False) | ~Q(status="held") & Q(item=None)
            ),
            models.UniqueConstraint(fields=["round", "party"], name="round_row_of_party", condition=Q(item=None)),
            models.UniqueConstraint(
                fields=["round", "item"], name="round_row_of_item", condition=Q(item__isnull=False)
            ),
        ]
        indexes = [models.Index(fields=["round", "status", "id"], name="round_row_list")]
