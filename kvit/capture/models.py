"""Tables of what came from suppliers."""

from django.db import models
from django.db.models import Q

from kvit.archive.models import File
from kvit.companies.models import Company
from kvit.parties.models import Party
from kvit.tables import PublicIdField

PURPOSES = ["bills", "replies"]
WAYS = ["upload", "api", "cli", "folder", "mailbox", "network", "portal"]


class CapturedDocument(models.Model):
    """A file as it came, frozen; never changed. `sender` is who sent it, as far as its way tells.

    `brought_by` is the supplier through whose portal it came: what it says of another one is looked at by a person.
    """

    public_id = PublicIdField(prefix="doc")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="captured_documents")
    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")
    via = models.CharField(max_length=10)
    name = models.CharField(max_length=200)
    sender = models.CharField(max_length=200, blank=True)
    brought_by = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, related_name="+")
    received_on = models.DateField()
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "file"], name="captured_document_once"),
            models.CheckConstraint(name="captured_document_via", condition=Q(via__in=WAYS)),
        ]


class Remembered(models.Model):
    """Where one field stands on the bills of a supplier, as a person's correction showed; a later one replaces it.

    `supplier` is the VAT id or IBAN by which its next bill is known, `hint` the fields of `core.reading.memory.Hint`.
    """

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    supplier = models.CharField(max_length=40)
    field = models.CharField(max_length=20)
    hint = models.JSONField()
    learned_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "supplier", "field"], name="remembered_once")]


class Mailbox(models.Model):
    """A folder of a mailbox. `sealed` is its password, encrypted, forgotten once removed.

    `purpose` is who writes there: suppliers with their `bills`, or customers with `replies` to our invoices.

    `trouble` is why it could not be looked into the last time, since when.
    """

    public_id = PublicIdField(prefix="mbx")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="mailboxes")
    host = models.CharField(max_length=255)
    port = models.IntegerField()
    security = models.CharField(max_length=10)
    purpose = models.CharField(max_length=10, default="bills")
    user = models.CharField(max_length=200)
    sealed = models.TextField(blank=True)
    folder = models.CharField(max_length=200)
    taken_folder = models.CharField(max_length=200, blank=True)
    is_used = models.BooleanField(default=True)
    trouble = models.CharField(max_length=60, blank=True)
    trouble_facts = models.JSONField(default=dict)
    trouble_since = models.DateTimeField(null=True)
    fetched_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "mailboxes"
        constraints = [
            models.UniqueConstraint(
                fields=["company", "host", "user", "folder"], name="mailbox_once", condition=Q(is_used=True)
            ),
            models.CheckConstraint(name="mailbox_security", condition=Q(security__in=["tls", "starttls", "none"])),
            models.CheckConstraint(name="mailbox_purpose", condition=Q(purpose__in=PURPOSES)),
        ]


class Mail(models.Model):
    """A mail as it came, frozen before anything read it; known by its number in the folder while `validity` holds.

    `kept`: nothing of it was read yet; `taken`: its files are captured. `case` is the hash of what it says, by which
    the same mail delivered twice is known; `sender` is who it says it is from, which proves nothing.
    """

    public_id = PublicIdField(prefix="mail")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="mails")
    mailbox = models.ForeignKey(Mailbox, on_delete=models.PROTECT, related_name="mails")
    validity = models.BigIntegerField()
    number = models.BigIntegerField()
    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=10, default="kept")
    case = models.CharField(max_length=64, blank=True)
    sender = models.CharField(max_length=200, blank=True)
    subject = models.CharField(max_length=200, blank=True)
    words = models.TextField(blank=True)
    received_on = models.DateField()
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mailbox", "validity", "number"], name="mail_once"),
            models.CheckConstraint(name="mail_status", condition=Q(status__in=["kept", "taken"])),
        ]
        indexes = [
            models.Index(fields=["company", "case"], name="mail_by_case"),
            models.Index(fields=["company", "-id"], name="mail_list"),
        ]


class MailPart(models.Model):
    """A file of a mail: the document it is, or why it is none (`ignored`, a code with its facts)."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    mail = models.ForeignKey(Mail, on_delete=models.PROTECT, related_name="parts")
    position = models.IntegerField()
    name = models.CharField(max_length=200)
    document = models.ForeignKey(CapturedDocument, on_delete=models.PROTECT, null=True, related_name="mail_parts")
    ignored = models.CharField(max_length=60, blank=True)
    ignored_facts = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mail", "position"], name="mail_part_once"),
            models.CheckConstraint(
                name="mail_part_one",
                condition=Q(document=None, ignored__gt="") | Q(document__isnull=False, ignored=""),
            ),
        ]
