"""Tables of money that moved."""

from django.db import models
from django.db.models import Q

from kvit.companies.models import Company
from kvit.ledger.models import BankAccount
from kvit.parties.models import Party
from kvit.tables import AmountField, PublicIdField


class Payment(models.Model):
    """Money that came in or, as a refund, went back; never changed, taken back by an entry of its own."""

    public_id = PublicIdField(prefix="pay")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="payments")
    direction = models.CharField(max_length=6, default="in")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="payments")
    external_id = models.CharField(max_length=100, blank=True)
    method = models.CharField(max_length=10, default="bank")
    bank_account = models.ForeignKey(BankAccount, on_delete=models.PROTECT, null=True)
    paid_on = models.DateField()
    currency = models.CharField(max_length=3)
    amount = AmountField()
    bank_amount = AmountField(null=True)
    fee = AmountField(default=0)
    reference = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "external_id"], name="payment_external_once", condition=~Q(external_id="")
            ),
            models.CheckConstraint(name="payment_above_zero", condition=Q(amount__gt=0)),
            models.CheckConstraint(name="payment_direction", condition=Q(direction__in=["in", "refund"])),
            models.CheckConstraint(name="payment_method", condition=Q(method__in=["bank", "cash", "clearing"])),
        ]
        indexes = [models.Index(fields=["company", "-paid_on", "-id"], name="payment_list")]


class TakenBack(models.Model):
    """A payment that was recorded wrongly and does not count any more."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    payment = models.OneToOneField(Payment, on_delete=models.PROTECT, related_name="taken_back", primary_key=True)
    reason = models.TextField()
    at = models.DateTimeField()
