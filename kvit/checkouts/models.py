"""Tables of paying online: ways to gateways, checkouts with what they pay, kept ways of paying and their charges, money
that goes back, what gateways told."""

from django.db import models
from django.db.models import F, Q

from kvit.companies.models import Company
from kvit.ledger.models import OpenItem
from kvit.parties.models import Party
from kvit.payments.models import Payment
from kvit.tables import AmountField, PublicIdField


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
    `trouble`: the refusal for which what was told of it could not be booked. `told` is why it failed, in the gateway's
    word.
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
    trouble = models.CharField(max_length=60, blank=True)
    told = models.CharField(max_length=60, blank=True)

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
    """What a checkout pays. While it is live, no other checkout takes the item: nobody is charged twice.

    `discount` for paying early is what its page asks less than all of the item.
    """

    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    checkout = models.ForeignKey(Checkout, on_delete=models.PROTECT, related_name="items")
    item = models.ForeignKey(OpenItem, on_delete=models.PROTECT, related_name="checkout_items")
    amount = AmountField()
    discount = AmountField(default=0)
    is_live = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["checkout", "item"], name="checkout_item_once"),
            models.CheckConstraint(name="checkout_item_discount", condition=Q(discount__gte=0)),
            models.UniqueConstraint(fields=["item"], name="checkout_item_live_once", condition=Q(is_live=True)),
        ]


class SavedMethod(models.Model):
    """A way of paying that a customer lets us keep and charge, agreed to with a checkout and kept once that is paid.

    `agreed` is who, when, from where, in which words; never changed. `customer`, `method` and `mandate` are the
    gateway's own names; there is never a number of a card or an account. Once it is taken back the gateway is told to
    forget it, at `forget_at` next, until it did (`forgotten_at`); `trouble` is the refusal that stands in the way.
    """

    public_id = PublicIdField(prefix="svm")
    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    checkout = models.OneToOneField(Checkout, on_delete=models.PROTECT, related_name="saves")
    status = models.CharField(max_length=10, default="agreed")
    agreed = models.JSONField()
    agreed_on = models.DateField()
    customer = models.CharField(max_length=200, blank=True)
    method = models.CharField(max_length=200, blank=True)
    mandate = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=30, blank=True)
    brand = models.CharField(max_length=30, blank=True)
    last4 = models.CharField(max_length=4, blank=True)
    expires_on = models.DateField(null=True)
    kept_on = models.DateField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=400, blank=True)
    forget_at = models.DateTimeField(null=True)
    forgotten_at = models.DateTimeField(null=True)
    asked = models.IntegerField(default=0)
    trouble = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="saved_method_forgotten", condition=Q(forgotten_at=None) | Q(status="withdrawn")
            ),
            models.CheckConstraint(name="saved_method_status", condition=Q(status__in=["agreed", "kept", "withdrawn"])),
            models.CheckConstraint(name="saved_method_kept", condition=~Q(status="kept") | ~Q(method="")),
            models.CheckConstraint(
                name="saved_method_withdrawn",
                condition=Q(status="withdrawn", withdrawn_at__isnull=False)
                | (~Q(status="withdrawn") & Q(withdrawn_at=None)),
            ),
        ]
        indexes = [
            models.Index(fields=["company", "party", "-id"], name="saved_method_of_party"),
            models.Index(
                fields=["company", "forget_at"],
                name="saved_method_to_forget",
                condition=Q(status="withdrawn", forgotten_at=None),
            ),
        ]


