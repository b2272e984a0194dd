"""Tables of the books: accounts, entries, open items, allocations, rates, locked periods, own bank accounts."""

from django.db import models
from django.db.models import Q

from kvit.companies.models import Company, User
from kvit.parties.models import Party
from kvit.tables import AmountField, PublicIdField


class Account(models.Model):
    """A line of the chart; `role` is how postings find it, empty for accounts only people use.

    `has_book`: every line on it belongs to a line of a cash book, which alone posts there.
    """

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="accounts")
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10)
    role = models.CharField(max_length=30, blank=True)
    has_book = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "code"], name="account_once"),
            models.UniqueConstraint(fields=["company", "role"], name="account_role_once", condition=~Q(role="")),
            models.CheckConstraint(
                name="account_kind", condition=Q(kind__in=["asset", "liability", "equity", "income", "expense"])
            ),
        ]


class BankAccount(models.Model):
    """An account of ours at a bank, and where it stands in the chart.

    `is_shown`: customers are told to pay to it; of an account that one person alone brought in they are not.
    """

    public_id = PublicIdField(prefix="acc")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="bank_accounts")
    account = models.ForeignKey(Account, on_delete=models.PROTECT)
    iban = models.CharField(max_length=34)
    bic = models.CharField(max_length=11, blank=True)
    bank_name = models.CharField(max_length=120, blank=True)
    currency = models.CharField(max_length=3)
    is_main = models.BooleanField(default=False)
    is_shown = models.BooleanField(default=True)
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    archived_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "iban"], name="bank_account_once"),
            models.UniqueConstraint(
                fields=["company", "currency"], name="bank_account_main_once", condition=Q(is_main=True)
            ),
        ]


class Entry(models.Model):
    """A double entry: lines first, then `posted`; from then on nothing of it changes."""

    public_id = PublicIdField(prefix="ent")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=20)
    document_kind = models.CharField(max_length=30)
    document_id = models.BigIntegerField()
    document_number = models.CharField(max_length=60, blank=True)
    posted_on = models.DateField()
    text = models.CharField(max_length=200, blank=True)
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="reversed_by")
    posted = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "kind", "document_kind", "document_id"],
                name="entry_once",
                condition=Q(reverses__isnull=True),
            )
        ]
        indexes = [models.Index(fields=["company", "posted_on", "id"], name="entry_journal")]


class EntryLine(models.Model):
    """One side of an entry: debit above zero, credit below, in its own currency and in the company's."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="lines")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="lines")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, null=True)
    currency = models.CharField(max_length=3)
    amount = AmountField()
    base_amount = AmountField()
    vat_code = models.CharField(max_length=20, blank=True)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["account", "entry"], name="entry_line_register")]


class OpenItem(models.Model):
    """What is still owed of an entry line: above zero to us, below zero by us (a payment or credit not used yet).

    `side` says of whom it is: `receivable` of a customer, `payable` of a supplier, where a bill stands below zero.
    `discount` may be taken off by who pays all of it by `discount_until`.
    """

    public_id = PublicIdField(prefix="itm")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="open_items")
    line = models.OneToOneField(EntryLine, on_delete=models.PROTECT, related_name="open_item")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="open_items")
    document_kind = models.CharField(max_length=30)
    document_id = models.BigIntegerField()
    document_number = models.CharField(max_length=60, blank=True)
    part = models.IntegerField(default=1)
    side = models.CharField(max_length=10, default="receivable")
    external_id = models.CharField(max_length=100, blank=True)
    reference = models.CharField(max_length=60, blank=True)
    opened_on = models.DateField()
    due_on = models.DateField()
    discount = AmountField(default=0)
    discount_until = models.DateField(null=True)
    currency = models.CharField(max_length=3)
    amount = AmountField()
    balance = AmountField()
    base_amount = AmountField()
    base_balance = AmountField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "document_kind", "document_id", "part"], name="open_item_once"),
            models.CheckConstraint(name="open_item_side", condition=Q(side__in=["receivable", "payable"])),
            models.CheckConstraint(
                name="open_item_balance",
                condition=Q(amount__gte=0, balance__gte=0, balance__lte=models.F("amount"))
                | Q(amount__lt=0, balance__lte=0, balance__gte=models.F("amount")),
            ),
        ]
        indexes = [
            models.Index(fields=["company", "due_on", "id"], name="open_item_due", condition=~Q(balance=0)),
            models.Index(fields=["company", "party", "due_on"], name="open_item_party", condition=~Q(balance=0)),
            models.Index(fields=["company", "document_number"], name="open_item_number"),
        ]


class Allocation(models.Model):
    """The part of a payment or credit that settles an item. Undoing is a second row; nothing is changed."""

    public_id = PublicIdField(prefix="alc")
    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    item = models.ForeignKey(OpenItem, on_delete=models.PROTECT, related_name="allocations")
    against = models.ForeignKey(OpenItem, on_delete=models.PROTECT, related_name="used_by")
    amount = AmountField()
    item_base = AmountField()
    against_base = AmountField()
    allocated_on = models.DateField()
    undoes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="undone_by")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="allocation_sign",
                condition=Q(undoes__isnull=True, amount__gt=0) | Q(undoes__isnull=False, amount__lt=0),
            )
        ]


class Rate(models.Model):
    """Units of company currency for one of `currency`, from this day until the next one."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="rates")
    currency = models.CharField(max_length=3)
    valid_on = models.DateField()
    rate = models.DecimalField(max_digits=15, decimal_places=6)
    source = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "currency", "valid_on"], name="rate_once"),
            models.CheckConstraint(name="rate_above_zero", condition=Q(rate__gt=0)),
        ]


class PeriodLock(models.Model):
    """The last day that is closed: nothing is posted on it or before."""

    company = models.OneToOneField(Company, on_delete=models.PROTECT, related_name="period_lock", primary_key=True)
    locked_until = models.DateField(null=True)


class Tolerance(models.Model):
    """How small a difference the company lets a person write off, from a day on. Its table was made by `banking`."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="tolerances")
    currency = models.CharField(max_length=3)
    valid_from = models.DateField()
    amount = AmountField()

    class Meta:
        db_table = "banking_tolerance"
        constraints = [
            models.UniqueConstraint(fields=["company", "currency", "valid_from"], name="tolerance_once"),
            models.CheckConstraint(name="tolerance_above", condition=Q(amount__gte=0)),
        ]
