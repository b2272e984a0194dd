"""Tables of what goes out: mails with their files, webhooks with their answers."""

from django.db import models
from django.db.models import Q

from kvit.archive.models import File
from kvit.companies.models import Company, User
from kvit.events.models import Event
from kvit.parties.models import Party
from kvit.tables import PublicIdField

STATUSES = ["queued", "sent", "kept", "unknown", "failed", "bounced"]
TEXT_STATUSES = ["queued", "sent", "kept", "arrived", "failed"]


class Message(models.Model):
    """One mail to one address, about one thing, on one occasion. `key` is its Message-ID, the same at every try.

    `answers` are the Message-IDs of what it answers, the nearest last, with blanks between them.
    `secret` is what stands in the place of `letters.SECRET` when the mail leaves: encrypted, and gone once it left.
    """

    public_id = PublicIdField(prefix="msg")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="outbox")
    kind = models.CharField(max_length=30)
    about_kind = models.CharField(max_length=30)
    about_id = models.BigIntegerField()
    about_public_id = models.CharField(max_length=40)
    about_name = models.CharField(max_length=100, blank=True)
    occasion = models.CharField(max_length=60)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, related_name="messages")
    responsible = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    to_address = models.EmailField(max_length=254)
    to_name = models.CharField(max_length=200, blank=True)
    from_address = models.EmailField(max_length=254)
    from_name = models.CharField(max_length=200, blank=True)
    reply_to = models.EmailField(max_length=254, blank=True)
    answers = models.CharField(max_length=700, blank=True)
    language = models.CharField(max_length=5)
    subject = models.CharField(max_length=300)
    text = models.TextField()
    html = models.TextField()
    key = models.CharField(max_length=320, unique=True)
    secret = models.TextField(blank=True)

    status = models.CharField(max_length=10, default="queued")
    attempts = models.IntegerField(default=0)
    begun_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=60, blank=True)
    failure_facts = models.JSONField(default=dict)
    told = models.CharField(max_length=300, blank=True)
    queued_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "messages_message"
        constraints = [
            models.UniqueConstraint(
                fields=["company", "about_kind", "about_id", "kind", "occasion", "to_address"], name="message_once"
            ),
            models.CheckConstraint(name="message_status", condition=Q(status__in=STATUSES)),
        ]
        indexes = [
            models.Index(fields=["company", "-id"], name="message_list"),
            models.Index(fields=["company", "status", "-id"], name="message_by_status"),
            models.Index(fields=["company", "party", "-id"], name="message_of_party"),
        ]


class Enclosure(models.Model):
    """A frozen file that goes with a mail, under the name it has there."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="enclosures")
    position = models.IntegerField()
    file = models.ForeignKey(File, on_delete=models.PROTECT)
    name = models.CharField(max_length=200)

    class Meta:
        db_table = "messages_enclosure"
        constraints = [models.UniqueConstraint(fields=["message", "position"], name="enclosure_once")]


class Text(models.Model):
    """One short message or spoken call to one number, about one thing, on one occasion.

    `secret` stands in the place of `letters.SECRET` when it leaves, as in a mail.

    `open_since` is set from the moment it is handed over until it is known what became of that: while it is set, the
    provider is asked before anything is repeated. `number` counts the texts of the month, which are limited.
    """

    public_id = PublicIdField(prefix="txt")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="texts")
    channel = models.CharField(max_length=5)
    about_kind = models.CharField(max_length=30)
    about_id = models.BigIntegerField()
    about_public_id = models.CharField(max_length=40)
    about_name = models.CharField(max_length=100, blank=True)
    occasion = models.CharField(max_length=60)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="texts")
    to_number = models.CharField(max_length=16)
    country = models.CharField(max_length=2)
    language = models.CharField(max_length=5)
    body = models.CharField(max_length=600)
    secret = models.TextField(blank=True)
    month = models.CharField(max_length=7)
    number = models.IntegerField()
    queued_at = models.DateTimeField()

    status = models.CharField(max_length=10, default="queued")
    attempts = models.IntegerField(default=0)
    begun_at = models.DateTimeField(null=True)
    open_since = models.DateTimeField(null=True)
    reference = models.CharField(max_length=60, blank=True)
    failure = models.CharField(max_length=60, blank=True)
    failure_facts = models.JSONField(default=dict)
    sent_at = models.DateTimeField(null=True)
    ask_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "messages_text"
        constraints = [
            models.UniqueConstraint(
                fields=["company", "about_kind", "about_id", "occasion", "to_number"], name="text_once"
            ),
            models.UniqueConstraint(fields=["company", "month", "number"], name="text_of_month"),
            models.CheckConstraint(name="text_status", condition=Q(status__in=TEXT_STATUSES)),
            models.CheckConstraint(name="text_channel", condition=Q(channel__in=["sms", "voice"])),
        ]
        indexes = [
            models.Index(fields=["company", "-id"], name="text_list"),
            models.Index(fields=["company", "ask_at"], name="text_to_ask", condition=Q(ask_at__isnull=False)),
        ]


class OwnWords(models.Model):
    """A company's own words for one kind of mail in one language; what is empty is Kvit's."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    kind = models.CharField(max_length=30)
    language = models.CharField(max_length=5)
    subject = models.CharField(max_length=200, blank=True)
    intro = models.TextField(blank=True)
    closing = models.TextField(blank=True)

    class Meta:
        db_table = "messages_ownwords"
        constraints = [models.UniqueConstraint(fields=["company", "kind", "language"], name="own_words_once")]


