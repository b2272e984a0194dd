"""Tables of what came from suppliers."""

from django.db import models
from django.db.models import Q

from kvit.archive.models import File
from kvit.companies.models import Company
from kvit.tables import PublicIdField

WAYS = ["upload", "api", "cli", "folder", "mailbox", "network", "portal"]


class CapturedDocument(models.Model):
    """A file as it came, frozen; never changed. `sender` is who sent it, as far as its way tells."""

    public_id = PublicIdField(prefix="doc")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="captured_documents")
    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")
    via = models.CharField(max_length=10)
    name = models.CharField(max_length=200)
    sender = models.CharField(max_length=200, blank=True)
    received_on = models.DateField()
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "file"], name="captured_document_once"),
            models.CheckConstraint(name="captured_document_via", condition=Q(via__in=WAYS)),
        ]
