"""Tables of the ways to networks, of each try to pass a document through one, and of what comes back."""

from django.db import models
from django.db.models import Q

from kvit.archive.models import File
from kvit.companies.models import Company
from kvit.tables import PublicIdField

STATUSES = ["prepared", "validated", "submitted", "accepted", "rejected", "unknown", "superseded"]
MODES = ["test", "production"]


class Connection(models.Model):
    """A company's way to a network, to its test or to its production side; one of both is used at a time.

    `sealed` are tokens, keys and certificates, encrypted; `ends_on` is the day on which they stop to work. `cursor`
    says how far what came for us was fetched. `trouble` is why the network could not be used the last time.
    """

    public_id = PublicIdField(prefix="net")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="connections")
    network = models.CharField(max_length=20)
    mode = models.CharField(max_length=10)
    is_on = models.BooleanField(default=False)
    settings = models.JSONField(default=dict)
    sealed = models.TextField(blank=True)
    ends_on = models.DateField(null=True)
    warned_on = models.DateField(null=True)
    cursor = models.CharField(max_length=200, blank=True)
    trouble = models.CharField(max_length=60, blank=True)
    trouble_facts = models.JSONField(default=dict)
    trouble_since = models.DateTimeField(null=True)
    again_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
    fetched_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "network", "mode"], name="connection_once"),
            models.UniqueConstraint(
                fields=["company", "network"], name="connection_in_use_once", condition=Q(is_on=True)
            ),
            models.CheckConstraint(name="connection_mode", condition=Q(mode__in=MODES)),
        ]


class Submission(models.Model):
    """One try to pass a document through a network. `key` is the same however often the try is handed over.

    `until` is the last day on which the law takes it as in time; `official` the number under which the network keeps
    an accepted document. `findings` are what our judges or the network found wrong.
    """

    public_id = PublicIdField(prefix="sub")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="submissions")
    network = models.CharField(max_length=20)
    document_kind = models.CharField(max_length=30)
    document_id = models.BigIntegerField()
    document_public_id = models.CharField(max_length=40)
    number = models.CharField(max_length=60)
    issued_on = models.DateField()
    attempt = models.IntegerField(default=1)
    form = models.CharField(max_length=20)
    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")
    facts = models.JSONField(default=dict)
    key = models.CharField(max_length=60, unique=True)
    is_duty = models.BooleanField(default=False)
    until = models.DateField(null=True)

    status = models.CharField(max_length=12, default="prepared")
    mode = models.CharField(max_length=10, blank=True)
    handed = models.IntegerField(default=0)
    begun_at = models.DateTimeField(null=True)
    handed_at = models.DateTimeField(null=True)
    ask_at = models.DateTimeField(null=True)
    asked = models.IntegerField(default=0)
    warned = models.IntegerField(default=0)
    reference = models.CharField(max_length=200, blank=True)
    official = models.CharField(max_length=100, blank=True)
    told = models.TextField(blank=True)
    findings = models.JSONField(default=list)
    prepared_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "network", "document_kind", "document_id", "attempt"], name="submission_attempt_once"
            ),
            models.UniqueConstraint(
                fields=["company", "network", "document_kind", "document_id"],
                name="submission_live_once",
                condition=~Q(status="superseded"),
            ),
            models.CheckConstraint(name="submission_status", condition=Q(status__in=STATUSES)),
        ]
        indexes = [
            models.Index(fields=["company", "document_kind", "document_id"], name="submission_of_document"),
            models.Index(fields=["company", "status", "-id"], name="submission_by_status"),
            models.Index(fields=["company", "-id"], name="submission_list"),
            models.Index(
                fields=["status", "ask_at"], name="submission_to_ask", condition=Q(status__in=["submitted", "unknown"])
            ),
        ]


class Acknowledgement(models.Model):
    """A paper that a network gave for a submission: a signed zip, a UPO, an answer; kept as it came."""

    public_id = PublicIdField(prefix="ack")
    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="acknowledgements")
    kind = models.CharField(max_length=30)
    name = models.CharField(max_length=200)
    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["submission", "kind", "file"], name="acknowledgement_once")]


class Arrival(models.Model):
    """A document that a network had for the company, as it came."""

    public_id = PublicIdField(prefix="arr")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="arrivals")
    network = models.CharField(max_length=20)
    mode = models.CharField(max_length=10)
    reference = models.CharField(max_length=200)
    sender = models.CharField(max_length=200, blank=True)
    number = models.CharField(max_length=100, blank=True)
    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "network", "mode", "reference"], name="arrival_once"),
        ]
        indexes = [models.Index(fields=["company", "-id"], name="arrival_list")]
