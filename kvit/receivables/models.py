"""Tables of what we issue: invoices, credit notes and corrections, with all they print."""

from datetime import date

from django.db import models
from django.db.models import Q

from kvit.catalog.models import Product
from kvit.companies.models import Company, User
from kvit.parties.models import Party
from kvit.sales.models import Proforma
from kvit.tables import AmountField, PriceField, PublicIdField

KINDS = ["invoice", "simplified", "credit_note", "corrective"]


class Invoice(models.Model):
    """A document that is or will be issued. Sums are computed when it is drafted and kept as EN 16931 names them.

    Of a correction: `correction_code` and `correction_method` are Spain's (R1 to R5; S, I), `amended` how the lines of
    the corrected document stand after it, `correction_period` the name of the period whose invoices a note lowers
    together (`CorrectedDocument`), `correction_goods` what was bought in it.
    `credits`: which of the customer's credits, and how much of each, are to be
    used when the draft is issued. `advance`: what was received before the supply, and the order it was received for.
    `beside`, `remarks`, `attachment`: what stands beside the sums (`beside.py`). `other_parties`: who receives, pays or
    buys with a share beside the buyer (`other_parties.py`).
    """

    public_id = PublicIdField(prefix="inv")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="invoices")
    kind = models.CharField(max_length=12, default="invoice")
    type_code = models.CharField(max_length=3, default="380")
    status = models.CharField(max_length=10, default="draft")
    version = models.IntegerField(default=1)
    external_id = models.CharField(max_length=100, blank=True)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="invoices")
    number = models.CharField(max_length=60, null=True)

    issue_on = models.DateField(null=True)
    issued_on = models.DateField(null=True)
    terms_days = models.IntegerField(default=0)
    due_on = models.DateField(null=True)
    tax_point_on = models.DateField(null=True)
    delivered_on = models.DateField(null=True)
    period_from = models.DateField(null=True)
    period_to = models.DateField(null=True)

    currency = models.CharField(max_length=3)
    rate = models.DecimalField(max_digits=15, decimal_places=6, null=True)
    rate_source = models.CharField(max_length=60, blank=True)
    rate_on = models.DateField(null=True)
    prices_include_vat = models.BooleanField(default=False)
    vat_on_payment = models.BooleanField(default=False)

    seller = models.JSONField(default=dict)
    buyer = models.JSONField(default=dict)
    deliver_to = models.JSONField(default=dict)
    order_ref = models.CharField(max_length=100, blank=True)
    contract_ref = models.CharField(max_length=100, blank=True)
    buyer_reference = models.CharField(max_length=100, blank=True)
    place_of_issue = models.CharField(max_length=256, blank=True)
    beside = models.JSONField(default=list)
    remarks = models.JSONField(default=list)
    attachment = models.JSONField(default=list)
    other_parties = models.JSONField(default=list)
    note = models.TextField(blank=True)
    language = models.CharField(max_length=5, default="en")
    mentions = models.JSONField(default=list)
    filled = models.JSONField(default=list)

    proforma = models.ForeignKey(Proforma, on_delete=models.PROTECT, null=True, related_name="invoices")
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="corrections")
    correction_reason = models.CharField(max_length=30, blank=True)
    correction_text = models.CharField(max_length=400, blank=True)
    correction_code = models.CharField(max_length=2, blank=True)
    correction_method = models.CharField(max_length=1, blank=True)
    correction_period = models.CharField(max_length=256, blank=True)
    correction_goods = models.JSONField(default=dict)
    amended = models.JSONField(default=list)
    credits = models.JSONField(default=list)
    advance = models.JSONField(default=dict)

    line_sum = AmountField(default=0)
    allowance_sum = AmountField(default=0)
    charge_sum = AmountField(default=0)
    net = AmountField(default=0)
    vat = AmountField(default=0)
    vat_accounting = AmountField(null=True)
    gross = AmountField(default=0)
    prepaid = AmountField(default=0)
    rounding = AmountField(default=0)
    payable = AmountField(default=0)
    retention_rate = models.DecimalField(max_digits=7, decimal_places=4, default=0)
    retention = AmountField(default=0)
    surcharge = models.BooleanField(default=False)

    created_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    issued_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "number"], name="invoice_number_once"),
            models.UniqueConstraint(
                fields=["company", "external_id"],
                name="invoice_external_once",
                condition=~Q(external_id="") & ~Q(status="discarded"),
            ),
            models.UniqueConstraint(
                fields=["proforma"], name="invoice_of_proforma_once", condition=~Q(status="discarded")
            ),
            models.CheckConstraint(name="numbered", condition=~Q(status="issued") | Q(number__isnull=False)),
            models.CheckConstraint(
                name="invoice_draft_unnumbered", condition=Q(status="issued") | Q(number__isnull=True)
            ),
            models.CheckConstraint(name="invoice_kind", condition=Q(kind__in=KINDS)),
            models.CheckConstraint(name="invoice_status", condition=Q(status__in=["draft", "issued", "discarded"])),
        ]
        indexes = [
            models.Index(fields=["company", "-issued_on", "-id"], name="invoice_list"),
            models.Index(fields=["company", "party", "-id"], name="invoice_of_party"),
            models.Index(fields=["company", "-id"], name="invoice_draft", condition=Q(status="draft")),
        ]

    @property
    def day(self) -> date:
        """The day of issue, of a row that has one."""
        assert self.issued_on is not None
        return self.issued_on

    @property
    def printed_number(self) -> str:
        """The number, of a row that was issued."""
        assert self.number is not None
        return self.number


