"""Tables of imports: what came, from which file, and what each row became."""

from django.db import models

from kvit.archive.models import File
from kvit.companies.models import Company
from kvit.parties.models import Party
from kvit.tables import AmountField, PublicIdField


class Import(models.Model):
    """One file taken in; undone, it stays to be read."""

    public_id = PublicIdField(prefix="imp")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="imports")
    kind = models.CharField(max_length=20)
    file = models.ForeignKey(File, on_delete=models.PROTECT)
    understood = models.JSONField(default=dict)
    created = models.IntegerField(default=0)
    updated = models.IntegerField(default=0)
    unchanged = models.IntegerField(default=0)
    rejected = models.JSONField(default=list)
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)


class ImportedRow(models.Model):
    """What one row of a file made or changed, with the values from before."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    source = models.ForeignKey(Import, on_delete=models.PROTECT, related_name="rows")
    number = models.IntegerField()
    made = models.BooleanField()
    object_kind = models.CharField(max_length=30)
    object_id = models.BigIntegerField()
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)


class ImportedInvoice(models.Model):
    """An invoice or credit note issued elsewhere, as far as its open item needs it."""

    public_id = PublicIdField(prefix="opn")
    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    source = models.ForeignKey(Import, on_delete=models.PROTECT)
    external_id = models.CharField(max_length=100)
    number = models.CharField(max_length=60)
    is_credit = models.BooleanField(default=False)
    party = models.ForeignKey(Party, on_delete=models.PROTECT)
    issued_on = models.DateField()
    due_on = models.DateField()
    settled_on = models.DateField(null=True)
    currency = models.CharField(max_length=3)
    total = AmountField()
    reference = models.CharField(max_length=60, blank=True)
    discount_percent = models.DecimalField(max_digits=7, decimal_places=4, null=True)
    discount_until = models.DateField(null=True)
    taken_back = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "external_id"],
                name="imported_invoice_once",
                condition=models.Q(taken_back=False),
            )
        ]
