"""Tables of what is agreed with customers instead of paying: disputes, plans with their limits, write-offs, ratings."""

from django.db import models
from django.db.models import Q

from kvit.companies.models import Company, User
from kvit.core import write_offs
from kvit.core.arrangement_lifecycle import DISPUTE, PLAN, WRITE_OFF
from kvit.core.disputes import REASONS
from kvit.ledger.models import OpenItem
from kvit.parties.models import Party
from kvit.receivables.models import Invoice, InvoiceLine
from kvit.tables import AmountField, PublicIdField


class Dispute(models.Model):
    """A line of an invoice of which the customer says that something is wrong; `amount` with its VAT.

    `delivered` is how much of it reached the customer by the paper `delivery_note`, once a colleague looked that up.
    `answer` is why it was rejected. `noted_by` is a colleague, empty where the customer opened it themselves.
    """

    public_id = PublicIdField(prefix="dsp")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="disputes")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="disputes")
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="disputes")
    line = models.ForeignKey(InvoiceLine, on_delete=models.PROTECT, related_name="disputes")
    reason = models.CharField(max_length=20)
    text = models.CharField(max_length=1000)
    currency = models.CharField(max_length=3)
    amount = AmountField()
    status = models.CharField(max_length=10, default="open")
    opened_on = models.DateField()
    opened_at = models.DateTimeField(auto_now_add=True)
    answer_by = models.DateField()
    noted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    delivered = models.DecimalField(max_digits=15, decimal_places=6, null=True)
    delivery_note = models.CharField(max_length=100, blank=True)
    answer = models.CharField(max_length=1000, blank=True)
    corrected_by = models.ForeignKey(Invoice, on_delete=models.PROTECT, null=True, related_name="+")
    ended_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["line"], name="dispute_open_once", condition=Q(status="open")),
            models.CheckConstraint(name="dispute_status", condition=Q(status__in=sorted(DISPUTE.statuses))),
            models.CheckConstraint(name="dispute_reason", condition=Q(reason__in=REASONS)),
            models.CheckConstraint(name="dispute_above_zero", condition=Q(amount__gt=0)),
            models.CheckConstraint(name="dispute_delivered", condition=Q(delivered=None) | Q(delivered__gte=0)),
            models.CheckConstraint(
                name="dispute_ended",
                condition=Q(status="open", ended_on=None) | (~Q(status="open") & Q(ended_on__isnull=False)),
            ),
            models.CheckConstraint(name="dispute_answer", condition=~Q(status="rejected") | ~Q(answer="")),
        ]
        indexes = [models.Index(fields=["company", "-id"], name="dispute_list")]


class PlanTerms(models.Model):
    """What a customer may be granted without asking a person: limits in company currency; `level` says how far."""

    company = models.OneToOneField(Company, on_delete=models.PROTECT, related_name="plan_terms", primary_key=True)
    level = models.CharField(max_length=10, default="off")
    most_instalments = models.IntegerField(default=3)
    least = AmountField(default=100)
    longest_days = models.IntegerField(default=120)
    lowest = AmountField(default=300)
    highest = AmountField(default=50_000)
    grace_days = models.IntegerField(default=3)

    class Meta:
        constraints = [
            models.CheckConstraint(name="plan_terms_level", condition=Q(level__in=["off", "suggest", "auto"])),
            models.CheckConstraint(name="plan_terms_least", condition=Q(least__gt=0, lowest__gt=0)),
            models.CheckConstraint(name="plan_terms_sums", condition=Q(highest__gte=models.F("lowest"))),
        ]


class Plan(models.Model):
    """Open items of one currency, to be paid in instalments. `answer` is why it was declined or cancelled.

    `is_asked`: the customer asked for it; else a colleague wrote it down. `resumed_on`: the last day on which something
    that had completed it was owed again.
    """

    public_id = PublicIdField(prefix="pln")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="plans")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="plans")
    currency = models.CharField(max_length=3)
    amount = AmountField()
    status = models.CharField(max_length=10, default="proposed")
    is_asked = models.BooleanField()
    grace_days = models.IntegerField()
    made_on = models.DateField()
    decided_on = models.DateField(null=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    ended_on = models.DateField(null=True)
    resumed_on = models.DateField(null=True)
    answer = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="plan_status", condition=Q(status__in=sorted(PLAN.statuses))),
            models.CheckConstraint(name="plan_above_zero", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="plan_ended",
                condition=Q(status__in=["proposed", "agreed"], ended_on=None)
                | (~Q(status__in=["proposed", "agreed"]) & Q(ended_on__isnull=False)),
            ),
            models.CheckConstraint(name="plan_declined_why", condition=~Q(status="declined") | ~Q(answer="")),
        ]
        indexes = [models.Index(fields=["company", "-id"], name="plan_list")]