class InvoiceLine(models.Model):
    """A position: what was agreed, and what it comes to.

    Of a correction: `credits` is the line it takes from or adds to; `gives_back` whether its quantity is given back,
    or only the line's price or VAT changes. `takes_back`: the advance that a line below zero settles.
    """

    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="lines")
    position = models.IntegerField()
    product = models.ForeignKey(Product, on_delete=models.PROTECT, null=True)
    credits = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="credited_by")
    gives_back = models.BooleanField(default=True)
    takes_back = models.ForeignKey(Invoice, on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=300)
    description = models.TextField(blank=True)
    quantity = models.DecimalField(max_digits=15, decimal_places=6)
    unit = models.CharField(max_length=3)
    price = models.DecimalField(max_digits=15, decimal_places=6)
    base_quantity = models.DecimalField(max_digits=15, decimal_places=6, default=1)
    discount_percent = models.DecimalField(max_digits=7, decimal_places=4, null=True)
    discount_amount = AmountField(null=True)
    vat_category = models.CharField(max_length=2)
    vat_rate = models.DecimalField(max_digits=7, decimal_places=4)
    vat_reason = models.CharField(max_length=300, blank=True)
    vat_reason_code = models.CharField(max_length=30, blank=True)
    charged_rate = models.DecimalField(max_digits=7, decimal_places=4)
    net_price = PriceField()
    discount = AmountField(default=0)
    net = AmountField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["invoice", "position"], name="invoice_line_once")]


class InvoiceExtra(models.Model):
    """An allowance or charge on the whole document; `is_reward`: what points of the customer's take off."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="extras")
    is_charge = models.BooleanField()
    is_reward = models.BooleanField(default=False)
    position = models.IntegerField()
    amount = AmountField()
    net = AmountField()
    reason = models.CharField(max_length=200)
    reason_code = models.CharField(max_length=5, blank=True)
    vat_category = models.CharField(max_length=2)
    vat_rate = models.DecimalField(max_digits=7, decimal_places=4)
    charged_rate = models.DecimalField(max_digits=7, decimal_places=4)
    vat_reason = models.CharField(max_length=300, blank=True)
    vat_reason_code = models.CharField(max_length=30, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["invoice", "position"], name="invoice_extra_once")]


class InvoiceVat(models.Model):
    """One category and rate of the VAT breakdown (BG-23)."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="vat_totals")
    category = models.CharField(max_length=2)
    rate = models.DecimalField(max_digits=7, decimal_places=4)
    base = AmountField()
    amount = AmountField()
    amount_accounting = AmountField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    reason_code = models.CharField(max_length=30, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["invoice", "category", "rate"], name="invoice_vat_once")]


