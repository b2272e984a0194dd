"""Tables of direct debits: by whom, under which mandates, in which runs."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from kvit.archive.models import File
from kvit.companies.models import Company, User
from kvit.ledger.models import BankAccount, OpenItem
from kvit.parties.models import Party
from kvit.payments.models import Payment
from kvit.tables import AmountField, PublicIdField


class Creditor(models.Model):
    """By which identifier the company collects, to which account, and how many days before customers are told."""

    company = models.OneToOneField(Company, on_delete=models.PROTECT, related_name="creditor", primary_key=True)
    identifier = models.CharField(max_length=35)
    bank_account = models.ForeignKey(BankAccount, on_delete=models.PROTECT, related_name="+")
    notice_days = models.IntegerField(default=14)

    class Meta:
        constraints = [models.CheckConstraint(name="creditor_notice", condition=Q(notice_days__range=(1, 60)))]


class Mandate(models.Model):
    """What a customer signed: that we may collect from this account. From its signature on nothing of it changes.

    `amends` is the row of before under the same reference, from another account. `last_used_on` is the day of the last
    collection that a file presented. `ends_with_next`: the next collection is the last one. `signed` says who signed on
    screen, when and from where, and the text; `paper` is what was signed.
    """

    public_id = PublicIdField(prefix="mdt")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="mandates")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="mandates")
    reference = models.CharField(max_length=35)
    scheme = models.CharField(max_length=4, default="core")
    kind = models.CharField(max_length=9, default="recurring")
    status = models.CharField(max_length=9, default="draft")
    debtor_name = models.CharField(max_length=70)
    iban = models.CharField(max_length=34)
    bic = models.CharField(max_length=11, blank=True)
    notice_days = models.IntegerField(null=True)
    signed_on = models.DateField(null=True)
    signed = models.JSONField(default=dict)
    paper = models.ForeignKey(File, on_delete=models.PROTECT, null=True, related_name="+")
    amends = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="amended_by")
    ends_with_next = models.BooleanField(default=False)
    last_used_on = models.DateField(null=True)
    over_on = models.DateField(null=True)
    over_reason = models.CharField(max_length=400, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("reference"), "company", name="mandate_reference_once", condition=~Q(status="amended")
            ),
            models.CheckConstraint(
                name="mandate_status",
                condition=Q(status__in=["draft", "active", "used", "expired", "cancelled", "amended"]),
            ),
            models.CheckConstraint(name="mandate_scheme", condition=Q(scheme__in=["core", "b2b"])),
            models.CheckConstraint(name="mandate_kind", condition=Q(kind__in=["recurring", "one_off"])),
            models.CheckConstraint(
                name="mandate_signed", condition=Q(status__in=["draft", "cancelled"]) | Q(signed_on__isnull=False)
            ),
            models.CheckConstraint(
                name="mandate_notice", condition=Q(notice_days=None) | Q(notice_days__range=(1, 60))
            ),
        ]
        indexes = [models.Index(fields=["company", "-id"], name="mandate_list")]


RUN_STATUSES = ["proposed", "released", "exported", "cancelled"]
LIVE = ["planned", "sent"]
"""Statuses in which an item is under collection: by no other run, and nobody is reminded of it."""
PRESENTED = ["sent", "collected", "returned"]
"""Statuses in which a mandate was used: what was rejected before settlement does not count (EPC016-06, 4.3.2)."""

LAST = ["OOFF", "FNAL"]
"""Sequence types after which a mandate presents nothing more."""


class DebitRun(models.Model):
    """What one file collects to one own account; from its release on nothing of it changes.

    `left_out` are the items that were due of customers with a mandate and are not in it, each with the rule.
    """

    public_id = PublicIdField(prefix="dbr")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="debit_runs")
    status = models.CharField(max_length=10, default="proposed")
    version = models.IntegerField(default=1)
    identifier = models.CharField(max_length=35)
    bank_account = models.ForeignKey(BankAccount, on_delete=models.PROTECT, related_name="+")
    until_on = models.DateField()
    left_out = models.JSONField(default=list)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    proposed_on = models.DateField()
    released_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    released_on = models.DateField(null=True)
    released_at = models.DateTimeField(null=True)
    file = models.ForeignKey(File, on_delete=models.PROTECT, null=True, related_name="+")
    exported_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="debit_run_status", condition=Q(status__in=RUN_STATUSES)),
            models.CheckConstraint(
                name="debit_run_released",
                condition=~Q(status__in=["released", "exported"])
                | Q(file__isnull=False, released_by__isnull=False, released_at__isnull=False),
            ),
            models.CheckConstraint(
                name="debit_run_of_two_people",
                condition=Q(proposed_by=None) | Q(released_by=None) | ~Q(released_by=F("proposed_by")),
            ),
        ]
        indexes = [models.Index(fields=["company", "-id"], name="debit_run_list")]


class DebitItem(models.Model):
    """An open item that a run collects, whole, as it stood when it was proposed.

    `payment` is what the bank credited, `refund` what went back, `fee` what the bank kept for that. `reason` is the
    code of a reject or return, `told` the bank's own words.
    """

    public_id = PublicIdField(prefix="dbi")
    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    run = models.ForeignKey(DebitRun, on_delete=models.PROTECT, related_name="items")
    item = models.ForeignKey(OpenItem, on_delete=models.PROTECT, related_name="debit_items")
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="items")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=60, blank=True)
    status = models.CharField(max_length=10, default="planned")
    amount = AmountField()
    sequence = models.CharField(max_length=4)
    collect_on = models.DateField()
    account_changed = models.BooleanField(default=False)
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, null=True, related_name="debit_items")
    refund = models.ForeignKey(Payment, on_delete=models.PROTECT, null=True, related_name="+")
    fee = AmountField(default=0)
    reason = models.CharField(max_length=20, blank=True)
    told = models.CharField(max_length=400, blank=True)
    ended_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item"], name="debit_item_live_once", condition=Q(status__in=LIVE)),
            models.UniqueConstraint(fields=["payment"], name="debit_item_payment_once"),
            models.UniqueConstraint(fields=["refund"], name="debit_item_refund_once"),
            models.CheckConstraint(
                name="debit_item_status",
                condition=Q(status__in=["planned", "sent", "collected", "rejected", "returned", "removed"]),
            ),
            models.CheckConstraint(name="debit_item_amount", condition=Q(amount__gt=0, fee__gte=0)),
            models.CheckConstraint(
                name="debit_item_sequence", condition=Q(sequence__in=["FRST", "RCUR", "OOFF", "FNAL"])
            ),
            models.CheckConstraint(
                name="debit_item_money",
                condition=~Q(status__in=["collected", "returned"]) | Q(payment__isnull=False),
            ),
            models.CheckConstraint(
                name="debit_item_returned", condition=~Q(status="returned") | Q(refund__isnull=False)
            ),
        ]
        indexes = [models.Index(fields=["company", "status"], name="debit_item_state")]
