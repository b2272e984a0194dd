"""Tables of what came from suppliers."""

from django.db import models
from django.db.models import Q

from kvit.archive.models import File
from kvit.companies.models import Company
from kvit.parties.models import Party
from kvit.tables import PublicIdField

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
