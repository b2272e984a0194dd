"""Tables of what suppliers want: bills with their lines, VAT and checks."""

from django.db import models
from django.db.models import F, Q

from kvit.capture.models import CapturedDocument
from kvit.companies.models import Company, User
from kvit.parties.models import Party
from kvit.purchasing.models import OrderLine, PurchaseOrder
from kvit.tables import AmountField, PriceField, PublicIdField

STATUSES = ["captured", "to_approve", "needs_attention", "approved", "rejected"]
SOURCES = ["", "xml", "text", "ocr", "typed", "none"]
OUTCOMES = ["passed", "failed", "not_checked"]
HOLDS = ["matched", "arrived", "credited", "accepted", "disputed"]


class Bill(models.Model):
    """A supplier's invoice or credit note. Amounts are as written in the file; `own_payable` is our sum beside BT-115.

    `source` is where its fields come from: the e-invoice, the text or the picture of its pages, or a person alone.
    `completed_by` is who typed fields last; whoever typed any (`BillFact`) never approves it.
    `number_key` is the number as copies are looked for; `party` is empty until the supplier is known. Empty amounts
    could not be read. `withheld` is the part of `prepaid` that we owe to the tax office in the supplier's place.
    """

    public_id = PublicIdField(prefix="bil")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="bills")
    document = models.OneToOneField(CapturedDocument, on_delete=models.PROTECT, related_name="bill")
    status = models.CharField(max_length=16, default="captured")
    version = models.IntegerField(default=1)
    kind = models.CharField(max_length=12, default="bill")
    source = models.CharField(max_length=5)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, related_name="bills")
    supplier = models.JSONField(default=dict)
    buyer = models.JSONField(default=dict)
    number = models.CharField(max_length=100, blank=True)
    number_key = models.CharField(max_length=100, blank=True)
    issued_on = models.DateField(null=True)
    due_on = models.DateField(null=True)
    currency = models.CharField(max_length=3, blank=True)
    ibans = models.JSONField(default=list)
    order_ref = models.CharField(max_length=100, blank=True)
    preceding = models.CharField(max_length=100, blank=True)
    net = AmountField(null=True)
    vat = AmountField(null=True)
    gross = AmountField(null=True)
    prepaid = AmountField(default=0)
    withheld = AmountField(default=0)
    rounding = AmountField(default=0)
    payable = AmountField(null=True)
    own_payable = AmountField(null=True)
    rate = models.DecimalField(max_digits=15, decimal_places=6, null=True)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    completed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    captured_at = models.DateTimeField()
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    approved_on = models.DateField(null=True)
    reason = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "party", "kind", "number_key", "issued_on"],
                name="bill_once",
                condition=Q(status="approved"),
            ),
            models.CheckConstraint(name="bill_status", condition=Q(status__in=STATUSES)),
            models.CheckConstraint(name="bill_source", condition=Q(source__in=SOURCES)),
            models.CheckConstraint(
                name="bill_completed",
                condition=Q(completed_by=None) | Q(approved_by=None) | ~Q(approved_by=F("completed_by")),
            ),
            models.CheckConstraint(
                name="bill_withheld", condition=Q(withheld=0) | Q(withheld__gt=0, prepaid__gte=F("withheld"))
            ),
            models.CheckConstraint(name="bill_kind", condition=Q(kind__in=["bill", "credit_note"])),
            models.CheckConstraint(
                name="bill_approved",
                condition=~Q(status="approved")
                | Q(party__isnull=False, payable__isnull=False, issued_on__isnull=False, approved_by__isnull=False),
            ),
            models.CheckConstraint(
                name="bill_of_two_people",
                condition=Q(added_by=None) | Q(approved_by=None) | ~Q(approved_by=F("added_by")),
            ),
        ]
        indexes = [
            models.Index(fields=["company", "status", "-id"], name="bill_list"),
            models.Index(fields=["company", "number_key"], name="bill_number"),
        ]


class BillFact(models.Model):
    """One field as it was read of the pages or typed by a person, never changed: the newest of a name holds.

    `confidence` from 0 to 1. `box` is left, top, right, bottom, and `paper` the page's width and height, in tenths of
    a point; both empty where it stands nowhere.
    """

    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    bill = models.ForeignKey(Bill, on_delete=models.PROTECT, related_name="facts")
    name = models.CharField(max_length=20)
    value = models.JSONField(null=True)
    source = models.CharField(max_length=5)
    confidence = models.DecimalField(max_digits=5, decimal_places=4)
    sure = models.BooleanField()
    page = models.IntegerField(null=True)
    box = models.JSONField(null=True)
    paper = models.JSONField(null=True)
    typed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(name="bill_fact_source", condition=Q(source__in=["text", "ocr", "typed"])),
            models.CheckConstraint(name="bill_fact_confidence", condition=Q(confidence__gte=0, confidence__lte=1)),
        ]