class Announcement(models.Model):
    """What a company tells all its suppliers in the portal, from one day until another, both included."""

    public_id = PublicIdField(prefix="ann")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="announcements")
    title = models.CharField(max_length=120)
    text = models.TextField()
    from_on = models.DateField()
    until_on = models.DateField()
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "messages_announcement"
        constraints = [
            models.CheckConstraint(name="announcement_days", condition=Q(until_on__gte=models.F("from_on"))),
        ]
        indexes = [models.Index(fields=["company", "until_on"], name="announcement_by_day")]


class WebhookEndpoint(models.Model):
    """An address that is told what happens. `events` are the names it wants, all where there is none.

    Secrets are kept encrypted; the previous one signs beside the current one until `previous_until`.
    """

    public_id = PublicIdField(prefix="whe")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="webhook_endpoints")
    url = models.CharField(max_length=500)
    description = models.CharField(max_length=200, blank=True)
    events = models.JSONField(default=list)
    secret = models.TextField()
    previous_secret = models.TextField(blank=True)
    previous_until = models.DateTimeField(null=True)
    status = models.CharField(max_length=10, default="active")
    disabled_reason = models.CharField(max_length=60, blank=True)
    failing_since = models.DateTimeField(null=True)
    version = models.IntegerField(default=1)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "messages_webhookendpoint"
        constraints = [
            models.UniqueConstraint(
                fields=["company", "url"], name="webhook_url_once", condition=~Q(status="archived")
            ),
            models.CheckConstraint(
                name="webhook_endpoint_status", condition=Q(status__in=["active", "paused", "disabled", "archived"])
            ),
        ]


class WebhookDelivery(models.Model):
    """One event on its way to one endpoint, with the very text that is sent at every try.

    `attempts` counts all tries and tells the worker whose turn it is; `tries` those since it was last asked for.
    """

    public_id = PublicIdField(prefix="whd")
    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    endpoint = models.ForeignKey(WebhookEndpoint, on_delete=models.PROTECT, related_name="deliveries")
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    body = models.TextField()
    made_at = models.DateTimeField()

    status = models.CharField(max_length=10, default="pending")
    attempts = models.IntegerField(default=0)
    tries = models.IntegerField(default=0)
    due_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=60, blank=True)
    failure_facts = models.JSONField(default=dict)

    class Meta:
        db_table = "messages_webhookdelivery"
        constraints = [
            models.UniqueConstraint(fields=["endpoint", "event"], name="webhook_delivery_once"),
            models.CheckConstraint(
                name="webhook_delivery_status", condition=Q(status__in=["pending", "delivered", "dead"])
            ),
        ]
        indexes = [
            models.Index(fields=["due_at", "id"], name="webhook_waiting", condition=Q(status="pending")),
            models.Index(fields=["company", "-id"], name="webhook_log"),
            models.Index(fields=["company", "status", "-id"], name="webhook_log_by_status"),
            models.Index(fields=["endpoint", "-id"], name="webhook_log_of_endpoint"),
        ]


class WebhookAttempt(models.Model):
    """One call and its answer. A number without a row is a call whose worker was killed before it could note it."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    delivery = models.ForeignKey(WebhookDelivery, on_delete=models.PROTECT, related_name="answers")
    number = models.IntegerField()
    at = models.DateTimeField()
    took_ms = models.IntegerField()
    status_code = models.IntegerField(null=True)
    answer = models.CharField(max_length=300, blank=True)
    failure = models.CharField(max_length=60, blank=True)
    failure_facts = models.JSONField(default=dict)

    class Meta:
        db_table = "messages_webhookattempt"
        constraints = [models.UniqueConstraint(fields=["delivery", "number"], name="webhook_attempt_once")]
