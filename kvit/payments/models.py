"""Tables of money that moved."""

from django.db import models
from django.db.models import F, Q

from kvit.archive.models import File
from kvit.companies.models import Company, User
from kvit.ledger.models import BankAccount, OpenItem
from kvit.parties.models import BankDetail, Party
from kvit.payables.models import Bill, Discount
from kvit.tables import AmountField, PublicIdField


class Payment(models.Model):
    """Money that came in, went back, out to a supplier or came back from one; never changed, only taken back."""

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
            models.CheckConstraint(
                name="payment_direction", condition=Q(direction__in=["in", "refund", "out", "back"])
            ),
            models.CheckConstraint(name="payment_method", condition=Q(method__in=["bank", "cash", "clearing"])),
        ]
        indexes = [models.Index(fields=["company", "-paid_on", "-id"], name="payment_list")]


class TakenBack(models.Model):
    """A payment that was recorded wrongly and does not count any more."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    payment = models.OneToOneField(Payment, on_delete=models.PROTECT, related_name="taken_back", primary_key=True)
    reason = models.TextField()
    at = models.DateTimeField()


class PaymentReceipt(models.Model):
    """That the customer was thanked for the payment, by mail, once; never changed."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    payment = models.OneToOneField(Payment, on_delete=models.PROTECT, related_name="receipt", primary_key=True)
    sent_on = models.DateField()


class EarlyOffer(models.Model):
    """We would pay a bill earlier for so many percent less, if its supplier says yes by the last day; `balance` is what
    was open when it was offered, `discount` what the yes made of it."""

    public_id = PublicIdField(prefix="eof")
    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    item = models.ForeignKey(OpenItem, on_delete=models.PROTECT, related_name="early_offers")
    bill = models.ForeignKey(Bill, on_delete=models.PROTECT, related_name="early_offers")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="early_offers")
    status = models.CharField(max_length=9, default="open")
    percent = models.DecimalField(max_digits=7, decimal_places=4)
    pay_on = models.DateField()
    answer_by_on = models.DateField()
    balance = AmountField()
    offered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    offered_on = models.DateField()
    accepted_on = models.DateField(null=True)
    discount = models.OneToOneField(Discount, on_delete=models.PROTECT, null=True, related_name="early_offer")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["item"], name="early_offer_once", condition=Q(status__in=["open", "accepted"])
            ),
            models.CheckConstraint(name="early_offer_percent", condition=Q(percent__gt=0, percent__lt=100)),
            models.CheckConstraint(name="early_offer_days", condition=Q(answer_by_on__lte=F("pay_on"))),
            models.CheckConstraint(
                name="early_offer_accepted",
                condition=Q(status="accepted", accepted_on__isnull=False, discount__isnull=False)
                | Q(status__in=["open", "withdrawn"], accepted_on=None, discount=None),
            ),
        ]