class BillLine(models.Model):
    """A line as it is written."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    bill = models.ForeignKey(Bill, on_delete=models.PROTECT, related_name="lines")
    position = models.IntegerField()
    name = models.CharField(max_length=300)
    quantity = models.DecimalField(max_digits=15, decimal_places=6)
    unit = models.CharField(max_length=20, blank=True)
    price = PriceField()
    net = AmountField()
    vat_category = models.CharField(max_length=2, blank=True)
    vat_rate = models.DecimalField(max_digits=7, decimal_places=4)
    order_line_ref = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["bill", "position"], name="bill_line_once")]


class BillVat(models.Model):
    """One row of the breakdown, as written: two may have one category and rate, where the file says so."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    bill = models.ForeignKey(Bill, on_delete=models.PROTECT, related_name="vat_totals")
    category = models.CharField(max_length=2)
    rate = models.DecimalField(max_digits=7, decimal_places=4)
    base = AmountField()
    amount = AmountField()


class BillCheck(models.Model):
    """What a check said the last time. `accepted_by` is who took a failed one upon themselves, and why."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    bill = models.ForeignKey(Bill, on_delete=models.PROTECT, related_name="checks")
    name = models.CharField(max_length=20)
    outcome = models.CharField(max_length=11)
    stops = models.BooleanField(default=True)
    findings = models.JSONField(default=list)
    accepted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    accepted_reason = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bill", "name"], name="bill_check_once"),
            models.CheckConstraint(name="bill_check_outcome", condition=Q(outcome__in=OUTCOMES)),
        ]


class BillOrder(models.Model):
    """The order that a person says a bill is for; `lines` says which line of it each of its own means, by position."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    bill = models.OneToOneField(Bill, on_delete=models.PROTECT, related_name="named_order")
    order = models.ForeignKey(PurchaseOrder, on_delete=models.PROTECT, related_name="+")
    lines = models.JSONField(default=dict)
    named_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")


