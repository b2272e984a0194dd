"""Tables of companies, the people who work for them, and their counters."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from kvit.tables import AmountField, PublicIdField


class Users(BaseUserManager["User"]):
    """Makes users by their e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A person who signs in with an e-mail address; what they may do is said by memberships."""

    public_id = PublicIdField(prefix="usr")
    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=5, default="en")
    theme = models.CharField(max_length=10, default="system")
    single_keys = models.BooleanField(default=True)
    accountant_words = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[Users] = Users()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_once")]

    def __str__(self) -> str:
        return self.name or self.email


class Company(models.Model):
    """The legal entity whose books these are; its address and tax numbers stand on every document it issues."""

    public_id = PublicIdField(prefix="com")
    name = models.CharField(max_length=200)
    trading_name = models.CharField(max_length=200, blank=True)
    country = models.CharField(max_length=2)
    currency = models.CharField(max_length=3)
    zone = models.CharField(max_length=60)
    language = models.CharField(max_length=5)
    vat_id = models.CharField(max_length=20, blank=True)
    tax_id = models.CharField(max_length=30, blank=True)
    register_id = models.CharField(max_length=60, blank=True)
    legal_note = models.CharField(max_length=400, blank=True)
    street = models.CharField(max_length=150, blank=True)
    building = models.CharField(max_length=30, blank=True)
    post_code = models.CharField(max_length=20, blank=True)
    town = models.CharField(max_length=100, blank=True)
    region = models.CharField(max_length=10, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    website = models.CharField(max_length=200, blank=True)
    vat_on_payment = models.BooleanField(default=False)
    is_test = models.BooleanField(default=False)
    terms_days = models.IntegerField(default=30)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


class Appearance(models.Model):
    """How a company's documents look and what its own texts say."""

    company = models.OneToOneField(Company, on_delete=models.PROTECT, related_name="appearance", primary_key=True)
    logo = models.BinaryField(null=True)
    logo_type = models.CharField(max_length=20, blank=True)
    accent = models.CharField(max_length=7, default="#1c5a3e")
    columns = models.JSONField(default=list)
    intro = models.TextField(blank=True)
    outro = models.TextField(blank=True)
    footer = models.TextField(blank=True)
    window = models.CharField(max_length=5, default="left")


class Membership(models.Model):
    """What a user is in a company."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="memberships")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=12)
    limits = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "user"], name="membership_once"),
            models.CheckConstraint(
                name="membership_role",
                condition=Q(role__in=["owner", "accountant", "clerk", "approver", "viewer"]),
            ),
        ]


class Series(models.Model):
    """A pattern of numbers for one kind of document."""

    public_id = PublicIdField(prefix="ser")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="series")
    kind = models.CharField(max_length=20)
    pattern = models.CharField(max_length=60)
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "kind"], name="series_once", condition=Q(active=True)),
        ]


class Counter(models.Model):
    """How far a pattern has come in a year (0 where it never starts again); locked while numbers are drawn.

    Kinds of documents with one pattern share a counter, as Bulgaria asks.
    """

    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    pattern = models.CharField(max_length=60)
    year = models.IntegerField()
    last = models.IntegerField(default=0)
    last_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "pattern", "year"], name="counter_once"),
            models.CheckConstraint(name="counter_rises", condition=Q(last__gte=0)),
        ]


class Autopilot(models.Model):
    """How far an automation may go by itself: off, suggest, auto."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="autopilot")
    automation = models.CharField(max_length=30)
    level = models.CharField(max_length=10, default="suggest")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "automation"], name="autopilot_once"),
            models.CheckConstraint(name="autopilot_level", condition=Q(level__in=["off", "suggest", "auto"])),
        ]


class Absence(models.Model):
    """Somebody is away on these days, both included; the substitute acts for them, where set up to the ceiling."""

    public_id = PublicIdField(prefix="abs")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="absences")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="absences")
    substitute = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    from_on = models.DateField()
    until_on = models.DateField()
    ceiling = AmountField(null=True)
    noted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="absence_of_another", condition=~Q(substitute=F("user"))),
        ]
        indexes = [models.Index(fields=["company", "until_on"], name="absence_by_day")]


class ApiKey(models.Model):
    """A program's way in: acts for a user in one company; only the hash is kept.

    `made_by` made it, `made_with` is the key through which they did; what it does is their act too (`hands.py`).
    """

    public_id = PublicIdField(prefix="key")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="api_keys")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="api_keys")
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    made_with = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=100)
    hash = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=12)
    created_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True)


class PortalLink(models.Model):
    """A customer's or supplier's way in without a password; of the token only its hash is kept.

    The party lies above this room, so it is named by number. `last_used_at` is when it was last exchanged for a visit.
    """

    public_id = PublicIdField(prefix="lnk")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="portal_links")
    party_id = models.BigIntegerField()
    purpose = models.CharField(max_length=10)
    hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="portal_link_purpose", condition=Q(purpose__in=["supplier", "customer"])),
            models.CheckConstraint(name="portal_link_expires", condition=Q(expires_at__gt=F("made_at"))),
        ]
        indexes = [models.Index(fields=["company", "purpose", "party_id", "-id"], name="portal_link_of_party")]
