"""Tables of bank statements, their lines, and how lines were settled."""

import hashlib
import json

from django.db import models
from django.db.models import Q

from kvit.archive.models import File
from kvit.companies.models import Company
from kvit.ledger.models import Account, BankAccount
from kvit.parties.models import Party
from kvit.payments.models import Payment
from kvit.tables import AmountField, PublicIdField


class Statement(models.Model):
    """One account's part of a file that was imported."""

    public_id = PublicIdField(prefix="stm")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="statements")
    bank_account = models.ForeignKey(BankAccount, on_delete=models.PROTECT, related_name="statements")
    file = models.ForeignKey(File, on_delete=models.PROTECT)
    format = models.CharField(max_length=30)
    reference = models.CharField(max_length=100, blank=True)
    currency = models.CharField(max_length=3)
    from_on = models.DateField(null=True)
    to_on = models.DateField(null=True)
    opening = AmountField(null=True)
    closing = AmountField(null=True)
    findings = models.JSONField(default=list)
    at = models.DateTimeField()


class StatementLine(models.Model):
    """A booked line; the same line of another file has the same key.

    What a notice, a feed and a statement all tell counts once (`core.told_again`): a line that is covered is told by
    the line `same_as`, or by the sum or the parts that `of_sum` ties together. A `doubt` is for a person.
    """

    public_id = PublicIdField(prefix="btx")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="statement_lines")
    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="lines")
    bank_account = models.ForeignKey(BankAccount, on_delete=models.PROTECT, related_name="lines")
    key = models.CharField(max_length=64)
    booked_on = models.DateField()
    value_on = models.DateField(null=True)
    amount = AmountField()
    currency = models.CharField(max_length=3)
    counterparty_name = models.CharField(max_length=200, blank=True)
    counterparty_iban = models.CharField(max_length=50, blank=True)
    counterparty_bic = models.CharField(max_length=20, blank=True)
    remittance = models.TextField(blank=True)
    end_to_end_id = models.CharField(max_length=100, blank=True)
    structured_reference = models.CharField(max_length=100, blank=True)
    bank_reference = models.CharField(max_length=100, blank=True)
    entry_reference = models.CharField(max_length=100, blank=True)
    kind = models.CharField(max_length=60, blank=True)
    is_reversal = models.BooleanField(default=False)
    batch = models.CharField(max_length=35, blank=True)
    return_reason = models.CharField(max_length=20, blank=True)
    parts = models.JSONField(default=list)
    marks = models.JSONField(default=dict)
    retold = models.TextField(blank=True)
    status = models.CharField(max_length=12, default="open")
    same_as = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="again")
    of_sum = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="told_parts")
    doubt = models.CharField(max_length=12, blank=True)
    note = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bank_account", "key"], name="statement_line_once"),
            models.CheckConstraint(
                name="statement_line_status",
                condition=Q(status__in=["open", "proposed", "reconciled", "ignored", "covered"]),
            ),
        ]
        indexes = [
            models.Index(
                fields=["company", "booked_on", "id"],
                name="statement_line_waiting",
                condition=Q(status__in=["open", "proposed"]),
            ),
            models.Index(fields=["company", "-booked_on", "-id"], name="statement_line_list"),
        ]


class Feed(models.Model):
    """Accounts of one bank, seen through a provider by a consent. `sealed` are its secrets, encrypted.

    `consent` is the provider's name of the one that is used, `until` the day on which it ends; `asked` is another one
    that its holder was asked for on `page`. `trouble` is why the last round failed; `is_told` whether a person knows.
    """

    public_id = PublicIdField(prefix="fed")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="feeds")
    provider = models.CharField(max_length=30)
    bank = models.CharField(max_length=100)
    sealed = models.TextField(blank=True)
    consent = models.CharField(max_length=100, blank=True)
    until = models.DateField(null=True)
    warned_until = models.DateField(null=True)
    asked = models.CharField(max_length=100, blank=True)
    page = models.CharField(max_length=500, blank=True)
    is_used = models.BooleanField(default=True)
    trouble = models.CharField(max_length=60, blank=True)
    trouble_facts = models.JSONField(default=dict)
    trouble_since = models.DateTimeField(null=True)
    is_told = models.BooleanField(default=False)
    fetched_at = models.DateTimeField(null=True)
    next_at = models.DateTimeField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "provider", "bank"], name="feed_once", condition=Q(is_used=True))
        ]


