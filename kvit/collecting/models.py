"""Tables of collecting: what being late costs, demands, letters that ask about balances, what is to be collected."""

from django.db import models
from django.db.models import F, Q

from kvit.companies.models import Company, User
from kvit.core.late_fees import RULES
from kvit.ledger.models import OpenItem
from kvit.parties.models import Party
from kvit.tables import AmountField, PublicIdField

ANSWERS = ("", "agreed", "differs")


class LateFeePolicy(models.Model):
    """What a company charges for being late, and how far that goes by itself.

    `percent` is a yearly rate of its contracts, which takes the place of the law's; `reminder_fee` a sum of its
    contracts, in its own currency; nothing below `least` is charged by itself.
    """

    company = models.OneToOneField(Company, on_delete=models.PROTECT, related_name="late_fee_policy", primary_key=True)
    level = models.CharField(max_length=10, default="off")
    interest = models.BooleanField(default=True)
    compensation = models.BooleanField(default=True)
    percent = models.DecimalField(max_digits=7, decimal_places=4, null=True)
    reminder_fee = AmountField(default=0)
    least = AmountField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(name="late_fee_level", condition=Q(level__in=["off", "suggest", "auto"])),
            models.CheckConstraint(name="late_fee_percent", condition=Q(percent=None) | Q(percent__gte=0)),
            models.CheckConstraint(name="late_fee_sums", condition=Q(reminder_fee__gte=0, least__gte=0)),
        ]


