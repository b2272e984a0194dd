"""Tables of money that moved."""

from django.db import models
from django.db.models import F, Q

from kvit.archive.models import File
from kvit.companies.models import Company, User
from kvit.ledger.models import BankAccount, OpenItem
from kvit.parties.models import BankDetail, Party
from kvit.tables import AmountField, PublicIdField


class Payment(models.Model):
    """Money that came in, went back or out to a supplier; never changed, taken back by an entry of its own."""

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
            models.CheckConstraint(name="payment_direction", condition=Q(direction__in=["in", "refund", "out"])),
            models.CheckConstraint(name="payment_method", condition=Q(method__in=["bank", "cash", "clearing"])),
        ]
        indexes = [models.Index(fields=["company", "-paid_on", "-id"], name="payment_list")]


class TakenBack(models.Model):
    """A payment that was recorded wrongly and does not count any more."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    payment = models.OneToOneField(Payment, on_delete=models.PROTECT, related_name="taken_back", primary_key=True)
    reason = models.TextField()
    at = models.DateTimeField()


RUN_STATUSES = ["proposed", "released", "exported", "cancelled"]
DISCOUNT_TAKEN = "discount_received"
"""The kind of the entry, and of the open item, of a discount that a run took."""
LIVE = ["planned", "sent"]
"""Statuses in which an item is in its run: paid by no other one."""


class PaymentRun(models.Model):
    """What one file pays from one own account, in its currency; from its release on nothing of it changes.

    `floor` is the balance below which no discount is taken, `plan` what was reckoned with when it was proposed.
    `left_out` are the bills that were due and are not in it, each with the rule. `file` is written once.
    """

    public_id = PublicIdField(prefix="run")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="payment_runs")
    status = models.CharField(max_length=10, default="proposed")
    version = models.IntegerField(default=1)
    bank_account = models.ForeignKey(BankAccount, on_delete=models.PROTECT, related_name="+")
    currency = models.CharField(max_length=3)
    format = models.CharField(max_length=10)
    until_on = models.DateField()
    floor = AmountField(null=True)
    plan = models.JSONField(default=dict)
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
            models.CheckConstraint(name="run_status", condition=Q(status__in=RUN_STATUSES)),
            models.CheckConstraint(
                name="run_released",
                condition=~Q(status__in=["released", "exported"])
                | Q(file__isnull=False, released_by__isnull=False, released_at__isnull=False),
            ),
            models.CheckConstraint(
                name="run_of_two_people",
                condition=Q(proposed_by=None) | Q(released_by=None) | ~Q(released_by=F("proposed_by")),
            ),
        ]
        indexes = [models.Index(fields=["company", "-id"], name="run_list")]


class RunItem(models.Model):
    """A bill that a run pays, or a credit note that it holds against bills, as they stood when it was proposed.

    `balance` is what was open, `pays` what is transferred: less than that by credit notes, nothing for a credit note.
    `discount` is what its `percent` takes off where the money is there by `until_on`; `why` is the reason of the day.
    `pay_on` is the day of the transfer, `reason` what the bank said when it refused.
    """

    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    run = models.ForeignKey(PaymentRun, on_delete=models.PROTECT, related_name="items")
    item = models.ForeignKey(OpenItem, on_delete=models.PROTECT, related_name="run_items")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=60, blank=True)
    status = models.CharField(max_length=10, default="planned")
    balance = AmountField()
    pays = AmountField()
    discount = AmountField(default=0)
    percent = models.DecimalField(max_digits=7, decimal_places=4, null=True)
    until_on = models.DateField(null=True)
    why = models.CharField(max_length=10, default="due")
    bank_detail = models.ForeignKey(BankDetail, on_delete=models.PROTECT, null=True, related_name="+")
    pay_on = models.DateField()
    reason = models.CharField(max_length=400, blank=True)
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, null=True, related_name="run_items")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item"], name="run_item_live_once", condition=Q(status__in=LIVE)),
            models.CheckConstraint(
                name="run_item_status", condition=Q(status__in=["planned", "sent", "paid", "failed", "removed"])
            ),
            models.CheckConstraint(name="run_item_balance", condition=Q(balance__gt=0, pays__gte=0)),
            models.CheckConstraint(name="run_item_pays", condition=Q(pays__lte=F("balance"))),
            models.CheckConstraint(
                name="run_item_discount",
                condition=Q(discount=0, percent=None, until_on=None)
                | Q(discount__gt=0, pays__gt=0, percent__isnull=False, until_on__isnull=False),
            ),
            models.CheckConstraint(name="run_item_account", condition=Q(pays=0) | Q(bank_detail__isnull=False)),
        ]
        indexes = [models.Index(fields=["company", "status"], name="run_item_in_flight", condition=Q(status="sent"))]


OFFSET_STATUSES = ["proposed", "signed", "settled", "cancelled", "reversed"]
HELD = "held"
"""The status of an item while its set-off is not booked: in no other one then, and in no run."""


class Offset(models.Model):
    """What a party owes us set off against what we owe it; from its signature on nothing of the document changes.

    `basis` is declaration (we alone sign) or agreement (the party confirms, with the file that both signed). `ours`
    and `theirs` are copied when it is signed; `pairs` say which claim met which debt, how much, and since when.
    """

    public_id = PublicIdField(prefix="ofs")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="offsets")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="offsets")
    status = models.CharField(max_length=10, default="proposed")
    basis = models.CharField(max_length=12)
    currency = models.CharField(max_length=3)
    amount = AmountField()
    law = models.CharField(max_length=120, blank=True)
    title = models.CharField(max_length=120, blank=True)
    sentence = models.CharField(max_length=400, blank=True)
    pairs = models.JSONField()
    findings = models.JSONField(default=list)
    language = models.CharField(max_length=5)
    number = models.CharField(max_length=60, null=True)
    ours = models.JSONField(default=dict)
    theirs = models.JSONField(default=dict)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    proposed_on = models.DateField()
    signed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    signed_on = models.DateField(null=True)
    countersigned = models.ForeignKey(File, on_delete=models.PROTECT, null=True, related_name="+")
    settled_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "number"], name="offset_number_once"),
            models.CheckConstraint(name="offset_status", condition=Q(status__in=OFFSET_STATUSES)),
            models.CheckConstraint(name="offset_basis", condition=Q(basis__in=["declaration", "agreement"])),
            models.CheckConstraint(name="offset_amount", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="offset_signed",
                condition=Q(status__in=["proposed", "cancelled"])
                | Q(number__isnull=False, signed_by__isnull=False, signed_on__isnull=False),
            ),
            models.CheckConstraint(
                name="offset_settled",
                condition=~Q(status__in=["settled", "reversed"])
                | Q(settled_on__isnull=False, basis="declaration")
                | Q(settled_on__isnull=False, countersigned__isnull=False),
            ),
            models.CheckConstraint(
                name="offset_of_two_people",
                condition=Q(proposed_by=None) | Q(signed_by=None) | ~Q(signed_by=F("proposed_by")),
            ),
        ]
        indexes = [models.Index(fields=["company", "-id"], name="offset_list")]


class OffsetItem(models.Model):
    """An open item in a set-off: what was open when it was proposed, and how much of it is set off."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    offset = models.ForeignKey(Offset, on_delete=models.PROTECT, related_name="items")
    item = models.ForeignKey(OpenItem, on_delete=models.PROTECT, related_name="offset_items")
    number = models.CharField(max_length=60, blank=True)
    status = models.CharField(max_length=10, default=HELD)
    balance = AmountField()
    amount = AmountField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item"], name="offset_item_held_once", condition=Q(status=HELD)),
            models.CheckConstraint(name="offset_item_status", condition=Q(status__in=[HELD, "settled", "released"])),
            models.CheckConstraint(name="offset_item_amount", condition=Q(amount__gt=0, amount__lte=F("balance"))),
        ]


