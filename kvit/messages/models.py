"""Tables of the mails that go out, with the files that go with them."""

from django.db import models
from django.db.models import Q

from kvit.archive.models import File
from kvit.companies.models import Company, User
from kvit.parties.models import Party
from kvit.tables import PublicIdField

STATUSES = ["queued", "sent", "kept", "unknown", "failed", "bounced"]


class Message(models.Model):
    """One mail to one address, about one thing, on one occasion. `key` is its Message-ID, the same at every try."""

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
    language = models.CharField(max_length=5)
    subject = models.CharField(max_length=300)
    text = models.TextField()
    html = models.TextField()
    key = models.CharField(max_length=320, unique=True)

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