class SettledAdvance(models.Model):
    """What a document takes back of an advance, by VAT rate; the draft that names it holds it already.

    The constraint lets an advance be settled once, whoever asks at the same time.
    """

    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="settled")
    advance = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="settlements")
    category = models.CharField(max_length=2)
    rate = models.DecimalField(max_digits=7, decimal_places=4)
    base = AmountField()
    amount = AmountField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["advance", "category", "rate"], name="advance_settled_once"),
        ]


class CorrectedDocument(models.Model):
    """What a note that lowers several documents takes off one of them, by VAT rate; its draft holds it already."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="corrected_documents")
    original = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="period_discounts")
    category = models.CharField(max_length=2)
    rate = models.DecimalField(max_digits=7, decimal_places=4)
    base = AmountField()
    amount = AmountField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["invoice", "original", "category", "rate"], name="corrected_document_once"),
        ]


class AcceptedFinding(models.Model):
    """A warning that a named person accepted on this version of a draft; once it is changed they are asked again."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="accepted")
    rule = models.CharField(max_length=40)
    place = models.CharField(max_length=120)
    version = models.IntegerField(default=1)
    user = models.ForeignKey(User, on_delete=models.PROTECT)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["invoice", "rule", "place", "version"], name="accepted_once")]


class Batch(models.Model):
    """One act on many documents, done in pieces by the worker under the name of who asked. `docs/adr/0003`."""

    public_id = PublicIdField(prefix="batch")
    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    act = models.CharField(max_length=20)
    status = models.CharField(max_length=10, default="proposed")
    total = models.IntegerField()
    actor_kind = models.CharField(max_length=20)
    actor_id = models.BigIntegerField()
    acted_on = models.DateField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="batch_status", condition=Q(status__in=["proposed", "running", "done", "cancelled"])
            ),
            models.CheckConstraint(name="batch_act", condition=Q(act__in=["issue", "send", "issue_and_send"])),
        ]
        indexes = [models.Index(fields=["company", "id"], name="batch_list")]


class BatchRow(models.Model):
    """What became of one document of a batch: it waits, is done, was left out as foreseen, or failed and why."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="rows")
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT)
    status = models.CharField(max_length=10, default="waiting")
    code = models.CharField(max_length=60, blank=True)
    facts = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "invoice"], name="batch_row_once"),
            models.CheckConstraint(
                name="batch_row_status", condition=Q(status__in=["waiting", "done", "skipped", "failed"])
            ),
        ]
        indexes = [models.Index(fields=["batch", "status", "id"], name="batch_row_next")]


class Annulment(models.Model):
    """A document that was wrongly drawn up and is annulled, with the protocol that says so (Bulgaria: чл. 116 ЗДДС).

    `booked`: it stood in the VAT ledgers already, which is what makes a protocol necessary.
    """

    public_id = PublicIdField(prefix="anl")
    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    invoice = models.OneToOneField(Invoice, on_delete=models.PROTECT, related_name="annulment")
    replaced_by = models.OneToOneField(Invoice, on_delete=models.PROTECT, null=True, related_name="replaces_annulled")
    number = models.CharField(max_length=60)
    annulled_on = models.DateField()
    reason = models.CharField(max_length=30)
    text = models.CharField(max_length=400, blank=True)
    law = models.CharField(max_length=100)
    booked = models.BooleanField(default=True)
    drawn_up_by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "number"], name="annulment_number_once")]
