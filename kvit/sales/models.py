"""Tables of what is agreed before an invoice: proformas."""

from django.db import models
from django.db.models import Q

from kvit.companies.models import Company, User
from kvit.parties.models import Party
from kvit.tables import AmountField, PublicIdField


class Proforma(models.Model):
    """An offer to pay: what an invoice would say, under a number of its own. Never posted.

    `draft` is the JSON of the invoice it becomes, with names, units and prices as agreed. Seller and buyer are copied
    when it is issued; `valid_until` is the last day on which what it says holds.
    """

    public_id = PublicIdField(prefix="pro")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="proformas")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="proformas")
    status = models.CharField(max_length=10, default="draft")
    version = models.IntegerField(default=1)
    external_id = models.CharField(max_length=100, blank=True)
    number = models.CharField(max_length=60, null=True)
    issued_on = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    draft = models.JSONField()
    language = models.CharField(max_length=5, default="en")
    currency = models.CharField(max_length=3)
    net = AmountField(default=0)
    vat = AmountField(default=0)
    gross = AmountField(default=0)
    payable = AmountField(default=0)
    seller = models.JSONField(default=dict)
    buyer = models.JSONField(default=dict)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    issued_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "number"], name="proforma_number_once"),
            models.UniqueConstraint(
                fields=["company", "external_id"],
                name="proforma_external_once",
                condition=~Q(external_id="") & ~Q(status="discarded"),
            ),
            models.CheckConstraint(
                name="proforma_numbered",
                condition=Q(status__in=["draft", "discarded"], number__isnull=True)
                | Q(status__in=["issued", "invoiced", "withdrawn"], number__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["company", "-id"], name="proforma_list"),
            models.Index(fields=["company", "party", "-id"], name="proforma_of_party"),
        ]
