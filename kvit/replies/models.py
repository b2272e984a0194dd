"""Tables of what customers answer to invoices and reminders, and what was done about each answer."""

from django.db import models
from django.db.models import Q

from kvit.arrangements.models import Dispute, Plan
from kvit.billing.models import Schedule
from kvit.capture.models import Mail
from kvit.companies.models import Company, User
from kvit.core.replies.acting import ACTS
from kvit.core.replies.words.table import WANTS
from kvit.core.reply_lifecycle import CUSTOMER_REPLY
from kvit.dunning.models import Pause
from kvit.messages.models import Message
from kvit.parties.models import Party
from kvit.receivables.models import Invoice
from kvit.tables import PublicIdField

THREADS = ["message", "number", "sender", "person", "portal", ""]


class CustomerReply(models.Model):
    """An answer, as it was understood. `mail_case` is that of its mail: the same mail once.
    What was asked in the portal has no mail, and perhaps the agreement (`schedule`) that it is about.

    `confidence` is in percent. `wants` are all, the surest first; `told` what was said of day, amount, reference.
    `threaded_by` is how the customer was found. `is_known`: the sender is known at that customer. `proposed` is the
    act, `against` why it was not done by itself. While it is open it has an owner and a day.
    """

    public_id = PublicIdField(prefix="rpl")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="customer_replies")
    mail = models.ForeignKey(Mail, on_delete=models.PROTECT, null=True, related_name="+")
    mail_case = models.CharField(max_length=64)
    message_key = models.CharField(max_length=200, blank=True)
    sender = models.CharField(max_length=200, blank=True)
    subject = models.CharField(max_length=200, blank=True)
    words = models.TextField(blank=True)
    program = models.CharField(max_length=10, blank=True)
    is_doubted = models.BooleanField(default=False)
    received_on = models.DateField()
    received_at = models.DateTimeField()

    language = models.CharField(max_length=5)
    want = models.CharField(max_length=12)
    confidence = models.IntegerField()
    wants = models.JSONField(default=list)
    told = models.JSONField(default=dict)

    threaded_by = models.CharField(max_length=10, blank=True)
    is_known = models.BooleanField(default=False)
    answered = models.ForeignKey(Message, on_delete=models.PROTECT, null=True, related_name="replies")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, related_name="replies")
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, null=True, related_name="replies")
    schedule = models.ForeignKey(Schedule, on_delete=models.PROTECT, null=True, related_name="+")

    status = models.CharField(max_length=10, default="open")
    proposed = models.CharField(max_length=12, default="ask")
    against = models.JSONField(default=list)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()

    class Meta:
        verbose_name_plural = "customer replies"
        constraints = [
            models.UniqueConstraint(fields=["company", "mail_case"], name="reply_once"),
            models.CheckConstraint(name="reply_status", condition=Q(status__in=sorted(CUSTOMER_REPLY.statuses))),
            models.CheckConstraint(name="reply_want", condition=Q(want__in=WANTS)),
            models.CheckConstraint(name="reply_act", condition=Q(proposed__in=ACTS)),
            models.CheckConstraint(name="reply_sure", condition=Q(confidence__gte=0, confidence__lte=100)),
            models.CheckConstraint(name="reply_thread", condition=Q(threaded_by__in=THREADS)),
            models.CheckConstraint(
                name="reply_mail_or_portal",
                condition=Q(mail__isnull=False) | Q(threaded_by="portal", party__isnull=False),
            ),
            models.CheckConstraint(name="reply_has_party", condition=Q(invoice=None) | Q(party__isnull=False)),
        ]
        indexes = [
            models.Index(fields=["company", "-id"], name="reply_list"),
            models.Index(fields=["company", "status", "-id"], name="reply_by_status"),
            models.Index(fields=["company", "party", "-id"], name="reply_of_party"),
        ]


class ReplyAct(models.Model):
    """What was done about an answer, with why; it may be undone once. An invoice goes once a day by an answer."""

    public_id = PublicIdField(prefix="rpa")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    reply = models.ForeignKey(CustomerReply, on_delete=models.PROTECT, related_name="acts")
    kind = models.CharField(max_length=12)
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, null=True, related_name="+")
    pause = models.ForeignKey(Pause, on_delete=models.PROTECT, null=True, related_name="+")
    message = models.ForeignKey(Message, on_delete=models.PROTECT, null=True, related_name="+")
    dispute = models.ForeignKey(Dispute, on_delete=models.PROTECT, null=True, related_name="+")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, null=True, related_name="+")
    is_by_itself = models.BooleanField()
    facts = models.JSONField(default=dict)
    done_on = models.DateField()
    undone_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reply", "kind"], name="reply_act_once", condition=Q(undone_on=None)),
            models.UniqueConstraint(
                fields=["invoice", "done_on"], name="reply_sends_once_a_day", condition=Q(kind="send_again")
            ),
            models.CheckConstraint(name="reply_act_kind", condition=Q(kind__in=[one for one in ACTS if one != "ask"])),
        ]


class ReplyAnswer(models.Model):
    """What a person wrote back, once by its words (`key`); `message` is the mail of it, none without an address."""

    public_id = PublicIdField(prefix="ran")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    reply = models.ForeignKey(CustomerReply, on_delete=models.PROTECT, related_name="answers")
    key = models.CharField(max_length=64)
    words = models.TextField()
    message = models.ForeignKey(Message, on_delete=models.PROTECT, null=True, related_name="+")
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    written_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reply", "key"], name="reply_answered_once")]
