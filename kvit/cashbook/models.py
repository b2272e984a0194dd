"""Tables of cash: desks, the lines of their books, what people counted."""

from django.db import models
from django.db.models import F, Q

from kvit.companies.models import Company, User
from kvit.core.cash import IN, KINDS, OF_PAYMENTS, OUT
from kvit.core.countries.cash import FORMS
from kvit.ledger.models import Account, OpenItem
from kvit.parties.models import Party
from kvit.payments.models import Payment
from kvit.tables import AmountField, PublicIdField


class Desk(models.Model):
    """A place with cash of one currency: its own account, to which its book alone posts, and who answers for it.

    `nth` numbers the desks of a company, `code` stands in the numbers of its papers. Once closed, nothing is written
    at it any more, and its book stays.
    """

    public_id = PublicIdField(prefix="dsk")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="desks")
    nth = models.IntegerField()
    code = models.CharField(max_length=6)
    name = models.CharField(max_length=80)
    account = models.OneToOneField(Account, on_delete=models.PROTECT, related_name="desk")
    transit = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    currency = models.CharField(max_length=3)
    responsible = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    opened_on = models.DateField()
    closed_on = models.DateField(null=True)
    closed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "nth"], name="desk_nth_once"),
            models.UniqueConstraint(fields=["company", "code"], name="desk_code_once"),
            models.CheckConstraint(name="desk_nth", condition=Q(nth__gte=1, nth__lte=99)),
            models.CheckConstraint(
                name="desk_closed_by_somebody",
                condition=Q(closed_on=None, closed_by=None) | Q(closed_on__gte=F("opened_on"), closed_by__isnull=False),
            ),
        ]


class CashLine(models.Model):
    """A line of a desk's book: above zero what came, below what went, and what was there after it; never changed.

    `form`, `year` and `counter` number its paper, gap-free. `payment` is the money of a customer or to a supplier,
    `item` what it settles. A wrong line is taken back by another that `reverses` it. `ours` and `theirs` are what its
    paper prints, copied. `key` is what a door gave the act, so that it is done once.
    `partner` is the line by which it left another desk.
    """

    public_id = PublicIdField(prefix="csh")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="cash_lines")
    desk = models.ForeignKey(Desk, on_delete=models.PROTECT, related_name="lines")
    nth = models.IntegerField()
    booked_on = models.DateField()
    kind = models.CharField(max_length=10)
    amount = AmountField()
    base_amount = AmountField()
    balance = AmountField()
    form = models.CharField(max_length=7, blank=True)
    year = models.IntegerField(default=0)
    counter = models.IntegerField(default=0)
    number = models.CharField(max_length=30, blank=True)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, related_name="+")
    person = models.CharField(max_length=120, blank=True)
    purpose = models.CharField(max_length=200)
    item = models.ForeignKey(OpenItem, on_delete=models.PROTECT, null=True, related_name="+")
    payment = models.OneToOneField(Payment, on_delete=models.PROTECT, null=True, related_name="cash_line")
    faces = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="reversed_by")
    partner = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="arrived_by")
    key = models.CharField(max_length=60, blank=True)
    ours = models.JSONField(default=dict)
    theirs = models.JSONField(default=dict)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["desk", "nth"], name="cash_line_nth_once"),
            models.UniqueConstraint(
                fields=["desk", "form", "year", "counter"], name="cash_paper_once", condition=~Q(form="")
            ),
            models.UniqueConstraint(fields=["company", "key"], name="cash_act_once", condition=~Q(key="")),
            models.CheckConstraint(name="cash_never_below_zero", condition=Q(balance__gte=0)),
            models.CheckConstraint(name="cash_line_kind", condition=Q(kind__in=KINDS)),
            models.CheckConstraint(name="cash_line_form", condition=Q(form__in=["", *FORMS])),
            models.CheckConstraint(
                name="cash_line_sign",
                condition=Q(kind__in=IN, amount__gt=0, reverses=None)
                | Q(kind__in=OUT, amount__lt=0, reverses=None)
                | Q(kind__in=IN, amount__lt=0, reverses__isnull=False)
                | Q(kind__in=OUT, amount__gt=0, reverses__isnull=False),
            ),
            models.CheckConstraint(
                name="cash_line_has_paper",
                condition=Q(kind="opening", form="")
                | Q(reverses__isnull=False, form="")
                | (~Q(form="") & ~Q(number="") & Q(counter__gte=1)),
            ),
            models.CheckConstraint(
                name="cash_line_has_partner",
                condition=Q(kind="from_desk", reverses=None, partner__isnull=False)
                | Q(kind="from_desk", reverses__isnull=False, partner=None)
                | (~Q(kind="from_desk") & Q(partner=None)),
            ),
            models.CheckConstraint(
                name="cash_line_has_payment",
                condition=Q(kind__in=OF_PAYMENTS, reverses=None, payment__isnull=False)
                | Q(kind__in=OF_PAYMENTS, reverses__isnull=False, payment=None)
                | (~Q(kind__in=OF_PAYMENTS) & Q(payment=None)),
            ),
        ]
        indexes = [
            models.Index(fields=["company", "party", "booked_on"], name="cash_line_of_party"),
            models.Index(fields=["desk", "booked_on"], name="cash_line_of_day"),
        ]


class CashCount(models.Model):
    """What a person found in the desk, beside what the book said; a difference has its reason and its line."""

    public_id = PublicIdField(prefix="cct")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="cash_counts")
    desk = models.ForeignKey(Desk, on_delete=models.PROTECT, related_name="counts")
    counted_on = models.DateField()
    counted = AmountField()
    book = AmountField()
    reason = models.CharField(max_length=400, blank=True)
    line = models.OneToOneField(CashLine, on_delete=models.PROTECT, null=True, related_name="count")
    counted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="cash_count_not_below", condition=Q(counted__gte=0)),
            models.CheckConstraint(
                name="cash_count_reason",
                condition=Q(counted=F("book"), line=None) | (~Q(reason="") & Q(line__isnull=False)),
            ),
        ]
        indexes = [models.Index(fields=["desk", "-id"], name="cash_count_list")]