RUN_STATUSES = ["proposed", "released", "exported", "cancelled"]
DISCOUNT_TAKEN = "discount_received"
"""The kind of the entry, and of the open item, of a discount that a run took."""
DISCOUNT_CREDITED = "discount_credited"
"""The same where the supplier's credit note takes the place of such a discount."""
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

    `balance` is what was open, `pays` what is transferred: less than that by credit notes, nothing for a credit note,
    and by what is `held` of the bill (`payables.BillHold`).
    `discount` is what its `percent` takes off where the money is there by `until_on`; `why` is the reason of the day.
    `pay_on` is the day of the transfer, `reason` what the bank said when it refused. `white_list` is what Poland's list
    said of the account when the run was released, and of which file. `end_to_end_id` names the transfer alone, from its
    release on; what was released before there was one is named by its open item (`run_papers.key`).
    """

    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    run = models.ForeignKey(PaymentRun, on_delete=models.PROTECT, related_name="items")
    item = models.ForeignKey(OpenItem, on_delete=models.PROTECT, related_name="run_items")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=60, blank=True)
    status = models.CharField(max_length=10, default="planned")
    balance = AmountField()
    pays = AmountField()
    held = AmountField(default=0)
    discount = AmountField(default=0)
    percent = models.DecimalField(max_digits=7, decimal_places=4, null=True)
    until_on = models.DateField(null=True)
    why = models.CharField(max_length=10, default="due")
    bank_detail = models.ForeignKey(BankDetail, on_delete=models.PROTECT, null=True, related_name="+")
    pay_on = models.DateField()
    reason = models.CharField(max_length=400, blank=True)
    white_list = models.JSONField(default=dict)
    end_to_end_id = models.CharField(max_length=35, null=True)
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, null=True, related_name="run_items")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "end_to_end_id"], name="run_item_named_once"),
            models.UniqueConstraint(fields=["item"], name="run_item_live_once", condition=Q(status__in=LIVE)),
            models.CheckConstraint(
                name="run_item_status", condition=Q(status__in=["planned", "sent", "paid", "failed", "removed"])
            ),
            models.CheckConstraint(name="run_item_balance", condition=Q(balance__gt=0, pays__gte=0, held__gte=0)),
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


class Remittance(models.Model):
    """What a supplier is told that a run paid them; never changed but for the day on which a payment of it came back.

    `nth` is 1, and one more each time a payment that came back is made anew. `lines` hold the documents as they are
    printed, with the payment that settled each; `amount` is their sum, which was transferred.
    """

    public_id = PublicIdField(prefix="rem")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="remittances")
    run = models.ForeignKey(PaymentRun, on_delete=models.PROTECT, related_name="remittances")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="remittances")
    nth = models.IntegerField(default=1)
    number = models.CharField(max_length=60)
    made_on = models.DateField()
    paid_on = models.DateField()
    currency = models.CharField(max_length=3)
    amount = AmountField()
    language = models.CharField(max_length=5)
    ours = models.JSONField()
    theirs = models.JSONField()
    lines = models.JSONField()
    corrected_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "party", "nth"], name="remittance_once"),
            models.UniqueConstraint(fields=["company", "number"], name="remittance_number_once"),
            models.CheckConstraint(name="remittance_amount", condition=Q(amount__gt=0, nth__gt=0)),
        ]
        indexes = [models.Index(fields=["company", "party", "-id"], name="remittance_of_party")]


class RemittanceCorrection(models.Model):
    """A payment of which an advice told came back: the supplier who was told is told that too, once."""

    public_id = PublicIdField(prefix="rmc")
    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    remittance = models.ForeignKey(Remittance, on_delete=models.PROTECT, related_name="corrections")
    payment = models.OneToOneField(Payment, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=60, blank=True)
    amount = AmountField()
    made_on = models.DateField()


CLAIM_STATUSES = ["found", "claimed", "settled", "written_off"]
CLAIM_REASONS = ["paid_twice", "overpaid", "credited", "never_used"]


class Claim(models.Model):
    """An open item by which a supplier owes us: found once, claimed by a letter, settled, or given up by two people.

    `amount` is what was left of the item when it was found, or when the letter was written. `settled_by` is refund
    (money came back) or netting (a bill used it up).
    """

    public_id = PublicIdField(prefix="clm")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="claims")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="claims")
    item = models.OneToOneField(OpenItem, on_delete=models.PROTECT, related_name="claim")
    status = models.CharField(max_length=12, default="found")
    reason = models.CharField(max_length=12)
    document = models.CharField(max_length=60, blank=True)
    currency = models.CharField(max_length=3)
    amount = AmountField()
    found_on = models.DateField()
    number = models.CharField(max_length=60, null=True)
    language = models.CharField(max_length=5, blank=True)
    ours = models.JSONField(default=dict)
    theirs = models.JSONField(default=dict)
    claimed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    claimed_on = models.DateField(null=True)
    due_on = models.DateField(null=True)
    settled_on = models.DateField(null=True)
    settled_by = models.CharField(max_length=8, blank=True)
    give_up_reason = models.CharField(max_length=400, blank=True)
    give_up_asked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    given_up_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    given_up_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "number"], name="claim_number_once"),
            models.CheckConstraint(name="claim_status", condition=Q(status__in=CLAIM_STATUSES)),
            models.CheckConstraint(name="claim_reason", condition=Q(reason__in=CLAIM_REASONS)),
            models.CheckConstraint(name="claim_amount", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="claim_claimed",
                condition=~Q(status="claimed")
                | Q(number__isnull=False, claimed_on__isnull=False, due_on__isnull=False),
            ),
            models.CheckConstraint(
                name="claim_settled",
                condition=~Q(status="settled") | Q(settled_on__isnull=False, settled_by__in=["refund", "netting"]),
            ),
            models.CheckConstraint(
                name="claim_given_up_by_two",
                condition=~Q(status="written_off")
                | Q(give_up_asked_by__isnull=False, given_up_by__isnull=False) & ~Q(given_up_by=F("give_up_asked_by")),
            ),
        ]
        indexes = [models.Index(fields=["company", "status", "-id"], name="claim_list")]


class SupplierStatement(models.Model):
    """A statement of account that a supplier sent: the file as it came, its rows as they were read, never changed; what
    it says against our books is computed when it is looked at, by the books of that day."""

    public_id = PublicIdField(prefix="sst")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="supplier_statements")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="statements")
    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")
    currency = models.CharField(max_length=3)
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    columns = models.JSONField(default=dict)
    lines = models.JSONField(default=list)
    unread = models.JSONField(default=list)
    taken_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    taken_on = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["company", "party", "-id"], name="supplier_statement_list")]