class FedAccount(models.Model):
    """An own account as a feed shows it. `reference` is the provider's name of it, another one in every consent.

    It is asked about from `from_on`; all that was booked is known to `known_until`.
    `balance` is what the bank last told, counting the days to `balance_until` or all; `base` is what it was before the
    first movement that the feed told, so that base, movements and `gap` make the balance. None where none is told.
    """

    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    feed = models.ForeignKey(Feed, on_delete=models.PROTECT, related_name="accounts")
    bank_account = models.ForeignKey(BankAccount, on_delete=models.PROTECT, related_name="fed")
    reference = models.CharField(max_length=200)
    from_on = models.DateField()
    known_until = models.DateField(null=True)
    base = AmountField(null=True)
    balance = AmountField(null=True)
    balance_until = models.DateField(null=True)
    gap = AmountField(null=True)
    is_gap_told = models.BooleanField(default=False)
    is_used = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bank_account"], name="fed_account_once", condition=Q(is_used=True))
        ]


class FedMovement(models.Model):
    """The name that a provider gives to a movement of an account: of one line, however often it is told."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    bank_account = models.ForeignKey(BankAccount, on_delete=models.PROTECT, related_name="fed_movements")
    provider = models.CharField(max_length=30)
    name = models.CharField(max_length=200)
    line = models.ForeignKey(StatementLine, on_delete=models.PROTECT, related_name="fed_names")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bank_account", "provider", "name"], name="fed_movement_once"),
        ]


class BankRule(models.Model):
    """A company's rule for lines that pay no document; `told` is what `core.bank_rules` reads, always whole."""

    public_id = PublicIdField(prefix="brl")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="bank_rules")
    name = models.CharField(max_length=120)
    told = models.JSONField()
    level = models.CharField(max_length=10, default="off")
    place = models.IntegerField()
    archived = models.BooleanField(default=False)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="bank_rule_level", condition=Q(level__in=["off", "suggest", "auto"])),
        ]
        indexes = [models.Index(fields=["company", "place", "id"], name="bank_rule_order")]


class Proposal(models.Model):
    """One way to settle a line, with its reasons; made anew whenever lines are matched.

    Without items it is the way to an account, or to another own account, by a rule or by what was done before; or that
    it is a `payment` which a person recorded before; or money on account of a customer, `party`, for a `proforma`.
    """

    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    line = models.ForeignKey(StatementLine, on_delete=models.PROTECT, related_name="proposals")
    rank = models.IntegerField()
    items = models.JSONField()
    difference = AmountField()
    kind = models.CharField(max_length=20)
    confidence = models.DecimalField(max_digits=5, decimal_places=4)
    reasons = models.JSONField(default=list)
    is_sure = models.BooleanField(default=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    own_account = models.ForeignKey(BankAccount, on_delete=models.PROTECT, null=True, related_name="+")
    rule = models.ForeignKey(BankRule, on_delete=models.PROTECT, null=True, related_name="+")
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, null=True, related_name="+")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, related_name="+")
    proforma = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["line", "rank"], name="proposal_once")]

    @property
    def mark(self) -> str:
        """The same for as long as the same is proposed of the line, whatever its rank."""
        to = (self.account_id, self.own_account_id, self.payment_id, self.party_id, self.proforma)
        told = json.dumps([self.kind, self.items, f"{self.difference:.4f}", *to])
        return hashlib.sha256(told.encode()).hexdigest()[:16]


class Match(models.Model):
    """How a line was settled: by which payment or refund, by whom and why. Undone, it stays to be read.

    `others` are the further payments of one booking that pays many suppliers. Of the kind `recorded` the payment was
    there before, and undoing leaves it.
    """

    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    line = models.ForeignKey(StatementLine, on_delete=models.PROTECT, related_name="matches")
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="matches")
    kind = models.CharField(max_length=20)
    automatic = models.BooleanField(default=False)
    confidence = models.DecimalField(max_digits=5, decimal_places=4)
    reasons = models.JSONField(default=list)
    items = models.JSONField(default=list)
    credits = models.JSONField(default=list)
    others = models.JSONField(default=list)
    undone = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["line"], name="line_matched_once", condition=Q(undone=False)),
            models.UniqueConstraint(fields=["payment"], name="payment_matched_once", condition=Q(undone=False)),
        ]


class Booking(models.Model):
    """How a line, or the part of it that pays no document, was booked to accounts. Undone, it stays to be read.

    `own_account` is where a part goes that is a transfer between own accounts, `other` the booking of its other half.
    """

    public_id = PublicIdField(prefix="bkg")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="bookings")
    line = models.ForeignKey(StatementLine, on_delete=models.PROTECT, related_name="bookings")
    kind = models.CharField(max_length=20)
    parts = models.JSONField()
    account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    own_account = models.ForeignKey(BankAccount, on_delete=models.PROTECT, null=True, related_name="+")
    rule = models.ForeignKey(BankRule, on_delete=models.PROTECT, null=True, related_name="bookings")
    other = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="+")
    automatic = models.BooleanField(default=False)
    note = models.CharField(max_length=400, blank=True)
    undone = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["line"], name="line_booked_once", condition=Q(undone=False)),
        ]
        indexes = [models.Index(fields=["company", "-at", "-id"], name="booking_newest", condition=Q(undone=False))]
