"""Tables of points: programmes, what each invoice earned, what moved, what drafts hold."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q

from kvit.companies.models import Company, User
from kvit.core.loyalty import KINDS, WAYS, Lot, Terms
from kvit.core.money import Money
from kvit.parties.models import Party
from kvit.tables import AmountField, PublicIdField


class LoyaltyProgramme(models.Model):
    """What is promised from `started_on` until the day before `ended_on`; `level` says how far using goes by itself.

    `value` is what a point is worth in company currency, `by_hand` how many one person alone may give or take. Never
    changed but for its end.
    """

    public_id = PublicIdField(prefix="lyp")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="loyalty_programmes")
    level = models.CharField(max_length=10)
    way = models.CharField(max_length=10)
    per_unit = models.DecimalField(max_digits=9, decimal_places=4)
    value = AmountField()
    months = models.IntegerField()
    least = models.IntegerField()
    most_share = models.DecimalField(max_digits=7, decimal_places=4)
    early_days = models.IntegerField(default=0)
    early_bonus = models.DecimalField(max_digits=7, decimal_places=4, default=0)
    by_hand = models.IntegerField(default=1000)
    started_on = models.DateField()
    started_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    ended_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company"], name="loyalty_programme_one", condition=Q(ended_on=None)),
            models.CheckConstraint(name="loyalty_programme_level", condition=Q(level__in=["off", "suggest", "auto"])),
            models.CheckConstraint(name="loyalty_programme_way", condition=Q(way__in=WAYS)),
            models.CheckConstraint(
                name="loyalty_programme_bounds",
                condition=Q(by_hand__gte=0)
                & Q(per_unit__gt=0, value__gt=0, months__gt=0, least__gt=0, most_share__gt=0, most_share__lt=100),
            ),
        ]

    @property
    def terms(self) -> Terms:
        """As the core takes it."""
        return Terms(
            per_unit=self.per_unit,
            value=Money(self.value, self.company.currency),
            months=self.months,
            least=self.least,
            most_share=self.most_share,
            early_days=self.early_days,
            early_bonus=Decimal(self.early_bonus),
        )


class LoyaltyLot(models.Model):
    """What one document earned. `left` is what no movement has taken yet, `held` the part of it that drafts keep."""

    public_id = PublicIdField(prefix="lyl")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="loyalty_lots")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="loyalty_lots")
    programme = models.ForeignKey(LoyaltyProgramme, on_delete=models.PROTECT, related_name="lots")
    document_kind = models.CharField(max_length=30)
    document_id = models.BigIntegerField()
    document_number = models.CharField(max_length=60)
    value = AmountField()
    days_early = models.IntegerField()
    earned_on = models.DateField()
    ends_on = models.DateField()
    left = models.IntegerField(default=0)
    held = models.IntegerField(default=0)
    moves = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "document_kind", "document_id"], name="loyalty_lot_once"),
            models.CheckConstraint(name="loyalty_lot_left", condition=Q(held__gte=0, left__gte=F("held"))),
        ]
        indexes = [
            models.Index(fields=["company", "party", "ends_on"], name="loyalty_lot_purse", condition=Q(left__gt=0))
        ]

    def free(self, currency: str) -> Lot:
        """What no draft holds, as the core takes it."""
        return Lot(self.pk, self.left - self.held, Money(self.value, currency), self.ends_on)


class LoyaltyMovement(models.Model):
    """What changed a lot, and the document that made it: points and their worth, below zero where they went."""

    public_id = PublicIdField(prefix="lym")
    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    lot = models.ForeignKey(LoyaltyLot, on_delete=models.PROTECT, related_name="movements")
    place = models.IntegerField()
    kind = models.CharField(max_length=10)
    points = models.IntegerField()
    worth = AmountField()
    document_kind = models.CharField(max_length=30)
    document_id = models.BigIntegerField()
    document_number = models.CharField(max_length=60)
    moved_on = models.DateField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["lot", "place"], name="loyalty_movement_place_once"),
            models.UniqueConstraint(
                fields=["lot"], name="loyalty_earned_once", condition=Q(kind__in=["earned", "granted"])
            ),
            models.UniqueConstraint(
                fields=["lot", "document_kind", "document_id"],
                name="loyalty_used_once",
                condition=Q(kind__in=["redeemed", "removed"]),
            ),
            models.CheckConstraint(name="loyalty_movement_kind", condition=Q(kind__in=KINDS)),
            models.CheckConstraint(
                name="loyalty_movement_sign",
                condition=Q(kind__in=["earned", "restored", "given_back", "granted"], points__gte=0, worth__gte=0)
                | Q(kind__in=["taken_back", "redeemed", "expired", "removed"], points__lte=0, worth__lte=0),
            ),
        ]
        indexes = [models.Index(fields=["company", "document_kind", "document_id"], name="loyalty_movement_of")]


class LoyaltyHold(models.Model):
    """Points of a lot that a draft keeps until it is issued or discarded."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    lot = models.ForeignKey(LoyaltyLot, on_delete=models.PROTECT, related_name="holds")
    document_kind = models.CharField(max_length=30)
    document_id = models.BigIntegerField()
    points = models.IntegerField()
    held_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["lot", "document_kind", "document_id"], name="loyalty_hold_once"),
            models.CheckConstraint(name="loyalty_hold_above_zero", condition=Q(points__gt=0)),
        ]
        indexes = [models.Index(fields=["company", "document_kind", "document_id"], name="loyalty_hold_of")]


class LoyaltyGrant(models.Model):
    """Points that a person gives a customer by hand, or takes, below zero: asked for, then done or turned down.

    `needs_two`: it is more than one person alone may do, so another one must agree.
    """

    public_id = PublicIdField(prefix="lyg")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="loyalty_grants")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="loyalty_grants")
    programme = models.ForeignKey(LoyaltyProgramme, on_delete=models.PROTECT, related_name="grants")
    points = models.IntegerField()
    reason = models.CharField(max_length=400)
    needs_two = models.BooleanField()
    status = models.CharField(max_length=10, default="waiting")
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_on = models.DateField()
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_on = models.DateField(null=True)
    key = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "key"], name="loyalty_grant_once", condition=~Q(key="")),
            models.CheckConstraint(name="loyalty_grant_some", condition=~Q(points=0) & ~Q(reason="")),
            models.CheckConstraint(
                name="loyalty_grant_decided",
                condition=Q(status="waiting", decided_by=None, decided_on=None)
                | Q(status__in=["done", "refused"], decided_by__isnull=False, decided_on__isnull=False),
            ),
            models.CheckConstraint(
                name="loyalty_grant_by_two",
                condition=~Q(status="done") | Q(needs_two=False) | ~Q(decided_by=F("asked_by")),
            ),
        ]
        indexes = [models.Index(fields=["company", "-id"], name="loyalty_grant_list")]
