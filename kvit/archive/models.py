"""Tables of frozen files, the documents they are, and what judges said of their bytes."""

from django.db import models
from django.db.models import Q

from kvit.companies.models import Company
from kvit.tables import PublicIdField


class File(models.Model):
    """Bytes kept for good under their own hash; the row says whose they are."""

    public_id = PublicIdField(prefix="file")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="files")
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=100)
    name = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "sha256"], name="file_once")]
        indexes = [models.Index(fields=["sha256"], name="file_by_hash")]


class Document(models.Model):
    """A frozen file as one form (`ubl`, `pdf`, `cii`, `facturx`) of a document named by kind and number."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    document_kind = models.CharField(max_length=30)
    document_id = models.BigIntegerField()
    form = models.CharField(max_length=20)
    file = models.ForeignKey(File, on_delete=models.PROTECT)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "document_kind", "document_id", "form"], name="document_once")
        ]


class Judgement(models.Model):
    """What a judge said of exactly these bytes; a judge that did not run says `not_validated`, which is no pass."""

    sha256 = models.CharField(max_length=64)
    profile = models.CharField(max_length=30)
    judge = models.CharField(max_length=60)
    version = models.CharField(max_length=60)
    verdict = models.CharField(max_length=15)
    findings = models.JSONField(default=list)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sha256", "profile", "judge", "version"], name="judgement_once"),
            models.CheckConstraint(name="judgement_verdict", condition=Q(verdict__in=["valid", "invalid"])),
        ]