class EnteredRate(models.Model):
    """The law's yearly rate of a half-year that Kvit's table does not have, as somebody entered it with its source."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="entered_rates")
    year = models.IntegerField()
    half = models.IntegerField()
    percent = models.DecimalField(max_digits=7, decimal_places=4)
    source = models.CharField(max_length=120)
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    entered_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "year", "half"], name="entered_rate_once"),
            models.CheckConstraint(name="entered_rate_half", condition=Q(half__in=[1, 2])),
            models.CheckConstraint(name="entered_rate_percent", condition=Q(percent__gte=0)),
        ]


class LateFee(models.Model):
    """A document that charges a customer for being late, outside VAT; or, with `reverses`, takes one back.

    `ours` and `theirs` are what it prints of both, copied.
    """

    public_id = PublicIdField(prefix="ltf")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="late_fees")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="late_fees")
    number = models.CharField(max_length=60)
    currency = models.CharField(max_length=3)
    amount = AmountField()
    language = models.CharField(max_length=5)
    ours = models.JSONField()
    theirs = models.JSONField()
    issued_on = models.DateField()
    due_on = models.DateField()
    issued_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="reversed_by")
    reason = models.CharField(max_length=400, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "number"], name="late_fee_number_once"),
            models.CheckConstraint(name="late_fee_amount", condition=Q(amount__gt=0)),
            models.CheckConstraint(name="late_fee_reason", condition=Q(reverses=None) | ~Q(reason="")),
        ]
        indexes = [models.Index(fields=["company", "-id"], name="late_fee_list")]


class LateFeeLine(models.Model):
    """A rule on one document for its days; live until its charge is taken back, and never twice while it is.

    `parts` tell how interest was reckoned: days, base, percent and source of each stretch.
    """

    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    fee = models.ForeignKey(LateFee, on_delete=models.PROTECT, related_name="lines")
    item = models.ForeignKey(OpenItem, on_delete=models.PROTECT, related_name="late_fee_lines")
    rule = models.CharField(max_length=12)
    since = models.DateField()
    until = models.DateField()
    amount = AmountField()
    law = models.CharField(max_length=200, blank=True)
    parts = models.JSONField(default=list)
    live = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "rule", "since"], name="late_fee_once", condition=Q(live=True)),
            models.UniqueConstraint(
                fields=["item", "rule"], name="late_fee_sum_once", condition=Q(live=True) & ~Q(rule="interest")
            ),
            models.CheckConstraint(name="late_fee_rule", condition=Q(rule__in=RULES)),
            models.CheckConstraint(name="late_fee_days", condition=Q(until__gte=F("since"))),
            models.CheckConstraint(name="late_fee_line_amount", condition=Q(amount__gt=0)),
        ]


class Demand(models.Model):
    """A final demand, as it was written: per document what is owed and the interest to its day, the last day to pay."""

    public_id = PublicIdField(prefix="dem")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="demands")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="demands")
    number = models.CharField(max_length=60)
    currency = models.CharField(max_length=3)
    amount = AmountField()
    interest = AmountField(default=0)
    lines = models.JSONField()
    language = models.CharField(max_length=5)
    ours = models.JSONField()
    theirs = models.JSONField()
    made_on = models.DateField()
    last_on = models.DateField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "number"], name="demand_number_once"),
            models.UniqueConstraint(fields=["party", "currency", "made_on"], name="demand_once"),
            models.CheckConstraint(name="demand_amount", condition=Q(amount__gt=0, interest__gte=0)),
            models.CheckConstraint(name="demand_days", condition=Q(last_on__gt=F("made_on"))),
        ]
        indexes = [models.Index(fields=["company", "-id"], name="demand_list")]


class BalanceLetter(models.Model):
    """A letter that asks a party whether the balance of a day is right, and what they answered.

    `sums` are balances by currency, above zero to us; `lines` the open documents behind them; `said` their balances.
    """

    public_id = PublicIdField(prefix="bal")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="balance_letters")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="balance_letters")
    number = models.CharField(max_length=60)
    balance_on = models.DateField()
    sums = models.JSONField()
    lines = models.JSONField()
    language = models.CharField(max_length=5)
    ours = models.JSONField()
    theirs = models.JSONField()
    made_on = models.DateField()
    answer_by_on = models.DateField()
    answer = models.CharField(max_length=8, default="", blank=True)
    answered_on = models.DateField(null=True)
    note = models.CharField(max_length=400, blank=True)
    said = models.JSONField(default=dict)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "number"], name="balance_letter_number_once"),
            models.UniqueConstraint(fields=["party", "balance_on"], name="balance_letter_once"),
            models.CheckConstraint(name="balance_letter_answer", condition=Q(answer__in=ANSWERS)),
            models.CheckConstraint(
                name="balance_letter_answered", condition=Q(answer="") | Q(answered_on__isnull=False)
            ),
        ]
        indexes = [models.Index(fields=["company", "balance_on", "id"], name="balance_letter_list")]


class CollectionTarget(models.Model):
    """How much money is to be collected in a month, in company currency: by a person, or (no user) by the company.

    `month` is its first day; 0 is no target. `share` is how much of what can be collected is to be, in percent, by the
    day `share_by`, else by the month's end. How it came to be so stands in its changes.
    """

    public_id = PublicIdField(prefix="tgt")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="collection_targets")
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    month = models.DateField()
    amount = AmountField()
    share = models.DecimalField(max_digits=4, decimal_places=1, null=True)
    share_by = models.DateField(null=True)
    version = models.IntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "user", "month"], name="collection_target_once"),
            models.UniqueConstraint(
                fields=["company", "month"], name="collection_target_of_all_once", condition=Q(user=None)
            ),
            models.CheckConstraint(name="collection_target_month", condition=Q(month__day=1)),
            models.CheckConstraint(name="collection_target_amount", condition=Q(amount__gte=0)),
            models.CheckConstraint(
                name="collection_target_share", condition=Q(share=None) | Q(share__gt=0, share__lte=100)
            ),
            models.CheckConstraint(
                name="collection_target_share_by", condition=Q(share_by=None) | Q(share__isnull=False)
            ),
        ]


class TargetChange(models.Model):
    """What a target was set to, by whom; never changed. The newest is what holds."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    target = models.ForeignKey(CollectionTarget, on_delete=models.PROTECT, related_name="changes")
    version = models.IntegerField()
    amount = AmountField()
    share = models.DecimalField(max_digits=4, decimal_places=1, null=True)
    share_by = models.DateField(null=True)
    set_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    set_on = models.DateField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["target", "version"], name="target_change_once")]
