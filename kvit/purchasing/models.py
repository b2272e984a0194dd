"""Tables of what is asked for, ordered and arrived, and by how much each supplier may be off."""

from django.db import models
from django.db.models import F, Q

from kvit.companies.models import Company, User
from kvit.parties.models import Party
from kvit.tables import AmountField, PriceField, PublicIdField

STATUSES = ["draft", "to_approve", "approved", "closed", "cancelled"]
REQUEST_STATUSES = ["to_approve", "approved", "refused", "ordered", "cancelled"]
RECEIPT_KINDS = ["receipt", "return", "correction"]
POLICIES = ["order_and_receipt", "order_only", "none"]


class PurchaseOrder(models.Model):
    """What we want of a supplier. Its number is drawn when it is first sent for approval; approved, it is frozen.

    `drafted_by` wrote it first, `ordered_by` sent it for approval: neither approves it. `is_billed` from the first
    approved bill that took of it.
    """

    public_id = PublicIdField(prefix="por")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="purchase_orders")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="purchase_orders")
    status = models.CharField(max_length=10, default="draft")
    version = models.IntegerField(default=1)
    number = models.CharField(max_length=60, null=True)
    currency = models.CharField(max_length=3)
    net = AmountField(default=0)
    ordered_on = models.DateField(null=True)
    wanted_on = models.DateField(null=True)
    note = models.CharField(max_length=400, blank=True)
    reason = models.CharField(max_length=400, blank=True)
    is_billed = models.BooleanField(default=False)
    drafted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    ordered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    approved_on = models.DateField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "number"], name="purchase_order_number_once"),
            models.CheckConstraint(name="purchase_order_status", condition=Q(status__in=STATUSES)),
            models.CheckConstraint(
                name="purchase_order_approved",
                condition=~Q(status__in=["approved", "closed"])
                | Q(number__isnull=False, ordered_on__isnull=False, approved_by__isnull=False),
            ),
            models.CheckConstraint(
                name="purchase_order_not_its_orderer",
                condition=Q(ordered_by=None) | Q(approved_by=None) | ~Q(approved_by=F("ordered_by")),
            ),
            models.CheckConstraint(
                name="purchase_order_not_its_writer",
                condition=Q(drafted_by=None) | Q(approved_by=None) | ~Q(approved_by=F("drafted_by")),
            ),
        ]
        indexes = [
            models.Index(fields=["company", "status", "-id"], name="purchase_order_list"),
            models.Index(fields=["company", "party", "-id"], name="purchase_order_of_party"),
        ]


class OrderLine(models.Model):
    """One thing that is ordered; `net` is what its quantity costs. `position` is what a bill names in BT-132."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    order = models.ForeignKey(PurchaseOrder, on_delete=models.PROTECT, related_name="lines")
    position = models.IntegerField()
    name = models.CharField(max_length=300)
    product_code = models.CharField(max_length=60, blank=True)
    supplier_code = models.CharField(max_length=60, blank=True)
    quantity = models.DecimalField(max_digits=15, decimal_places=6)
    unit = models.CharField(max_length=20)
    price = PriceField()
    net = AmountField()
    vat_code = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "position"], name="order_line_once"),
            models.CheckConstraint(name="order_line_of_something", condition=Q(quantity__gt=0)),
        ]


class PurchaseRequest(models.Model):
    """What somebody here wants bought, as they asked for it: never edited, decided once, ordered once.

    `lines` are name, quantity, unit, expected price without VAT; `party` or `supplier_name` is whom they would ask.
    """

    public_id = PublicIdField(prefix="prq")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="purchase_requests")
    status = models.CharField(max_length=10, default="to_approve")
    number = models.CharField(max_length=60)
    lines = models.JSONField()
    currency = models.CharField(max_length=3)
    net = AmountField()
    party = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, related_name="purchase_requests")
    supplier_name = models.CharField(max_length=200, blank=True)
    wanted_on = models.DateField(null=True)
    cost_centre = models.CharField(max_length=60, blank=True)
    purpose = models.CharField(max_length=400)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_on = models.DateField()
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_on = models.DateField(null=True)
    reason = models.CharField(max_length=400, blank=True)
    order = models.OneToOneField(PurchaseOrder, on_delete=models.PROTECT, null=True, related_name="request")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "number"], name="purchase_request_number_once"),
            models.CheckConstraint(name="purchase_request_status", condition=Q(status__in=REQUEST_STATUSES)),
            models.CheckConstraint(
                name="purchase_request_decided",
                condition=Q(status__in=["to_approve", "cancelled"]) | Q(decided_by__isnull=False),
            ),
            models.CheckConstraint(
                name="purchase_request_not_its_asker",
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")),
            ),
            models.CheckConstraint(
                name="purchase_request_ordered",
                condition=Q(status="ordered", order__isnull=False) | ~Q(status="ordered") & Q(order=None),
            ),
        ]
        indexes = [models.Index(fields=["company", "status", "-id"], name="purchase_request_list")]


class GoodsReceipt(models.Model):
    """What arrived of an order, went back, or takes another receipt back as it was written. Never changed.

    `delivery_note` is the supplier's own number; `beyond_reason` why more was taken in than was ordered.
    """

    public_id = PublicIdField(prefix="gre")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="goods_receipts")
    order = models.ForeignKey(PurchaseOrder, on_delete=models.PROTECT, related_name="receipts")
    kind = models.CharField(max_length=10)
    number = models.CharField(max_length=60)
    received_on = models.DateField()
    delivery_note = models.CharField(max_length=100, blank=True)
    note = models.CharField(max_length=400, blank=True)
    beyond_reason = models.CharField(max_length=400, blank=True)
    corrects = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="corrected_by")
    received_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "number"], name="goods_receipt_number_once"),
            models.CheckConstraint(
                name="goods_receipt_kind",
                condition=Q(kind__in=["receipt", "return"], corrects=None)
                | Q(kind="correction", corrects__isnull=False),
            ),
            models.CheckConstraint(
                name="goods_receipt_beyond", condition=Q(beyond_reason="") | Q(received_by__isnull=False)
            ),
        ]


class ReceiptLine(models.Model):
    """So much of an order line came; below zero it went back."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    receipt = models.ForeignKey(GoodsReceipt, on_delete=models.PROTECT, related_name="lines")
    order_line = models.ForeignKey(OrderLine, on_delete=models.PROTECT, related_name="receipt_lines")
    quantity = models.DecimalField(max_digits=15, decimal_places=6)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["receipt", "order_line"], name="receipt_line_once"),
            models.CheckConstraint(name="receipt_line_of_something", condition=~Q(quantity=0)),
        ]


class SupplierPolicy(models.Model):
    """What a supplier's bills are held against, and by how much they may be off: percent, and money of the bill."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    party = models.OneToOneField(Party, on_delete=models.PROTECT, related_name="order_policy")
    policy = models.CharField(max_length=20)
    percent = models.DecimalField(max_digits=7, decimal_places=4)
    money = AmountField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="supplier_policy_known", condition=Q(policy__in=POLICIES)),
            models.CheckConstraint(name="supplier_policy_tolerance", condition=Q(percent__gte=0, money__gte=0)),
        ]