class PlanItem(models.Model):
    """An open item that a plan pays, with what was open of it then. While it is live, no other plan takes it."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="items")
    item = models.ForeignKey(OpenItem, on_delete=models.PROTECT, related_name="plan_items")
    amount = AmountField()
    is_live = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "item"], name="plan_item_once"),
            models.UniqueConstraint(fields=["item"], name="plan_item_live_once", condition=Q(is_live=True)),
        ]


class PlanInstalment(models.Model):
    """One instalment; never changed."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="instalments")
    position = models.IntegerField()
    due_on = models.DateField()
    amount = AmountField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "position"], name="plan_instalment_once"),
            models.CheckConstraint(name="plan_instalment_above_zero", condition=Q(amount__gt=0)),
        ]


class WriteOff(models.Model):
    """Open items of one currency that will not be paid any more, whole or in part: asked for, booked, reversed.

    `amount` is what was asked for. `is_small`: nobody had to be asked. `answer` is why it was rejected or withdrawn.
    """

    public_id = PublicIdField(prefix="wof")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="write_offs")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="write_offs")
    reason = models.CharField(max_length=20)
    text = models.CharField(max_length=400)
    currency = models.CharField(max_length=3)
    amount = AmountField()
    is_small = models.BooleanField()
    status = models.CharField(max_length=10, default="requested")
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_on = models.DateField()
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_on = models.DateField(null=True)
    answer = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="write_off_status", condition=Q(status__in=sorted(WRITE_OFF.statuses))),
            models.CheckConstraint(name="write_off_reason", condition=Q(reason__in=write_offs.REASONS)),
            models.CheckConstraint(name="write_off_above_zero", condition=Q(amount__gt=0)),
            models.CheckConstraint(name="write_off_text", condition=~Q(text="")),
            models.CheckConstraint(
                name="write_off_decided",
                condition=Q(status="requested", decided_on=None)
                | (~Q(status="requested") & Q(decided_on__isnull=False)),
            ),
            models.CheckConstraint(
                name="write_off_by_two",
                condition=Q(is_small=True)
                | ~Q(status__in=["booked", "reversed"])
                | Q(decided_by=None)
                | ~Q(decided_by=models.F("asked_by")),
            ),
        ]
        indexes = [models.Index(fields=["company", "-id"], name="write_off_list")]


class WriteOffItem(models.Model):
    """How much of an open item. Asked for once at a time (`is_live`); `booked` is what became bad debt in the end.

    What is taken back later says when and why, once.
    """

    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    write_off = models.ForeignKey(WriteOff, on_delete=models.PROTECT, related_name="items")
    item = models.ForeignKey(OpenItem, on_delete=models.PROTECT, related_name="write_off_items")
    amount = AmountField()
    is_live = models.BooleanField(default=True)
    booked = AmountField(default=0)
    taken_back_on = models.DateField(null=True)
    taken_back_why = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["write_off", "item"], name="write_off_item_once"),
            models.UniqueConstraint(fields=["item"], name="write_off_item_live_once", condition=Q(is_live=True)),
            models.CheckConstraint(name="write_off_item_amount", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="write_off_item_booked",
                condition=Q(booked__gte=0, booked__lte=models.F("amount")) & (Q(is_live=False) | Q(booked=0)),
            ),
            models.CheckConstraint(
                name="write_off_item_taken_back",
                condition=Q(taken_back_on=None, taken_back_why="") | Q(booked__gt=0) & ~Q(taken_back_why=""),
            ),
        ]


class Rating(models.Model):
    """How it was for a customer to get and pay an invoice: 1 to 5 stars, with words if they like; once for each."""

    public_id = PublicIdField(prefix="rtg")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="ratings")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="ratings")
    invoice = models.OneToOneField(Invoice, on_delete=models.PROTECT, related_name="rating")
    stars = models.IntegerField()
    text = models.CharField(max_length=1000, blank=True)
    rated_on = models.DateField()
    changed_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="rating_stars", condition=Q(stars__gte=1, stars__lte=5)),
            models.CheckConstraint(
                name="rating_changed", condition=Q(changed_on=None) | Q(changed_on__gte=models.F("rated_on"))
            ),
        ]
        indexes = [models.Index(fields=["company", "rated_on"], name="rating_days")]