class Gateway(models.Model):
    """A company's way to somebody who takes cards; `sealed` are its keys, encrypted. One is used at a time."""

    public_id = PublicIdField(prefix="gtw")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="gateways")
    name = models.CharField(max_length=20)
    sealed = models.TextField()
    is_on = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "name"], name="gateway_once"),
            models.UniqueConstraint(fields=["company"], name="gateway_in_use_once", condition=Q(is_on=True)),
        ]


class Checkout(models.Model):
    """A try of a customer to pay online, once handed to the gateway under its public id as the key.

    `ask_at`: when the gateway is asked how it stands, unless it tells before; none once it cannot change by itself.
    """

    public_id = PublicIdField(prefix="chk")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="checkouts")
    gateway = models.ForeignKey(Gateway, on_delete=models.PROTECT, related_name="checkouts")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    currency = models.CharField(max_length=3)
    amount = AmountField()
    status = models.CharField(max_length=10, default="created")
    reference = models.CharField(max_length=200, blank=True)
    page = models.CharField(max_length=2000, blank=True)
    payment = models.OneToOneField(Payment, on_delete=models.PROTECT, null=True, related_name="checkout")
    created_at = models.DateTimeField()
    ask_at = models.DateTimeField(null=True)
    asked = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(name="checkout_above_zero", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="checkout_status",
                condition=Q(status__in=["created", "open", "unknown", "paid", "failed", "expired"]),
            ),
            models.CheckConstraint(
                name="checkout_paid_once",
                condition=Q(status="paid", payment__isnull=False) | (~Q(status="paid") & Q(payment=None)),
            ),
        ]
        indexes = [models.Index(fields=["company", "ask_at"], name="checkout_to_ask", condition=~Q(ask_at=None))]


class CheckoutItem(models.Model):
    """What a checkout pays. While it is live, no other checkout takes the item: nobody is charged twice."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    checkout = models.ForeignKey(Checkout, on_delete=models.PROTECT, related_name="items")
    item = models.ForeignKey(OpenItem, on_delete=models.PROTECT, related_name="checkout_items")
    amount = AmountField()
    is_live = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["checkout", "item"], name="checkout_item_once"),
            models.UniqueConstraint(fields=["item"], name="checkout_item_live_once", condition=Q(is_live=True)),
        ]


class GatewayEvent(models.Model):
    """What a gateway told, kept once by its own id in the transaction of what followed from it."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    gateway = models.ForeignKey(Gateway, on_delete=models.PROTECT, related_name="events")
    event = models.CharField(max_length=100)
    key = models.CharField(max_length=100)
    outcome = models.CharField(max_length=10)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["gateway", "event"], name="gateway_event_once")]