class OrderMatch(models.Model):
    """What the last check said of a line of a bill against its order; `payable` and `held` add up to its net."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    bill_line = models.OneToOneField(BillLine, on_delete=models.PROTECT, related_name="match")
    order = models.ForeignKey(PurchaseOrder, on_delete=models.PROTECT, related_name="+")
    order_line = models.ForeignKey(OrderLine, on_delete=models.PROTECT, null=True, related_name="+")
    payable = AmountField()
    held = AmountField()
    findings = models.JSONField(default=list)


class OrderTaken(models.Model):
    """What an approved bill took of an order line, a credit note below zero: the n-th taking of it, from `before` on.

    Two bills that start from the same `before` have the same `nth`, so that only one of them is kept.
    """

    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    bill_line = models.OneToOneField(BillLine, on_delete=models.PROTECT, related_name="taken")
    order_line = models.ForeignKey(OrderLine, on_delete=models.PROTECT, related_name="+")
    nth = models.IntegerField()
    quantity = models.DecimalField(max_digits=15, decimal_places=6)
    before = models.DecimalField(max_digits=15, decimal_places=6)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order_line", "nth"], name="order_taken_once"),
            models.CheckConstraint(name="order_taken_not_below", condition=Q(before__gte=0, nth__gte=1)),
        ]
        indexes = [models.Index(fields=["company", "order_line"], name="order_taken_of_line")]


class BillHold(models.Model):
    """What of an approved bill may not be paid yet, in its currency: the newest row holds, and none ever rises.

    `why` is what made the row: the match when the bill was approved, goods that came, a credit note, or a person who
    accepts or disputes the rest. `owner` looks after it until `until_on`.
    """

    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    bill = models.ForeignKey(Bill, on_delete=models.PROTECT, related_name="holds")
    nth = models.IntegerField()
    held = AmountField()
    why = models.CharField(max_length=8)
    reason = models.CharField(max_length=400, blank=True)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    until_on = models.DateField()
    said_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    said_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bill", "nth"], name="bill_hold_once"),
            models.CheckConstraint(name="bill_hold_why", condition=Q(why__in=HOLDS)),
            models.CheckConstraint(name="bill_hold_not_below", condition=Q(held__gte=0, nth__gte=1)),
            models.CheckConstraint(
                name="bill_hold_said",
                condition=~Q(why__in=["accepted", "disputed"]) | (~Q(reason="") & Q(said_by__isnull=False)),
            ),
            models.CheckConstraint(name="bill_hold_accepted", condition=~Q(why="accepted") | Q(held=0)),
        ]


class SelfCharge(models.Model):
    """The VAT that we charged ourselves on a bill, with its document where the law wants one; never changed.

    `number` is empty where there is no document. `counts_on` is the day of its entry, and so the month in which it is
    declared. `rate` is what the bill's currency was worth on the law's day. `issuer` is who we were then; `corrects` is
    what a supplier's credit note takes back of.
    """

    public_id = PublicIdField(prefix="scg")
    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    bill = models.OneToOneField(Bill, on_delete=models.PROTECT, related_name="self_charge")
    number = models.CharField(max_length=30, null=True)
    issued_on = models.DateField()
    tax_point_on = models.DateField()
    counts_on = models.DateField()
    until_on = models.DateField()
    rate = models.DecimalField(max_digits=15, decimal_places=6, null=True)
    rate_on = models.DateField(null=True)
    rate_source = models.CharField(max_length=60, blank=True)
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="corrected_by")
    issuer = models.JSONField(default=dict)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "number"], name="self_charge_number_once"),
            models.CheckConstraint(name="self_charge_days", condition=Q(tax_point_on__lte=F("issued_on"))),
        ]
        indexes = [models.Index(fields=["company", "counts_on"], name="self_charge_journal")]


class SelfChargeVat(models.Model):
    """What was charged under one treatment: rate in percent, base and VAT in the company's currency."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    self_charge = models.ForeignKey(SelfCharge, on_delete=models.PROTECT, related_name="rows")
    treatment = models.CharField(max_length=11)
    rate = models.DecimalField(max_digits=7, decimal_places=4)
    base = AmountField()
    vat = AmountField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["self_charge", "treatment"], name="self_charge_vat_once"),
            models.CheckConstraint(
                name="self_charge_treatment", condition=Q(treatment__in=["services", "acquisition", "domestic"])
            ),
        ]


class Discount(models.Model):
    """So many percent off for paying early: of one bill by a day, or of every bill of a supplier within days.

    `source` says whose word it is: the e-invoice's fields, a page that proves it by a sum, words for people (`told`, no
    offer yet), or a person's. Of a page: `confidence` from 0 to 1, and where it stands, as for `BillFact`.
    """

    public_id = PublicIdField(prefix="dis")
    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    bill = models.ForeignKey(Bill, on_delete=models.PROTECT, null=True, related_name="discounts")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, related_name="agreed_discounts")
    percent = models.DecimalField(max_digits=7, decimal_places=4)
    until_on = models.DateField(null=True)
    days = models.IntegerField(null=True)
    source = models.CharField(max_length=5)
    confidence = models.DecimalField(max_digits=5, decimal_places=4, null=True)
    page = models.IntegerField(null=True)
    box = models.JSONField(null=True)
    paper = models.JSONField(null=True)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    added_on = models.DateField()
    ended_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="discount_of_one",
                condition=Q(bill__isnull=False, party=None, until_on__isnull=False, days=None)
                | Q(bill=None, party__isnull=False, until_on=None, days__isnull=False),
            ),
            models.CheckConstraint(name="discount_percent", condition=Q(percent__gt=0, percent__lt=100)),
            models.CheckConstraint(
                name="discount_source",
                condition=Q(source__in=["xml", "page", "told"]) | Q(source="typed", added_by__isnull=False),
            ),
            models.UniqueConstraint(fields=["party"], name="discount_agreed_once", condition=Q(ended_on=None)),
        ]


class BillQuestion(models.Model):
    """What a colleague asks the supplier about a bill, never changed but by the one answer."""

    public_id = PublicIdField(prefix="bqn")
    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    bill = models.ForeignKey(Bill, on_delete=models.PROTECT, related_name="supplier_questions")
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    asked_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="bill_question_answered",
                condition=Q(answer="", answered_at=None) | (~Q(answer="") & Q(answered_at__isnull=False)),
            ),
        ]
