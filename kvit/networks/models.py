"""Tables of the ways to networks, of each try to pass a document through one, and of what comes back."""

from django.db import models
from django.db.models import Q

from kvit.archive.models import File
from kvit.companies.models import Company
from kvit.tables import AmountField, PublicIdField

STATUSES = ["prepared", "validated", "submitted", "accepted", "rejected", "unknown", "superseded"]
MODES = ["test", "production"]
CHAIN_KINDS = ["issue", "cancellation"]


class Connection(models.Model):
    """A company's way to a network, to its test or to its production side; one of both is used at a time.

    `sealed` are tokens, keys and certificates, encrypted; `ends_on` is the day on which they stop to work. `cursor`
    says how far what came for us was fetched. `trouble` is why the network could not be used the last time. `send_at`:
    the network asked to be left alone until then.
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
    send_at = models.DateTimeField(null=True)
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
    an accepted document. `findings` are what our judges or the network found wrong; `with_errors`: the network took it
    and wants them put right all the same. `withdrawal`: it is wanted back, was asked for, or was not given back; why
    stands in `facts`.
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
    with_errors = models.BooleanField(default=False)
    withdrawal = models.CharField(max_length=10, blank=True)
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
            models.Index(fields=["company", "id"], name="submission_with_errors", condition=Q(with_errors=True)),
            models.Index(
                fields=["company", "ask_at"],
                name="submission_wanted_back",
                condition=Q(withdrawal__in=["wanted", "asked"]),
            ),
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


class ChainHead(models.Model):
    """The end of a company's chain of records, on the test or the production side; locked while records are added."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    mode = models.CharField(max_length=10)
    sequence = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True)
    nif = models.CharField(max_length=20, blank=True)
    number = models.CharField(max_length=60, blank=True)
    issued_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "mode"], name="chain_head_once"),
            models.CheckConstraint(name="chain_head_mode", condition=Q(mode__in=MODES)),
        ]


class ChainRecord(models.Model):
    """A record of issue or cancellation in the company's chain (RD 1007/2023 art. 8 to 11), as it was sealed.

    `attempt` counts the records of the same kind about one document: the second repairs the first. `content` is the
    record's XML, from which everything else here can be proven.
    """

    public_id = PublicIdField(prefix="chr")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="chain_records")
    mode = models.CharField(max_length=10)
    sequence = models.BigIntegerField()
    kind = models.CharField(max_length=12)
    attempt = models.IntegerField(default=1)
    document_kind = models.CharField(max_length=30)
    document_id = models.BigIntegerField()
    document_public_id = models.CharField(max_length=40)
    nif = models.CharField(max_length=20)
    number = models.CharField(max_length=60)
    issued_on = models.DateField()
    total = AmountField(null=True)
    hash = models.CharField(max_length=64)
    previous_hash = models.CharField(max_length=64, blank=True)
    generated_at = models.DateTimeField()
    content = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "mode", "sequence"], name="chain_record_once"),
            models.UniqueConstraint(
                fields=["company", "mode", "document_kind", "document_id", "kind", "attempt"],
                name="chain_record_attempt_once",
            ),
            models.UniqueConstraint(fields=["company", "hash"], name="chain_record_hash_once"),
            models.CheckConstraint(name="chain_record_mode", condition=Q(mode__in=MODES)),
            models.CheckConstraint(name="chain_record_kind", condition=Q(kind__in=CHAIN_KINDS)),
        ]
        indexes = [models.Index(fields=["company", "document_kind", "document_id"], name="chain_record_of_document")]