class SavedCharge(models.Model):
    """A charge of a saved way of paying for one open item, told to the customer before; once begun, `checkout` says how
    it stands. `attempt` counts those of the item; `dropped` is why none was begun."""

    public_id = PublicIdField(prefix="svc")
    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    saved = models.ForeignKey(SavedMethod, on_delete=models.PROTECT, related_name="charges")
    item = models.ForeignKey(OpenItem, on_delete=models.PROTECT, related_name="saved_charges")
    attempt = models.IntegerField()
    amount = AmountField()
    told_on = models.DateField()
    charge_on = models.DateField()
    status = models.CharField(max_length=10, default="planned")
    dropped = models.CharField(max_length=60, blank=True)
    checkout = models.OneToOneField(Checkout, on_delete=models.PROTECT, null=True, related_name="saved_charge")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "attempt"], name="saved_charge_attempt_once"),
            models.UniqueConstraint(fields=["item"], name="saved_charge_planned_once", condition=Q(status="planned")),
            models.CheckConstraint(name="saved_charge_above_zero", condition=Q(amount__gt=0)),
            models.CheckConstraint(name="saved_charge_told_first", condition=Q(charge_on__gt=F("told_on"))),
            models.CheckConstraint(name="saved_charge_status", condition=Q(status__in=["planned", "begun", "dropped"])),
            models.CheckConstraint(
                name="saved_charge_begun",
                condition=Q(status="begun", checkout__isnull=False) | (~Q(status="begun") & Q(checkout=None)),
            ),
        ]
        indexes = [
            models.Index(fields=["company", "charge_on"], name="saved_charge_due", condition=Q(status="planned"))
        ]


class GatewayRefund(models.Model):
    """Money of a checkout that goes back by the gateway, once handed over under its public id as the key.

    `nth` counts the refunds of the checkout. `reference` is the gateway's; `told` is why it failed, in its words.
    """

    public_id = PublicIdField(prefix="grf")
    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    checkout = models.ForeignKey(Checkout, on_delete=models.PROTECT, related_name="refunds")
    nth = models.IntegerField()
    amount = AmountField()
    reason = models.CharField(max_length=400, blank=True)
    status = models.CharField(max_length=10, default="asked")
    reference = models.CharField(max_length=200, blank=True)
    told = models.CharField(max_length=200, blank=True)
    payment = models.OneToOneField(Payment, on_delete=models.PROTECT, null=True, related_name="gateway_refund")
    created_at = models.DateTimeField()
    ask_at = models.DateTimeField(null=True)
    asked = models.IntegerField(default=0)
    trouble = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["checkout", "nth"], name="gateway_refund_once"),
            models.UniqueConstraint(
                fields=["checkout"], name="gateway_refund_asked_once", condition=Q(status="asked", reference="")
            ),
            models.UniqueConstraint(
                fields=["checkout", "reference"], name="gateway_refund_reference_once", condition=~Q(reference="")
            ),
            models.CheckConstraint(name="gateway_refund_above_zero", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="gateway_refund_status", condition=Q(status__in=["asked", "pending", "done", "failed"])
            ),
            models.CheckConstraint(
                name="gateway_refund_booked", condition=~Q(status="done") | Q(payment__isnull=False)
            ),
        ]
        indexes = [models.Index(fields=["company", "ask_at"], name="gateway_refund_to_ask", condition=~Q(ask_at=None))]


class Chargeback(models.Model):
    """A customer's bank wants a payment back. `taken` is the money that went, `returned` what came back of it.

    `fee` is what the gateway kept for it so far; evidence is heard until `evidence_until`.
    """

    public_id = PublicIdField(prefix="cbk")
    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    checkout = models.ForeignKey(Checkout, on_delete=models.PROTECT, related_name="chargebacks")
    reference = models.CharField(max_length=200)
    status = models.CharField(max_length=10, default="asked")
    amount = AmountField()
    fee = AmountField(default=0)
    reason = models.CharField(max_length=60, blank=True)
    evidence_until = models.DateField(null=True)
    taken = models.OneToOneField(Payment, on_delete=models.PROTECT, null=True, related_name="+")
    returned = models.OneToOneField(Payment, on_delete=models.PROTECT, null=True, related_name="+")
    ask_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["checkout", "reference"], name="chargeback_once"),
            models.CheckConstraint(name="chargeback_above_zero", condition=Q(amount__gt=0)),
            models.CheckConstraint(name="chargeback_status", condition=Q(status__in=["asked", "open", "won", "lost"])),
            models.CheckConstraint(name="chargeback_taken_first", condition=Q(returned=None) | Q(taken__isnull=False)),
        ]
        indexes = [models.Index(fields=["company", "ask_at"], name="chargeback_to_ask", condition=~Q(ask_at=None))]


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
